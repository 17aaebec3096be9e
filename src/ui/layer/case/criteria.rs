//! The criteria grid: by the order of the rulebook, what was found of each party, and which criterion tells them apart.

use crate::domain::case::grid::{Cell, Line, deciding, grid};
use crate::i18n::Lang;
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::paint::Sheet;
use crate::ui::layer::value;
use crate::ui::theme::Role;

/// Writes the tab.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let grid = grid(&screen.detail.case, &words.book());
    let decides = deciding(&grid).map(|line| line.criterion.clone());
    let text = match &decides {
        Some(id) => t!(words, "layer-grid-decides", criterion = name(id, model)),
        None => t!(words, "layer-grid-open"),
    };
    sheet.hanging(("", Role::Title), &text, Role::Title);
    for line in &grid {
        criterion(sheet, line, decides.as_ref() == Some(&line.criterion), model);
    }
}

fn name(id: &str, model: &Model) -> String {
    let zh = model.words.lang() == Lang::Zh;
    let book = model.words.book();
    let known = book.criteria().iter().find(|criterion| criterion.id == id);
    known.map_or_else(|| id.to_owned(), |known| format!("{id} {}", known.title.pick(zh)))
}

/// A criterion: its name on one line where nothing was found, and a line for each party otherwise.
fn criterion(sheet: &mut Sheet, line: &Line, decides: bool, model: &Model) {
    let words = &model.words;
    let mark = if decides { "▸ " } else { "  " };
    let found = line.cells.iter().any(|(_, cell)| cell.is_some());
    let role = match (decides, found) {
        (true, _) => Role::Title,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    };
    sheet.hanging((mark, role), &name(&line.criterion, model), role);
    for (unit, cell) in line.cells.iter().filter(|_| found) {
        let unit = format::unit_name(model, unit);
        match cell {
            Some(cell) => finding(sheet, &unit, cell, model),
            None => {
                let text = format!("{unit}  {}", t!(words, "layer-grid-nothing"));
                sheet.hanging(("    ? ", Role::Warn), &text, Role::Warn);
            }
        }
    }
}

fn finding(sheet: &mut Sheet, unit: &str, cell: &Cell, model: &Model) {
    let words = &model.words;
    let (mark, role) = match cell.found.as_str() {
        "favours" => ("    + ", Role::Good),
        "against" => ("    - ", Role::Alarm),
        "even" => ("    = ", Role::Text),
        _ => ("    ? ", Role::Warn),
    };
    let mut text = format!("{unit}  {}：{}", value::choice(words, &cell.found), cell.text);
    if !cell.evidence.is_empty() {
        let numbers: Vec<String> = cell.evidence.iter().map(usize::to_string).collect();
        let numbers = format::listed(words, &numbers);
        text.push_str(&format!(" · {}", t!(words, "layer-grid-evidence", numbers = numbers)));
    }
    let rules: Vec<String> = cell.rules.iter().map(|id| value::rule(words, id)).collect();
    if !rules.is_empty() {
        text.push_str(&format!(" · {}", format::listed(words, &rules)));
    }
    sheet.hanging((mark, role), &text, Role::Text);
}
