//! `detect`: a conflict becomes known: two live claims meet, or a person opens the case; the desk of the owning region signs it.

use super::{Action, To, Who};
use crate::domain::case::State;

/// A conflict becomes known.
pub const ROW: Action = Action {
    id: "detect",
    from: &[],
    to: To::State(State::Detected),
    who: Who::System,
    rule: "SCXT-27",
    arguments: &[],
    conditions: &[],
    on_arguments: &[],
};
