//! The plan of a meeting: of which kind it is, what it is for, when and where, who presides, writes and is invited; and the plan
//! that stands after it was put off or corrected.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::{correct, postpone};
use crate::domain::procedure::moment;
use crate::domain::relief::Entry;
use crate::domain::subject::Subject;

/// Kinds of meeting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// 例会: fixed, exempt from the notice sheet.
    Regular,
    /// 协调会.
    #[default]
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

/// What a meeting is for (rules 1 and 2): to deploy, to inform, to solve, to improve people.
pub const PURPOSES: &[&str] = &["deploy", "inform", "solve", "improve"];

/// How people meet: at one place, by telephone, by video.
pub const MODES: &[&str] = &["on_site", "by_phone", "by_video"];

/// A meeting was planned, or planned anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Planned end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<DateTime<Utc>>,
    /// What it is for: one of [`PURPOSES`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purpose: Option<String>,
    /// How people meet: one of [`MODES`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mode: Option<String>,
    /// The department or person that calls it, and answers for the notice (篇1 §1).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub convener: Option<String>,
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
    /// The meeting before it, of the same series.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub follows: Option<Subject>,
}

/// What a notice tells: a change of any of them is told anew (篇1 §2 and §3).
const TOLD: [&str; 5] = ["title", "start", "end", "place", "participants"];

/// Whether an act changes what a notice tells.
pub fn changes_the_notice(entry: &Entry) -> bool {
    entry.action == postpone::ROW.id
        || (entry.action == correct::ROW.id
            && TOLD.iter().any(|name| entry.args.get(name).is_some()))
}

impl Planned {
    /// Takes what an act changed of the plan.
    pub fn take(&mut self, entry: &Entry) {
        if ![postpone::ROW.id, correct::ROW.id].contains(&entry.action) {
            return;
        }
        let args = &entry.args;
        let put = |place: &mut Option<String>, name: &str| {
            if let Some(text) = args.get(name) {
                *place = Some(text.to_owned());
            }
        };
        if let Some(start) = moment(args, "start") {
            // The end that was planned is that of the time before.
            self.end = None;
            self.start = start;
        }
        self.end = moment(args, "end").or(self.end);
        if let Some(title) = args.get("title") {
            title.clone_into(&mut self.title);
        }
        put(&mut self.place, "place");
        put(&mut self.purpose, "aim");
        put(&mut self.mode, "mode");
        put(&mut self.convener, "convener");
        put(&mut self.chair, "chair");
        put(&mut self.recorder, "recorder");
        if args.get("participants").is_some() {
            self.participants = args.list("participants");
        }
    }
}
