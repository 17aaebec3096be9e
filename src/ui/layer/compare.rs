//! Two texts of the same minutes: side by side where there is room, one below the other on a narrow screen. What differs is marked
//! by a sign and not by colour alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use similar::{DiffTag, TextDiff};

use crate::model::Model;
use crate::model::layer::CompareState;
use crate::t;
use crate::text::{pad, wrap};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::paint;

/// From so many columns on the texts stand side by side.
const BESIDE_FROM: usize = 72;

/// Draws both.
pub fn draw(state: &CompareState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let version = state.other.version.to_string();
    let at = format::moment(words, model.now, state.other.saved_at);
    let title = t!(words, "layer-compare", version = version, at = at);
    let head = vec![
        Line::styled(title, theme.style(Role::Title)),
        paint::hints(words, theme, &["take-other", "close", "down"]),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    let width = usize::from(body.width);
    let lines =
        if width >= BESIDE_FROM { beside(state, theme, width) } else { below(state, theme, width) };
    let left = paint::scrolled(frame, body, &lines, state.scroll);
    paint::more_below(frame, top, left, theme);
    paint::cursor(frame, body, 0, 0);
}

/// A stretch of lines: of the own text, of the other, and whether they differ.
fn stretches(state: &CompareState) -> Vec<(Vec<&str>, Vec<&str>, bool)> {
    let own: Vec<&str> = state.own.split('\n').collect();
    let other: Vec<&str> = state.other.text.split('\n').collect();
    let diff = TextDiff::from_slices(&own, &other);
    let ops = diff.ops().iter().map(|op| {
        let differs = op.tag() != DiffTag::Equal;
        (own[op.old_range()].to_vec(), other[op.new_range()].to_vec(), differs)
    });
    ops.collect()
}

fn beside(state: &CompareState, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let half = width.saturating_sub(3) / 2;
    let mut lines = Vec::new();
    for (own, other, differs) in stretches(state) {
        for at in 0..own.len().max(other.len()) {
            let left = cell(own.get(at).copied(), half);
            let right = cell(other.get(at).copied(), half);
            for row in 0..left.len().max(right.len()) {
                let piece = |of: &[String]| of.get(row).cloned().unwrap_or_default();
                let there = |text: Option<&&str>| text.is_some() && differs;
                let (minus, plus) = (there(own.get(at)), there(other.get(at)));
                lines.push(Line::from(vec![
                    side(if minus { "-" } else { " " }, &piece(&left), half, minus, theme),
                    Span::styled("│", theme.style(Role::Border)),
                    side(if plus { "+" } else { " " }, &piece(&right), half, plus, theme),
                ]));
            }
        }
    }
    lines
}

/// The pieces of a line in a column; an empty line is one empty piece.
fn cell(text: Option<&str>, width: usize) -> Vec<String> {
    let Some(text) = text else { return Vec::new() };
    let pieces: Vec<String> = wrap(text, width).into_iter().map(str::to_owned).collect();
    if pieces.is_empty() { vec![String::new()] } else { pieces }
}

fn side(mark: &str, text: &str, width: usize, differs: bool, theme: Theme) -> Span<'static> {
    let role = match (differs, mark) {
        (false, _) => Role::Text,
        (true, "-") => Role::Warn,
        (true, _) => Role::Good,
    };
    Span::styled(format!("{mark}{}", pad(text, width)), theme.style(role))
}

fn below(state: &CompareState, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(1);
    let mut lines = Vec::new();
    let mut put = |mark: &str, text: &str, role: Role| {
        for piece in cell(Some(text), room) {
            lines.push(Line::styled(format!("{mark}{piece}"), theme.style(role)));
        }
    };
    for (own, other, differs) in stretches(state) {
        if !differs {
            own.iter().for_each(|text| put(" ", text, Role::Text));
            continue;
        }
        own.iter().for_each(|text| put("-", text, Role::Warn));
        other.iter().for_each(|text| put("+", text, Role::Good));
    }
    lines
}
