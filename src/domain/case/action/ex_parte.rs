//! `ex-parte`: a talk with one side alone: who, when, and what was said.

use super::{Action, Kind, To, Who, private, required};
use crate::domain::case::{State, condition};

/// A talk with one side alone. What was said stays with region and headquarters; its summary is opened to the other side by
/// `disclose` (art. 7).
pub const ROW: Action = Action {
    id: "ex-parte",
    from: State::OPEN,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("party", Kind::Units, "SCXT-7"),
        required("talked_at", Kind::Moment, "SCXT-7"),
        required(
            "channel",
            Kind::Choice(&["meeting", "phone", "letter", "mail", "chat"]),
            "SCXT-7",
        ),
        private(required("gist", Kind::Text, "SCXT-7")),
        required("summary", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[condition::names_a_party, condition::talked_in_the_past],
};
