//! `annul`: the decision falls on an appeal, and nothing takes its place.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The decision falls on an appeal, and nothing takes its place (art. 9): whom it kept from bidding it keeps no more.
pub const ROW: Action = Action {
    id: "annul",
    from: &[State::Ordered, State::Settled, State::Effective],
    to: To::State(State::Superseded),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
