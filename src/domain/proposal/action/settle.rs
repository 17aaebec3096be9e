//! `settle`: headquarters says which of two rival records stands.

use super::{Kind, ProposalAction, To, Who, required};
use crate::domain::proposal::condition;

/// Headquarters says which of two rival records stands: the manager took back what the board resolved meanwhile, or two desks
/// recorded different ends without knowing of each other.
pub const ROW: ProposalAction = ProposalAction {
    id: "settle",
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
