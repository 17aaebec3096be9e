//! `settle`: the parties agree in writing and the manager confirms.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition, guard};

/// The parties agree in writing and the manager confirms.
pub const ROW: Action = Action {
    id: "settle",
    from: &[State::Consulting],
    to: To::State(State::Settled),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("terms", Kind::Text, "SCXT-8"),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("proof", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::everyone_heard],
    on_arguments: &[condition::guard_passes],
};
