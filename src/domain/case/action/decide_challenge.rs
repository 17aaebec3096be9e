//! `decide-challenge`: headquarters says whether the manager is recused.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Headquarters says whether the manager is recused (gap G12). A recused manager hands the case to his deputy.
pub const ROW: Action = Action {
    id: "decide-challenge",
    from: State::OPEN,
    to: To::Same,
    who: Who::Headquarters,
    rule: "G12",
    arguments: &[
        required("answer", Kind::Choice(&["recused", "stays"]), "G12"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::a_challenge_is_open],
    on_arguments: &[],
};
