//! How the limits of an appeal are kept (gap G23): taken up within one working day, the dossier within one more, decided
//! within ten, or two while the tender is live.
//!
//! They are counted in days, as parties count: the day on which something began is not counted, and the last one ends with
//! its working hours. Everything is computed when it is read. Every number is an assumed default until headquarters
//! confirms it.

use chrono::{DateTime, NaiveTime, Utc};

use super::{Appeal, AppealState};
use crate::domain::calendar::{Calendar, WORKDAY_MINUTES, from_local, local};
use crate::domain::case::timing::Verdict;

/// Working days within which the committee takes an appeal up, or does not.
pub const ACCEPT_DAYS: u32 = 1;

/// Working days after that within which the manager hands over his dossier.
pub const DOSSIER_DAYS: u32 = 1;

/// Working days within which the committee decides.
pub const DECIDE_DAYS: u32 = 10;

/// As [`DECIDE_DAYS`], while the tender is live.
pub const EXPRESS_DAYS: u32 = 2;

/// A step that has a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 受理 or 不予受理.
    Accept,
    /// 移交案卷.
    Dossier,
    /// 决定.
    Decide,
}

impl Step {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Step::Accept => "accept",
            Step::Dossier => "dossier",
            Step::Decide => "decide",
        }
    }
}

/// A step with its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Which.
    pub step: Step,
    /// When it began.
    pub began: Option<DateTime<Utc>>,
    /// Its limit.
    pub due: Option<DateTime<Utc>>,
    /// When it was done.
    pub done: Option<DateTime<Utc>>,
    /// What to say of it.
    pub verdict: Verdict,
}

/// The end of the working hours of the `days`-th working day after an instant's own day.
pub fn end_of(from: DateTime<Utc>, days: u32, calendar: &Calendar) -> DateTime<Utc> {
    let day = calendar.add_working_days(local(from).date(), days);
    calendar.add_working(from_local(day.and_time(NaiveTime::MIN)), WORKDAY_MINUTES)
}

impl Appeal {
    /// The limits, step by step.
    pub fn limits(&self, now: DateTime<Utc>, calendar: &Calendar) -> [Limit; 3] {
        let accepted = self.accepted_at();
        let turned_down = self.entries("declare-inadmissible").next().map(|entry| entry.at);
        let decided = self.decision().map(|entry| entry.at);
        let ended = turned_down.filter(|_| self.state == AppealState::Inadmissible).or(decided);
        let decide_days = if self.filed.express { EXPRESS_DAYS } else { DECIDE_DAYS };
        let limit = |step, began: Option<DateTime<Utc>>, days, done: Option<DateTime<Utc>>| {
            let due = began.map(|began| end_of(began, days, calendar));
            // What was still open when the appeal ended is not missed by the time that passed since.
            let until = ended.map_or(now, |ended| ended.min(now));
            let verdict = match (due, done) {
                (Some(due), Some(done)) if done <= due => Verdict::Kept,
                (Some(_), Some(_)) => Verdict::Late,
                (Some(due), None) if due < until => Verdict::Overdue,
                (_, None) if ended.is_some() => Verdict::Skipped,
                (Some(_), None) => Verdict::Running,
                (None, _) => Verdict::Ahead,
            };
            Limit { step, began, due, done, verdict }
        };
        [
            limit(Step::Accept, Some(self.filed.filed_at), ACCEPT_DAYS, accepted.or(turned_down)),
            limit(Step::Dossier, accepted, DOSSIER_DAYS, self.dossier_at()),
            limit(Step::Decide, accepted, decide_days, decided),
        ]
    }

    /// Until when the manager hands over his dossier; none before the committee has taken the appeal up.
    pub fn dossier_due(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        self.accepted_at().map(|accepted| end_of(accepted, DOSSIER_DAYS, calendar))
    }
}
