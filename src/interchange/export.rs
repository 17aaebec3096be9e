//! What goes out to other people's programs.
//!
//! | module | the thought |
//! |---|---|
//! | [`ocds`] | leads as an Open Contracting release package |
//! | [`table`] | leads as the rows of a table, and as CSV |
//! | [`xlsx`] | leads as a workbook |
//!
//! Adding a format is one file and one row in [`FORMATS`]. Each reads back what it wrote (the import of an export is the
//! identity, as far as the format can say it).

pub mod ocds;
pub mod table;
pub mod xlsx;

use std::io::{self, BufWriter, Seek, Write};

use ocds::{Outgoing, Publication};

/// Where a format writes to: a file, or memory.
pub trait Sheet: Write + Seek + Send {}

impl<T: Write + Seek + Send> Sheet for T {}

/// A format that leads go out in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, unique in the table.
    pub id: &'static str,
    /// What a file of it ends in.
    pub extension: &'static str,
    /// Writes leads; gives how many texts had to be shortened for it.
    pub write: fn(&[Outgoing<'_>], &Publication<'_>, &mut dyn Sheet) -> io::Result<usize>,
}

/// The formats.
pub const FORMATS: &[Format] = &[
    Format { id: "ocds", extension: "json", write: as_releases },
    Format { id: "csv", extension: "csv", write: as_csv },
    Format { id: "xlsx", extension: "xlsx", write: as_workbook },
];

fn as_releases(
    leads: &[Outgoing<'_>],
    publication: &Publication<'_>,
    out: &mut dyn Sheet,
) -> io::Result<usize> {
    let mut out = BufWriter::new(out);
    ocds::write(leads.iter().copied(), publication, &mut out)?;
    out.flush().map(|()| 0)
}

fn as_csv(leads: &[Outgoing<'_>], _: &Publication<'_>, out: &mut dyn Sheet) -> io::Result<usize> {
    table::csv(out, leads.iter().map(|lead| lead.notice)).map(|_| 0)
}

fn as_workbook(
    leads: &[Outgoing<'_>],
    _: &Publication<'_>,
    out: &mut dyn Sheet,
) -> io::Result<usize> {
    let written = xlsx::xlsx(out, leads.iter().map(|lead| lead.notice))?;
    Ok(written.shortened.len())
}
