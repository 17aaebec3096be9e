//! What awaits headquarters, a line each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::desk::awaiting::Awaiting;
use crate::model::Model;
use crate::t;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::{self, Rows};
use crate::ui::widget::split_rows;

use super::paint;

/// Draws the list.
pub fn draw(
    rows: &[Awaiting],
    selected: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let head = vec![
        Line::styled(t!(words, "layer-awaiting", n = rows.len()), theme.style(Role::Title)),
        paint::hints(words, theme, &["open-awaiting", "adopt", "return", "close"]),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    if rows.is_empty() {
        let line = Line::styled(t!(words, "layer-awaiting-none"), theme.style(Role::Dim));
        paint::lines(frame, body, &[line], 0);
        paint::cursor(frame, body, 0, 0);
        return;
    }
    let of = Rows { total: rows.len(), selected, lines: 1, focused: true, cursor: true };
    list::draw(frame, body, theme, &of, |index, _| {
        rows.get(index).map(|row| vec![line(row, model, theme)]).unwrap_or_default()
    });
}

fn line(row: &Awaiting, model: &Model, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let from = row.from.map(|region| format::region_short(words, region)).unwrap_or_default();
    let since = row.since.map(|at| format::moment(words, model.now, at)).unwrap_or_default();
    Line::from(vec![
        Span::styled(
            format!(" {}  ", words.say(&format!("await-{}", row.kind))),
            theme.style(Role::Title),
        ),
        Span::styled(format!("{}  ", row.number), theme.style(Role::Key)),
        Span::styled(format!("{from}  {since}  "), theme.style(Role::Dim)),
        Span::styled(format::unit_name(model, &row.title), theme.style(Role::Text)),
    ])
}
