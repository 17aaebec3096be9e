//! `check`: what was found on one item of the list.

use super::{Kind, ProposalAction, To, Who, private, required};
use crate::domain::proposal::checklist::{ANSWERS, ITEM_IDS};
use crate::domain::proposal::{ProposalState, condition};

/// What was found on one item of the list, and whether it holds (arts. 14 to 17). The last finding on an item counts.
/// What was found may be about people, and about whom they are tied to: region and headquarters read it, and it can be erased.
pub const ROW: ProposalAction = ProposalAction {
    id: "check",
    from: &[ProposalState::Draft],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-14",
    arguments: &[
        required("check_item", Kind::Choice(ITEM_IDS), "SCXT-14"),
        required("holds", Kind::Choice(ANSWERS), "SCXT-14"),
        private(required("finding", Kind::Text, "SCXT-14")),
    ],
    conditions: &[],
    on_arguments: &[condition::item_is_of_the_change],
};
