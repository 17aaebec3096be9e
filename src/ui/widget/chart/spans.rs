//! Who stood where, day by day: a line a label, and one more wherever two stood at a time.
//!
//! `├张工───┤` began and ended in view, `◂` began before it, `▸` goes on after it.

use ratatui::text::{Line, Span};

use super::{line, widest};
use crate::interchange::picture::Spans;
use crate::interchange::picture::axis::{Days, Stretch, month, months};
use crate::text::width::{columns, elide, pad};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::span;

/// Columns of a month's name with its stroke and a blank.
const MONTH: usize = 9;

/// What a band is drawn with.
#[derive(Debug, Clone, Copy)]
struct Glyphs {
    begin: char,
    end: char,
    earlier: char,
    later: char,
    fill: char,
    tick: char,
}

const LINES: Glyphs =
    Glyphs { begin: '├', end: '┤', earlier: '◂', later: '▸', fill: '─', tick: '│' };
const TYPED: Glyphs =
    Glyphs { begin: '[', end: ']', earlier: '<', later: '>', fill: '-', tick: '|' };

/// The months above, and a line for each label, or as many as stood there at a time.
pub fn spans(of: &Spans, width: usize, theme: Theme, ascii: bool) -> Vec<Line<'static>> {
    let label = widest(of.rows.iter().map(|(label, _)| label.as_str())).min(width / 3);
    let room = width.saturating_sub(label + 1);
    let days = Days::new(of.from, of.to, room);
    let glyphs = if ascii { TYPED } else { LINES };
    let labelled = |text: &str| span(format!("{} ", pad(text, label)), theme.style(Role::Text));
    let ticks = span(scale(of, days, room, glyphs), theme.style(Role::Dim));
    let mut lines = vec![line(vec![labelled(""), ticks], width, ascii)];
    for (name, row) in &of.rows {
        let lanes = days.lanes(row);
        for index in 0..lanes.len().max(1) {
            let mut spans = vec![labelled(if index == 0 { name.as_str() } else { "" })];
            let lane = lanes.get(index).map(Vec::as_slice).unwrap_or_default();
            spans.extend(bands(lane, theme, glyphs));
            lines.push(line(spans, width, ascii));
        }
    }
    lines
}

/// The months that begin in view, each at its column, as many as have room.
fn scale(of: &Spans, days: Days, room: usize, glyphs: Glyphs) -> String {
    let mut text = String::new();
    for day in months(of.from, of.to, room / MONTH) {
        let (at, told) = (days.place(day), format!("{}{}", glyphs.tick, month(day)));
        let used = columns(&text);
        let apart = used == 0 || used < at;
        if apart && at + columns(&told) <= room {
            text = pad(&text, at);
            text.push_str(&told);
        }
    }
    text
}

/// The bands of a line with blanks between them.
fn bands(lane: &[Stretch<'_>], theme: Theme, glyphs: Glyphs) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut used = 0;
    for piece in lane {
        spans.push(Span::raw(" ".repeat(piece.start.saturating_sub(used))));
        spans.extend(band(piece, theme, glyphs));
        used = piece.end;
    }
    spans
}

/// A band: its ends, and between them as much of its text as has room.
fn band(piece: &Stretch<'_>, theme: Theme, glyphs: Glyphs) -> Vec<Span<'static>> {
    let (dim, plain) = (theme.style(Role::Key), theme.style(Role::Text));
    let begin = if piece.earlier { glyphs.earlier } else { glyphs.begin };
    let end = if piece.later { glyphs.later } else { glyphs.end };
    let wide = piece.end - piece.start;
    let Some(inside) = wide.checked_sub(2) else {
        return vec![span(glyphs.tick.to_string(), dim)];
    };
    // A lone mark of omission says nothing.
    let text = if inside < 2 { String::new() } else { elide(&piece.span.text, inside) };
    let fill: String =
        std::iter::repeat_n(glyphs.fill, inside.saturating_sub(columns(&text))).collect();
    vec![span(begin.to_string(), dim), span(text, plain), span(format!("{fill}{end}"), dim)]
}
