//! The table of trips: what may be done to one that was entered.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-trip-<id>`, `action-trip-<id>-help`, `arg-<name>` for a
//! new argument). The desk that entered the trip records what the unit says.

use chrono::{DateTime, Utc};

use super::{Trip, TripState};
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

pub mod amend;
pub mod cancel;
pub mod close;
mod resolve;

/// A row of the table.
pub type TripAction = Row<Trip>;

impl Matter for Trip {
    type State = TripState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: TripState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Trip {
    const KIND: &'static str = "trip";
    const WRONG_STATE: &'static str = "trip-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.filed.owner
    }

    fn state(&self) -> TripState {
        self.state
    }

    fn contested(&self) -> &[(TripState, String)] {
        &self.contested
    }

    fn name(state: TripState) -> &'static str {
        state.name()
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The trip.
    pub trip: &'a Trip,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
}

/// The table, in the order of a trip's life.
pub const ACTIONS: &[&TripAction] = &[&amend::ROW, &cancel::ROW, &close::ROW, &resolve::ROW];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static TripAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl TripAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.trip, situation.authority, situation)
    }
}
