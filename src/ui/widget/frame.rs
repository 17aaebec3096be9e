//! The box of an open pane and the line of a closed one.
//!
//! The pane that has the keys is told by its border's style and, since style may be all the same to a terminal, by a `▸`
//! before its number. That mark is one column wide wherever the terminal draws Chinese.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders};

use super::{cut, span};
use crate::text::width::columns;
use crate::ui::theme::{Role, Theme};

/// The mark of what has the keys or is selected.
pub const MARK: &str = "▸";

/// What stands on a pane's border.
#[derive(Debug, Clone)]
pub struct Title {
    /// The pane's number, which is also its key.
    pub number: usize,
    /// Name and counts.
    pub text: String,
    /// Where in its list one is: `12/1443`.
    pub position: Option<String>,
    /// Whether the pane has the keys.
    pub focused: bool,
}

impl Title {
    fn line(&self, theme: Theme, room: usize) -> Line<'static> {
        let mark = if self.focused { MARK } else { "" };
        let style = theme.style(if self.focused { Role::Focus } else { Role::Title });
        let number = span(format!("{mark}{} ", self.number), theme.style(Role::Key));
        Line::from(cut(vec![number, span(format!("{} ", self.text), style)], room))
    }
}

/// Draws the box of an open pane and gives the room inside it.
pub fn open(frame: &mut Frame<'_>, area: Rect, theme: Theme, title: &Title) -> Rect {
    let role = if title.focused { Role::Focus } else { Role::Border };
    let position = title.position.as_ref().map(|text| format!(" {text} ")).unwrap_or_default();
    // Two corners, and a stroke between title and position.
    let room = usize::from(area.width).saturating_sub(3);
    let position = if columns(&position) * 3 > room { String::new() } else { position };
    let name = title.line(theme, room.saturating_sub(columns(&position)));
    let mut block = Block::bordered().border_style(theme.style(role)).title_top(name);
    if !position.is_empty() {
        let position = Line::from(span(position, theme.style(Role::Dim)));
        block = block.title_top(position.right_aligned());
    }
    let inner = block.inner(area);
    frame.render_widget(block, area.intersection(frame.area()));
    inner.intersection(frame.area())
}

/// Draws a closed pane: a stroke with the title on it.
pub fn closed(frame: &mut Frame<'_>, area: Rect, theme: Theme, title: &Title) {
    let area = super::row(area, 0).intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let name = title.line(theme, usize::from(area.width));
    let stroke = Block::new().borders(Borders::TOP).border_style(theme.style(Role::Border));
    frame.render_widget(stroke.title_top(name), area);
}
