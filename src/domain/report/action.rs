//! The table of reports: what may be done to one that was filed.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list
//! it in [`ACTIONS`], and give it its words in both catalogues (`action-report-<id>`, `action-report-<id>-help`, `arg-<name>`
//! for a new argument). That a department has read it, the manager's desk records as well: one desk keeps one file.

use super::{Report, ReportState};
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

mod archive;
pub mod put_to_use;
mod read;
mod resolve;
pub mod route;

/// A row of the table.
pub type ReportAction = Row<Report>;

impl Matter for Report {
    type State = ReportState;
    type Situation<'a> = Situation<'a>;

    fn is_end(state: ReportState) -> bool {
        state.is_terminal()
    }
}

impl relief::File for Report {
    const KIND: &'static str = "report";
    const WRONG_STATE: &'static str = "report-wrong-state";

    fn owner(&self) -> Option<RegionCode> {
        self.filed.owner
    }

    fn state(&self) -> ReportState {
        self.state
    }

    fn contested(&self) -> &[(ReportState, String)] {
        &self.contested
    }

    fn name(state: ReportState) -> &'static str {
        state.name()
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The report.
    pub report: &'a Report,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
}

/// The table, in the order of a report's life.
pub const ACTIONS: &[&ReportAction] =
    &[&route::ROW, &read::ROW, &put_to_use::ROW, &archive::ROW, &resolve::ROW];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static ReportAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl ReportAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        relief::unmet(self, situation.report, situation.authority, situation)
    }
}
