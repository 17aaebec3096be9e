//! A personal note on a case: for the eyes of whoever sits at this desk, and in no event.

use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;
use crate::text::clean_line;

use super::super::command::{Done, Refusal};
use super::super::instant;
use super::super::session::Session;
use super::numbered;

/// The longest note, in characters: what is longer is a matter for the file.
const MOST_CHARS: usize = 2000;

/// Keeps the note of a case; an empty one drops it.
pub fn keep(session: &mut Session<'_, '_>, number: &str, text: &str) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Conflict)?;
    let text = clean_line(text).trim().to_owned();
    if text.chars().count() > MOST_CHARS {
        let why = Why::plain("note-too-long").with("most", MOST_CHARS.to_string());
        return Err(Refusal::because(why));
    }
    session.tx.keep_note(&subject.to_string(), &text, &instant(session.now))?;
    Ok(Done::to(if text.is_empty() { "note-dropped" } else { "note-kept" }, subject, number))
}
