//! The pieces of which every pane is made: one line at a time, measured in display columns, clipped to its place.
//!
//! A line is a left part that gives way and a right part that stays. Nothing here knows what the words mean; nothing here
//! touches a cell outside the place it was given.

pub mod bar;
pub mod chart;
pub mod frame;
pub mod list;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::width::{columns, elide};

/// A piece of text in a style.
pub fn span(text: impl Into<String>, style: Style) -> Span<'static> {
    Span::styled(text.into(), style)
}

/// Display columns of several pieces.
pub fn width_of(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|piece| columns(&piece.content)).sum()
}

/// The pieces, or as many of them as fit with `…` at the end; never wider than `width` columns.
pub fn cut(spans: Vec<Span<'static>>, width: usize) -> Vec<Span<'static>> {
    if width == 0 {
        return Vec::new();
    }
    if width_of(&spans) <= width {
        return spans;
    }
    let mut used = 0;
    let mut out = Vec::with_capacity(spans.len());
    for piece in spans {
        let wide = columns(&piece.content);
        if used + wide < width {
            used += wide;
            out.push(piece);
            continue;
        }
        // Something is lost here or after, so the mark of omission is due even where this piece itself would fit.
        let text = format!("{}…", piece.content);
        out.push(span(elide(&text, width - used), piece.style));
        break;
    }
    out
}

/// One line of exactly `width` columns: the left pieces, elided where they must, and the right pieces at the right edge.
pub fn spread(left: Vec<Span<'static>>, right: Vec<Span<'static>>, width: usize) -> Line<'static> {
    let right_wide = width_of(&right);
    if right_wide >= width {
        return Line::from(cut(right, width));
    }
    let gap = usize::from(!right.is_empty());
    let mut spans = cut(left, width - right_wide - gap);
    let blanks = (width - right_wide).saturating_sub(width_of(&spans));
    spans.push(Span::raw(" ".repeat(blanks)));
    spans.extend(right);
    Line::from(spans)
}

/// A piece that may be left out where there is no room.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it says.
    pub span: Span<'static>,
    /// The greater, the sooner it is left out.
    pub rank: u8,
}

impl Part {
    /// A piece with its rank.
    pub fn new(text: impl Into<String>, style: Style, rank: u8) -> Part {
        Part { span: span(text, style), rank }
    }
}

/// The pieces in order with `separator` between them, without those of the greatest rank where all do not fit.
pub fn fit(mut parts: Vec<Part>, separator: &str, width: usize) -> Vec<Span<'static>> {
    let wide = |parts: &[Part]| {
        let texts: usize = parts.iter().map(|part| columns(&part.span.content)).sum();
        texts + columns(separator) * parts.len().saturating_sub(1)
    };
    while wide(&parts) > width {
        let last = parts.iter().enumerate().max_by_key(|(_, part)| part.rank).map(|(at, _)| at);
        let Some(last) = last else { break };
        parts.remove(last);
    }
    let mut spans = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        if !spans.is_empty() {
            spans.push(Span::raw(separator.to_owned()));
        }
        spans.push(part.span);
    }
    spans
}

/// The upper `first` rows of an area, and the rest.
pub fn split_rows(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.height);
    let rest = Rect { y: area.y.saturating_add(first), height: area.height - first, ..area };
    (Rect { height: first, ..area }, rest)
}

/// The left `first` columns of an area, and the rest.
pub fn split_columns(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.width);
    let rest = Rect { x: area.x.saturating_add(first), width: area.width - first, ..area };
    (Rect { width: first, ..area }, rest)
}

/// The place of one line of an area; empty where the area has no such line.
pub fn row(area: Rect, index: usize) -> Rect {
    match u16::try_from(index) {
        Ok(index) if index < area.height => {
            Rect { y: area.y.saturating_add(index), height: 1, ..area }
        }
        _ => Rect { height: 0, ..area },
    }
}

/// Draws a line at its place, clipped to it and to the screen.
pub fn put(frame: &mut Frame<'_>, place: Rect, line: Line<'static>) {
    let place = place.intersection(frame.area());
    if !place.is_empty() {
        frame.render_widget(line, place);
    }
}

/// Puts the terminal's cursor on a cell, if it is on the screen.
pub fn cursor(frame: &mut Frame<'_>, x: u16, y: u16) {
    let position = Position::new(x, y);
    if frame.area().contains(position) {
        frame.set_cursor_position(position);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn text(spans: &[Span<'_>]) -> String {
        spans.iter().map(|piece| piece.content.as_ref()).collect()
    }

    #[test]
    fn a_line_is_as_wide_as_its_place_and_keeps_its_right_part() {
        let pieces = || vec![span("江苏移动", Style::new()), span("光缆", Style::new())];
        for width in 0..20 {
            let line = spread(pieces(), vec![span("余 6时", Style::new())], width);
            let shown = text(&line.spans);
            assert!(columns(&shown) <= width, "{shown} in {width}");
            assert!(width < 6 || shown.ends_with("余 6时"), "{shown}");
        }
        assert_eq!(text(&cut(pieces(), 8)), "江苏移…");
        assert_eq!(text(&cut(pieces(), 12)), "江苏移动光缆");
    }

    #[test]
    fn what_matters_least_is_left_out_first() {
        let part = |text: &str, rank| Part::new(text, Style::new(), rank);
        let parts = || vec![part("clock", 2), part("pending", 1), part("assumed", 3)];
        assert_eq!(text(&fit(parts(), " · ", 80)), "clock · pending · assumed");
        assert_eq!(text(&fit(parts(), " · ", 16)), "clock · pending");
        assert_eq!(text(&fit(parts(), " · ", 7)), "pending");
        assert_eq!(text(&fit(parts(), " · ", 0)), "");
    }
}
