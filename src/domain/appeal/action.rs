//! The table of appeals: what may be done to an appeal, by whom, from which state, on which preconditions.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-appeal-<id>`, `action-appeal-<id>-help`,
//! `arg-<name>` for a new argument). What the committee does is recorded by headquarters.

use chrono::{DateTime, Utc};

use super::{Appeal, AppealState};
use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::rulebook::Rulebook;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

mod accept;
mod annul;
mod close;
mod declare_inadmissible;
mod dossier;
mod modify;
mod remand;
mod resolve;
mod respond;
pub mod review;
mod stay;
mod uphold;

/// A row of the table.
pub type AppealAction = Row<Appeal>;

impl Matter for Appeal {
    type State = AppealState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: AppealState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Appeal {
    const KIND: &'static str = "appeal";
    const WRONG_STATE: &'static str = "appeal-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.filed.owner
    }

    fn state(&self) -> AppealState {
        self.state
    }

    fn contested(&self) -> &[(AppealState, String)] {
        &self.contested
    }

    fn name(state: AppealState) -> &'static str {
        state.name()
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The appeal.
    pub appeal: &'a Appeal,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
    /// Persons who [took part](super::filing::took_part) in the case, where this desk holds it.
    pub took_part: &'a [String],
    /// Working days.
    pub calendar: &'a Calendar,
    /// The rules in force.
    pub book: &'a Rulebook,
}

/// The table, in the order of the procedure.
pub const ACTIONS: &[&AppealAction] = &[
    &accept::ROW,
    &declare_inadmissible::ROW,
    &dossier::ROW,
    &respond::ROW,
    &stay::ROW,
    &review::ROW,
    &uphold::ROW,
    &modify::ROW,
    &annul::ROW,
    &remand::ROW,
    &close::ROW,
    &resolve::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static AppealAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl AppealAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.appeal, situation.authority, situation)
    }
}
