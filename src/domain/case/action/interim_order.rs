//! `interim-order`: an interim order when the ladder no longer fits before the hard stop; the parties are heard afterwards.

use super::{Action, Kind, To, Who, optional, private, required};
use crate::domain::case::{State, condition, guard};

/// The argument without which there is no interim order: why the ladder no longer fits.
pub const GROUND: &str = "ground";

/// An interim order when the ladder no longer fits before the hard stop; the parties are heard afterwards, and it lapses unless
/// it is confirmed then. A case has one: whoever let it lapse goes up the ladder.
pub const ROW: Action = Action {
    id: "interim-order",
    from: &[State::Accepted, State::Consulting],
    to: To::State(State::Ordered),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required(GROUND, Kind::Text, "SCXT-8"),
        private(required("recusal", Kind::Text, "SCXT-19")),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("duties", Kind::Text, "SCXT-8"),
        required("reasons", Kind::Text, "SCXT-7"),
        required("signed_by", Kind::Text, "SCXT-6"),
    ],
    conditions: &[
        condition::one_legal_person,
        condition::no_challenge_is_open,
        condition::no_time_for_the_ladder,
        condition::hard_stop_ahead,
        condition::no_interim_order_before,
    ],
    on_arguments: &[
        condition::guard_passes,
        condition::no_bar_on_the_bidder,
        condition::nothing_forbidden_is_agreed,
    ],
};
