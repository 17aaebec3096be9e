//! Claims beside each other: who reported what when, how well the time is proven, and where they differ. What differs
//! is marked with a sign of its own; which of them prevails is nothing that a screen says.

use ratatui::text::{Line, Span};

use crate::desk::view::ClaimRow;
use crate::domain::claim::{ClaimState, TimeGrade};
use crate::i18n::Words;
use crate::model::Model;
use crate::t;
use crate::text::{pad, wrap};
use crate::ui::format;
use crate::ui::theme::Role;

use super::paint::{LABEL, Sheet};
use super::value;

/// The sign of a difference.
const DIFFERS: &str = "≠";

/// A column narrower than this makes claims stand below each other.
const NARROWEST_COLUMN: usize = 16;

/// One line of the comparison: a label and what each claim says.
struct Row {
    label: String,
    cells: Vec<String>,
    differs: bool,
}

/// The claims as columns, or one below the other where the sheet is too narrow for columns.
pub fn side_by_side(sheet: &mut Sheet, model: &Model, claims: &[ClaimRow]) {
    let room = sheet.width().saturating_sub(LABEL + 3);
    let column = room.checked_div(claims.len()).unwrap_or(0).min(40);
    if claims.len() < 2 || column < NARROWEST_COLUMN {
        below_each_other(sheet, model, claims);
        return;
    }
    for row in rows(model, claims) {
        push_columns(sheet, &row, column);
    }
}

/// The claims one below the other; what differs between them is marked all the same.
pub fn below_each_other(sheet: &mut Sheet, model: &Model, claims: &[ClaimRow]) {
    if claims.is_empty() {
        sheet.text(&t!(model.words, "layer-no-claims"), Role::Dim);
        return;
    }
    let rows = rows(model, claims);
    for index in 0..claims.len() {
        if index > 0 {
            sheet.blank();
        }
        for (line, row) in rows.iter().enumerate() {
            let cell = row.cells.get(index).map_or("", String::as_str);
            let mark = if row.differs { DIFFERS } else { " " };
            let (cell_role, label) = match line {
                0 => (Role::Title, row.label.clone()),
                _ => (Role::Text, format!("{mark} {}", row.label)),
            };
            sheet.labelled(&label, cell, cell_role);
        }
    }
}

fn push_columns(sheet: &mut Sheet, row: &Row, column: usize) {
    let theme = sheet.theme();
    let wrapped: Vec<Vec<&str>> =
        row.cells.iter().map(|cell| wrap(cell, column.saturating_sub(2))).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let label = if line == 0 { row.label.as_str() } else { "" };
        let mark = if line == 0 && row.differs { DIFFERS } else { " " };
        let mut spans = vec![
            Span::styled(pad(label, LABEL), theme.style(Role::Dim)),
            Span::styled(format!(" {mark} "), theme.style(Role::Warn)),
        ];
        for cell in &wrapped {
            let piece = cell.get(line).copied().unwrap_or_default();
            spans.push(Span::styled(pad(piece, column), theme.style(Role::Text)));
        }
        sheet.push(Line::from(spans));
    }
}

fn rows(model: &Model, claims: &[ClaimRow]) -> Vec<Row> {
    let words = &model.words;
    let row = |label: String, compared: bool, cell: &dyn Fn(&ClaimRow) -> String| {
        let cells: Vec<String> = claims.iter().map(cell).collect();
        let differs = compared && cells.windows(2).any(|pair| pair[0] != pair[1]);
        Row { label, cells, differs }
    };
    vec![
        row(t!(words, "layer-claim-unit"), false, &|c| format::unit_name(model, &c.unit)),
        row(t!(words, "layer-claim-number"), false, &|c| {
            format!("{} {}", c.number, format::delivery_badge(c.delivery))
        }),
        row(t!(words, "layer-claim-at"), true, &|c| format::moment(words, model.now, c.claimed_at)),
        row(t!(words, "layer-claim-grade"), true, &|c| grade(words, c.time_grade)),
        row(t!(words, "layer-claim-claimant"), true, &|c| {
            c.claimant.clone().unwrap_or_else(|| t!(words, "layer-not-stated"))
        }),
        row(t!(words, "layer-claim-basis"), true, &|c| c.basis.clone()),
        row(t!(words, "layer-claim-lots"), true, &|c| value::lots(words, &c.lots)),
        row(t!(words, "layer-claim-state"), true, &|c| state(words, c.state)),
    ]
}

/// The grade's letter and what it means.
fn grade(words: &Words, grade: TimeGrade) -> String {
    match grade {
        TimeGrade::A => t!(words, "layer-grade-a"),
        TimeGrade::B => t!(words, "layer-grade-b"),
        TimeGrade::C => t!(words, "layer-grade-c"),
        TimeGrade::D => t!(words, "layer-grade-d"),
    }
}

fn state(words: &Words, state: ClaimState) -> String {
    match state {
        ClaimState::Submitted => t!(words, "layer-claim-submitted"),
        ClaimState::Released => t!(words, "layer-claim-released"),
    }
}
