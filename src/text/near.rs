//! Moments of a text whose year or day is left to the reader: 12月3日17:00, 明天下午5点, 周五17:00.
//!
//! Messages leave out what their receiver knows. What they mean depends on the day they are read, so that day comes in as an
//! argument, and each reading says on what it rests.

use chrono::NaiveDate;

use super::date::{NaiveMoment, moment_at, month_day, with_clock};
use super::due::{month_and_day, near_day, weekday};
use super::scan::Scan;

/// What tells the day of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Year, month and day are written.
    Written,
    /// Month and day are written; the year is the one that brings it near the day of reading.
    NearYear,
    /// Only a distance from the day of writing is said, which nobody knows for sure.
    Relative,
}

/// A moment and what its day rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMoment {
    /// The moment.
    pub moment: NaiveMoment,
    /// What its day rests on.
    pub basis: Basis,
}

/// All moments of the text in order, read on the day `today`. Without a day, a moment without a year is dated in the year 4:
/// its place in the text is known, its day is not.
#[must_use]
pub fn moments_near(text: &str, today: Option<NaiveDate>) -> Vec<NearMoment> {
    let scan = Scan::new(text);
    let mut found = Vec::new();
    let mut index = 0;
    while index < scan.len() {
        match near_at(&scan, index, today) {
            Some((reading, end)) => {
                found.push(reading);
                index = end.max(index + 1);
            }
            None => index += 1,
        }
    }
    found
}

fn near_at(scan: &Scan, index: usize, today: Option<NaiveDate>) -> Option<(NearMoment, usize)> {
    if let Some(reading) = moment_at(scan, index) {
        let end = reading.to;
        return Some((NearMoment { moment: reading.moment(scan), basis: Basis::Written }, end));
    }
    let (date, end, basis) = match today {
        Some(today) => month_and_day(scan, index, today)
            .map(|(date, end)| (date, end, Basis::NearYear))
            .or_else(|| {
                let relative = near_day(scan, index, today).or_else(|| weekday(scan, index, today));
                relative.map(|(date, end)| (date, end, Basis::Relative))
            })?,
        None => {
            if scan.before(index).is_some_and(|c| c.is_ascii_digit() || c == '年') {
                return None;
            }
            let (month, day, end) = month_day(scan, index)?;
            // A leap year, so that 2月29日 has its place too.
            let date = NaiveDate::from_ymd_opt(4, month, day)?;
            (date, end, Basis::NearYear)
        }
    };
    let reading = with_clock(scan, date, index, end);
    let end = reading.to;
    Some((NearMoment { moment: reading.moment(scan), basis }, end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(text: &str, today: Option<NaiveDate>) -> Vec<(String, String, Basis)> {
        let show = |near: NearMoment| {
            let time = near.moment.time.map_or(String::new(), |time| format!(" {time}"));
            let words = text.get(near.moment.span).unwrap().to_owned();
            (format!("{}{time}", near.moment.date), words, near.basis)
        };
        moments_near(text, today).into_iter().map(show).collect()
    }

    #[test]
    fn a_message_is_read_on_the_day_it_is_read() {
        let today = Some(day("2026-11-23"));
        let found = read("12月3日17:00前买标书，12月10日9:30开标", today);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            ("2026-12-03 17:00:00".into(), "12月3日17:00".into(), Basis::NearYear)
        );
        assert_eq!(found[1].0, "2026-12-10 09:30:00");
        assert_eq!(read("1月5日上午9点", today)[0].0, "2027-01-05 09:00:00");
        let relative = read("明天下午5点截止", today);
        assert_eq!(relative[0].2, Basis::Relative);
        assert_eq!(relative[0].0, "2026-11-24 17:00:00");
        assert_eq!(read("2025年1月5日9时", today)[0].2, Basis::Written);
    }

    #[test]
    fn without_a_day_of_reading_a_year_is_not_made_up() {
        let found = read("12月3日17:00", None);
        assert_eq!(found[0].0, "0004-12-03 17:00:00");
        assert_eq!(read("明天17:00", None), Vec::new());
    }
}
