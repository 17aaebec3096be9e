//! The evidence of a case: each piece with its time, who offered it, who has seen it and who objects; and whether the parties were
//! heard alike.

use crate::domain::case::evidence::{Evidence, evidence, frozen_stands};
use crate::domain::case::hearing::{Hearing, hearing, same_limit};
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::paint::Sheet;
use crate::ui::layer::value;
use crate::ui::theme::Role;

/// Characters of a hash that are shown: enough to tell files apart by eye.
const HASH: usize = 12;

/// Writes the tab.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let (words, case) = (&model.words, &screen.detail.case);
    let rows = hearing(case);
    sheet.text(&t!(words, "layer-hearing"), Role::Title);
    for row in &rows {
        party(sheet, row, model);
    }
    if !same_limit(&rows) {
        sheet.hanging(("! ", Role::Warn), &t!(words, "layer-hearing-limits"), Role::Warn);
    }
    let pieces = evidence(case);
    let n = pieces.len().to_string();
    sheet.text(&t!(words, "layer-evidence", n = n), Role::Title);
    if pieces.is_empty() {
        sheet.text(&t!(words, "layer-evidence-none"), Role::Dim);
    }
    for piece in &pieces {
        write_piece(sheet, piece, model);
    }
    match frozen_stands(case) {
        Some(true) => sheet.text(&t!(words, "layer-evidence-frozen"), Role::Good),
        Some(false) => {
            let text = t!(words, "layer-evidence-differs");
            sheet.hanging(("! ", Role::Alarm), &text, Role::Alarm);
        }
        None => {}
    }
}

/// Marks tell what is there without colour: `✓` or `×`.
fn party(sheet: &mut Sheet, row: &Hearing, model: &Model) {
    let words = &model.words;
    let mark = |met: bool| if met { "✓" } else { "×" };
    let limit = row.limit.map(|at| format::moment(words, model.now, at)).unwrap_or_default();
    let (seen, of) = (row.seen.to_string(), row.of.to_string());
    let mut parts = vec![
        format!("{} {} {limit}", mark(row.notified), t!(words, "layer-hearing-notified")),
        format!("{} {}", mark(row.heard), t!(words, "layer-hearing-heard")),
        format!(
            "{} {}",
            mark(row.seen == row.of),
            t!(words, "layer-hearing-seen", seen = seen, of = of)
        ),
    ];
    if row.behind_its_back > 0 {
        let n = row.behind_its_back.to_string();
        parts.push(format!("× {}", t!(words, "layer-hearing-alone", n = n)));
    }
    let role = if row.is_whole() { Role::Good } else { Role::Warn };
    let unit = format::unit_name(model, &row.unit);
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    sheet.labelled(&unit, &parts.join(" · "), role);
}

fn write_piece(sheet: &mut Sheet, piece: &Evidence, model: &Model) {
    let words = &model.words;
    let kind = value::choice(words, &piece.kind);
    sheet.text(&format!("{} {} · {kind}", piece.n, piece.title), Role::Text);
    let mut parts = vec![t!(
        words,
        "layer-evidence-time",
        at = format::moment(words, model.now, piece.at),
        grade = format!("{:?}", piece.grade)
    )];
    parts.push(match &piece.offered_by {
        Some(unit) => {
            let unit = format::unit_name(model, unit);
            t!(words, "layer-evidence-by", unit = unit)
        }
        None => t!(words, "layer-evidence-own"),
    });
    if let Some(file) = &piece.file {
        let hash: String = file.hash.trim_start_matches("sha256:").chars().take(HASH).collect();
        let size = file.size.to_string();
        parts.push(t!(words, "layer-evidence-file", hash = hash, size = size));
    }
    if !piece.is_open_to_parties() {
        parts.push(t!(words, "layer-evidence-closed"));
    }
    sheet.hanging(("  ", Role::Dim), &parts.join(" · "), Role::Dim);
    if !piece.lawful {
        let text = t!(words, "layer-evidence-origin");
        sheet.hanging(("  ! ", Role::Warn), &text, Role::Warn);
    }
    if piece.late {
        sheet.hanging(("  ! ", Role::Warn), &t!(words, "layer-evidence-late"), Role::Warn);
    }
    for (unit, text) in &piece.objections {
        let unit = format::unit_name(model, unit);
        let text = t!(words, "layer-evidence-objection", unit = unit, text = text.as_str());
        sheet.hanging(("  × ", Role::Warn), &text, Role::Text);
    }
}
