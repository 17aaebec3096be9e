//! Preconditions of the table of trips. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use chrono::{DateTime, Utc};

use super::action::Situation;
use crate::domain::opening::has_passed;
use crate::domain::procedure::moment;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// What of a plan may be amended.
const AMENDED: &[&str] = &["leaves", "returns", "destination", "errand"];

/// Nobody is back before he left.
///
/// # Errors
/// He is.
pub fn in_order(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Met {
    match from.zip(to) {
        Some((from, to)) if to < from => Err(Why::rule("trip-backwards", "SCXT-24a")),
        _ => Ok(()),
    }
}

/// What was told of a trip at an instant: it had ended by then, and ended after it began.
///
/// # Errors
/// The return is missing, still to come, or before the beginning.
pub fn has_ended(args: &Texts, by: DateTime<Utc>) -> Met {
    let (from, to) = (moment(args, "actual_from"), moment(args, "actual_to"));
    if from.is_none() || to.is_none() {
        let name = if from.is_none() { "actual_from" } else { "actual_to" };
        return Err(Why::rule("argument-missing", "SCXT-24a").with("argument", name));
    }
    in_order(from, to)?;
    has_passed(args, "actual_to", by, "SCXT-24a")
}

/// Something of the plan is entered.
pub fn amends_something(_: &Situation<'_>, args: &Texts) -> Met {
    if AMENDED.iter().any(|name| args.get(name).is_some()) {
        Ok(())
    } else {
        Err(Why::rule("nothing-corrected", "SCXT-24a"))
    }
}

/// What is amended and what stays of the plan are in order.
pub fn plan_stays_in_order(s: &Situation<'_>, args: &Texts) -> Met {
    let leaves = moment(args, "leaves").or(s.trip.leaves_at());
    in_order(leaves, moment(args, "returns").or(s.trip.returns_at()))
}

/// Nobody returned before he left.
pub fn returned_after_leaving(_: &Situation<'_>, args: &Texts) -> Met {
    in_order(moment(args, "actual_from"), moment(args, "actual_to"))
}

/// He is back already.
pub fn is_back(s: &Situation<'_>, args: &Texts) -> Met {
    has_passed(args, "actual_to", s.now, "SCXT-24a")
}

/// Gifts and hospitality have their sum, and where there were none there is none.
pub fn gifts_have_their_sum(_: &Situation<'_>, args: &Texts) -> Met {
    match (args.get("gifts"), args.get("gift_amount")) {
        (Some("yes"), None) => {
            Err(Why::rule("argument-missing", "SCXT-24a").with("argument", "gift_amount"))
        }
        (Some("no"), Some(_)) => Err(Why::rule("trip-gift-misplaced", "SCXT-24a")),
        _ => Ok(()),
    }
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.trip.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.trip.contested, &s.trip.timeline, args)
}
