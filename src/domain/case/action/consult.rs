//! `consult`: consultation: each party is told of the claims and of its limit to state the case.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// Consultation: each party is told of the claims and of its limit to state the case. Where no limit is entered, the table's
/// holds. It is taken up again after a recommendation where a party came late, which was not heard.
pub const ROW: Action = Action {
    id: "consult",
    from: &[State::Accepted, State::Consulting, State::Recommended],
    to: To::State(State::Consulting),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("notified", Kind::Parties, "SCXT-8"),
        required(
            "channel",
            Kind::Choice(&["meeting", "phone", "letter", "mail", "chat"]),
            "SCXT-7",
        ),
        required("gist", Kind::Text, "SCXT-7"),
        optional("limit", Kind::Moment),
        optional("standstill", Kind::Text),
    ],
    conditions: &[condition::one_legal_person, condition::before_decision],
    on_arguments: &[condition::names_every_party, condition::limit_lies_ahead],
};
