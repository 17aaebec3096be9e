//! The appeal (申诉): a party asks the committee to look again at a decision that binds it (art. 9, gap G23).
//!
//! It is a sub-file of a [case](super::case): filed on the party's behalf by the desk, heard by the committee, whose acts
//! headquarters records; the manager hands over his dossier and may comment. A decision that was appealed stays in force
//! unless the committee grants a stay. What may be done next is the table in [`action`]; who may file, until when, is told
//! by [`filing`], and how the limits are kept by [`timing`].
//!
//! No state of an appeal follows from the clock, so there is none to be read off it: an appeal past its limits is late, and
//! stays where it is until the committee acts.

pub mod action;
pub mod condition;
pub mod filing;
mod state;
pub mod timing;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use action::AppealAction;
pub use state::AppealState;

use super::event::{Fact, Recorded};
use super::fold::History;
use super::relief::{self, Act, Course, Entry, Opened};
use super::strict::Texts;
use super::subject::{Subject, SubjectKind};
use super::territory::RegionCode;

/// A party's appeal was recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filed {
    /// `SS-…`.
    pub number: String,
    /// The case.
    pub case: Subject,
    /// The case's number.
    pub case_number: String,
    /// Unit code of the party.
    pub party: String,
    /// What the party asks for.
    pub request: String,
    /// Why, in the party's words.
    pub reasons: String,
    /// Id of the event that decided.
    pub decision: String,
    /// From when the limit to file runs: the decision's [service](filing::runs_from).
    pub served_at: DateTime<Utc>,
    /// When the party handed it over.
    pub filed_at: DateTime<Utc>,
    /// The tender was still live then: the committee decides within the short limit.
    pub express: bool,
    /// The region whose manager answers for the decision and prepares the file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When it was recorded, by the desk's clock. Hybrid time only orders.
    pub at: DateTime<Utc>,
}

/// Members of the committee who have to sit over an appeal, of its five (gap G11).
pub const QUORUM: usize = 3;

/// Members of the committee (gap G11).
pub const SEATS: usize = 5;

/// The rows by which the committee decides.
pub const DECISIONS: &[&str] = &["uphold", "modify", "annul", "remand"];

/// An appeal as it stands.
#[derive(Debug, Clone)]
pub struct Appeal {
    /// Its identity.
    pub subject: Subject,
    /// What was filed.
    pub filed: Filed,
    /// The state that stands.
    pub state: AppealState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(AppealState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Appeal {
    /// The identity of one party's appeal against one decision: every desk derives it alike, so nobody files twice.
    pub fn subject(decision: &str, party: &str) -> Subject {
        Subject::derived(SubjectKind::Appeal, &[decision, party])
    }

    /// Folds an appeal; `of_case` is the region that owns the case, where this desk holds it.
    pub fn fold(events: &[Recorded], of_case: Option<RegionCode>) -> Option<Appeal> {
        let history = History::new(events);
        let (event, filed) = relief::first(&history, of_case, |event| match &event.fact {
            Fact::AppealFiled(filed) if is_about(event, filed) => Some((filed, filed.owner)),
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "file",
            at: filed.at,
            owner: filed.owner,
            state: AppealState::Filed,
        };
        let Course { state, contested, timeline } =
            relief::course(&history, &opened, performed, |row, act| {
                row.id != action::review::ROW.id || sitting(&act.args).len() >= QUORUM
            });
        Some(Appeal { subject: event.subject, filed: filed.clone(), state, contested, timeline })
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

    /// When the committee took it up.
    pub fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.entries("accept").next().map(|entry| entry.at)
    }

    /// When the manager first handed over his dossier.
    pub fn dossier_at(&self) -> Option<DateTime<Utc>> {
        self.entries("dossier").map(|entry| entry.at).min()
    }

    /// The decision, once there is one.
    pub fn decision(&self) -> Option<&Entry> {
        relief::decision(&self.timeline, DECISIONS)
    }

    /// Whether the decision appealed no longer stands as it was: it fell, or has to be taken anew.
    pub fn overturns(&self) -> bool {
        self.decision().is_some_and(|entry| matches!(entry.action, "annul" | "remand"))
    }

    /// The stay that holds: the decision appealed is not carried out until the committee has decided (gap G23).
    pub fn stay(&self) -> Option<&Entry> {
        self.entries("stay").next_back().filter(|_| self.state.is_undecided())
    }

    /// Whether the decision appealed was not carried out at some time of a stretch: the committee had granted a stay, and had
    /// not decided yet.
    pub fn stays_within(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let decided = self.decision().filter(|_| !self.state.is_undecided()).map(|entry| entry.at);
        let granted = self.entries("stay").any(|entry| entry.at <= to);
        granted && decided.is_none_or(|decided| from < decided)
    }
}

fn performed(event: &Recorded) -> Option<(&'static AppealAction, &Act)> {
    match &event.fact {
        Fact::AppealActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// Whether an appeal stands under the identity that follows from what it is about.
fn is_about(event: &Recorded, filed: &Filed) -> bool {
    event.subject == Appeal::subject(&filed.decision, &filed.party)
}

/// Members who sit: present and not recused, each once.
pub fn sitting(args: &Texts) -> Vec<String> {
    let recused = args.list("recused");
    let mut sitting = args.list("members");
    sitting.retain(|member| !recused.contains(member));
    sitting.sort_unstable();
    sitting.dedup();
    sitting
}

#[cfg(test)]
mod tests;
