//! What is understood of a text, before anything is recorded: the same for the screen and the command line.

use chrono::{DateTime, Utc};

use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::interchange::notice_text::file::shown;
use crate::interchange::notice_text::person::{Misfit, enter};
use crate::interchange::notice_text::{MAX_TEXT, Reading, cleaned, read};

/// A text with what was read of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The text as it is kept: cleaned, so that spans fit it.
    pub text: String,
    /// What was read, with the corrections in it.
    pub reading: Reading,
}

/// Under which name the drafts of pasted texts are kept: they belong to no lead yet.
pub fn intake_subject() -> Subject {
    Subject::derived(SubjectKind::Lead, &["intake"])
}

/// The text as it is kept, if it can be read at all.
///
/// # Errors
/// Why not: it is empty, too long, or no text.
pub fn prepared(raw: &str) -> Result<String, Why> {
    if raw.len() > MAX_TEXT {
        return Err(Why::plain("text-too-large")
            .with("size", (raw.len() / 1024).to_string())
            .with("limit", (MAX_TEXT / 1024).to_string()));
    }
    let text = cleaned(&shown(raw));
    if text.is_empty() {
        return Err(Why::plain("text-empty"));
    }
    // Cleaning makes characters that show nothing longer, so the bound is looked at again.
    if text.len() > MAX_TEXT {
        return Err(Why::plain("text-too-large")
            .with("size", (text.len() / 1024).to_string())
            .with("limit", (MAX_TEXT / 1024).to_string()));
    }
    Ok(text)
}

/// Reads a text and puts the corrections in.
///
/// # Errors
/// Why it makes no lead; a correction that does not fit is named.
pub fn understand(
    raw: &str,
    corrections: &[(String, String)],
    now: DateTime<Utc>,
) -> Result<Understood, Vec<Why>> {
    let text = prepared(raw).map_err(|why| vec![why])?;
    let reading = read(&text, Some(now)).ok_or_else(|| vec![Why::plain("text-nothing")])?;
    let mut understood = Understood { text, reading };
    let mut unmet = Vec::new();
    for (name, words) in corrections {
        unmet.extend(correct(&mut understood, name, words, now).err());
    }
    if unmet.is_empty() { Ok(understood) } else { Err(unmet) }
}

/// Puts a person's words into a field.
///
/// # Errors
/// Why they do not fit; nothing is changed then.
pub fn correct(
    understood: &mut Understood,
    name: &str,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), Why> {
    let Understood { text, reading } = understood;
    match enter(&mut reading.notice, text, name, words, Some(now)) {
        Ok(()) => {
            reading.proposals.retain(|(field, _)| *field != name);
            Ok(())
        }
        Err(Misfit::NoField) => Err(Why::plain("no-field").with("name", name)),
        Err(Misfit::Expected(example)) => {
            Err(Why::plain("field-misfit").with("notice_field", name).with("expected", example))
        }
    }
}
