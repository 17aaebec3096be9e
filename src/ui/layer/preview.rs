//! What a verdict on several leads would do, before it is done: how many, which, what each becomes, and which ones are left out
//! and why.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::view::{Preview, PreviewRow};
use crate::i18n::Words;
use crate::model::Model;
use crate::t;
use crate::text::width::{columns, elide_middle};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::paint::{self, Sheet};
use super::{popup, triage};

/// Columns of the box at most.
const WIDTH: u16 = 100;

/// Draws the box; `scroll` is clamped to the text here.
pub fn draw(
    preview: &Preview,
    scroll: usize,
    waiting: bool,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    let words = &model.words;
    let width = area.width.min(WIDTH);
    let sheet = sheet(preview, words, theme, width.saturating_sub(popup::FRAME_COLUMNS));
    // Two more: a blank line and the keys.
    let wanted = u16::try_from(sheet.lines().len() + 2).unwrap_or(u16::MAX);
    let outer = popup::centred(area, width, wanted.saturating_add(popup::FRAME_ROWS));
    let verdict =
        words.say(&format!("ui-verdict-{}", preview.screening.verdict.name().replace('_', "-")));
    let title = t!(words, "layer-preview-title", verdict = verdict, n = preview.rows.len());
    let inner = popup::open(frame, outer, &title, theme);
    if inner.is_empty() {
        return;
    }
    let keys = u16::from(inner.height > 2);
    let (body, bottom) = split_rows(inner, inner.height.saturating_sub(keys));
    let left = paint::scrolled(frame, body, sheet.lines(), scroll);
    let footer = if waiting {
        Line::styled(t!(words, "layer-form-waiting"), theme.style(Role::Warn))
    } else {
        paint::hints(words, theme, &["perform-preview", "close", "down"])
    };
    paint::lines(frame, bottom, &[footer], 0);
    paint::more_below(frame, bottom, left, theme);
    paint::cursor(frame, body, 0, 0);
}

fn sheet(preview: &Preview, words: &Words, theme: Theme, width: u16) -> Sheet {
    let mut sheet = Sheet::new(theme, width);
    let possible = preview.screening.numbers.len();
    let refused = preview.rows.len() - possible.min(preview.rows.len());
    let text = t!(words, "layer-preview-count", n = possible, refused = refused);
    sheet.text(&text, if possible > 0 { Role::Title } else { Role::Alarm });
    if let Some(reason) = &preview.screening.reason {
        sheet.labelled(&words.say("arg-reason"), reason, Role::Text);
    }
    sheet.blank();
    // What is left out comes first: it is what a person must know.
    for row in preview.rows.iter().filter(|row| row.becomes.is_err()) {
        line(&mut sheet, row, ("× ", Role::Alarm));
        if let Err(whys) = &row.becomes {
            sheet.hanging(("    ", Role::Text), &words.whys(whys), Role::Alarm);
        }
    }
    for row in preview.rows.iter() {
        let Ok(screened) = &row.becomes else { continue };
        line(&mut sheet, row, ("✓ ", Role::Good));
        let from = match row.from {
            Some(verdict) => words.say(&format!("ui-verdict-{}", verdict.name().replace('_', "-"))),
            None => t!(words, "ui-verdict-new"),
        };
        let text = format!("{from} → {}", triage::verdict(words, screened));
        sheet.hanging(("    ", Role::Text), &text, Role::Dim);
    }
    sheet
}

/// Number and title in one line.
fn line(sheet: &mut Sheet, row: &PreviewRow, mark: (&'static str, Role)) {
    let theme = sheet.theme();
    let room = sheet.width().saturating_sub(columns(mark.0) + columns(&row.number) + 1);
    sheet.push(Line::from(vec![
        Span::styled(mark.0, theme.style(mark.1)),
        Span::styled(format!("{} ", row.number), theme.style(Role::Key)),
        Span::styled(elide_middle(&row.title, room), theme.style(Role::Text)),
    ]));
}
