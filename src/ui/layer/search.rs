//! `/`: the search line at the bottom, with how much it finds while one types.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::model::Model;
use crate::model::line::Line as Text;
use crate::t;
use crate::text::columns;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};

use super::paint;

/// Columns that the field keeps; the count gives way.
const FIELD: usize = 12;

/// Draws the line; the cursor stands at the caret.
pub fn draw(query: &Text, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let (_, line) = split_rows(area, area.height.saturating_sub(1));
    frame.render_widget(Clear, line);
    let cases = model.overview.cases.len().to_string();
    let found = &model.overview.leads;
    let leads = format::counted(&model.words, found.total, found.more);
    let count = t!(model.words, "layer-search-count", cases = cases, leads = leads);
    let (sign, rest) = split_columns(line, 2);
    paint::lines(frame, sign, &[Line::styled("/", theme.style(Role::Key))], 0);

    let width = usize::from(rest.width);
    let shown = columns(&count).saturating_add(FIELD) < width;
    let field_width = if shown { width - columns(&count) - 1 } else { width };
    let (field, end) = split_columns(rest, u16::try_from(field_width).unwrap_or(u16::MAX));
    let (_, end) = split_columns(end, 1);
    let (text, caret) = paint::window(query.text(), query.before_caret(), field_width);
    paint::lines(frame, field, &[Line::styled(text, theme.style(Role::Text))], 0);
    if shown {
        paint::lines(frame, end, &[Line::styled(count, theme.style(Role::Dim))], 0);
    }
    paint::cursor(frame, field, caret, 0);
}
