//! `ruling`: headquarters decides a case that was sent up, or the committee's ruling takes the place of a decision.

use super::finding::CRITERIA;
use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition, guard};

/// Headquarters decides a case that was sent up, or records the committee's ruling in place of a decision (arts. 6 and 9).
/// It is served like an order.
pub const ROW: Action = Action {
    id: "ruling",
    from: &[State::Escalated, State::Ordered, State::Settled, State::Effective],
    to: To::State(State::Ordered),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("duties", Kind::Text, "SCXT-8"),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
        optional("criterion", Kind::Choice(CRITERIA)),
        required("signed_by", Kind::Text, "SCXT-6"),
        optional("deviation", Kind::Text),
        optional("gain_split", Kind::Shares),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[
        condition::guard_passes,
        condition::no_bar_on_the_bidder,
        condition::rules_in_force,
        condition::gain_is_shared_out,
        condition::nothing_forbidden_is_agreed,
    ],
};
