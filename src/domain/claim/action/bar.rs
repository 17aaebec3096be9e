//! `bar`: the unit may not claim this, on a stated ground.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional, required};

/// Grounds on which a unit may not claim.
pub const GROUNDS: &[&str] = &["area_barred", "unit_closed", "order_against", "unlawful_origin"];

/// The unit may not claim this.
pub const ROW: ClaimAction = ClaimAction {
    id: "bar",
    from: &[ClaimState::Submitted, ClaimState::Valid],
    to: To::State(ClaimState::Barred),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        optional("lots", Kind::Text),
        required("bar_ground", Kind::Choice(GROUNDS), "SCXT-7"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::ground_stands],
};
