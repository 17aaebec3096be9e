//! `use`: the report became a lead, or a line of the digest.

use super::{Kind, ReportAction, To, Who, optional, required};
use crate::domain::report::{ReportState, condition};
use crate::domain::survey::SECTIONS;

/// The report became a lead, which is named, or a line of the digest under a heading of art. 31. Nothing is used whose origin is not clear.
pub const ROW: ReportAction = ReportAction {
    id: "use",
    from: &[ReportState::New, ReportState::Routed, ReportState::Read],
    to: To::State(ReportState::Used),
    who: Who::Manager,
    rule: "SCXT-27",
    arguments: &[
        required("how", Kind::Choice(&["lead", "digest"]), "SCXT-27"),
        optional("about", Kind::About),
        optional("section", Kind::Choice(SECTIONS)),
    ],
    conditions: &[condition::origin_lawful],
    on_arguments: &[condition::names_the_lead],
};
