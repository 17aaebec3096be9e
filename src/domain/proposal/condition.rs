//! Preconditions of the table of proposals. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use super::action::{Situation, revise};
use super::checklist;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// The item is asked of this kind of change.
pub fn item_is_of_the_change(s: &Situation<'_>, args: &Texts) -> Met {
    let change = s.proposal.change;
    match args.get("check_item").and_then(checklist::find) {
        Some(item) if !item.changes.contains(&change) => {
            let why = Why::rule("proposal-item-foreign", item.rule).with("item", item.id);
            Err(why.with("outcome", change.name()))
        }
        _ => Ok(()),
    }
}

/// A revision revises something.
pub fn revises_something(_: &Situation<'_>, args: &Texts) -> Met {
    if revise::REVISED.iter().any(|argument| args.get(argument.name).is_some()) {
        Ok(())
    } else {
        Err(Why::plain("proposal-nothing-revised"))
    }
}

/// Desks disagree on the state; nothing else is done until headquarters settles it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.proposal.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.proposal.contested, &s.proposal.timeline, args)
}
