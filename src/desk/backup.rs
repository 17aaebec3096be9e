//! Backup and restore. A backup is a folder with the store as it was at one moment and the files of evidence; the keys are no part
//! of it. So whoever restores it on this laptop goes on with his key and counts anew; on another one a new key is made, and
//! headquarters enrols it before anybody believes what it signs.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::cut;
use crate::store::{Store, StoreError};
use crate::sync::keyfile::{self, KeyFile, Secrets};
use crate::sync::keys::PublicKey;

use super::context::Profile;
use super::home::Home;
use super::{Desk, DeskError, OwnedEntropy, SharedClock, rescue, system, witness};

/// How many backups are kept where they go unless told otherwise.
pub const KEPT: usize = 7;

/// What such a folder is called before its time.
const PREFIX: &str = "daqu-";

/// The store in it.
const STORE: &str = "daqu.db";

/// Files of evidence in it.
const FILES: &str = "files";

/// The meta row of keys that this desk signed with before.
pub(super) const OLD_KEYS: &str = "old_keys";

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Its folder.
    pub folder: PathBuf,
    /// Bytes of the store.
    pub bytes: u64,
    /// Files of evidence.
    pub files: usize,
    /// Older backups that were removed.
    pub removed: usize,
}

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// A new key was made: headquarters enrols it by this file.
    pub enrolment: Option<PathBuf>,
    /// The thirty digits of that key.
    pub fingerprint: Option<String>,
    /// Where the store is that was here before.
    pub set_aside: Option<PathBuf>,
}

fn copy(from: &Path, to: &Path) -> Result<(), DeskError> {
    let bytes = std::fs::read(from).map_err(|error| DeskError::file(from, &error))?;
    system::write_whole(to, &bytes)
}

/// Regular files in a folder; none where there is none.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_file = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    let mut files: Vec<PathBuf> = entries.filter(is_file).map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Copies the files that are not there yet; how many there are.
fn copy_files(from: &Path, to: &Path) -> Result<usize, DeskError> {
    let files = files_in(from);
    for file in &files {
        let Some(name) = file.file_name() else { continue };
        let target = to.join(name);
        if !target.exists() {
            copy(file, &target)?;
        }
    }
    Ok(files.len())
}

impl Desk {
    /// Makes a backup in a folder of its own below `parent`, or below the usual place, where the last [`KEPT`] are kept. The store
    /// is read back and checked before the backup counts.
    ///
    /// # Errors
    /// Where it cannot be written, or does not read back whole.
    pub fn backup(&mut self, parent: Option<&Path>) -> Result<Backup, DeskError> {
        let usual = self.home.backups();
        let parent = parent.unwrap_or(&usual);
        let folder = parent.join(format!("{PREFIX}{}", self.now().format("%Y%m%dT%H%M%SZ")));
        system::make_private_folder(&folder)?;
        let file = folder.join(STORE);
        self.store.copy_to(&file)?;
        let bytes = std::fs::metadata(&file).map_err(|error| DeskError::file(&file, &error))?.len();
        let files = copy_files(&self.home.folder().join(FILES), &folder.join(FILES))?;
        let removed = if parent == usual { prune(&usual, &folder)? } else { 0 };
        Ok(Backup { folder, bytes, files, removed })
    }

    /// Puts a backup in the place of what is in a home. What was there is set aside, not lost.
    ///
    /// # Errors
    /// Where the folder holds no whole backup, it is another desk's than the key here, or the store is in use.
    pub fn restore(
        home: &Home,
        backup: &Path,
        passphrase: Option<&str>,
        clock: &SharedClock,
        mut entropy: OwnedEntropy,
    ) -> Result<Restored, DeskError> {
        let from = backup.join(STORE);
        let no_backup = |detail: String| DeskError::NoBackup { path: backup.to_owned(), detail };
        let mut held = Store::open_for_reading(&from).map_err(|e| no_backup(e.to_string()))?;
        if let Some(fault) = held.check().map_err(|e| no_backup(e.to_string()))?.pop() {
            return Err(no_backup(fault));
        }
        let profile = held.read(|tx| Profile::load(tx))?;
        let profile = profile.ok_or_else(|| no_backup("no desk was made in it".to_owned()))?;
        drop(held);
        let key = key_id(home)?;
        if key.as_ref().is_some_and(|key| *key != profile.key) {
            return Err(no_backup("it is of another desk than the key file here".to_owned()));
        }
        let set_aside = if home.is_settled() { Some(set_aside(home, clock)?) } else { None };
        system::make_private_folder(home.folder())?;
        clear_journal(home)?;
        copy(&from, &home.store())?;
        // Another store that waited for the place does not get it any more.
        rescue::remove(home);
        copy_files(&backup.join(FILES), &home.folder().join(FILES))?;
        let mut store = Store::open(&home.store())?;
        if key.is_some() {
            // What was written since the backup may be out in the world: its numbers are not given again.
            store.write(|tx| witness::count_anew(tx, &profile, entropy.as_mut()))?;
            return Ok(Restored { enrolment: None, fingerprint: None, set_aside });
        }
        let secrets = Secrets::generate(keyfile::Kind::Desk, entropy.as_mut());
        let text = keyfile::seal(&secrets, passphrase, entropy.as_mut());
        let new = secrets.key.public().key_id();
        store.write(|tx| -> Result<(), StoreError> {
            witness::count_anew(tx, &profile, entropy.as_mut())?;
            let old = tx.meta(OLD_KEYS)?.unwrap_or_default();
            tx.set_meta(OLD_KEYS, format!("{old} {}", profile.key).trim())?;
            tx.set_meta("key", &new)?;
            let trial = passphrase.is_none_or(str::is_empty);
            tx.set_meta("trial", if trial { "yes" } else { "no" })
        })?;
        drop(store);
        // Last of all: what is cut short before leaves no key file, and is simply restored once more.
        system::write_private(&home.key_file(), text.as_bytes())?;
        let desk = Desk::open(home.clone(), passphrase, clock.clone(), entropy)?;
        desk.write_enrolment()?;
        let fingerprint = Some(desk.fingerprint());
        Ok(Restored { enrolment: Some(home.enrolment()), fingerprint, set_aside })
    }
}

/// When the newest backup in the usual place was made.
pub(super) fn newest(home: &Home) -> Option<DateTime<Utc>> {
    let entries = std::fs::read_dir(home.backups()).ok()?.flatten();
    let made = entries.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let at =
            NaiveDateTime::parse_from_str(name.strip_prefix(PREFIX)?, "%Y%m%dT%H%M%SZ").ok()?;
        entry.path().join(STORE).is_file().then(|| at.and_utc())
    });
    made.max()
}

/// The public key in a home's key file, which needs no passphrase; `None` where there is no file.
pub(super) fn own_key(home: &Home) -> Result<Option<PublicKey>, DeskError> {
    let path = home.key_file();
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    let file = KeyFile::read(&text).map_err(|fault| DeskError::Key { path, fault })?;
    Ok(PublicKey::from_hex(&file.public))
}

fn key_id(home: &Home) -> Result<Option<String>, DeskError> {
    Ok(own_key(home)?.map(|public| public.key_id()))
}

/// Moves the store of a home out of the way, once nobody has it open.
fn set_aside(home: &Home, clock: &SharedClock) -> Result<PathBuf, DeskError> {
    // Opened, so that its journal is merged and nobody else has it.
    // One that is damaged is what is being replaced.
    if let Err(error @ StoreError::Busy(_)) = Store::open(&home.store()) {
        return Err(error.into());
    }
    move_aside(home, clock)
}

/// Moves the store of a home into a folder of its own, which nothing was in before. The store itself goes last: while it is there, so
/// is nothing that would be taken for its journal afterwards.
pub(super) fn move_aside(home: &Home, clock: &SharedClock) -> Result<PathBuf, DeskError> {
    let stamp = clock.now().format("%Y%m%dT%H%M%SZ");
    let named = |n: usize| {
        let end = if n == 1 { String::new() } else { format!("-{n}") };
        home.folder().join(format!("set-aside-{stamp}{end}"))
    };
    let folder = (1..).map(named).find(|folder| !folder.exists());
    let folder = folder.unwrap_or_else(|| named(0));
    system::make_private_folder(&folder)?;
    let moved = |name: &str| {
        let (from, to) = (home.folder().join(name), folder.join(name));
        if !from.exists() {
            return Ok(());
        }
        std::fs::rename(&from, &to).map_err(|error| DeskError::file(&from, &error))
    };
    // A copy of the journal goes first, so that what it holds is with the store wherever that is.
    let journal = format!("{STORE}-wal");
    let from = home.folder().join(&journal);
    if from.exists() {
        std::fs::copy(&from, folder.join(&journal))
            .map_err(|error| DeskError::file(&from, &error))?;
    }
    cut::may_fall();
    moved(STORE)?;
    cut::may_fall();
    clear_journal(home)?;
    Ok(folder)
}

/// Without its store a journal is nobody's: it would be taken for that of the next.
fn clear_journal(home: &Home) -> Result<(), DeskError> {
    for end in ["-wal", "-shm"] {
        let path = home.folder().join(format!("{STORE}{end}"));
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| DeskError::file(&path, &error))?;
        }
    }
    Ok(())
}

/// Puts a finished store into the place where there is none.
pub(super) fn place(home: &Home, new: &Path) -> Result<(), DeskError> {
    clear_journal(home)?;
    std::fs::rename(new, home.store()).map_err(|error| DeskError::file(new, &error))?;
    cut::may_fall();
    system::sync_folder(&home.store()).map_err(|error| DeskError::file(&home.store(), &error))
}

/// Removes the oldest backups of the usual place, and never the one just made, whatever the clock said when the others were; how
/// many.
fn prune(folder: &Path, made: &Path) -> Result<usize, DeskError> {
    let entries = std::fs::read_dir(folder).map_err(|error| DeskError::file(folder, &error))?;
    let ours = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with(PREFIX)
            && entry.path().join(STORE).is_file()
            && entry.path() != made
    };
    let mut backups: Vec<PathBuf> = entries.flatten().filter(ours).map(|e| e.path()).collect();
    backups.sort();
    let surplus = (backups.len() + 1).saturating_sub(KEPT);
    for old in &backups[..surplus] {
        std::fs::remove_dir_all(old).map_err(|error| DeskError::file(old, &error))?;
    }
    Ok(surplus)
}
