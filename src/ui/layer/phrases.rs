//! Phrases for the minutes: what was typed to find one, and those that fit it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::Model;
use crate::model::layer::PhraseList;
use crate::t;
use crate::text::elide;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::window;
use crate::ui::widget::{split_columns, split_rows};

use super::{paint, popup};

/// Columns of the box at most.
const WIDTH: u16 = 72;

/// Rows of the search line and of the keys.
const AROUND: u16 = 2;

/// Draws the list; the cursor stands at the caret of what was typed.
pub fn draw(list: &PhraseList, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let found = list.found();
    let rows = u16::try_from(found.len().max(1)).unwrap_or(u16::MAX);
    let height = rows.saturating_add(popup::FRAME_ROWS + AROUND);
    let outer = popup::centred(area, WIDTH, height);
    let inner = popup::open(frame, outer, &t!(model.words, "layer-phrases"), theme);
    if inner.is_empty() {
        return;
    }
    let (field, rest) = split_rows(inner, 1);
    let (body, keys) = split_rows(rest, rest.height.saturating_sub(1));
    let width = usize::from(body.width);
    let selected = list.selected.min(found.len().saturating_sub(1));
    let mut lines: Vec<Line<'static>> = Vec::new();
    for at in window(found.len(), selected, usize::from(body.height)) {
        let phrase = found[at];
        let (mark, role) = if at == selected { ("▸", Role::Selected) } else { (" ", Role::Text) };
        let own = if phrase.own { "*" } else { " " };
        lines.push(Line::from(vec![
            Span::styled(format!("{mark}{own} "), theme.style(Role::Key)),
            Span::styled(elide(&phrase.text, width.saturating_sub(3)), theme.style(role)),
        ]));
    }
    if found.is_empty() {
        lines.push(Line::styled(t!(model.words, "layer-phrases-none"), theme.style(Role::Dim)));
    }
    paint::lines(frame, body, &lines, 0);
    let ids = ["put-phrase", "drop-phrase", "close"];
    let hints = paint::hints_within(&model.words, theme, &ids, usize::from(keys.width));
    paint::lines(frame, keys, &[hints], 0);
    let (sign, room) = split_columns(field, 2);
    paint::lines(frame, sign, &[Line::styled("/", theme.style(Role::Key))], 0);
    let (text, caret) =
        paint::window(list.query.text(), list.query.before_caret(), usize::from(room.width));
    paint::lines(frame, room, &[Line::styled(text, theme.style(Role::Text))], 0);
    paint::cursor(frame, room, caret, 0);
}
