//! `prove`: a proof of the claim's time is attached: its kind, the instant it names, what may be looked up, the text offered.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional, required};

/// A proof is attached.
pub const ROW: ClaimAction = ClaimAction {
    id: "prove",
    from: &[
        ClaimState::Draft,
        ClaimState::Submitted,
        ClaimState::Valid,
        ClaimState::Protected,
        ClaimState::Renewed,
    ],
    to: To::Same,
    who: Who::Recorder,
    rule: "SCXT-7",
    arguments: &[
        required("proof_kind", Kind::Choice(&["portal", "mail", "sealed", "device"]), "SCXT-7"),
        required("seen", Kind::Moment, "SCXT-7"),
        optional("reference", Kind::Text),
        optional("offered", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[condition::proof_is_of_the_past],
};
