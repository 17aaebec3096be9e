//! A small bar: how much of a time is used up.

use chrono::{DateTime, Utc};

/// A used part.
const FULL: &str = "▓";

/// A part that is left.
const EMPTY: &str = "░";

/// How much of the time from `from` to `until` is used at `now`, in thousandths; all of it where there was none.
pub fn used(from: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> u16 {
    let whole = until.signed_duration_since(from).num_seconds();
    let gone = now.signed_duration_since(from).num_seconds();
    if whole <= 0 || gone >= whole {
        return 1000;
    }
    let part = gone.max(0).saturating_mul(1000) / whole;
    u16::try_from(part).unwrap_or(1000).min(999)
}

/// A bar of `width` columns. It is full only when all is used.
pub fn bar(thousandths: u16, width: usize) -> String {
    let part = usize::from(thousandths.min(1000));
    let most = if part < 1000 { width.saturating_sub(1) } else { width };
    let full = ((part * width + 500) / 1000).min(most);
    format!("{}{}", FULL.repeat(full), EMPTY.repeat(width - full))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_bar_is_full_only_when_the_time_is_over() {
        let from = DateTime::<Utc>::UNIX_EPOCH;
        let until = from + TimeDelta::hours(10);
        let at = |minutes| bar(used(from, until, from + TimeDelta::minutes(minutes)), 10);
        assert_eq!(at(-5), "░░░░░░░░░░");
        assert_eq!(at(300), "▓▓▓▓▓░░░░░");
        assert_eq!(at(599), "▓▓▓▓▓▓▓▓▓░");
        assert_eq!(at(600), "▓▓▓▓▓▓▓▓▓▓");
        assert_eq!(used(until, from, from), 1000);
        assert_eq!(bar(500, 0), "");
    }
}
