//! `remand`: the committee sends a decision back; the procedure begins anew.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The committee sends a decision back (art. 9): it no longer stands, and the manager consults anew, by what he was told.
pub const ROW: Action = Action {
    id: "remand",
    from: &[State::Ordered, State::Settled, State::Effective],
    to: To::State(State::Accepted),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("instructions", Kind::Text, "SCXT-9"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::has_not_missed_its_stop],
    on_arguments: &[],
};
