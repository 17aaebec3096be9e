//! `accept`: the manager takes the case on: jurisdiction, a statement on recusal, no decision yet; the limits' track is fixed.

use super::{Action, Kind, To, Who, optional, private, required};
use crate::domain::case::{State, condition};

/// The manager takes the case on: jurisdiction, a statement on recusal, no decision yet; the limits' track is fixed.
pub const ROW: Action = Action {
    id: "accept",
    from: &[State::Detected],
    to: To::State(State::Accepted),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[private(required("recusal", Kind::Text, "SCXT-19")), optional("note", Kind::Text)],
    conditions: &[condition::one_legal_person, condition::before_decision],
    on_arguments: &[],
};
