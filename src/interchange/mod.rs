//! What comes in from other people's files and what goes out to other people's programs.
//!
//! A reader turns a file into [`Row`]s, one after the other: notices, each read field by field, and rows that could not be
//! read, each with its number and the reason. One bad row never loses a file, no reader guesses, and none holds more of the
//! file than it must. Which notice is new, known or changed is not decided here: a file may name one identity twice, and the
//! desk sees to that.
//!
//! | module | the thought |
//! |---|---|
//! | [`notice_json`] | operators' tender notices as JSON |
//! | [`trading_json`] | winners and candidates as a trading centre publishes them |
//! | [`ocds`] | Open Contracting releases and records |
//! | [`notice_text`] | notices out of pages, mails and messages |
//! | [`table`] | notices in tables: CSV and workbooks |
//! | [`export`] | leads out: Open Contracting, CSV and workbooks |
//! | [`markdown`] | minutes as a Markdown page |
//! | [`letter`], [`docx`] | letters of a case from their templates, and as Word documents |
//! | [`organisation`] | what headquarters publishes of the organisation |
//! | [`picture`] | figures as pictures: SVG, and workbooks with charts |
//! | [`encoding`] | in which encoding a file is written, and its text |
//!
//! Adding a format is one file with `detect` and `read` and one row in [`FORMATS`]; a reason that no other format has is one
//! more [`Reason`] or [`FileFault`] with its sentence in both catalogues. Formats that go out are [`export::FORMATS`].

pub mod docx;
pub mod encoding;
pub mod export;
mod fault;
pub mod ics;
mod json_rows;
mod json_value;
pub mod legible;
pub mod letter;
pub mod markdown;
pub mod notice_json;
pub mod notice_text;
pub mod ocds;
pub mod organisation;
pub mod picture;
#[cfg(test)]
pub mod sample;
pub mod table;
pub mod trading_json;

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use self::table::mapping::Mappings;
use crate::domain::lead::Notice;

pub use fault::{FileFault, Reason, Rejected};

/// To how many bytes any single part of a workbook may unpack, apart from its sheets: what must be held whole. Pages and texts
/// have narrower bounds of their own; formats that are read row by row have none.
pub const MAX_FILE: usize = 64 * 1024 * 1024;

/// The largest row that is read, in bytes as written. The longest real notice has under 4 KiB.
pub const MAX_ROW: usize = 200 * 1024;

/// How much of a file is looked at to tell its format.
const GLANCE: u64 = 64 * 1024;

/// One row of a file: a notice, or why it is none. Rows keep the order of the file.
pub type Row = Result<Notice, Rejected>;

/// Takes the rows one by one; says [`ControlFlow::Break`] when it wants no more (the person cancelled).
pub type Sink<'a> = dyn FnMut(Row) -> ControlFlow<()> + 'a;

/// Bytes that can be read from the beginning and again: a file, or a text in memory.
pub trait Bytes: Read + Seek {}

impl<T: Read + Seek> Bytes for T {}

/// A file that was opened to be read.
pub struct Opened<'a> {
    /// Its name without folders; empty for what was pasted.
    pub name: &'a str,
    /// Its bytes, at the beginning.
    pub bytes: &'a mut dyn Bytes,
    /// What people said of headings that a table of columns does not know.
    pub mappings: &'a Mappings,
}

impl<'a> Opened<'a> {
    /// A file with nothing said about its headings.
    pub fn new(name: &'a str, bytes: &'a mut dyn Bytes) -> Opened<'a> {
        static NONE: std::sync::LazyLock<Mappings> = std::sync::LazyLock::new(Mappings::none);
        Opened { name, bytes, mappings: &NONE }
    }

    /// With what is known of headings.
    #[must_use]
    pub fn with(self, mappings: &'a Mappings) -> Opened<'a> {
        Opened { mappings, ..self }
    }
}

impl std::fmt::Debug for Opened<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({})", self.name)
    }
}

/// The beginning of a file, by which a format knows it.
#[derive(Debug, Clone)]
pub struct Glance {
    /// What follows the last dot of its name, in small letters; empty where there is none.
    pub extension: String,
    /// Its first bytes, as they are.
    pub head: Vec<u8>,
}

/// A format that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, unique in the table.
    pub id: &'static str,
    /// Whether a file looks like it by its beginning.
    pub detect: fn(&Glance) -> bool,
    /// Reads a file of it, row by row, until its end or until the sink wants no more.
    pub read: fn(&mut Opened<'_>, &mut Sink<'_>) -> Result<(), FileFault>,
}

/// The formats, the more particular first: the first that detects itself reads the file.
pub const FORMATS: &[Format] = &[
    Format { id: table::xlsx::ID, detect: table::xlsx::detect, read: table::xlsx::read },
    Format { id: ocds::ID, detect: ocds::detect, read: ocds::read },
    Format { id: trading_json::ID, detect: trading_json::detect, read: trading_json::read },
    Format { id: notice_json::ID, detect: notice_json::detect, read: notice_json::read },
    Format { id: table::csv::ID, detect: table::csv::detect, read: table::csv::read },
    Format {
        id: notice_text::file::PAGE_ID,
        detect: notice_text::file::is_page,
        read: notice_text::file::read_page,
    },
    Format {
        id: notice_text::file::TEXT_ID,
        detect: notice_text::file::is_text,
        read: notice_text::file::read,
    },
];

/// Reads a file of any known format; the answer names the format.
///
/// # Errors
/// [`FileFault`] when the file is empty, when no format knows it, or when its own format refuses it. Rows that were handed
/// to the sink before that stay good.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<&'static str, FileFault> {
    let glance = glance(opened)?;
    if content(&glance.head).is_empty() && glance.head.len() < GLANCE as usize {
        return Err(FileFault::Empty);
    }
    let format = FORMATS.iter().find(|format| (format.detect)(&glance));
    let format = format.ok_or(FileFault::UnknownFormat)?;
    (format.read)(opened, sink)?;
    Ok(format.id)
}

/// As [`read`], from bytes in memory, with the rows in one list.
///
/// # Errors
/// As there.
pub fn read_all(bytes: &[u8]) -> Result<(&'static str, Vec<Row>), FileFault> {
    let mut rows = Vec::new();
    let mut bytes = Cursor::new(bytes);
    let mut opened = Opened::new("", &mut bytes);
    let id = read(&mut opened, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok((id, rows))
}

fn glance(opened: &mut Opened<'_>) -> Result<Glance, FileFault> {
    let mut head = Vec::new();
    (&mut *opened.bytes).take(GLANCE).read_to_end(&mut head)?;
    opened.bytes.seek(SeekFrom::Start(0))?;
    let extension = opened.name.rsplit_once('.').map(|(_, extension)| extension);
    Ok(Glance { extension: extension.unwrap_or_default().to_ascii_lowercase(), head })
}

/// The bytes without a byte order mark and blanks around them.
fn content(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii()
}

/// Every row that one format's reader gives.
#[cfg(test)]
fn rows_by(
    read: fn(&mut Opened<'_>, &mut Sink<'_>) -> Result<(), FileFault>,
    bytes: &[u8],
) -> Result<Vec<Row>, FileFault> {
    let mut rows = Vec::new();
    read(&mut Opened::new("", &mut Cursor::new(bytes)), &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_file_finds_its_reader() {
        let (id, rows) = read_all(b"\xEF\xBB\xBF [{\"id\":\"a-1\",\"title\":\"t\"}, 5]").unwrap();
        assert_eq!((id, rows.len()), ("notice-json", 2));
        let rejected = Rejected { row: 2, reason: Reason::NotAnObject };
        assert_eq!(rows.get(1), Some(&Err(rejected)));
    }

    #[test]
    fn what_nobody_knows_is_named_as_such() {
        assert_eq!(read_all(b""), Err(FileFault::Empty));
        assert_eq!(read_all(b"\xEF\xBB\xBF\r\n"), Err(FileFault::Empty));
        assert_eq!(read_all(b"PK\x03\x04"), Err(FileFault::UnknownFormat));
        let mut blanks = vec![b' '; usize::try_from(GLANCE).unwrap()];
        blanks.extend(b"[]");
        assert_eq!(read_all(&blanks), Err(FileFault::UnknownFormat));
    }

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let ids: BTreeSet<&str> = FORMATS.iter().map(|format| format.id).collect();
        assert_eq!(ids.len(), FORMATS.len());
    }

    #[test]
    fn a_fault_fills_its_sentence() {
        let reason = Reason::FieldType { field: "title" };
        assert_eq!(reason.key(), "reject-field-type");
        assert_eq!(reason.args(), [("field".to_owned(), "title".to_owned())]);
        let fault = FileFault::NotUtf8 { offset: 7 };
        assert_eq!(fault.args(), [("offset".to_owned(), "7".to_owned())]);
    }
}
