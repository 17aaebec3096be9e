//! Moments of a text: publication, sale window, registration, deadline, opening.
//!
//! A day without an hour is no moment, and a moment that leaves its year out is read only beside a day that tells it. What was
//! understood of a moment that is left to a person is kept as a proposal, so that he confirms it instead of typing it.

use std::ops::Range;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::mark::{Read, Said, said};
use crate::domain::calendar::{from_local, to_the_minute};
use crate::text::near::{Basis, NearMoment, moments_near};
use crate::text::parse_range;

/// A moment without a year counts as certain if it lies between these many days before and behind the day of reading.
const PAST: i64 = 30;
const AHEAD: i64 = 150;

/// A moment as it stands in a text.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// The day, where one can be told at all.
    pub(super) day: Option<NaiveDate>,
    /// The instant, where an hour is stated too.
    pub(super) at: Option<DateTime<Utc>>,
    /// Nothing about it was inferred beyond doubt.
    pub(super) certain: bool,
    /// Its bytes.
    pub(super) span: Range<usize>,
}

/// The moments of a part of the text, read on a day.
pub(super) fn stated(text: &str, span: Range<usize>, today: Option<NaiveDate>) -> Vec<Stated> {
    let words = text.get(span.clone()).unwrap_or_default();
    let (plain, places) = plain(words);
    let moments = moments_near(&plain, today);
    moments.into_iter().map(|near| placed(&near, &places, span.start, today)).collect()
}

fn placed(near: &NearMoment, places: &[usize], start: usize, today: Option<NaiveDate>) -> Stated {
    let NearMoment { moment, basis } = near;
    let known = today.is_some() || *basis == Basis::Written;
    let day = known.then_some(moment.date);
    let at = moment.time.filter(|_| known).map(|time| from_local(moment.date.and_time(time)));
    let close = today.is_some_and(|today| {
        let days = (moment.date - today).num_days();
        (-PAST..=AHEAD).contains(&days)
    });
    let certain = match basis {
        Basis::Written => true,
        Basis::NearYear => close,
        Basis::Relative => false,
    };
    let byte = |at: usize| start + places.get(at).copied().unwrap_or(0);
    Stated { day, at, certain, span: byte(moment.span.start)..byte(moment.span.end) }
}

/// The words with Chinese numerals of dates as figures (二〇二六年十二月三日) and figures that a page tore apart brought together
/// (`0 9 时`), and for each byte of that where it stood; one more for the end.
fn plain(words: &str) -> (String, Vec<usize>) {
    const UNITS: [char; 7] = ['年', '月', '日', '号', '时', '点', '分'];
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let mut out = String::with_capacity(words.len());
    let mut places = Vec::with_capacity(words.len() + 1);
    let mut push = |text: &str, at: usize, out: &mut String| {
        out.push_str(text);
        places.resize(out.len(), at);
    };
    let mut index = 0;
    while let Some((at, c)) = chars.get(index).copied() {
        let run = chars[index..].iter().take_while(|(_, c)| han_digit(*c).is_some()).count();
        let behind = chars.get(index + run).map(|(_, c)| *c);
        if run > 0 && behind.is_some_and(|c| UNITS.contains(&c)) {
            let numeral: String = chars[index..index + run].iter().map(|(_, c)| c).collect();
            if let Some(figure) = figure(&numeral) {
                push(&figure, at, &mut out);
                index += run;
                continue;
            }
        }
        let torn = c == ' '
            && index
                .checked_sub(1)
                .and_then(|i| chars.get(i))
                .is_some_and(|(_, c)| c.is_ascii_digit())
            && !index
                .checked_sub(2)
                .and_then(|i| chars.get(i))
                .is_some_and(|(_, c)| c.is_ascii_digit())
            && chars.get(index + 1).is_some_and(|(_, c)| c.is_ascii_digit())
            && chars[index + 2..]
                .iter()
                .find(|(_, c)| *c != ' ')
                .is_some_and(|(_, c)| UNITS.contains(c));
        if !torn {
            push(c.encode_utf8(&mut [0; 4]), at, &mut out);
        }
        index += 1;
    }
    places.push(words.len());
    (out, places)
}

fn han_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|d| u32::try_from(d).ok()).or(
        match c {
            '零' | '○' => Some(0),
            '十' => Some(10),
            _ => None,
        },
    )
}

/// A Chinese numeral of a date as figures: digit by digit (二〇二六), or with 十 (二十三).
fn figure(numeral: &str) -> Option<String> {
    if !numeral.contains('十') {
        return numeral.chars().map(|c| han_digit(c).map(|d| d.to_string())).collect();
    }
    crate::text::cn_number(numeral).map(|n| n.to_string())
}

/// Reads one moment: a deadline, an opening, a publication.
pub(super) fn one(
    text: &str,
    value: Range<usize>,
    today: Option<NaiveDate>,
) -> Read<DateTime<Utc>> {
    let words = text.get(value.clone()).unwrap_or_default();
    match said(words) {
        Said::Nothing => return Read::none(),
        Said::Elsewhere => return Read::pending(value),
        Said::Something => {}
    }
    let moments = stated(text, value.clone(), today);
    let Some(first) = moments.first() else {
        return if speaks_of_time(words) { Read::doubt(value) } else { Read::none() };
    };
    let same = moments.iter().all(|other| other.at == first.at && other.day == first.day);
    let behind = text.get(first.span.end..value.end).unwrap_or_default().trim_start();
    let opens = behind.starts_with('起') || behind.starts_with('后');
    let disturbed = behind.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == 'Z');
    let read = match first.at {
        Some(at) if same && first.certain && !opens && !disturbed => {
            Read::known(at, first.span.clone())
        }
        at => Read::doubt(if moments.len() == 1 { first.span.clone() } else { value })
            .proposing(at.filter(|_| same && !opens).map(to_the_minute)),
    };
    read.on(moments.iter().filter_map(|m| m.day))
}

/// Whether words without a moment are about one all the same: 另行通知, 待定, 三个工作日内.
fn speaks_of_time(words: &str) -> bool {
    ["另行", "待定", "通知", "日内", "天内", "为准", "即日", "周", "上午", "下午"]
        .iter()
        .any(|word| words.contains(word))
        || words.chars().any(|c| c.is_ascii_digit())
}

/// Both ends of a window.
pub(super) type Window = (Read<DateTime<Utc>>, Read<DateTime<Utc>>);

/// Reads from when until when: 2026年11月20日9时至11月25日17时, 即日起至…, …前.
pub(super) fn window(text: &str, value: Range<usize>, today: Option<NaiveDate>) -> Window {
    let words = text.get(value.clone()).unwrap_or_default();
    match said(words) {
        Said::Nothing => return (Read::none(), Read::none()),
        Said::Elsewhere => return (Read::pending(value.clone()), Read::pending(value)),
        Said::Something => {}
    }
    if let Some(window) = written_window(text, &value) {
        return window;
    }
    let moments = stated(text, value.clone(), today);
    let joined = |a: &Stated, b: &Stated| {
        let between = text.get(a.span.end..b.span.start).unwrap_or_default();
        let between =
            between.trim_matches(|c: char| c.is_whitespace() || "起时（）()北京间".contains(c));
        matches!(
            between,
            "至" | "到" | "~" | "～" | "-" | "－" | "—" | "——" | "–" | "止" | "至截止"
        )
    };
    match moments.as_slice() {
        [] if speaks_of_time(words) => (Read::doubt(value.clone()), Read::doubt(value)),
        [] => (Read::none(), Read::none()),
        [start, end, rest @ ..] if joined(start, end) => {
            // Hours of each day behind a window only narrow it; another day is another window.
            let alone = rest.iter().all(|m| m.day.is_none_or(|day| Some(day) <= end.day));
            let ordered = match (start.at, end.at) {
                (Some(from), Some(until)) => from < until,
                _ => true,
            };
            if !ordered {
                return (Read::doubt(value.clone()), Read::doubt(value));
            }
            let sure = |m: &Stated| match m.at {
                Some(at) if m.certain && alone => Read::known(at, m.span.clone()),
                at => Read::doubt(m.span.clone()).proposing(at.map(to_the_minute)),
            };
            (sure(start), sure(end))
        }
        [end] => {
            let before = text.get(value.start..end.span.start).unwrap_or_default();
            let behind = text.get(end.span.end..value.end).unwrap_or_default().trim_start();
            let sure = match end.at {
                Some(at) if end.certain => Read::known(at, end.span.clone()),
                at => Read::doubt(end.span.clone()).proposing(at.map(to_the_minute)),
            };
            let until =
                ["前", "之前", "以前", "止", "截止"].iter().any(|word| behind.starts_with(word));
            let from_now =
                ["即日起", "公告发布", "发布之日"].iter().any(|word| before.contains(word));
            if behind.starts_with('起') {
                (sure, Read::none())
            } else if until || from_now || before.trim_end().ends_with(['至', '到']) {
                (Read::none(), sure)
            } else {
                (Read::none(), Read::doubt(value))
            }
        }
        _ => (Read::doubt(value.clone()), Read::doubt(value)),
    }
}

/// A window of which at least the beginning has its year; the end may leave out what it shares with it.
fn written_window(text: &str, value: &Range<usize>) -> Option<Window> {
    let words = text.get(value.clone())?;
    let (plain, places) = plain(words);
    let (start, end) = parse_range(&plain)?;
    let byte = |at: usize| value.start + places.get(at).copied().unwrap_or(0);
    let span = |m: &crate::text::NaiveMoment| byte(m.span.start)..byte(m.span.end);
    let day = |m: &crate::text::NaiveMoment| from_local(m.date.and_time(chrono::NaiveTime::MIN));
    // A second window behind the first: another lot, or a change.
    let others = moments_near(plain.get(end.span.end..)?, None);
    if others.iter().any(|m| m.basis == Basis::Written && m.moment.date > end.date) {
        return Some((Read::doubt(value.clone()), Read::doubt(value.clone())));
    }
    let read = |m: &crate::text::NaiveMoment| match m.time {
        Some(time) => Read::known(from_local(m.date.and_time(time)), span(m)),
        None => Read::doubt(span(m)),
    };
    let (from, until) = (read(&start), read(&end));
    let ordered = match (from.value, until.value) {
        (Some(from), Some(until)) => from < until,
        _ => day(&start) <= day(&end),
    };
    if !ordered {
        return Some((Read::doubt(value.clone()), Read::doubt(value.clone())));
    }
    Some((from, until))
}

/// The day by which moments without a year are dated: the publication where its day is known, else the day of reading.
pub(super) fn reference(
    published: Option<NaiveDate>,
    reading: Option<DateTime<Utc>>,
) -> Option<NaiveDate> {
    let today = reading.map(|at| crate::domain::calendar::local(at).date());
    // A notice is not published after it is read; such a day was misread.
    let published =
        published.filter(|day| today.is_none_or(|today| *day <= today + Duration::days(1)));
    published.filter(|day| day.year() > 2000).or(today)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn today() -> Option<NaiveDate> {
        "2026-11-23".parse().ok()
    }

    fn seen(read: &Read<DateTime<Utc>>, text: &str) -> String {
        let words = read.span.clone().and_then(|span| text.get(span)).unwrap_or("-");
        match (read.value, &read.proposal) {
            (Some(at), _) => format!("{} [{words}]", to_the_minute(at)),
            (None, Some(proposal)) => format!("? {proposal} [{words}]"),
            (None, None) => format!("? [{words}]"),
        }
    }

    fn moment(text: &str) -> String {
        seen(&one(text, 0..text.len(), today()), text)
    }

    #[test]
    fn one_moment_with_an_hour_is_read() {
        for (text, expected) in [
            ("2026年12月10日9时30分（北京时间）", "2026-12-10 09:30 [2026年12月10日9时30分]"),
            ("二〇二六年十二月十日上午九点", "2026-12-10 09:00 [二〇二六年十二月十日上午九点]"),
            (
                "２０２６年１２月１０日下午３点半",
                "2026-12-10 15:30 [２０２６年１２月１０日下午３点半]",
            ),
            (
                "2026 年 12 月 10 日 0 9 时 3 0 分",
                "2026-12-10 09:30 [2026 年 12 月 10 日 0 9 时 3 0 分]",
            ),
            ("12月10日17:00前", "2026-12-10 17:00 [12月10日17:00]"),
            ("2026-12-10 09:30:00", "2026-12-10 09:30 [2026-12-10 09:30:00]"),
        ] {
            assert_eq!(moment(text), expected);
        }
    }

    #[test]
    fn what_is_not_certain_is_left_to_a_person_with_what_was_understood() {
        for (text, expected) in [
            ("明天下午5点", "? 2026-11-24 17:00 [明天下午5点]"),
            ("8月1日9时", "? 2026-08-01 09:00 [8月1日9时]"),
            ("2026年12月10日", "? [2026年12月10日]"),
            ("另行通知", "? [另行通知]"),
            ("2026年12月10日9时起", "? [2026年12月10日9时]"),
            (
                "2026年12月10日9时，延期至2026年12月12日9时",
                "? [2026年12月10日9时，延期至2026年12月12日9时]",
            ),
        ] {
            assert_eq!(moment(text), expected);
        }
        let text = "12月10日9时";
        assert_eq!(one(text, 0..text.len(), None).value, None, "without a day no year is made up");
    }

    #[test]
    fn a_window_has_two_ends_or_one() {
        let read = |text: &str| {
            let (start, end) = window(text, 0..text.len(), today());
            (seen(&start, text), seen(&end, text))
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let both = pair("2026-11-20 09:00 [2026年11月20日9时]", "2026-11-25 17:00 [11月25日17时]");
        assert_eq!(read("2026年11月20日9时至11月25日17时（每日9:00-17:00）"), both);
        let near = pair("2026-11-20 09:00 [11月20日9:00]", "2026-11-25 17:00 [11月25日17:00]");
        assert_eq!(read("11月20日9:00至11月25日17:00"), near);
        let days = pair("? [2026年11月20日]", "? [2026年11月25日]");
        assert_eq!(read("2026年11月20日至2026年11月25日，每日9时至17时"), days);
        assert_eq!(read("即日起至12月3日17:00").1, "2026-12-03 17:00 [12月3日17:00]");
        assert_eq!(read("12月3日17:00前").1, "2026-12-03 17:00 [12月3日17:00]");
        assert_eq!(read("2026年11月25日9时至11月20日9时").0, "? [2026年11月25日9时至11月20日9时]");
    }
}
