//! Is it the same tender? So far by identity alone: the publisher's own name of a notice.
//!
//! The file that came yesterday adds nothing today; a notice whose words changed under the same identity is a revision of
//! the lead that is here. Words that stood in any earlier version are no news: an old file taken in again rolls nothing
//! back. Likeness between differently named notices is judged here too, once it is: never in the import.

mod align;
mod buyer;
mod compare;
mod index;
mod judge;
mod print;
mod record;
mod rules;
mod title;
mod words;

pub use index::{Index, Match};
pub use judge::{Judgement, Side, Verdict, judge};
pub use print::Print;
pub use record::Record;

use crate::domain::lead::Notice;

/// What a notice is to what is already here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing of that identity is here.
    New,
    /// The same words are here, as they stand or as they stood.
    Same,
    /// The identity is here, with other words.
    Revised,
}

/// Compares a notice with every version of the lead of the same identity.
pub fn by_identity(notice: &Notice, versions: &[&Notice]) -> Known {
    if versions.is_empty() {
        Known::New
    } else if versions.contains(&notice) {
        Known::Same
    } else {
        Known::Revised
    }
}
