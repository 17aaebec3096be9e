//! Files that are written for people: into one folder, whole, under names that tell whose they are. They are written before the
//! act is recorded, so that the ledger names no copy that there never was; where the act fails after all, they are taken back.

use std::path::{Path, PathBuf};

use crate::domain::why::Why;

use super::command::Refusal;
use super::session::Session;
use super::system::write_whole;

impl Session<'_, '_> {
    /// Writes a file whole into the exports, or says which folder does not take it.
    ///
    /// # Errors
    /// The file cannot be written; nothing of it is there then.
    pub fn export(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, Refusal> {
        let folder = self.home.exports();
        let path = folder.join(name);
        let is_new = !path.exists();
        write_whole(&path, bytes).map_err(|error| {
            let why = Why::plain("folder-unwritable").with("file", folder.display().to_string());
            Refusal::because(why.with("detail", error.to_string()))
        })?;
        if is_new {
            self.written.push(path.clone());
        }
        Ok(path)
    }
}

/// Removes the files of an act that was not recorded. One that cannot be removed bears a serial that no ledger has.
pub fn take_back(written: &[PathBuf]) {
    for path in written {
        let _ = std::fs::remove_file::<&Path>(path);
    }
}

/// Whose a file is, as its name tells it.
pub fn whose(recipient: &str) -> String {
    recipient.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A number in the name of a file: one that came from elsewhere names a file and nothing more.
pub fn named(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
