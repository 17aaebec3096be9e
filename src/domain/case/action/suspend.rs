//! `suspend`: the clock pauses while facts are pending or the customer pauses.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::State;

/// The clock pauses while facts are pending or the customer pauses.
pub const ROW: Action = Action {
    id: "suspend",
    from: &[State::Detected, State::Accepted, State::Consulting, State::Recommended],
    to: To::State(State::Suspended),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("ground", Kind::Choice(&["facts_pending", "customer_paused"]), "SCXT-7"),
        required("resume_when", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[],
};
