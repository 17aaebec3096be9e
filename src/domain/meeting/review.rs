//! How meetings were held over a while (rule 6): notices sent in time, attendees who were punctual, items of the agenda that were
//! reached, actions that were done by their day.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::follow_up::Tracked;
use super::lint::unnumbered;
use super::roll::roll;
use super::{Meeting, MeetingState, NoticeState};
use crate::domain::calendar::Calendar;
use crate::domain::minutes::{Record, Said};
use crate::text::fold;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many did.
    pub kept: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    fn count(&mut self, kept: bool) {
        self.of = self.of.saturating_add(1);
        self.kept = self.kept.saturating_add(u32::from(kept));
    }

    /// Per cent, rounded down; nothing where there was nothing to count.
    pub fn percent(self) -> Option<u64> {
        (self.of > 0).then(|| u64::from(self.kept) * 100 / u64::from(self.of))
    }
}

/// The figures of a while.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Meetings that were held.
    pub held: u32,
    /// Meetings that were called off.
    pub cancelled: u32,
    /// Notices sent in time, of those that were due.
    pub notices: Share,
    /// Attendees who were there from beginning to end, of those who came.
    pub punctual: Share,
    /// Items of the agenda that the minutes reach.
    pub agenda: Share,
    /// Minutes that the chair signed, of the meetings that were held.
    pub signed: Share,
    /// Actions done by their day, of those that were due.
    pub actions: Share,
}

impl Review {
    /// Takes a meeting in, with what its minutes say and what became of their actions.
    pub fn take(
        &mut self,
        meeting: &Meeting,
        records: &[Record],
        tasks: &[Tracked],
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) {
        if meeting.course == MeetingState::Cancelled {
            self.cancelled += 1;
            return;
        }
        match meeting.notice_state(now, calendar) {
            NoticeState::InTime => self.notices.count(true),
            NoticeState::Late | NoticeState::Missed => self.notices.count(false),
            NoticeState::Exempt | NoticeState::Due => {}
        }
        if meeting.course == MeetingState::Planned {
            return;
        }
        self.held += 1;
        self.signed.count(meeting.signature().is_some());
        for one in roll(meeting).iter().filter(|one| one.took_part()) {
            let late = matches!(one.presence.as_deref(), Some("came_late" | "left_early"));
            self.punctual.count(!late);
        }
        let reached: Vec<String> = records
            .iter()
            .filter_map(|record| match &record.said {
                Said::Item { title, .. } => Some(fold(unnumbered(title))),
                _ => None,
            })
            .collect();
        for item in meeting.entries("agenda").filter_map(|entry| entry.args.get("item")) {
            self.agenda.count(reached.contains(&fold(unnumbered(item))));
        }
        for kept in tasks.iter().filter_map(|task| task.was_on_time(now)) {
            self.actions.count(kept);
        }
    }
}
