//! `statement`: what a party said in consultation, or that it let its limit pass; recorded on its behalf.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// What a party said in consultation, or that it let its limit pass; recorded on its behalf. After an interim order the parties
/// are heard in short form.
pub const ROW: Action = Action {
    id: "statement",
    from: &[State::Consulting, State::Ordered, State::Effective],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("party", Kind::Units, "SCXT-7"),
        required("text", Kind::Text, "SCXT-7"),
        required("result", Kind::Choice(&["open", "agreed", "failed", "default"]), "SCXT-7"),
        optional("proof", Kind::Text),
    ],
    conditions: &[condition::one_legal_person, condition::parties_are_being_heard],
    on_arguments: &[condition::names_a_party, condition::default_only_after_the_limit],
};
