//! A box above what lies below: centred, never larger than its room, with nothing of a cut character left beside it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Padding};

use crate::text::elide;
use crate::ui::theme::{Role, Theme};

use super::paint;

/// Columns that a box's border and padding take.
pub const FRAME_COLUMNS: u16 = 4;
/// Rows that a box's border takes.
pub const FRAME_ROWS: u16 = 2;

/// A rectangle of the wanted size in the middle of `within`, cut to it.
pub fn centred(within: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(within.width), height.min(within.height));
    Rect {
        x: within.x.saturating_add((within.width - width) / 2),
        y: within.y.saturating_add((within.height - height) / 2),
        width,
        height,
    }
}

/// Clears an area and draws a border with a title; what is left inside.
pub fn open(frame: &mut Frame<'_>, area: Rect, title: &str, theme: Theme) -> Rect {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return Rect::ZERO;
    }
    paint::blank_cut_characters(frame.buffer_mut(), area);
    frame.render_widget(Clear, area);
    let block =
        Block::bordered().border_style(theme.style(Role::Focus)).padding(Padding::horizontal(1));
    let inner = block.inner(area).intersection(area);
    frame.render_widget(block, area);
    let room = usize::from(area.width).saturating_sub(4);
    if room > 0 {
        let title = format!(" {} ", elide(title, room));
        let style = theme.style(Role::Title);
        frame.buffer_mut().set_stringn(area.x.saturating_add(1), area.y, title, room + 2, style);
    }
    inner
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::style::Style;

    #[test]
    fn a_character_cut_by_the_box_leaves_no_half() {
        let mut terminal = Terminal::new(TestBackend::new(16, 3)).unwrap();
        let over = |frame: &mut Frame<'_>| {
            for y in 0..3 {
                frame.buffer_mut().set_string(0, y, "甲乙丙丁戊己庚辛", Style::new());
            }
            open(frame, Rect::new(3, 0, 6, 3), "", Theme::Mono);
        };
        terminal.draw(over).unwrap();
        let buffer = terminal.backend().buffer();
        // 乙 stood in columns 2 and 3, 戊 in 8 and 9.
        assert_eq!(buffer[(0, 1)].symbol(), "甲");
        assert_eq!(buffer[(2, 1)].symbol(), " ");
        assert_eq!(buffer[(9, 1)].symbol(), " ");
        assert_eq!(buffer[(10, 1)].symbol(), "己");
    }
}
