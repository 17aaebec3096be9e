//! Is it the same tender? By identity, and by likeness.
//!
//! **By identity** ([`by_identity`]): the publisher's own name of a notice. The file that came yesterday adds nothing today; a
//! notice whose words changed under the same identity is a revision of the lead that is here. Words that stood in any earlier
//! version are no news: an old file taken in again rolls nothing back.
//!
//! **By likeness** ([`judge`]): two notices of different names. A title is taken apart (`title`): form (stage, way of buying,
//! round) goes, marks (lot, phase, batch, year, sort of work) are kept beside the core. Two cores are laid side by side
//! (`align`); what stands in the gaps is explained by the buyer's name, the province or a repetition, or it is a difference
//! (`compare`). Then a table of rules (`rules`) weighs what agrees and what differs, each with its sentence. Nothing is
//! merged here: a verdict is a proposal with its reasons, and a person decides.
//!
//! **Among many** ([`Index`]): who is worth comparing at all.
//!
//! | module | the thought |
//! |---|---|
//! | [`identity`] | what a notice adds to one of the same name |
//! | `record`, `print` | what the engine is told of a tender, and what it keeps of it |
//! | `title`, `reader`, `words` | a title taken apart, from left to right, by closed classes of words |
//! | `buyer`, `align`, `explain`, `compare` | two records side by side: facts only |
//! | `rules`, `signs`, `said`, `judge` | what agrees and differs weighed, in words; the verdict |
//! | `index` | candidates among many |
//! | `lessons` | what the engine must know, as tests |

mod align;
mod buyer;
mod compare;
mod explain;
mod index;
mod judge;
#[cfg(test)]
mod lessons;
mod print;
mod reader;
mod record;
mod rules;
mod said;
mod signs;
mod title;
mod words;

pub use index::{Index, Match};
pub use judge::{Judgement, Side, Verdict, judge};
pub use print::{Print, province_number};
pub use record::Record;

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
