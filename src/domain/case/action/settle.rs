//! `settle`: the parties agree in writing and the manager confirms.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition, guard};

/// The parties agree in writing and the manager confirms: every one of them signed, or its assent is recorded with proof.
pub const ROW: Action = Action {
    id: "settle",
    from: &[State::Consulting],
    to: To::State(State::Settled),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("agreed", Kind::Parties, "SCXT-8"),
        required("terms", Kind::Text, "SCXT-8"),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("proof", Kind::Text, "SCXT-7"),
        optional("gain_split", Kind::Shares),
    ],
    conditions: &[condition::one_legal_person, condition::everyone_heard],
    on_arguments: &[
        condition::every_party_agreed,
        condition::guard_passes,
        condition::no_bar_on_the_bidder,
        condition::gain_is_shared_out,
        condition::nothing_forbidden_is_agreed,
    ],
};
