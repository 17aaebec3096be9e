//! Preconditions of the table of remedies. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use super::action::Situation;
use super::measure::{amount, no_worse, yuan};
use super::{Measure, amount_fits};
use crate::domain::procedure;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// Compensation is at most so many per mille of the lot's value (gap G22, assumed).
pub const CAP_PER_MILLE: i128 = 3;

/// A removal is the board's to decide, and not the committee's (art. 17).
pub fn is_for_the_committee(s: &Situation<'_>) -> Met {
    if s.remedy.proposed.kind.is_for_the_board() {
        Err(Why::rule("remedy-for-board", "SCXT-17"))
    } else {
        Ok(())
    }
}

/// Only a removal goes to the board (art. 17).
pub fn is_for_the_board(s: &Situation<'_>) -> Met {
    if s.remedy.proposed.kind.is_for_the_board() {
        Ok(())
    } else {
        Err(Why::rule("remedy-not-for-board", "SCXT-9"))
    }
}

/// What was said is recorded, unless the right to say it was waived.
pub fn statement_or_waiver(_: &Situation<'_>, args: &Texts) -> Met {
    if args.get("answer") == Some("stated") && args.get("statement").is_none() {
        Err(Why::rule("argument-missing", "CF-45").with("argument", "statement"))
    } else {
        Ok(())
    }
}

/// The sum is one.
pub fn amount_is_readable(_: &Situation<'_>, args: &Texts) -> Met {
    amount(args, "amount").map(|_| ())
}

/// The value of the lot is a sum.
pub fn lot_value_is_readable(_: &Situation<'_>, args: &Texts) -> Met {
    amount(args, "lot_value").map(|_| ())
}

/// What is decided names a sum where it has to, and no other does.
pub fn amount_fits_the_measure(_: &Situation<'_>, args: &Texts) -> Met {
    match (measure(args), amount(args, "amount")) {
        (Some(measure), Ok(amount)) => amount_fits(measure, amount),
        _ => Ok(()),
    }
}

/// What is decided is no worse than what was proposed.
pub fn hearing_made_nothing_worse(s: &Situation<'_>, args: &Texts) -> Met {
    match (measure(args), amount(args, "amount")) {
        (Some(measure), Ok(amount)) => no_worse(&s.remedy.proposed, measure, amount),
        _ => Ok(()),
    }
}

/// Compensation rests on vouchers of what was spent (gap G22).
pub fn compensation_has_vouchers(_: &Situation<'_>, args: &Texts) -> Met {
    if measure(args) == Some(Measure::Compensation) && args.get("vouchers").is_none() {
        Err(Why::rule("argument-missing", "G22").with("argument", "vouchers"))
    } else {
        Ok(())
    }
}

/// Compensation stays within its share of the lot's value, where that is known: as entered or as the notice states it, the
/// smaller of the two.
pub fn compensation_is_within_its_cap(s: &Situation<'_>, args: &Texts) -> Met {
    let (Ok(sum), Ok(entered)) = (amount(args, "amount"), amount(args, "lot_value")) else {
        return Ok(());
    };
    let value = entered.into_iter().chain(s.lot_value_fen).min();
    let compensates = measure(args) == Some(Measure::Compensation);
    let Some((sum, value)) = sum.zip(value).filter(|_| compensates) else {
        return Ok(());
    };
    let cap = i128::from(value) * CAP_PER_MILLE / 1000;
    match i64::try_from(cap) {
        Ok(cap) if sum > cap => Err(Why::rule("remedy-over-cap", "G22")
            .with("amount", yuan(sum))
            .with("cap", yuan(cap))
            .with("value", yuan(value))),
        _ => Ok(()),
    }
}

/// A removal is carried out on the board's resolution alone (art. 17).
pub fn board_has_resolved(s: &Situation<'_>, args: &Texts) -> Met {
    if s.remedy.proposed.kind.is_for_the_board() && args.get("resolution").is_none() {
        Err(Why::rule("argument-missing", "SCXT-17").with("argument", "resolution"))
    } else {
        Ok(())
    }
}

/// Every rule cited exists, and one of them may carry a decision.
pub fn rules_in_force(s: &Situation<'_>, args: &Texts) -> Met {
    procedure::rules_in_force(s.book, args)
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.remedy.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.remedy.contested, &s.remedy.timeline, args)
}

fn measure(args: &Texts) -> Option<Measure> {
    args.get("measure").and_then(Measure::parse)
}
