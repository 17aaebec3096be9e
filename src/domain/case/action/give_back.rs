//! `return`: headquarters gives the case back to the desk.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::State;

/// Headquarters gives the case back to the desk.
pub const ROW: Action = Action {
    id: "return",
    from: &[State::Escalated],
    to: To::Back,
    who: Who::Headquarters,
    rule: "SCXT-6",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
