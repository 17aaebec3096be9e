//! `declare-inadmissible`: the committee does not take it up, on one of four grounds and with reasons.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// Grounds on which an appeal is not taken up.
pub const GROUNDS: &[&str] = &["late", "no_standing", "no_decision", "no_reasons"];

/// The committee does not take it up, on one of four grounds and with reasons.
pub const ROW: AppealAction = AppealAction {
    id: "declare-inadmissible",
    from: &[AppealState::Filed],
    to: To::State(AppealState::Inadmissible),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("ground", Kind::Choice(GROUNDS), "SCXT-7"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::ground_stands],
};
