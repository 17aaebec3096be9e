//! Claims beside each other: who reported what when, how well the time is proven, where each stands in time and why, and
//! where they differ. What differs is marked with a sign of its own. A place in time is a presumption that can be rebutted;
//! which claim prevails is nothing that a screen says.

use ratatui::text::{Line, Span};

use crate::desk::view::{ClaimLotRow, ClaimRow};
use crate::domain::claim::TimeGrade;
use crate::domain::lead::Stage;
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

/// The claims as columns, or one below the other where the sheet is too narrow for columns; gives the line on which the one
/// stepped to begins.
pub fn side_by_side(
    sheet: &mut Sheet,
    model: &Model,
    claims: &[ClaimRow],
    chosen: Option<usize>,
) -> usize {
    if claims.iter().any(|claim| claim.cross_entity) {
        let text = t!(model.words, "layer-claims-cross-entity");
        sheet.hanging(("! ", Role::Alarm), &text, Role::Alarm);
    }
    let room = sheet.width().saturating_sub(LABEL + 3);
    let column = room.checked_div(claims.len()).unwrap_or(0).min(40);
    if claims.len() < 2 || column < NARROWEST_COLUMN {
        return below_each_other(sheet, model, claims, chosen);
    }
    let first = sheet.lines().len();
    for row in rows(model, claims, chosen) {
        push_columns(sheet, &row, column);
    }
    first
}

/// The claims one below the other; what differs between them is marked all the same.
fn below_each_other(
    sheet: &mut Sheet,
    model: &Model,
    claims: &[ClaimRow],
    chosen: Option<usize>,
) -> usize {
    let mut first = sheet.lines().len();
    if claims.is_empty() {
        sheet.text(&t!(model.words, "layer-no-claims"), Role::Dim);
        return first;
    }
    let rows = rows(model, claims, chosen);
    for index in 0..claims.len() {
        if index > 0 {
            sheet.blank();
        }
        if chosen == Some(index) {
            first = sheet.lines().len();
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
    first
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

fn rows(model: &Model, claims: &[ClaimRow], chosen: Option<usize>) -> Vec<Row> {
    let words = &model.words;
    let row = |label: String, compared: bool, cell: &dyn Fn(&ClaimRow) -> String| {
        let cells: Vec<String> = claims.iter().map(cell).collect();
        let differs = compared && cells.windows(2).any(|pair| pair[0] != pair[1]);
        Row { label, cells, differs }
    };
    let mut all = vec![
        row(t!(words, "layer-claim-unit"), false, &|c| {
            let at = claims.iter().position(|claim| claim.subject == c.subject);
            let mark = if chosen.is_some() && at == chosen { "▸" } else { "" };
            format!("{mark}{}", format::unit_name(model, &c.unit))
        }),
        row(t!(words, "layer-claim-number"), false, &|c| {
            format!("{} {}", c.number, format::delivery_badge(c.delivery))
        }),
        row(t!(words, "layer-claim-place"), false, &|c| {
            let places = c.standing.iter().map(|lot| match c.standing.len() {
                1 => place(words, lot),
                _ => format!("{} {}", format::lot(words, &lot.lot), place(words, lot)),
            });
            format::listed(words, &places.collect::<Vec<_>>())
        }),
        row(t!(words, "layer-claim-at"), true, &|c| format::moment(words, model.now, c.claimed_at)),
        row(t!(words, "layer-claim-grade"), true, &|c| {
            let mark =
                if c.backdated { t!(words, "layer-claim-backdated-short") } else { String::new() };
            format!("{}{mark}", grade(words, c.time_grade))
        }),
        row(t!(words, "layer-claim-state"), true, &|c| {
            let lots = c.standing.iter().map(|lot| match c.standing.len() {
                1 => standing(model, lot),
                _ => format!("{} {}", format::lot(words, &lot.lot), standing(model, lot)),
            });
            format::listed(words, &lots.collect::<Vec<_>>())
        }),
        row(t!(words, "layer-claim-claimant"), true, &|c| {
            c.claimant.clone().unwrap_or_else(|| t!(words, "layer-not-stated"))
        }),
        row(t!(words, "layer-claim-basis"), true, &|c| c.basis.clone()),
        row(t!(words, "layer-claim-lots"), true, &|c| value::lots(words, &c.lots)),
        row(t!(words, "layer-claim-why"), false, &|c| {
            let mut whys: Vec<String> = Vec::new();
            for why in c.standing.iter().filter_map(|lot| lot.why.as_ref()) {
                let text = words.why(why);
                if !whys.contains(&text) {
                    whys.push(text);
                }
            }
            whys.extend(c.reason.clone().filter(|_| whys.is_empty()));
            whys.join(" ")
        }),
    ];
    if claims.iter().any(|claim| claim.stage == Some(Stage::PreNotice)) {
        all.push(row(t!(words, "layer-claim-stage"), true, &|c| match c.stage {
            Some(Stage::PreNotice) => t!(words, "layer-claim-at-pre-notice"),
            _ => t!(words, "layer-claim-at-notice"),
        }));
    }
    all
}

/// The place of a claim on a lot: first, at the same time as others, not ordered at all; nothing for one that is over.
pub fn place(words: &Words, lot: &ClaimLotRow) -> String {
    match lot.rank {
        Some(rank) if lot.tied => t!(words, "layer-claim-tied", rank = rank),
        Some(rank) => t!(words, "layer-claim-rank", rank = rank),
        None if lot.why.is_some() => t!(words, "layer-claim-no-order"),
        None => "-".to_owned(),
    }
}

/// The state of a claim on a lot, with the days left of a protection.
pub fn standing(model: &Model, lot: &ClaimLotRow) -> String {
    let words = &model.words;
    let mut text = words.say(&format!("state-claim-{}", lot.state.name()));
    if let Some(until) = lot.until.filter(|_| lot.state.is_protected()) {
        let left = format::countdown(words, model.now, until).text;
        text.push_str(&format!(" · {left}"));
    }
    if !lot.contested.is_empty() {
        let rivals: Vec<String> = lot
            .contested
            .iter()
            .map(|state| words.say(&format!("state-claim-{}", state.name())))
            .collect();
        let states = format::listed(words, &rivals);
        text.push_str(&format!(" ! {}", t!(words, "layer-case-contested", states = states)));
    }
    text
}

/// The grade's letter and what it means.
pub fn grade(words: &Words, grade: TimeGrade) -> String {
    match grade {
        TimeGrade::A => t!(words, "layer-grade-a"),
        TimeGrade::B => t!(words, "layer-grade-b"),
        TimeGrade::C => t!(words, "layer-grade-c"),
        TimeGrade::D => t!(words, "layer-grade-d"),
    }
}
