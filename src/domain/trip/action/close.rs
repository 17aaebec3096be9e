//! `close`: back again: when it was, what came of it, whom he met, what was given.

use super::{Kind, To, TripAction, Who, optional, private, required};
use crate::domain::trip::{TripState, condition};

/// Back again, with what came of it. Whether gifts or hospitality were given or taken is always said, and their sum where they
/// were; whom he met and what they were stays with region and headquarters.
pub const ROW: TripAction = TripAction {
    id: "close",
    from: &[TripState::Filed],
    to: To::State(TripState::Closed),
    who: Who::Recorder,
    rule: "SCXT-24a",
    arguments: &[
        required("actual_from", Kind::Moment, "SCXT-24a"),
        required("actual_to", Kind::Moment, "SCXT-24a"),
        required("result", Kind::Text, "SCXT-24a"),
        optional("visited", Kind::Customer),
        private(optional("met", Kind::Text)),
        required("gifts", Kind::Choice(&["yes", "no"]), "SCXT-24a"),
        optional("gift_amount", Kind::Sum),
        private(optional("gift_note", Kind::Text)),
        optional("next_step", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[
        condition::is_back,
        condition::returned_after_leaving,
        condition::gifts_have_their_sum,
    ],
};
