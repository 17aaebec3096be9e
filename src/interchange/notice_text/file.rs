//! Texts and pages as files: one file is one notice.

use std::borrow::Cow;
use std::io::Read as _;

use super::{MAX_TEXT, Reading, cleaned, read as read_text};
use crate::interchange::encoding::{decode, is_wrong, text_of_glance};
use crate::interchange::{FileFault, Glance, Opened, Reason, Rejected, Sink};

/// The format of plain texts.
pub const TEXT_ID: &str = "text";

/// The format of pages.
pub const PAGE_ID: &str = "html";

/// The largest page that is read, in bytes: pages bring much that is no text.
const MAX_PAGE: u64 = 4 * 1024 * 1024;

/// As many different labels show that a file without a telling name is a notice.
const LABELS: usize = 3;

/// Wider than any line, so that nothing is broken that was not broken on the page.
const COLUMNS: usize = 20_000;

/// Whether the file is a page.
pub fn is_page(glance: &Glance) -> bool {
    let head = text_of_glance(glance);
    let head = head.trim_start().get(..head.len().min(1024)).unwrap_or(&head).to_ascii_lowercase();
    let tagged = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
    let named = matches!(glance.extension.as_str(), "html" | "htm" | "xhtml");
    tagged || (named && head.contains('<'))
}

/// Whether the file is a text that labels what a notice says, or is called a text.
pub fn is_text(glance: &Glance) -> bool {
    let head = text_of_glance(glance);
    if is_wrong(&head) || head.contains('\0') {
        return false;
    }
    let named = matches!(glance.extension.as_str(), "txt" | "text" | "eml");
    named || read_text(&cleaned(&head), None).is_some_and(|reading| reading.labels >= LABELS)
}

/// Reads a page as the text that it shows.
///
/// # Errors
/// [`FileFault`] where the file cannot be read or is too large.
pub fn read_page(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let html = whole(opened, MAX_PAGE)?;
    give(page(&html).as_deref().unwrap_or_default(), sink);
    Ok(())
}

/// Reads a text.
///
/// # Errors
/// As there.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let text = whole(opened, MAX_TEXT as u64)?;
    give(&text, sink);
    Ok(())
}

/// The text that a page shows: cells one below the other, no links, no pictures. `None` where the parser gives up.
pub fn page(html: &str) -> Option<String> {
    let config = html2text::config::plain_no_decorate().raw_mode(true).link_footnotes(false);
    config.string_from_read(html.as_bytes(), COLUMNS).ok()
}

/// What a text shows to a person: a page copied with its tags is read as the page, anything else stays.
pub fn shown(raw: &str) -> Cow<'_, str> {
    let head: String = raw.trim_start().chars().take(1024).collect();
    let head = head.to_ascii_lowercase();
    let tags = ["<html", "<body", "<table", "<div", "<p>", "<p "];
    let is_markup = head.starts_with('<') && tags.iter().any(|tag| head.contains(tag));
    if !is_markup {
        return Cow::Borrowed(raw);
    }
    page(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
}

fn whole(opened: &mut Opened<'_>, most: u64) -> Result<String, FileFault> {
    let mut text = String::new();
    decode(opened)?.take(most + 1).read_to_string(&mut text)?;
    if text.len() as u64 > most { Err(FileFault::TooLarge) } else { Ok(text) }
}

fn give(raw: &str, sink: &mut Sink<'_>) {
    let text = cleaned(raw);
    let row = if text.len() > MAX_TEXT {
        Err(Rejected { row: 1, reason: Reason::TooLarge })
    } else {
        let nothing = Rejected { row: 1, reason: Reason::NothingRecognised };
        read_text(&text, None).map(|reading: Reading| reading.notice).ok_or(nothing)
    };
    // One row: whether more are wanted does not matter.
    let _ = sink(row);
}
