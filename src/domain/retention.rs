//! How long what is confidential is kept (gap G26): decisions and minutes ten years, evidence three years after its case is closed,
//! leads five years. When the time is over headquarters orders the erasure; nothing goes by itself, and the events stay.

use chrono::{Datelike, NaiveDate};

/// The gap that sets the terms.
pub const RULE: &str = "G26";

/// What is kept, as far as the terms tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// What was decided, and how it came about.
    Decision,
    /// Minutes of a meeting.
    Minutes,
    /// Evidence of a case.
    Evidence,
    /// A tender, and the claims on it.
    Lead,
}

impl Kept {
    /// The word in data; the catalogue key is `kept-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Kept::Decision => "decision",
            Kept::Minutes => "minutes",
            Kept::Evidence => "evidence",
            Kept::Lead => "lead",
        }
    }

    /// For how many years, from the day on which the matter was over.
    pub fn years(self) -> i32 {
        match self {
            Kept::Decision | Kept::Minutes => 10,
            Kept::Evidence => 3,
            Kept::Lead => 5,
        }
    }

    /// The first day on which it may be erased: the same day so many years later, the first of March for a leap day.
    pub fn until(self, over: NaiveDate) -> NaiveDate {
        let year = over.year() + self.years();
        let same = NaiveDate::from_ymd_opt(year, over.month(), over.day());
        same.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::rulebook::Rulebook;

    #[test]
    fn each_is_kept_for_its_years_and_a_leap_day_is_no_loophole() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Kept::Evidence.until(day("2026-11-29")), day("2029-11-29"));
        assert_eq!(Kept::Lead.until(day("2026-11-29")), day("2031-11-29"));
        assert_eq!(Kept::Minutes.until(day("2028-02-29")), day("2038-03-01"));
        assert!(Rulebook::bundled().get(RULE).is_some());
    }
}
