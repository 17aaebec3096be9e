//! Meetings and their minutes: planned, noticed in time, minuted, and printed as Markdown.
//!
//! The text of the minutes is a *part* of its event, so that it can be withheld by class or purged without breaking a
//! signature; the event keeps the hash. A saved version never changes; saving again makes the next one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::event::{Fact, PartRef, Recorded};
use super::fold::History;
use super::subject::Subject;

/// Kinds of meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// 例会: fixed, exempt from the notice sheet.
    Regular,
    /// 协调会.
    Coordination,
    /// 专题委员会.
    Committee,
    /// 经营分析会.
    Review,
    /// 临时.
    AdHoc,
}

impl MeetingKind {
    /// All kinds, in the order of the form.
    pub const ALL: [MeetingKind; 5] = [
        MeetingKind::Coordination,
        MeetingKind::Regular,
        MeetingKind::Committee,
        MeetingKind::Review,
        MeetingKind::AdHoc,
    ];

    /// The word in data, commands and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            MeetingKind::Regular => "regular",
            MeetingKind::Coordination => "coordination",
            MeetingKind::Committee => "committee",
            MeetingKind::Review => "review",
            MeetingKind::AdHoc => "ad_hoc",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<MeetingKind> {
        MeetingKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A meeting was planned, or planned anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Planned {
    /// `HY-…`.
    pub number: String,
    /// Kind.
    pub kind: MeetingKind,
    /// Title.
    pub title: String,
    /// Where; a notice needs it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// Planned start.
    pub start: DateTime<Utc>,
    /// Who presides, an office holder.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chair: Option<String>,
    /// Who writes the minutes; should not be the chair.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recorder: Option<String>,
    /// Units or office holders invited.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub participants: Vec<String>,
    /// Cases it is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cases: Vec<Subject>,
}

/// The notice sheet went out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Noticed {
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By which way.
    pub channel: String,
}

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

/// A meeting as it stands.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its identity.
    pub subject: Subject,
    /// The plan that stands.
    pub planned: Planned,
    /// When the (first) notice went out, and how.
    pub noticed: Option<(DateTime<Utc>, String)>,
    /// Saved versions in order; two of one number were saved apart.
    pub versions: Vec<Version>,
}

impl Meeting {
    /// Folds a meeting from its events.
    pub fn fold(events: &[Recorded]) -> Option<Meeting> {
        let history = History::new(events);
        let planned = history.register(|e| match &e.fact {
            Fact::MeetingPlanned(planned) => Some((e.subject, planned.clone())),
            _ => None,
        })?;
        let (subject, planned) = planned.shown;
        let noticed = history.effective().find_map(|e| match &e.fact {
            Fact::MeetingNoticed(noticed) => Some((noticed.sent_at, noticed.channel.clone())),
            _ => None,
        });
        let versions = history.effective().filter_map(|e| match &e.fact {
            Fact::MinutesSaved(saved) => Some(Version {
                event: e.id.clone(),
                version: saved.version,
                saved_at: e.hlc.wall(),
                part: e.parts.iter().find(|part| part.name == TEXT_PART).cloned(),
            }),
            _ => None,
        });
        Some(Meeting { subject, planned, noticed, versions: versions.collect() })
    }

    /// The latest saved version.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The notice clock: one working day before, until 17:30 (meeting rules, 篇1 §1; gap G16).
    pub fn notice_state(&self, now: DateTime<Utc>, calendar: &Calendar) -> NoticeState {
        if self.planned.kind == MeetingKind::Regular {
            return NoticeState::Exempt;
        }
        let limit = calendar.notice_limit(self.planned.start);
        match &self.noticed {
            Some((sent, _)) if *sent <= limit => NoticeState::InTime,
            Some(_) => NoticeState::Late,
            None if now <= limit => NoticeState::Due,
            None => NoticeState::Missed,
        }
    }
}
