//! What a case adds to the statistics once time alone changes it no more, so that it can be kept and need not be folded again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CaseFact;
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, State, timing};
use crate::domain::lead::Lead;

/// A case in the statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The instant by which it belongs to a period: its decision, else the end of its chance, else when it was found.
    pub when: DateTime<Utc>,
    /// Working minutes for which it stood suspended.
    pub suspended: i64,
    /// What it adds.
    pub fact: Option<CaseFact>,
}

/// The same, with the instant from which it holds until somebody acts on the case or its tender changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lasting {
    /// From when.
    pub from: DateTime<Utc>,
    /// What.
    #[serde(flatten)]
    pub told: Told,
}

impl Told {
    /// A case at an instant.
    pub fn of(case: &Case, lead: Option<&Lead>, now: DateTime<Utc>, calendar: &Calendar) -> Told {
        let decided = case.decision.as_ref().map(|decision| decision.at);
        let stop = case.hard_stop.map(|stop| stop.at);
        Told {
            when: decided.or(stop).unwrap_or(case.detected_at),
            suspended: timing::record(case, now, calendar).suspended,
            fact: CaseFact::of(case, lead, now, calendar),
        }
    }
}

impl Lasting {
    /// What lasts of a case; nothing where the clock still changes what is told of it.
    pub fn of(case: &Case, lead: Option<&Lead>, calendar: &Calendar) -> Option<Lasting> {
        let from = lasts_from(case)?;
        Some(Lasting { from, told: Told::of(case, lead, from, calendar) })
    }
}

fn lasts_from(case: &Case) -> Option<DateTime<Utc>> {
    let interim = case.decision.as_ref().and_then(|decision| decision.interim);
    match case.state {
        _ if !case.contested.is_empty() || case.state.is_paused() => None,
        state if state.is_terminal() => Some(case.detected_at),
        State::Ordered | State::Settled | State::Effective => match (&case.decision, interim) {
            (_, Some(interim)) if !interim.confirmed => None,
            (decision, _) => decision.as_ref().map(|decision| decision.at),
        },
        // Undecided: what is told of it is that it lapsed, once it has.
        _ => case.hard_stop.map(|stop| stop.at).filter(|stop| case.has_missed_its_stop(*stop)),
    }
}
