//! `receipt`: a recipient confirms the minutes.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::{MeetingState, condition};

/// A recipient confirms that the minutes reached him (rule 5.2).
pub const ROW: MeetingAction = MeetingAction {
    id: "receipt",
    from: MeetingState::AFTER,
    to: To::Same,
    who: Who::Manager,
    rule: "HY-5.2",
    arguments: &[required("recipient", Kind::Text, "HY-5.2")],
    conditions: &[],
    on_arguments: &[condition::has_a_copy],
};
