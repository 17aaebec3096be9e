//! Meetings: planned, noticed, minuted, and moved by the rows of their table. Drafts are kept beside the log; a saved version is an
//! event for ever.

use sha2::{Digest, Sha256};

use crate::domain::case::action::evidence as evidence_row;
use crate::domain::case::{Entry as CaseEntry, evidence};
use crate::domain::event::Fact;
use crate::domain::lint;
use crate::domain::meeting::action::{
    self, MeetingAction, agenda, cancel, distribute, progress, sign, tell,
};
use crate::domain::meeting::follow_up::{BOUND, Tracked};
use crate::domain::meeting::roll::{is_same, roll};
use crate::domain::meeting::{
    COPIES, HASH, Meeting, MeetingState, MinutesSaved, NoticeState, Noticed, Planned, SIGNED,
    TEXT_CLASS, TEXT_PART, VERSION,
};
use crate::domain::procedure::Who;
use crate::domain::relief::{self, Entry};
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::store::StoreError;
use crate::t;
use crate::text::clean::{clean_line, clean_text};

use super::super::command::{Done, NewMeeting, Refusal};
use super::super::history;
use super::super::meeting::{Around, Watched, around};
use super::super::minutes::saved;
use super::super::query::Reading;
use super::super::relief::FileKind;
use super::super::session::Session;
use super::relief::{entered, refuse, unknown, written};
use super::{case, distribution, invitation, numbered, taken_back};

/// Plans a meeting.
pub fn plan(session: &mut Session<'_, '_>, mut new: NewMeeting) -> Result<Done, Refusal> {
    let before = match new.follows.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(number) => Some(numbered(session, number, SubjectKind::Meeting)?),
        None => None,
    };
    let before = match before {
        Some(subject) => around(session.tx, session.context, subject)?,
        None => None,
    };
    if let Some(before) = &before {
        as_before(&mut new, &before.meeting);
    }
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
    if new.end.is_some_and(|end| end <= new.start) {
        return Err(Refusal::because(Why::rule("ends-before-it-begins", "HY-3.3")));
    }
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
        end: new.end,
        purpose: new.purpose,
        mode: new.mode,
        convener: line(new.convener),
        chair,
        recorder,
        participants: new.participants.iter().map(|name| clean_line(name)).collect(),
        cases,
        follows: before.as_ref().map(|before| before.meeting.subject),
    };
    session.record(subject, &Fact::MeetingPlanned(planned))?;
    if let Some(before) = &before {
        let carried = carry_over(session, subject, before)?;
        done.args.push(("n".to_owned(), carried.to_string()));
        if carried > 0 {
            done.key = "planned-carried";
        }
    }
    Ok(done)
}

/// What a new meeting of a series leaves unsaid is as it was the last time.
fn as_before(new: &mut NewMeeting, before: &Meeting) {
    let planned = &before.planned;
    let blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    if new.title.trim().is_empty() {
        new.title.clone_from(&planned.title);
    }
    if blank(&new.place) {
        new.place.clone_from(&planned.place);
    }
    new.purpose = new.purpose.take().or_else(|| planned.purpose.clone());
    new.mode = new.mode.take().or_else(|| planned.mode.clone());
    if blank(&new.convener) {
        new.convener.clone_from(&planned.convener);
    }
    if blank(&new.chair) {
        new.chair.clone_from(&planned.chair);
    }
    if blank(&new.recorder) {
        new.recorder.clone_from(&planned.recorder);
    }
    if new.participants.iter().all(|name| name.trim().is_empty()) {
        new.participants.clone_from(&planned.participants);
    }
}

/// Puts the actions of the meeting before that are still open on the agenda of the next; how many there were.
fn carry_over(
    session: &mut Session<'_, '_>,
    subject: Subject,
    before: &Around,
) -> Result<usize, StoreError> {
    let words = session.context.words(Lang::Zh);
    let open: Vec<&Tracked> = match before.meeting.signature() {
        Some(_) => before.tasks.iter().filter(|task| !task.stage.is_over()).collect(),
        None => Vec::new(),
    };
    for task in &open {
        let item = t!(words, "carried-item", what = task.task.what.as_str());
        let from = format!("{} [{}]", before.meeting.planned.number, task.number);
        let mut args = Texts::from([("item", item.as_str()), ("carried_from", from.as_str())]);
        if let Some(owner) = &task.task.owner {
            args.0.insert("presenter".to_owned(), owner.clone());
        }
        let (act, _) = written(session, agenda::ROW.arguments, args);
        session.record(subject, &Fact::MeetingActed(&agenda::ROW, act))?;
    }
    Ok(open.len())
}

/// A meeting is its region's: another desk neither calls it nor writes its minutes.
fn out_of_power(session: &Session<'_, '_>, meeting: &Meeting) -> Vec<Why> {
    let authority = session.context.profile.authority();
    let why = relief::without_power(Who::Manager, authority, meeting.owner, "HY-3.1");
    why.into_iter().collect()
}

/// Records that the notice sheet went out; it must say time, place, content and participants.
pub fn notice(
    session: &mut Session<'_, '_>,
    number: &str,
    channel: &str,
    cc: &[String],
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Meeting)?;
    let meeting = history::meeting(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let mut unmet = out_of_power(session, &meeting);
    if meeting.planned.place.is_none() {
        unmet.push(Why::rule("argument-missing", "HYT-3").with("argument", "place"));
    }
    if meeting.planned.participants.is_empty() {
        unmet.push(Why::rule("argument-missing", "HYT-3").with("argument", "participants"));
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    if meeting.course == MeetingState::Cancelled {
        return Err(Refusal::because(Why::rule("meeting-cancelled", "HYT-1")));
    }
    let late = meeting.notice_state(session.now, session.context.calendar()) == NoticeState::Missed;
    let cc: Vec<String> =
        cc.iter().map(|name| clean_line(name)).filter(|name| !name.is_empty()).collect();
    let uncopied: Vec<&str> =
        COPIES.into_iter().filter(|due| !cc.iter().any(|name| is_same(name, due))).collect();
    let noticed = Noticed {
        sent_at: session.now,
        channel: clean_line(channel),
        to: meeting.planned.participants.clone(),
        cc,
        version: u32::try_from(meeting.notices.len()).unwrap_or(u32::MAX).saturating_add(1),
    };
    session.record(subject, &Fact::MeetingNoticed(noticed))?;
    let mut done = Done::to("noticed", subject, number);
    if !uncopied.is_empty() {
        let why = Why::rule("notice-no-copy", "HYT-1").with("persons", uncopied.join("、"));
        done.notices.push(why);
    }
    let invitation = invitation::write(session, &meeting)?;
    done.args.push(("file".to_owned(), invitation.display().to_string()));
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
    seen_others: bool,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Meeting)?;
    let meeting = history::meeting(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    refuse(out_of_power(session, &meeting))?;
    if matches!(
        meeting.course,
        MeetingState::Signed | MeetingState::Closed | MeetingState::Cancelled
    ) {
        let why = Why::rule("minutes-signed", "HY-3.4").with("number", number);
        let state = format!("meeting-{}", meeting.state().name());
        return Err(Refusal::because(why.with("state", state)));
    }
    let text = clean_text(text);
    if text.trim().is_empty() {
        return Err(Refusal::because(Why::rule("minutes-empty", "HY-3.4")));
    }
    // Saving would make the others versions of the past: nobody does that to a text he has not looked at.
    let begun_on = session.tx.draft_base(&subject.to_string())?;
    let other = |head: &String| begun_on.as_ref().is_some_and(|base| base != head);
    let apart = meeting.heads.len() > 1;
    let unseen = apart || (ends_draft && meeting.heads.iter().any(other));
    if unseen && !seen_others {
        return Err(Refusal::because(Why::rule("minutes-other-unseen", "HY-3.4")));
    }
    let version = meeting.latest().map_or(1, |latest| latest.version.saturating_add(1));
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

/// Performs a row of the table of meetings, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    subject: Subject,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let around = around(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let watched = around.watched(session.tx, session.context)?;
    let row = action::find(id).ok_or_else(|| unknown(FileKind::Meeting, id))?;
    if id == distribute::ROW.id
        && args.get("recipient").is_some_and(|to| EVERYBODY.contains(&to.trim()))
    {
        return to_everybody(session, number, &around, &watched, &args);
    }
    perform(session, number, row, (&around, &watched), args)
}

/// Performs a row on a meeting that was read already.
fn perform(
    session: &mut Session<'_, '_>,
    number: &str,
    row: &'static MeetingAction,
    (around, watched): (&Around, &Watched),
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = around.meeting.subject;
    let reading = Reading { tx: session.tx, context: session.context, now: session.now };
    let situation = around.situation(watched, &reading);
    let args = entered(row.arguments, &around.meeting.timeline, args);
    let mut unmet = row.unmet(&situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
    }
    refuse(unmet)?;
    let (mut act, parts) = written(session, row.arguments, args);
    let mut done = Done::to("acted", subject, number);
    done.args.push(("action".to_owned(), format!("meeting-{}", row.id)));
    fix(around, row, &mut act.args);
    if row.id == sign::ROW.id {
        // What the lint saw in the text goes to headquarters with the signature.
        act.lint.extend(lint::signs(around.text.as_deref().unwrap_or_default()));
        act.lint.sort_unstable();
        act.lint.dedup();
    }
    if row.id == tell::ROW.id {
        let told = tell_cases(session, around)?;
        done.key = "facts-told";
        done.args.push(("n".to_owned(), told.to_string()));
    }
    if row.id == distribute::ROW.id {
        let copy = distribution::write(session, around, &act.args)?;
        done.key = "minutes-sent";
        done.args.push(("serial".to_owned(), copy.serial.clone()));
        done.args.push(("file".to_owned(), copy.files));
        let version = around.meeting.standing().map_or(0, |standing| standing.version);
        act.args.0.insert(distribute::SERIAL.to_owned(), copy.serial);
        act.args.0.insert(HASH.to_owned(), copy.hash);
        act.args.0.insert(VERSION.to_owned(), version.to_string());
    }
    let parts = parts.iter().map(|(name, class, bytes)| (name.as_str(), *class, bytes.clone()));
    let parts = parts.collect();
    session.record_with(subject, &Fact::MeetingActed(row, act), parts)?;
    if row.id == cancel::ROW.id && !around.meeting.notices.is_empty() {
        let meeting = history::meeting(session.tx, session.context, subject)?;
        let meeting = meeting.ok_or_else(taken_back)?;
        let withdrawal = invitation::write(session, &meeting)?;
        done.key = "called-off";
        done.args.push(("file".to_owned(), withdrawal.display().to_string()));
    }
    Ok(done)
}

/// Records the facts of the minutes in the cases of the meeting, those that are not there yet; how many. Where a case takes none,
/// nothing is recorded in any.
fn tell_cases(session: &mut Session<'_, '_>, around: &Around) -> Result<usize, Refusal> {
    let planned = &around.meeting.planned;
    let words = session.context.words(Lang::Zh);
    let mut told = 0;
    for subject in &planned.cases {
        let (case, _) =
            history::case(session.tx, session.context, *subject)?.ok_or_else(taken_back)?;
        for (line, fact) in around.facts() {
            let (number, n) = (planned.number.as_str(), (line + 1).to_string());
            let title = t!(words, "fact-of-minutes", fact = fact, number = number, line = n);
            let known = |entry: &CaseEntry| entry.args.get("title") == Some(title.as_str());
            if case.entries(evidence_row::ROW.id).any(known) {
                continue;
            }
            let args =
                [("evidence_kind", "statement"), ("title", title.as_str()), ("origin", "lawful")];
            let mut args = Texts::from(args);
            if let Some(recorder) = &planned.recorder {
                args.0.insert("author".to_owned(), recorder.clone());
            }
            case::act(session, &case.number, evidence_row::ROW.id, args)?;
            told += 1;
        }
    }
    if told == 0 {
        return Err(Refusal::because(Why::rule("facts-told-already", "SCXT-7")));
    }
    Ok(told)
}

/// What stands for everybody on the roll who has no copy yet.
const EVERYBODY: [&str; 3] = ["*", "全体", "all"];

/// A copy for each on the roll who has none, each under its own serial; all of them, or none.
fn to_everybody(
    session: &mut Session<'_, '_>,
    number: &str,
    around: &Around,
    watched: &Watched,
    args: &Texts,
) -> Result<Done, Refusal> {
    let has = |person: &str| {
        let own = |entry: &Entry| entry.args.get("recipient").is_some_and(|to| is_same(to, person));
        around.meeting.since_signed(distribute::ROW.id).any(own)
    };
    let roll = roll(&around.meeting).into_iter().filter(|one| !has(&one.person));
    let mut serials = Vec::new();
    for one in roll {
        let mut own = args.clone();
        own.0.insert("recipient".to_owned(), one.person);
        let done = perform(session, number, &distribute::ROW, (around, watched), own)?;
        serials.extend(done.args.into_iter().filter(|(name, _)| name == "serial"));
    }
    if serials.is_empty() {
        return Err(Refusal::because(Why::rule("everybody-has-a-copy", "HY-5.2")));
    }
    let mut done = Done::to("minutes-sent-all", around.meeting.subject, number);
    let named: Vec<String> = serials.into_iter().map(|(_, serial)| serial).collect();
    done.args.push(("n".to_owned(), named.len().to_string()));
    done.args.push(("serials".to_owned(), named.join("、")));
    let folder = session.home.exports().display().to_string();
    done.args.push(("folder".to_owned(), folder));
    Ok(done)
}

/// What an act fixes beside what was entered: a signature, the text under it; progress, the words of the action it is about.
fn fix(around: &Around, row: &MeetingAction, args: &mut Texts) {
    let mut put = |name: &str, text: String| args.0.insert(name.to_owned(), text);
    if row.id == sign::ROW.id {
        let text = around.text.as_deref().unwrap_or_default();
        put(HASH, evidence::written(&Sha256::digest(text)));
        let standing = around.meeting.standing();
        put(VERSION, standing.map_or(0, |standing| standing.version).to_string());
        put(SIGNED, standing.map(|standing| standing.event.clone()).unwrap_or_default());
    }
    if row.id == progress::ROW.id {
        let number = args.get("task").and_then(|text| text.trim().parse::<usize>().ok());
        let task = around.tasks.iter().find(|task| Some(task.number) == number);
        if let Some(task) = task {
            args.0.insert(BOUND.to_owned(), task.key.clone());
        }
    }
}

/// Keeps what is being typed. What is again as it was saved is no draft.
pub fn keep_draft(
    session: &mut Session<'_, '_>,
    meeting: Subject,
    text: &str,
) -> Result<Done, Refusal> {
    let done = Done { number: None, ..Done::to("draft-kept", meeting, "") };
    let subject = meeting.to_string();
    let found = history::meeting(session.tx, session.context, meeting)?;
    if let Some(found) = &found
        && saved(session.tx, found)?.as_deref() == Some(text)
    {
        session.tx.drop_draft(&subject)?;
        return Ok(done);
    }
    let latest = found.as_ref().and_then(|found| found.latest());
    let base = latest.map(|latest| latest.event.as_str()).unwrap_or_default();
    session.tx.keep_draft(&subject, text, &session.now.to_rfc3339(), base)?;
    Ok(done)
}
