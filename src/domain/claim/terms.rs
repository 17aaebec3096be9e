//! The numbers behind claims. The regulation states none of them (gaps G18 and G19): every one is an assumed default (假定)
//! until headquarters confirms it.

use chrono::{DateTime, Duration, Utc};

use crate::domain::calendar::WORKDAY_MINUTES;

/// Protection, renewal, tie window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Days that a valid claim is protected, or until award or cancellation.
    pub protection_days: i64,
    /// Days of a renewal.
    pub renewal_days: i64,
    /// Working minutes within which two claims are made at the same time, unless a third party's time proves both.
    pub tie_minutes: i64,
    /// Not confirmed by headquarters.
    pub assumed: bool,
}

/// The defaults of G18 and G19; there is one renewal.
pub const DEFAULT: Terms =
    Terms { protection_days: 60, renewal_days: 30, tie_minutes: WORKDAY_MINUTES, assumed: true };

impl Terms {
    /// The end of a protection that begins now.
    pub fn protected_until(&self, from: DateTime<Utc>) -> DateTime<Utc> {
        from.checked_add_signed(Duration::days(self.protection_days)).unwrap_or(from)
    }

    /// The end of a renewal: it is added to what was left, so that renewing early loses nothing.
    pub fn renewed_until(&self, until: DateTime<Utc>) -> DateTime<Utc> {
        until.checked_add_signed(Duration::days(self.renewal_days)).unwrap_or(until)
    }
}
