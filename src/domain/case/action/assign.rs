//! `assign`: headquarters names the region that decides: the deputy of a recused manager, or one of several regions.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Headquarters names the region that decides (gaps G12 and G14). Its manager begins anew, with a statement on recusal of his own.
pub const ROW: Action = Action {
    id: "assign",
    from: &[State::Transferred, State::Escalated],
    to: To::State(State::Detected),
    who: Who::Headquarters,
    rule: "G14",
    arguments: &[
        required("to", Kind::Region, "SCXT-18"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
