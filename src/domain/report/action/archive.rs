//! `archive`: nothing more is done with the report.

use super::{Kind, ReportAction, To, Who, optional};
use crate::domain::report::ReportState;

/// Nothing more is done with the report; whether it was used stays as it was.
pub const ROW: ReportAction = ReportAction {
    id: "archive",
    from: &[ReportState::New, ReportState::Routed, ReportState::Read, ReportState::Used],
    to: To::State(ReportState::Archived),
    who: Who::Manager,
    rule: "SCXT-27",
    arguments: &[optional("reasons", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
