//! `route`: the report goes to a department, or on to another.

use super::{Kind, ReportAction, To, Who, optional};
use crate::domain::report::{DEPARTMENTS, ReportState};

/// The report goes to the department of the reporter's role, or to the one that is chosen; a department may pass it on
/// (art. 29).
pub const ROW: ReportAction = ReportAction {
    id: "route",
    from: &[ReportState::New, ReportState::Routed, ReportState::Read],
    to: To::State(ReportState::Routed),
    who: Who::Manager,
    rule: "SCXT-29",
    arguments: &[optional("department", Kind::Choice(DEPARTMENTS))],
    conditions: &[],
    on_arguments: &[],
};
