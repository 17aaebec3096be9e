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
        let remedy = situation.remedy;
        let mut unmet = Vec::new();
        let contested = !remedy.contested.is_empty();
        if contested && self.id != resolve::ROW.id {
            unmet.push(Why::plain("contested"));
        }
        if !relief::may_act(self.who, situation.authority, remedy.proposed.owner) {
            unmet.push(relief::out_of_power(self.who, remedy.proposed.owner, self.rule));
        }
        // What is open to a contested remedy is open in every state, and to no other.
        if !contested && !self.from.is_empty() && !self.starts_from(remedy.state) {
            unmet.push(self.wrong_state(remedy.state));
        }
        unmet.extend(self.unmet_conditions(situation));
        unmet
    }

    fn wrong_state(&self, state: RemedyState) -> Why {
        let names: Vec<String> =
            self.from.iter().map(|state| format!("remedy-{}", state.name())).collect();
        Why::rule("remedy-wrong-state", self.rule)
            .with("state", format!("remedy-{}", state.name()))
            .with("states", names.join(","))
    }
}
