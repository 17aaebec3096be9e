//! Due dates as people say them in minutes: 明天, 周五前, 下周三, 本月底, 8月15日前.
//!
//! Today comes in as an argument. Weeks begin on Monday. What needs the working-day calendar
//! (三个工作日内) or means a span of time (本周内) is not read here.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::date::{day_at, moment_at, month_day};
use super::scan::Scan;

/// A day and month without a year that lie further back than this are meant for the next year.
const LONG_PAST: u64 = 180;

/// A date with the character index behind its words.
pub(super) type Due = (NaiveDate, usize);

/// The first due date of the text and the byte range of its words, including 前 or 之前.
///
/// A weekday without 本 or 下 is the next such day, today included. A date without a year is of
/// this year, or of the next where it would be more than 180 days past.
#[must_use]
pub fn due_date(text: &str, today: NaiveDate) -> Option<(NaiveDate, Range<usize>)> {
    let scan = Scan::new(text);
    (0..scan.len()).find_map(|index| {
        let (date, end) = due_at(&scan, index, today)?;
        Some((date, scan.span(index, behind_by(&scan, end))))
    })
}

fn due_at(scan: &Scan, index: usize, today: NaiveDate) -> Option<Due> {
    moment_at(scan, index)
        .map(|reading| (reading.date, reading.to))
        .or_else(|| near_day(scan, index, today))
        .or_else(|| weekday(scan, index, today))
        .or_else(|| this_or_next_month(scan, index, today))
        .or_else(|| month_and_day(scan, index, today))
}

/// The index behind 前, 之前 or 以前; 前 that begins another word does not count.
fn behind_by(scan: &Scan, end: usize) -> usize {
    match scan.after_any(scan.blanks(end), &["之前", "以前", "前"]) {
        Some(behind) if !matches!(scan.get(behind), Some('端' | '期' | '往')) => behind,
        _ => end,
    }
}

/// 今天, 明天, 后天, 大后天
pub(super) fn near_day(scan: &Scan, index: usize, today: NaiveDate) -> Option<Due> {
    const WORDS: [(&str, u64); 6] =
        [("大后天", 3), ("后天", 2), ("明天", 1), ("明日", 1), ("今天", 0), ("今日", 0)];
    let (word, days) = WORDS.into_iter().find(|(word, _)| scan.starts(index, word))?;
    let date = today.checked_add_days(Days::new(days))?;
    Some((date, index + word.chars().count()))
}

/// 周五, 本周五, 下周三, 下下周一
pub(super) fn weekday(scan: &Scan, index: usize, today: NaiveDate) -> Option<Due> {
    const NEXT_BUT_ONE: [&str; 2] = ["下下周", "下下星期"];
    const NEXT: [&str; 5] = ["下个星期", "下星期", "下礼拜", "下个周", "下周"];
    const THIS: [&str; 5] = ["这个星期", "本星期", "这星期", "本周", "这周"];
    let (weeks, at) = if let Some(at) = scan.after_any(index, &NEXT_BUT_ONE) {
        (Some(2), at)
    } else if let Some(at) = scan.after_any(index, &NEXT) {
        (Some(1), at)
    } else if let Some(at) = scan.after_any(index, &THIS) {
        (Some(0), at)
    } else {
        (None, bare_week(scan, index)?)
    };
    let day = match scan.get(at)? {
        '一' => 0,
        '二' => 1,
        '三' => 2,
        '四' => 3,
        '五' => 4,
        '六' => 5,
        '日' | '天' => 6,
        _ => return None,
    };
    let now = u64::from(today.weekday().num_days_from_monday());
    let date = match weeks {
        Some(weeks) => {
            today.checked_sub_days(Days::new(now))?.checked_add_days(Days::new(weeks * 7 + day))?
        }
        None => today.checked_add_days(Days::new((day + 7 - now) % 7))?,
    };
    Some((date, at + 1))
}

/// The index behind 周 or 星期 that stands alone: not 每周一, 上周五, 一周三次, 第3周.
fn bare_week(scan: &Scan, index: usize) -> Option<usize> {
    let before = scan.before(index);
    let counted = before.is_some_and(|c| c.is_ascii_digit() || "每上各逢隔个两数几第".contains(c));
    let numeral = before.is_some_and(|c| "一二三四五六七八九十".contains(c));
    if counted || numeral {
        return None;
    }
    scan.after_any(index, &["星期", "礼拜", "周"])
}

/// 本月底, 月底, 下月底, 8月底, 本月15日, 下月5日
fn this_or_next_month(scan: &Scan, index: usize, today: NaiveDate) -> Option<Due> {
    if let Some((months, at)) = relative_month(scan, index) {
        let first = today.with_day(1)?.checked_add_months(Months::new(months))?;
        if let Some(end) = month_end_word(scan, at) {
            return Some((last_day(first)?, end));
        }
        let (day, end) = day_at(scan, at)?;
        return Some((first.with_day(day)?, end));
    }
    let before = scan.before(index);
    if before.is_some_and(|c| c.is_ascii_digit() || "每上各年".contains(c)) {
        return None;
    }
    if scan.get(index) == Some('月') {
        if before.is_some_and(|c| "个一二三四五六七八九十".contains(c)) {
            return None;
        }
        return Some((last_day(today)?, month_end_word(scan, index + 1)?));
    }
    let (month, at) = scan.digits(index, 2)?;
    if scan.get(at) != Some('月') {
        return None;
    }
    let end = month_end_word(scan, at + 1)?;
    let first = nearest_year(today, month, 1)?;
    Some((last_day(first)?, end))
}

fn relative_month(scan: &Scan, index: usize) -> Option<(u32, usize)> {
    let next = scan.after_any(index, &["下个月", "下月"]).map(|at| (1, at));
    next.or_else(|| scan.after_any(index, &["这个月", "本月", "当月"]).map(|at| (0, at)))
}

/// The index behind 底 or 末, directly after a month.
fn month_end_word(scan: &Scan, index: usize) -> Option<usize> {
    scan.after_any(index, &["底", "末"])
}

fn last_day(of_month: NaiveDate) -> Option<NaiveDate> {
    of_month.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// 8月15日, without a year
pub(super) fn month_and_day(scan: &Scan, index: usize, today: NaiveDate) -> Option<Due> {
    if scan.before(index).is_some_and(|c| c.is_ascii_digit() || c == '年') {
        return None;
    }
    let (month, day, end) = month_day(scan, index)?;
    Some((nearest_year(today, month, day)?, end))
}

fn nearest_year(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let long_past = today.checked_sub_days(Days::new(LONG_PAST))?;
    let this_year = NaiveDate::from_ymd_opt(today.year(), month, day);
    match this_year {
        Some(date) if date >= long_past => Some(date),
        Some(_) => NaiveDate::from_ymd_opt(today.year() + 1, month, day),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    /// A Tuesday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 8, 11).unwrap()
    }

    fn due(text: &str) -> Option<(String, &str)> {
        due_date(text, today()).map(|(date, span)| (date.to_string(), &text[span]))
    }

    #[test]
    fn due_dates_are_read_as_they_are_said() {
        for (text, date, words) in [
            ("请今天提交", "2026-08-11", "今天"),
            ("明天之前报总部", "2026-08-12", "明天之前"),
            ("大后天复核", "2026-08-14", "大后天"),
            ("三分公司周五前报价", "2026-08-14", "周五前"),
            ("周二报送", "2026-08-11", "周二"),
            ("周一报送", "2026-08-17", "周一"),
            ("本周一已报", "2026-08-10", "本周一"),
            ("下周三踏勘", "2026-08-19", "下周三"),
            ("下个星期天", "2026-08-23", "下个星期天"),
            ("本月底前回款", "2026-08-31", "本月底前"),
            ("下月底", "2026-09-30", "下月底"),
            ("下月5日前", "2026-09-05", "下月5日前"),
            ("9月底", "2026-09-30", "9月底"),
            ("8月15日前完成", "2026-08-15", "8月15日前"),
            ("8月5日会议", "2026-08-05", "8月5日"),
            ("1月10日前", "2027-01-10", "1月10日前"),
            ("2026-09-01 前", "2026-09-01", "2026-09-01 前"),
            ("周五前端调试", "2026-08-14", "周五"),
        ] {
            assert_eq!(due(text), Some((date.to_owned(), words)), "{text}");
        }
    }

    #[test]
    fn what_is_no_due_date_is_not_taken_for_one() {
        for text in
            ["每周一例会", "一周三次", "上周五", "每月底", "三个月末", "2月30日", "周边", ""]
        {
            assert_eq!(due(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_end_follows_the_calendar() {
        let leap = NaiveDate::from_ymd_opt(2028, 1, 31).unwrap();
        let (date, _) = due_date("下月底", leap).unwrap();
        assert_eq!(date.to_string(), "2028-02-29");
        let (date, _) = due_date("12月底", leap).unwrap();
        assert_eq!(date.to_string(), "2028-12-31");
    }
}
