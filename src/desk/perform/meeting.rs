//! Meetings: planned, noticed, minuted. Drafts are kept beside the log; a saved version is an event for ever.

use crate::domain::calendar::Calendar;
use crate::domain::event::Fact;
use crate::domain::meeting::{MinutesSaved, NoticeState, Noticed, Planned, TEXT_CLASS, TEXT_PART};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::text::clean::{clean_line, clean_text};

use super::super::command::{Done, NewMeeting, Refusal};
use super::super::history;
use super::super::session::Session;
use super::{numbered, vanished};

/// Plans a meeting.
pub fn plan(session: &mut Session<'_, '_>, new: NewMeeting) -> Result<Done, Refusal> {
    let title = clean_line(&new.title);
    if title.is_empty() {
        return Err(Refusal::because(
            Why::rule("argument-missing", "HYT-3").with("argument", "title"),
        ));
    }
    let mut cases = Vec::new();
    for number in &new.cases {
        cases.push(numbered(session, number, SubjectKind::Conflict)?);
    }
    let subject = session.new_subject(SubjectKind::Meeting);
    let number = session.next_number(SubjectKind::Meeting, subject)?;
    let line =
        |text: Option<String>| text.map(|text| clean_line(&text)).filter(|text| !text.is_empty());
    let (chair, recorder) = (line(new.chair), line(new.recorder));
    let mut done = Done::to("planned", subject, &number);
    if chair.is_some() && chair == recorder {
        done.notices.push(Why::rule("recorder-is-chair", "HY-3.4"));
    }
    let planned = Planned {
        number,
        kind: new.kind,
        title,
        place: line(new.place),
        start: new.start,
        chair,
        recorder,
        participants: new.participants.iter().map(|name| clean_line(name)).collect(),
        cases,
    };
    session.record(subject, &Fact::MeetingPlanned(planned))?;
    Ok(done)
}

/// Records that the notice sheet went out; it must say time, place, content and participants.
pub fn notice(
    session: &mut Session<'_, '_>,
    number: &str,
    channel: String,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Meeting)?;
    let meeting =
        history::meeting(session.tx, session.context, subject)?.ok_or_else(|| vanished(subject))?;
    let mut unmet = Vec::new();
    if meeting.planned.place.is_none() {
        unmet.push(Why::rule("argument-missing", "HYT-3").with("argument", "place"));
    }
    if meeting.planned.participants.is_empty() {
        unmet.push(Why::rule("argument-missing", "HYT-3").with("argument", "participants"));
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let late = meeting.notice_state(session.now, Calendar::bundled()) == NoticeState::Missed;
    let noticed = Noticed { sent_at: session.now, channel: clean_line(&channel) };
    session.record(subject, &Fact::MeetingNoticed(noticed))?;
    let mut done = Done::to("noticed", subject, number);
    if late {
        done.notices.push(Why::rule("notice-late", "HYT-1"));
    }
    Ok(done)
}

/// Saves the minutes as the next version, with the text as a detachable part; the draft has served.
pub fn save_minutes(
    session: &mut Session<'_, '_>,
    number: &str,
    text: &str,
    ends_draft: bool,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Meeting)?;
    let meeting =
        history::meeting(session.tx, session.context, subject)?.ok_or_else(|| vanished(subject))?;
    let text = clean_text(text);
    if text.trim().is_empty() {
        return Err(Refusal::because(Why::rule("minutes-empty", "HY-3.4")));
    }
    let version = meeting.latest().map_or(1, |latest| latest.version + 1);
    let saved = MinutesSaved { version, characters: text.chars().count() as u64 };
    let part = (TEXT_PART, TEXT_CLASS, text.into_bytes());
    session.record_with(subject, &Fact::MinutesSaved(saved), vec![part])?;
    if ends_draft {
        session.tx.drop_draft(&subject.to_string())?;
    }
    let mut done = Done::to("minutes-saved", subject, number);
    done.args.push(("version".to_owned(), version.to_string()));
    Ok(done)
}

/// Keeps what is being typed.
pub fn keep_draft(
    session: &mut Session<'_, '_>,
    meeting: Subject,
    text: &str,
) -> Result<Done, Refusal> {
    session.tx.keep_draft(&meeting.to_string(), text, &session.now.to_rfc3339())?;
    Ok(Done { subject: Some(meeting), number: None, ..Done::to("draft-kept", meeting, "") })
}
