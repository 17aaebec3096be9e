//! `close`: the tender's result is known and the duties are done.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::State;

/// The tender's result is known and the duties are done.
pub const ROW: Action = Action {
    id: "close",
    from: &[State::Effective],
    to: To::State(State::Closed),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[required("result", Kind::Text, "SCXT-7"), optional("lessons", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
