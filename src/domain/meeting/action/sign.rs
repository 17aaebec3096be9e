//! `sign`: the chair signs the minutes.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::{MeetingState, condition};

/// The chair signs the minutes (rule 3.4): the hash of the text is frozen with it, and a later change is an amendment. What the
/// check still finds is left with a reason, or put right.
pub const ROW: MeetingAction = MeetingAction {
    id: "sign",
    from: MeetingState::DURING,
    to: To::State(MeetingState::Signed),
    who: Who::Manager,
    rule: "HY-3.4",
    arguments: &[required("signed_by", Kind::Text, "HY-3.4"), optional("despite", Kind::Text)],
    conditions: &[
        condition::has_minutes,
        condition::versions_agree,
        condition::has_no_draft,
        condition::nothing_forbidden,
    ],
    on_arguments: &[condition::is_the_chair, condition::findings_are_answered],
};
