//! Leads as a table that people read and that [`table`](crate::interchange::table) reads back: a column for every field
//! that a notice may have, one row each. The last column says that daqu wrote the row, so that its cells are read back as they
//! were meant ([`cell`](crate::interchange::table::cell) says how states are written).

use std::io::{self, Write};

use crate::domain::lead::Notice;
use crate::interchange::table::cell::{self, WRITTEN};
use crate::interchange::table::column;
use crate::interchange::table::csv::guarded;

/// The headings.
pub fn headings() -> Vec<&'static str> {
    column::written().map(|column| column.heading).chain([WRITTEN.0]).collect()
}

/// The cells of a notice, under [`headings`].
pub fn row(notice: &Notice) -> Vec<String> {
    let cells = column::written().map(|column| cell::written(notice, column.id));
    cells.chain([WRITTEN.1.to_owned()]).collect()
}

/// Writes notices as CSV in UTF-8 with a byte order mark, by which Excel knows it. No cell is a formula.
///
/// # Errors
/// Where nothing more can be written.
pub fn csv<'n>(
    out: impl Write,
    notices: impl IntoIterator<Item = &'n Notice>,
) -> io::Result<usize> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(headings())?;
    let mut count = 0;
    for notice in notices {
        writer.write_record(row(notice).iter().map(|cell| guarded(cell)))?;
        count += 1;
    }
    writer.flush()?;
    Ok(count)
}
