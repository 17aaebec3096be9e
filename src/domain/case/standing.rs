//! Where a case stands by its history: which transitions count, what two rival ones leave, who owns it.

use std::collections::BTreeSet;

use super::action::{Action, interim_order};
use super::{Act, Entry, State};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::procedure::{Counted, To, Who, counted, heads, moment};
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;

/// Whether an author has the power for a row (art. 6): its manager's rows and what happens by itself are the owning region's to
/// write, what headquarters decides is headquarters'. A case whose province is
/// unknown belongs to the region that found it; one without an owner lies where headquarters coordinates, which then is its
/// manager too.
pub fn may_act(who: Who, authority: Authority, owner: Option<RegionCode>) -> bool {
    let owns = match authority {
        Authority::Region(region) => owner == Some(region),
        Authority::Headquarters => owner.is_none(),
        _ => false,
    };
    match who {
        Who::Recorder | Who::Manager | Who::System => owns,
        Who::Headquarters => authority == Authority::Headquarters,
    }
}

/// A row that was performed, and with what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move<'a> {
    pub by: Authority,
    pub row: &'static Action,
    pub act: &'a Act,
}

pub(super) type Moved<'a> = Counted<'a, Move<'a>, State>;

/// What the transitions of a case leave.
pub(super) struct Standing<'a> {
    /// Those that count, in causal order.
    pub moves: Vec<Moved<'a>>,
    /// The state that stands.
    pub state: State,
    /// Rival states.
    pub contested: Vec<State>,
    /// What brought them.
    pub rivals: Vec<(State, String)>,
    /// The region that owned it when it was found.
    first_owner: Option<RegionCode>,
}

impl<'a> Standing<'a> {
    /// Which transitions count. Each has to have been its author's to make, from a state in which he had seen the case: no
    /// order of arrival, and no text that was merely signed, jumps a rung of the ladder.
    pub fn of(history: &History<'a>, owner: Option<RegionCode>) -> Standing<'a> {
        let acted = history.effective().filter_map(|event| match &event.fact {
            Fact::Acted(row, act) if row.to != To::Same => {
                Some((event, Move { by: event.authority, row, act }))
            }
            _ => None,
        });
        let moves = counted(history, acted, State::Detected, |step, stood, seen| {
            let owner = owner_by(seen.iter().map(|moved| &moved.act), owner);
            let may = may_act(step.row.who, step.by, owner);
            may.then(|| reached(history, step, stood, seen)).flatten()
        });
        let live = live(history, &moves.iter().collect::<Vec<_>>());
        let state = live.last().map_or(State::Detected, |moved| moved.state);
        let contested = rivals(&live);
        let brought = |moved: &&Moved<'_>| (moved.state, moved.event.id.clone());
        let rivals = live.iter().filter(|_| !contested.is_empty()).map(brought).collect();
        Standing { state, contested, rivals, first_owner: owner, moves }
    }

    /// The region that owns the case now.
    pub fn owner(&self) -> Option<RegionCode> {
        owner_by(self.moves.iter().map(|moved| &moved.act), self.first_owner)
    }

    /// The line of the timeline that an event is, if it is one.
    pub fn entry(&self, history: &History<'_>, event: &Recorded) -> Option<Entry> {
        let (action, args, at) = match &event.fact {
            Fact::CaseDetected(detected) => ("detect", Texts::default(), Some(detected.at)),
            Fact::Acted(row, act) => (row.id, act.args.clone(), act.at),
            _ => return None,
        };
        let in_power = match &event.fact {
            Fact::Acted(row, _) => {
                let seen = self.moves.iter().filter(|moved| history.has_seen(event, moved.event));
                let owner = owner_by(seen.map(|moved| &moved.act), self.first_owner);
                may_act(row.who, event.authority, owner)
            }
            _ => true,
        };
        let act = match &event.fact {
            Fact::Acted(_, act) => Some(act),
            _ => None,
        };
        let moves = matches!(&event.fact, Fact::Acted(row, _) if row.to != To::Same);
        let counts = in_power && (!moves || self.moves.iter().any(|m| m.event.id == event.id));
        Some(Entry {
            event: event.id.clone(),
            action,
            at: at.unwrap_or_else(|| event.hlc.wall()),
            actor: event.actor.clone(),
            office: event.office.clone(),
            args,
            parts: event.parts.clone(),
            file: act.and_then(|act| act.file.clone()),
            copy: act.and_then(|act| act.copy.clone()),
            limit: act.and_then(|act| {
                moment(&act.args, "limit").or_else(|| moment(&act.args, "reply_limit"))
            }),
            frozen: act.and_then(|act| act.evidence.clone()),
            known: Vec::new(),
            because: act.and_then(|act| act.because.clone()),
            rulebase: act.map(|act| act.rulebase.clone()),
            in_power,
            counts,
        })
    }
}

/// The owner after some transitions: headquarters may name another region (gaps G12 and G14).
fn owner_by<'m, 'a: 'm>(
    moves: impl Iterator<Item = &'m Move<'a>>,
    first: Option<RegionCode>,
) -> Option<RegionCode> {
    let named = moves.filter(|step| step.row.id == "assign");
    named.last().and_then(|step| step.act.args.get("to")?.parse().ok()).or(first)
}

/// The moves that stand: what follows by itself is nobody's decision and rivals none.
fn live<'a, 'b>(history: &History<'a>, moves: &[&'b Moved<'a>]) -> Vec<&'b Moved<'a>> {
    let mut live = heads(history, moves);
    if live.iter().any(|moved| moved.act.row.who != Who::System) {
        live.retain(|moved| moved.act.row.who != Who::System);
    }
    live
}

/// The states in contest; none where the desks agree.
fn rivals(live: &[&Moved<'_>]) -> Vec<State> {
    let distinct: BTreeSet<State> = live.iter().map(|moved| moved.state).collect();
    if distinct.len() > 1 || decides_twice(live) {
        distinct.into_iter().collect()
    } else {
        Vec::new()
    }
}

/// The state that a row brings for an author who had seen the case so, or nothing where it may not be performed.
fn reached<'a>(
    history: &History<'a>,
    step: &Move<'_>,
    stood: &[State],
    seen: &[&Moved<'a>],
) -> Option<State> {
    let row = step.row;
    if row.id == interim_order::ROW.id && step.act.args.get(interim_order::GROUND).is_none() {
        return None;
    }
    // Who saw that desks disagree leaves it to headquarters.
    let contested = rivals(&live(history, seen));
    if !contested.is_empty() && row.to != To::Chosen {
        return None;
    }
    let starts = || stood.iter().any(|state| row.starts_from(*state));
    match row.to {
        To::Same => None,
        To::State(state) => starts().then_some(state),
        // Back to where it was before the row that led here; an interim order leads on into effect before it lapses.
        To::Back => {
            let left = *stood.iter().find(|state| row.starts_from(**state))?;
            let came = seen.iter().rev().find(|moved| match row.id {
                "expire-interim" => moved.act.row.id == interim_order::ROW.id,
                _ => moved.act.row.to == To::State(left),
            })?;
            Some(came.before)
        }
        // One of the rivals, and none that nobody had reached.
        To::Chosen => {
            let chosen = State::parse(step.act.args.get("state")?)?;
            contested.contains(&chosen).then_some(chosen)
        }
    }
}

/// Two decisions that say different things are in contest although both are decisions.
fn decides_twice(live: &[&Moved<'_>]) -> bool {
    let mut said = live.iter().filter(|moved| is_decision(moved.act.row)).map(|m| &m.act.act.args);
    said.next().is_some_and(|first| said.any(|other| other != first))
}

/// Whether a row is a decision: an order, a settlement or a ruling.
pub(super) fn is_decision(row: &Action) -> bool {
    matches!(row.to, To::State(State::Ordered | State::Settled))
}
