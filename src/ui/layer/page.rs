//! A letter as the page that it will print: before an act is signed, or a copy of it issued.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::domain::why::Why;
use crate::interchange::docx::size::Size;
use crate::interchange::docx::{Block, blocks};
use crate::model::Model;
use crate::model::layer::{PageState, Signed};
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
    let ids: &[&str] = if page.signs.is_some() {
        &["sign-page", "close", "down"]
    } else {
        &["close", "down", "up"]
    };
    let title = words.say(page.title);
    let blocks = blocks(&page.text);
    let mut head =
        vec![Line::styled(title, theme.style(Role::Title)), paint::hints(words, theme, ids)];
    // What a form signs from here is an order, and an order fits one page.
    if page.signs == Some(Signed::Form) && Size::on_one_page(&blocks).is_none() {
        let over = words.why(&Why::rule("letter-over-a-page", "SCXT-7"));
        head.push(Line::styled(format!("! {over}"), theme.style(Role::Warn)));
    }
    let (top, rest) = split_rows(area, u16::try_from(head.len()).unwrap_or(2));
    paint::lines(frame, top, &head, 0);
    let width = rest.width.min(WIDTH);
    let body = Rect { x: rest.x + (rest.width - width) / 2, width, ..rest };
    let mut sheet = Sheet::new(theme, body.width);
    for block in &blocks {
        write(&mut sheet, block, usize::from(body.width));
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::i18n::Lang;
    use crate::ui::layer::sample;

    fn shown(text: String, signs: Option<Signed>) -> String {
        let mut terminal = Terminal::new(TestBackend::new(120, 20)).unwrap();
        let page = PageState { title: "layer-page-sign", text, scroll: 0, signs };
        let model = sample::model(Lang::Zh);
        terminal.draw(|frame| draw(&page, &model, frame, frame.area(), Theme::Mono)).unwrap();
        let cells = terminal.backend().buffer().content().iter();
        cells.map(|cell| cell.symbol()).collect::<String>().replace(' ', "")
    }

    #[test]
    fn an_order_that_is_too_long_for_a_page_says_so_before_it_is_signed() {
        let long = format!("# 指令\n\n{}", "- 三分公司不购买文件。\n".repeat(90));
        assert!(shown(long.clone(), Some(Signed::Form)).contains("排不进一页"));
        assert!(!shown(long, None).contains("排不进一页"), "what is not signed may be long");
        assert!(!shown("# 指令\n\n短。\n".to_owned(), Some(Signed::Form)).contains("排不进一页"));
    }
}
