//! The world the desk is handed: the system's clock and randomness, and files that only their owner may read.

use std::io::{Read, Write};
use std::path::Path;

use chrono::{DateTime, Utc};

use crate::domain::ports::{Clock, Entropy};
use crate::sync::limits;

use super::DeskError;
use crate::cut;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still: tests and the demo.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// The operating system's randomness: the only source of a real desk's keys.
#[derive(Debug, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[allow(clippy::expect_used)]
    fn fill(&mut self, buf: &mut [u8]) {
        // invariant: a system without randomness must not make keys, and there is nothing sensible to go on with.
        getrandom::fill(buf).expect("the operating system gives no randomness");
    }
}

/// Randomness from a seed, for the demo and for tests: SHA-256 of the seed and a counter.
#[derive(Debug, Clone, Copy)]
pub struct SeededEntropy {
    seed: u64,
    block: u64,
}

impl SeededEntropy {
    /// The same bytes for the same seed.
    pub fn new(seed: u64) -> SeededEntropy {
        SeededEntropy { seed, block: 0 }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, buf: &mut [u8]) {
        use sha2::{Digest, Sha256};
        for chunk in buf.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(self.block.to_be_bytes());
            self.block += 1;
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}

/// Reads a file that somebody else wrote, whatever it is: at most one byte more than any honest bundle has, so that what is too
/// large is seen to be, and costs no more memory than that.
///
/// # Errors
/// What the system says.
pub fn read_bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(limits::OUTER_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes a folder, on Unix readable by its owner alone.
///
/// # Errors
/// What the system says.
pub fn make_private_folder(path: &Path) -> Result<(), DeskError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| DeskError::file(path, &error))
}

/// Writes a new file that only its owner may read; an existing one is never overwritten.
///
/// # Errors
/// What the system says.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| DeskError::file(path, &error))
}

/// Puts a file that only its owner may read in the place of another, so that one of the two is there whatever happens.
///
/// # Errors
/// What the system says; the file is as before then.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    // What an earlier try left is half of a file, and nobody's.
    let _ = std::fs::remove_file(&beside);
    write_private(&beside, bytes)?;
    let placed = std::fs::rename(&beside, path).and_then(|()| sync_folder(path));
    placed.map_err(|error| DeskError::file(path, &error))
}

/// Writes a file for others so that it is either whole or not there: beside its place, flushed, read back, then renamed.
///
/// # Errors
/// What the system says, or that the medium did not keep what was written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let fail = |error: &std::io::Error| DeskError::file(path, error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&beside)?;
        let (half, rest) = bytes.split_at(bytes.len() / 2);
        file.write_all(half)?;
        cut::may_fall();
        file.write_all(rest)?;
        file.sync_all()?;
        drop(file);
        cut::may_fall();
        if std::fs::read(&beside)? != bytes {
            return Err(std::io::Error::other("the medium did not keep what was written"));
        }
        std::fs::rename(&beside, path)?;
        cut::may_fall();
        sync_folder(path)
    };
    write().map_err(|error| {
        // The half-written file is ours and of no use; the error at hand is the one to tell.
        let _ = std::fs::remove_file(&beside);
        fail(&error)
    })
}

/// On Unix a rename is only safe once the folder is flushed; elsewhere there is nothing to do.
pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    let _ = path;
    Ok(())
}
