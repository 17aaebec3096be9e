//! The records of minutes while they are written: beside the text where there is room, below it on a narrow screen when asked for.
//!
//! They follow the caret, and tell of an action without an owner or a day while it can still be asked.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::minutes::{Record, Said, Task};
use crate::model::Model;
use crate::model::editor::MinutesEditor;
use crate::model::writing::Records;
use crate::t;
use crate::text::{columns, elide};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::paint;

/// Draws the records where the screen has its place for them; the rest of the area is the text's.
pub fn beside(
    editor: &MinutesEditor,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    (records, theme): (Records, Theme),
) -> Rect {
    match records {
        Records::Hidden => area,
        Records::Beside(columns) => {
            let text = Rect { width: area.width.saturating_sub(columns), ..area };
            let width =
                columns.saturating_sub(2).min(area.right().saturating_sub(text.right() + 2));
            let panel = Rect { x: text.right() + 2, width, ..area };
            for y in area.top()..area.bottom() {
                frame.buffer_mut().set_string(text.right(), y, "│", theme.style(Role::Border));
            }
            draw(editor, model, frame, panel, theme);
            text
        }
        Records::Below(rows) => {
            let (text, panel) = split_rows(area, area.height.saturating_sub(rows));
            draw(editor, model, frame, panel, theme);
            text
        }
    }
}

fn draw(editor: &MinutesEditor, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    if area.height == 0 {
        return;
    }
    let records = editor.records();
    let n = records.len().to_string();
    let head = Line::styled(t!(model.words, "layer-records", n = n), theme.style(Role::Title));
    let room = usize::from(area.height - 1);
    let row = editor.caret().line;
    // The record of the caret's line stands last, so that what was said before it is seen.
    let behind = records.partition_point(|record| record.line <= row);
    let from = behind.saturating_sub(room).min(records.len().saturating_sub(room));
    let mut lines = vec![head];
    if records.is_empty() {
        lines.push(Line::styled(t!(model.words, "layer-records-none"), theme.style(Role::Dim)));
    }
    let shown = records.iter().skip(from).take(room);
    lines.extend(shown.map(|record| line(record, row, model, theme, usize::from(area.width))));
    paint::lines(frame, area, &lines, 0);
}

fn line(record: &Record, row: usize, model: &Model, theme: Theme, width: usize) -> Line<'static> {
    let words = &model.words;
    let (label, text, role) = match &record.said {
        Said::Item { title, at } => {
            let at = at.map(|at| at.format(" %H:%M").to_string()).unwrap_or_default();
            ("#".to_owned(), format!("{title}{at}"), Role::Title)
        }
        Said::Statement { who, text } => (" @".to_owned(), format!("{who} {text}"), Role::Dim),
        Said::Resolution { text } => {
            (format!(" {}", t!(words, "minutes-resolution")), text.clone(), Role::Good)
        }
        Said::Vote(vote) => {
            let count = |label: String, n: Option<u32>| n.map(|n| format!("{label} {n}"));
            let counts = [
                count(t!(words, "vote-aye"), vote.aye),
                count(t!(words, "vote-nay"), vote.nay),
                count(t!(words, "vote-abstained"), vote.abstained),
                vote.unanimous.then(|| t!(words, "vote-unanimous")),
            ];
            let text = counts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let role = if vote.is_counted() { Role::Text } else { Role::Warn };
            let text = if text.is_empty() { t!(words, "vote-uncounted") } else { text };
            (format!(" {}", t!(words, "minutes-vote")), text, role)
        }
        Said::Action(task) => {
            let whole = task.owner.is_some() && task.due.is_some();
            let role = if whole { Role::Text } else { Role::Warn };
            (format!(" {}", t!(words, "minutes-to-do")), to_do(task, model), role)
        }
        Said::Fact { text } => {
            (format!(" {}", t!(words, "minutes-fact")), text.clone(), Role::Text)
        }
    };
    let mark = if record.line == row { "▸" } else { " " };
    let room = width.saturating_sub(columns(&label) + 2);
    Line::from(vec![
        Span::styled(mark, theme.style(Role::Key)),
        Span::styled(format!("{label} "), theme.style(Role::Dim)),
        Span::styled(elide(&text, room), theme.style(role)),
    ])
}

/// Who, until when, what; what the line does not say is named.
fn to_do(task: &Task, model: &Model) -> String {
    let words = &model.words;
    let owner = task.owner.clone();
    let owner = owner.unwrap_or_else(|| format!("! {}", t!(words, "layer-meeting-nobody")));
    let due = task.due.map(|day| day.format("%m-%d").to_string());
    let due = due.unwrap_or_else(|| format!("! {}", t!(words, "layer-meeting-no-day")));
    format!("{owner} {due} {}", task.what)
}
