//! Tables as text: cells separated by commas, semicolons, tabs or bars, in any encoding that [`encoding`]
//! tells, with quotes and lines inside cells.
//!
//! A record is held only while it is short enough to be a row; of a longer one nothing but its number is kept. Formulas: a
//! cell that a spreadsheet would run begins with `'` in files that daqu writes, and reading takes just that sign away
//! ([`guarded`], [`unguarded`]).

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::Table;
use super::heading::{self, Plan};
use crate::interchange::encoding::{self, WRONG, is_wrong};
use crate::interchange::table::mapping::Mappings;
use crate::interchange::{FileFault, Glance, MAX_ROW, Opened, Reason, Sink};

/// The format's name.
pub const ID: &str = "csv";

/// The separators, the most usual first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The most cells of a row: as many as a spreadsheet has columns.
const MAX_CELLS: usize = 16_384;

/// How much is read at once.
const STEP: usize = 16 * 1024;

/// The first characters by which a spreadsheet takes a cell for a formula, half and full width (OWASP, CSV injection).
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The cell as it is safe to write.
pub fn guarded(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the sign that [`guarded`] puts before it.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA)
}

/// Whether the file is called a table and is text, or begins with a heading that names a title and something else.
pub fn detect(glance: &Glance) -> bool {
    let text = encoding::text_of_glance(glance);
    if text.trim_start().starts_with(['{', '<']) || !is_text(&text) {
        return false;
    }
    let named = ["csv", "tsv", "tab"].contains(&glance.extension.as_str());
    let none = Mappings::none();
    named
        || beginning(&text, separator(&text))
            .iter()
            .any(|row| row.len() > 1 && Plan::of(row, &none).is_some())
}

/// Pictures and programs have none of it and much else.
fn is_text(text: &str) -> bool {
    let odd = |c: &char| *c == WRONG || (c.is_control() && !c.is_whitespace());
    text.chars().filter(odd).count() * 20 <= text.chars().count()
}

/// Reads a table, row by row.
///
/// # Errors
/// [`FileFault::MappingNeeded`] where no heading names the title; [`FileFault::CutOff`] where the table ends inside a row,
/// after all rows before it.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let head = encoding::text_of_glance(&crate::interchange::glance(opened)?);
    let separator = separator(&head);
    let mut table = Table::new(opened.mappings);
    let decoded = encoding::decode(opened)?;
    let name = decoded.encoding.name();
    let mut records = Records::new(decoded, separator);
    while let Some(record) = records.next()? {
        if record.number == 1 && declared(&head).is_some() {
            continue;
        }
        if record.is_cut(&table) {
            return Err(FileFault::CutOff { row: record.number });
        }
        let (number, open_quote) = (record.number, record.unfinished && record.odd_quotes);
        let cells = record.cells.and_then(|cells| {
            let wrong = cells.iter().any(|cell| is_wrong(cell));
            if wrong { Err(Reason::NotText { encoding: name }) } else { fitting(&table, cells) }
        });
        if table.take(number, cells, sink)?.is_break() {
            return Ok(());
        }
        if open_quote {
            return Err(FileFault::CutOff { row: number });
        }
    }
    table.end().map_or(Ok(()), Err)
}

/// The cells without the formula guard, if there are no more of them than headings.
fn fitting(table: &Table<'_>, cells: Vec<String>) -> Result<Vec<String>, Reason> {
    let count = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    match &table.plan {
        Some(plan) if count > plan.width => {
            Err(Reason::MoreCells { cells: count, headings: plan.width })
        }
        _ => Ok(cells.iter().map(|cell| unguarded(cell).to_owned()).collect()),
    }
}

/// The separator that a first line `sep=;` declares, as Excel understands it.
fn declared(head: &str) -> Option<u8> {
    let line = head.lines().next()?.trim_matches('"');
    let sign = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    sign.bytes().next().filter(|_| sign.len() == 1)
}

/// The separator by which most headings are known; among equals the one that gives the most cells.
fn separator(head: &str) -> u8 {
    let likeness = |separator: u8| {
        let rows = beginning(head, separator);
        let known = rows.iter().map(|row| heading::known(row)).max().unwrap_or(0);
        (known, rows.iter().map(Vec::len).sum::<usize>())
    };
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS {
        let likeness = likeness(separator);
        if likeness > best.1 {
            best = (separator, likeness);
        }
    }
    declared(head).unwrap_or(best.0)
}

/// The first rows of a text.
fn beginning(head: &str, separator: u8) -> Vec<Vec<String>> {
    let mut records = Records::new(head.as_bytes(), separator);
    let mut rows = Vec::new();
    while rows.len() < heading::LEADING
        && let Ok(Some(record)) = records.next()
    {
        rows.extend(record.cells);
    }
    rows
}

/// One record as it came.
struct Record {
    /// Its row, from 1; empty lines count.
    number: usize,
    cells: Result<Vec<String>, Reason>,
    /// The file ended without a line end behind it.
    unfinished: bool,
    /// It has a quote that is not closed.
    odd_quotes: bool,
}

impl Record {
    /// Whether the file breaks off in it. A last line that is shorter than the heading is no proof where other rows are, too.
    fn is_cut(&self, table: &Table<'_>) -> bool {
        let (Ok(cells), Some(plan)) = (&self.cells, &table.plan) else { return false };
        let torn = cells.last().is_some_and(|cell| cell.ends_with(WRONG));
        let short = cells.len() < plan.width && !table.ragged;
        self.unfinished && (self.odd_quotes || torn || short)
    }
}

/// Cuts text into records, with bounded memory.
struct Records<R> {
    input: R,
    core: Reader,
    chunk: Vec<u8>,
    from: usize,
    number: usize,
    after_return: bool,
    ended: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Records<R> {
    fn new(input: R, separator: u8) -> Records<R> {
        let core = ReaderBuilder::new().delimiter(separator).build();
        Records {
            input,
            core,
            chunk: Vec::new(),
            from: 0,
            number: 0,
            after_return: false,
            ended: false,
            text: vec![0; MAX_ROW],
            ends: vec![0; MAX_CELLS],
        }
    }

    /// Reads on where nothing is at hand; `false` at the end of the input.
    fn fill(&mut self) -> io::Result<bool> {
        if self.from < self.chunk.len() {
            return Ok(true);
        }
        self.chunk.resize(STEP, 0);
        self.from = 0;
        let read = loop {
            match self.input.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.chunk.truncate(*read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }

    /// Steps over empty lines, which count as rows, and over the second half of a line end.
    fn skip_empty_lines(&mut self) -> io::Result<()> {
        while self.fill()? {
            match self.chunk.get(self.from) {
                Some(b'\n') if self.after_return => self.after_return = false,
                Some(b'\n') => self.number += 1,
                Some(b'\r') => {
                    self.number += 1;
                    self.after_return = true;
                }
                _ => break,
            }
            self.from += 1;
        }
        self.after_return = false;
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Record>> {
        self.skip_empty_lines()?;
        let (mut length, mut count, mut quotes) = (0, 0, 0_usize);
        let mut too_large = false;
        while !self.ended {
            let more = self.fill()?;
            let input = self.chunk.get(self.from..).unwrap_or_default();
            let text = self.text.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(count..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(input, text, ends);
            let consumed = input.get(..read).unwrap_or_default();
            quotes += consumed.iter().filter(|byte| **byte == b'"').count();
            self.after_return = consumed.last().map_or(self.after_return, |byte| *byte == b'\r');
            self.from += read;
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    too_large = true;
                    (length, count) = (0, 0);
                }
                ReadRecordResult::Record => {
                    self.number += 1;
                    let cells = if too_large { Err(Reason::TooLarge) } else { self.cells(count) };
                    let odd_quotes = quotes % 2 == 1;
                    return Ok(Some(Record {
                        number: self.number,
                        cells,
                        unfinished: !more,
                        odd_quotes,
                    }));
                }
                ReadRecordResult::End => self.ended = true,
            }
        }
        Ok(None)
    }

    fn cells(&self, count: usize) -> Result<Vec<String>, Reason> {
        let mut from = 0;
        let ends = self.ends.get(..count).unwrap_or_default().iter();
        ends.map(|end| {
            let bytes = self.text.get(from..*end).unwrap_or_default();
            from = *end;
            std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Reason::Unreadable)
        })
        .collect()
    }
}
