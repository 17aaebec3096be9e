//! 分歧: what desks decided without knowing of each other, and keys that write in two places.
//!
//! Nothing of it is merged or dropped. A contested file waits for headquarters, which lets one side stand; until then the higher
//! authority's is shown as provisional. Two branches of one log mean that a key lives on two machines, or that one was set back
//! and wrote on before it heard of it; both are kept.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::claim::{self, ClaimState};
use crate::domain::event::Recorded;
use crate::domain::fold::History;
use crate::domain::lead::kept::{Said, kept_both, texts};
use crate::domain::lead::{Lead, Screened};
use crate::domain::procedure::Argument;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;
use crate::domain::{case, relief};
use crate::sync::directory::DeskState;
use crate::sync::envelope::Envelope;
use crate::sync::segment::Segment;

use super::history;
use super::query::{Answer, Reading};
use super::relief::FileKind;

/// Row of every table by which headquarters lets one side stand.
pub const RESOLVE: &str = "resolve";

/// One thing on which desks differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Divergence {
    /// A file on which rival transitions stand.
    Contest(Contest),
    /// A log with two branches.
    Fork(Fork),
}

/// What is contested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Contested {
    /// A case.
    Case,
    /// A field of a lead: it ends with the next word of somebody who has seen both.
    Lead,
    /// A claim: it ends with the next act of somebody who has seen both.
    Claim,
    /// A file of another table.
    File(FileKind),
}

/// A file on which rival transitions stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contest {
    /// What it is.
    pub kind: Contested,
    /// Its number.
    pub number: String,
    /// The rivals, in the order of the timeline.
    pub sides: Vec<Side>,
    /// Why this desk cannot let one of them stand; empty where it can.
    pub unmet: Vec<Why>,
}

/// What one of them did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// The state it brought.
    pub state: &'static str,
    /// Its number in the timeline, from 1.
    pub entry: usize,
    /// Row of the table.
    pub action: &'static str,
    /// When, by its desk's clock.
    pub at: DateTime<Utc>,
    /// Person named.
    pub actor: String,
    /// Post named.
    pub office: String,
    /// What was entered.
    pub args: Texts,
}

/// A log of which two links bear one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fork {
    /// The desk's name, or its key where the directory does not say.
    pub desk: String,
    /// The key is revoked or was replaced: what was to be done is done.
    pub ended: bool,
    /// The number from which on they differ.
    pub seq: u64,
    /// The links of that number.
    pub branches: Vec<Branch>,
}

/// The first link of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// Its id; the signed line itself is in the store.
    pub id: String,
    /// When it was sealed, by its machine's clock.
    pub made: String,
    /// Events in it.
    pub events: usize,
}

impl Divergence {
    /// What it is known by while the list is read anew: its number, or desk and number of the link.
    pub fn name(&self) -> (&str, u64) {
        match self {
            Divergence::Contest(contest) => (&contest.number, 0),
            Divergence::Fork(fork) => (&fork.desk, fork.seq),
        }
    }
}

impl Contested {
    /// The catalogue key of a state of it.
    pub fn state_key(self, state: &str) -> String {
        match self {
            Contested::Case => format!("state-{state}"),
            Contested::Claim => format!("state-claim-{state}"),
            Contested::Lead if state == NOTICE => "divergence-notice".to_owned(),
            Contested::Lead => format!("choice-{state}"),
            Contested::File(kind) => format!("state-{}-{state}", kind.name()),
        }
    }

    /// The catalogue key of a row of its table.
    pub fn action_key(self, action: &str) -> String {
        match self {
            Contested::Case => format!("action-{action}"),
            Contested::Claim => format!("action-claim-{action}"),
            Contested::Lead if action == "revised" => "divergence-revised".to_owned(),
            Contested::Lead => "divergence-screened".to_owned(),
            Contested::File(kind) => format!("{}{action}", kind.prefix()),
        }
    }

    /// The arguments of a row of its table.
    pub fn arguments(self, action: &str) -> &'static [Argument] {
        let arguments = match self {
            Contested::Case => case::action::find(action).map(|row| row.arguments),
            Contested::Claim => claim::action::find(action).map(|row| row.arguments),
            Contested::Lead => None,
            Contested::File(kind) => kind.arguments(action),
        };
        arguments.unwrap_or_default()
    }
}

impl Reading<'_, '_> {
    /// Everything on which desks differ: files first, then logs.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn divergences(&self) -> Answer<Vec<Divergence>> {
        let mut found = Vec::new();
        for subject in self.tx.cases(None, true)?.iter().filter_map(|subject| subject.parse().ok())
        {
            found.extend(self.contested_case(subject)?.map(Divergence::Contest));
        }
        for subject in self.tx.leads_kept_both()?.iter().filter_map(|subject| subject.parse().ok())
        {
            found.extend(self.kept_both(subject)?.into_iter().map(Divergence::Contest));
        }
        for subject in self.tx.claims()?.iter().filter_map(|subject| subject.parse().ok()) {
            found.extend(self.contested_claim(subject)?.map(Divergence::Contest));
        }
        let relief = self.tx.relief(None)?;
        let files = relief.iter().filter_map(|subject| subject.parse().ok());
        for subject in files.chain(self.all_meetings()?) {
            found.extend(self.contested_file(subject)?.map(Divergence::Contest));
        }
        found.extend(self.forks()?.into_iter().map(Divergence::Fork));
        Ok(found)
    }

    fn contested_case(&self, subject: Subject) -> Answer<Option<Contest>> {
        let found = history::case(self.tx, self.context, subject)?;
        let Some((mut case, lead)) = found.filter(|(case, _)| !case.rivals.is_empty()) else {
            return Ok(None);
        };
        self.reveal(&mut case)?;
        let row = self.case_row(&case, lead.as_ref(), &self.bonds()?)?;
        let rival = |(n, entry): (usize, &case::Entry)| {
            let (state, _) = case.rivals.iter().find(|(_, event)| *event == entry.event)?;
            Some(Side {
                state: state.name(),
                entry: n + 1,
                action: entry.action,
                at: entry.at,
                actor: entry.actor.clone(),
                office: entry.office.clone(),
                args: entry.args.clone(),
            })
        };
        Ok(Some(Contest {
            kind: Contested::Case,
            number: case.number.clone(),
            sides: case.timeline.iter().enumerate().filter_map(rival).collect(),
            unmet: unmet(&row.actions),
        }))
    }

    fn kept_both(&self, subject: Subject) -> Answer<Vec<Contest>> {
        let events = history::of(self.tx, self.context, subject)?;
        let seat = self.context.profile.authority();
        let Some(lead) = Lead::fold(&events, seat, self.context.territory()) else {
            return Ok(Vec::new());
        };
        let place = |event: &Recorded| events.iter().position(|known| known.id == event.id);
        let side = |(event, said): &(&Recorded, Said<'_>), shared: &BTreeSet<(&str, String)>| {
            let (state, action, told) = match said {
                Said::Notice(notice) => (NOTICE, "revised", texts(notice)),
                Said::Verdict(screened) => (screened.verdict.name(), "screened", why(screened)),
            };
            let differs = told.into_iter().filter(|pair| !shared.contains(pair));
            let args = differs.map(|(name, text)| (name.to_owned(), text)).collect();
            Side {
                state,
                entry: place(event).map_or(0, |place| place + 1),
                action,
                at: event.hlc.wall(),
                actor: event.actor.clone(),
                office: event.office.clone(),
                args: Texts(args),
            }
        };
        let contest = |live: Vec<(&Recorded, Said<'_>)>| {
            // What all say alike is not weighed.
            let told = live.iter().map(|(_, said)| match said {
                Said::Notice(notice) => texts(notice).into_iter().collect::<BTreeSet<_>>(),
                Said::Verdict(_) => BTreeSet::new(),
            });
            let shared = told.reduce(|one, other| &one & &other).unwrap_or_default();
            Contest {
                kind: Contested::Lead,
                number: lead.number.clone(),
                sides: live.iter().map(|one| side(one, &shared)).collect(),
                unmet: vec![Why::plain("lead-kept-both")],
            }
        };
        Ok(kept_both(&History::new(&events), seat).into_iter().map(contest).collect())
    }

    fn contested_claim(&self, subject: Subject) -> Answer<Option<Contest>> {
        let Some(claim) = history::claim_alone(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        let rivals: Vec<&(ClaimState, String)> =
            claim.lots.iter().flat_map(|lot| &lot.rivals).collect();
        if rivals.is_empty() {
            return Ok(None);
        }
        let rival = |(n, entry): (usize, &claim::Entry)| {
            let (state, _) = rivals.iter().find(|(_, event)| *event == entry.event)?;
            Some(Side {
                state: state.name(),
                entry: n + 1,
                action: entry.action,
                at: entry.at,
                actor: entry.actor.clone(),
                office: String::new(),
                args: entry.args.clone(),
            })
        };
        Ok(Some(Contest {
            kind: Contested::Claim,
            number: claim.submitted.number.clone(),
            sides: claim.timeline.iter().enumerate().filter_map(rival).collect(),
            unmet: vec![Why::plain("claim-contest")],
        }))
    }

    fn contested_file(&self, subject: Subject) -> Answer<Option<Contest>> {
        let rivals = self.rivals(subject)?;
        if rivals.is_empty() {
            return Ok(None);
        }
        let Some(detail) = self.file(subject)? else { return Ok(None) };
        let rival = |(n, entry): (usize, &relief::Entry)| {
            let (state, _) = rivals.iter().find(|(_, event)| *event == entry.event)?;
            Some(Side {
                state,
                entry: n + 1,
                action: entry.action,
                at: entry.at,
                actor: entry.actor.clone(),
                office: entry.office.clone(),
                args: entry.args.clone(),
            })
        };
        Ok(Some(Contest {
            kind: Contested::File(detail.row.kind),
            number: detail.row.number.clone(),
            sides: detail.timeline.iter().enumerate().filter_map(rival).collect(),
            unmet: unmet(&detail.actions),
        }))
    }

    /// States of a file that are in contest, with their events.
    fn rivals(&self, subject: Subject) -> Answer<Vec<(&'static str, String)>> {
        Ok(self.file(subject)?.map(|detail| detail.contested).unwrap_or_default())
    }

    fn forks(&self) -> Answer<Vec<Fork>> {
        let Some(directory) = &self.context.directory else { return Ok(Vec::new()) };
        let mut forks: Vec<Fork> = Vec::new();
        let mut last = None;
        for segment in self.tx.first_rivals()? {
            let branch = branch(&segment.id, &segment.line);
            let place = (segment.key.clone(), segment.inc, segment.aud, segment.seq);
            if last.as_ref() == Some(&place) {
                forks.last_mut().into_iter().for_each(|fork| fork.branches.extend(branch.clone()));
                continue;
            }
            let desk = directory.desk(&segment.key);
            let replaced = desk.is_some_and(|desk| desk.state != DeskState::Active);
            let ended = replaced || directory.revocation(&segment.key).is_some();
            forks.push(Fork {
                desk: desk.map_or(segment.key, |desk| desk.name.clone()),
                ended,
                seq: segment.seq,
                branches: branch.into_iter().collect(),
            });
            last = Some(place);
        }
        Ok(forks)
    }
}

/// The word under which two notices of one lead are told.
const NOTICE: &str = "notice";

/// What was said with a verdict.
fn why(screened: &Screened) -> Vec<(&'static str, String)> {
    let until = screened.until.map(|day| ("until", day.to_string()));
    let of = screened.of.as_ref().map(|of| ("of", of.number.clone()));
    let reason = screened.reason.clone().map(|reason| ("reason", reason));
    [until, of, reason].into_iter().flatten().collect()
}

fn unmet(actions: &[super::view::ActionRow]) -> Vec<Why> {
    let row = actions.iter().find(|row| row.id == RESOLVE);
    row.map_or_else(|| vec![Why::plain("not-contested")], |row| row.unmet.clone())
}

/// What a stored link says of itself; it was verified when it came.
fn branch(id: &str, line: &str) -> Option<Branch> {
    let envelope = Envelope::from_line(line.as_bytes()).ok()?;
    let segment: Segment = serde_json::from_slice(&envelope.payload).ok()?;
    Some(Branch { id: id.to_owned(), made: segment.made, events: segment.events.len() })
}
