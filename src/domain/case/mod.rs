//! The conflict case (市场冲突): two branches after one lot, settled before a decision by consultation, recommendation and
//! order, in that ladder (regulation art. 8).
//!
//! A case is folded from its events. *Facts* (contacts, statements, replies, service) are a union: whoever recorded them,
//! they count. *Transitions* have one owner; two that were written without knowledge of each other leave the case
//! [contested](Case::contested) until headquarters resolves it. What a person may do next is the table in [`action`]; each
//! row names its preconditions, and an unmet one is a [`Why`](super::why::Why) with its article.
//!
//! `effective` and `lapsed` are not anybody's act: they follow from service and from the hard stop when the case is read
//! ([`Case::state_at`]).

pub mod action;
mod condition;
pub mod guard;
pub mod standing;
mod state;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use state::State;

use super::calendar::Calendar;
use super::event::{Authority, Fact, Recorded};
use super::fold::History;
use super::hard_stop::HardStop;
use super::lead::Lead;
use super::sla::{self, Track};
use super::strict::Texts;
use super::subject::{Subject, SubjectKind};
use super::territory::{RegionCode, region_of};
use standing::{entry, in_power, stand};

/// What made the conflict known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Two live claims on one lot and round.
    Claims,
}

/// A party to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Unit code.
    pub unit: String,
    /// Legal person of the unit.
    pub legal_entity: String,
    /// The claim it rests on.
    pub claim: Subject,
}

impl Party {
    /// Whether two parties are one legal person. Where it is not stated, nobody may take them for one: allocation among
    /// separate persons would be collusion (gap G15).
    pub fn is_same_person(&self, other: &Party) -> bool {
        let (own, other) = (self.legal_entity.trim(), other.legal_entity.trim());
        !own.is_empty() && own == other
    }
}

/// The conflict was found by the desk of the owning region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Detected {
    /// `XT-…`.
    pub number: String,
    /// The tender.
    pub lead: Subject,
    /// The lot.
    pub lot: String,
    /// The round.
    pub round: u32,
    /// What made it known.
    pub trigger: Trigger,
    /// Who is in conflict.
    pub parties: Vec<Party>,
    /// The hard stop as it was known then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hard_stop: Option<HardStop>,
    /// The region whose manager owns it: that of the works site.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock; limits run from it. Hybrid time only orders.
    pub at: DateTime<Utc>,
}

/// One row of the action table was performed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Act {
    /// What was entered, by argument name.
    pub args: Texts,
    /// SHA-256 of the rulebase that was in force: a later change never rewrites a decision.
    pub rulebase: String,
    /// The limits' track, fixed when the case is accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub track: Option<Track>,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the event.
    pub event: String,
    /// Action id, or `detect`.
    pub action: &'static str,
    /// Claimed time.
    pub at: DateTime<Utc>,
    /// Person named.
    pub actor: String,
    /// Post named.
    pub office: String,
    /// What was entered.
    pub args: Texts,
    /// Written by the owning region or by headquarters; otherwise kept and shown as 越权待核, without effect.
    pub in_power: bool,
}

/// A case as it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its identity.
    pub subject: Subject,
    /// The earliest number given.
    pub number: String,
    /// The tender.
    pub lead: Subject,
    /// The lot.
    pub lot: String,
    /// The round.
    pub round: u32,
    /// What made it known.
    pub trigger: Trigger,
    /// The parties, by unit code.
    pub parties: Vec<Party>,
    /// The owning region.
    pub owner: Option<RegionCode>,
    /// When it was found.
    pub detected_at: DateTime<Utc>,
    /// The recorded state (see [`Case::state_at`]).
    pub state: State,
    /// States that desks reached without knowing of each other; empty when they agree.
    pub contested: Vec<State>,
    /// The track fixed at acceptance.
    pub track: Option<Track>,
    /// The hard stop: by the notice that stands, else as known at detection.
    pub hard_stop: Option<HardStop>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Case {
    /// The identity of the case about one lot of one round.
    pub fn subject(lead: Subject, lot: &str, round: u32) -> Subject {
        Subject::derived(SubjectKind::Conflict, &[&lead.to_string(), lot, &round.to_string()])
    }

    /// Folds a case; `lead` is the tender as it stands, where this desk holds it.
    pub fn fold(events: &[Recorded], lead: Option<&Lead>, calendar: &Calendar) -> Option<Case> {
        let history = History::new(events);
        let mut found: Vec<(&Recorded, &Detected)> = history
            .effective()
            .filter_map(|e| match &e.fact {
                Fact::CaseDetected(detected) if is_genuine(e, detected) => Some((e, detected)),
                _ => None,
            })
            .collect();
        // The region of the works is heard first: nobody takes a case from it by a clock set back.
        let works = lead.and_then(|lead| lead.notice.province.value.as_deref()).and_then(region_of);
        found.sort_by_key(|(event, detected)| {
            let elsewhere = works.is_some() && detected.owner != works;
            (elsewhere, event.hlc, &event.id)
        });
        let (first, detected) = *found.first()?;
        let mut parties: Vec<Party> = Vec::new();
        for party in found.iter().flat_map(|(_, detected)| &detected.parties) {
            if !parties.iter().any(|known| known.unit == party.unit) {
                parties.push(party.clone());
            }
        }
        parties.sort_by(|a, b| a.unit.cmp(&b.unit));
        let owner = detected.owner;
        let (state, contested) = stand(&history, owner);
        let track = history.effective().find_map(|e| match &e.fact {
            Fact::Acted(_, act) if in_power(e, owner) => act.track,
            _ => None,
        });
        Some(Case {
            subject: first.subject,
            number: detected.number.clone(),
            lead: detected.lead,
            lot: detected.lot.clone(),
            round: detected.round,
            trigger: detected.trigger,
            parties,
            owner: detected.owner,
            detected_at: detected.at,
            state,
            contested,
            track,
            hard_stop: lead.and_then(|l| l.notice.hard_stop(calendar)).or(detected.hard_stop),
            timeline: history.effective().filter_map(|event| entry(event, owner)).collect(),
        })
    }

    /// The state at an instant, with what follows from service and from the hard stop.
    ///
    /// A case lapses when its hard stop passes while it waits. One that was only found after the stop has missed nothing by
    /// waiting: it stays for the manager to accept or reject, and an estimated stop (估) lets nothing lapse.
    pub fn state_at(&self, now: DateTime<Utc>) -> State {
        if !self.contested.is_empty() {
            return self.state;
        }
        if matches!(self.state, State::Ordered | State::Settled) && self.unserved().is_empty() {
            return State::Effective;
        }
        match &self.hard_stop {
            Some(stop) if self.state.is_before_decision() && !stop.estimated => {
                if self.detected_at < stop.at && stop.at <= now {
                    State::Lapsed
                } else {
                    self.state
                }
            }
            _ => self.state,
        }
    }

    /// The track: fixed at acceptance, before that by the time there was when the case was found.
    pub fn track(&self, calendar: &Calendar) -> Track {
        self.track.unwrap_or_else(|| match &self.hard_stop {
            Some(stop) => sla::choose_track(self.detected_at, stop.at, calendar),
            None => Track::Standard,
        })
    }

    /// The last responsible moment: hard stop minus the working time that the remaining procedure needs. `None` when no
    /// time of the tender is known at all, or nothing remains to be decided.
    pub fn last_moment(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let stop = self.hard_stop.as_ref()?;
        let stage = self.stage()?;
        Some(sla::last_responsible_moment(stop.at, stage, self.track(calendar), calendar))
    }

    /// How far the procedure is; `None` once nothing remains to be decided.
    pub fn stage(&self) -> Option<sla::Stage> {
        Some(match self.state {
            State::Detected => sla::Stage::Detected,
            State::Accepted => sla::Stage::Accepted,
            State::Consulting => sla::Stage::Consulting,
            State::Recommended => sla::Stage::Recommended,
            State::Ordered | State::Settled if !self.unserved().is_empty() => sla::Stage::Ordered,
            _ => return None,
        })
    }

    /// Parties of more than one legal person: facts are recorded and referred to legal review, nothing else (arts. 39-40 of
    /// the implementing regulation of the bidding law).
    pub fn is_cross_entity(&self) -> bool {
        let first = self.parties.first();
        first.is_some_and(|first| !self.parties.iter().all(|party| party.is_same_person(first)))
    }

    /// Timeline entries of one action that have effect.
    pub fn entries<'a>(&'a self, action: &'a str) -> impl Iterator<Item = &'a Entry> + 'a {
        self.timeline.iter().filter(move |entry| entry.action == action && entry.in_power)
    }

    /// Parties not yet told of the claims and their limit to state the case.
    pub fn unnotified(&self) -> Vec<String> {
        let told: BTreeSet<String> =
            self.entries("consult").flat_map(|entry| entry.args.list("notified")).collect();
        self.missing(&told)
    }

    /// Parties with whom nothing was heard and no default noted.
    pub fn unheard(&self) -> Vec<String> {
        let heard: BTreeSet<String> =
            self.entries("statement").flat_map(|entry| entry.args.list("party")).collect();
        self.missing(&heard)
    }

    /// Parties on whom the decision is not served (a receipt, or two attempts at delivery).
    pub fn unserved(&self) -> Vec<String> {
        let mut served = BTreeSet::new();
        for party in &self.parties {
            let mine =
                || self.entries("serve").filter(|e| e.args.list("party").contains(&party.unit));
            let receipt = mine().any(|entry| entry.args.get("proof") == Some("receipt"));
            if receipt || mine().count() >= 2 {
                served.insert(party.unit.clone());
            }
        }
        self.missing(&served)
    }

    /// Parties whose reply to the recommendation is not here, with those that refused it.
    pub fn replies(&self) -> (Vec<String>, Vec<String>) {
        let latest = |unit: &str| {
            let replies =
                self.entries("reply").filter(|e| e.args.list("party").iter().any(|p| p == unit));
            replies.last().and_then(|entry| entry.args.get("answer"))
        };
        let units = || self.parties.iter().map(|party| party.unit.clone());
        let silent = units().filter(|unit| latest(unit).is_none()).collect();
        let refused = units().filter(|unit| latest(unit) == Some("refuse")).collect();
        (silent, refused)
    }

    fn missing(&self, done: &BTreeSet<String>) -> Vec<String> {
        let units = self.parties.iter().map(|party| party.unit.clone());
        units.filter(|unit| !done.contains(unit)).collect()
    }
}

/// A conflict is found by a desk of the region that owns it, and under the identity that follows from what it is about:
/// nobody else can open a case in another region's name.
pub fn is_genuine(event: &Recorded, detected: &Detected) -> bool {
    let by_owner = match (event.authority, detected.owner) {
        (Authority::Region(region), Some(owner)) => region == owner,
        _ => false,
    };
    by_owner && event.subject == Case::subject(detected.lead, &detected.lot, detected.round)
}
