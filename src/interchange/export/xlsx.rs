//! Leads as a workbook: the same table as [`table`](super::table), every cell a text, so that nothing in it is a formula and no
//! number loses its digits.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::table;
use crate::domain::lead::Notice;
use crate::interchange::table::column;

/// The longest text of a cell, in the units by which spreadsheets count (UTF-16).
pub const MAX_CELL: usize = 32_767;

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Notices.
    pub notices: usize,
    /// Cells whose text a workbook cannot hold whole, as identity and heading: they end in `…`.
    pub shortened: Vec<(String, &'static str)>,
}

/// Writes notices as a workbook of one sheet.
///
/// # Errors
/// Where nothing more can be written, or there are more notices than a sheet has rows.
pub fn xlsx<'n, W: Write + Seek + Send>(
    out: W,
    notices: impl IntoIterator<Item = &'n Notice>,
) -> io::Result<Written> {
    write(out, notices).map_err(io::Error::other)
}

fn write<'n, W: Write + Seek + Send>(
    out: W,
    notices: impl IntoIterator<Item = &'n Notice>,
) -> Result<Written, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("线索")?;
    sheet.set_freeze_panes(1, 2)?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let headings = table::headings();
    for (heading, at) in headings.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, at, *heading, &bold)?;
        sheet.set_column_width(at, width(column::written().nth(usize::from(at)).map(|c| c.id)))?;
    }
    let mut written = Written::default();
    for (notice, row) in notices.into_iter().zip(1_u32..) {
        for ((cell, heading), at) in table::row(notice).iter().zip(&headings).zip(0_u16..) {
            if cell.is_empty() {
                continue;
            }
            match fitted(cell) {
                None => sheet.write_string_with_format(row, at, cell, &text)?,
                Some(short) => {
                    written.shortened.push((notice.identity.clone(), heading));
                    sheet.write_string_with_format(row, at, &short, &text)?
                }
            };
        }
        written.notices += 1;
    }
    workbook.save_to_writer(out)?;
    Ok(written)
}

/// How wide a column is, in characters.
fn width(id: Option<&str>) -> u32 {
    match id {
        Some("title") => 60,
        Some("content" | "qualification" | "url") => 40,
        Some("deadline" | "published" | "sale_start" | "sale_end" | "opening") => 18,
        Some(_) => 14,
        None => 6,
    }
}

/// A text that is too long for a cell, shortened; `None` where it fits.
fn fitted(text: &str) -> Option<String> {
    if text.len() <= MAX_CELL || text.encode_utf16().count() <= MAX_CELL {
        return None;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < MAX_CELL
    });
    Some(kept.chain(['…']).collect())
}
