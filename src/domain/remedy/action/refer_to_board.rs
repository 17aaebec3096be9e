//! `refer-to-board`: a removal is put to the board, which alone decides it.

use super::{Kind, RemedyAction, To, Who, required};
use crate::domain::remedy::{RemedyState, condition};

/// A removal is put to the board, which alone decides it (art. 17).
pub const ROW: RemedyAction = RemedyAction {
    id: "refer-to-board",
    from: &[RemedyState::Heard],
    to: To::State(RemedyState::Referred),
    who: Who::Headquarters,
    rule: "SCXT-17",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[condition::is_for_the_board],
    on_arguments: &[],
};
