//! `finding`: what was found of one party by one criterion, on which evidence, by which rule: a cell of the grid.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// What may be found.
pub const FINDINGS: &[&str] = &["favours", "against", "even", "unclear_yet"];

/// A cell of the grid party by criterion. A later finding takes the place of an earlier one.
pub const ROW: Action = Action {
    id: "finding",
    from: &[State::Accepted, State::Consulting, State::Recommended],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("party", Kind::Units, "SCXT-7"),
        required("criterion", Kind::Choice(CRITERIA), "SCXT-7"),
        required("found", Kind::Choice(FINDINGS), "SCXT-7"),
        required("text", Kind::Text, "SCXT-7"),
        optional("entries", Kind::Entries),
        optional("rules", Kind::Rules),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[
        condition::names_a_party,
        condition::criterion_is_on,
        condition::rests_on_evidence,
        condition::rules_are_known,
    ],
};

/// The criteria by id. Which are on, and in which order they rank, the rulebook says.
pub const CRITERIA: &[&str] = &["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "K11"];
