//! `transfer`: another region's manager is to decide.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// Another region's manager is to decide: this one is recused, or it is not his to decide. The reason may come to light on any
/// rung of the ladder before the decision.
pub const ROW: Action = Action {
    id: "transfer",
    from: &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Suspended,
    ],
    to: To::State(State::Transferred),
    who: Who::Manager,
    rule: "SCXT-18",
    arguments: &[
        optional("to", Kind::Region),
        required("ground", Kind::Choice(&["recused", "other_region", "cross_region"]), "SCXT-19"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::nothing_is_decided],
    on_arguments: &[condition::transfers_to_whom_it_belongs],
};
