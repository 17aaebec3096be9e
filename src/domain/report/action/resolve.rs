//! `resolve`: headquarters says which of two rival records stands.

use super::{Kind, ReportAction, To, Who, required};
use crate::domain::report::condition;

/// Headquarters says which of two rival records stands: one machine of a desk put the report aside while the other used it,
/// without knowing of each other.
pub const ROW: ReportAction = ReportAction {
    id: "resolve",
    from: &[],
    to: To::Chosen,
    who: Who::Headquarters,
    rule: "SCXT-6",
    arguments: &[
        required("decision", Kind::Entry, "SCXT-6"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::is_contested],
    on_arguments: &[condition::names_a_rival],
};
