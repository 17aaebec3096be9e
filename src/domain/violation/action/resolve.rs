//! `resolve`: headquarters says which of two rival records stands.

use super::{Kind, To, ViolationAction, Who, required};
use crate::domain::violation::condition;

/// Headquarters says which of two rival records stands: one machine of a desk took the report back while the other referred
/// it, or two desks recorded findings that differ, without knowing of each other.
pub const ROW: ViolationAction = ViolationAction {
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
