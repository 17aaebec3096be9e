//! What is left of a time in working days and hours, as limits are counted (domain.md 3.3): `余 3 工作日 2 时`.
//!
//! The countdown of plain time is in [`format`](super::format); this one asks the calendar, and says where the calendar does
//! not know a year.

use chrono::{DateTime, Utc};

use super::format::Countdown;
use super::theme::Role;
use crate::domain::calendar::{Calendar, WORKDAY_MINUTES, local};
use crate::domain::sla::{EXPRESS_FROM, STANDARD_FROM};
use crate::i18n::Words;
use crate::t;

/// What is left until an instant, rounded down. Pressing below the express track, over when past.
pub fn left(
    words: &Words,
    calendar: &Calendar,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Countdown {
    let minutes = calendar.working_between(now, until);
    let (days, hours) = (minutes / WORKDAY_MINUTES, minutes % WORKDAY_MINUTES / 60);
    let mut text = match (until <= now, days, hours) {
        (true, ..) => t!(words, "ui-work-over"),
        (_, 0, 0) => t!(words, "ui-work-minutes", n = minutes),
        (_, 0, hours) => t!(words, "ui-work-hours", h = hours),
        (_, days, 0) => t!(words, "ui-work-days", d = days),
        (_, days, hours) => t!(words, "ui-work-days-hours", d = days, h = hours),
    };
    if !calendar.is_certain(local(now).date(), local(until).date()) {
        text = format!("{text} · {}", t!(words, "ui-calendar-stale"));
    }
    let role = match minutes {
        _ if until <= now => Role::Dim,
        m if m < EXPRESS_FROM => Role::Alarm,
        m if m < STANDARD_FROM => Role::Warn,
        _ => Role::Text,
    };
    Countdown { text, role }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn what_is_left_is_counted_in_working_time() {
        let words = Words::new(Lang::Zh);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        // Friday, 10:30 in Shanghai.
        let of = |until: &str| {
            left(&words, Calendar::bundled(), at("2026-11-20T02:30:00Z"), at(until)).text
        };
        assert_eq!(of("2026-11-20T04:10:00Z"), "余 1 工时");
        assert_eq!(of("2026-11-20T03:10:00Z"), "余 40 分");
        assert_eq!(of("2026-11-23T02:30:00Z"), "余 1 工作日", "a weekend is nothing");
        assert_eq!(of("2026-11-25T04:00:00Z"), "余 3 工作日 1 时");
        assert_eq!(of("2026-11-20T02:30:00Z"), "已过");
        assert!(
            of("2027-03-01T02:30:00Z").ends_with("日历未更新"),
            "the paper of 2027 is not known"
        );
    }
}
