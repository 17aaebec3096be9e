//! `withdraw`: the manager takes the proposal back before it is decided.

use super::{Kind, RemedyAction, To, Who, required};
use crate::domain::remedy::RemedyState;

/// The manager takes the proposal back before it is decided.
pub const ROW: RemedyAction = RemedyAction {
    id: "withdraw",
    from: &[RemedyState::Proposed, RemedyState::Notified, RemedyState::Heard],
    to: To::State(RemedyState::Withdrawn),
    who: Who::Manager,
    rule: "SCXT-9",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
