//! `notify`: whom it concerns is told what is proposed, on which facts and by which rule.

use super::{Kind, RemedyAction, To, Who, required};
use crate::domain::remedy::RemedyState;

/// Whom it concerns is told what is proposed, on which facts and by which rule (after the pattern of the administrative
/// penalty law, art. 44).
pub const ROW: RemedyAction = RemedyAction {
    id: "notify",
    from: &[RemedyState::Proposed],
    to: To::State(RemedyState::Notified),
    who: Who::Manager,
    rule: "CF-44",
    arguments: &[
        required("informed", Kind::Text, "CF-44"),
        required(
            "channel",
            Kind::Choice(&["meeting", "phone", "letter", "mail", "chat"]),
            "SCXT-7",
        ),
    ],
    conditions: &[],
    on_arguments: &[],
};
