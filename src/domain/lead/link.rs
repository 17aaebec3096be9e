//! What a person says of two leads: the same tender told twice, announced and then tendered, tendered again, another lot, or
//! not the same after all.
//!
//! Likeness only proposes; a link is somebody's word, signed like every fact, and stands until the person says otherwise.
//! Nothing is merged: both leads keep their numbers, and claims on either count on both. A link points forward, from the notice
//! that goes to the one that goes on; it is recorded on the smaller of the two subjects, so that two words on one pair are
//! two values of one field.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::event::{Fact, Recorded};
use super::super::fold::History;
use super::super::subject::Subject;
use super::{Lead, Stage};

/// What one lead is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same tender, told twice; the other one stands for it.
    Duplicate,
    /// The tender's earlier round; the other one is the later (第二次、重新招标).
    Round,
    /// It announced the other one (意见征求、预公告).
    PreNoticeOf,
    /// Another lot or phase of one project: no conflict between them.
    Sibling,
    /// Looked at, and not the same: likeness does not propose it again.
    NotSame,
}

impl Relation {
    /// All, from closest to farthest.
    pub const ALL: [Relation; 5] = [
        Relation::Duplicate,
        Relation::Round,
        Relation::PreNoticeOf,
        Relation::Sibling,
        Relation::NotSame,
    ];

    /// The word in events and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Duplicate => "duplicate",
            Relation::Round => "round",
            Relation::PreNoticeOf => "pre_notice_of",
            Relation::Sibling => "sibling",
            Relation::NotSame => "not_same",
        }
    }

    /// The relation of that word.
    pub fn parse(word: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| relation.name() == word)
    }

    /// Whether claims on one of the two count on the other.
    pub fn joins(self) -> bool {
        matches!(self, Relation::Duplicate | Relation::Round | Relation::PreNoticeOf)
    }
}

/// A person said what this lead, the smaller subject of the two, and another are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The other one.
    pub other: Subject,
    /// What the one that goes before is to the one that goes on.
    pub relation: Relation,
    /// Whether this one goes before.
    pub forward: bool,
    /// In the person's words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Shared with the verdict that said it, so that undo takes both back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch: Option<String>,
}

impl Linked {
    /// The word that `from` goes and `to` goes on, and the subject that it is recorded on.
    pub fn between(from: Subject, to: Subject, relation: Relation) -> (Subject, Linked) {
        let forward = from < to;
        let (here, other) = if forward { (from, to) } else { (to, from) };
        (here, Linked { other, relation, forward, reason: None, batch: None })
    }
}

/// What stands of the links that a lead's events name: the latest word on each other lead.
pub fn links(events: &[Recorded]) -> BTreeMap<Subject, Linked> {
    let history = History::new(events);
    let of = |event: &Recorded| match &event.fact {
        Fact::LeadLinked(linked) if linked.other != event.subject => Some(linked.clone()),
        _ => None,
    };
    let others: BTreeSet<Subject> =
        history.effective().filter_map(of).map(|linked| linked.other).collect();
    let standing = |other: Subject| {
        let said = history.register(|event| of(event).filter(|linked| linked.other == other))?;
        Some((other, said.shown))
    };
    others.into_iter().filter_map(standing).collect()
}

/// Which of two leads goes and which goes on: the announcement before the notice, the lower round before the higher, the
/// later report after the one that was here first. Where that does not tell, the day of publication does, then the identity,
/// so that every desk answers alike.
pub fn in_order<'a>(one: &'a Lead, two: &'a Lead, relation: Relation) -> (&'a Lead, &'a Lead) {
    let published =
        |lead: &Lead| (lead.notice.published.value.unwrap_or(lead.captured_at), lead.subject);
    let forward = match relation {
        Relation::PreNoticeOf => {
            let early = |lead: &Lead| lead.notice.stage.value == Some(Stage::PreNotice);
            (!early(one), published(one)) <= (!early(two), published(two))
        }
        Relation::Round => (one.round(), published(one)) <= (two.round(), published(two)),
        Relation::Duplicate => (one.captured_at, one.subject) >= (two.captured_at, two.subject),
        Relation::Sibling | Relation::NotSame => one.subject <= two.subject,
    };
    if forward { (one, two) } else { (two, one) }
}

/// Leads joined by links, and the one that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// All of them, by identity, the lead asked for among them.
    pub members: Vec<Subject>,
    /// The one that stands for the tender: conflicts are about it.
    pub head: Subject,
}

/// Walks the links from a lead. `links` gives the joining links that touch a lead, as (from, to).
///
/// # Errors
/// Those of `links`.
pub fn family<E>(
    lead: Subject,
    mut links: impl FnMut(Subject) -> Result<Vec<(Subject, Subject)>, E>,
) -> Result<Family, E> {
    let mut members = vec![lead];
    let mut onward = Vec::new();
    let mut next = 0;
    while let Some(here) = members.get(next).copied() {
        next += 1;
        for (from, to) in links(here)? {
            onward.push((from, to));
            for end in [from, to] {
                if !members.contains(&end) {
                    members.push(end);
                }
            }
        }
    }
    members.sort();
    // The heads are those from which nothing leads on. People may close a circle or leave two heads; every desk that knows
    // the same links then still names the same one.
    let goes_on =
        |member: &&Subject| !onward.iter().any(|(from, to)| from == *member && to != from);
    let head = members.iter().find(goes_on).or(members.first()).copied().unwrap_or(lead);
    Ok(Family { members, head })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::convert::Infallible;

    use super::super::super::subject::SubjectKind;
    use super::*;

    fn lead(name: &str) -> Subject {
        Subject::derived(SubjectKind::Lead, &[name])
    }

    fn of(start: &str, links: &[(&str, &str)]) -> (Vec<Subject>, Subject) {
        let pairs: Vec<(Subject, Subject)> =
            links.iter().map(|(from, to)| (lead(from), lead(to))).collect();
        let found = family(lead(start), |here| {
            let touching = pairs.iter().filter(|(from, to)| *from == here || *to == here);
            Ok::<_, Infallible>(touching.copied().collect())
        });
        let Ok(Family { members, head }) = found;
        (members, head)
    }

    #[test]
    fn whoever_is_asked_the_family_and_its_head_are_the_same() {
        let links = [("pre", "first"), ("first", "second"), ("copy", "second"), ("x", "y")];
        let mut all: Vec<Subject> = ["pre", "first", "second", "copy"].map(lead).to_vec();
        all.sort();
        for start in ["pre", "first", "second", "copy"] {
            assert_eq!(of(start, &links), (all.clone(), lead("second")), "{start}");
        }
        assert_eq!(of("alone", &links), (vec![lead("alone")], lead("alone")));
    }

    #[test]
    fn a_circle_has_a_head_and_ends() {
        let links = [("a", "b"), ("b", "c"), ("c", "a")];
        assert_eq!(of("a", &links), of("c", &links));
        assert_eq!(of("b", &links).0.len(), 3);
    }
}
