//! Figures as a workbook: a sheet each, the numbers as a table and beside it the chart that the reader's own program draws.
//!
//! A text is only ever written as a text, so none is a formula. A chart takes its names from cells by their place, since a name
//! given as text is taken for a reference where it begins with `=`. A number that is unknown is an empty cell.

mod name;
mod page;
mod table;
#[cfg(test)]
mod tests;

use std::io;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Figure, Picture};
use crate::i18n::Words;
use name::Names;
use page::Page;

/// The pictures as the bytes of a workbook, a sheet each in their order. The headings of the tables are in the reader's words.
///
/// # Errors
/// Where a figure has more rows or columns than a sheet.
pub fn workbook(pictures: &[Picture], words: &Words) -> io::Result<Vec<u8>> {
    write(pictures, words).map_err(io::Error::other)
}

fn write(pictures: &[Picture], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut names = Names::new();
    for picture in pictures {
        let name = names.take(picture.title());
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        let mut page = Page::new(sheet, &name, words);
        page.head(picture)?;
        match &picture.figure {
            Figure::Bars(of) => table::bars(&mut page, of)?,
            Figure::Series(of) => table::series(&mut page, of)?,
            Figure::Spans(of) => table::spans(&mut page, of)?,
            Figure::Map(of) => table::map(&mut page, of)?,
        }
    }
    workbook.save_to_buffer()
}
