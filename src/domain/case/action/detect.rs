//! `detect`: two live claims on one lot of one round meet; the desk of the owning region signs it.

use super::{Action, To, Who};
use crate::domain::case::State;

/// Two live claims on one lot of one round meet; the desk of the owning region signs it.
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
