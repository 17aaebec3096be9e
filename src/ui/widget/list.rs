//! Lists: which rows are in view, the selected one, what a search found.
//!
//! There is no scroll position to keep: the window follows from the selected row, which stands in its middle except near
//! the ends. So the same model always gives the same picture.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::MARK;
use super::{cursor, put, row, span};
use crate::text::Sought;
use crate::text::bigram::Way;
use crate::ui::theme::{Role, Theme};

/// What a list is made of.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// How many rows there are in all.
    pub total: usize,
    /// The selected one.
    pub selected: usize,
    /// Lines a row.
    pub lines: usize,
    /// Whether the list has the keys: the selected row is drawn so.
    pub focused: bool,
    /// Whether the terminal's cursor stands on the selected row.
    pub cursor: bool,
}

/// The rows in view when `fits` of them have room.
pub fn window(total: usize, selected: usize, fits: usize) -> Range<usize> {
    let fits = fits.min(total);
    let selected = selected.min(total.saturating_sub(1));
    let first = selected.saturating_sub(fits / 2).min(total - fits);
    first..first + fits
}

/// Draws the rows in view; `make` gives the lines of a row by its index and the columns it has. The first column belongs to
/// the mark of the selected row.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
    rows: &Rows,
    mut make: impl FnMut(usize, usize) -> Vec<Line<'static>>,
) {
    if area.is_empty() || rows.total == 0 || rows.lines == 0 {
        return;
    }
    let fits = (usize::from(area.height) / rows.lines).max(1);
    let selected = rows.selected.min(rows.total - 1);
    let body = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(1), ..area };
    for (place, index) in window(rows.total, selected, fits).enumerate() {
        let first = place * rows.lines;
        let lines = make(index, usize::from(body.width));
        for (offset, line) in lines.into_iter().take(rows.lines).enumerate() {
            put(frame, row(body, first + offset), line);
        }
        if index == selected {
            select(frame, area, theme, rows, first);
        }
    }
}

/// The head of a selected row is set off, not the whole: a step of the cursor is felt over a slow line, and a row of many
/// wide glyphs costs some two thousand bytes to draw again.
const HEAD_COLUMNS: u16 = 15;

/// Marks the selected row, whose first line is `first`.
fn select(frame: &mut Frame<'_>, area: Rect, theme: Theme, rows: &Rows, first: usize) {
    let place = row(area, first);
    if place.is_empty() {
        return;
    }
    let mark = span(MARK, theme.style(Role::Key));
    put(frame, Rect { width: 1, ..place }, Line::from(mark));
    if rows.focused {
        let head = Rect { width: place.width.min(HEAD_COLUMNS), ..place };
        frame.buffer_mut().set_style(head, theme.style(Role::Selected));
    }
    if rows.cursor {
        cursor(frame, place.x, place.y);
    }
}

/// A text with what a search found in it set off. Chinese is found by its pinyin too.
pub fn marked(text: &str, query: Option<&str>, theme: Theme, role: Role) -> Vec<Span<'static>> {
    marked_as(text, query, Way::Sound, theme, role)
}

/// As [`marked`], for a text that is searched in this way.
pub fn marked_as(
    text: &str,
    query: Option<&str>,
    way: Way,
    theme: Theme,
    role: Role,
) -> Vec<Span<'static>> {
    let found = query.map(|query| Sought::new(query).ranges(text, way)).unwrap_or_default();
    pieces(text, 0, &found, theme, role)
}

/// A piece of a longer text, which begins at the byte `start` of it, with the ranges found in the whole set off.
pub fn pieces(
    piece: &str,
    start: usize,
    found: &[Range<usize>],
    theme: Theme,
    role: Role,
) -> Vec<Span<'static>> {
    let (plain, hit) = (theme.style(role), theme.style(Role::Match));
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, style| {
        if let Some(text) = piece.get(from..to).filter(|text| !text.is_empty()) {
            out.push(span(text, style));
        }
    };
    for range in found {
        let inside = |byte: usize| byte.saturating_sub(start).min(piece.len());
        let (from, to) = (inside(range.start).max(at), inside(range.end));
        if from < to {
            push(at, from, plain);
            push(from, to, hit);
            at = to;
        }
    }
    push(at, piece.len(), plain);
    if out.is_empty() {
        out.push(span(piece, plain));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(text: &str, query: &str) -> Vec<String> {
        let mono = Theme::Mono.style(Role::Match);
        let spans = marked(text, Some(query), Theme::Mono, Role::Text);
        assert_eq!(spans.iter().map(|s| s.content.as_ref()).collect::<String>(), text);
        spans.iter().filter(|s| s.style == mono).map(|s| s.content.to_string()).collect()
    }

    #[test]
    fn every_word_is_set_off_wherever_it_stands_and_by_its_sound() {
        assert_eq!(hits("江苏移动５Ｇ无线网、江苏电信", "江苏 5g"), ["江苏", "５Ｇ", "江苏"]);
        assert_eq!(hits("江苏移动线路", "jsyd"), ["江苏移动"]);
        assert_eq!(hits("江苏移动线路", "移动线 动线路"), ["移动线路"]);
        assert_eq!(hits("江苏移动线路", "浙江"), Vec::<String>::new());
        assert_eq!(hits("", "a"), Vec::<String>::new());
    }

    #[test]
    fn a_hit_that_a_line_end_cuts_is_set_off_on_both_lines() {
        let (text, mono) = ("江苏移动", Theme::Mono.style(Role::Match));
        let found = Sought::new("苏移").ranges(text, Way::Letter);
        for (piece, start) in [("江苏", 0), ("移动", 6)] {
            let spans = super::pieces(piece, start, &found, Theme::Mono, Role::Text);
            assert_eq!(spans.len(), 2);
            assert_eq!(spans.iter().filter(|s| s.style == mono).count(), 1);
        }
    }

    #[test]
    fn the_selected_row_is_always_in_view_and_the_window_is_full() {
        for total in 0..12 {
            for fits in 0..8 {
                for selected in 0..14 {
                    let shown = window(total, selected, fits);
                    assert_eq!(shown.len(), fits.min(total));
                    let inside = shown.contains(&selected.min(total.saturating_sub(1)));
                    assert!(shown.is_empty() || inside, "{selected} of {total} in {fits}");
                }
            }
        }
    }
}
