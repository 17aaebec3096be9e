//! `refer`: parties of several legal persons: facts are recorded and legal review is asked, nothing else.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Parties of several legal persons: facts are recorded and legal review is asked, nothing else. A party of another legal
/// person may also come to a case that is under way.
pub const ROW: Action = Action {
    id: "refer",
    from: &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Suspended,
    ],
    to: To::State(State::Escalated),
    who: Who::Manager,
    rule: "TL-39",
    arguments: &[required("facts", Kind::Text, "SCXT-7")],
    conditions: &[condition::several_legal_persons],
    on_arguments: &[],
};
