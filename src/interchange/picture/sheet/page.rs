//! One sheet: the title above, a table below it, charts beside it.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartSolidFill, ColNum, Color, Format, RowNum,
    Worksheet, XlsxError,
};

use super::name::head;
use crate::i18n::Words;
use crate::interchange::export::xlsx::MAX_CELL;
use crate::interchange::picture::Picture;
use crate::text::clean::clean_line;

/// The row of the headings; the table begins below it.
pub(super) const HEADINGS: RowNum = 4;

/// The row where the unit stands.
const UNIT: RowNum = 1;

/// The row where the note stands.
const NOTE: RowNum = 2;

/// The longest text that describes a chart, in units of UTF-16.
const MAX_TOLD: usize = 255;

/// Width of a column of the table, in letters.
const COLUMN: u32 = 16;

/// Where an outcome of writing is nothing but that it went well.
pub(super) type Done = Result<(), XlsxError>;

/// A sheet and what is the same for every kind of figure.
pub(super) struct Page<'p> {
    /// The sheet.
    pub sheet: &'p mut Worksheet,
    /// Its name, by which charts refer to it.
    pub name: &'p str,
    /// The reader's words.
    pub words: &'p Words,
    told: String,
}

impl<'p> Page<'p> {
    /// An empty sheet of that name.
    pub fn new(sheet: &'p mut Worksheet, name: &'p str, words: &'p Words) -> Page<'p> {
        Page { sheet, name, words, told: String::new() }
    }

    /// The title and the note.
    pub fn head(&mut self, picture: &Picture) -> Done {
        let bold = Format::new().set_bold().set_font_size(14);
        self.sheet.write_string_with_format(0, 0, cell(picture.title()), &bold)?;
        self.text(NOTE, 0, picture.note.as_deref().unwrap_or_default())?;
        self.told = head(&clean_line(&picture.told()), MAX_TOLD);
        Ok(())
    }

    /// In what the numbers are counted.
    pub fn unit(&mut self, unit: &str) -> Done {
        self.text(UNIT, 0, unit)
    }

    /// The headings of the table.
    pub fn headings(&mut self, headings: &[String]) -> Done {
        let bold = Format::new().set_bold();
        for (heading, column) in headings.iter().zip(0_u16..) {
            self.sheet.write_string_with_format(HEADINGS, column, cell(heading), &bold)?;
            self.sheet.set_column_width(column, COLUMN)?;
        }
        Ok(())
    }

    /// A text; an empty cell where it is empty.
    pub fn text(&mut self, row: RowNum, column: ColNum, text: &str) -> Done {
        if !text.is_empty() {
            self.sheet.write_string(row, column, cell(text))?;
        }
        Ok(())
    }

    /// A text in a look of its own, which an empty one has too.
    pub fn cell(&mut self, row: RowNum, column: ColNum, text: &str, look: &Format) -> Done {
        self.sheet.write_string_with_format(row, column, cell(text), look)?;
        Ok(())
    }

    /// A number; an empty cell where it is unknown. Beyond fifteen digits it is rounded, as spreadsheets do.
    pub fn number(&mut self, row: RowNum, column: ColNum, number: Option<i64>) -> Done {
        if let Some(number) = number {
            self.sheet.write_number(row, column, number as f64)?;
        }
        Ok(())
    }

    /// A day; a text where spreadsheets do not reach.
    pub fn day(&mut self, row: RowNum, column: ColNum, day: NaiveDate) -> Done {
        match serial(day) {
            None => self.text(row, column, &day.to_string()),
            Some(serial) => {
                let format = Format::new().set_num_format("yyyy-mm-dd");
                self.sheet.write_number_with_format(row, column, serial, &format)?;
                Ok(())
            }
        }
    }

    /// Puts a chart at a place, under the title of the sheet.
    pub fn chart(&mut self, chart: &mut Chart, row: RowNum, column: ColNum) -> Done {
        chart.title().set_name((self.name, 0_u32, 0_u16));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.set_alt_text(&self.told).set_width(720).set_height(400);
        self.sheet.insert_chart(row, column, chart)?;
        Ok(())
    }
}

/// The last row of a table of so many rows; `None` where there are none, or more than a sheet can have.
pub(super) fn last_row(rows: usize) -> Option<RowNum> {
    if rows == 0 { None } else { HEADINGS.checked_add(RowNum::try_from(rows).ok()?) }
}

/// A day as spreadsheets count them, from 1900-03-01 to 9999-12-31.
pub(super) fn serial(day: NaiveDate) -> Option<f64> {
    let origin = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = i32::try_from(day.signed_duration_since(origin).num_days()).ok()?;
    (61..=2_958_465).contains(&days).then(|| f64::from(days))
}

/// The look of a series: one colour.
pub(super) fn solid(colour: u32) -> ChartFormat {
    let mut look = ChartFormat::new();
    look.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour)));
    look
}

/// A text as a cell takes it: one line, nothing that XML has no place for, no longer than a cell.
fn cell(text: &str) -> String {
    let line = clean_line(text).replace(['\u{FFFE}', '\u{FFFF}'], "");
    head(&line, MAX_CELL)
}
