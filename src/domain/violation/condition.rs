//! Preconditions of the table of violations. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use super::action::Situation;
use crate::domain::procedure;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// Every rule cited exists, and one of them may carry a decision.
pub fn rules_in_force(s: &Situation<'_>, args: &Texts) -> Met {
    procedure::rules_in_force(s.book, args)
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.violation.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.violation.contested, &s.violation.timeline, args)
}
