//! `withdraw`: the initiator takes it back and no other party objects.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The initiator takes it back and no other party objects.
pub const ROW: Action = Action {
    id: "withdraw",
    from: &[State::Detected, State::Accepted, State::Consulting, State::Recommended],
    to: To::State(State::Withdrawn),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("initiator", Kind::Units, "SCXT-7"),
        required("no_objection", Kind::Units, "SCXT-7"),
        required("proof", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::before_decision],
    on_arguments: &[condition::nobody_objects],
};
