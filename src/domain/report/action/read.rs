//! `read`: the department has read it.

use super::{Kind, ReportAction, To, Who, optional};
use crate::domain::report::ReportState;

/// The department has read it.
pub const ROW: ReportAction = ReportAction {
    id: "read",
    from: &[ReportState::Routed],
    to: To::State(ReportState::Read),
    who: Who::Manager,
    rule: "SCXT-29",
    arguments: &[optional("note", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
