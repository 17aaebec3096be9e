//! Times of the demo as its files write them: relative to the day on which it is shown.
//!
//! A time is a row of steps from now, taken from left to right:
//!
//! | step | meaning |
//! |---|---|
//! | `b-3`, `b+2` | working days, the hour kept |
//! | `-1`, `+5` | calendar days, the hour kept |
//! | `10:30` | that hour of the day, Shanghai time |
//! | `m-20`, `m+360` | minutes |
//! | `w+120` | working minutes |
//! | `half` | down to the full or half hour |
//!
//! Everything that is *done* in the demo lies at hours of working days (or minutes before now, and then it comes last), so
//! its order follows from the day alone; only deadlines are counted from the minute.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use crate::domain::calendar::{Calendar, from_local, local};

use super::super::DeskError;
use super::fault;

/// The month around the instant at which the demo is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Month {
    now: DateTime<Utc>,
}

impl Month {
    /// Around `now`, of which the minute counts.
    pub(super) fn around(now: DateTime<Utc>) -> Month {
        let whole = now.with_second(0).and_then(|now| now.with_nanosecond(0));
        Month { now: whole.unwrap_or(now) }
    }

    /// The instant that a text means.
    pub(super) fn at(&self, text: &str) -> Result<DateTime<Utc>, DeskError> {
        let at = text.split_whitespace().try_fold(self.now, step);
        at.ok_or_else(|| fault("times", format!("`{text}` is no time")))
    }

    /// The day that a text means, in Shanghai.
    pub(super) fn day(&self, text: &str) -> Result<NaiveDate, DeskError> {
        Ok(local(self.at(text)?).date())
    }

    /// Fills the blanks of a text: `{year}`, `{b+2 17:00}` with the hour, `{b+2}` as month and day.
    pub(super) fn fill(&self, text: &str) -> Result<String, DeskError> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (blank, behind) =
                after.split_once('}').ok_or_else(|| fault("texts", "a blank is not closed"))?;
            out.push_str(before);
            out.push_str(&self.blank(blank)?);
            rest = behind;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn blank(&self, blank: &str) -> Result<String, DeskError> {
        if blank == "year" {
            return Ok(local(self.now).year().to_string());
        }
        let at = self.at(blank)?;
        let has_hour = blank.contains([':', 'm', 'w']);
        Ok(if has_hour { long(at) } else { local(at).format("%-m月%-d日").to_string() })
    }
}

/// An instant as notices write it.
pub(super) fn long(at: DateTime<Utc>) -> String {
    local(at).format("%Y年%m月%d日%H时%M分").to_string()
}

fn step(at: DateTime<Utc>, step: &str) -> Option<DateTime<Utc>> {
    let calendar = Calendar::bundled();
    let wall = local(at);
    if step == "half" {
        return at.checked_sub_signed(TimeDelta::minutes(i64::from(wall.minute() % 30)));
    }
    if step.contains(':') {
        let hour = NaiveTime::parse_from_str(step, "%H:%M").ok()?;
        return Some(from_local(wall.date().and_time(hour)));
    }
    if let Some(days) = step.strip_prefix('b') {
        let days: i32 = days.parse().ok()?;
        let day = if days < 0 {
            calendar.sub_working_days(wall.date(), days.unsigned_abs())
        } else {
            calendar.add_working_days(wall.date(), days.unsigned_abs())
        };
        return Some(from_local(day.and_time(wall.time())));
    }
    if let Some(minutes) = step.strip_prefix('w') {
        return Some(calendar.add_working(at, minutes.parse().ok()?));
    }
    let shift = match step.strip_prefix('m') {
        Some(minutes) => TimeDelta::try_minutes(minutes.parse().ok()?)?,
        None => TimeDelta::try_days(step.parse().ok()?)?,
    };
    at.checked_add_signed(shift)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn times_are_steps_from_now() {
        // Monday, 09:12:30 in Shanghai.
        let month = Month::around("2026-11-23T01:12:30Z".parse().unwrap());
        for (text, expected) in [
            ("b-1 13:30", "2026-11-20T05:30:00Z"),
            ("-1 16:20", "2026-11-22T08:20:00Z"),
            ("m-20", "2026-11-23T00:52:00Z"),
            ("w+120 half", "2026-11-23T03:00:00Z"),
            ("w+120 half b+5 09:30", "2026-11-30T01:30:00Z"),
        ] {
            let expected: DateTime<Utc> = expected.parse().unwrap();
            assert_eq!(month.at(text).unwrap(), expected, "{text}");
        }
        for text in ["b", "25:00", "soon", "w"] {
            assert!(month.at(text).is_err(), "{text}");
        }
    }

    #[test]
    fn blanks_are_filled_with_words_of_notices() {
        let month = Month::around("2026-11-23T01:12:30Z".parse().unwrap());
        let filled = month.fill("{year}年，{b+2 17:00}止，{b+2}前").unwrap();
        assert_eq!(filled, "2026年，2026年11月25日17时00分止，11月25日前");
        assert!(month.fill("{b+2").is_err());
    }
}
