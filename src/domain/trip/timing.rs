//! Until when a trip is to be closed: one working day after the return (assumed; art. 24 names no limit).
//!
//! It is counted as the limits of an appeal are: the day of the return is not counted, and the last one ends with its working
//! hours. Everything is computed when it is read.

use chrono::{DateTime, Utc};

use super::{Trip, TripState};
use crate::domain::appeal::timing::end_of;
use crate::domain::calendar::Calendar;
use crate::domain::case::timing::Verdict;

/// Working days after the return within which a trip is closed.
pub const CLOSE_DAYS: u32 = 1;

impl Trip {
    /// Until when it is to be closed: by the return as it was, or as long as nobody told it, as it is planned.
    pub fn close_by(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        self.back_at().map(|back| end_of(back, CLOSE_DAYS, calendar))
    }

    /// What to say of that limit.
    pub fn verdict(&self, now: DateTime<Utc>, calendar: &Calendar) -> Verdict {
        let Some((back, due)) = self.back_at().zip(self.close_by(calendar)) else {
            return Verdict::Skipped;
        };
        match (self.state, self.closed()) {
            (TripState::Cancelled, _) => Verdict::Skipped,
            (_, Some(closed)) if closed.at <= due => Verdict::Kept,
            (_, Some(_)) => Verdict::Late,
            (_, None) if due < now => Verdict::Overdue,
            (_, None) if back <= now => Verdict::Running,
            (_, None) => Verdict::Ahead,
        }
    }
}
