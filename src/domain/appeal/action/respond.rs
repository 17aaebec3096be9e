//! `respond`: the manager's comment on the appeal.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::AppealState;

/// The manager's comment on the appeal; the party may read it.
pub const ROW: AppealAction = AppealAction {
    id: "respond",
    from: &[AppealState::Filed, AppealState::Accepted, AppealState::Reviewing],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[required("text", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
