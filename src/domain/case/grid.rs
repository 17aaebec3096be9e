//! The criteria grid (domain rule of the decision sheet): party by criterion, each cell a finding with its evidence and rules.
//!
//! Criteria rank in the order that the rulebook gives them. The criterion that decides is the first of them on which the
//! findings tell the parties apart; a decision that names another one is refused, so that nobody decides by the fifth reason
//! while the second one speaks for the other side.

use serde::Serialize;

use super::Case;
use super::action::finding::ROW;
use crate::domain::rulebook::Rulebook;

/// What was found of a party by a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// `favours`, `against`, `even` or `unclear_yet`.
    pub found: String,
    /// In words.
    pub text: String,
    /// Numbers of the evidence in the timeline.
    pub evidence: Vec<usize>,
    /// Rule ids.
    pub rules: Vec<String>,
}

/// A criterion with what was found of each party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// `K1` to `K11`.
    pub criterion: String,
    /// By unit, in the order of the parties; nothing where nothing was found yet.
    pub cells: Vec<(String, Option<Cell>)>,
}

impl Line {
    /// Whether something definite was found of every party.
    pub fn is_whole(&self) -> bool {
        let clear = |cell: &Option<Cell>| cell.as_ref().is_some_and(|c| c.found != "unclear_yet");
        self.cells.iter().all(|(_, cell)| clear(cell))
    }

    /// Whether it tells the parties apart.
    pub fn tells_apart(&self) -> bool {
        let mut found = self.cells.iter().map(|(_, cell)| cell.as_ref().map(|cell| &cell.found));
        let first = found.next();
        self.is_whole() && found.any(|other| Some(other) != first)
    }

    /// What was found of a unit.
    pub fn of(&self, unit: &str) -> Option<&Cell> {
        self.cells.iter().find(|(of, _)| of == unit).and_then(|(_, cell)| cell.as_ref())
    }

    /// How a unit stands by it: the higher the better; nothing where nothing definite was found.
    pub fn standing(&self, unit: &str) -> Option<u8> {
        match self.of(unit)?.found.as_str() {
            "favours" => Some(2),
            "even" => Some(1),
            "against" => Some(0),
            _ => None,
        }
    }

    /// Units of which nothing definite was found.
    pub fn open(&self) -> Vec<&str> {
        let clear = |cell: &Option<Cell>| cell.as_ref().is_some_and(|c| c.found != "unclear_yet");
        let open = self.cells.iter().filter(|(_, cell)| !clear(cell));
        open.map(|(unit, _)| unit.as_str()).collect()
    }
}

/// The grid of a case, by the order of a rulebook; criteria that are off are not in it.
pub fn grid(case: &Case, book: &Rulebook) -> Vec<Line> {
    let criteria = book.criteria().iter().filter(|criterion| criterion.on);
    let line = |criterion: &str| Line {
        criterion: criterion.to_owned(),
        cells: case
            .parties
            .iter()
            .map(|p| (p.unit.clone(), cell(case, criterion, &p.unit)))
            .collect(),
    };
    criteria.map(|criterion| line(&criterion.id)).collect()
}

fn cell(case: &Case, criterion: &str, unit: &str) -> Option<Cell> {
    let mut findings = case.current(ROW.id).filter(|entry| {
        entry.args.get("criterion") == Some(criterion)
            && entry.args.list("party").iter().any(|party| party == unit)
    });
    let last = findings.next_back()?;
    let number = |event: &String| case.timeline.iter().position(|entry| entry.event == *event);
    Some(Cell {
        found: last.args.get("found").unwrap_or_default().to_owned(),
        text: last.args.get("text").unwrap_or_default().to_owned(),
        evidence: last.args.list("entries").iter().filter_map(number).map(|at| at + 1).collect(),
        rules: last.args.list("rules"),
    })
}

/// The first criterion that tells the parties apart.
pub fn deciding(grid: &[Line]) -> Option<&Line> {
    grid.iter().find(|line| line.tells_apart())
}
