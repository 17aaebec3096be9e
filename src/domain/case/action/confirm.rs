//! `confirm`: an interim order is confirmed, after the parties were heard in short form.

use super::{Action, Kind, To, Who, private, required};
use crate::domain::case::{State, condition};

/// An interim order is confirmed, after the parties were heard in short form and before it lapses (gap G7).
pub const ROW: Action = Action {
    id: "confirm",
    from: &[State::Ordered, State::Effective],
    to: To::Same,
    who: Who::Manager,
    rule: "G7",
    arguments: &[
        private(required("recusal", Kind::Text, "SCXT-19")),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[
        condition::one_legal_person,
        condition::no_challenge_is_open,
        condition::is_an_open_interim_order,
        condition::everyone_heard,
    ],
    on_arguments: &[condition::rules_in_force],
};
