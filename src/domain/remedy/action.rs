//! The table of remedies: what may be done to a remedy, by whom, from which state, on which preconditions.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-remedy-<id>`, `action-remedy-<id>-help`,
//! `arg-<name>` for a new argument). What the committee decides is recorded by headquarters.

use super::{Remedy, RemedyState};
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::rulebook::Rulebook;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

pub mod decide;
pub mod execute;
mod hear;
mod notify;
pub mod refer_to_board;
mod resolve;
mod waive;
mod withdraw;

/// A row of the table.
pub type RemedyAction = Row<Remedy>;

impl Matter for Remedy {
    type State = RemedyState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: RemedyState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Remedy {
    const KIND: &'static str = "remedy";
    const WRONG_STATE: &'static str = "remedy-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.proposed.owner
    }

    fn state(&self) -> RemedyState {
        self.state
    }

    fn contested(&self) -> &[(RemedyState, String)] {
        &self.contested
    }

    fn name(state: RemedyState) -> &'static str {
        state.name()
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The remedy.
    pub remedy: &'a Remedy,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// The value of the lot in fen, where this desk knows it: compensation has its cap by it.
    pub lot_value_fen: Option<i64>,
    /// The rules in force.
    pub book: &'a Rulebook,
}

/// The table, in the order of the procedure.
pub const ACTIONS: &[&RemedyAction] = &[
    &notify::ROW,
    &hear::ROW,
    &decide::ROW,
    &refer_to_board::ROW,
    &execute::ROW,
    &waive::ROW,
    &withdraw::ROW,
    &resolve::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static RemedyAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl RemedyAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.remedy, situation.authority, situation)
    }
}
