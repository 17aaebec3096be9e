//! `resolve`: headquarters says which of two rival records stands.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::condition;

/// Headquarters says which of two rival records stands: one machine of a desk called the meeting off while the other recorded
/// that it took place, without knowing of each other.
pub const ROW: MeetingAction = MeetingAction {
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
