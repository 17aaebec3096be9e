//! `take-effect`: follows when the decision is served on every party; recorded by the owner's next act.

use super::{Action, To, Who};
use crate::domain::case::{State, condition};

/// Follows when the decision is served on every party; recorded by the owner's next act.
pub const ROW: Action = Action {
    id: "take-effect",
    from: &[State::Ordered, State::Settled],
    to: To::State(State::Effective),
    who: Who::System,
    rule: "SCXT-8",
    arguments: &[],
    conditions: &[condition::served],
    on_arguments: &[],
};
