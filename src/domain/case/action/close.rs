//! `close`: the tender's result is known and the duties are done.

use super::{Action, Kind, To, Who, optional, private, required};
use crate::domain::case::{State, condition};

/// The tender's result is known and the duties are done. How the limits were kept is frozen now.
pub const ROW: Action = Action {
    id: "close",
    from: &[State::Effective],
    to: To::State(State::Closed),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("result", Kind::Text, "SCXT-7"),
        optional("lessons", Kind::Text),
        private(optional("avoided_cost", Kind::Text)),
    ],
    conditions: &[condition::one_legal_person, condition::nothing_to_confirm],
    on_arguments: &[],
};
