//! The action table: what may be done to a case, by whom, from which state, on which preconditions.
//!
//! One row is one file below; to add an action, write its file, list it in [`ACTIONS`], and give it its words in both
//! catalogues (`action-<id>`, `action-<id>-help`, and `arg-<name>` for a new argument). The command line has a verb for each
//! row, the case screen an entry in its footer, and the fold knows how to apply it: all from the row.

use chrono::{DateTime, Utc};

use super::{Case, State};
use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

mod accept;
mod agree;
mod close;
mod consult;
mod correct;
mod detect;
mod escalate;
mod give_back;
mod interim_order;
mod lapse;
mod merge;
mod order;
mod recommend;
mod refer;
mod reject;
mod reply;
mod resolve;
mod resume;
mod serve;
mod settle;
mod statement;
mod supersede;
mod suspend;
mod take_effect;
mod transfer;
mod withdraw;

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To this state.
    State(State),
    /// The state stays: the row records a fact.
    Same,
    /// Back to where the case was before it was suspended or escalated.
    Back,
    /// To the state chosen in the argument `state`.
    Chosen,
}

/// Who performs a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The regional manager of the owning region.
    Manager,
    /// Headquarters.
    Headquarters,
    /// Follows by itself and is never performed by hand.
    System,
}

/// What an argument holds; it is entered and signed as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Unit codes with commas.
    Units,
    /// As [`Kind::Units`], and every party of the case at once: forms offer all of them.
    Parties,
    /// Rule ids with commas.
    Rules,
    /// An instant, RFC 3339; the desk also reads `2026-11-23 17:30`.
    Moment,
    /// The number of another case.
    Case,
    /// A region's code.
    Region,
}

/// An argument of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Its name on the command line, in forms and in the event.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the row is refused without it, and by which rule it is asked for.
    pub required: Option<&'static str>,
}

/// A required argument with the rule that asks for it.
pub const fn required(name: &'static str, kind: Kind, rule: &'static str) -> Argument {
    Argument { name, kind, required: Some(rule) }
}

/// An argument that may be left out.
pub const fn optional(name: &'static str, kind: Kind) -> Argument {
    Argument { name, kind, required: None }
}

/// A precondition that can be told before anything is entered.
pub type Condition = fn(&Situation<'_>) -> Result<(), Why>;

/// A precondition on what is entered.
pub type ArgumentCondition = fn(&Situation<'_>, &Texts) -> Result<(), Why>;

/// One row.
#[derive(Debug)]
pub struct Action {
    /// Id: command-line verb, catalogue key, and the verb of its event kind.
    pub id: &'static str,
    /// States it may be performed in; empty means any that is open.
    pub from: &'static [State],
    /// Where it leads.
    pub to: To,
    /// Who performs it.
    pub who: Who,
    /// The article that gives the power.
    pub rule: &'static str,
    /// What is entered.
    pub arguments: &'static [Argument],
    /// Preconditions that need no input.
    pub conditions: &'static [Condition],
    /// Preconditions on the input.
    pub on_arguments: &'static [ArgumentCondition],
}

/// Two rows are the same when they have the same id.
impl PartialEq for Action {
    fn eq(&self, other: &Action) -> bool {
        self.id == other.id
    }
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The case.
    pub case: &'a Case,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
    /// Working days.
    pub calendar: &'a Calendar,
}

/// The table, in the order of the ladder.
pub const ACTIONS: &[&Action] = &[
    &detect::ROW,
    &accept::ROW,
    &reject::ROW,
    &refer::ROW,
    &merge::ROW,
    &transfer::ROW,
    &consult::ROW,
    &statement::ROW,
    &settle::ROW,
    &recommend::ROW,
    &reply::ROW,
    &agree::ROW,
    &order::ROW,
    &interim_order::ROW,
    &serve::ROW,
    &take_effect::ROW,
    &close::ROW,
    &supersede::ROW,
    &suspend::ROW,
    &resume::ROW,
    &escalate::ROW,
    &give_back::ROW,
    &withdraw::ROW,
    &lapse::ROW,
    &correct::ROW,
    &resolve::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl Action {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        if self.who == Who::System {
            return vec![Why::rule("by-itself", self.rule)];
        }
        let mut unmet = Vec::new();
        let state = situation.case.state_at(situation.now);
        let contested = !situation.case.contested.is_empty();
        if contested && self.id != resolve::ROW.id {
            unmet.push(Why::plain("contested"));
        }
        if self.who == Who::Headquarters && situation.authority != Authority::Headquarters {
            unmet.push(Why::rule("headquarters-decides", self.rule));
        }
        if !self.allowed_in(state, contested) {
            let needed: Vec<&str> = self.from.iter().map(|state| state.name()).collect();
            let why = Why::rule("wrong-state", self.rule).with("state", state.name());
            unmet.push(if needed.is_empty() {
                Why::rule("case-over", self.rule)
            } else {
                why.with("states", needed.join(","))
            });
        }
        if self.who == Who::Manager {
            unmet.extend(super::condition::jurisdiction(situation).err());
        }
        unmet.extend(self.conditions.iter().filter_map(|condition| condition(situation).err()));
        unmet
    }

    /// Everything wrong with the input.
    pub fn unmet_by(&self, situation: &Situation<'_>, args: &Texts) -> Vec<Why> {
        let missing = self.arguments.iter().filter_map(|argument| {
            let rule = argument.required.filter(|_| args.get(argument.name).is_none())?;
            Some(Why::rule("argument-missing", rule).with("argument", argument.name))
        });
        let mut unmet: Vec<Why> = missing.collect();
        unmet.extend(args.0.iter().filter_map(|(name, text)| misfit(self.arguments, name, text)));
        unmet.extend(
            self.on_arguments.iter().filter_map(|condition| condition(situation, args).err()),
        );
        unmet
    }

    fn allowed_in(&self, state: State, contested: bool) -> bool {
        contested
            || if self.from.is_empty() { !state.is_terminal() } else { self.from.contains(&state) }
    }
}

/// What is wrong with a text entered under a name, by the arguments of its row.
pub fn misfit(arguments: &[Argument], name: &str, text: &str) -> Option<Why> {
    let Some(argument) = arguments.iter().find(|argument| argument.name == name) else {
        return Some(Why::plain("argument-unknown").with("argument", name));
    };
    let wrong = |expected: String| {
        Some(Why::plain("argument-misfit").with("argument", name).with("expected", expected))
    };
    match argument.kind {
        _ if text.trim().is_empty() => None,
        Kind::Choice(words) if !words.contains(&text) => wrong(words.join(" | ")),
        Kind::Moment if text.parse::<DateTime<Utc>>().is_err() => {
            wrong("2026-11-23 17:30".to_owned())
        }
        Kind::Region if text.parse::<crate::domain::territory::RegionCode>().is_err() => {
            wrong("NE | EC | SC | SW".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rulebook::Rulebook;

    #[test]
    fn every_row_rests_on_an_article_that_stands_in_the_rulebook() {
        for action in ACTIONS {
            let rules = action.arguments.iter().filter_map(|argument| argument.required);
            for rule in rules.chain([action.rule]) {
                assert!(Rulebook::bundled().get(rule).is_some(), "{}: {rule}", action.id);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_every_state_can_be_reached() {
        let mut ids: Vec<&str> = ACTIONS.iter().map(|action| action.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ACTIONS.len());
        for state in State::ALL {
            let reached = ACTIONS.iter().any(|action| action.to == To::State(state));
            assert!(reached, "{state:?} is never reached");
        }
    }
}
