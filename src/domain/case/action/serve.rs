//! `serve`: service of the decision on a party: a receipt, or an attempt (two count).

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Service of the decision on a party: a receipt, or an attempt (two count).
pub const ROW: Action = Action {
    id: "serve",
    from: &[State::Ordered, State::Settled],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("party", Kind::Units, "SCXT-7"),
        required("proof", Kind::Choice(&["receipt", "attempt"]), "SCXT-7"),
        required("channel", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[condition::names_a_party],
};
