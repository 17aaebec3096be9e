//! `accept`: the committee takes the appeal up; the limits of dossier and decision run from here.

use super::{AppealAction, Kind, To, Who, optional};
use crate::domain::appeal::AppealState;

/// The committee takes the appeal up, within one working day of its filing; the limits of dossier and decision run from here.
pub const ROW: AppealAction = AppealAction {
    id: "accept",
    from: &[AppealState::Filed],
    to: To::State(AppealState::Accepted),
    who: Who::Headquarters,
    rule: "G23",
    arguments: &[optional("note", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
