//! `resume`: back to where the case was.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Back to where the case was.
pub const ROW: Action = Action {
    id: "resume",
    from: &[State::Suspended],
    to: To::Back,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
