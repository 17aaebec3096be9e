//! `object`: a party objects to a piece of evidence.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// A party objects to a piece of evidence; the evidence stays, and so does the objection.
pub const ROW: Action = Action {
    id: "object",
    from: State::OPEN,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("of", Kind::Entry, "SCXT-7"),
        required("party", Kind::Units, "SCXT-7"),
        required("text", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::there_is_evidence],
    on_arguments: &[condition::names_evidence, condition::names_a_party],
};
