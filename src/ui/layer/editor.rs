//! The minutes: the text itself, above it what it belongs to and whether it is safe, below it the keys.

use crate::ui::widget::split_rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::i18n::Words;
use crate::model::Model;
use crate::model::editor::MinutesEditor;
use crate::model::prose::Place;
use crate::model::writing::Writing;
use crate::t;
use crate::text::{columns, elide_middle};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget;

use super::{paint, records};

/// Draws the editor; the cursor stands at the text's caret.
pub fn draw(
    editor: &MinutesEditor,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let plan = Writing::on((area.width, area.height), model.shows_records());
    let (top, rest) = split_rows(area, plan.head);
    let (body, bottom) = split_rows(rest, rest.height - plan.keys);
    paint::lines(frame, top, &[head(editor, &model.words, theme, usize::from(top.width))], 0);
    let ids = [
        "save-minutes",
        "next-finding",
        "phrases",
        "records",
        "export-open-minutes",
        "leave-editor",
        "help-in-text",
    ];
    let hints = paint::hints_within(&model.words, theme, &ids, usize::from(bottom.width));
    paint::lines(frame, bottom, &[hints], 0);
    let body = records::beside(editor, model, frame, body, (plan.records, theme));
    let seen = editor.seen(plan.room());
    let row = |text: &&str| Line::from(widget::span(*text, theme.style(Role::Text)));
    let rows: Vec<Line<'_>> = seen.rows.iter().map(row).collect();
    paint::lines(frame, body, &rows, 0);
    let (column, row) = seen.caret;
    paint::cursor(frame, body, column, row);
}

/// Number, title, version, whether everything is on disk, and the caret's line and character.
fn head(editor: &MinutesEditor, words: &Words, theme: Theme, width: usize) -> Line<'static> {
    let Place { line: row, column } = editor.caret();
    let version = match editor.version {
        0 => t!(words, "layer-editor-no-version"),
        n => t!(words, "layer-editor-version", n = n.to_string()),
    };
    let (state, role) = state(editor, words);
    let mut right = vec![Span::styled(format!(" {version}"), theme.style(Role::Dim))];
    if !state.is_empty() {
        right.push(Span::styled(format!(" · {state}"), theme.style(role)));
    }
    if !editor.others.is_empty() {
        let key = crate::ui::format::key_of("compare");
        let other = t!(words, "layer-editor-other", key = key);
        right.push(Span::styled(format!(" · ! {other}"), theme.style(Role::Alarm)));
    }
    let caret = format!("  {}:{}", row.saturating_add(1), column.saturating_add(1));
    right.push(Span::styled(caret, theme.style(Role::Dim)));
    let number = Span::styled(format!("{} ", editor.number), theme.style(Role::Key));
    let taken: usize = right.iter().map(|span| columns(&span.content)).sum();
    let room = width.saturating_sub(taken + columns(&number.content) + 1);
    let title = Span::styled(elide_middle(&editor.title, room), theme.style(Role::Title));
    widget::spread(vec![number, title], right, width)
}

/// Whether what was typed is safe: not yet on disk, kept as a draft, or saved as a version.
fn state(editor: &MinutesEditor, words: &Words) -> (String, Role) {
    if !editor.is_safe() {
        (t!(words, "layer-editor-unsaved"), Role::Warn)
    } else if editor.changed {
        (t!(words, "layer-editor-draft"), Role::Good)
    } else if editor.version > 0 {
        (t!(words, "layer-editor-saved"), Role::Good)
    } else {
        (String::new(), Role::Dim)
    }
}
