//! `copy`: a copy of the file of a piece of evidence is handed over to one recipient; the ledger keeps whose it is.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// A copy of the file of a piece of evidence is handed over (art. 21). To a party only what both sides were shown: whoever
/// hands it to one side alone has talked with one side.
pub const ROW: Action = Action {
    id: "copy",
    from: &State::ALL,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-21",
    arguments: &[
        required("evidence", Kind::Entry, "SCXT-21"),
        required("recipient", Kind::Text, "SCXT-21"),
        required("purpose", Kind::Text, "SCXT-21"),
    ],
    conditions: &[condition::there_is_a_file],
    on_arguments: &[condition::names_a_file, condition::may_have_the_file],
};
