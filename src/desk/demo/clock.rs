//! The demo's clock: it is put to the time of each act, and at the end it runs on or stands still.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ports::Clock;

/// A clock that can be moved; shared by both desks of the demo.
#[derive(Debug)]
pub struct DemoClock {
    pace: Mutex<Pace>,
}

/// Where the hands stood, and since when they run; `None` while they stand still.
#[derive(Debug, Clone, Copy)]
struct Pace {
    at: DateTime<Utc>,
    since: Option<Instant>,
}

impl DemoClock {
    /// A clock that stands still.
    pub fn standing(at: DateTime<Utc>) -> DemoClock {
        DemoClock { pace: Mutex::new(Pace { at, since: None }) }
    }

    /// Puts it to an instant, where it stands still.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.pace() = Pace { at, since: None };
    }

    /// Puts it to an instant, from which it runs on at its natural speed.
    pub fn run_from(&self, at: DateTime<Utc>) {
        *self.pace() = Pace { at, since: Some(Instant::now()) };
    }

    // A thread that panicked while it held the lock left a whole value behind: it is replaced in one go.
    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        let Pace { at, since } = *self.pace();
        let passed = since.and_then(|since| TimeDelta::from_std(since.elapsed()).ok());
        passed.and_then(|passed| at.checked_add_signed(passed)).unwrap_or(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_it_is_let_run() {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let clock = DemoClock::standing(at);
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert_eq!(clock.now(), at);
        clock.run_from(at);
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(clock.now() > at);
        clock.set(at);
        assert_eq!(clock.now(), at);
    }
}
