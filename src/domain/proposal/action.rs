//! The table of proposals: what may be done to a proposal, by whom, from which state, on which preconditions.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-proposal-<id>`, `action-proposal-<id>-help`,
//! `arg-<name>` for a new argument). What the board resolves is recorded by headquarters.

use super::{Proposal, ProposalState};
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

pub mod check;
pub mod decline;
pub mod resolve;
pub mod revise;
pub mod send_back;
mod settle;
pub mod submit;
pub mod withdraw;

/// A row of the table.
pub type ProposalAction = Row<Proposal>;

impl Matter for Proposal {
    type State = ProposalState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: ProposalState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Proposal {
    const KIND: &'static str = "proposal";
    const WRONG_STATE: &'static str = "proposal-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.drafted.owner
    }

    fn state(&self) -> ProposalState {
        self.state
    }

    fn contested(&self) -> &[(ProposalState, String)] {
        &self.contested
    }

    fn name(state: ProposalState) -> &'static str {
        state.name()
    }

    /// A condition gives one reason; of the list, every item that lacks a finding is one.
    fn unready(&self, row: &ProposalAction) -> Vec<Why> {
        let submits = row.id == submit::ROW.id && row.starts_from(self.state);
        if submits { self.unchecked() } else { Vec::new() }
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
}

/// The table, in the order of the procedure.
pub const ACTIONS: &[&ProposalAction] = &[
    &check::ROW,
    &revise::ROW,
    &submit::ROW,
    &send_back::ROW,
    &resolve::ROW,
    &decline::ROW,
    &withdraw::ROW,
    &settle::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static ProposalAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl ProposalAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.proposal, situation.authority, situation)
    }
}
