//! `challenge`: a party holds that the manager ought to be recused.

use super::{Action, Kind, To, Who, private, required};
use crate::domain::case::{State, condition};

/// A party holds that the manager ought to be recused (art. 19, gap G12). Headquarters decides; until then nothing is
/// recommended or ordered.
pub const ROW: Action = Action {
    id: "challenge",
    from: &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
    ],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-19",
    arguments: &[
        required("party", Kind::Units, "SCXT-19"),
        private(required("text", Kind::Text, "SCXT-19")),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[condition::names_a_party],
};
