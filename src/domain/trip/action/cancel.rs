//! `cancel`: the trip did not take place.

use super::{Kind, To, TripAction, Who, required};
use crate::domain::trip::TripState;

/// The trip did not take place, for reasons; that it was entered stays on record.
pub const ROW: TripAction = TripAction {
    id: "cancel",
    from: &[TripState::Filed],
    to: To::State(TripState::Cancelled),
    who: Who::Recorder,
    rule: "SCXT-24a",
    arguments: &[required("reasons", Kind::Text, "SCXT-24a")],
    conditions: &[],
    on_arguments: &[],
};
