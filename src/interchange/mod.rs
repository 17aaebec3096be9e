//! What comes in from other people's files and what goes out to other people's programs.
//!
//! A reader turns bytes into [`Row`]s: notices, each read field by field, and rows that could not be read, each with its
//! number and the reason. One bad row never loses a file, and no reader guesses. Which notice is new, known or changed is not
//! decided here: a file may name one identity twice, and the desk sees to that.
//!
//! | module | the thought |
//! |---|---|
//! | [`notice_json`] | operators' tender notices as JSON |
//! | [`markdown`] | minutes as a Markdown page |
//!
//! Adding a format is one file with `detect` and `read`, one row in [`FORMATS`], and its words in both catalogues.

pub mod markdown;
pub mod notice_json;

use crate::domain::lead::Notice;

/// The largest file that is read at all, in bytes: some 30,000 notices of the longest kind.
pub const MAX_FILE: usize = 64 * 1024 * 1024;

/// The largest row that is read, in bytes as written. The longest real notice has under 4 KiB.
pub const MAX_ROW: usize = 200 * 1024;

/// One row of a file: a notice, or why it is none. Rows keep the order of the file.
pub type Row = Result<Notice, Rejected>;

/// A row that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {reason}")]
pub struct Rejected {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Why.
    pub reason: Reason,
}

/// Why a row was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It is a number, a text, a list, but no record with named fields.
    #[error("not a record")]
    NotAnObject,
    /// It has the outline of a record, but its names cannot be read.
    #[error("not readable")]
    Unreadable,
    /// There is no title.
    #[error("no title")]
    TitleMissing,
    /// Neither an id nor an address tells which notice it is.
    #[error("no identity")]
    IdentityMissing,
    /// A field holds something that is no text.
    #[error("{field} is not a text")]
    FieldType {
        /// The publisher's name of the field.
        field: &'static str,
    },
    /// A field is given twice with different contents, so that either could be meant.
    #[error("{field} is given twice")]
    FieldTwice {
        /// The publisher's name of the field.
        field: &'static str,
    },
    /// It is longer than [`MAX_ROW`].
    #[error("longer than {} bytes", MAX_ROW)]
    TooLarge,
}

impl Reason {
    /// The sentence's key in the catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Reason::NotAnObject => "reject-not-an-object",
            Reason::Unreadable => "reject-unreadable",
            Reason::TitleMissing => "reject-title-missing",
            Reason::IdentityMissing => "reject-identity-missing",
            Reason::FieldType { .. } => "reject-field-type",
            Reason::FieldTwice { .. } => "reject-field-twice",
            Reason::TooLarge => "reject-too-large",
        }
    }

    /// The sentence's named values.
    pub fn args(self) -> Vec<(String, String)> {
        match self {
            Reason::FieldType { field } | Reason::FieldTwice { field } => vec![arg("field", field)],
            Reason::TooLarge => vec![arg("limit", MAX_ROW)],
            _ => Vec::new(),
        }
    }
}

/// Why a whole file was rejected; nothing of it was taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is longer than [`MAX_FILE`].
    #[error("the file is longer than {} bytes", MAX_FILE)]
    TooLarge,
    /// It is not UTF-8.
    #[error("not UTF-8 at byte {offset}")]
    NotUtf8 {
        /// Byte offset of the first that is wrong.
        offset: usize,
    },
    /// It is not JSON.
    #[error("not JSON at line {line}, column {column}: {detail}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Byte of the line, from 1.
        column: usize,
        /// What the parser expected; English.
        detail: String,
    },
    /// It is JSON, but holds no list of notices.
    #[error("no list of notices")]
    NoNotices,
    /// No reader knows it.
    #[error("unknown format")]
    UnknownFormat,
}

impl FileFault {
    /// The sentence's key in the catalogues, after `fail-`.
    pub fn key(&self) -> &'static str {
        match self {
            FileFault::Empty => "file-empty",
            FileFault::TooLarge => "file-too-large",
            FileFault::NotUtf8 { .. } => "file-not-utf8",
            FileFault::NotJson { .. } => "file-not-json",
            FileFault::NoNotices => "file-no-notices",
            FileFault::UnknownFormat => "file-unknown-format",
        }
    }

    /// The sentence's named values.
    pub fn args(&self) -> Vec<(String, String)> {
        match self {
            FileFault::TooLarge => vec![arg("limit", MAX_FILE)],
            FileFault::NotUtf8 { offset } => vec![arg("offset", offset)],
            FileFault::NotJson { line, column, detail } => {
                vec![arg("line", line), arg("column", column), arg("detail", detail)]
            }
            _ => Vec::new(),
        }
    }
}

fn arg(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// A format that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, unique in the table.
    pub id: &'static str,
    /// Whether the bytes look like it; a glance at the beginning, no reading.
    pub detect: fn(&[u8]) -> bool,
    /// Reads a file of it.
    pub read: fn(&[u8]) -> Result<Vec<Row>, FileFault>,
}

/// The formats, the more particular first: the first that detects itself reads the file.
pub const FORMATS: &[Format] =
    &[Format { id: notice_json::ID, detect: notice_json::detect, read: notice_json::read }];

/// Reads a file of any known format; the answer names the format.
///
/// # Errors
/// [`FileFault`] when the file is empty or too large, when no format knows it, or when its own format refuses it.
pub fn read_any(bytes: &[u8]) -> Result<(&'static str, Vec<Row>), FileFault> {
    if bytes.len() > MAX_FILE {
        return Err(FileFault::TooLarge);
    }
    if content(bytes).is_empty() {
        return Err(FileFault::Empty);
    }
    let format = FORMATS.iter().find(|format| (format.detect)(bytes));
    let format = format.ok_or(FileFault::UnknownFormat)?;
    Ok((format.id, (format.read)(bytes)?))
}

/// The bytes without a byte order mark and blanks around them.
fn content(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_file_finds_its_reader() {
        let (id, rows) = read_any(b"\xEF\xBB\xBF [{\"id\":\"a-1\",\"title\":\"t\"}, 5]").unwrap();
        assert_eq!((id, rows.len()), ("notice-json", 2));
        let rejected = Rejected { row: 2, reason: Reason::NotAnObject };
        assert_eq!(rows.get(1), Some(&Err(rejected)));
    }

    #[test]
    fn what_nobody_knows_is_named_as_such() {
        assert_eq!(read_any(b""), Err(FileFault::Empty));
        assert_eq!(read_any(b"\xEF\xBB\xBF\r\n"), Err(FileFault::Empty));
        assert_eq!(read_any(b"PK\x03\x04"), Err(FileFault::UnknownFormat));
        assert_eq!(read_any(&vec![b' '; MAX_FILE + 1]), Err(FileFault::TooLarge));
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
