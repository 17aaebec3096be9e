//! `suspend`: the clock pauses while facts are pending or the customer pauses; a manager may also hold his own order.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The clock pauses while facts are pending or the customer pauses; a manager may also hold his own order.
pub const ROW: Action = Action {
    id: "suspend",
    from: &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
    ],
    to: To::State(State::Suspended),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("ground", Kind::Choice(&["facts_pending", "customer_paused"]), "SCXT-7"),
        required("resume_when", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
