//! The proposal of a change (变更提案): a unit is to be set up, shrunk or shut, an area to go to another region, a post to be
//! filled (arts. 14 to 17).
//!
//! A regional manager drafts it and decides nothing: what speaks for and against stands on its sheet (art. 14), and a list of
//! questions by the kind of change is answered one by one before it goes to headquarters ([`checklist`]). Only the board
//! changes units, areas and posts (art. 17); headquarters records the number of its resolution. A "no" on the list bars
//! nothing, and is told to whoever reads the proposal.
//!
//! What the board decides on is what it was shown: findings and revisions made behind its back have no effect.
//! What may be done next is the table in [`action`]. No state of a proposal follows from the clock.

pub mod action;
pub mod checklist;
pub mod condition;
mod effect;
mod opening;
mod state;

use chrono::{DateTime, NaiveDate, Utc};

use action::{ProposalAction, resolve, revise};
use checklist::{Finding, Holds, Item};
pub use opening::{CHANGES, Change, Drafted, OPENING, POSTS, lacking, open};
pub use state::ProposalState;

use super::event::{Fact, Recorded};
use super::fold::History;
use super::procedure;
use super::relief::{self, Act, Course, Entry, Opened};
use super::subject::Subject;
use super::why::Why;

/// What the board resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Id of the event that records it.
    pub event: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Number of the board resolution (art. 17).
    pub resolution: String,
    /// The first day of the change.
    pub from: NaiveDate,
}

/// A proposal as it stands.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Its identity.
    pub subject: Subject,
    /// Id of the event that drafted it.
    pub opened: String,
    /// What was drafted.
    pub drafted: Drafted,
    /// The change proposed; another one is another proposal.
    pub change: Change,
    /// The state that stands.
    pub state: ProposalState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(ProposalState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Proposal {
    /// Folds a proposal. A kind of change that this version does not know makes none.
    pub fn fold(events: &[Recorded]) -> Option<Proposal> {
        let history = History::new(events);
        let (event, drafted) = relief::first(&history, None, |event| match &event.fact {
            Fact::ProposalDrafted(drafted) if drafted.change().is_some() => {
                Some((drafted, drafted.owner))
            }
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "draft",
            at: drafted.at,
            owner: drafted.owner,
            state: ProposalState::Draft,
        };
        let Course { state, contested, mut timeline } =
            relief::course(&history, &opened, performed, holds);
        effect::weigh(&history, &mut timeline);
        let change = drafted.change()?;
        let (subject, opened, drafted) = (event.subject, event.id.clone(), drafted.clone());
        Some(Proposal { subject, opened, drafted, change, state, contested, timeline })
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

    /// What stands under a name of the [opening](OPENING): as it was last revised, or else as it was drafted. What is private is
    /// known once its text was put back into the timeline; where that is not at this desk, nothing earlier takes its place.
    pub fn value(&self, name: &str) -> Option<&str> {
        let revised = || self.entries(revise::ROW.id).rfind(|entry| entry.says(name));
        match revise::is_revised(name).then(revised).flatten() {
            Some(entry) => entry.args.get(name),
            None => self.drafted.args.get(name).or_else(|| {
                let opening = self.timeline.iter().find(|entry| entry.event == self.opened)?;
                opening.args.get(name)
            }),
        }
    }

    /// The day from which the change is proposed.
    pub fn effective(&self) -> Option<NaiveDate> {
        self.value("effective").and_then(|text| text.trim().parse().ok())
    }

    /// What was found on the items of this change, in the order of the list; of each the last that has effect.
    pub fn findings(&self) -> Vec<Finding<'_>> {
        checklist::findings(self.change, &self.timeline)
    }

    /// The items of this change on which nothing was found yet.
    pub fn lacking(&self) -> Vec<&'static Item> {
        let found = self.findings();
        let is_found = |item: &Item| found.iter().any(|finding| finding.item.id == item.id);
        checklist::of(self.change).filter(|item| !is_found(item)).collect()
    }

    /// Why it cannot be submitted yet: each item that lacks a finding, with its article.
    pub fn unchecked(&self) -> Vec<Why> {
        let unchecked =
            |item: &Item| Why::rule("proposal-unchecked", item.rule).with("item", item.id);
        self.lacking().into_iter().map(unchecked).collect()
    }

    /// What whoever reads it is warned of: each item that does not hold, or of which that is unclear. It bars nothing.
    pub fn doubts(&self) -> Vec<Why> {
        let doubt = |finding: Finding<'_>| {
            let rule = finding.item.rule;
            let key = match (finding.holds, finding.text) {
                (Holds::Yes, _) => return None,
                (Holds::No, Some(_)) => "proposal-doubt",
                (Holds::No, None) => "proposal-doubt-unread",
                (Holds::Unclear, Some(_)) => "proposal-unclear",
                (Holds::Unclear, None) => "proposal-unclear-unread",
            };
            let why = Why::rule(key, rule).with("item", finding.item.id);
            Some(match finding.text {
                Some(text) => why.with("finding", text),
                None => why,
            })
        };
        self.findings().into_iter().filter_map(doubt).collect()
    }

    /// What the board resolved, once it did and the desks agree on it.
    pub fn resolved(&self) -> Option<Resolved> {
        if !self.contested.is_empty() {
            return None;
        }
        let entry = relief::decision(&self.timeline, &[resolve::ROW.id])?;
        let resolution = entry.args.get("resolution")?.to_owned();
        let from = procedure::day(&entry.args, "from")?;
        Some(Resolved { event: entry.event.clone(), at: entry.at, resolution, from })
    }
}

fn performed(event: &Recorded) -> Option<(&'static ProposalAction, &Act)> {
    match &event.fact {
        Fact::ProposalActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// Whether a row may bring its state by what was entered: without the number of a resolution and its day the board has
/// resolved nothing, whoever signed that it did.
fn holds(row: &ProposalAction, act: &Act) -> bool {
    let resolved =
        || act.args.get("resolution").is_some() && procedure::day(&act.args, "from").is_some();
    row.id != resolve::ROW.id || resolved()
}

#[cfg(test)]
mod tests;
