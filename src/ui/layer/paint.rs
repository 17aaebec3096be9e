//! Text in roles, broken to a known width: what layers are put together from.

use crate::ui::widget::split_columns;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::command;
use crate::i18n::Words;
use crate::text::bigram::Way;
use crate::text::{Sought, columns, elide_middle, wrap};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list;

/// Columns of a label; a longer one pushes its value on.
pub const LABEL: usize = 12;

/// Text is never broken into lines narrower than this: below it a long text would become thousands of lines.
const NARROWEST: usize = 8;

/// Lines put together from top to bottom, each broken to one width.
pub struct Sheet {
    theme: Theme,
    width: usize,
    lines: Vec<Line<'static>>,
    sought: Sought,
    way: Way,
}

impl Sheet {
    /// An empty sheet of so many columns.
    pub fn new(theme: Theme, width: u16) -> Sheet {
        let width = usize::from(width).max(NARROWEST);
        Sheet { theme, width, lines: Vec::new(), sought: Sought::default(), way: Way::Letter }
    }

    /// Sets off what was searched for in the texts that follow, in the way in which they are searched.
    pub fn seek(&mut self, query: Option<&str>, way: Way) {
        self.sought = query.map(Sought::new).unwrap_or_default();
        self.way = way;
    }

    /// Its columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The styles it is written in.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// The lines so far.
    pub fn lines(&self) -> &[Line<'static>] {
        &self.lines
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    /// A line made elsewhere.
    pub fn push(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str, role: Role) {
        let style = self.theme.style(role);
        for piece in wrap(text, self.width) {
            self.lines.push(Line::styled(piece.to_owned(), style));
        }
    }

    /// A paragraph behind a lead, under whose end its further lines begin. Where that leaves too little room, the lead
    /// stands alone and the paragraph is indented below it.
    pub fn hanging(&mut self, lead: (&str, Role), text: &str, role: Role) {
        let (lead, lead_style) = (lead.0, self.theme.style(lead.1));
        let found =
            if self.sought.is_empty() { Vec::new() } else { self.sought.ranges(text, self.way) };
        let mut indent = columns(lead);
        let mut beside = Some(lead);
        if indent.saturating_add(NARROWEST) > self.width {
            self.lines.push(Line::styled(lead.to_owned(), lead_style));
            indent = 1;
            beside = None;
        }
        for piece in wrap(text, self.width.saturating_sub(indent).max(NARROWEST)) {
            let first = match beside.take() {
                Some(lead) => Span::styled(lead.to_owned(), lead_style),
                None => Span::raw(" ".repeat(indent)),
            };
            let mut spans = vec![first];
            spans.extend(list::pieces(piece, start_of(text, piece), &found, self.theme, role));
            self.lines.push(Line::from(spans));
        }
    }

    /// A value behind its label.
    pub fn labelled(&mut self, label: &str, text: &str, role: Role) {
        let fill = LABEL.saturating_sub(columns(label));
        let lead = format!("{label}{} ", " ".repeat(fill));
        self.hanging((lead.as_str(), Role::Dim), text, role);
    }
}

/// The byte at which a piece of a text begins in it.
pub fn start_of(text: &str, piece: &str) -> usize {
    (piece.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// Draws lines into an area, from the line `from` on; what does not fit is left out.
pub fn lines(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], from: usize) {
    let area = area.intersection(frame.area());
    for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(from)) {
        frame.buffer_mut().set_line(area.x, y, line, area.width);
    }
}

/// Draws lines scrolled as far as there is text; how many lines are left below.
pub fn scrolled(frame: &mut Frame<'_>, area: Rect, all: &[Line<'_>], scroll: usize) -> usize {
    let height = usize::from(area.height);
    let from = scroll.min(all.len().saturating_sub(height));
    lines(frame, area, all, from);
    all.len().saturating_sub(from.saturating_add(height))
}

/// Says at the right end of a line how many lines there are below what is seen.
pub fn more_below(frame: &mut Frame<'_>, line: Rect, left: usize, theme: Theme) {
    if left == 0 {
        return;
    }
    let text = format!("↓{left} ");
    let wide = u16::try_from(columns(&text)).unwrap_or(u16::MAX);
    let (_, end) = split_columns(line, line.width.saturating_sub(wide));
    blank_cut_characters(frame.buffer_mut(), end);
    lines(frame, end, &[Line::styled(text, theme.style(Role::Dim))], 0);
}

/// A wide character whose right half lies in `area` goes as a whole, or its left half would be drawn over what comes
/// there. One whose left half is covered leaves a blank cell already.
pub fn blank_cut_characters(buffer: &mut Buffer, area: Rect) {
    let Some(beside) = area.x.checked_sub(1) else { return };
    for y in area.top()..area.bottom() {
        if let Some(cell) = buffer.cell_mut((beside, y))
            && columns(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}

/// Puts the terminal's cursor into an area, at most at its edge.
pub fn cursor(frame: &mut Frame<'_>, area: Rect, column: usize, row: usize) {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let within = |offset: usize, room: u16| u16::try_from(offset).unwrap_or(u16::MAX).min(room - 1);
    let (x, y) = (within(column, area.width), within(row, area.height));
    frame.set_cursor_position((area.x.saturating_add(x), area.y.saturating_add(y)));
}

/// Keys and names of commands: `Ctrl-s 提交  Tab 下一栏`.
pub fn hints(words: &Words, theme: Theme, ids: &[&str]) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    for command in ids.iter().filter_map(|id| command::find(id)) {
        if !spans.is_empty() {
            spans.push(Span::raw("  "));
        }
        let key = command.keys.first().map(|key| format::key_label(key)).unwrap_or_default();
        let name = words.say(&format!("cmd-{}", command.id));
        spans.push(Span::styled(key, theme.style(Role::Key)));
        spans.push(Span::styled(format!(" {name}"), theme.style(Role::Dim)));
    }
    Line::from(spans)
}

/// As many of the hints as have room whole, the first ones; help shows all of them.
pub fn hints_within(words: &Words, theme: Theme, ids: &[&str], room: usize) -> Line<'static> {
    let fits = |count: &usize| hints(words, theme, &ids[..*count]).width() <= room;
    let count = (0..=ids.len()).rev().find(fits).unwrap_or(0);
    hints(words, theme, &ids[..count])
}

/// The part of a field's text that is seen in `width` columns so that the caret is in view, and the caret's column in
/// it.
pub fn window(text: &str, before_caret: &str, width: usize) -> (String, usize) {
    let caret = columns(before_caret);
    let hidden = if caret < width { 0 } else { caret.saturating_add(1).saturating_sub(width) };
    let mut skipped = 0;
    let mut shown = "";
    for (at, grapheme) in text.grapheme_indices(true) {
        if skipped >= hidden {
            shown = &text[at..];
            break;
        }
        skipped = skipped.saturating_add(columns(grapheme));
    }
    (shown.to_owned(), caret.saturating_sub(skipped))
}

/// A text in at most `rows` lines; where it is longer, its last line keeps the text's end.
pub fn title_lines(text: &str, width: usize, rows: usize) -> Vec<String> {
    let pieces = wrap(text, width.max(NARROWEST));
    let Some(whole) = rows.checked_sub(1) else { return Vec::new() };
    if pieces.len() <= rows {
        return pieces.into_iter().map(str::to_owned).collect();
    }
    let mut out: Vec<String> = pieces.iter().take(whole).map(|piece| (*piece).to_owned()).collect();
    let end = pieces
        .iter()
        .take(whole)
        .fold(0, |at, piece| text[at..].find(piece).map_or(at, |found| at + found + piece.len()));
    out.push(elide_middle(text[end..].trim_start(), width));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_never_leaves_the_window() {
        let text = "江苏mobile移动，2026年干线工程";
        for width in 1..40 {
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let (shown, caret) = window(text, &text[..at], width);
                assert!(caret < width, "{shown} {caret} in {width}");
            }
        }
    }

    #[test]
    fn a_title_in_two_lines_keeps_its_end() {
        let title = "甲运营商江苏公司2026年某市边缘机房改造工程施工采购（第二次）";
        let lines = title_lines(title, 20, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("甲运营商") && lines[1].ends_with("（第二次）"), "{lines:?}");
    }

    #[test]
    fn further_lines_begin_under_the_first_line_s_text() {
        let mut sheet = Sheet::new(Theme::Mono, 20);
        sheet.hanging(("客户  ", Role::Dim), "甲乙丙丁戊己庚辛壬癸", Role::Text);
        let shown: Vec<String> = sheet.lines().iter().map(|line| line.to_string()).collect();
        assert_eq!(shown, ["客户  甲乙丙丁戊己庚", "      辛壬癸"]);
    }
}
