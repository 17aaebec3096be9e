//! Times, names and marks as a person reads them: the same on every screen.
//!
//! Times are Shanghai's wall clock; what is left of a time is plain time, counted from the model's instant. What is not
//! known is said to be unknown.

use chrono::{DateTime, Datelike, Utc};

use super::theme::Role;
use crate::command;
use crate::desk::view::{Delivery, Field};
use crate::domain::calendar::local;
use crate::domain::case::timing::Verdict;
use crate::domain::territory::{self, RegionCode};
use crate::domain::{customer, meeting::MeetingKind, sla::Track};
pub use crate::i18n::value::{listed, lot};
use crate::i18n::{Lang, Words};
use crate::model::Model;
use crate::t;
use crate::text::width::elide;

/// Minutes of an hour.
const HOUR: i64 = 60;

/// Minutes of a day.
const DAY: i64 = 24 * HOUR;

/// From here on days are counted, and not hours.
const DAYS_FROM: i64 = 2 * DAY;

/// What is left of a time, and how pressing that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countdown {
    /// `余 6时`, `已过 3时`.
    pub text: String,
    /// [`Role::Alarm`] when it is over, [`Role::Warn`] on the last day.
    pub role: Role,
}

/// What is left until an instant, rounded down.
pub fn countdown(words: &Words, now: DateTime<Utc>, until: DateTime<Utc>) -> Countdown {
    let over = until <= now;
    let minutes = until.signed_duration_since(now).num_minutes().abs();
    let (hours, days) = (minutes / HOUR, minutes / DAY);
    let text = match (over, minutes) {
        (false, 0) => t!(words, "ui-left-moment"),
        (true, 0) => t!(words, "ui-past-moment"),
        (false, m) if m < HOUR => t!(words, "ui-left-minutes", n = m),
        (true, m) if m < HOUR => t!(words, "ui-past-minutes", n = m),
        (false, m) if m < DAYS_FROM => t!(words, "ui-left-hours", n = hours),
        (true, m) if m < DAYS_FROM => t!(words, "ui-past-hours", n = hours),
        (false, _) => t!(words, "ui-left-days", n = days),
        (true, _) => t!(words, "ui-past-days", n = days),
    };
    let role = match (over, minutes) {
        (true, _) => Role::Alarm,
        (false, m) if m < DAY => Role::Warn,
        _ => Role::Text,
    };
    Countdown { text, role }
}

/// How long ago an instant was; one to come counts as just now.
pub fn ago(words: &Words, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = now.signed_duration_since(at).num_minutes();
    let (hours, days) = (minutes / HOUR, minutes / DAY);
    match minutes {
        m if m < 1 => t!(words, "ui-ago-now"),
        m if m < HOUR => t!(words, "ui-ago-minutes", n = m),
        m if m < DAYS_FROM => t!(words, "ui-ago-hours", n = hours),
        _ => t!(words, "ui-ago-days", n = days),
    }
}

/// An instant: `今天 14:00`, `11-25 17:00`, with the year when it is another one.
pub fn moment(words: &Words, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let (here, there) = (local(now), local(at));
    let time = there.format("%H:%M").to_string();
    match there.date().signed_duration_since(here.date()).num_days() {
        0 => t!(words, "ui-today", time = time),
        1 => t!(words, "ui-tomorrow", time = time),
        -1 => t!(words, "ui-yesterday", time = time),
        _ if there.year() == here.year() => there.format("%m-%d %H:%M").to_string(),
        _ => there.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// Weekday, day and time of the wall clock: `周一 11-23 09:12`.
pub fn clock(words: &Words, now: DateTime<Utc>) -> String {
    let here = local(now);
    let weekday = words.say(&format!("ui-weekday-{}", here.weekday().number_from_monday()));
    format!("{weekday} {}", here.format("%m-%d %H:%M"))
}

/// How far something has travelled: only here, in a bundle, received.
pub fn delivery_badge(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Local => "○",
        Delivery::Exported => "◐",
        Delivery::Received => "●",
        Delivery::Adopted => "✓",
        Delivery::Returned => "↩",
    }
}

/// The style of that badge.
pub fn delivery_role(delivery: Delivery) -> Role {
    match delivery {
        Delivery::Local => Role::Text,
        Delivery::Exported => Role::Dim,
        Delivery::Received | Delivery::Adopted => Role::Good,
        Delivery::Returned => Role::Alarm,
    }
}

/// Name of a unit in the current language; its code where the desk knows no name.
pub fn unit_name(model: &Model, code: &str) -> String {
    model.unit_name(code)
}

/// The parties of a case: `一分公司 × 三分公司`.
pub fn parties(model: &Model, codes: &[String]) -> String {
    if codes.is_empty() {
        return t!(model.words, "ui-undecided");
    }
    codes.iter().map(|code| unit_name(model, code)).collect::<Vec<_>>().join(" × ")
}

/// The customer as people say it: 移动. One that is not in the table stays as published, shortened.
pub fn customer_short(words: &Words, published: Option<&str>) -> String {
    let Some(text) = published.map(str::trim).filter(|text| !text.is_empty()) else {
        return t!(words, "ui-customer-unknown");
    };
    match (customer::named(text), words.lang()) {
        (Some(who), Lang::Zh) => who.short.clone(),
        (Some(who), Lang::En) => who.en.clone(),
        (None, _) => elide(text, 16),
    }
}

/// Name of a province in the current language; the code where it is no province.
pub fn province_name(words: &Words, code: &str) -> String {
    match territory::division(code) {
        Some(division) if words.lang() == Lang::En => {
            division.en.clone().unwrap_or_else(|| division.short.clone())
        }
        Some(division) => division.short.clone(),
        None => code.to_owned(),
    }
}

/// Customer and province: `移动·江苏`.
pub fn customer_at(words: &Words, published: Option<&str>, province: Option<&str>) -> String {
    let customer = customer_short(words, published);
    match province {
        Some(code) => format!("{customer}·{}", province_name(words, code)),
        None => customer,
    }
}

/// Name of a region without 大区.
pub fn region_short(words: &Words, code: RegionCode) -> String {
    match (code.region(), words.lang()) {
        (Some(region), Lang::Zh) => region.name.clone(),
        (Some(region), Lang::En) => region.en.clone(),
        (None, _) => code.as_str().to_owned(),
    }
}

/// How a verdict on a limit looks.
pub fn verdict_role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Overdue | Verdict::Late => Role::Alarm,
        Verdict::Running => Role::Warn,
        Verdict::Kept => Role::Good,
        Verdict::Ahead | Verdict::Skipped => Role::Dim,
    }
}

/// Name of a region: 华东大区.
pub fn region_name(words: &Words, code: RegionCode) -> String {
    t!(words, "ui-region", name = region_short(words, code))
}

/// City where a regional manager sits.
pub fn seat(words: &Words, code: RegionCode) -> String {
    match code.region() {
        Some(region) if words.lang() == Lang::Zh => region.seat.clone(),
        _ => words.say(&format!("ui-seat-{}", code.as_str().to_ascii_lowercase())),
    }
}

/// Word of a track.
pub fn track(words: &Words, track: Track) -> String {
    match track {
        Track::Standard => t!(words, "ui-track-standard"),
        Track::Express => t!(words, "ui-track-express"),
        Track::Urgent => t!(words, "ui-track-urgent"),
    }
}

/// Word of a kind of meeting.
pub fn meeting_kind(words: &Words, kind: MeetingKind) -> String {
    words.say(&format!("ui-meeting-kind-{}", kind.name().replace('_', "-")))
}

/// The running part of a number: `042` of `XT-EC-26-A-042`.
pub fn running(number: &str) -> &str {
    number.rsplit('-').next().unwrap_or(number)
}

/// A key of the command table as it is written on the screen: `Enter`, `Ctrl-x`, `F1`, `a`.
pub fn key_label(key: &str) -> String {
    let (mut label, mut rest) = (String::new(), key);
    for (prefix, shown) in [("ctrl-", "Ctrl-"), ("alt-", "Alt-"), ("shift-", "Shift-")] {
        if let Some(tail) = rest.strip_prefix(prefix).filter(|tail| !tail.is_empty()) {
            label.push_str(shown);
            rest = tail;
        }
    }
    match rest {
        "pageup" => label.push_str("PgUp"),
        "pagedown" => label.push_str("PgDn"),
        _ if rest.chars().nth(1).is_some() => {
            let mut letters = rest.chars();
            label.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            label.push_str(letters.as_str());
        }
        _ => label.push_str(rest),
    }
    label
}

/// The best known key of a command, as it is written on the screen; empty where there is no such command.
pub fn key_of(id: &str) -> String {
    let key = command::find(id).and_then(|command| command.keys.first());
    key.map(|key| key_label(key)).unwrap_or_default()
}

/// A count that may be cut short: `1000+`.
pub fn counted(words: &Words, n: usize, more: bool) -> String {
    if more { t!(words, "ui-count-more", n = n.to_string()) } else { n.to_string() }
}

/// A field that search looks through.
pub fn field_name(words: &Words, field: Field) -> String {
    match field {
        Field::Title => t!(words, "ui-found-title"),
        Field::Customer => t!(words, "ui-found-customer"),
        Field::Unit => t!(words, "ui-found-unit"),
        Field::Number => t!(words, "ui-found-number"),
        Field::Project => t!(words, "ui-found-project"),
        Field::Identity => t!(words, "ui-found-identity"),
        Field::Agency => t!(words, "ui-found-agency"),
        Field::Site => t!(words, "ui-found-site"),
        Field::Lot => t!(words, "ui-found-lot"),
        Field::Content => t!(words, "ui-found-content"),
        Field::Qualification => t!(words, "ui-found-qualification"),
        Field::Performance => t!(words, "ui-found-performance"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_left_is_rounded_down_and_what_is_over_alarms() {
        let words = Words::new(Lang::Zh);
        let now = at("2026-11-23T01:12:00Z");
        let of = |until: &str| {
            let countdown = countdown(&words, now, at(until));
            (countdown.text, countdown.role)
        };
        assert_eq!(of("2026-11-23T08:11:59Z"), ("余 6时".to_owned(), Role::Warn));
        assert_eq!(of("2026-11-25T01:12:00Z"), ("余 2天".to_owned(), Role::Text));
        assert_eq!(of("2026-11-23T01:12:40Z").1, Role::Warn);
        assert_eq!(of("2026-11-23T01:12:00Z").1, Role::Alarm);
        assert_eq!(of("2026-11-22T22:12:00Z"), ("已过 3时".to_owned(), Role::Alarm));
    }

    #[test]
    fn a_day_begins_at_midnight_in_shanghai() {
        let words = Words::new(Lang::Zh);
        let now = at("2026-11-23T15:30:00Z");
        assert_eq!(moment(&words, now, at("2026-11-23T15:59:00Z")), "今天 23:59");
        assert_eq!(moment(&words, now, at("2026-11-23T17:00:00Z")), "明天 01:00");
        assert_eq!(moment(&words, now, at("2026-11-25T09:00:00Z")), "11-25 17:00");
        assert_eq!(moment(&words, now, at("2027-01-05T01:00:00Z")), "2027-01-05 09:00");
        assert_eq!(clock(&words, at("2026-11-23T01:12:00Z")), "周一 11-23 09:12");
    }

    #[test]
    fn a_customer_is_called_by_its_usual_name_or_left_as_published() {
        let words = Words::new(Lang::Zh);
        let mobile = Some("中国移动通信集团江苏有限公司");
        assert_eq!(customer_at(&words, mobile, Some("320000")), "移动·江苏");
        assert_eq!(customer_short(&words, Some("某市水务")), "某市水务");
        assert_eq!(customer_short(&words, None), customer_short(&words, Some(" ")));
        let english = Words::new(Lang::En);
        assert_eq!(customer_at(&english, mobile, Some("320000")), "China Mobile·Jiangsu");
    }

    #[test]
    fn keys_are_written_as_on_the_keyboard() {
        let written =
            ["a", "-", "?", "enter", "ctrl-x", "f10", "shift-tab", "pagedown", "ctrl-down"];
        let shown = ["a", "-", "?", "Enter", "Ctrl-x", "F10", "Shift-Tab", "PgDn", "Ctrl-Down"];
        assert_eq!(written.map(key_label), shown);
        assert_eq!(running("XT-EC-26-A-042"), "042");
    }
}
