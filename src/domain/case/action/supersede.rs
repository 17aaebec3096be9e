//! `supersede`: a later decision or a ruling of the committee takes its place.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// A later decision, of another case, takes its place.
pub const ROW: Action = Action {
    id: "supersede",
    from: &[State::Effective],
    to: To::State(State::Superseded),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[required("by", Kind::Case, "SCXT-7"), required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[condition::one_legal_person, condition::nothing_to_confirm],
    on_arguments: &[],
};
