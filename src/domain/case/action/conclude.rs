//! `conclude`: legal review of a case between several legal persons ends; headquarters records what it found.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// Legal review of a case between several legal persons ends. It allocates nothing: between legal persons there is nothing to
/// allocate (implementing regulation of the bidding law, arts. 39-40).
pub const ROW: Action = Action {
    id: "conclude",
    from: &[State::Escalated],
    to: To::State(State::Closed),
    who: Who::Headquarters,
    rule: "TL-39",
    arguments: &[required("finding", Kind::Text, "SCXT-7")],
    conditions: &[condition::several_legal_persons],
    on_arguments: &[],
};
