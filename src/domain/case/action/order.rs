//! `order`: an administrative order: only after a recommendation was refused or left unanswered.

use super::finding::CRITERIA;
use super::{Action, Kind, To, Who, optional, private, required};
use crate::domain::case::{State, condition, guard};

/// An administrative order: only after a recommendation was refused or left unanswered.
pub const ROW: Action = Action {
    id: "order",
    from: &[State::Recommended],
    to: To::State(State::Ordered),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        private(required("recusal", Kind::Text, "SCXT-19")),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("duties", Kind::Text, "SCXT-8"),
        optional("in_force_until", Kind::Moment),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
        required("criterion", Kind::Choice(CRITERIA), "SCXT-7"),
        required("signed_by", Kind::Text, "SCXT-6"),
        optional("deviation", Kind::Text),
        optional("gain_split", Kind::Shares),
    ],
    conditions: &[
        condition::one_legal_person,
        condition::no_challenge_is_open,
        condition::everyone_heard,
        condition::refused_or_silent,
        condition::hard_stop_ahead,
    ],
    on_arguments: &[
        condition::guard_passes,
        condition::rules_in_force,
        condition::criterion_tells_apart,
        condition::no_bar_on_the_bidder,
        condition::order_ends_later,
        condition::gain_is_shared_out,
        condition::nothing_forbidden_is_agreed,
    ],
};
