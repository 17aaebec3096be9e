//! `reply`: a party's answer to the recommendation, recorded on its behalf.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// A party's answer to the recommendation, recorded on its behalf.
pub const ROW: Action = Action {
    id: "reply",
    from: &[State::Recommended],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("party", Kind::Units, "SCXT-8"),
        required("answer", Kind::Choice(&["accept", "refuse"]), "SCXT-8"),
        optional("text", Kind::Text),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[condition::names_a_party],
};
