//! The claim table: what may be done to a claim, by whom, from which state, on which preconditions.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-claim-<id>`, `action-claim-<id>-help`, `arg-<name>`
//! for a new argument). `daqu claim` has a verb for each row, the claim screen an entry, and the fold applies it.

use chrono::{DateTime, Utc};

use super::terms::Terms;
use super::{Claim, ClaimState, LotStanding, may_act};
use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
use crate::domain::lead::{Lead, WHOLE_LOT, lots_meet};
use crate::domain::procedure::{Matter, Row};
pub use crate::domain::procedure::{To, Who};
use crate::domain::strict::Texts;
use crate::domain::unit::Unit;
use crate::domain::why::Why;

mod bar;
mod expire;
mod give_back;
mod lose;
mod protect;
mod prove;
mod release;
mod renew;
mod revoke;
mod submit;
mod supersede;
mod supplement;
mod validate;
mod win;

/// A row of the table.
pub type ClaimAction = Row<Claim>;

impl Matter for Claim {
    type State = ClaimState;
    type Situation<'a> = Situation<'a>;
}

/// Another live claim on a lot that meets one of this claim's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// `BB-…`.
    pub number: String,
    /// Unit code.
    pub unit: String,
    /// Legal person of the unit.
    pub legal_entity: String,
    /// Its live lots and their states.
    pub lots: Vec<(String, ClaimState)>,
}

/// The case about a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAbout {
    /// `XT-…`.
    pub number: String,
    /// The lot.
    pub lot: String,
    /// No decision has been taken yet.
    pub undecided: bool,
    /// Units that the decision lets bid; empty where it names none.
    pub bidders: Vec<String>,
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
    /// The tender, where this desk holds it.
    pub lead: Option<&'a Lead>,
    /// The unit as the organisation stands today.
    pub unit: Option<&'a Unit>,
    /// The resolution that bars the unit from the province of the works, if one does.
    pub barred_by: Option<&'a str>,
    /// Other live claims on the same ground.
    pub rivals: &'a [Rival],
    /// Cases about the same ground.
    pub cases: &'a [CaseAbout],
    /// Periods.
    pub terms: &'a Terms,
    /// Working days.
    pub calendar: &'a Calendar,
}

/// The table, in the order of a claim's life.
pub const ACTIONS: &[&ClaimAction] = &[
    &submit::ROW,
    &supplement::ROW,
    &prove::ROW,
    &validate::ROW,
    &give_back::ROW,
    &bar::ROW,
    &protect::ROW,
    &renew::ROW,
    &release::ROW,
    &supersede::ROW,
    &revoke::ROW,
    &win::ROW,
    &lose::ROW,
    &expire::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static ClaimAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl ClaimAction {
    /// The lots of a claim on which the row is open now; those asked for, where any are.
    pub fn open_lots<'a>(
        &self,
        claim: &'a Claim,
        now: DateTime<Utc>,
        asked: &[String],
    ) -> Vec<&'a LotStanding> {
        let lots = claim.lots.iter().filter(|lot| asked.is_empty() || asked.contains(&lot.lot));
        lots.filter(|lot| self.starts_from(lot.state_at(now))).collect()
    }

    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        if self.who == Who::System {
            return vec![Why::rule("claim-by-itself", self.rule)];
        }
        let (claim, now) = (situation.claim, situation.now);
        let mut unmet = Vec::new();
        if self.open_lots(claim, now, &[]).is_empty() {
            unmet.push(self.wrong_state(claim.state_at(now)));
        }
        let owner = claim.owner.at(situation.now);
        if !may_act(self.who, situation.authority, claim.owner.recorder, owner) {
            unmet.push(match owner {
                Some(owner) => owner.reserves("claim-jurisdiction", "SCXT-6"),
                None => Why::rule("claim-not-yours", "SCXT-6"),
            });
        }
        unmet.extend(self.unmet_conditions(situation));
        unmet
    }

    fn wrong_state(&self, state: ClaimState) -> Why {
        let names: Vec<String> =
            self.from.iter().map(|state| format!("claim-{}", state.name())).collect();
        Why::rule("claim-wrong-state", self.rule)
            .with("state", format!("claim-{}", state.name()))
            .with("states", names.join(","))
    }

    /// Lots named in the input on which the row is not open.
    pub fn misfit_lots(&self, situation: &Situation<'_>, args: &Texts) -> Vec<Why> {
        let mut unmet = Vec::new();
        for lot in args.list("lots") {
            match situation.claim.lots.iter().find(|own| own.lot == lot) {
                None => unmet.push(Why::plain("claim-no-such-lot").with("lot", lot)),
                Some(own) if !self.starts_from(own.state_at(situation.now)) => {
                    unmet.push(self.wrong_state(own.state_at(situation.now)));
                }
                Some(_) => {}
            }
        }
        unmet
    }
}

impl Situation<'_> {
    /// Whether the claim names a lot of the tender, or the tender as a whole.
    pub fn is_identified(&self) -> bool {
        let known = |lot: &str| lot == WHOLE_LOT || self.lead.is_some_and(|lead| lead.has_lot(lot));
        self.lead.is_some()
            && !self.claim.lots.is_empty()
            && self.claim.lots.iter().all(|lot| known(&lot.lot))
    }

    /// Whether a lot meets one of the claim's that is still open to be decided.
    pub fn meets(&self, lot: &str) -> bool {
        self.claim.covers(lot, self.now)
    }

    /// Rivals whose ground meets the claim's, with the state they have there.
    pub fn rivals_met(&self) -> impl Iterator<Item = (&Rival, ClaimState)> {
        // A lot that was given up or lost is no ground to meet on.
        let stands = |own: &LotStanding| {
            let state = own.state_at(self.now);
            state.is_live() || state == ClaimState::Draft
        };
        self.rivals.iter().filter_map(move |rival| {
            let met = rival.lots.iter().filter(|(lot, _)| {
                self.claim.lots.iter().any(|own| stands(own) && lots_meet(&own.lot, lot))
            });
            ClaimState::foremost(met.map(|(_, state)| *state)).map(|state| (rival, state))
        })
    }
}
