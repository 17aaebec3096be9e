//! What carries the files of a channel: a folder, always; a store elsewhere, with the feature `remote`. Both know folders one deep,
//! files that are whole or not there, and nothing else.

use std::path::{Path, PathBuf};

use crate::sync::limits;

use super::super::system;
use super::ExchangeError;

/// What the system or the store elsewhere says.
pub type Said = String;

/// A place for files.
pub trait Medium {
    /// The names of whole files of honest size in a folder, the oldest first; none where there is no folder.
    ///
    /// # Errors
    /// Where it cannot be asked.
    fn list(&self, folder: &str) -> Result<Vec<String>, Said>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn read(&self, folder: &str, name: &str) -> Result<Vec<u8>, Said>;

    /// Writes a file so that it is either whole or not there, and reads it back.
    ///
    /// # Errors
    /// What is said, or that the medium did not keep what was written.
    fn write(&self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), Said>;

    /// Whether a file is there.
    fn holds(&self, folder: &str, name: &str) -> bool;

    /// Where a file is, for people.
    fn place(&self, folder: &str, name: &str) -> PathBuf;
}

/// Opens the medium of a channel: a folder's path, or `s3://bucket/folder`, `https://host/folder` (WebDAV).
///
/// # Errors
/// Where the folder is not there, or this program was built without stores elsewhere.
pub fn open(channel: &Path) -> Result<Box<dyn Medium>, ExchangeError> {
    match channel.to_str().filter(|text| is_elsewhere(text)) {
        // An address is kept and shown, so a password in it is not even said back.
        Some(url) if url.contains('@') => {
            let url = url.split_once("://").map_or("", |(scheme, _)| scheme).to_owned();
            let detail = "name and password belong into the environment, not into the address";
            Err(ExchangeError::Elsewhere { url, detail: detail.to_owned() })
        }
        Some(url) => elsewhere(url),
        None if channel.is_dir() => Ok(Box::new(Folder(channel.to_owned()))),
        None => Err(ExchangeError::NoChannel(channel.to_owned())),
    }
}

/// Whether a channel is no folder of this machine.
pub fn is_elsewhere(channel: &str) -> bool {
    ["s3://", "http://", "https://"].iter().any(|scheme| channel.starts_with(scheme))
}

#[cfg(feature = "remote")]
fn elsewhere(url: &str) -> Result<Box<dyn Medium>, ExchangeError> {
    super::remote::Remote::open(url)
        .map(|remote| Box::new(remote) as Box<dyn Medium>)
        .map_err(|detail| ExchangeError::Elsewhere { url: url.to_owned(), detail })
}

#[cfg(not(feature = "remote"))]
fn elsewhere(url: &str) -> Result<Box<dyn Medium>, ExchangeError> {
    Err(ExchangeError::NotBuiltIn(url.to_owned()))
}

/// A folder that is mounted here.
struct Folder(PathBuf);

impl Medium for Folder {
    fn list(&self, folder: &str) -> Result<Vec<String>, Said> {
        Ok(files_in(&self.0.join(folder)))
    }

    fn read(&self, folder: &str, name: &str) -> Result<Vec<u8>, Said> {
        system::read_bounded(&self.place(folder, name)).map_err(|error| error.to_string())
    }

    fn write(&self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), Said> {
        system::write_whole(&self.place(folder, name), bytes).map_err(|error| error.to_string())
    }

    fn holds(&self, folder: &str, name: &str) -> bool {
        self.place(folder, name).is_file()
    }

    fn place(&self, folder: &str, name: &str) -> PathBuf {
        self.0.join(folder).join(name)
    }
}

/// Whether a file of that name and size may be a bundle that is whole.
pub(super) fn may_be_bundle(name: &str, size: u64) -> bool {
    !name.starts_with('.') && !name.ends_with(".part") && size <= limits::OUTER_BYTES as u64
}

/// Regular files of honest size in a folder, the oldest first; none where there is no folder.
pub(super) fn files_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<(std::time::SystemTime, String)> = entries
        .flatten()
        .filter_map(|entry| {
            // A link is not followed: the folder is anybody's.
            let kind = entry.file_type().ok()?;
            let name = entry.file_name().to_str()?.to_owned();
            let about = entry.metadata().ok().filter(|_| kind.is_file())?;
            let since = about.modified().unwrap_or(std::time::UNIX_EPOCH);
            may_be_bundle(&name, about.len()).then_some((since, name))
        })
        .collect();
    files.sort();
    files.into_iter().map(|(_, file)| file).collect()
}
