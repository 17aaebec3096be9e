//! Hybrid logical time: the wall clock in milliseconds, and a counter that keeps one desk's events apart and in order.
//!
//! Used to *show* and to break ties only; what came before what is told by `base`. Written as RFC 3339 with milliseconds, a
//! hyphen and four hexadecimal digits, so that text order is time order: `2026-11-23T03:01:00.000Z-0000`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Duration, SecondsFormat, Utc};

/// A remote clock further ahead than this is not followed: the event is kept, the time marked as doubtful.
pub const MAX_AHEAD_HOURS: i64 = 24;

/// One hybrid instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc {
    /// Milliseconds since 1970 in UTC.
    pub millis: i64,
    /// Orders events of the same millisecond.
    pub counter: u16,
}

impl Hlc {
    /// The next instant after `self` at wall time `now`; never goes back, even when the clock does.
    #[must_use]
    pub fn tick(self, now: DateTime<Utc>) -> Hlc {
        let wall = now.timestamp_millis();
        if wall > self.millis {
            return Hlc { millis: wall, counter: 0 };
        }
        match self.counter.checked_add(1) {
            Some(counter) => Hlc { millis: self.millis, counter },
            None => Hlc { millis: self.millis + 1, counter: 0 },
        }
    }

    /// Follows a remote instant, unless it lies more than [`MAX_AHEAD_HOURS`] ahead of the wall clock: then `None`, and the
    /// remote clock is to be marked doubtful.
    #[must_use]
    pub fn observe(self, remote: Hlc, now: DateTime<Utc>) -> Option<Hlc> {
        let limit = (now + Duration::hours(MAX_AHEAD_HOURS)).timestamp_millis();
        (remote.millis <= limit).then_some(self.max(remote))
    }

    /// The wall part.
    pub fn wall(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis).unwrap_or_default()
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wall = self.wall().to_rfc3339_opts(SecondsFormat::Millis, true);
        write!(f, "{wall}-{:04x}", self.counter)
    }
}

/// The text is not a hybrid instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a hybrid time")]
pub struct NotHlc;

impl FromStr for Hlc {
    type Err = NotHlc;

    fn from_str(text: &str) -> Result<Hlc, NotHlc> {
        let (wall, counter) = text.rsplit_once('-').ok_or(NotHlc)?;
        let wall = DateTime::parse_from_rfc3339(wall).map_err(|_| NotHlc)?;
        if counter.len() != 4 {
            return Err(NotHlc);
        }
        let counter = u16::from_str_radix(counter, 16).map_err(|_| NotHlc)?;
        Ok(Hlc { millis: wall.timestamp_millis(), counter })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn time_never_goes_back_and_text_order_is_time_order() {
        let start: DateTime<Utc> = "2026-11-23T03:01:00Z".parse().unwrap();
        let first = Hlc::default().tick(start);
        let second = first.tick(start - Duration::days(400));
        assert!(second > first && second.to_string() > first.to_string());
        assert_eq!(first.to_string(), "2026-11-23T03:01:00.000Z-0000");
        assert_eq!(second.to_string().parse::<Hlc>().unwrap(), second);
        let full = Hlc { counter: u16::MAX, ..first };
        assert!(full.tick(start) > full);
    }

    #[test]
    fn a_clock_years_ahead_is_not_followed() {
        let now: DateTime<Utc> = "2026-11-23T03:01:00Z".parse().unwrap();
        let ahead = Hlc { millis: (now + Duration::days(3650)).timestamp_millis(), counter: 0 };
        assert_eq!(Hlc::default().observe(ahead, now), None);
    }
}
