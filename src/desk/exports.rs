//! Files that are written for people: into one folder, whole, under names that tell whose they are.

use std::path::{Path, PathBuf};

use crate::domain::why::Why;

use super::command::Refusal;
use super::system::write_whole;

/// Writes a file whole, or says which folder does not take it.
///
/// # Errors
/// The file cannot be written; nothing of it is there then.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Refusal> {
    let path = folder.join(name);
    write_whole(&path, bytes).map_err(|error| {
        let why = Why::plain("folder-unwritable").with("file", folder.display().to_string());
        Refusal::because(why.with("detail", error.to_string()))
    })?;
    Ok(path)
}

/// Whose a file is, as its name tells it.
pub fn whose(recipient: &str) -> String {
    recipient.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A number in the name of a file: one that came from elsewhere names a file and nothing more.
pub fn named(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
