//! `escalate`: the case goes up to headquarters with its dossier.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The case goes up to headquarters with its dossier.
pub const ROW: Action = Action {
    id: "escalate",
    from: &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
        State::Suspended,
    ],
    to: To::State(State::Escalated),
    who: Who::Manager,
    rule: "SCXT-9",
    arguments: &[
        required(
            "ground",
            Kind::Choice(&["limit_missed", "breach", "cannot_decide", "complaint"]),
            "SCXT-9",
        ),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
