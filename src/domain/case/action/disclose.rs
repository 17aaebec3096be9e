//! `disclose`: evidence, or the summary of a talk with one side, is shown to parties.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Evidence, or the summary of a talk with one side, is shown to parties: all of them see the same (art. 7).
pub const ROW: Action = Action {
    id: "disclose",
    from: State::OPEN,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("entries", Kind::Entries, "SCXT-7"),
        required("party", Kind::Units, "SCXT-7"),
        required(
            "channel",
            Kind::Choice(&["meeting", "phone", "letter", "mail", "chat"]),
            "SCXT-7",
        ),
    ],
    conditions: &[condition::one_legal_person, condition::there_is_something_to_disclose],
    on_arguments: &[condition::may_be_disclosed, condition::names_a_party],
};
