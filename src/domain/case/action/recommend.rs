//! `recommend`: a recommendation, after consultation was truly tried.

use super::finding::CRITERIA;
use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition, guard};

/// A recommendation, after consultation was truly tried. Where no limit to reply is entered, the table's holds.
pub const ROW: Action = Action {
    id: "recommend",
    from: &[State::Consulting],
    to: To::State(State::Recommended),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("facts", Kind::Text, "SCXT-7"),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
        required("criterion", Kind::Choice(CRITERIA), "SCXT-7"),
        optional("reply_limit", Kind::Moment),
        optional("deviation", Kind::Text),
        optional("gain_split", Kind::Shares),
    ],
    conditions: &[
        condition::one_legal_person,
        condition::no_challenge_is_open,
        condition::everyone_heard,
        condition::consultation_over,
    ],
    on_arguments: &[
        condition::guard_passes,
        condition::rules_in_force,
        condition::criterion_tells_apart,
        condition::no_bar_on_the_bidder,
        condition::reply_limit_lies_ahead,
        condition::gain_is_shared_out,
        condition::nothing_forbidden_is_agreed,
    ],
};
