//! Whether a report came in time (gap G25): a tender within one working day after it was learned, all else within three.
//!
//! The day on which it was learned is not counted, and the last one ends with its working hours. Every number is an assumed
//! default until headquarters confirms it.

use chrono::{DateTime, Utc};

use super::{Filed, Report, TENDER};
use crate::domain::appeal::timing::end_of;
use crate::domain::calendar::Calendar;

/// Working days within which a tender is reported.
pub const TENDER_DAYS: u32 = 1;

/// As [`TENDER_DAYS`], of everything else.
pub const OTHER_DAYS: u32 = 3;

impl Filed {
    /// Until when it was to be reported.
    pub fn due(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let days = if self.topic() == TENDER { TENDER_DAYS } else { OTHER_DAYS };
        self.learned_at().map(|learned| end_of(learned, days, calendar))
    }
}

impl Report {
    /// It was reported after its limit.
    pub fn is_late(&self, calendar: &Calendar) -> bool {
        self.filed.due(calendar).is_some_and(|due| self.filed.at > due)
    }
}
