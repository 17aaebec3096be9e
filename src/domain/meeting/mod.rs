//! Meetings and their minutes: planned, noticed in time, held, minuted, reviewed, signed by the chair, sent, and followed up.
//!
//! What is planned stands in the [plan]; what may be done when, in the [table](action); who came in the [roll]; what is wrong
//! with minutes that are about to be signed in the [check](lint); what became of their actions in [`follow_up`]. The text of
//! the minutes is a *part* of its event, so that it can be withheld by class or purged without breaking a signature; the event
//! keeps the hash. A saved version never changes; saving again makes the next one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub mod action;
pub mod amendment;
pub mod condition;
pub mod follow_up;
pub mod lint;
pub mod plan;
pub mod review;
pub mod roll;
mod state;
pub mod survey;

pub use plan::{MeetingKind, Planned};
pub use state::MeetingState;

use action::{MeetingAction, cancel, hold, postpone, report};

use super::calendar::Calendar;
use super::case::ledger::{Copy, Issued, Thing};
use super::event::{Authority, Fact, PartRef, Recorded};
use super::fold::History;
use super::relief::{self, Act, Course, Entry, Opened};
use super::subject::Subject;
use super::territory::RegionCode;

/// The notice sheet went out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By which way.
    pub channel: String,
    /// To whom: those invited.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub to: Vec<String>,
    /// Who has a copy (篇1 §1).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cc: Vec<String>,
    /// 1, 2, 3 …; 0 where an older program counted none.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub version: u32,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Who has a copy of every notice sheet (篇1 §1).
pub const COPIES: [&str; 2] = ["总经办", "综合管理部"];

/// A version of the minutes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MinutesSaved {
    /// 1, 2, 3 … as the author saw it.
    pub version: u32,
    /// Characters, so that a list can tell without the part.
    pub characters: u64,
}

/// Name of the part that holds the minutes' text.
pub const TEXT_PART: &str = "text";

/// Class of minutes unless set otherwise: parties to the matter.
pub const TEXT_CLASS: u8 = 3;

/// One saved version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its event.
    pub event: String,
    /// 1, 2, 3 …
    pub version: u32,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// The text's hash, size and class.
    pub part: Option<PartRef>,
}

/// What the notice clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// A fixed meeting needs none.
    Exempt,
    /// Sent within the limit.
    InTime,
    /// Sent after the limit.
    Late,
    /// Not sent, and there is still time.
    Due,
    /// Not sent, and the limit has passed.
    Missed,
}

/// The chair's signature under a version of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The person named.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The version.
    pub version: u32,
    /// SHA-256 of its text, `sha256:` and hex.
    pub hash: String,
    /// The event of that version.
    #[serde(skip)]
    pub of: Option<String>,
}

/// A meeting as it stands.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its identity.
    pub subject: Subject,
    /// The plan that stands, at the time and place to which it was put off.
    pub planned: Planned,
    /// The region whose desk planned it.
    pub owner: Option<RegionCode>,
    /// When the (first) notice of the time that stands went out, and how.
    pub noticed: Option<(DateTime<Utc>, String)>,
    /// Every notice that went out, of whichever time and place.
    pub notices: Vec<Noticed>,
    /// The last of them tells what no longer holds.
    pub notice_outdated: bool,
    /// Saved versions in order; two of one number were saved apart.
    pub versions: Vec<Version>,
    /// Events of the versions that no later one has seen: one, or several that were saved apart.
    pub heads: Vec<String>,
    /// Somebody other than the recorder reviewed the version that is the latest.
    pub reviewed: bool,
    /// How far the table moved it; see [`Meeting::state`].
    pub course: MeetingState,
    /// Rival transitions by state and event; empty when the desks agree.
    pub contested: Vec<(MeetingState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Meeting {
    /// Folds a meeting from its events.
    pub fn fold(events: &[Recorded]) -> Option<Meeting> {
        let history = History::new(events);
        let planned = history.register(|e| match &e.fact {
            Fact::MeetingPlanned(planned) => Some((e.subject, planned.clone())),
            _ => None,
        })?;
        let (subject, mut planned) = planned.shown;
        let event = history.effective().find(|e| matches!(e.fact, Fact::MeetingPlanned(_)))?;
        let owner = match event.authority {
            Authority::Region(region) => Some(region),
            Authority::Headquarters | Authority::Unknown | Authority::Revoked => None,
        };
        let at = event.hlc.wall();
        let opened = Opened { event, action: "plan", at, owner, state: MeetingState::Planned };
        let Course { state: course, contested, timeline } =
            relief::course(&history, &opened, performed, holds);
        timeline.iter().filter(|entry| entry.counts).for_each(|entry| planned.take(entry));
        // What a desk of another region writes about the meeting moves nothing here, as with the rows of the table.
        let own = |event: &Recorded| match owner {
            Some(region) => event.authority == Authority::Region(region),
            None => !matches!(event.authority, Authority::Region(_)),
        };
        let event_of = |id: &str| history.all().find(|event| event.id == id);
        let told: Vec<(&Recorded, &Noticed)> = history
            .effective()
            .filter_map(|e| match &e.fact {
                Fact::MeetingNoticed(noticed) if own(e) => Some((e, noticed)),
                _ => None,
            })
            .collect();
        // The notice of a time that no longer holds tells nobody of the new one.
        let moved = relief::entries(&timeline, postpone::ROW.id).next_back();
        let since = moved.and_then(|moved| event_of(&moved.event));
        let noticed = told
            .iter()
            .find(|(event, _)| since.is_none_or(|moved| history.has_seen(event, moved)))
            .map(|(_, noticed)| (noticed.sent_at, noticed.channel.clone()));
        let changes = |entry: &&Entry| entry.counts && plan::changes_the_notice(entry);
        let changed = timeline.iter().rfind(changes).and_then(|entry| event_of(&entry.event));
        let notice_outdated = changed.is_some_and(|changed| {
            !told.is_empty() && !told.iter().any(|(event, _)| history.has_seen(event, changed))
        });
        let notices = told.iter().map(|(_, noticed)| (*noticed).clone()).collect();
        let versions = history.effective().filter_map(|e| match &e.fact {
            Fact::MinutesSaved(saved) if own(e) => Some(Version {
                event: e.id.clone(),
                version: saved.version,
                saved_at: e.hlc.wall(),
                part: e.parts.iter().find(|part| part.name == TEXT_PART).cloned(),
            }),
            _ => None,
        });
        let versions = versions.collect();
        let heads =
            history.live(|e| (own(e) && matches!(e.fact, Fact::MinutesSaved(_))).then_some(()));
        let heads: Vec<String> = heads.into_iter().map(|(event, ())| event.id.clone()).collect();
        // A review is of what was read: a version that was saved after it was reviewed by nobody.
        let reviewed = relief::entries(&timeline, action::review::ROW.id).any(|entry| {
            let review = event_of(&entry.event);
            !heads.is_empty()
                && heads.iter().all(|head| {
                    review.zip(event_of(head)).is_some_and(|(r, head)| history.has_seen(r, head))
                })
        });
        Some(Meeting {
            subject,
            planned,
            owner,
            noticed,
            notices,
            notice_outdated,
            versions,
            heads,
            reviewed,
            course,
            contested,
            timeline,
        })
    }

    /// Where it stands, with what follows from the notice, the minutes and the copies that there are.
    pub fn state(&self) -> MeetingState {
        match self.course {
            MeetingState::Planned if self.noticed.is_some() => MeetingState::Noticed,
            MeetingState::Held if self.latest().is_some() => MeetingState::Minuted,
            MeetingState::Reviewed if !self.reviewed => MeetingState::Minuted,
            MeetingState::Signed if self.since_signed("distribute").next().is_some() => {
                MeetingState::Distributed
            }
            state => state,
        }
    }

    /// Entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        relief::entries(&self.timeline, action)
    }

    /// The version that stands: the one that was signed, while it is; else the latest. One that comes from elsewhere under a
    /// signature takes nothing of its place.
    pub fn standing(&self) -> Option<&Version> {
        let signed = self.signature().and_then(|signature| signature.of);
        let named = signed.and_then(|of| self.versions.iter().find(|version| version.event == of));
        named.or_else(|| self.latest())
    }

    /// The entries of an action since the signature that stands: copies of what was signed before an amendment are of another
    /// text.
    pub fn since_signed<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        let signs = |entry: &Entry| entry.counts && entry.action == action::sign::ROW.id;
        let from = self.timeline.iter().rposition(signs).map_or(0, |place| place + 1);
        relief::entries(&self.timeline[from..], action)
    }

    /// The copies of its minutes, in the form of the disclosure ledger.
    pub fn copies(&self) -> Vec<Issued> {
        let copy = |entry: &Entry| {
            let text = |name: &str| entry.args.get(name).map(str::to_owned);
            let version = text(VERSION).and_then(|version| version.parse().ok()).unwrap_or(0);
            Some(Issued {
                copy: Copy {
                    serial: text(action::distribute::SERIAL)?,
                    hash: text(HASH).unwrap_or_default(),
                    class: TEXT_CLASS,
                },
                thing: Thing::Minutes(version),
                recipient: text("recipient")?,
                purpose: text("purpose"),
                at: entry.at,
                by: entry.actor.clone(),
            })
        };
        self.entries(action::distribute::ROW.id).filter_map(copy).collect()
    }

    /// The latest saved version.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The chair's signature, while the minutes stand as they were signed.
    pub fn signature(&self) -> Option<Signature> {
        if !matches!(self.course, MeetingState::Signed | MeetingState::Closed) {
            return None;
        }
        let entry = self.entries("sign").next_back()?;
        Some(Signature {
            by: entry.args.get("signed_by")?.to_owned(),
            at: entry.at,
            version: entry.args.get(VERSION)?.parse().ok()?,
            hash: entry.args.get(HASH)?.to_owned(),
            of: entry.args.get(SIGNED).map(str::to_owned),
        })
    }

    /// How often what was told of the meeting has changed: the sequence of its calendar entry (RFC 5545, 3.8.7.4).
    pub fn sequence(&self) -> usize {
        let changes = |entry: &&Entry| entry.counts && plan::changes_the_notice(entry);
        self.timeline.iter().filter(changes).count() + self.entries(cancel::ROW.id).count()
    }

    /// Who presided: whoever did when it was held, else whom the plan names.
    pub fn chair(&self) -> Option<&str> {
        let held = self.entries(hold::ROW.id).next_back();
        let presided = held.and_then(|held| held.args.get("presided"));
        presided.or(self.planned.chair.as_deref())
    }

    /// It was put off, and the time that stands is not the first.
    pub fn was_moved(&self) -> bool {
        self.entries(postpone::ROW.id).next().is_some()
    }

    /// A special committee was moved and the marketing director does not know why (篇1 §2).
    pub fn move_is_unreported(&self) -> bool {
        let last = |id| relief::entries(&self.timeline, id).next_back();
        let place = |entry: &Entry| self.timeline.iter().position(|e| e.event == entry.event);
        let moved = last(postpone::ROW.id).and_then(place);
        self.planned.kind == MeetingKind::Committee
            && moved.is_some()
            && last(report::ROW.id).and_then(place) < moved
    }

    /// Until when a notice is in time: one working day before, until 17:30 (篇1 §1; gap G16). Of a regular meeting that is moved
    /// all are told before it begins, the day before is not asked for (篇1 §2).
    pub fn notice_limit(&self, calendar: &Calendar) -> DateTime<Utc> {
        match self.planned.kind {
            MeetingKind::Regular => self.planned.start,
            _ => calendar.notice_limit(self.planned.start),
        }
    }

    /// The notice clock. A regular meeting needs no notice while it stays at its time (篇1 §2).
    pub fn notice_state(&self, now: DateTime<Utc>, calendar: &Calendar) -> NoticeState {
        let fixed = self.planned.kind == MeetingKind::Regular && !self.was_moved();
        if self.course == MeetingState::Cancelled || fixed {
            return NoticeState::Exempt;
        }
        let limit = self.notice_limit(calendar);
        match &self.noticed {
            Some((sent, _)) if *sent <= limit => NoticeState::InTime,
            Some(_) => NoticeState::Late,
            None if now <= limit => NoticeState::Due,
            None => NoticeState::Missed,
        }
    }
}

/// The arguments of a signature that the desk fills in: what was signed.
pub const VERSION: &str = "version";

/// See [`VERSION`].
pub const HASH: &str = "hash";

/// See [`VERSION`]: the event of the version.
pub const SIGNED: &str = "signed";

fn performed(event: &Recorded) -> Option<(&'static MeetingAction, &Act)> {
    match &event.fact {
        Fact::MeetingActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// A signature names what it signs.
fn holds(row: &MeetingAction, act: &Act) -> bool {
    row.id != action::sign::ROW.id || act.args.get(HASH).is_some()
}

#[cfg(test)]
mod tests;
