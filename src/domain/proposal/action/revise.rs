//! `revise`: the draft is worded anew.

use super::{Kind, ProposalAction, To, Who, optional, private, required};
use crate::domain::procedure::Argument;
use crate::domain::proposal::{ProposalState, condition};

/// What a revision may change: what the proposal says. Which unit, place, region or post it is about stays: another one is
/// another proposal.
pub const REVISED: [Argument; 6] = [
    optional("title", Kind::Text),
    optional("name", Kind::Text),
    private(optional("candidate", Kind::Text)),
    optional("effective", Kind::Day),
    optional("pro", Kind::Text),
    optional("con", Kind::Text),
];

/// Whether a revision may change what stands under a name.
pub fn is_revised(name: &str) -> bool {
    REVISED.iter().any(|argument| argument.name == name)
}

/// The draft is worded anew, for a reason; what it said before stays on record. With another candidate, what was found about
/// the last one has no effect any more.
pub const ROW: ProposalAction = ProposalAction {
    id: "revise",
    from: &[ProposalState::Draft],
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-14",
    arguments: &[
        REVISED[0],
        REVISED[1],
        REVISED[2],
        REVISED[3],
        REVISED[4],
        REVISED[5],
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::revises_something],
};
