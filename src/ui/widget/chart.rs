//! Figures as lines of a terminal: bars, small lines of one row each, and who stood where from when until when.
//!
//! A figure has its title elsewhere. Every line keeps to its width, and what a style tells, a glyph tells too: a loss is drawn in
//! other blocks than an amount, a target is a stroke, the unknown is a dot and never the lowest block. `ascii` draws with the
//! signs of a typewriter alone; labels stay what they are.

mod spans;
#[cfg(test)]
mod tests;

use ratatui::text::{Line, Span};

use super::{cut, span};
use crate::interchange::picture::axis::share;
use crate::interchange::picture::{Bar, Bars, Series, ends};
use crate::text::width::{columns, pad, pad_left};
use crate::ui::theme::{Role, Theme};

pub use spans::spans;

/// Columns below which a bar says nothing.
const LEAST_BAR: usize = 4;

/// The last column of a bar, by the eighths of it that are full.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// The heights of a small line, and what stands for an unknown amount.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const HEIGHTS_ASCII: [char; 8] = ['_', ',', '-', '~', '=', '+', '*', '#'];
const UNKNOWN: char = '·';
const UNKNOWN_ASCII: char = '?';

/// Glyphs of bars: full, lost, target.
#[derive(Debug, Clone, Copy)]
struct Glyphs {
    full: char,
    lost: char,
    target: char,
}

const BLOCKS: Glyphs = Glyphs { full: '█', lost: '▒', target: '│' };
const TYPED: Glyphs = Glyphs { full: '#', lost: '-', target: '|' };

/// How many columns each part of a row has.
#[derive(Debug, Clone, Copy)]
struct Plan {
    label: usize,
    bar: usize,
    text: usize,
    mark: usize,
    /// The greatest amount or target.
    most: i128,
    /// Whether a column is kept for targets.
    targets: bool,
}

impl Plan {
    fn of(bars: &Bars, width: usize) -> Plan {
        let rows = &bars.rows;
        let text = widest(rows.iter().map(|row| row.text.as_str())).min(width / 3);
        let mark = widest(rows.iter().filter_map(|row| row.mark.as_deref())).min(width / 5);
        let label = widest(rows.iter().map(|row| row.label.as_str()));
        let right = 1 + text + if mark > 0 { mark + 1 } else { 0 };
        let short = label.min(width * 2 / 5);
        let bar = width.saturating_sub(short + 1 + right);
        let (low, high) = bars.range();
        let most = i128::from(high).max(-i128::from(low));
        let targets = rows.iter().any(|row| row.of.is_some_and(|of| of > 0));
        // Without room for a bar, label and amount have it all.
        let (label, bar) = match bar {
            LEAST_BAR.. => (short, bar),
            _ => (label.min(width.saturating_sub(right)), 0),
        };
        Plan { label, bar, text, mark, most, targets }
    }

    /// Columns on which amounts are drawn; a target at the end still has its own.
    fn scale(&self) -> usize {
        self.bar - usize::from(self.targets && self.bar > 0)
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(columns).max().unwrap_or(0)
}

/// Amounts as bars, a line a row: label, bar with its target, the amount as a person reads it, the mark.
pub fn bars(of: &Bars, width: usize, theme: Theme, ascii: bool) -> Vec<Line<'static>> {
    let plan = Plan::of(of, width);
    of.rows.iter().map(|row| line(bar_row(row, &plan, theme, ascii), width, ascii)).collect()
}

fn bar_row(row: &Bar, plan: &Plan, theme: Theme, ascii: bool) -> Vec<Span<'static>> {
    let mut spans = vec![span(pad(&row.label, plan.label), theme.style(Role::Text))];
    if plan.bar > 0 {
        spans.push(Span::raw(" "));
        spans.extend(bar_spans(row, plan, theme, ascii));
    }
    spans.push(Span::raw(" "));
    spans.push(span(pad_left(&row.text, plan.text), theme.style(Role::Text)));
    if plan.mark > 0 {
        let mark = row.mark.as_deref().unwrap_or_default();
        spans.push(Span::raw(" "));
        spans.push(span(pad(mark, plan.mark), theme.style(Role::Warn)));
    }
    spans
}

/// The bar, in its pieces before and after the stroke of the target.
fn bar_spans(row: &Bar, plan: &Plan, theme: Theme, ascii: bool) -> Vec<Span<'static>> {
    let cells = cells(row, plan, ascii);
    let style = theme.style(if row.value < 0 { Role::Alarm } else { Role::Key });
    let piece = |cells: &[char]| span(cells.iter().collect::<String>(), style);
    let Some(at) = target(row, plan) else { return vec![piece(&cells)] };
    let (before, after) = cells.split_at(at.min(cells.len()));
    let glyph = glyphs(ascii).target.to_string();
    let after = after.get(1..).unwrap_or_default();
    vec![piece(before), span(glyph, theme.style(Role::Title)), piece(after)]
}

/// The column of a target; `None` where there is none to reach.
fn target(row: &Bar, plan: &Plan) -> Option<usize> {
    let of = row.of.filter(|of| *of > 0)?;
    Some(share(i128::from(of), plan.most, plan.scale()).min(plan.bar.saturating_sub(1)))
}

/// The columns of a bar without its target. What is not nothing is seen.
fn cells(row: &Bar, plan: &Plan, ascii: bool) -> Vec<char> {
    let glyphs = glyphs(ascii);
    let amount = i128::from(row.value).abs();
    let least = usize::from(row.value != 0);
    let eighths = share(amount, plan.most, plan.scale() * 8).max(least);
    let whole = eighths.div_ceil(8);
    let mut cells: Vec<char> = match (row.value < 0, ascii) {
        (true, _) => vec![glyphs.lost; whole],
        (false, true) => vec![glyphs.full; ((eighths + 4) / 8).max(least)],
        (false, false) => {
            let full = std::iter::repeat_n(glyphs.full, eighths / 8);
            let rest = EIGHTHS.get(eighths % 8).copied().filter(|cell| *cell != ' ');
            full.chain(rest).collect()
        }
    };
    cells.resize(plan.bar, ' ');
    cells
}

fn glyphs(ascii: bool) -> Glyphs {
    if ascii { TYPED } else { BLOCKS }
}

/// The last `width` amounts as blocks of eight heights over nought, `·` where an amount is unknown.
pub fn sparkline(values: &[Option<i64>], width: usize, ascii: bool) -> String {
    let shown = values.get(values.len().saturating_sub(width)..).unwrap_or_default();
    spark(shown, ends(shown.iter().copied().flatten()), ascii)
}

fn spark(values: &[Option<i64>], (low, high): (i64, i64), ascii: bool) -> String {
    let (heights, unknown) =
        if ascii { (HEIGHTS_ASCII, UNKNOWN_ASCII) } else { (HEIGHTS, UNKNOWN) };
    let (low, high) = (i128::from(low), i128::from(high));
    let height = |value: i64| {
        let step = share(i128::from(value) - low, high - low, heights.len() - 1);
        heights.get(step).copied().unwrap_or(unknown)
    };
    values.iter().map(|value| value.map_or(unknown, height)).collect()
}

/// Amounts month by month, a line each: name, small line, last amount. All have the same scale; `?` is an unknown amount.
pub fn series(of: &Series, width: usize, theme: Theme, ascii: bool) -> Vec<Line<'static>> {
    let months = of.months();
    let amounts: Vec<String> = of.lines.iter().map(|(_, values)| last(values, of)).collect();
    let name = widest(of.lines.iter().map(|(name, _)| name.as_str())).min(width / 3);
    let amount = widest(amounts.iter().map(String::as_str)).min(width / 3);
    let room = width.saturating_sub(name + amount + 2).min(months);
    let row = |((title, values), told): (&(String, Vec<Option<i64>>), &String)| {
        let mut values = values.clone();
        values.resize(months, None);
        let shown = values.get(months - room..).unwrap_or_default();
        let spans = vec![
            span(pad(title, name), theme.style(Role::Text)),
            Span::raw(" "),
            span(spark(shown, of.range(), ascii), theme.style(Role::Key)),
            Span::raw(" "),
            span(pad_left(told, amount), theme.style(Role::Text)),
        ];
        line(spans, width, ascii)
    };
    of.lines.iter().zip(&amounts).map(row).collect()
}

/// The amount of the last month in its unit.
fn last(values: &[Option<i64>], of: &Series) -> String {
    let value = of.months().checked_sub(1).and_then(|at| values.get(at).copied().flatten());
    match value {
        None => UNKNOWN_ASCII.to_string(),
        Some(value) => format!("{value} {}", of.unit).trim_end().to_owned(),
    }
}

/// A line of at most `width` columns. On a typewriter the mark of omission is `~`.
fn line(spans: Vec<Span<'static>>, width: usize, ascii: bool) -> Line<'static> {
    let mut spans = cut(spans, width);
    if ascii {
        for piece in spans.iter_mut().filter(|piece| piece.content.contains('…')) {
            piece.content = piece.content.replace('…', "~").into();
        }
    }
    Line::from(spans)
}
