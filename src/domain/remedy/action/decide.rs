//! `decide`: the committee decides: what was proposed, or less.

use super::{Kind, RemedyAction, To, Who, optional, required};
use crate::domain::remedy::measure::MEASURES;
use crate::domain::remedy::{RemedyState, condition};

/// The committee decides: what was proposed, or less, never more. Compensation rests on vouchers and has a cap (gap G22).
/// Of a fine or a pay cut it decides that it is proposed to the company; nothing is deducted (gap G17).
pub const ROW: RemedyAction = RemedyAction {
    id: "decide",
    from: &[RemedyState::Heard],
    to: To::State(RemedyState::Decided),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("measure", Kind::Choice(MEASURES), "SCXT-9"),
        optional("amount", Kind::Text),
        optional("lot_value", Kind::Text),
        optional("vouchers", Kind::Text),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[condition::is_for_the_committee],
    on_arguments: &[
        condition::amount_is_readable,
        condition::lot_value_is_readable,
        condition::hearing_made_nothing_worse,
        condition::amount_fits_the_measure,
        condition::compensation_has_vouchers,
        condition::compensation_is_within_its_cap,
        condition::rules_in_force,
    ],
};
