//! Protections that run out, the nearest end first: which claim, of whom, on what, and how many days are left.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::desk::view::ProtectionRow;
use crate::model::Model;
use crate::t;
use crate::text::{columns, elide_middle};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::{self, Rows};
use crate::ui::widget::split_rows;

use super::paint;

/// Draws the list; every row has two lines.
pub fn draw(
    rows: &[ProtectionRow],
    selected: usize,
    days: i64,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let ids = ["open-protection", "renew-protection", "release-protection", "close"];
    let head = vec![
        Line::styled(
            t!(words, "layer-protections", days = days, n = rows.len()),
            theme.style(Role::Title),
        ),
        paint::hints(words, theme, &ids),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    if rows.is_empty() {
        let text = t!(words, "layer-no-protections", days = days);
        let lines: Vec<Line<'static>> = crate::text::wrap(&text, usize::from(body.width).max(8))
            .into_iter()
            .map(|piece| Line::styled(piece.to_owned(), theme.style(Role::Dim)))
            .collect();
        paint::lines(frame, body, &lines, 0);
        paint::cursor(frame, body, 0, 0);
        return;
    }
    let list = Rows { total: rows.len(), selected, lines: 2, focused: true, cursor: true };
    list::draw(frame, body, theme, &list, |index, width| match rows.get(index) {
        Some(row) => lines(row, model, width, theme),
        None => Vec::new(),
    });
}

fn lines(row: &ProtectionRow, model: &Model, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let words = &model.words;
    let left = format::countdown(words, model.now, row.until);
    let state = words.say(&format!("state-claim-{}", row.claim.state.name()));
    let end = format::moment(words, model.now, row.until);
    let unit = format::unit_name(model, &row.claim.unit);
    let head = format!(" {}  {unit}  {state}  ", row.claim.number);
    let first = Line::from(vec![
        Span::styled(head, theme.style(Role::Text)),
        Span::styled(left.text, theme.style(left.role)),
        Span::styled(format!("  {end}"), theme.style(Role::Dim)),
    ]);
    let lead = format!(" {}  ", row.claim.lead);
    let room = width.saturating_sub(columns(&lead));
    let second = Line::from(vec![
        Span::styled(lead, theme.style(Role::Dim)),
        Span::styled(elide_middle(&row.title, room), theme.style(Role::Text)),
    ]);
    vec![first, second]
}
