//! What can be wrong with a file and with one row of it, as data with a sentence in both catalogues.

use super::{MAX_FILE, MAX_ROW};

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
    /// It is longer than its format allows a row to be.
    #[error("longer than {limit} bytes")]
    LongerThan {
        /// The longest that is read.
        limit: usize,
    },
    /// Bytes stand in it that are no text in the file's encoding.
    #[error("bytes that are no text in {encoding}")]
    NotText {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// A record names its releases by address only; what they say is elsewhere.
    #[error("releases are only linked")]
    ReleaseLinked,
    /// A record without any release.
    #[error("no release")]
    ReleaseMissing,
    /// A text in which nothing of a notice is recognised.
    #[error("nothing of a notice is recognised")]
    NothingRecognised,
    /// A number that tells which notice it is was rounded by the program that wrote the table.
    #[error("{column} was rounded")]
    Rounded {
        /// The column.
        column: &'static str,
    },
    /// It has more cells than the table has headings: a separator stands in a cell without quotes.
    #[error("{cells} cells under {headings} headings")]
    MoreCells {
        /// Up to the last that is not empty.
        cells: usize,
        /// Headings.
        headings: usize,
    },
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
            Reason::TooLarge | Reason::LongerThan { .. } => "reject-too-large",
            Reason::NothingRecognised => "reject-nothing-recognised",
            Reason::NotText { .. } => "reject-not-text",
            Reason::ReleaseLinked => "reject-release-linked",
            Reason::ReleaseMissing => "reject-release-missing",
            Reason::Rounded { .. } => "reject-rounded",
            Reason::MoreCells { .. } => "reject-more-cells",
        }
    }

    /// The sentence's named values.
    pub fn args(self) -> Vec<(String, String)> {
        match self {
            Reason::FieldType { field } | Reason::FieldTwice { field } => vec![arg("field", field)],
            Reason::TooLarge => vec![arg("limit", MAX_ROW)],
            Reason::LongerThan { limit } => vec![arg("limit", limit)],
            Reason::NotText { encoding } => vec![arg("encoding", encoding)],
            Reason::Rounded { column } => vec![arg("column", column)],
            Reason::MoreCells { cells, headings } => {
                vec![arg("cells", cells), arg("headings", headings)]
            }
            _ => Vec::new(),
        }
    }
}

/// Why a file could not be read, or not to its end. What was handed out before stays good.
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
    /// It is not JSON, or not to its end.
    #[error("not JSON at row {row}, line {line}, column {column}: {detail}")]
    NotJson {
        /// The row that could not be read, from 1; those before it were.
        row: usize,
        /// Line, from 1.
        line: usize,
        /// Byte of the line, from 1.
        column: usize,
        /// What was expected; English.
        detail: String,
    },
    /// It is JSON, but holds no list of notices.
    #[error("no list of notices")]
    NoNotices,
    /// No reader knows it.
    #[error("unknown format")]
    UnknownFormat,
    /// It is a table, but no heading says which column is the title.
    #[error("no heading for the title among: {}", headings.join(", "))]
    MappingNeeded {
        /// The headings that there are, cleaned.
        headings: Vec<String>,
    },
    /// A table ends in the middle of a row; those before it were read.
    #[error("cut off at row {row}")]
    CutOff {
        /// The row, from 1.
        row: usize,
    },
    /// A workbook of another kind than `.xlsx`, or one under a password.
    #[error("a workbook that is no .xlsx, or has a password")]
    OldWorkbook,
    /// A workbook that is damaged or not whole.
    #[error("the workbook is damaged: {detail}")]
    BrokenWorkbook {
        /// What is wrong with it; English.
        detail: String,
    },
    /// A workbook that would unpack to more than is read.
    #[error("the workbook unpacks to more than {limit} bytes")]
    Unpacked {
        /// The most that is read.
        limit: u64,
    },
    /// The system could not read on.
    #[error("reading failed: {detail}")]
    Unreadable {
        /// What the system says.
        detail: String,
    },
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
            FileFault::MappingNeeded { .. } => "file-mapping-needed",
            FileFault::CutOff { .. } => "file-cut-off",
            FileFault::OldWorkbook => "file-old-workbook",
            FileFault::BrokenWorkbook { .. } => "file-broken-workbook",
            FileFault::Unpacked { .. } => "file-unpacked",
            FileFault::Unreadable { .. } => "file-unreadable",
        }
    }

    /// The sentence's named values.
    pub fn args(&self) -> Vec<(String, String)> {
        match self {
            FileFault::TooLarge => vec![arg("limit", MAX_FILE)],
            FileFault::NotUtf8 { offset } => vec![arg("offset", offset)],
            FileFault::NotJson { row, line, column, detail } => vec![
                arg("row", row),
                arg("line", line),
                arg("column", column),
                arg("detail", detail),
            ],
            FileFault::MappingNeeded { headings } => vec![arg("headings", headings.join("、"))],
            FileFault::CutOff { row } => vec![arg("row", row)],
            FileFault::Unpacked { limit } => vec![arg("limit", limit)],
            FileFault::BrokenWorkbook { detail } => vec![arg("detail", detail)],
            FileFault::Unreadable { detail } => vec![arg("detail", detail)],
            _ => Vec::new(),
        }
    }
}

impl From<std::io::Error> for FileFault {
    fn from(error: std::io::Error) -> FileFault {
        FileFault::Unreadable { detail: error.to_string() }
    }
}

fn arg(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}
