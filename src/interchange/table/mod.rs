//! Notices in tables, one row each, under headings in any order and in Chinese or English.
//!
//! | module | the thought |
//! |---|---|
//! | [`csv`] | tables as text, separated by comma, semicolon, tab or bar |
//! | [`xlsx`] | workbooks |
//! | [`mod@column`] | what a heading may be called |
//! | `heading` | which row is the heading |
//! | [`mapping`] | what a person said that headings mean |
//! | `row` | a row as a notice |
//! | [`cell`] | a field as a cell that daqu writes, and back |
//!
//! A table is read row by row; its rows are numbered as a spreadsheet numbers them, headings and empty rows included.

pub mod cell;
pub mod column;
pub mod csv;
mod heading;
pub mod mapping;
mod row;
#[cfg(test)]
mod tests;
pub mod xlsx;

use std::ops::ControlFlow;

use self::heading::Plan;
use self::mapping::Mappings;
use self::row::ON;
use super::{FileFault, Reason, Rejected, Sink};

/// Takes the rows of one table as they come, finds the heading, and hands notices on.
struct Table<'m> {
    mappings: &'m Mappings,
    plan: Option<Plan>,
    /// Rows before the heading was found, with their numbers.
    leading: Vec<(usize, Vec<String>)>,
    /// A row was narrower than the heading.
    ragged: bool,
}

impl<'m> Table<'m> {
    fn new(mappings: &'m Mappings) -> Table<'m> {
        Table { mappings, plan: None, leading: Vec::new(), ragged: false }
    }

    /// Takes a row, or why it is none.
    ///
    /// # Errors
    /// [`FileFault::MappingNeeded`] once it is clear that no row is a heading.
    fn take(
        &mut self,
        number: usize,
        cells: Result<Vec<String>, Reason>,
        sink: &mut Sink<'_>,
    ) -> Result<ControlFlow<()>, FileFault> {
        let cells = match cells {
            Ok(cells) => cells,
            Err(reason) => return Ok(sink(Err(Rejected { row: number, reason }))),
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(ON);
        }
        let Some(plan) = &self.plan else {
            self.plan = Plan::of(&cells, self.mappings);
            if self.plan.is_none() {
                self.leading.push((number, cells));
                if self.leading.len() >= heading::LEADING {
                    return Err(self.question());
                }
            }
            return Ok(ON);
        };
        if plan.is_heading(&cells) {
            return Ok(ON);
        }
        self.ragged |= cells.len() < plan.width;
        let notice = row::notice(plan, &cells);
        Ok(sink(notice.map_err(|reason| Rejected { row: number, reason })))
    }

    /// What is wrong with a table in which no heading was found; `None` where one was.
    fn end(self) -> Option<FileFault> {
        if self.plan.is_some() { None } else { Some(self.question()) }
    }

    fn question(&self) -> FileFault {
        let rows: Vec<Vec<String>> = self.leading.iter().map(|(_, cells)| cells.clone()).collect();
        heading::question(&rows)
    }
}
