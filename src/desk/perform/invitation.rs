//! The invitation of a meeting as a calendar file, for those who were told of it; called off, its withdrawal.

use std::path::PathBuf;

use chrono::Duration;

use crate::domain::meeting::{Meeting, MeetingState};
use crate::i18n::Lang;
use crate::interchange::ics::{self, Invitation, Method};

use super::super::command::Refusal;
use super::super::exports;
use super::super::session::Session;

/// Writes `<number>.ics` into the exports: the time that stands, or that it stands no more.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(session: &mut Session<'_, '_>, meeting: &Meeting) -> Result<PathBuf, Refusal> {
    let planned = &meeting.planned;
    let words = session.context.words(Lang::Zh);
    let agenda: Vec<(Option<&str>, Option<i64>)> = meeting
        .entries("agenda")
        .map(|entry| {
            let minutes = entry.args.get("minutes").and_then(|text| text.trim().parse().ok());
            (entry.args.get("item"), minutes)
        })
        .collect();
    let mut description = vec![format!(
        "{} {}",
        words.say(&format!("choice-{}", planned.kind.name())),
        planned.number
    )];
    description.extend(agenda.iter().filter_map(|(item, _)| item.map(str::to_owned)));
    // How long it takes is planned, or known where every item says so.
    let minutes: Option<i64> = agenda.iter().map(|(_, minutes)| *minutes).sum();
    let end = minutes.filter(|minutes| *minutes > 0).map(|m| planned.start + Duration::minutes(m));
    let invitation = Invitation {
        uid: &meeting.subject.uuid.to_string(),
        sequence: meeting.sequence(),
        title: &planned.title,
        description: &description.join("\n"),
        place: planned.place.as_deref(),
        start: planned.start,
        end: planned.end.or(end),
        organizer: &session.context.profile.actor,
        attendees: &planned.participants,
    };
    let method = match meeting.course {
        MeetingState::Cancelled => Method::Cancel,
        _ => Method::Request,
    };
    let text = ics::invitation(&invitation, method, session.now);
    let name = format!("{}.ics", exports::named(&planned.number));
    session.export(&name, text.as_bytes())
}
