//! When a decision keeps a unit from the tender: from its service on that unit until it ends, without the time for which it is
//! held. What a unit did is measured by the decision as it stood then, however late anybody writes it down.

use chrono::{DateTime, Utc};

use super::{Case, DECISIONS, Decision, State, action};
use crate::domain::procedure::{To, moment};

/// A time in which the decision bound a unit that it keeps from the tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// From then on.
    pub from: DateTime<Utc>,
    /// Until then; `None` while there is no end.
    pub until: Option<DateTime<Utc>>,
}

/// How a stretch of time lies to those in which the decision kept a unit from the tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was free to act all the time.
    Not,
    /// At one time it was, at another it was not; or desks disagree on which decision stands.
    InPart,
    /// The decision bound it from the beginning to the end.
    Throughout,
}

impl Case {
    /// Whether the decision binds a unit: it was served on it, or on every party.
    pub fn is_bound(&self, unit: &str) -> bool {
        self.state == State::Effective || self.served_at(unit).is_some()
    }

    /// Whether a decision that stands keeps a unit from bidding for the lot: it is one of the parties, and not who bids. One
    /// that ends on a day keeps nobody from anything after it.
    pub fn is_barred(&self, unit: &str, now: DateTime<Utc>) -> bool {
        let in_force = |decision: &&Decision| ends_on(decision).is_none_or(|until| now < until);
        self.decision.as_ref().filter(in_force).is_some_and(|decision| self.bars(decision, unit))
    }

    /// How a stretch of time lies to the bar of a unit.
    pub fn kept_away(&self, unit: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Kept {
        let spells = self.barred_spells(unit);
        let covers = |spell: &Spell| spell.from <= from && spell.until.is_none_or(|end| to < end);
        let touches = |spell: &Spell| spell.from <= to && spell.until.is_none_or(|end| from < end);
        match (spells.iter().any(covers), spells.iter().any(touches)) {
            (true, _) if self.contested.is_empty() => Kept::Throughout,
            (_, true) => Kept::InPart,
            _ => Kept::Not,
        }
    }

    /// The times in which the last decision kept a unit from the tender. One that fell on an appeal has kept nobody from
    /// anything: what was done against it is not held against him who did it.
    pub fn barred_spells(&self, unit: &str) -> Vec<Spell> {
        let Some(decision) = self.decision.as_ref().filter(|decision| self.bars(decision, unit))
        else {
            return Vec::new();
        };
        if self.since(DECISIONS, "annul").next().is_some() {
            return Vec::new();
        }
        let took_effect = || self.since(DECISIONS, "take-effect").next().map(|entry| entry.at);
        // Nobody breaks what was not served on him.
        let Some(bound) = self.served_at(unit).or_else(took_effect) else { return Vec::new() };
        let interim = decision.interim.filter(|interim| !interim.confirmed);
        let end = [ends_on(decision), interim.map(|interim| interim.until)];
        let end = end.into_iter().flatten().min();
        let in_force = self.in_force(decision).into_iter();
        let clipped = in_force.map(|spell| Spell {
            from: spell.from.max(bound),
            until: [spell.until, end].into_iter().flatten().min(),
        });
        clipped.filter(|spell| spell.until.is_none_or(|until| spell.from < until)).collect()
    }

    /// Whether a decision leaves a unit without a bid: it is one of the parties, and not who bids.
    fn bars(&self, decision: &Decision, unit: &str) -> bool {
        let names_bidder = matches!(
            decision.args.get("outcome"),
            Some("sole" | "lead_support" | "joint" | "rotate" | "none_bid" | "hq_takes")
        );
        let is_party = self.parties.iter().any(|party| party.unit == unit);
        is_party && names_bidder && !decision.args.list("lead_unit").iter().any(|own| own == unit)
    }

    /// When a decision was in force by what was done with the case since: not while the case was suspended or sent up, and no
    /// longer once it was closed or another decision took its place.
    fn in_force(&self, decision: &Decision) -> Vec<Spell> {
        let later = self.timeline.iter().skip_while(|entry| entry.event != decision.event).skip(1);
        let mut spells = vec![Spell { from: decision.at, until: None }];
        // Whether it was in force before each pause that has not ended yet.
        let mut paused = Vec::new();
        for entry in later.filter(|entry| entry.counts) {
            let held = spells.last().is_some_and(|spell| spell.until.is_none());
            let holds = match action::find(entry.action).map(|row| row.to) {
                Some(To::State(state)) => {
                    if state.is_paused() {
                        paused.push(held);
                    }
                    is_in_force(state)
                }
                // Back from a pause; else an interim order that nobody confirmed is over.
                Some(To::Back) => !held && paused.pop().unwrap_or_default(),
                Some(To::Chosen) => {
                    entry.args.get("state").and_then(State::parse).is_some_and(is_in_force)
                }
                Some(To::Same) | None => continue,
            };
            if holds && !held {
                spells.push(Spell { from: entry.at, until: None });
            } else if let Some(open) = spells.last_mut().filter(|_| held && !holds) {
                open.until = Some(entry.at);
            }
        }
        spells
    }
}

/// States in which a decision is in force.
fn is_in_force(state: State) -> bool {
    matches!(state, State::Ordered | State::Settled | State::Effective)
}

/// When a decision ends by its own words.
fn ends_on(decision: &Decision) -> Option<DateTime<Utc>> {
    moment(&decision.args, "in_force_until")
}
