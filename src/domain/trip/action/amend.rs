//! `amend`: the plan changed: other times, another place, another errand.

use super::{Kind, To, TripAction, Who, optional, required};
use crate::domain::trip::{TripState, condition};

/// The plan changed. When the trip was entered stays as it was.
pub const ROW: TripAction = TripAction {
    id: "amend",
    from: &[TripState::Filed],
    to: To::Same,
    who: Who::Recorder,
    rule: "SCXT-24a",
    arguments: &[
        optional("leaves", Kind::Moment),
        optional("returns", Kind::Moment),
        optional("destination", Kind::Place),
        optional("errand", Kind::Text),
        required("reasons", Kind::Text, "SCXT-24a"),
    ],
    conditions: &[],
    on_arguments: &[condition::amends_something, condition::plan_stays_in_order],
};
