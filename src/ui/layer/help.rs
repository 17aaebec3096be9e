//! `?`: the commands of the place below, the nearest first, with their keys and, where one is not possible now, the
//! reason. Below them, what the marks on the screen mean.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::command::{self, Command, Scope};
use crate::model::Model;
use crate::t;
use crate::text::{pad, wrap};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};

use super::paint::{self, Sheet};
use super::popup;

/// Columns of the box at most.
const WIDTH: u16 = 124;

/// Columns that one command needs; with twice as many there are two columns of commands.
const ENTRY: usize = 44;

/// Columns between them.
const GAP: usize = 2;

/// Draws the help; `scroll` is clamped to the text here.
pub fn draw(scroll: usize, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let outer = popup::centred(area, WIDTH, area.height);
    let inner = popup::open(frame, outer, &t!(model.words, "layer-help-title"), theme);
    if inner.is_empty() {
        return;
    }
    let sheet = sheet(model, theme, inner.width);
    let left = paint::scrolled(frame, inner, sheet.lines(), scroll);
    let (_, bottom) = split_rows(outer, outer.height.saturating_sub(1));
    let (border, _) = split_columns(bottom, outer.width.saturating_sub(2));
    paint::more_below(frame, border, left, theme);
    paint::cursor(frame, inner, 0, 0);
}

fn sheet(model: &Model, theme: Theme, width: u16) -> Sheet {
    let below = super::below_top(model);
    let mut sheet = Sheet::new(theme, width);
    let count = if sheet.width() >= 2 * ENTRY + GAP { 2 } else { 1 };
    let column = (sheet.width().saturating_sub(GAP * (count - 1)) / count).max(1);
    for (heading, commands) in groups(model) {
        sheet.text(&heading, Role::Title);
        let entries: Vec<Vec<Line<'static>>> =
            commands.iter().map(|command| entry(command, &below, theme, column)).collect();
        for row in entries.chunks(count) {
            push_row(&mut sheet, row, column);
        }
        sheet.blank();
    }
    sheet.text(&t!(model.words, "layer-help-marks"), Role::Title);
    for mark in [
        t!(model.words, "layer-help-badges"),
        t!(model.words, "layer-help-estimated"),
        t!(model.words, "layer-help-assumed"),
    ] {
        sheet.text(&mark, Role::Text);
    }
    sheet
}

/// The commands by how near they are, with the heading of each group.
fn groups(model: &Model) -> Vec<(String, Vec<&'static Command>)> {
    let words = &model.words;
    // With nothing but this help above it, the main screen has a scope of its own beside the pane's.
    let over_panes = model.layers.len() < 2;
    let (mut near, mut main, mut always) = (Vec::new(), Vec::new(), Vec::new());
    for command in command::below_top(model) {
        if command.scopes.contains(&Scope::Always) {
            always.push(command);
        } else if over_panes && command.scopes.contains(&Scope::Main) {
            main.push(command);
        } else {
            near.push(command);
        }
    }
    let all = [
        (t!(words, "layer-help-here"), near),
        (t!(words, "layer-help-main"), main),
        (t!(words, "layer-help-always"), always),
    ];
    all.into_iter().filter(|(_, commands)| !commands.is_empty()).collect()
}

/// One command: keys and name, below them why it is not possible. Every line is `width` columns wide.
fn entry(command: &Command, below: &Model, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let words = &below.words;
    let refused = (command.enabled)(below).err();
    let (mark, role) = if refused.is_some() { ("× ", Role::Dim) } else { ("  ", Role::Text) };
    let keys: Vec<String> = command.keys.iter().map(|key| format::key_label(key)).collect();
    let key_width = if width < ENTRY { width / 3 } else { 18 };
    let name_width = width.saturating_sub(key_width + 3);
    let name = words.say(&format!("cmd-{}", command.id));
    let mut lines = vec![Line::from(vec![
        Span::styled(mark, theme.style(role)),
        Span::styled(pad(&keys.join(" "), key_width), theme.style(Role::Key)),
        Span::styled(format!(" {}", pad(&name, name_width)), theme.style(role)),
    ])];
    if let Some(why) = refused {
        let reason = words.why(&why);
        for piece in wrap(&reason, width.saturating_sub(4).max(8)) {
            let text = pad(&format!("    {piece}"), width);
            lines.push(Line::styled(text, theme.style(Role::Dim)));
        }
    }
    lines
}

/// Entries beside each other, the shorter ones filled up.
fn push_row(sheet: &mut Sheet, entries: &[Vec<Line<'static>>], column: usize) {
    let height = entries.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut spans: Vec<Span<'static>> = Vec::new();
        for entry in entries {
            match entry.get(at) {
                // A line's own style would be lost with the line.
                Some(line) => {
                    spans.extend(line.spans.iter().map(|span| {
                        Span::styled(span.content.clone(), line.style.patch(span.style))
                    }))
                }
                None => spans.push(Span::raw(" ".repeat(column))),
            }
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        sheet.push(Line::from(spans));
    }
}
