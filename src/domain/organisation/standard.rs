//! What headquarters publishes whole: the rulebook, and the working days of a year. The text is a part of the event, for everybody;
//! what is signed says which text it is.
//!
//! A rulebook takes the place of the one inside the program as soon as it comes; what was decided before is read by the book of its
//! time for ever. A year's paper goes before the bundled one of that year.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::company::Company;
use crate::domain::calendar::{Calendar, CalendarError};
use crate::domain::rulebook::{Rulebook, RulebookError};

/// The part that holds the text.
pub const TEXT: &str = "text";

/// Its class: the marketing system reads it.
pub const CLASS: u8 = 2;

/// A rulebook was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPublished {
    /// The version as the book names it.
    pub version: String,
    /// SHA-256 of its text in hexadecimal, as decisions name it.
    pub hash: String,
    /// Number of the resolution, if it rests on one.
    #[serde(default)]
    pub resolution: String,
}

/// The working days of a year were published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPublished {
    /// The year.
    pub year: i32,
    /// SHA-256 of its text in hexadecimal.
    pub hash: String,
}

/// By what everything is judged and counted at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standards {
    /// The rules in force.
    pub book: Arc<Rulebook>,
    /// Working time.
    pub calendar: Calendar,
}

impl Default for Standards {
    fn default() -> Standards {
        let (book, calendar) = (Rulebook::bundled().clone(), Calendar::bundled().clone());
        Standards { book: Arc::new(book), calendar }
    }
}

impl Standards {
    /// From the published texts, as far as they can be read; what cannot leaves what there was. Defaults that headquarters
    /// confirmed are assumed no more.
    pub fn new(rules: Option<&str>, years: &[String], company: &Company) -> Standards {
        let book = rules.and_then(|text| Rulebook::parse(text).ok());
        let book = book.unwrap_or_else(|| Rulebook::bundled().clone());
        let mut calendar = Calendar::bundled().clone();
        for year in years {
            // One that cannot be read leaves its year as it was, and the screen says 日历未更新.
            let _ = calendar.take(year);
        }
        let book = book.confirmed(|gap| company.is_confirmed(gap));
        Standards { book: Arc::new(book), calendar }
    }
}

/// What a text that is to be published whole is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// A rulebook, TOML.
    Rules,
    /// The working days of a year, JSON of holiday-cn.
    Calendar,
}

/// Tells what is published whole from a list of facts, by its shape alone: JSON is a year's paper, TOML with rules a rulebook.
pub fn whole(text: &str) -> Option<Whole> {
    if text.trim_start().starts_with('{') {
        return Some(Whole::Calendar);
    }
    let table = text.parse::<toml::Table>().ok()?;
    table.contains_key("rule").then_some(Whole::Rules)
}

/// Reads a rulebook that is to be published.
///
/// # Errors
/// Why it is none.
pub fn rules(text: &str, resolution: &str) -> Result<RulesPublished, RulebookError> {
    let book = Rulebook::parse(text)?;
    let (version, hash) = (book.version(), book.hash());
    Ok(RulesPublished { version, hash, resolution: resolution.to_owned() })
}

/// Reads the paper of a year that is to be published.
///
/// # Errors
/// Why it is none.
pub fn calendar(text: &str) -> Result<CalendarPublished, CalendarError> {
    let year = Calendar::default().take(text)?;
    Ok(CalendarPublished { year, hash: crate::domain::rulebook::hash_of(text) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::organisation::{Confirmed, OrganisationFact};
    use crate::domain::rulebook::Status;

    #[test]
    fn a_published_book_and_year_take_the_place_of_the_bundled_ones() {
        let text = Rulebook::source_text().replace("version = \"2026.1\"", "version = \"2027.1\"");
        let paper = r#"{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"#;
        let company = Company::default();
        let standards = Standards::new(Some(&text), &[paper.to_owned()], &company);
        assert_eq!(standards.book.version(), "2027.1");
        assert_ne!(standards.book.hash(), Rulebook::bundled().hash());
        assert!(standards.calendar.has_year(2027) && standards.calendar.has_year(2026));
        let broken = Standards::new(Some("version ="), &["{}".to_owned()], &company);
        assert_eq!(broken, Standards::default(), "what cannot be read leaves what there was");
        assert_eq!(calendar(paper).unwrap().year, 2027);
        assert!(calendar("[]").is_err() && rules("x", "").is_err());
    }

    #[test]
    fn a_confirmed_gap_is_no_assumption_and_says_so_no_more() {
        let fact = Confirmed { gap: "G12".into(), holds: true, resolution: String::new() };
        let company = Company::new([OrganisationFact::Confirmed(fact)]);
        let book = Standards::new(None, &[], &company).book;
        let (confirmed, other) = (book.get("G12").unwrap(), book.get("G13").unwrap());
        assert_eq!((confirmed.status, other.status), (Status::InForce, Status::Assumed));
        assert_eq!(confirmed.cite(true), "默认规则G12");
        assert_eq!(book.hash(), Rulebook::bundled().hash(), "the text is the same");
    }
}
