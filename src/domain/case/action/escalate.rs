//! `escalate`: the case goes up to headquarters with its dossier.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::State;

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
        State::Suspended,
    ],
    to: To::State(State::Escalated),
    who: Who::Manager,
    rule: "SCXT-9",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
