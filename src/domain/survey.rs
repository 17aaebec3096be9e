//! The regional digest (区域综述): what a region reports up to the marketing director month by month, under the headings of art. 31.
//!
//! Lines come from reports that were put to use for it; figures from the desk's own books. The text of art. 31 ends in its list of
//! headings, so the list is open; which topic stands under which heading by default is ours, and whoever uses a report may say
//! otherwise.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::territory::RegionCode;
use super::why::Why;

/// The headings of art. 31: economy, demand and segments, growth, consumption, dealers, rivals, self, policy.
pub const SECTIONS: &[&str] =
    &["economy", "demand", "growth", "consumption", "dealers", "rivals", "self", "policy"];

/// The heading under which a topic of art. 28 stands, where nobody says otherwise.
pub fn section_of(topic: &str) -> &'static str {
    match topic {
        "policy" => "policy",
        "investment" => "growth",
        "tender" => "demand",
        "vendor" => "dealers",
        "rival" => "rivals",
        _ => "economy",
    }
}

/// The heading of that word.
pub fn section(word: &str) -> Option<&'static str> {
    SECTIONS.iter().copied().find(|known| *known == word)
}

/// The first year of which there is a digest: one before it is a slip of the hand.
const FIRST_YEAR: i32 = 2000;

/// The first day of a month as people write it: `2026-11`.
pub fn month(written: &str) -> Option<NaiveDate> {
    let (year, month) = written.trim().split_once('-')?;
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    (first.year() >= FIRST_YEAR).then_some(first)
}

/// The month in which a day lies, as people write it.
pub fn month_of(day: NaiveDate) -> String {
    format!("{}-{:02}", day.year(), day.month())
}

/// Whether there is a digest of the month in which a day lies: not before it began, and not of a year that nobody means.
///
/// # Errors
/// Why there is none.
pub fn is_told(day: NaiveDate, today: NaiveDate) -> Result<(), Why> {
    let key = match month(&month_of(day)) {
        None => "survey-no-month",
        Some(first) if first > today => "survey-ahead",
        Some(_) => return Ok(()),
    };
    Err(Why::plain(key).with("month", month_of(day)))
}

/// A digest was issued; its text is a part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issued {
    /// `ZS-…`.
    pub number: String,
    /// The month: `2026-11`.
    pub month: String,
    /// The region that issued it; headquarters where it names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::report::TOPICS;

    #[test]
    fn every_topic_stands_under_a_heading() {
        assert!(TOPICS.iter().all(|topic| section(section_of(topic)).is_some()));
        assert_eq!((section("rivals"), section("gossip")), (Some("rivals"), None));
    }

    #[test]
    fn a_month_is_four_digits_and_two_of_a_year_that_somebody_means_and_has_begun() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(month(" 2026-11 "), Some(day("2026-11-01")));
        for wrong in ["-1-01", "0000-01", "0026-11", "2026-13", "2026-00", "2026-1", "26-11", ""] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
        let today = day("2026-11-23");
        assert_eq!(is_told(day("2026-11-30"), today), Ok(()), "the month has begun");
        let key = |text: &str| is_told(day(text), today).unwrap_err().key;
        assert_eq!(
            (key("2026-12-01").as_str(), key("1999-12-31").as_str()),
            ("survey-ahead", "survey-no-month")
        );
    }
}
