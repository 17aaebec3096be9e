//! `resolve`: headquarters says which of two rival states stands.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::condition;

/// Headquarters says which of two rival states stands.
pub const ROW: Action = Action {
    id: "resolve",
    from: &[],
    to: To::Chosen,
    who: Who::Headquarters,
    rule: "SCXT-6",
    arguments: &[
        required(
            "state",
            Kind::Choice(&[
                "detected",
                "accepted",
                "consulting",
                "recommended",
                "ordered",
                "settled",
                "rejected",
                "merged",
                "withdrawn",
                "transferred",
                "effective",
                "suspended",
                "escalated",
                "closed",
                "superseded",
                "lapsed",
            ]),
            "SCXT-6",
        ),
        optional("decision", Kind::Entry),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::is_contested],
    on_arguments: &[condition::chooses_a_rival],
};
