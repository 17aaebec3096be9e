//! A copy of a letter for one recipient: it is written to a file first, so that the ledger names no copy that there never was.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::domain::case::evidence::written;
use crate::domain::case::ledger::Copy;
use crate::domain::case::letter::{Letter, find};
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::interchange::docx;
use crate::interchange::docx::size::{SIZES, Size};

use super::super::command::Refusal;
use super::super::exports;
use super::super::letter::Wanted;
use super::super::query::Reading;
use super::super::session::Session;

/// A copy that was written, and where.
pub struct Written {
    /// What it is known by.
    pub copy: Copy,
    /// The Word document and the Markdown.
    pub files: Vec<PathBuf>,
    /// It is to fit one page, and is too long for it in the smallest size.
    pub over_a_page: bool,
}

/// Writes the copy of a letter that was asked for.
///
/// # Errors
/// The letter does not come to be, or its files cannot be written; nothing is recorded then.
pub fn write(
    session: &mut Session<'_, '_>,
    subject: Subject,
    number: &str,
    args: &Texts,
) -> Result<Written, Refusal> {
    let unknown = || Refusal::because(Why::plain("no-case").with("number", number));
    let letter = args.get("letter").and_then(find).ok_or_else(unknown)?;
    let recipient = args.get("recipient").unwrap_or_default().trim().to_owned();
    let lang = args.get("language").map_or(Lang::Zh, Lang::parse);
    let words = session.context.words(lang);
    let serial = session.next_in(letter.series, subject)?;
    let reading = Reading { tx: session.tx, context: session.context, now: session.now };
    let detail = reading.case(number)?.ok_or_else(unknown)?;
    let wanted =
        Wanted { letter, recipient: Some(&recipient), serial: Some(&serial), proposed: None };
    let unfit =
        |detail: String| Refusal::because(Why::plain("letter-unfit").with("detail", detail));
    let text = reading.letter(&detail, &wanted, &words)?.map_err(|f| unfit(f.to_string()))?;
    let copy =
        Copy { hash: written(&Sha256::digest(&text)), class: letter.class, serial: serial.clone() };
    let foot = format!("{serial}　{recipient}");
    let blocks = docx::blocks(&text);
    let size = if letter.one_page { Size::on_one_page(&blocks) } else { Some(SIZES[0]) };
    let page = docx::write(&blocks, &foot, size.unwrap_or(SIZES[SIZES.len() - 1]));
    let page = page.map_err(|f| unfit(f.to_string()))?;
    let files = keep(session, letter, (&serial, &recipient), &text, &page)?;
    Ok(Written { copy, files, over_a_page: size.is_none() })
}

/// Both files, whole, under a name that tells whose copy it is.
fn keep(
    session: &mut Session<'_, '_>,
    letter: &Letter,
    (serial, recipient): (&str, &str),
    text: &str,
    page: &[u8],
) -> Result<Vec<PathBuf>, Refusal> {
    let whose = exports::whose(recipient);
    let file =
        |(end, bytes)| session.export(&format!("{serial}-{whose}-{}.{end}", letter.id), bytes);
    [("docx", page), ("md", text.as_bytes())].into_iter().map(file).collect()
}
