//! `letter`: a copy of a letter is made for one recipient; it bears a serial, and the ledger keeps whose it is.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::letter::IDS;
use crate::domain::case::{State, condition};

/// A copy of a letter is made for one recipient (art. 21: whoever leaks is found by the serial of the copy).
pub const ROW: Action = Action {
    id: "letter",
    from: &State::ALL,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-21",
    arguments: &[
        required("letter", Kind::Choice(IDS), "SCXT-21"),
        required("recipient", Kind::Text, "SCXT-21"),
        optional("purpose", Kind::Text),
        optional("language", Kind::Choice(&["zh-CN", "en"])),
    ],
    conditions: &[],
    on_arguments: &[condition::the_letter_is_due, condition::may_have_a_copy],
};
