//! `breach`: a unit acts against a decision that is in force.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// What can be done against a decision.
pub const BREACHES: &[&str] = &["claimed", "bought_documents", "submitted_bid", "visited_customer"];

/// A unit acts against a decision that is in force: it claims anew, buys the documents, bids, visits the customer. The desk
/// records what it sees on its own books; what it is told, the manager records.
pub const ROW: Action = Action {
    id: "breach",
    from: &[State::Ordered, State::Settled, State::Effective],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("unit", Kind::Units, "SCXT-8"),
        required("breach", Kind::Choice(BREACHES), "SCXT-8"),
        required("text", Kind::Text, "SCXT-7"),
        optional("entries", Kind::Entries),
    ],
    conditions: &[condition::one_legal_person, condition::a_decision_stands],
    on_arguments: &[
        condition::acts_against_the_decision,
        condition::knows_the_decision,
        condition::rests_on_evidence,
    ],
};
