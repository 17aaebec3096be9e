//! `close`: what the committee decided is carried out.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::AppealState;

/// What the committee decided is carried out, and how is stated.
pub const ROW: AppealAction = AppealAction {
    id: "close",
    from: &[
        AppealState::Upheld,
        AppealState::Modified,
        AppealState::Annulled,
        AppealState::Remanded,
    ],
    to: To::State(AppealState::Closed),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[required("result", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
