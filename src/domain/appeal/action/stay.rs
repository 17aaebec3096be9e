//! `stay`: the committee lets the decision appealed not be carried out meanwhile.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// The committee lets the decision appealed not be carried out until it has decided; an appeal alone holds up nothing (gap
/// G23).
pub const ROW: AppealAction = AppealAction {
    id: "stay",
    from: &[AppealState::Accepted, AppealState::Reviewing],
    to: To::Same,
    who: Who::Headquarters,
    rule: "G23",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[condition::not_stayed],
    on_arguments: &[],
};
