//! Workbooks (`.xlsx`): every sheet that is shown and has a heading, cell by cell.
//!
//! A cell with a date becomes that date, at midnight a day without an hour; a figure becomes what the sheet shows at most, and
//! an identity that was rounded (more than 15 digits) is refused later. Formulas count as their last result.
//!
//! A workbook is a packed file, and a small one may unpack to anything, so it is unpacked once without keeping it before it
//! is read: what must be held whole (the list of texts, the styles) and the longest single piece are bounded.

use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{Duration, NaiveDate, NaiveTime};
use zip::ZipArchive;

use super::Table;
use super::mapping::Mappings;
use crate::interchange::{Bytes, FileFault, Glance, MAX_FILE, MAX_ROW, Opened, Reason, Sink};
use crate::text::clean::clean_line;

/// The format's name.
pub const ID: &str = "xlsx";

/// How the files begin: packed, and the container of older kinds and of passwords.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The most that all sheets together may unpack to.
const MAX_SHEETS: u64 = 1024 * 1024 * 1024;

/// The longest piece between two tags, in bytes.
const MAX_PIECE: usize = 16 * 1024 * 1024;

/// The most columns of a sheet.
const MAX_COLUMNS: usize = 16_384;

/// Whether the file begins like a workbook.
pub fn detect(glance: &Glance) -> bool {
    let has = |word: &[u8]| glance.head.windows(word.len()).any(|part| part == word);
    let named = ["xlsx", "xlsm", "xls", "ods", "et"].contains(&glance.extension.as_str());
    let packed = glance.head.starts_with(ZIP)
        && (named
            || has(b"[Content_Types].xml")
            || has(b"xl/")
            || has(b"opendocument.spreadsheet"));
    packed || glance.head.starts_with(OLE)
}

/// Reads a workbook, sheet by sheet and row by row. Sheets without a heading are notes where another has one.
///
/// # Errors
/// [`FileFault`] where it is no `.xlsx`, too large, damaged (rows before the damage are handed over), or no sheet has a
/// heading that names the title.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let glance = crate::interchange::glance(opened)?;
    if glance.head.starts_with(OLE) {
        return Err(FileFault::OldWorkbook);
    }
    check(opened.bytes)?;
    let mappings = opened.mappings;
    opened.bytes.seek(SeekFrom::Start(0))?;
    let mut workbook =
        Xlsx::new(BufReader::new(&mut *opened.bytes)).map_err(|error| broken(&error))?;
    let shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let names: Vec<String> =
        workbook.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    let mut question = None;
    let mut found = false;
    for name in names {
        match sheet(&mut workbook, &name, mappings, sink)? {
            Sheet::Read => found = true,
            Sheet::Stopped => return Ok(()),
            Sheet::Asks(FileFault::Empty) => {}
            Sheet::Asks(fault) => question = question.or(Some(fault)),
        }
    }
    if found { Ok(()) } else { Err(question.unwrap_or(FileFault::Empty)) }
}

/// What became of a sheet.
enum Sheet {
    Read,
    Stopped,
    Asks(FileFault),
}

fn sheet<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    mappings: &Mappings,
    sink: &mut Sink<'_>,
) -> Result<Sheet, FileFault> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    let mut table = Table::new(mappings);
    let mut row = SheetRow::default();
    loop {
        let cell = cells.next_cell().map_err(|error| broken(&error))?;
        let position = cell.as_ref().map(|cell| cell.get_position());
        if position.is_none_or(|(number, _)| number != row.number) && !row.is_empty() {
            let (number, texts) = row.end();
            match table.take(number, texts, sink) {
                Ok(flow) if flow.is_break() => return Ok(Sheet::Stopped),
                Ok(_) => {}
                Err(fault) => return Ok(Sheet::Asks(fault)),
            }
        }
        let (Some(cell), Some((number, column))) = (cell, position) else { break };
        row.number = number;
        row.put(column, cell.get_value());
    }
    Ok(table.end().map_or(Sheet::Read, Sheet::Asks))
}

/// A row while its cells come in.
#[derive(Default)]
struct SheetRow {
    number: u32,
    cells: Vec<String>,
    bytes: usize,
    too_large: bool,
}

impl SheetRow {
    fn is_empty(&self) -> bool {
        self.cells.is_empty() && !self.too_large
    }

    fn put(&mut self, column: u32, value: &DataRef<'_>) {
        let column = column as usize;
        let room = MAX_ROW.saturating_sub(self.bytes);
        let text = match value {
            DataRef::SharedString(text) if text.len() > room => None,
            DataRef::String(text) if text.len() > room => None,
            value => Some(shown(value)).filter(|text| text.len() <= room && column < MAX_COLUMNS),
        };
        let Some(text) = text else {
            self.too_large = true;
            return;
        };
        if text.is_empty() {
            return;
        }
        self.bytes += text.len();
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
    }

    fn end(&mut self) -> (usize, Result<Vec<String>, Reason>) {
        let row = std::mem::take(self);
        let cells = if row.too_large { Err(Reason::TooLarge) } else { Ok(row.cells) };
        (row.number as usize + 1, cells)
    }
}

/// The text of a cell. An error (`#REF!`) is no value.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => figure(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => {
            date(at).unwrap_or_else(|| figure(at.as_f64()))
        }
        DataRef::DateTime(at) => figure(at.as_f64()),
        DataRef::DateTimeIso(text) => text.replace('T', " "),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A figure with the 15 digits that a sheet has at most.
fn figure(number: f64) -> String {
    if number.abs() >= 1e15 {
        return format!("{number:.5E}").replace('E', "E+");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// A date, with the time of day where there is one; a time of day alone where there is no date.
fn date(at: &ExcelDateTime) -> Option<String> {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let time = NaiveTime::from_hms_opt(u32::from(hour), u32::from(minute), u32::from(second))?;
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    let exact =
        date.and_time(time).checked_add_signed(Duration::seconds(i64::from(milli >= 500)))?;
    let shape = match (exact.time(), exact.time().format("%S").to_string().as_str()) {
        _ if at.as_f64() < 1.0 => "%H:%M",
        (NaiveTime::MIN, _) => "%Y-%m-%d",
        (_, "00") => "%Y-%m-%d %H:%M",
        _ => "%Y-%m-%d %H:%M:%S",
    };
    Some(exact.format(shape).to_string())
}

/// Unpacks the workbook without keeping it: is it one, and can it be read in bounded memory?
fn check(bytes: &mut dyn Bytes) -> Result<(), FileFault> {
    bytes.seek(SeekFrom::Start(0))?;
    let damaged = |error: zip::result::ZipError| FileFault::BrokenWorkbook {
        detail: clean_line(&error.to_string()),
    };
    let mut archive = ZipArchive::new(BufReader::new(bytes)).map_err(damaged)?;
    let holds = |start: &str| {
        archive.file_names().flatten().any(|name| name.to_ascii_lowercase().starts_with(start))
    };
    if !holds("xl/") {
        let sheets = holds("content.xml");
        return Err(if sheets { FileFault::OldWorkbook } else { FileFault::UnknownFormat });
    }
    let mut sheets = 0;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { continue };
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let is_sheet = name.starts_with("xl/worksheets/");
        let limit = if is_sheet { MAX_SHEETS - sheets } else { MAX_FILE as u64 };
        let unpacked = unpacked(part, limit).ok_or(FileFault::Unpacked { limit })?;
        sheets += if is_sheet { unpacked } else { 0 };
    }
    Ok(())
}

/// To how much a part unpacks; `None` where that, or one piece of it, is too much. Where it is damaged it ends.
fn unpacked(mut part: impl Read, limit: u64) -> Option<u64> {
    let mut chunk = vec![0; 64 * 1024];
    let (mut total, mut piece) = (0_u64, 0_usize);
    loop {
        let read = match part.read(&mut chunk) {
            Ok(0) | Err(_) => return Some(total),
            Ok(read) => read,
        };
        total += read as u64;
        let bytes = chunk.get(..read).unwrap_or_default();
        let first = bytes.iter().position(|byte| *byte == b'<');
        piece = match (first, bytes.iter().rposition(|byte| *byte == b'<')) {
            (Some(first), _) if piece + first > MAX_PIECE => return None,
            (_, Some(last)) => read - last,
            _ => piece + read,
        };
        if total > limit || piece > MAX_PIECE {
            return None;
        }
    }
}

fn broken(error: &XlsxError) -> FileFault {
    if matches!(error, XlsxError::Password) {
        return FileFault::OldWorkbook;
    }
    FileFault::BrokenWorkbook { detail: clean_line(&error.to_string()) }
}
