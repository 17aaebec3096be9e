//! Fairness: how often each branch was favoured beside how often it would be where lots are drawn, as bars; below them the same
//! where judgement counted, and how the limits were kept. It asks for explanations and accuses nobody.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::desk::fairness::Fairness;
use crate::domain::fairness::table::{FEWEST, Reading, Row, Table};
use crate::model::Model;
use crate::t;
use crate::text::pad;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::paint::{self, Sheet};

/// Columns of a bar at most, and of the name before it.
const BAR: usize = 24;
const NAME: usize = 14;

/// Working minutes of an hour.
const HOUR: i64 = 60;

/// Draws the tables from line `scroll` on.
pub fn draw(
    report: &Fairness,
    scroll: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let head = vec![
        Line::styled(t!(words, "layer-fairness"), theme.style(Role::Title)),
        paint::hints(words, theme, &["down", "up", "close"]),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    let mut sheet = Sheet::new(theme, body.width);
    let cases = report.table.cases.to_string();
    sheet.text(&t!(words, "layer-fairness-all", cases = cases), Role::Title);
    write_table(&mut sheet, &report.table, model);
    let cases = report.discretion.cases.to_string();
    sheet.text(&t!(words, "layer-fairness-judged", cases = cases), Role::Title);
    write_table(&mut sheet, &report.discretion, model);
    limits(&mut sheet, report, model);
    sheet.text(&t!(words, "layer-fairness-note"), Role::Dim);
    let left = paint::scrolled(frame, body, sheet.lines(), scroll);
    paint::more_below(frame, top, left, theme);
    paint::cursor(frame, body, 0, 0);
}

fn write_table(sheet: &mut Sheet, table: &Table, model: &Model) {
    let longest = table.rows.iter().map(|row| row.cases).max().unwrap_or(0);
    for row in &table.rows {
        branch(sheet, row, longest, model);
    }
}

/// A branch: how often it was favoured as a bar over its cases, `┆` where drawing lots would put it.
fn branch(sheet: &mut Sheet, row: &Row, longest: usize, model: &Model) {
    let words = &model.words;
    let role = if row.reading == Reading::Ask { Role::Warn } else { Role::Text };
    let name = pad(&format::unit_name(model, &row.unit), NAME);
    let (favoured, cases) = (row.favoured.to_string(), row.cases.to_string());
    let expected = format!("{:.1}", row.expected);
    let told =
        t!(words, "layer-fairness-row", favoured = favoured, cases = cases, expected = expected);
    let line = format!("{name}{} {told}", bar(row, longest));
    sheet.hanging(("", role), &line, role);
    let claims = row.claims.to_string();
    let mut parts = vec![t!(words, "layer-fairness-claims", n = claims)];
    if let Some(share) = row.value_share {
        parts.push(t!(
            words,
            "layer-fairness-value",
            share = format!("{:.1}", share as f64 / 10.0)
        ));
    }
    if let Some(minutes) = row.median_minutes {
        parts.push(t!(words, "layer-fairness-hours", hours = (minutes / HOUR).to_string()));
    }
    let means = &row.means;
    parts.push(t!(
        words,
        "layer-fairness-means",
        settled = means.settled.to_string(),
        recommended = means.recommended.to_string(),
        ordered = means.ordered.to_string(),
        ruled = means.ruled.to_string()
    ));
    if row.appeals > 0 {
        let (filed, upheld) = (row.appeals.to_string(), row.appeals_upheld.to_string());
        parts.push(t!(words, "layer-fairness-appeals", filed = filed, upheld = upheld));
    }
    sheet.hanging(("  ", Role::Dim), &parts.join(" · "), Role::Dim);
    match (row.reading, row.tail) {
        (Reading::TooFew, _) => {
            let (n, fewest) = (row.compared.to_string(), FEWEST.to_string());
            let text = t!(words, "layer-fairness-few", n = n, fewest = fewest);
            sheet.hanging(("  ", Role::Dim), &text, Role::Dim);
        }
        (Reading::Ask, Some(tail)) => {
            let tail = format!("{:.1}", tail * 100.0);
            let text = t!(words, "layer-fairness-ask", tail = tail);
            sheet.hanging(("  ! ", Role::Warn), &text, Role::Warn);
        }
        (_, Some(tail)) => {
            let tail = format!("{:.1}", tail * 100.0);
            sheet.hanging(
                ("  ", Role::Dim),
                &t!(words, "layer-fairness-usual", tail = tail),
                Role::Dim,
            );
        }
        (Reading::Usual | Reading::Ask, None) => {}
    }
}

/// A column for each case of the longest row, at most [`BAR`]: `▓` favoured, `░` not, `┆` where lots would end.
fn bar(row: &Row, longest: usize) -> String {
    let width = longest.clamp(1, BAR);
    let place = |count: f64| (count * width as f64 / longest.max(1) as f64).round() as usize;
    let (favoured, cases) = (place(row.favoured as f64), place(row.cases as f64));
    let lots = place(row.expected);
    let cell = |at: usize| match at {
        _ if at + 1 == lots => "┆",
        _ if at < favoured => "▓",
        _ if at < cases => "░",
        _ => " ",
    };
    (0..width).map(cell).collect()
}

fn limits(sheet: &mut Sheet, report: &Fairness, model: &Model) {
    let words = &model.words;
    let kept = &report.limits;
    sheet.text(&t!(words, "layer-fairness-limits"), Role::Title);
    let role = if kept.lapsed > 0 { Role::Warn } else { Role::Text };
    let (decided, closed) = (kept.decided.to_string(), kept.closed.to_string());
    let lapsed = kept.lapsed.to_string();
    let text =
        t!(words, "layer-fairness-kept", decided = decided, closed = closed, lapsed = lapsed);
    sheet.text(&text, role);
    let hours = (kept.suspended_minutes.unwrap_or(0) / HOUR).to_string();
    sheet.text(&t!(words, "layer-fairness-suspended", hours = hours), Role::Dim);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fairness::table::table;
    use crate::domain::fairness::{CaseFact, How};
    use std::collections::BTreeMap;

    #[test]
    fn a_bar_shows_what_was_and_what_lots_would_give() {
        let fact = CaseFact {
            decided_at: Some(chrono::DateTime::UNIX_EPOCH),
            parties: vec!["F1".to_owned(), "F3".to_owned()],
            favoured: vec!["F1".to_owned()],
            how: Some(How::Ordered),
            ..CaseFact::default()
        };
        let rows = table(&vec![fact; 8], &BTreeMap::new()).rows;
        assert_eq!(bar(&rows[0], 8), "▓▓▓┆▓▓▓▓");
        assert_eq!(bar(&rows[1], 8), "░░░┆░░░░");
        assert_eq!(bar(&rows[1], 16), "░░░┆░░░░        ");
    }
}
