//! `resolve`: headquarters says which of two rival records stands.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::condition;

/// Headquarters says which of two rival records stands: desks of headquarters wrote them without knowing of each other.
pub const ROW: AppealAction = AppealAction {
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
