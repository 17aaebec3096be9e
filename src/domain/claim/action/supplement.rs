//! `supplement`: what was missing is added, on the branch's behalf; the claim keeps its time.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional};

/// What was missing is added.
pub const ROW: ClaimAction = ClaimAction {
    id: "supplement",
    from: &[ClaimState::Draft, ClaimState::Submitted],
    to: To::Same,
    who: Who::Recorder,
    rule: "G18",
    arguments: &[
        optional("customer", Kind::Text),
        optional("site", Kind::Text),
        optional("scope", Kind::Text),
        optional("contact", Kind::Text),
        optional("origin", Kind::Choice(&["lawful", "unclear"])),
    ],
    conditions: &[],
    on_arguments: &[condition::says_something],
};
