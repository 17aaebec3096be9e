//! `correct`: a clerical slip is put right; a change of substance is a new decision.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// A clerical slip is put right, also in a case that is over; a change of substance is a new decision.
pub const ROW: Action = Action {
    id: "correct",
    from: &State::ALL,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("of", Kind::Entry, "SCXT-7"),
        required("correction", Kind::Text, "SCXT-7"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::names_an_entry],
};
