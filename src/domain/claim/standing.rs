//! Where a claim stands by its history: which acts count, and what two that did not know of each other leave.

use chrono::{DateTime, Utc};

use super::action::{ClaimAction, find};
use super::{ClaimAct, ClaimState, Submitted};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::organisation::{Seat, Works};
use crate::domain::procedure::{Counted, To, Who, counted, heads};
use crate::domain::strict::Texts;

/// A claim on one of its lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotStanding {
    /// The lot.
    pub lot: String,
    /// The recorded state (see [`LotStanding::state_at`]).
    pub state: ClaimState,
    /// End of the protection, once there was one.
    pub until: Option<DateTime<Utc>>,
    /// States that desks reached without knowing of each other; empty when they agree.
    pub contested: Vec<ClaimState>,
    /// What brought them: states with the events of the acts.
    pub rivals: Vec<(ClaimState, String)>,
    /// Event of the act that brought the state; `None` for a claim that was only recorded.
    pub by: Option<String>,
}

impl LotStanding {
    /// The state at an instant: a protection that has run out is 到期, whether anybody wrote it down or not.
    pub fn state_at(&self, now: DateTime<Utc>) -> ClaimState {
        match self.until {
            Some(until) if self.state.is_protected() && until <= now => ClaimState::Expired,
            _ => self.state,
        }
    }
}

/// A line of a claim's timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the event.
    pub event: String,
    /// Row of the table, or `record` for the claim itself.
    pub action: &'static str,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
    /// Person named.
    pub actor: String,
    /// What was entered.
    pub args: Texts,
    /// Lots it was about.
    pub lots: Vec<String>,
    /// What was missing.
    pub missing: Vec<String>,
    /// Written by who may; otherwise kept and shown without effect.
    pub in_power: bool,
}

/// Whether an author has the power for a row. What the branch says is recorded by the desk that recorded the claim, what
/// decides on it is the owning region's (domain table of powers); headquarters may do both.
pub fn may_act(who: Who, authority: Authority, recorder: Authority, owner: Option<Seat>) -> bool {
    let owns =
        matches!(authority, Authority::Region(region) if owner == Some(Seat::Region(region)));
    let recorded = authority == recorder;
    authority == Authority::Headquarters
        || match who {
            Who::Headquarters => false,
            Who::Recorder => recorded || owns,
            Who::Manager | Who::System => owns || (owner.is_none() && recorded),
        }
}

/// Whose claim it is: the manager's of the works, by the day, else of the desk that recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The region of the works.
    pub works: Works,
    /// Who recorded the claim.
    pub recorder: Authority,
}

impl Owner {
    /// Whose manager decides on it now: a region's, or headquarters where it coordinates itself.
    pub fn at(&self, now: DateTime<Utc>) -> Option<Seat> {
        self.works.seat_at(now).or(self.recording())
    }

    fn recording(&self) -> Option<Seat> {
        match self.recorder {
            Authority::Region(region) => Some(Seat::Region(region)),
            _ => None,
        }
    }

    /// Whether the author of an event had the power for a row when he wrote it.
    fn may_act(&self, who: Who, event: &Recorded) -> bool {
        let owner = self.works.stood_at(event.hlc.wall()).or(self.recording());
        may_act(who, event.authority, self.recorder, owner)
    }
}

/// An act on a claim that has effect.
pub(super) struct Done<'a> {
    pub event: &'a Recorded,
    pub row: &'static ClaimAction,
    /// `None` for a release written before the table.
    pub act: Option<&'a ClaimAct>,
}

impl Done<'_> {
    pub fn args(&self) -> Texts {
        self.act.map(|act| act.args.clone()).unwrap_or_default()
    }

    fn is_about(&self, lot: &str) -> bool {
        self.act.is_none_or(|act| act.lots.is_empty() || act.lots.iter().any(|l| l == lot))
    }
}

fn performed(event: &Recorded) -> Option<(&'static ClaimAction, Option<&ClaimAct>)> {
    match &event.fact {
        Fact::ClaimActed(row, act) => Some((row, Some(act))),
        // Before the table a claim was only given up.
        Fact::ClaimReleased(_) => find("release").map(|row| (row, None)),
        _ => None,
    }
}

pub(super) fn acts<'a>(history: &History<'a>, owner: &Owner) -> Vec<Done<'a>> {
    let done = history.effective().filter_map(|event| {
        let (row, act) = performed(event)?;
        owner.may_act(row.who, event).then_some(Done { event, row, act })
    });
    done.collect()
}

/// The standing of each lot. An act counts if its author had seen the claim in a state that the row starts from; of acts
/// that had not seen each other the higher authority's is shown, and all their states are in contest.
pub(super) fn stand<'a>(
    history: &History<'a>,
    acts: &[Done<'a>],
    submitted: &Submitted,
) -> Vec<LotStanding> {
    let lots: &[String] = &submitted.lots;
    lots.iter().map(|lot| stand_on(history, acts, submitted, lot)).collect()
}

fn stand_on<'a>(
    history: &History<'a>,
    acts: &[Done<'a>],
    submitted: &Submitted,
    lot: &str,
) -> LotStanding {
    let first = if submitted.draft { ClaimState::Draft } else { ClaimState::Submitted };
    let about = acts.iter().filter(|done| done.is_about(lot)).map(|done| (done.event, done));
    let counted = counted(history, about, first, |done, stood, _| match done.row.to {
        To::State(to) => stood.iter().any(|state| done.row.starts_from(*state)).then_some(to),
        _ => None,
    });
    let rivals = heads(history, &counted.iter().collect::<Vec<_>>());
    let mut contested: Vec<ClaimState> = rivals.iter().map(|rival| rival.state).collect();
    contested.sort_unstable();
    contested.dedup();
    let until_of = |done: &Counted<'_, &Done<'_>, ClaimState>| {
        let ends = done.act.act.map(|act| act.until.as_slice()).unwrap_or_default();
        ends.iter().find(|(of, _)| of == lot).map(|(_, until)| *until)
    };
    let shown = rivals.last();
    LotStanding {
        lot: lot.to_owned(),
        state: shown.map_or(first, |rival| rival.state),
        until: counted.iter().filter_map(until_of).max(),
        by: shown.map(|rival| rival.event.id.clone()),
        rivals: rivals
            .iter()
            .filter(|_| contested.len() > 1)
            .map(|rival| (rival.state, rival.event.id.clone()))
            .collect(),
        contested: if contested.len() > 1 { contested } else { Vec::new() },
    }
}

pub(super) fn timeline(
    history: &History<'_>,
    first: &Recorded,
    submitted: &Submitted,
    owner: &Owner,
) -> Vec<Entry> {
    let entry = |event: &Recorded| {
        let recorded = event.id == first.id;
        let (action, who) = match performed(event) {
            Some((row, _)) => (row.id, row.who),
            None if recorded => ("record", Who::Recorder),
            None => return None,
        };
        let act = match &event.fact {
            Fact::ClaimActed(_, act) => Some(act),
            _ => None,
        };
        let mut args = act.map(|act| act.args.clone()).unwrap_or_default();
        if let Fact::ClaimReleased(released) = &event.fact {
            args.0.insert("reasons".to_owned(), released.reason.clone());
        }
        let recorded_at = recorded.then_some(submitted.recorded_at);
        Some(Entry {
            event: event.id.clone(),
            action,
            at: act.map(|act| act.at).or(recorded_at).unwrap_or(event.hlc.wall()),
            actor: event.actor.clone(),
            args,
            lots: act.map(|act| act.lots.clone()).unwrap_or_default(),
            missing: act.map(|act| act.missing.clone()).unwrap_or_default(),
            in_power: recorded || owner.may_act(who, event),
        })
    };
    history.effective().filter_map(entry).collect()
}
