//! In: a file is verified line by line and applied in one transaction. What cannot be applied is held or named; nothing that
//! is already here is ever lost to a bad file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::store::StoreError;
use crate::sync::envelope::Envelope;
use crate::sync::fault::Refusal;
use crate::sync::outer;
use crate::sync::reader::{Line, read_lines};
use crate::sync::segment::VerifiedSegment;
use crate::sync::trust::{DirectoryFault, TrustedDirectory, verify_genesis, verify_next};

use super::super::Desk;
use super::super::system::read_bounded;
use super::ExchangeError;
use super::receive::Receiving;

/// A line that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Catalogue key without its `line-` prefix.
    pub key: &'static str,
    /// What exactly, in English.
    pub detail: String,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Lines read.
    pub lines: usize,
    /// Directories that were not here.
    pub directories: usize,
    /// Segments applied.
    pub segments: usize,
    /// Segments that were here already.
    pub known: usize,
    /// Events that were not here.
    pub events: usize,
    /// Parts whose bytes were not here.
    pub parts: usize,
    /// Parts that are hidden since now, and erased later, by an order of headquarters.
    pub purged: usize,
    /// Own events that headquarters now has.
    pub acknowledged: usize,
    /// Segments held until their predecessor comes, or daqu knows more.
    pub held: usize,
    /// Logs with two different links of one number: both are kept.
    pub forks: Vec<String>,
    /// This desk was found restored or doubled, and counts anew.
    pub new_incarnation: bool,
    /// Lines that were not taken in.
    pub rejected: Vec<BadLine>,
}

impl Import {
    /// Adds what another file brought.
    pub fn add(&mut self, other: Import) {
        self.lines += other.lines;
        self.directories += other.directories;
        self.segments += other.segments;
        self.known += other.known;
        self.events += other.events;
        self.parts += other.parts;
        self.purged += other.purged;
        self.acknowledged += other.acknowledged;
        self.held += other.held;
        self.forks.extend(other.forks);
        self.new_incarnation |= other.new_incarnation;
        self.rejected.extend(other.rejected);
    }
}

impl Desk {
    /// Takes a bundle in. `org_fingerprint` is what a person compared by another way; the first directory needs it.
    ///
    /// # Errors
    /// Where the file cannot be opened at all, or the first directory is not that of the named organisation. Single bad
    /// lines are no error: they are named in the answer.
    pub fn import(
        &mut self,
        file: &Path,
        org_fingerprint: Option<&str>,
    ) -> Result<Import, ExchangeError> {
        let read = read_bounded(file);
        let bytes = read.map_err(|error| ExchangeError::File {
            path: file.to_owned(),
            detail: error.to_string(),
        })?;
        self.import_bytes(&bytes, org_fingerprint)
    }

    /// The bare lines of a file, opened with the key of this desk where it is encrypted.
    ///
    /// # Errors
    /// Where it is encrypted to others, damaged, or larger than any honest file.
    pub fn open_outer(&self, bytes: &[u8]) -> Result<Vec<u8>, outer::OuterFault> {
        let identities: Vec<_> = self.secrets.age.iter().map(|age| age.identity()).collect();
        outer::unwrap(bytes, &identities)
    }

    /// As [`Desk::import`], from bytes.
    ///
    /// # Errors
    /// As there.
    pub fn import_bytes(
        &mut self,
        bytes: &[u8],
        org_fingerprint: Option<&str>,
    ) -> Result<Import, ExchangeError> {
        let plain = self.open_outer(bytes)?;
        let mut import = Import::default();
        let mut lines = Vec::new();
        for (number, line) in read_lines(&plain) {
            import.lines += 1;
            match line {
                Ok(line) => lines.push((number, line)),
                Err(fault) => {
                    let key = if fault == crate::sync::fault::LineFault::Truncated {
                        "truncated"
                    } else {
                        "broken"
                    };
                    import.rejected.push(BadLine { line: number, key, detail: fault.to_string() });
                }
            }
        }
        // A bundle that was cut says where; something else altogether is not gone through line by line.
        if lines.is_empty() && import.rejected.iter().any(|bad| bad.key == "broken") {
            return Err(ExchangeError::NotABundle { lines: import.lines });
        }
        self.take_directories(&lines, org_fingerprint, &mut import)?;
        let context = self.current()?;
        let Some(directory) = context.directory.as_ref() else {
            return if lines.is_empty() { Ok(import) } else { Err(ExchangeError::NotEnrolled) };
        };
        let verified = verify_all(&lines, directory);
        self.act(|session| -> Result<(), ExchangeError> {
            Receiving { session, context: &context, directory, import: &mut import }
                .take(&lines, verified)?;
            Ok(())
        })?;
        self.reload()?;
        // Also where nothing is new: an import that was cut short here is made up for by the next.
        self.settle_revocations()?;
        import.purged = self.settle_purges()?.hidden;
        Ok(import)
    }

    /// Directories first, in their own transaction: trust in them does not depend on the rest of the file.
    fn take_directories(
        &mut self,
        lines: &[(usize, Line)],
        org_fingerprint: Option<&str>,
        import: &mut Import,
    ) -> Result<(), ExchangeError> {
        let mut trusted = self.context.directory.clone();
        let mut taken: Vec<TrustedDirectory> = Vec::new();
        for (number, line) in lines {
            let Line::Directory(envelope) = line else { continue };
            let result = match &trusted {
                None => match org_fingerprint {
                    Some(fingerprint) => Ok(verify_genesis(envelope, fingerprint)?),
                    None => return Err(fingerprint_needed(envelope)),
                },
                Some(current) => verify_next(current, envelope),
            };
            match result {
                Ok(next) => {
                    taken.push(next.clone());
                    trusted = Some(next);
                }
                // Files carry every directory their reader may need: those held already are no news.
                Err(DirectoryFault::AlreadyHeld { .. } | DirectoryFault::Rollback { .. }) => {}
                Err(fault) => {
                    import.rejected.push(BadLine {
                        line: *number,
                        key: "directory",
                        detail: fault.to_string(),
                    });
                }
            }
        }
        if let (Some(fingerprint), Some(current)) = (org_fingerprint, &trusted)
            && crate::sync::keys::parse_fingerprint(fingerprint) != Some(current.org_fingerprint())
        {
            let (found, expected) = (current.org_fingerprint(), fingerprint.to_owned());
            return Err(DirectoryFault::OtherFingerprint { found, expected }.into());
        }
        if taken.is_empty() {
            return Ok(());
        }
        import.directories = taken.len();
        self.store.write(|tx| -> Result<(), StoreError> {
            for directory in &taken {
                tx.set_meta("org_fingerprint", &directory.org_fingerprint())?;
                tx.put_directory(
                    directory.version,
                    directory.id(),
                    &directory.envelope().to_line(),
                )?;
            }
            Ok(())
        })?;
        self.reload()?;
        Ok(())
    }
}

fn fingerprint_needed(envelope: &Envelope) -> ExchangeError {
    match crate::sync::directory::Directory::read(envelope) {
        Ok(directory) => ExchangeError::FingerprintNeeded { found: directory.org_fingerprint() },
        Err(fault) => ExchangeError::Directory(fault.into()),
    }
}

/// Verifies every segment, by its line; no signature is skipped.
fn verify_all(
    lines: &[(usize, Line)],
    directory: &TrustedDirectory,
) -> BTreeMap<usize, Result<VerifiedSegment, Refusal>> {
    let segments = lines.iter().filter_map(|(number, line)| match line {
        Line::Segment(envelope) => Some((*number, envelope)),
        _ => None,
    });
    let (numbers, segments): (Vec<usize>, Vec<&Envelope>) = segments.unzip();
    numbers.into_iter().zip(VerifiedSegment::from_all(segments, directory)).collect()
}
