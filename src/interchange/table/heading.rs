//! Which row of a table is its heading, and what stands where.
//!
//! People put a title, a date or a blank row above the headings, so the first rows are looked at together. A heading row names
//! the title and something else; without a title there is no notice, and then a person is asked ([`FileFault::MappingNeeded`]).

use super::cell::WRITTEN;
use super::column::{self, Column};
use super::mapping::Mappings;
use crate::interchange::FileFault;
use crate::text::clean::clean_line;
use crate::text::width::elide;

/// Among how many rows that are not empty the heading is looked for.
pub(super) const LEADING: usize = 20;

/// How many headings a question names, and how wide each at most.
const ASKED: (usize, usize) = (60, 40);

/// What stands in one position of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The position.
    pub(super) at: usize,
    /// The column.
    pub(super) column: &'static Column,
    /// The unit of money that bare figures have here.
    pub(super) unit: Option<&'static str>,
}

/// What stands where in a table.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The columns that are read; each once.
    pub(super) places: Vec<Place>,
    /// Where a row says that daqu wrote it.
    pub(super) written: Option<usize>,
    /// How many cells the heading has.
    pub(super) width: usize,
    headings: Vec<String>,
}

impl Plan {
    /// The plan that a row gives, if it is a heading.
    pub(super) fn of(cells: &[String], mappings: &Mappings) -> Option<Plan> {
        let headings: Vec<String> = cells.iter().map(|cell| clean_line(cell)).collect();
        let mapping = mappings.find(&headings);
        let mut found: Vec<(Place, usize)> = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let mapped = mapping.and_then(|mapping| mapping.column(heading));
            let said = column::meaning(heading);
            let unit = said.and_then(|(_, _, unit)| unit);
            let meant = mapped.map(|column| (column, 0));
            let Some((column, rank)) =
                meant.or_else(|| said.map(|(column, rank, _)| (column, rank + 1)))
            else {
                continue;
            };
            let place = Place { at, column, unit };
            match found.iter_mut().find(|(earlier, _)| earlier.column.id == column.id) {
                Some((earlier, plain)) if rank < *plain => (*earlier, *plain) = (place, rank),
                Some(_) => {}
                None => found.push((place, rank)),
            }
        }
        let filled = headings.iter().filter(|heading| !heading.is_empty()).count();
        let titled = found.iter().any(|(place, _)| place.column.id == "title");
        if !titled || (found.len() < 2 && filled > 1 && mapping.is_none()) {
            return None;
        }
        let written = headings.iter().position(|heading| heading == WRITTEN.0);
        let width = headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |at| at + 1);
        Some(Plan {
            places: found.into_iter().map(|(place, _)| place).collect(),
            written,
            width,
            headings,
        })
    }

    /// Whether a row is the heading once more, as in tables that were put together from several.
    pub(super) fn is_heading(&self, cells: &[String]) -> bool {
        self.places.iter().all(|place| {
            let (cell, heading) = (cells.get(place.at), self.headings.get(place.at));
            cell.zip(heading).is_some_and(|(cell, heading)| clean_line(cell) == *heading)
        })
    }
}

/// How many columns a row names; by this a separator is told.
pub(super) fn known(cells: &[String]) -> usize {
    cells.iter().filter(|cell| column::meaning(cell).is_some()).count()
}

/// The question that is asked when none of the first rows is a heading: the row that looks most like one, in full.
pub(super) fn question(rows: &[Vec<String>]) -> FileFault {
    let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let likeness = |row: &Vec<String>| (known(row), filled(row));
    let mut best: Option<&Vec<String>> = None;
    for row in rows {
        if best.is_none_or(|best| likeness(row) > likeness(best)) {
            best = Some(row);
        }
    }
    let Some(row) = best else { return FileFault::Empty };
    let headings = row.iter().map(|cell| elide(&clean_line(cell), ASKED.1));
    let headings = headings.filter(|heading| !heading.is_empty()).take(ASKED.0).collect();
    FileFault::MappingNeeded { headings }
}
