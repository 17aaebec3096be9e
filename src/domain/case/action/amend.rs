//! `amend`: a party asks to have the record of its statement corrected; what came of it is recorded, a refusal too.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// A party asks to have the record of its statement corrected; what came of it is recorded, a refusal too (after the pattern of
/// the arbitration law, art. 48). The statement itself stays as it was.
pub const ROW: Action = Action {
    id: "amend",
    from: State::OPEN,
    to: To::Same,
    who: Who::Manager,
    rule: "ZC-48",
    arguments: &[
        required("party", Kind::Units, "ZC-48"),
        required("request", Kind::Text, "ZC-48"),
        required("answer", Kind::Choice(&["amended", "refused"]), "ZC-48"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person, condition::somebody_was_heard],
    on_arguments: &[condition::names_a_party, condition::has_made_a_statement],
};
