//! `agree`: every party accepted the recommendation in time.

use super::{Action, Kind, To, Who, optional};
use crate::domain::case::{State, condition};

/// Every party accepted the recommendation in time.
pub const ROW: Action = Action {
    id: "agree",
    from: &[State::Recommended],
    to: To::State(State::Settled),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[optional("note", Kind::Text)],
    conditions: &[
        condition::one_legal_person,
        condition::everyone_heard,
        condition::everyone_accepted,
    ],
    on_arguments: &[],
};
