//! A copy of signed minutes for one recipient: Word, Markdown, JSON, and his actions as a calendar, all under one serial.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::domain::calendar::local;
use crate::domain::case::evidence::written;
use crate::domain::meeting::amendment::amendments;
use crate::domain::meeting::follow_up::Tracked;
use crate::domain::meeting::roll::{is_same, roll};
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::interchange::docx;
use crate::interchange::docx::size::SIZES;
use crate::interchange::ics::{self, Todo};

use super::super::command::Refusal;
use super::super::exports;
use super::super::meeting::Around;
use super::super::minutes::{CopyFor, frame, legible};
use super::super::session::Session;

/// What the serial of such a copy begins with.
const SERIES: &str = "JY";

/// A copy that was written.
pub struct Distributed {
    /// `JY-…`.
    pub serial: String,
    /// Its files, with blanks between them.
    pub files: String,
    /// SHA-256 of its page as Markdown.
    pub hash: String,
}

/// Writes the copy.
///
/// # Errors
/// Where its files cannot be written; nothing is recorded then.
pub fn write(
    session: &mut Session<'_, '_>,
    around: &Around,
    args: &Texts,
) -> Result<Distributed, Refusal> {
    let serial = session.next_in(SERIES, around.meeting.subject)?;
    let recipient = args.get("recipient").unwrap_or_default().trim();
    let copy = CopyFor { serial: &serial, recipient };
    let text = around.text.as_deref().unwrap_or_default();
    let words = session.context.words(Lang::Zh);
    let frame = frame(session.tx, session.context, &around.meeting, Some(copy), &words)?;
    let page = frame.around(text);
    let unfit =
        |detail: String| Refusal::because(Why::plain("letter-unfit").with("detail", detail));
    let blocks = docx::blocks(&frame.around(&legible(text, &around.records, &words)));
    let foot = format!("{serial}　{recipient}");
    let paper = docx::write(&blocks, &foot, SIZES[0]).map_err(|fault| unfit(fault.to_string()))?;
    let own: Vec<&Tracked> = around.tasks.iter().filter(|task| concerns(task, recipient)).collect();
    let data = data(around, copy, &own);
    let data = serde_json::to_vec_pretty(&data).map_err(|fault| unfit(fault.to_string()))?;
    let hash = written(&Sha256::digest(&page));
    let mut files = vec![("docx", paper), ("md", page.into_bytes()), ("json", data)];
    if !own.is_empty() {
        let todos: Vec<Todo<'_>> = own.iter().map(|task| todo(around, task)).collect();
        files.push(("ics", ics::todos(&todos, session.now).into_bytes()));
    }
    let whose = exports::whose(recipient);
    let mut paths = Vec::new();
    for (end, bytes) in files {
        let path = session.export(&format!("{serial}-{whose}.{end}"), &bytes)?;
        paths.push(path.display().to_string());
    }
    Ok(Distributed { serial, files: paths.join(" "), hash })
}

/// Whether an action is the recipient's to do.
fn concerns(task: &Tracked, recipient: &str) -> bool {
    !task.stage.is_over() && task.task.owner.as_deref().is_some_and(|own| is_same(own, recipient))
}

fn todo<'a>(around: &Around, task: &'a Tracked) -> Todo<'a> {
    Todo {
        uid: format!("{}-{}", around.meeting.subject.uuid, short(&task.key)),
        what: &task.task.what,
        of: around.meeting.planned.number.clone(),
        due: task.until,
    }
}

/// What an action is known by, as a calendar takes it: the same as long as its owner and words are.
fn short(key: &str) -> String {
    written(&Sha256::digest(key)).trim_start_matches("sha256:").chars().take(16).collect()
}

/// The minutes for programs: what the page tells, and the recipient's own actions. Why somebody was absent is nobody else's.
fn data(around: &Around, copy: CopyFor<'_>, own: &[&Tracked]) -> serde_json::Value {
    let meeting = &around.meeting;
    let planned = &meeting.planned;
    let roll: Vec<serde_json::Value> = roll(meeting)
        .iter()
        .map(|one| json!({"person": one.person, "invited": one.invited, "presence": one.presence}))
        .collect();
    json!({
        "format": "daqu-minutes-1",
        "serial": copy.serial, "recipient": copy.recipient,
        "number": planned.number, "title": planned.title, "kind": planned.kind,
        "start": local(planned.start).format("%Y-%m-%dT%H:%M:%S+08:00").to_string(),
        "place": planned.place, "chair": meeting.chair(), "recorder": planned.recorder,
        "roll": roll, "records": around.records, "actions": own,
        "signature": meeting.signature(), "amendments": amendments(meeting),
        "text": around.text,
    })
}
