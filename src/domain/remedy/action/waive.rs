//! `waive`: what was decided is not carried out, or the board did not remove.

use super::{Kind, RemedyAction, To, Who, required};
use crate::domain::remedy::RemedyState;

/// What was decided is not carried out, or the board did not remove; for reasons.
pub const ROW: RemedyAction = RemedyAction {
    id: "waive",
    from: &[RemedyState::Decided, RemedyState::Referred],
    to: To::State(RemedyState::Waived),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
