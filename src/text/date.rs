//! Dates and clocks in notices: `2026年08月11日13时30分`, `2026-08-10 15:05:20`, `2026.08.01 17：00`.
//!
//! A moment is read as it is written, in the writer's own time zone. A date the calendar does not
//! have is skipped; a clock that cannot be read with certainty is left out and the date stays.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::scan::Scan;

pub use super::due::due_date;

/// A date in a text, with the clock where one is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveMoment {
    /// The day; `24时` has already been moved to the next day.
    pub date: NaiveDate,
    /// The time of day, `None` where the text states none.
    pub time: Option<NaiveTime>,
    /// Byte range in the text.
    pub span: Range<usize>,
}

/// A moment with the character indices it was read from.
pub(super) struct Reading {
    pub(super) date: NaiveDate,
    time: Option<NaiveTime>,
    from: usize,
    pub(super) to: usize,
}

impl Reading {
    pub(super) fn moment(&self, scan: &Scan) -> NaiveMoment {
        NaiveMoment { date: self.date, time: self.time, span: scan.span(self.from, self.to) }
    }
}

/// How long after its start a range without a year at its end may reach into the next one, in days.
const LONGEST_RANGE: u64 = 183;

/// The first date of the text, with the clock that follows it.
#[must_use]
pub fn parse_moment(text: &str) -> Option<NaiveMoment> {
    let scan = Scan::new(text);
    next_moment(&scan, 0).map(|reading| reading.moment(&scan))
}

/// All dates of the text, in order.
#[must_use]
pub fn parse_moments(text: &str) -> Vec<NaiveMoment> {
    let scan = Scan::new(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(reading) = next_moment(&scan, from) {
        from = reading.to;
        found.push(reading.moment(&scan));
    }
    found
}

/// The first range of the text: two moments with 至, 到, `~` or a dash between them. The second may
/// leave out what it shares with the first: `2026年8月4日10时至8月7日17时`, `…9:00-11:30`. A range that
/// would end before it begins is none.
#[must_use]
pub fn parse_range(text: &str) -> Option<(NaiveMoment, NaiveMoment)> {
    let scan = Scan::new(text);
    let mut from = 0;
    while let Some(first) = next_moment(&scan, from) {
        let second = joint(&scan, first.to).and_then(|at| second_at(&scan, at, &first));
        if let Some(second) = second.filter(|second| in_order(&first, second)) {
            return Some((first.moment(&scan), second.moment(&scan)));
        }
        from = first.to;
    }
    None
}

fn next_moment(scan: &Scan, from: usize) -> Option<Reading> {
    (from..scan.len()).find_map(|index| moment_at(scan, index))
}

/// The moment that begins at an index.
pub(super) fn moment_at(scan: &Scan, index: usize) -> Option<Reading> {
    if scan.before(index).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let (year, after) = scan.digits(index, 4)?;
    if after - index != 4 || !(1949..2200).contains(&year) {
        return None;
    }
    let at = scan.blanks(after);
    let (month, day, end) = if scan.get(at) == Some('年') {
        month_day(scan, scan.blanks(at + 1))?
    } else {
        let separator = scan.raw(after).filter(|&c| c != '。').and_then(|_| scan.get(after))?;
        if !matches!(separator, '-' | '/' | '.') {
            return None;
        }
        numeric_month_day(scan, after + 1, separator)?
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(with_clock(scan, date, index, end))
}

/// Month, day and the index behind `8月11日`.
pub(super) fn month_day(scan: &Scan, index: usize) -> Option<(u32, u32, usize)> {
    let (month, after) = scan.digits(index, 2)?;
    let at = scan.blanks(after);
    if scan.get(at) != Some('月') {
        return None;
    }
    let (day, end) = day_at(scan, scan.blanks(at + 1))?;
    Some((month, day, end))
}

/// Day and the index behind `11日` or `11号`.
pub(super) fn day_at(scan: &Scan, index: usize) -> Option<(u32, usize)> {
    let (day, after) = scan.digits(index, 2)?;
    let at = scan.blanks(after);
    matches!(scan.get(at), Some('日' | '号')).then_some((day, at + 1))
}

/// Month, day and the index behind `8-11`; not where the figures go on, as in an address.
fn numeric_month_day(scan: &Scan, index: usize, separator: char) -> Option<(u32, u32, usize)> {
    let (month, after) = scan.digits(index, 2)?;
    if scan.get(after) != Some(separator) || scan.raw(after) == Some('。') {
        return None;
    }
    let (day, end) = scan.digits(after + 1, 2)?;
    let goes_on =
        scan.get(end) == Some(separator) && scan.raw(end) != Some('。') && scan.is_digit(end + 1);
    (!goes_on).then_some((month, day, end))
}

/// A day with the clock that follows it.
pub(super) fn with_clock(scan: &Scan, date: NaiveDate, from: usize, end: usize) -> Reading {
    let to = behind_weekday(scan, end);
    let plain = Reading { date, time: None, from, to };
    let Some(clock) = clock_at(scan, before_clock(scan, to)) else {
        return plain;
    };
    let day = if clock.next_day { date.succ_opt() } else { Some(date) };
    match day {
        Some(date) => Reading { date, time: Some(clock.time), from, to: clock.to },
        None => plain,
    }
}

/// The index behind `（星期二）`, which may stand between date and clock.
fn behind_weekday(scan: &Scan, index: usize) -> usize {
    let at = scan.blanks(index);
    let bracket = scan.get(at) == Some('(');
    let word = if bracket { at + 1 } else { at };
    let Some(day) = scan.after_any(word, &["星期", "礼拜", "周"]) else {
        return index;
    };
    if !matches!(scan.get(day), Some('一' | '二' | '三' | '四' | '五' | '六' | '日' | '天'))
    {
        return index;
    }
    match (bracket, scan.get(day + 1)) {
        (false, _) => day + 1,
        (true, Some(')')) => day + 2,
        (true, _) => index,
    }
}

/// The index behind blanks, the T of ISO 8601 and 北京时间.
fn before_clock(scan: &Scan, index: usize) -> usize {
    if scan.get(index) == Some('T') {
        return index + 1;
    }
    behind_zone(scan, scan.blanks(index))
}

fn behind_zone(scan: &Scan, index: usize) -> usize {
    let end = scan.after_any(index, &["(北京时间)", "北京时间"]).unwrap_or(index);
    scan.blanks(end)
}

/// A time of day with the index behind it.
struct Clock {
    time: NaiveTime,
    next_day: bool,
    to: usize,
}

fn clock_at(scan: &Scan, index: usize) -> Option<Clock> {
    const PARTS: [&str; 9] = ["上午", "早上", "早晨", "凌晨", "中午", "下午", "傍晚", "晚上", "晚"];
    let part = PARTS.iter().copied().find(|part| scan.starts(index, part)).unwrap_or("");
    let start = scan.blanks(index + part.chars().count());
    let (hour, after) = scan.digits(start, 2)?;
    let (minute, second, to) = if scan.get(after) == Some(':') {
        digital(scan, after + 1)?
    } else {
        spoken(scan, scan.blanks(after))?
    };
    let midnight = minute == 0 && second == 0;
    let (hour, next_day) = match (part, hour) {
        ("", 24) | ("晚上" | "晚", 12 | 24) if midnight => (0, true),
        ("", _) | ("上午" | "早上" | "早晨", 0..=12) | ("凌晨", 0..=6) => (hour, false),
        ("中午", 1 | 2) => (hour + 12, false),
        ("中午", 10..=14) => (hour, false),
        ("下午" | "傍晚" | "晚上" | "晚", 1..=11) => (hour + 12, false),
        ("下午", 12..=23) | ("傍晚" | "晚上" | "晚", 13..=23) => (hour, false),
        _ => return None,
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some(Clock { time, next_day, to })
}

/// Minute, second and the index behind `30` or `30:20`.
fn digital(scan: &Scan, index: usize) -> Option<(u32, u32, usize)> {
    let (minute, after) = two_digits(scan, index)?;
    let second = (scan.get(after) == Some(':')).then(|| two_digits(scan, after + 1)).flatten();
    Some(second.map_or((minute, 0, after), |(second, end)| (minute, second, end)))
}

/// Minute, second and the index behind `时`, `时30分`, `时30分20秒`, `点半`, `点整`.
fn spoken(scan: &Scan, index: usize) -> Option<(u32, u32, usize)> {
    let word = scan.after_any(index, &["点钟", "点", "时"])?;
    match scan.get(word) {
        Some('半') => return Some((30, 0, word + 1)),
        Some('整') => return Some((0, 0, word + 1)),
        _ => {}
    }
    let Some((minute, after)) = unit_after(scan, word, '分') else {
        return Some((0, 0, word));
    };
    Some(unit_after(scan, after, '秒').map_or((minute, 0, after), |(s, end)| (minute, s, end)))
}

fn unit_after(scan: &Scan, index: usize, unit: char) -> Option<(u32, usize)> {
    let (value, after) = scan.digits(scan.blanks(index), 2)?;
    let at = scan.blanks(after);
    (scan.get(at) == Some(unit)).then_some((value, at + 1))
}

fn two_digits(scan: &Scan, index: usize) -> Option<(u32, usize)> {
    scan.digits(index, 2).filter(|(_, after)| after - index == 2)
}

/// The index behind the sign that joins the two ends of a range.
fn joint(scan: &Scan, index: usize) -> Option<usize> {
    let mut at = behind_zone(scan, scan.blanks(index));
    if scan.get(at) == Some('起') {
        at = scan.blanks(at + 1);
    }
    if let Some(end) = scan.after_any(at, &["至", "到", "~"]) {
        return Some(scan.blanks(end));
    }
    let start = at;
    while matches!(scan.get(at), Some('-' | '–' | '—' | '―' | '−')) {
        at += 1;
    }
    (at > start && at - start <= 3).then(|| scan.blanks(at))
}

/// The end of a range, completed from its beginning.
fn second_at(scan: &Scan, index: usize, first: &Reading) -> Option<Reading> {
    if let Some(full) = moment_at(scan, index) {
        return Some(full);
    }
    let year = first.date.year();
    if let Some((month, day, end)) = month_day(scan, index) {
        let same_year = NaiveDate::from_ymd_opt(year, month, day);
        let date = match same_year {
            Some(date) if date >= first.date => date,
            // 12月28日至1月5日 goes over the turn of the year.
            _ => {
                let limit = first.date.checked_add_days(Days::new(LONGEST_RANGE))?;
                NaiveDate::from_ymd_opt(year + 1, month, day).filter(|date| *date <= limit)?
            }
        };
        return Some(with_clock(scan, date, index, end));
    }
    if let Some((day, end)) = day_at(scan, index) {
        let date = NaiveDate::from_ymd_opt(year, first.date.month(), day)?;
        return Some(with_clock(scan, date, index, end));
    }
    if let Some(date) = numeric_second(scan, index, first) {
        return Some(date);
    }
    first.time?;
    let clock = clock_at(scan, index)?;
    let date = if clock.next_day { first.date.succ_opt()? } else { first.date };
    Some(Reading { date, time: Some(clock.time), from: index, to: clock.to })
}

/// `2026.8.1-8.7`: the same separator, and nothing behind it that would make it a figure.
fn numeric_second(scan: &Scan, index: usize, first: &Reading) -> Option<Reading> {
    let separator = scan.get(first.from + 4).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, day, end) = numeric_month_day(scan, index, separator)?;
    if scan.get(end).is_some_and(|c| c.is_alphanumeric() || c == '%') {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(first.date.year(), month, day)?;
    Some(with_clock(scan, date, index, end))
}

fn in_order(first: &Reading, second: &Reading) -> bool {
    match (first.time, second.time) {
        (Some(from), Some(to)) if first.date == second.date => from <= to,
        _ => first.date <= second.date,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn show(moment: &NaiveMoment) -> String {
        match moment.time {
            Some(time) => format!("{} {time}", moment.date),
            None => moment.date.to_string(),
        }
    }

    #[test]
    fn a_date_and_its_clock_are_read_in_every_usual_form() {
        for (text, expected) in [
            ("开标2026年08月11日13时30分在", "2026-08-11 13:30:00"),
            ("2026年8月11日 9:30", "2026-08-11 09:30:00"),
            ("２０２６年８月１１日（星期二）上午9点半", "2026-08-11 09:30:00"),
            ("发布于2026-08-10 15:05:20", "2026-08-10 15:05:20"),
            ("2026-08-10T15:05:20Z", "2026-08-10 15:05:20"),
            ("2026/8/1", "2026-08-01"),
            ("2026.08.01 17：00", "2026-08-01 17:00:00"),
            ("2026年8月11日下午3点", "2026-08-11 15:00:00"),
            ("2026 年 8 月 11 日 10 时 00 分（北京时间）", "2026-08-11 10:00:00"),
            ("2026年8月11日北京时间17时", "2026-08-11 17:00:00"),
            ("2026年12月31日24时00分", "2027-01-01 00:00:00"),
            ("2026年8月11日晚上12点", "2026-08-12 00:00:00"),
            ("2026年8月11日10时30分15秒", "2026-08-11 10:30:15"),
            ("2026年8月11日25时", "2026-08-11"),
            ("2026年8月11日24小时内", "2026-08-11"),
            ("2026年8月11日 18.5万元", "2026-08-11"),
        ] {
            assert_eq!(parse_moment(text).map(|m| show(&m)).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_span_is_what_was_read() {
        let text = "截止：2026年8月11日 9:30，地点";
        assert_eq!(&text[parse_moment(text).unwrap().span], "2026年8月11日 9:30");
    }

    #[test]
    fn impossible_dates_are_skipped() {
        let text = "2026年2月30日、2026-13-01、12026-01-01、2026.1.2.3，2026年3月1日";
        let all: Vec<String> = parse_moments(text).iter().map(show).collect();
        assert_eq!(all, ["2026-03-01"]);
        assert_eq!(parse_moment("编号2026-08，2026年8月"), None);
        assert_eq!(parse_moment(""), None);
    }

    #[test]
    fn all_moments_come_in_order() {
        let text = "2026年8月1日发布，2026-08-05 09:00开标，2026/8/9公示";
        let all: Vec<String> = parse_moments(text).iter().map(show).collect();
        assert_eq!(all, ["2026-08-01", "2026-08-05 09:00:00", "2026-08-09"]);
    }

    #[test]
    fn the_end_of_a_range_is_completed_from_its_beginning() {
        for (text, from, to) in [
            ("2026年8月4日10时至8月7日17时", "2026-08-04 10:00:00", "2026-08-07 17:00:00"),
            ("2026年8月4日起至2026年8月7日止", "2026-08-04", "2026-08-07"),
            ("2026年8月4日-7日", "2026-08-04", "2026-08-07"),
            ("2026.8.4—8.7", "2026-08-04", "2026-08-07"),
            ("2026-08-04 -- 2026-08-07", "2026-08-04", "2026-08-07"),
            ("2026年8月4日9:00～11:30", "2026-08-04 09:00:00", "2026-08-04 11:30:00"),
            ("2026年12月28日到1月5日", "2026-12-28", "2027-01-05"),
            ("2026年8月4日0时至24时", "2026-08-04 00:00:00", "2026-08-05 00:00:00"),
            ("2026年7月1日发布。2026/8/4~2026/8/7", "2026-08-04", "2026-08-07"),
        ] {
            let (start, end) = parse_range(text).expect(text);
            assert_eq!((show(&start).as_str(), show(&end).as_str()), (from, to), "{text}");
        }
    }

    #[test]
    fn a_range_that_is_none_is_not_invented() {
        for text in [
            "2026年8月4日",
            "2026年8月4日至2026年8月1日",
            "2026年8月4日至3月1日",
            "2026年8月4日11:30-9:00",
            "2026.8.4-9.5万元",
            "2026年8月4日，2026年8月7日",
        ] {
            assert_eq!(parse_range(text), None, "{text}");
        }
    }
}
