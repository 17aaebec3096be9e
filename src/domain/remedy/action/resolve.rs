//! `resolve`: headquarters says which of two rival records stands.

use super::{Kind, RemedyAction, To, Who, required};
use crate::domain::remedy::condition;

/// Headquarters says which of two rival records stands: the manager took back what the committee decided meanwhile, or two
/// desks decided without knowing of each other.
pub const ROW: RemedyAction = RemedyAction {
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
