//! The letters of a case (文书): which there are, of which act each is, who may have a copy, and what a copy is known by.
//!
//! A letter is written from a template; its copy for one recipient bears a serial of its own, and the ledger keeps whose copy
//! that was, why it was made, its class and the hash of its text. A leak is traced by it (art. 21).

use serde::{Deserialize, Serialize};

use super::{Case, Entry};
use crate::domain::procedure::{PARTIES, PRIVATE};

/// A kind of letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// Its id: name of its template, catalogue key `choice-<id>`.
    pub id: &'static str,
    /// The rows whose act it tells, any of them; empty for one that tells the whole case.
    pub of: &'static [&'static str],
    /// Confidentiality class: [`PARTIES`] for what the parties get.
    pub class: u8,
    /// What its serial begins with: orders are numbered apart.
    pub series: &'static str,
    /// It fits one page: nobody is served half of an order.
    pub one_page: bool,
}

const fn letter(id: &'static str, of: &'static [&'static str], class: u8) -> Letter {
    Letter { id, of, class, series: "WS", one_page: false }
}

const fn order(id: &'static str, of: &'static [&'static str]) -> Letter {
    Letter { series: "ZL", one_page: true, ..letter(id, of, PARTIES) }
}

/// The letters, in the order of the ladder.
pub const LETTERS: &[Letter] = &[
    letter("acceptance", &["accept"], PARTIES),
    letter("rejection", &["reject"], PARTIES),
    letter("notice", &["consult"], PARTIES),
    letter("recommendation", &["recommend"], PARTIES),
    letter("settlement", &["settle", "agree"], PARTIES),
    order("order", &["order", "ruling"]),
    order("interim", &["interim-order"]),
    letter("transfer", &["transfer"], PRIVATE),
    letter("referral", &["refer"], PRIVATE),
    letter("dossier", &[], PRIVATE),
];

/// The ids of the letters, for the argument that names one.
pub const IDS: &[&str] = &[
    "acceptance",
    "rejection",
    "notice",
    "recommendation",
    "settlement",
    "order",
    "interim",
    "transfer",
    "referral",
    "dossier",
];

/// The letter of that id.
pub fn find(id: &str) -> Option<&'static Letter> {
    LETTERS.iter().find(|letter| letter.id == id)
}

/// The letter that tells the act of a row.
pub fn of_row(row: &str) -> Option<&'static Letter> {
    LETTERS.iter().find(|letter| letter.of.contains(&row))
}

impl Letter {
    /// The entry of the timeline that it tells: the last of its rows that counts.
    pub fn told<'a>(&self, case: &'a Case) -> Option<&'a Entry> {
        case.timeline.iter().rfind(|entry| entry.counts && self.of.contains(&entry.action))
    }

    /// Whether the case has what it tells.
    pub fn is_due(&self, case: &Case) -> bool {
        self.of.is_empty() || self.told(case).is_some()
    }
}

/// What a copy is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// `WS-…`, for orders `ZL-…`.
    pub serial: String,
    /// SHA-256 of its text as Markdown, `sha256:` and hex.
    pub hash: String,
    /// Confidentiality class.
    pub class: u8,
}

/// A line of the disclosure ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// What the copy is known by.
    #[serde(flatten)]
    pub copy: Copy,
    /// Which letter.
    pub letter: String,
    /// Unit code, or who else has it.
    pub recipient: String,
    /// What for.
    pub purpose: Option<String>,
    /// When it was made, and by whom.
    pub at: chrono::DateTime<chrono::Utc>,
    /// The person named.
    pub by: String,
}

/// The copies that were made of letters of a case, in order.
pub fn ledger(case: &Case) -> Vec<Issued> {
    let issued = |entry: &Entry| {
        let text = |name: &str| entry.args.get(name).map(str::to_owned);
        Some(Issued {
            copy: entry.copy.clone()?,
            letter: text("letter")?,
            recipient: text("recipient")?,
            purpose: text("purpose"),
            at: entry.at,
            by: entry.actor.clone(),
        })
    };
    case.entries("letter").filter_map(issued).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::action;

    #[test]
    fn every_letter_tells_rows_that_there_are_and_has_an_id_of_its_own() {
        let ids: Vec<&str> = LETTERS.iter().map(|letter| letter.id).collect();
        assert_eq!(ids, IDS);
        for row in LETTERS.iter().flat_map(|letter| letter.of) {
            assert!(action::find(row).is_some(), "{row}");
        }
    }
}
