//! The action table: what may be done to a case, by whom, from which state, on which preconditions.
//!
//! One row is one file below; to add an action, write its file, list it in [`ACTIONS`], and give it its words in both
//! catalogues (`action-<id>`, `action-<id>-help`, and `arg-<name>` for a new argument). The command line has a verb for each
//! row, the case screen an entry in its footer, and the fold knows how to apply it: all from the row.

use chrono::{DateTime, Utc};

use super::{Case, State};
use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relation::Bond;
use crate::domain::rulebook::Rulebook;
use crate::domain::why::Why;

mod accept;
mod agree;
mod amend;
pub mod annul;
mod assign;
pub mod breach;
mod challenge;
mod close;
mod conclude;
mod confirm;
mod consult;
pub mod copy;
mod correct;
mod decide_challenge;
mod detect;
mod disclose;
mod escalate;
pub mod evidence;
mod ex_parte;
mod expire_interim;
pub mod finding;
mod give_back;
pub mod interim_order;
mod lapse;
pub mod letter;
mod merge;
mod object;
pub mod order;
mod recommend;
mod refer;
mod reject;
pub mod remand;
mod reply;
mod resolve;
mod resume;
pub mod ruling;
mod serve;
mod settle;
mod statement;
mod supersede;
mod suspend;
mod take_effect;
mod transfer;
mod withdraw;

/// A row of the table.
pub type Action = Row<Case>;

impl Matter for Case {
    type State = State;
    type Situation<'a> = Situation<'a>;
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
    /// The rules in force.
    pub book: &'a Rulebook,
    /// What ties the desk's person to units, as he declared it.
    pub bonds: &'a [Bond],
}

/// The table: what leads up the ladder with its facts, what may come between, what headquarters does, what follows by itself.
pub const ACTIONS: &[&Action] = &[
    &accept::ROW,
    &reject::ROW,
    &refer::ROW,
    &consult::ROW,
    &statement::ROW,
    &evidence::ROW,
    &finding::ROW,
    &object::ROW,
    &disclose::ROW,
    &ex_parte::ROW,
    &amend::ROW,
    &settle::ROW,
    &recommend::ROW,
    &reply::ROW,
    &agree::ROW,
    &order::ROW,
    &interim_order::ROW,
    &confirm::ROW,
    &serve::ROW,
    &breach::ROW,
    &close::ROW,
    &letter::ROW,
    &copy::ROW,
    &merge::ROW,
    &transfer::ROW,
    &challenge::ROW,
    &suspend::ROW,
    &resume::ROW,
    &escalate::ROW,
    &withdraw::ROW,
    &supersede::ROW,
    &correct::ROW,
    &assign::ROW,
    &decide_challenge::ROW,
    &ruling::ROW,
    &remand::ROW,
    &annul::ROW,
    &give_back::ROW,
    &conclude::ROW,
    &resolve::ROW,
    &detect::ROW,
    &take_effect::ROW,
    &expire_interim::ROW,
    &lapse::ROW,
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
        // What is open to a contested case is open in every state, and to no other.
        if !contested && !self.from.is_empty() && !self.starts_from(state) {
            unmet.push(self.wrong_state(state));
        }
        if self.who == Who::Manager {
            unmet.extend(super::condition::jurisdiction(situation).err());
            if !WHILE_RECUSED.contains(&self.id) {
                unmet.extend(super::condition::not_recused(situation).err());
                unmet.extend(super::condition::not_tied_to_a_party(situation).err());
            }
        }
        unmet.extend(self.unmet_conditions(situation));
        unmet
    }

    fn wrong_state(&self, state: State) -> Why {
        // A row that is open in almost every state names the one that it is not open in.
        if self.from.len() > FEW_STATES {
            let key = if state.is_terminal() { "case-over" } else { "not-in-state" };
            return Why::rule(key, self.rule).with("state", state.name());
        }
        let needed: Vec<&str> = self.from.iter().map(|state| state.name()).collect();
        Why::rule("wrong-state", self.rule)
            .with("state", state.name())
            .with("states", needed.join(","))
    }
}

/// What a recused manager still does: he hands the case over, sends it up, records what others say and bring, and carries out
/// what is decided. He decides nothing.
const WHILE_RECUSED: &[&str] = &[
    "transfer",
    "escalate",
    "refer",
    "evidence",
    "challenge",
    "letter",
    "copy",
    "correct",
    "serve",
    "breach",
    "resume",
    "close",
];

/// A refusal lists at most so many states as those needed.
const FEW_STATES: usize = 5;

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
