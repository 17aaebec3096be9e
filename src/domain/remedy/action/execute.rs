//! `execute`: what was decided is done, with proof.

use super::{Kind, RemedyAction, To, Who, optional, required};
use crate::domain::remedy::{RemedyState, condition};

/// What was decided is done, with proof. A fine, a pay cut, a removal is done by the company elsewhere, if it does it; here
/// it is only noted (gap G17). A removal names the board's resolution (art. 17).
pub const ROW: RemedyAction = RemedyAction {
    id: "execute",
    from: &[RemedyState::Decided, RemedyState::Referred],
    to: To::State(RemedyState::Executed),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[required("proof", Kind::Text, "SCXT-7"), optional("resolution", Kind::Text)],
    conditions: &[],
    on_arguments: &[condition::board_has_resolved],
};
