//! `resolve`: the board resolved on the change.

use super::{Kind, ProposalAction, To, Who, required};
use crate::domain::proposal::ProposalState;

/// The board resolved on the change: the number of its resolution, and the first day (art. 17). Headquarters records it; the
/// unit, the area, the post themselves are recorded by facts of their own.
pub const ROW: ProposalAction = ProposalAction {
    id: "resolve",
    from: &[ProposalState::Submitted],
    to: To::State(ProposalState::Resolved),
    who: Who::Headquarters,
    rule: "SCXT-17",
    arguments: &[
        required("resolution", Kind::Text, "SCXT-17"),
        required("from", Kind::Day, "SCXT-17"),
    ],
    conditions: &[],
    on_arguments: &[],
};
