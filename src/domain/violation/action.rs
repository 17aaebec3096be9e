//! The table of violations: what may be done to one that was reported.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-violation-<id>`, `action-violation-<id>-help`,
//! `arg-<name>` for a new argument). What the committee found is recorded by headquarters.

use super::{Violation, ViolationState};
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::rulebook::Rulebook;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

pub mod dismiss;
mod refer;
mod resolve;
pub mod uphold;
mod withdraw;

/// A row of the table.
pub type ViolationAction = Row<Violation>;

impl Matter for Violation {
    type State = ViolationState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: ViolationState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Violation {
    const KIND: &'static str = "violation";
    const WRONG_STATE: &'static str = "violation-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.reported.owner
    }

    fn state(&self) -> ViolationState {
        self.state
    }

    fn contested(&self) -> &[(ViolationState, String)] {
        &self.contested
    }

    fn name(state: ViolationState) -> &'static str {
        state.name()
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The violation.
    pub violation: &'a Violation,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// The rules in force.
    pub book: &'a Rulebook,
}

/// The table, in the order of the procedure.
pub const ACTIONS: &[&ViolationAction] =
    &[&refer::ROW, &withdraw::ROW, &uphold::ROW, &dismiss::ROW, &resolve::ROW];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static ViolationAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl ViolationAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.violation, situation.authority, situation)
    }
}
