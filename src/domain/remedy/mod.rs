//! The remedy (救济: 奖惩与补偿): what the committee grants or imposes after a decision (art. 9), from the proposal to its end.
//!
//! A person proposes it; daqu states the rule and the fact and names nobody by itself. Whom it concerns is told and heard
//! before the committee decides (after the pattern of the administrative penalty law, arts. 44 and 45), and fares no worse
//! for having been heard. A fine, a pay cut, a removal is a *proposal* to the company from first to last: nothing is ever
//! deducted here (gap G17), and a removal only the board decides (art. 17). What may be done next is the table in
//! [`action`]; what measures there are, and which is the harsher, [`measure`].
//!
//! No state of a remedy follows from the clock.

pub mod action;
pub mod condition;
pub mod measure;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use action::RemedyAction;
pub use measure::Measure;
pub use state::RemedyState;

use super::event::{Fact, Recorded};
use super::fold::History;
use super::relief::{self, Act, Course, Entry, Opened};
use super::rulebook::{Rule, Rulebook};
use super::strict::Texts;
use super::subject::Subject;
use super::territory::RegionCode;
use super::why::Why;

/// A person proposed a remedy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proposed {
    /// `JC-…`.
    pub number: String,
    /// The case it comes from, if it comes from one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<Subject>,
    /// What is proposed.
    pub kind: Measure,
    /// Unit code of the unit it concerns.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// The post it concerns; who holds it is no matter for the body.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person_office: Option<String>,
    /// Id of the rule it rests on.
    pub rule: String,
    /// The facts.
    pub facts: String,
    /// The sum, in fen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub amount_fen: Option<i64>,
    /// A person confirmed it. What a program proposed by itself is no proposal.
    pub proposed_by_person: bool,
    /// The region whose manager prepares the file; headquarters does where none is named, as where the manager is concerned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock. Hybrid time only orders.
    pub at: DateTime<Utc>,
}

/// What the committee decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Id of its event.
    pub event: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The measure.
    pub measure: Measure,
    /// The sum, in fen.
    pub amount_fen: Option<i64>,
}

/// A remedy as it stands.
#[derive(Debug, Clone)]
pub struct Remedy {
    /// Its identity.
    pub subject: Subject,
    /// What was proposed.
    pub proposed: Proposed,
    /// The state that stands.
    pub state: RemedyState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(RemedyState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Remedy {
    /// Folds a remedy; `of_case` is the region that owns its case, where there is one and this desk holds it.
    pub fn fold(events: &[Recorded], of_case: Option<RegionCode>) -> Option<Remedy> {
        let history = History::new(events);
        let (event, proposed) = relief::first(&history, of_case, |event| match &event.fact {
            Fact::RemedyProposed(proposed) if proposed.proposed_by_person => {
                Some((proposed, proposed.owner))
            }
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "propose",
            at: proposed.at,
            owner: proposed.owner,
            state: RemedyState::Proposed,
        };
        let Course { state, contested, timeline } =
            relief::course(&history, &opened, performed, |row, act| holds(proposed, row, act));
        let (subject, proposed) = (event.subject, proposed.clone());
        Some(Remedy { subject, proposed, state, contested, timeline })
    }

    /// Entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        relief::entries(&self.timeline, action)
    }

    /// The entry that a text names: by its number in the timeline, from 1, or by the id of its event.
    pub fn entry(&self, text: &str) -> Option<&Entry> {
        relief::entry(&self.timeline, text)
    }

    /// What the committee decided, once it did.
    pub fn decided(&self) -> Option<Decided> {
        let entry = relief::decision(&self.timeline, &[action::decide::ROW.id])?;
        let (measure, amount_fen) = decision(&entry.args)?;
        Some(Decided { event: entry.event.clone(), at: entry.at, measure, amount_fen })
    }
}

fn performed(event: &Recorded) -> Option<(&'static RemedyAction, &Act)> {
    match &event.fact {
        Fact::RemedyActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// Measure and sum as a decision states them.
fn decision(args: &Texts) -> Option<(Measure, Option<i64>)> {
    let measure = args.get("measure").and_then(Measure::parse)?;
    Some((measure, measure::amount(args, "amount").ok()?))
}

/// Whether a row may bring its state by what was entered: a decision that is worse than the proposal is none, whoever signed
/// it, nor does anybody but the board decide a removal.
fn holds(proposed: &Proposed, row: &RemedyAction, act: &Act) -> bool {
    let for_the_board = proposed.kind.is_for_the_board();
    if row.id == action::decide::ROW.id {
        let no_worse = |(measure, amount)| measure::no_worse(proposed, measure, amount).is_ok();
        !for_the_board && decision(&act.args).is_some_and(no_worse)
    } else if row.id == action::refer_to_board::ROW.id {
        for_the_board
    } else if row.id == action::execute::ROW.id {
        !for_the_board || act.args.get("resolution").is_some()
    } else {
        true
    }
}

/// Everything that keeps a proposal from being one; empty when nothing does.
pub fn may_propose(proposed: &Proposed, book: &Rulebook) -> Vec<Why> {
    let mut unmet = Vec::new();
    let stated = |text: Option<&String>| text.is_some_and(|text| !text.trim().is_empty());
    if !proposed.proposed_by_person {
        unmet.push(Why::plain("remedy-no-person"));
    }
    if proposed.facts.trim().is_empty() {
        unmet.push(Why::rule("remedy-no-facts", "SCXT-7"));
    }
    if proposed.kind.is_personal() && !stated(proposed.person_office.as_ref()) {
        unmet.push(Why::rule("remedy-no-office", "CF-44"));
    } else if !stated(proposed.unit.as_ref()) && !stated(proposed.person_office.as_ref()) {
        unmet.push(Why::rule("remedy-nobody", "CF-44"));
    }
    match book.get(&proposed.rule) {
        None => unmet.push(Why::plain("rule-unknown").with("rule", &proposed.rule)),
        Some(rule) if !Rule::may_be_sole_basis(rule) => {
            unmet.push(Why::rule("rules-blank", "SCXT-7").with("rules", &proposed.rule));
        }
        Some(_) => {}
    }
    unmet.extend(amount_fits(proposed.kind, proposed.amount_fen).err());
    unmet
}

/// A measure of money names a sum, and no other does.
fn amount_fits(measure: Measure, amount_fen: Option<i64>) -> Result<(), Why> {
    let outcome = measure.name();
    match amount_fen {
        None if measure.needs_amount() => {
            Err(Why::rule("remedy-no-amount", "CF-44").with("outcome", outcome))
        }
        Some(_) if !measure.takes_amount() => {
            Err(Why::rule("remedy-amount-misplaced", "CF-44").with("outcome", outcome))
        }
        Some(amount) if amount <= 0 => {
            Err(Why::rule("remedy-no-amount", "CF-44").with("outcome", outcome))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
