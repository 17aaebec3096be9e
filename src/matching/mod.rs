//! Is it the same tender? So far by identity alone: the publisher's own name of a notice.
//!
//! The file that came yesterday adds nothing today; a notice whose words changed under the same identity is a revision of
//! the lead that is here. Likeness between differently named notices is judged here too, once it is: never in the import.

use crate::domain::lead::{Lead, Notice};

/// What a notice is to what is already here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing of that identity is here.
    New,
    /// The same words are here.
    Same,
    /// The identity is here, with other words.
    Revised,
}

/// Compares a notice with the lead of the same identity, if there is one.
pub fn by_identity(notice: &Notice, held: Option<&Lead>) -> Known {
    match held {
        None => Known::New,
        Some(lead) if lead.notice == *notice => Known::Same,
        Some(_) => Known::Revised,
    }
}
