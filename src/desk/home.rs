//! Where a desk lives: one folder with the store, the key file, and what it writes for others.

use std::path::{Path, PathBuf};

use super::files::Files;

/// The folder of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    folder: PathBuf,
    /// Where the system wants what is no data: not what a backup of the data sets back.
    state: Option<PathBuf>,
}

impl Home {
    /// A home in a folder of one's own choice (`--home`).
    pub fn at(folder: impl Into<PathBuf>) -> Home {
        Home { folder: folder.into(), state: None }
    }

    /// The home of this user by the system's custom; `None` where the system names no home folder.
    pub fn of_user() -> Option<Home> {
        let dirs = directories::ProjectDirs::from("", "", "daqu")?;
        let state = dirs.state_dir().map(Path::to_owned);
        Some(Home { state, ..Home::at(dirs.data_local_dir()) })
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.folder.join("daqu.db")
    }

    /// A store being made of what can be read of a damaged one.
    pub fn store_in_rescue(&self) -> PathBuf {
        self.folder.join("rescue.part.db")
    }

    /// One that is whole and only has to take its place.
    pub fn rescued_store(&self) -> PathBuf {
        self.folder.join("rescue.db")
    }

    /// The desk's key file; never part of a backup.
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("desk.key")
    }

    /// How far the own logs had gone: outside the data where the system has a place for it.
    pub fn witness(&self) -> PathBuf {
        self.state.as_ref().unwrap_or(&self.folder).join("witness.json")
    }

    /// A directory that waits for the signatures of other root holders.
    pub fn directory_draft(&self) -> PathBuf {
        self.folder.join("directory.daqu")
    }

    /// The key file of root `n`; at headquarters only, and meant for media of its own.
    pub fn root_file(&self, n: usize) -> PathBuf {
        self.folder.join("root").join(format!("root-{n}.key"))
    }

    /// The enrolment a new desk writes.
    pub fn enrolment(&self) -> PathBuf {
        self.folder.join("enrol.daqu")
    }

    /// Where bundles and documents go unless told otherwise.
    pub fn exports(&self) -> PathBuf {
        self.folder.join("exports")
    }

    /// Where backups go unless told otherwise.
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// Where files of evidence are kept.
    pub fn files(&self) -> Files {
        Files::at(self.folder.join("files"))
    }

    /// Where the log file goes.
    pub fn logs(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// Whether a desk lives here.
    pub fn is_settled(&self) -> bool {
        self.store().exists()
    }
}
