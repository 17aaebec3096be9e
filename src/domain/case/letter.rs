//! The letters of a case (文书): which there are, of which act each is, and of which class. A letter is written from a template;
//! its copies for one recipient each stand in the [ledger](super::ledger).

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
