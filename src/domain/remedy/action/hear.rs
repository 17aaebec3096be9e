//! `hear`: what was said in defence, or that the right to say it was waived.

use super::{Kind, RemedyAction, To, Who, optional, private, required};
use crate::domain::remedy::{RemedyState, condition};

/// What was said in defence, or that the right to say it was waived (after the pattern of the administrative penalty law,
/// art. 45). The statement itself stays with region and headquarters.
pub const ROW: RemedyAction = RemedyAction {
    id: "hear",
    from: &[RemedyState::Notified],
    to: To::State(RemedyState::Heard),
    who: Who::Manager,
    rule: "CF-45",
    arguments: &[
        required("answer", Kind::Choice(&["stated", "right_waived"]), "CF-45"),
        private(optional("statement", Kind::Text)),
    ],
    conditions: &[],
    on_arguments: &[condition::statement_or_waiver],
};
