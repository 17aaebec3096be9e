//! `resolve`: headquarters says which of two rival records stands.

use super::{Kind, To, TripAction, Who, required};
use crate::domain::trip::condition;

/// Headquarters says which of two rival records stands: one machine of a desk called the trip off while the other closed it,
/// without knowing of each other.
pub const ROW: TripAction = TripAction {
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
