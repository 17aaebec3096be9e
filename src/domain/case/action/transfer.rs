//! `transfer`: another region's manager is to decide.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::State;

/// Another region's manager is to decide.
pub const ROW: Action = Action {
    id: "transfer",
    from: &[State::Accepted],
    to: To::State(State::Transferred),
    who: Who::Manager,
    rule: "SCXT-18",
    arguments: &[
        required("to", Kind::Region, "SCXT-18"),
        required("ground", Kind::Choice(&["recused", "other_region", "cross_region"]), "SCXT-19"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[],
};
