//! `submit`: a draft is reported; from here on it counts, with the time of this act.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};

/// A draft is reported.
pub const ROW: ClaimAction = ClaimAction {
    id: "submit",
    from: &[ClaimState::Draft],
    to: To::State(ClaimState::Submitted),
    who: Who::Recorder,
    rule: "SCXT-27",
    arguments: &[],
    conditions: &[condition::identified],
    on_arguments: &[],
};
