//! Claims (报备): a branch's report that it pursues a lead, how well its time is proven, and what became of it.
//!
//! A first report is a presumption, not a right, and a laptop's clock is no proof: the grade follows the best proof
//! attached, D where there is none (the manager recorded it on the branch's behalf, 代录). A claim stands per lot; what may
//! be done to it is the table in [`action`]; who was first is told by [`priority`], and what a claimant that lost may know
//! by [`told`]. That a protection has run out is nobody's act: it is read off the clock ([`Claim::state_at`]) and never
//! written down, so that a wrong clock heals.

pub mod action;
pub mod condition;
pub mod priority;
mod standing;
mod state;
pub mod terms;
mod time;
pub mod told;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use standing::{Entry, LotStanding, Owner, may_act};
pub use state::ClaimState;
pub use time::{ClaimTime, Proof, ProofKind, TimeGrade, backdated};

use super::event::{Fact, PartRef, Recorded};
use super::fold::History;
use super::lead::{Stage, lots_meet};
use super::organisation::Works;
use super::strict::Texts;
use super::subject::Subject;

/// The part that names a contact of the customer: a person's name has no place in an event's body.
pub const CONTACT_PART: &str = "contact";

/// Confidentiality of contacts and of what is offered as proof: region and headquarters. Rivals do not see it.
pub const PART_CLASS: u8 = 4;

/// Whether the information was come by lawfully.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Yes, as a person states.
    Lawful,
    /// Not clear; such a claim cannot become valid.
    Unclear,
}

impl Origin {
    /// The word in data and forms.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Lawful => "lawful",
            Origin::Unclear => "unclear",
        }
    }

    /// The origin of that name.
    pub fn parse(name: &str) -> Option<Origin> {
        [Origin::Lawful, Origin::Unclear].into_iter().find(|origin| origin.name() == name)
    }
}

/// A claim was recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Submitted {
    /// `BB-…`.
    pub number: String,
    /// The lead claimed.
    pub lead: Subject,
    /// The lots claimed.
    pub lots: Vec<String>,
    /// Unit code (`F1`).
    pub unit: String,
    /// Legal person of the unit when the claim was made.
    pub legal_entity: String,
    /// Who reported it, an office holder.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claimant: Option<String>,
    /// On what the claim rests, in the branch's words.
    pub basis: String,
    /// The customer, as a person confirmed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub customer: Option<String>,
    /// Where the works are, as a person confirmed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<String>,
    /// What of the works the unit goes for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<String>,
    /// Whether the information was come by lawfully.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<Origin>,
    /// Stage of the tender when it was claimed: who reported at the pre-notice keeps that place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stage: Option<Stage>,
    /// Proofs of its time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proofs: Vec<Proof>,
    /// When it was recorded, by the desk's clock. Hybrid time only orders.
    pub recorded_at: DateTime<Utc>,
    /// Counts this desk's claims, so that backdating shows.
    pub device_seq: u64,
    /// Only written down; it is reported by the row `submit`.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub draft: bool,
    /// The earlier claim of the unit that this one reports anew; that one keeps its own time and end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refiles: Option<Subject>,
}

/// A claim was given up, as versions before the table wrote it; read as the row `release`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Released {
    /// Why.
    pub reason: String,
}

/// One row of the claim table was performed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClaimAct {
    /// What was entered, by argument name.
    pub args: Texts,
    /// Lots it is about; empty means every lot of the claim on which the row was open.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lots: Vec<String>,
    /// What was missing, when it was returned: the names of the minimum fields.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing: Vec<String>,
    /// Ends of the protection it gives, lot by lot.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub until: Vec<(String, DateTime<Utc>)>,
    /// A proof it attaches.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proof: Option<Proof>,
    /// Event from which it follows by itself (a tender's award).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<String>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
    /// SHA-256 of the rulebase that was in force.
    pub rulebase: String,
}

/// A claim as it stands.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its identity.
    pub subject: Subject,
    /// What was recorded first.
    pub submitted: Submitted,
    /// When it was reported: recorded on the desk, or submitted after a draft.
    pub recorded_at: DateTime<Utc>,
    /// The desk that recorded it.
    pub owner: Owner,
    /// Where it stands, lot by lot.
    pub lots: Vec<LotStanding>,
    /// The customer as it stands.
    pub customer: Option<String>,
    /// The site as it stands.
    pub site: Option<String>,
    /// The scope as it stands.
    pub scope: Option<String>,
    /// The origin as it stands.
    pub origin: Option<Origin>,
    /// The part that names the contact, if one was named.
    pub contact: Option<PartRef>,
    /// Every proof attached, in causal order, with the part of its text.
    pub proofs: Vec<(Proof, Option<PartRef>)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
    /// The sign of backdating, told by the other claims of the same desk: nothing before this is believed.
    pub not_before: Option<DateTime<Utc>>,
}

impl Claim {
    /// Folds a claim from its events; `works` is the region of the tender's works, where it is known, day by day.
    pub fn fold(events: &[Recorded], works: impl Into<Works>) -> Option<Claim> {
        let history = History::new(events);
        let (first, submitted) = history.effective().find_map(|e| match &e.fact {
            Fact::ClaimSubmitted(submitted) => Some((e, submitted)),
            _ => None,
        })?;
        let recorder = first.authority;
        let owner = Owner { works: works.into(), recorder };
        let acts = standing::acts(&history, &owner);
        let lots = standing::stand(&history, &acts, submitted);
        let supplied = |name: &str| {
            let mut texts = acts.iter().filter(|act| act.row.id == "supplement").rev();
            texts.find_map(|act| act.args().get(name).map(str::to_owned))
        };
        let part = |event: &Recorded, name: &str| {
            event.parts.iter().find(|part| part.name == name).cloned()
        };
        let mut proofs: Vec<(Proof, Option<PartRef>)> = Vec::new();
        let with_part = |event: &Recorded, proof: &Proof| {
            let text = proof.part.as_deref().and_then(|name| part(event, name));
            (proof.clone(), text)
        };
        proofs.extend(submitted.proofs.iter().map(|proof| with_part(first, proof)));
        for act in &acts {
            if let Some(proof) = act.act.and_then(|act| act.proof.as_ref()) {
                proofs.push(with_part(act.event, proof));
            }
        }
        let reported = acts.iter().find(|act| act.row.id == "submit").and_then(|act| act.act);
        let mut contacts = acts.iter().filter_map(|act| part(act.event, CONTACT_PART));
        Some(Claim {
            subject: first.subject,
            recorded_at: reported.map_or(submitted.recorded_at, |act| act.at),
            lots,
            customer: supplied("customer").or_else(|| submitted.customer.clone()),
            site: supplied("site").or_else(|| submitted.site.clone()),
            scope: supplied("scope").or_else(|| submitted.scope.clone()),
            origin: supplied("origin").and_then(|word| Origin::parse(&word)).or(submitted.origin),
            contact: contacts.next_back().or_else(|| part(first, CONTACT_PART)),
            proofs,
            timeline: standing::timeline(&history, first, submitted, &owner),
            owner,
            not_before: None,
            submitted: submitted.clone(),
        })
    }

    /// Where it stands as a whole at an instant: the most alive of its lots.
    pub fn state_at(&self, now: DateTime<Utc>) -> ClaimState {
        let states = self.lots.iter().map(|lot| lot.state_at(now));
        ClaimState::foremost(states).unwrap_or(ClaimState::Submitted)
    }

    /// Whether it counts against others at an instant, on any of its lots.
    pub fn is_live_at(&self, now: DateTime<Utc>) -> bool {
        self.lots.iter().any(|lot| lot.state_at(now).is_live())
    }

    /// Lots on which it counts against others at an instant.
    pub fn live_lots(&self, now: DateTime<Utc>) -> impl Iterator<Item = &LotStanding> {
        self.lots.iter().filter(move |lot| lot.state_at(now).is_live())
    }

    /// Whether it counts against others on a lot: the undivided whole meets every lot.
    pub fn covers(&self, lot: &str, now: DateTime<Utc>) -> bool {
        self.live_lots(now).any(|own| lots_meet(&own.lot, lot))
    }

    /// Its standing on a lot, or on the whole that contains the lot.
    pub fn standing(&self, lot: &str) -> Option<&LotStanding> {
        let exact = self.lots.iter().find(|own| own.lot == lot);
        exact.or_else(|| self.lots.iter().find(|own| lots_meet(&own.lot, lot)))
    }

    /// When it was made, and how far that is to be trusted.
    pub fn time(&self) -> ClaimTime {
        let proofs: Vec<Proof> = self.proofs.iter().map(|(proof, _)| proof.clone()).collect();
        ClaimTime::new(&proofs, self.recorded_at, self.not_before)
    }

    /// The reason given with the act that ended it, as the person wrote it.
    pub fn reason(&self) -> Option<&str> {
        let last = self.timeline.iter().rev().find(|entry| entry.in_power)?;
        last.args.get("reasons").or_else(|| last.args.get("reason"))
    }

    /// Until when it lives if nothing is done: `None` while it has no end, or is over already.
    pub fn lives_until(&self) -> Life {
        let mut life = Life::Over;
        for lot in self.lots.iter().filter(|lot| lot.state.is_live()) {
            match lot.until.filter(|_| lot.state.is_protected()) {
                None => return Life::Open,
                Some(until) => {
                    life = match life {
                        Life::Until(other) => Life::Until(other.max(until)),
                        _ => Life::Until(until),
                    };
                }
            }
        }
        life
    }

    /// The first end of a protection.
    pub fn first_end(&self) -> Option<DateTime<Utc>> {
        let protected = self.lots.iter().filter(|lot| lot.state.is_protected());
        protected.filter_map(|lot| lot.until).min()
    }
}

/// How long a claim counts against others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It does not any more.
    Over,
    /// Until its protection ends.
    Until(DateTime<Utc>),
    /// Without an end of its own.
    Open,
}

#[cfg(test)]
mod tests;
