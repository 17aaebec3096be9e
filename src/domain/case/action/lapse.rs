//! `lapse`: the hard stop passed without a decision; it counts in the record of limits kept.

use super::{Action, To, Who};
use crate::domain::case::State;

/// The hard stop passed without a decision; it counts in the record of limits kept.
pub const ROW: Action = Action {
    id: "lapse",
    from: &[State::Detected, State::Accepted, State::Consulting, State::Recommended],
    to: To::State(State::Lapsed),
    who: Who::System,
    rule: "SCXT-8",
    arguments: &[],
    conditions: &[],
    on_arguments: &[],
};
