//! Is it the same tender? So far by identity alone: the publisher's own name of a notice.
//!
//! The file that came yesterday adds nothing today; a notice whose words changed under the same identity is a revision of
//! the lead that is here. Words that stood in any earlier version are no news: an old file taken in again rolls nothing
//! back. Likeness between differently named notices is judged here too, once it is: never in the import.

pub mod identity;

use crate::domain::lead::Notice;

/// What a notice is to what is already here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing of that identity is here.
    New,
    /// The same words are here, as they stand or as they stood, and perhaps more.
    Same,
    /// The identity is here, with other words.
    Revised,
}

/// Compares a notice with every version of the lead of the same identity.
pub fn by_identity(notice: &Notice, versions: &[&Notice]) -> Known {
    if versions.is_empty() {
        Known::New
    } else if versions.iter().any(|version| identity::adds_nothing(notice, version)) {
        Known::Same
    } else {
        Known::Revised
    }
}
