//! Exchange with headquarters: bundles out, bundles in, and the trust they rest on.
//!
//! One rule moves data (see [`sync::have`](crate::sync::have)): a file carries every segment its reader lacks by the reader's
//! newest status. Files may be lost, doubled, reordered or cut; the next one makes up for it.
//!
//! | module | the thought |
//! |---|---|
//! | [`headquarters`] | making an organisation, enrolling desks: directories and root keys |
//! | [`enrolment`] | a new desk presents itself |
//! | [`export`], `parcel` | sealing what is unsealed, putting files together and writing them |
//! | [`import`], `receive` | verifying a file line by line, applying it in one transaction |
//! | [`channel`], [`medium`], [`watch`] | a folder that both sides reach; what carries it, also elsewhere; whether something waits there |
//! | [`complaint`] | what is sealed to headquarters and not kept here |
//! | [`proof`] | the receipt: that headquarters held an event |
//! | [`revocation`] | keys that no longer count, and what headquarters says of single events |
//! | [`purge`] | texts that headquarters orders to be erased |
//! | `visibility` | what headquarters relays to which region |
//! | `receipt` | what a status acknowledges |

pub mod channel;
pub mod complaint;
pub mod enrolment;
pub mod enrolments;
pub mod export;
pub mod headquarters;
pub mod import;
pub mod medium;
mod parcel;
pub mod proof;
pub mod purge;
pub(super) mod receipt;
mod receive;
#[cfg(feature = "remote")]
pub mod remote;
pub mod revocation;
mod visibility;
pub mod watch;

use crate::store::{StoreError, Writing};
use crate::sync::directory::TrustedDirectory;
use crate::sync::envelope::Envelope;
use crate::sync::have::Index;
use crate::sync::segment::LogId;
use crate::sync::status::Status;

/// Why an exchange did not happen; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read or written.
    #[error("{path}: {detail}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The outer layers of a file do not open.
    #[error("{0}")]
    Outer(#[from] crate::sync::outer::OuterFault),
    /// Not one line of the file is a line of a bundle.
    #[error("the file is no bundle: not one of its {lines} lines can be read")]
    NotABundle {
        /// Lines looked at.
        lines: usize,
    },
    /// The desk is not enrolled, so nobody could verify what it writes.
    #[error("this desk is not enrolled yet: import the welcome file of headquarters first")]
    NotEnrolled,
    /// A first directory needs the organisation's fingerprint from another way.
    #[error(
        "the organisation's fingerprint is needed to take the first directory in: --org-fingerprint"
    )]
    FingerprintNeeded {
        /// The fingerprint of the directory in the file, to be compared by phone.
        found: String,
    },
    /// The directory in the file is not that of the organisation that was named.
    #[error("{0}")]
    Directory(#[from] crate::sync::trust::DirectoryFault),
    /// An enrolment cannot be read or does not verify.
    #[error("the enrolment is not valid: {0}")]
    Enrolment(String),
    /// Headquarters has no key that a text could be sealed to.
    #[error("headquarters has no encryption key yet, so nothing can be sealed to it")]
    NoSealKey,
    /// A complaint that is longer than is taken.
    #[error("the text is longer than {most} KiB; nothing was written")]
    ComplaintTooLong {
        /// KiB.
        most: usize,
    },
    /// One line alone is larger than a file may be.
    #[error("one record alone makes a file of {needed} bytes, and {most} are allowed: allow more")]
    FileTooSmall {
        /// Bytes allowed.
        most: usize,
        /// Bytes needed.
        needed: usize,
    },
    /// The last desk of headquarters cannot be given up: nobody could enrol another.
    #[error("this is the last active desk of headquarters; enrol another one first")]
    LastOfHeadquarters,
    /// A directory of the next version waits for signatures already: a second one would compete with it.
    #[error("{} waits for signatures already: get it signed and taken in first (daqu hq sign), or delete it to give it up", file.display())]
    DraftWaits {
        /// Where it lies.
        file: std::path::PathBuf,
    },
    /// An event that is not here.
    #[error("no event {0} is here")]
    NoEvent(String),
    /// A file that is no directory waiting for signatures.
    #[error("the file holds no directory to be signed: {0}")]
    NoDraft(String),
    /// The folder of a channel is not there.
    #[error("{0} is not there: is the stick plugged in, the share mounted?")]
    NoChannel(std::path::PathBuf),
    /// Root keys made elsewhere leave too few here.
    #[error(
        "{needed} root keys have to sign the first directory, and {here} would be made here; nothing was made"
    )]
    TooFewRoots {
        /// How many have to sign.
        needed: usize,
        /// How many would be made here.
        here: usize,
    },
    /// A store elsewhere, which this program was built without.
    #[error("{0}: this daqu was built without stores elsewhere (cargo build --features remote)")]
    NotBuiltIn(String),
    /// A store elsewhere that cannot be used.
    #[error("{url}: {detail}")]
    Elsewhere {
        /// Its address.
        url: String,
        /// Why.
        detail: String,
    },
    /// Headquarters has not said that it holds an event.
    #[error("headquarters has not confirmed {0} yet: exchange once, then ask again")]
    NotHeld(String),
    /// This act belongs to headquarters.
    #[error("this is not a desk of headquarters")]
    NotHeadquarters,
    /// The addressee is not in the directory.
    #[error("no active desk is called {0}")]
    NoAddressee(String),
    /// Not enough root keys are at hand to sign a directory.
    #[error("{found} of {needed} root keys are at hand; bring the media that hold the others")]
    RootKeys {
        /// Keys that could be opened.
        found: usize,
        /// Keys needed.
        needed: u64,
    },
}

/// The meta row of what was last written for a reader in a channel.
fn channel_key(channel: &std::path::Path, key: &str) -> String {
    format!("sent:{}:{key}", channel.display())
}

/// All segments held, by log: what the transfer rule works on.
pub(super) fn index(tx: &Writing<'_>) -> Result<Index, StoreError> {
    let mut index = Index::new();
    tx.each_link(|[key, inc, aud], seq, id, prev| {
        index.entry(LogId { key, inc, aud }).or_default().insert((seq, id), prev);
    })?;
    Ok(index)
}

/// The newest status of each live incarnation of the given desks.
fn statuses_of(
    tx: &Writing<'_>,
    directory: &TrustedDirectory,
    keys: &[String],
) -> Result<Vec<Status>, StoreError> {
    let mut found = Vec::new();
    for (key, _, line) in tx.statuses()? {
        if !keys.contains(&key) {
            continue;
        }
        let envelope = Envelope::from_line(line.as_bytes());
        found.extend(
            envelope.ok().and_then(|envelope| Status::from_envelope(&envelope, directory).ok()),
        );
    }
    Ok(found)
}
