//! `dossier`: the manager hands over the dossier of the case.

use super::{AppealAction, Kind, To, Who, optional, required};
use crate::domain::appeal::AppealState;

/// The manager hands over the dossier of the case, within one working day after the appeal was taken up. A late one is
/// recorded too, with its time; the decision cannot be upheld on it.
pub const ROW: AppealAction = AppealAction {
    id: "dossier",
    from: &[AppealState::Accepted, AppealState::Reviewing],
    to: To::Same,
    who: Who::Manager,
    rule: "G23",
    arguments: &[required("gist", Kind::Text, "SCXT-9"), optional("reference", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
