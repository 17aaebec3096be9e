//! A letter as the page that it will print: before an act is signed, or a copy of it issued.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::interchange::docx::{Block, blocks};
use crate::model::Model;
use crate::model::layer::PageState;
use crate::t;
use crate::text::columns;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::paint::{self, Sheet};

/// Columns of the page at most: what is comfortable to read.
const WIDTH: u16 = 84;

/// Draws the page from line `scroll` on.
pub fn draw(page: &PageState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let ids: &[&str] =
        if page.signs { &["sign-page", "close", "down"] } else { &["close", "down", "up"] };
    let title = if page.signs { t!(words, "layer-page-sign") } else { t!(words, "layer-page") };
    let head = vec![Line::styled(title, theme.style(Role::Title)), paint::hints(words, theme, ids)];
    let (top, rest) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    let width = rest.width.min(WIDTH);
    let body = Rect { x: rest.x + (rest.width - width) / 2, width, ..rest };
    let mut sheet = Sheet::new(theme, body.width);
    for block in blocks(&page.text) {
        write(&mut sheet, &block, usize::from(body.width));
    }
    let left = paint::scrolled(frame, body, sheet.lines(), page.scroll);
    paint::more_below(frame, top, left, theme);
    paint::cursor(frame, body, 0, 0);
}

fn write(sheet: &mut Sheet, block: &Block, width: usize) {
    match block {
        Block::Title(text) => {
            let indent = width.saturating_sub(columns(text)) / 2;
            sheet.hanging((&" ".repeat(indent), Role::Title), text, Role::Title);
        }
        Block::Heading(text) => sheet.text(text, Role::Key),
        Block::Paragraph(text) => sheet.hanging(("  ", Role::Text), text, Role::Text),
        Block::Item(text) => sheet.hanging(("  ", Role::Text), text, Role::Text),
        Block::Right(text) => {
            let indent = width.saturating_sub(columns(text));
            sheet.hanging((&" ".repeat(indent), Role::Dim), text, Role::Dim);
        }
        Block::Table(rows) => {
            for row in rows {
                sheet.hanging(("  ", Role::Dim), &row.join(" │ "), Role::Text);
            }
        }
        Block::Rule => sheet.text(&"─".repeat(width), Role::Border),
    }
}
