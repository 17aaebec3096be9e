//! Files of evidence: kept beside the store, each under the hash of its content, so that one that was changed is no longer the
//! one that was offered. Events name the hash; the bytes stay here unless a person lets them travel.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::case::evidence::{FileRef, written};
use crate::domain::why::Why;

/// The largest file that is kept: a quarter of a gibibyte holds any scan or film of a site.
const MOST_BYTES: u64 = 256 << 20;

/// How much is read at a time.
const PIECE: usize = 64 << 10;

/// The folder of a desk's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The files in a folder, which is made when the first one is kept.
    pub fn at(folder: PathBuf) -> Files {
        Files { folder }
    }

    /// Keeps a copy of a file: written whole beside its place, and moved there when it is on the disk.
    ///
    /// # Errors
    /// What is wrong with the file, or with the folder; nothing is kept then.
    pub fn keep(&self, path: &Path) -> Result<FileRef, Why> {
        let unreadable = |error: io::Error| {
            Why::plain("file-unreadable")
                .with("file", path.display().to_string())
                .with("detail", error.to_string())
        };
        let unwritable = |error: io::Error| {
            Why::plain("folder-unwritable")
                .with("file", self.folder.display().to_string())
                .with("detail", error.to_string())
        };
        let said = |key: &str| Why::plain(key).with("file", path.display().to_string());
        let mut source = File::open(path).map_err(unreadable)?;
        let size = source.metadata().map_err(unreadable)?;
        if !size.is_file() {
            return Err(said("file-no-file"));
        }
        if size.len() > MOST_BYTES {
            let most = (MOST_BYTES >> 20).to_string();
            return Err(said("file-too-large").with("most", most));
        }
        fs::create_dir_all(&self.folder).map_err(unwritable)?;
        let mut copy = tempfile::NamedTempFile::new_in(&self.folder).map_err(unwritable)?;
        let (mut hash, mut kept) = (Sha256::new(), 0u64);
        let mut piece = vec![0u8; PIECE];
        loop {
            let read = source.read(&mut piece).map_err(unreadable)?;
            if read == 0 {
                break;
            }
            kept += read as u64;
            // It may grow while it is read.
            if kept > MOST_BYTES {
                let most = (MOST_BYTES >> 20).to_string();
                return Err(said("file-too-large").with("most", most));
            }
            hash.update(&piece[..read]);
            copy.write_all(&piece[..read]).map_err(unwritable)?;
        }
        if kept == 0 {
            return Err(said("file-empty"));
        }
        copy.as_file().sync_all().map_err(unwritable)?;
        let hash = written(&hash.finalize());
        copy.persist(self.place(&hash)).map_err(|error| unwritable(error.error))?;
        Ok(FileRef { hash, size: kept })
    }

    /// The bytes of a file, if it is here and still what its hash says.
    pub fn read(&self, file: &FileRef) -> Option<Vec<u8>> {
        let bytes = fs::read(self.place(&file.hash)).ok()?;
        file.is(&bytes).then_some(bytes)
    }

    /// Whether a file is here; what is in it is looked at only when it is read.
    pub fn holds(&self, file: &FileRef) -> bool {
        self.place(&file.hash).is_file()
    }

    /// Takes a file away for good, where it is here.
    pub fn remove(&self, file: &FileRef) {
        // What cannot be removed is refused to everybody all the same, and tried again with the next order.
        let _ = fs::remove_file(self.place(&file.hash));
    }

    fn place(&self, hash: &str) -> PathBuf {
        // A hash from an event is no path.
        let hex: String = hash.chars().filter(char::is_ascii_hexdigit).collect();
        self.folder.join(hex)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_found_under_its_content_and_a_changed_one_is_not_it() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files"));
        let photo = folder.path().join("photo.jpg");
        fs::write(&photo, b"jpeg").unwrap();
        let kept = files.keep(&photo).unwrap();
        assert_eq!((kept.size, files.read(&kept).unwrap()), (4, b"jpeg".to_vec()));
        assert_eq!(files.keep(&photo).unwrap(), kept, "twice is once");
        fs::write(files.place(&kept.hash), b"changed").unwrap();
        assert!(files.holds(&kept) && files.read(&kept).is_none());
    }

    #[test]
    fn what_is_no_file_is_said_and_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files"));
        let empty = folder.path().join("empty");
        fs::write(&empty, b"").unwrap();
        let said = |path: &Path| files.keep(path).unwrap_err().key;
        assert_eq!(said(&empty), "file-empty");
        assert_eq!(said(folder.path()), "file-no-file");
        assert_eq!(said(&folder.path().join("nowhere")), "file-unreadable");
    }
}
