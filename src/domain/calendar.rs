//! Working time in mainland China: which days are worked, which hours, and how to count in them.
//!
//! The State Council moves weekends around its holidays (调休), so no rule of weekdays can know a
//! year: each has a paper of its own. The papers come as JSON files of holiday-cn (MIT licence,
//! `assets/calendar`). A year without a file is counted Monday to Friday, and
//! [`Calendar::is_certain`] says so, for the screen to show 日历未更新.
//!
//! A working day is 08:30-12:00 and 13:00-17:30 in Shanghai, 8 hours. Its end, 17:30, is also the
//! limit for sending a meeting's notice (gap G16). Hours are an assumed default (假定) like every
//! number that headquarters has not confirmed.
//!
//! Counting never looks further than [`HORIZON_DAYS`] and never fails: beyond the horizon, or
//! beyond the dates that can be represented, results stop at the edge.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Minutes of one working day.
pub const WORKDAY_MINUTES: i64 = 8 * 60;

/// How many calendar days any count walks at most: about twenty years.
pub const HORIZON_DAYS: u32 = 7_305;

/// From this day of December on, a date may be moved by the *next* year's paper: that of 2019 made
/// 2018-12-29 a working day and 2018-12-31 a day off. Such moves sit next to New Year's Day; the
/// whole last week is taken for safety.
const NEW_YEAR_SHIFTS_FROM: u32 = 24;

const SHANGHAI: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => panic!("checked while compiling"),
};

/// Opening and closing of the two halves of a working day, Shanghai time.
static SESSIONS: [(NaiveTime, NaiveTime); 2] =
    [(clock_time(8, 30), clock_time(12, 0)), (clock_time(13, 0), clock_time(17, 30))];

const DAY_START: NaiveTime = clock_time(8, 30);
const DAY_END: NaiveTime = clock_time(17, 30);

static ASSETS: [&str; 3] = [
    include_str!("../../assets/calendar/2024.json"),
    include_str!("../../assets/calendar/2025.json"),
    include_str!("../../assets/calendar/2026.json"),
];

const fn clock_time(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => panic!("checked while compiling"),
    }
}

/// Shanghai's offset, +08:00. It is fixed: China has had no daylight saving time since 1991, so no
/// zone database is needed for any date this program meets.
pub fn shanghai() -> FixedOffset {
    SHANGHAI
}

/// An instant as people write it and read it: to the minute, in Shanghai, `2026-11-23 17:30`.
pub fn to_the_minute(at: DateTime<Utc>) -> String {
    local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The wall clock in Shanghai at an instant; at the last representable hours it stops there.
pub fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.naive_utc().checked_add_offset(SHANGHAI).unwrap_or(NaiveDateTime::MAX)
}

/// The instant at which the wall clock in Shanghai shows `wall`; the inverse of [`local`].
pub fn from_local(wall: NaiveDateTime) -> DateTime<Utc> {
    wall.checked_sub_offset(SHANGHAI).unwrap_or(NaiveDateTime::MIN).and_utc()
}

/// A calendar file is not usable.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not JSON, or not of the expected shape.
    #[error("not a calendar file: {0}")]
    Json(#[from] serde_json::Error),
    /// A day lies neither in the file's year nor in the December before it.
    #[error("the calendar of {year} lists {date}")]
    Stray {
        /// The year the file says it is for.
        year: i32,
        /// The day that does not belong.
        date: NaiveDate,
    },
}

#[derive(Deserialize)]
struct YearFile {
    year: i32,
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    date: NaiveDate,
    #[serde(rename = "isOffDay")]
    is_off_day: bool,
}

/// Holidays and make-up working days of the years it knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days that differ from their weekday's habit, or are named in a paper: `true` is a day off.
    off: BTreeMap<NaiveDate, bool>,
    years: BTreeSet<i32>,
}

impl Calendar {
    /// The calendar that comes with the program (2024 to 2026). A file that cannot be read counts
    /// as a missing year.
    pub fn bundled() -> &'static Calendar {
        static BUNDLED: OnceLock<Calendar> = OnceLock::new();
        BUNDLED.get_or_init(|| Calendar::readable(&ASSETS))
    }

    /// A calendar of holiday-cn files (`{year, days: [{name, date, isOffDay}]}`), one text a year.
    /// Where two files speak of one day the later argument holds, so that a corrected paper goes
    /// last. A file without days announces nothing and leaves its year unknown.
    ///
    /// # Errors
    /// [`CalendarError`] on the first file that is not of this shape or lists days of another year.
    pub fn from_json(files: &[&str]) -> Result<Calendar, CalendarError> {
        let mut calendar = Calendar::default();
        for file in files {
            calendar.take(file)?;
        }
        Ok(calendar)
    }

    fn readable(files: &[&str]) -> Calendar {
        let mut calendar = Calendar::default();
        for file in files {
            // A refused file changes nothing, so its year stays unknown and the screen says
            // 日历未更新.
            let _ = calendar.take(file);
        }
        calendar
    }

    /// Takes the paper of a year in; its days go before those that were known. Gives the year.
    ///
    /// # Errors
    /// [`CalendarError`]; nothing is changed then.
    pub fn take(&mut self, file: &str) -> Result<i32, CalendarError> {
        let YearFile { year, days } = serde_json::from_str(file)?;
        let belongs = |date: NaiveDate| {
            date.year() == year || (date.month() == 12 && date.year() == year.saturating_sub(1))
        };
        if let Some(stray) = days.iter().find(|day| !belongs(day.date)) {
            return Err(CalendarError::Stray { year, date: stray.date });
        }
        if !days.is_empty() {
            self.years.insert(year);
        }
        self.off.extend(days.iter().map(|day| (day.date, day.is_off_day)));
        Ok(year)
    }

    /// Which calendar this is: the years it knows and a hash of its days. What was counted by it says so.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for (day, off) in &self.off {
            hash.update(format!("{day}{}", if *off { '-' } else { '+' }));
        }
        let hash: String = hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        let years = |year: Option<&i32>| year.map_or_else(|| "-".to_owned(), i32::to_string);
        format!("{}-{}:{hash}", years(self.years.first()), years(self.years.last()))
    }

    /// Whether the paper of `year` is known.
    pub fn has_year(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether every day from `from` to `to` (both included, in either order) rests on a known
    /// paper. The last week of December also needs the paper of the year after, which may move its
    /// days.
    pub fn is_certain(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let (first, last) = if from <= to { (from, to) } else { (to, from) };
        let shifted = last.month() == 12 && last.day() >= NEW_YEAR_SHIFTS_FROM;
        let last_year = if shifted { last.year().saturating_add(1) } else { last.year() };
        (first.year()..=last_year).all(|year| self.has_year(year))
    }

    /// Whether `day` is worked: as its paper says, otherwise Monday to Friday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.off.get(&day) {
            Some(off) => !off,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    fn sessions(&self, day: NaiveDate) -> &'static [(NaiveTime, NaiveTime)] {
        if self.is_working_day(day) { &SESSIONS } else { &[] }
    }

    /// The earliest instant by which `minutes` working minutes have passed since `from`. Nothing to
    /// add leaves `from` as it is, even outside working hours; a negative number goes back as
    /// [`Calendar::sub_working`] does.
    pub fn add_working(&self, from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        if minutes < 0 {
            return self.sub_working(from, minutes.saturating_neg());
        }
        if minutes == 0 {
            return from;
        }
        let start = local(from);
        let mut left = bounded(minutes);
        let mut day = start.date();
        for _ in 0..HORIZON_DAYS {
            for &(open, close) in self.sessions(day) {
                let (open, close) = (day.and_time(open).max(start), day.and_time(close));
                if open >= close {
                    continue;
                }
                let room = close.signed_duration_since(open);
                if left <= room {
                    return from_local(open.checked_add_signed(left).unwrap_or(close));
                }
                left -= room;
            }
            match day.succ_opt() {
                Some(next) => day = next,
                None => break,
            }
        }
        from_local(day.and_time(DAY_END)).max(from)
    }

    /// The latest instant that still leaves `minutes` working minutes until `until`: the last
    /// moment to begin. Nothing to subtract leaves `until` as it is; a negative number goes forward
    /// as [`Calendar::add_working`] does.
    pub fn sub_working(&self, until: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        if minutes < 0 {
            return self.add_working(until, minutes.saturating_neg());
        }
        if minutes == 0 {
            return until;
        }
        let end = local(until);
        let mut left = bounded(minutes);
        let mut day = end.date();
        for _ in 0..HORIZON_DAYS {
            for &(open, close) in self.sessions(day).iter().rev() {
                let (open, close) = (day.and_time(open), day.and_time(close).min(end));
                if open >= close {
                    continue;
                }
                let room = close.signed_duration_since(open);
                if left <= room {
                    return from_local(close.checked_sub_signed(left).unwrap_or(open));
                }
                left -= room;
            }
            match day.pred_opt() {
                Some(before) => day = before,
                None => break,
            }
        }
        from_local(day.and_time(DAY_START)).min(until)
    }

    /// Whole working minutes from `a` to `b`, negative when `b` comes first. What lies more than
    /// [`HORIZON_DAYS`] after the earlier of the two is not counted.
    pub fn working_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> i64 {
        if b < a {
            return -self.working_between(b, a);
        }
        let (start, end) = (local(a), local(b));
        let mut total = TimeDelta::zero();
        let mut day = start.date();
        for _ in 0..HORIZON_DAYS {
            if day > end.date() {
                break;
            }
            for &(open, close) in self.sessions(day) {
                let (open, close) = (day.and_time(open).max(start), day.and_time(close).min(end));
                if open < close {
                    total += close.signed_duration_since(open);
                }
            }
            match day.succ_opt() {
                Some(next) => day = next,
                None => break,
            }
        }
        total.num_minutes()
    }

    /// The `days`-th working day before `day`, which is itself not counted; with 0, `day` as it is.
    pub fn sub_working_days(&self, day: NaiveDate, days: u32) -> NaiveDate {
        self.walk(day, days, |date| date.pred_opt())
    }

    /// The `days`-th working day after `day`, which is itself not counted; with 0, `day` as it is.
    pub fn add_working_days(&self, day: NaiveDate, days: u32) -> NaiveDate {
        self.walk(day, days, |date| date.succ_opt())
    }

    fn walk(&self, start: NaiveDate, days: u32, step: Step) -> NaiveDate {
        let (mut day, mut left) = (start, days);
        for _ in 0..HORIZON_DAYS {
            if left == 0 {
                break;
            }
            match step(day) {
                Some(next) => day = next,
                None => break,
            }
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// The last working day before `day`.
    pub fn previous_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.sub_working_days(day, 1)
    }

    /// The last lawful minute to send a meeting's notice: 17:30 of the working day before the
    /// meeting's date (gap G16). The strict reading, 8 working hours, is [`Calendar::sub_working`]
    /// with [`WORKDAY_MINUTES`].
    pub fn notice_limit(&self, meeting_start: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.previous_working_day(local(meeting_start).date());
        from_local(day.and_time(DAY_END)).min(meeting_start)
    }
}

/// To the next or the previous date, where there is one.
type Step = fn(NaiveDate) -> Option<NaiveDate>;

/// Minutes as a duration, no longer than what the horizon could hold, so that no sum overflows.
fn bounded(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes.min(i64::from(HORIZON_DAYS) * WORKDAY_MINUTES))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn shanghai_is_eight_hours_ahead_of_utc() {
        let instant: DateTime<Utc> = "2026-10-07T16:30:00Z".parse().unwrap();
        assert_eq!(local(instant).to_string(), "2026-10-08 00:30:00");
        assert_eq!(from_local(local(instant)), instant);
        assert_eq!(instant.with_timezone(&shanghai()).naive_local(), local(instant));
    }

    #[test]
    fn papers_overrule_weekdays() {
        let calendar = Calendar::bundled();
        for worked in ["2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"] {
            assert!(calendar.is_working_day(date(worked)), "{worked} is a make-up working day");
        }
        for off in ["2025-10-08", "2026-01-02", "2026-02-23", "2026-06-19", "2026-09-25"] {
            assert!(!calendar.is_working_day(date(off)), "{off} is a holiday on a weekday");
        }
        for day in 1..=7 {
            assert!(!calendar.is_working_day(NaiveDate::from_ymd_opt(2026, 10, day).unwrap()));
        }
        assert!(calendar.is_working_day(date("2026-10-08")));
        assert!(!calendar.is_working_day(date("2026-10-11")));
        assert!([2024, 2025, 2026].iter().all(|year| calendar.has_year(*year)));
    }

    #[test]
    fn a_year_without_a_paper_is_counted_by_weekdays_and_said_to_be_uncertain() {
        let calendar = Calendar::bundled();
        assert!(calendar.is_working_day(date("2027-10-01")));
        assert!(!calendar.is_working_day(date("2027-10-02")));
        assert!(calendar.is_certain(date("2026-12-23"), date("2024-01-01")));
        assert!(!calendar.is_certain(date("2026-12-20"), date("2027-01-04")));
        assert!(!calendar.is_certain(date("2023-12-20"), date("2024-01-04")));
        // The paper of 2027 may still move the last days of 2026; that of 2026 is known and settles
        // those of 2025.
        assert!(!calendar.is_certain(date("2026-12-30"), date("2026-12-30")));
        assert!(calendar.is_certain(date("2025-12-30"), date("2025-12-30")));
    }

    #[test]
    fn a_broken_file_is_an_error_and_a_broken_asset_only_a_missing_year() {
        assert!(matches!(Calendar::from_json(&["{"]), Err(CalendarError::Json(_))));
        let stray = r#"{"year":2027,"days":[{"name":"","date":"2026-05-01","isOffDay":true}]}"#;
        assert!(matches!(Calendar::from_json(&[stray]), Err(CalendarError::Stray { .. })));
        let calendar = Calendar::readable(&["", stray, ASSETS[2], "[]"]);
        assert!(calendar.has_year(2026) && !calendar.has_year(2024) && !calendar.has_year(2027));
        assert!(!calendar.is_working_day(date("2026-05-01")));
        let placeholder = Calendar::from_json(&[r#"{"year":2027,"papers":[],"days":[]}"#]).unwrap();
        assert!(!placeholder.has_year(2027));
    }

    #[test]
    fn the_december_of_a_paper_belongs_to_the_year_before() {
        let paper = r#"{"year":2019,"days":[{"name":"元旦","date":"2018-12-29","isOffDay":false},
            {"name":"元旦","date":"2018-12-31","isOffDay":true}]}"#;
        let calendar = Calendar::from_json(&[paper]).unwrap();
        assert!(calendar.is_working_day(date("2018-12-29")));
        assert!(!calendar.is_working_day(date("2018-12-31")));
        assert!(!calendar.has_year(2018));
    }

    #[test]
    fn working_time_skips_lunch_nights_and_national_day() {
        let calendar = Calendar::bundled();
        let cases = [
            ("2026-10-12 11:30", 60, "2026-10-12 13:30"),
            ("2026-10-12 12:20", 30, "2026-10-12 13:30"),
            ("2026-10-12 08:30", 480, "2026-10-12 17:30"),
            ("2026-09-30 16:30", 61, "2026-10-08 08:31"),
            ("2026-10-03 10:00", 480, "2026-10-08 17:30"),
            ("2026-10-09 17:00", 60, "2026-10-10 09:00"),
            ("2026-10-10 17:00", 60, "2026-10-12 09:00"),
        ];
        for (from, minutes, until) in cases {
            assert_eq!(calendar.add_working(at(from), minutes), at(until), "{from} + {minutes}");
            assert_eq!(calendar.working_between(at(from), at(until)), minutes);
            assert_eq!(calendar.working_between(at(until), at(from)), -minutes);
        }
        assert_eq!(calendar.add_working(at("2026-10-03 10:00"), 0), at("2026-10-03 10:00"));
        assert_eq!(calendar.working_between(at("2026-10-01 00:00"), at("2026-10-08 08:30")), 0);
    }

    #[test]
    fn going_back_finds_the_last_moment_to_begin() {
        let calendar = Calendar::bundled();
        let cases = [
            ("2026-10-12 17:30", 270, "2026-10-12 13:00"),
            ("2026-10-08 08:30", 60, "2026-09-30 16:30"),
            ("2026-10-12 09:00", 60, "2026-10-10 17:00"),
            ("2026-02-24 10:00", 570, "2026-02-14 08:30"),
        ];
        for (until, minutes, from) in cases {
            assert_eq!(calendar.sub_working(at(until), minutes), at(from), "{until} - {minutes}");
            assert_eq!(calendar.add_working(at(until), -minutes), at(from));
            assert_eq!(calendar.working_between(at(from), at(until)), minutes);
        }
    }

    #[test]
    fn a_notice_goes_out_by_the_end_of_the_working_day_before() {
        let calendar = Calendar::bundled();
        let cases = [
            ("2026-11-24 14:00", "2026-11-23 17:30"),
            ("2026-10-08 09:00", "2026-09-30 17:30"),
            ("2026-10-12 00:30", "2026-10-10 17:30"),
            ("2026-02-24 09:00", "2026-02-14 17:30"),
        ];
        for (meeting, limit) in cases {
            assert_eq!(calendar.notice_limit(at(meeting)), at(limit), "{meeting}");
        }
    }

    #[test]
    fn working_days_are_counted_without_the_day_itself() {
        let calendar = Calendar::bundled();
        assert_eq!(calendar.add_working_days(date("2026-09-30"), 3), date("2026-10-10"));
        assert_eq!(calendar.sub_working_days(date("2026-10-10"), 3), date("2026-09-30"));
        assert_eq!(calendar.sub_working_days(date("2026-10-03"), 0), date("2026-10-03"));
        assert_eq!(calendar.previous_working_day(date("2026-03-02")), date("2026-02-28"));
    }

    #[test]
    fn the_edges_of_time_are_reached_without_panic() {
        let calendar = Calendar::bundled();
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        for edge in [first, last] {
            for minutes in [i64::MIN, -1, 0, 1, i64::MAX] {
                let moved = calendar.add_working(edge, minutes);
                assert!(if minutes < 0 { moved <= edge } else { moved >= edge });
                assert!(calendar.sub_working(edge, minutes) >= first);
            }
            assert!(calendar.notice_limit(edge) <= edge);
        }
        assert!(calendar.working_between(first, last) > 0);
        assert!(calendar.working_between(last, first) < 0);
        assert_eq!(calendar.add_working_days(NaiveDate::MAX, u32::MAX), NaiveDate::MAX);
        assert_eq!(calendar.sub_working_days(NaiveDate::MIN, u32::MAX), NaiveDate::MIN);
        assert!(!calendar.is_certain(NaiveDate::MIN, NaiveDate::MAX));
        let horizon = calendar.add_working(at("2026-10-12 09:00"), i64::MAX);
        assert!(horizon < at("2046-12-31 00:00"));
    }
}
