//! Who may appeal, and until when (art. 9, gap G23): looked at before the appeal is recorded.

use chrono::{DateTime, Utc};

use super::timing;
use crate::domain::calendar::{Calendar, to_the_minute};
use crate::domain::case::{Case, State};
use crate::domain::why::Why;

/// Working days after service within which a party files (gap G23, assumed).
pub const DAYS: u32 = 3;

/// An appeal as a party hands it over.
#[derive(Debug, Clone, Copy)]
pub struct Filing<'a> {
    /// Unit code of the party.
    pub party: &'a str,
    /// What it asks for.
    pub request: &'a str,
    /// Why.
    pub reasons: &'a str,
    /// When it was handed over.
    pub filed_at: DateTime<Utc>,
}

/// From when the limit to file runs: the last service, for with it the decision took effect. Whoever was served before the
/// others, and could not appeal yet, loses nothing by it.
pub fn runs_from(case: &Case) -> Option<DateTime<Utc>> {
    let served: Option<Vec<DateTime<Utc>>> =
        case.parties.iter().map(|party| case.served_at(&party.unit)).collect();
    served.and_then(|times| times.into_iter().max())
}

/// Until when an appeal against a decision served then is in time.
pub fn in_time_until(served_at: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    timing::end_of(served_at, DAYS, calendar)
}

/// Everything that keeps an appeal from being admissible; empty when nothing does.
pub fn may_file(
    case: &Case,
    filing: &Filing<'_>,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Vec<Why> {
    let mut unmet = Vec::new();
    let state = case.state_at(now);
    let served = runs_from(case).filter(|_| case.decision.is_some());
    let stands = case.contested.is_empty() && matches!(state, State::Effective | State::Closed);
    match served.filter(|_| stands) {
        None => unmet.push(Why::rule("appeal-no-decision", "SCXT-9").with("state", state.name())),
        Some(served) => unmet.extend(late(served, filing.filed_at, calendar).err()),
    }
    if !case.parties.iter().any(|party| party.unit == filing.party) {
        unmet.push(Why::rule("not-a-party", "SCXT-9").with("unit", filing.party));
    }
    if filing.filed_at > now {
        unmet.push(Why::rule("in-the-future", "SCXT-7").with("argument", "filed_at"));
    }
    for (text, key) in
        [(filing.request, "appeal-no-request"), (filing.reasons, "appeal-no-reasons")]
    {
        if text.trim().is_empty() {
            unmet.push(Why::rule(key, "SCXT-9"));
        }
    }
    unmet
}

/// An appeal is in time.
///
/// # Errors
/// When the limit was.
pub fn late(
    served_at: DateTime<Utc>,
    filed_at: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<(), Why> {
    let limit = in_time_until(served_at, calendar);
    if filed_at <= limit {
        Ok(())
    } else {
        Err(Why::rule("appeal-late", "G23").with("limit", to_the_minute(limit)))
    }
}

/// Persons who took part in the case: a member of the committee among them does not sit over the appeal (gap G11).
pub fn took_part(case: &Case) -> Vec<String> {
    let mut persons: Vec<String> =
        case.timeline.iter().map(|entry| entry.actor.trim().to_owned()).collect();
    persons.retain(|person| !person.is_empty());
    persons.sort_unstable();
    persons.dedup();
    persons
}
