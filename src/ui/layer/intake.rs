//! The intake: the text with what was recognised marked in it, beside the fields. Where they do not fit beside each other
//! they stand one above the other, and where that does not fit either, one of them is seen at a time.
//!
//! The words of the selected field are reversed, those of others underlined, and a bar in front of their lines tells both
//! where style does not.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::domain::lead::{FieldState, Named};
use crate::i18n::Words;
use crate::interchange::notice_text::person::PERSON;
use crate::model::Model;
use crate::model::intake::{IntakeSide, IntakeState};
use crate::t;
use crate::text::{clean_line, elide, pad, wrap};
use crate::ui::notice;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{list, split_columns, split_rows, spread};

use super::paint::{self, Sheet};

/// From so many columns on text and fields stand beside each other.
const BESIDE: u16 = 100;

/// From so many rows on they stand one above the other.
const ABOVE: u16 = 18;

/// Columns of a field's label.
const LABEL: usize = 12;

/// Lines that tell more of the selected field.
const DETAILS: u16 = 2;

/// Draws the intake; the cursor stands on the selected field, at the caret where it is edited.
pub fn draw(intake: &IntakeState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let (top, rest) = split_rows(area, u16::from(area.height > 2));
    let keys = u16::from(rest.height > 3);
    let (body, bottom) = split_rows(rest, rest.height - keys);
    paint::lines(frame, top, &[head(intake, &model.words, theme, usize::from(top.width))], 0);
    let ids: &[&str] = if intake.editing.is_some() {
        &["take-edit", "drop-edit", "record-lead"]
    } else {
        &["record-lead", "edit-reading", "turn-intake", "put-aside", "leave-intake", "help"]
    };
    paint::lines(frame, bottom, &[paint::hints(&model.words, theme, ids)], 0);
    if intake.raw.is_empty() {
        let mut sheet = Sheet::new(theme, body.width);
        sheet.blank();
        sheet.text(&t!(model.words, "layer-intake-empty"), Role::Text);
        paint::lines(frame, body, sheet.lines(), 0);
        paint::cursor(frame, body, 0, 0);
        return;
    }
    let text_first = intake.side == IntakeSide::Text;
    if body.width >= BESIDE {
        let share = if text_first { 65 } else { 50 };
        let (left, right) = split_columns(body, part(body.width, share));
        draw_text(intake, frame, Rect { width: left.width.saturating_sub(1), ..left }, theme);
        draw_fields(intake, model, frame, right, theme);
    } else if body.height >= ABOVE {
        let share = if text_first { 30 } else { 58 };
        let (fields, text) = split_rows(body, part(body.height, share));
        draw_fields(intake, model, frame, fields, theme);
        let rule = "─".repeat(usize::from(text.width));
        let (line, text) = split_rows(text, 1);
        paint::lines(frame, line, &[Line::styled(rule, theme.style(Role::Border))], 0);
        draw_text(intake, frame, text, theme);
    } else if text_first && intake.editing.is_none() {
        draw_text(intake, frame, body, theme);
        paint::cursor(frame, body, 0, 0);
    } else {
        draw_fields(intake, model, frame, body, theme);
    }
}

/// So many hundredths of a length.
fn part(length: u16, hundredths: u32) -> u16 {
    u16::try_from(u32::from(length) * hundredths / 100).unwrap_or(length)
}

/// What it is, how much is known, and whether the lead is here already.
fn head(intake: &IntakeState, words: &Words, theme: Theme, width: usize) -> Line<'static> {
    let title = Span::styled(t!(words, "layer-intake-title"), theme.style(Role::Title));
    let (known, review, unsaid) = intake.counts();
    let mut right = Vec::new();
    if let Some(number) = &intake.here {
        let text = t!(words, "layer-intake-here", number = number.as_str());
        right.push(Span::styled(format!("{text}  "), theme.style(Role::Warn)));
    }
    if intake.waiting {
        let text = t!(words, "layer-form-waiting");
        right.push(Span::styled(text, theme.style(Role::Warn)));
    } else if intake.understood.is_some() {
        let text = t!(
            words,
            "layer-intake-counts",
            known = known.to_string(),
            review = review.to_string(),
            unsaid = unsaid.to_string()
        );
        right.push(Span::styled(text, theme.style(Role::Dim)));
    }
    spread(vec![title], right, width)
}

fn role_of(state: FieldState) -> Role {
    match state {
        FieldState::Recognised => Role::Good,
        FieldState::NotStated => Role::Dim,
        FieldState::AttachmentPending | FieldState::ToReview => Role::Warn,
    }
}

fn draw_fields(
    intake: &IntakeState,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    let words = &model.words;
    let rows = intake.rows();
    let details = details(intake, rows.get(intake.focus), words, theme, area.width);
    let wanted = u16::try_from(details.lines().len()).unwrap_or(u16::MAX);
    let most = if intake.refusals.is_empty() { DETAILS } else { DETAILS + 2 };
    let below = wanted.min(most).min(area.height.saturating_sub(2));
    let (list_area, detail_area) = split_rows(area, area.height.saturating_sub(below));
    paint::lines(frame, detail_area, details.lines(), 0);
    let seen = list::window(rows.len(), intake.focus, usize::from(list_area.height));
    let mut place = list_area;
    for index in seen {
        let (line, rest) = split_rows(place, 1);
        place = rest;
        let Some(row) = rows.get(index) else { continue };
        let focused = index == intake.focus;
        let role = role_of(row.state);
        let label_role = if focused { Role::Title } else { Role::Text };
        let label = pad(&notice::label(words, row.name), LABEL);
        let head = Line::from(vec![
            Span::styled(if focused { "▸" } else { " " }, theme.style(Role::Key)),
            Span::styled(notice::mark(row.state), theme.style(role)),
            Span::raw(" "),
            Span::styled(label, theme.style(label_role)),
        ]);
        let at = u16::try_from(LABEL + 4).unwrap_or(u16::MAX);
        let (_, room) = split_columns(line, at);
        let width = usize::from(room.width).saturating_sub(1);
        paint::lines(frame, line, &[head], 0);
        let (shown, caret) = match intake.editing.as_ref().filter(|_| focused) {
            Some(editing) => {
                let (text, caret) = paint::window(editing.text(), editing.before_caret(), width);
                (Line::styled(text, theme.style(Role::Match)), caret)
            }
            None => (value(row, words, theme, width), 0),
        };
        paint::lines(frame, room, &[shown], 0);
        if focused {
            let place = if intake.editing.is_some() { room } else { line };
            paint::cursor(frame, place, caret, 0);
        }
    }
    if rows.is_empty() {
        paint::cursor(frame, area, 0, 0);
    }
}

/// A field's value, else the word for what is not known with the words that a person must read.
fn value(row: &Named<'_>, words: &Words, theme: Theme, width: usize) -> Line<'static> {
    match notice::value(words, row) {
        Some(value) => Line::styled(elide(&clean_line(&value), width), theme.style(Role::Text)),
        None => {
            let state = notice::state(words, row.state);
            let text = match row.text.filter(|text| !text.is_empty()) {
                Some(text) => {
                    let quote = t!(words, "layer-quote", text = clean_line(text));
                    format!("{state} {quote}")
                }
                None => state,
            };
            Line::styled(elide(&text, width), theme.style(role_of(row.state)))
        }
    }
}

/// Why the desk or the field refused, else what more is known of the selected field.
fn details(
    intake: &IntakeState,
    row: Option<&Named<'_>>,
    words: &Words,
    theme: Theme,
    width: u16,
) -> Sheet {
    let mut sheet = Sheet::new(theme, width);
    for why in &intake.refusals {
        sheet.hanging(("! ", Role::Alarm), &words.why(why), Role::Alarm);
    }
    let Some(row) = row.filter(|_| intake.refusals.is_empty()) else { return sheet };
    if let Some(text) = intake.proposal(row.name) {
        let text = t!(words, "layer-intake-proposal", text = text);
        sheet.hanging(("? ", Role::Warn), &text, Role::Warn);
    } else if row.source.is_some_and(|source| source.field == PERSON) {
        sheet.hanging(("  ", Role::Dim), &t!(words, "layer-intake-person"), Role::Dim);
    } else if let Some(text) = row.text.filter(|text| !text.is_empty()) {
        let quote = t!(words, "layer-quote", text = clean_line(text));
        sheet.hanging(("  ", Role::Dim), &quote, Role::Dim);
    }
    sheet
}

/// The text around the words of the selected field.
fn draw_text(intake: &IntakeState, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    if area.width < 4 || area.height == 0 {
        return;
    }
    let text = intake.text();
    let rows = intake.rows();
    let chosen = rows.get(intake.focus).and_then(|row| intake.span(row));
    let others: Vec<Range<usize>> = rows.iter().filter_map(|row| intake.span(row)).collect();
    let lines = wrapped(&text, usize::from(area.width) - 2);
    let height = usize::from(area.height);
    let at =
        chosen.as_ref().and_then(|span| lines.iter().rposition(|line| line.start <= span.start));
    let last = lines.len().saturating_sub(height);
    let from = at.map_or(0, |at| at.saturating_sub(height / 3)).min(last);
    let mut drawn = Vec::new();
    for line in lines.iter().skip(from).take(height) {
        drawn.push(marked(&text, line, chosen.as_ref(), &others, theme));
    }
    paint::lines(frame, area, &drawn, 0);
}

/// The bytes of each line of the text, broken to a width.
fn wrapped(text: &str, width: usize) -> Vec<Range<usize>> {
    let base = text.as_ptr() as usize;
    let place = |piece: &str| {
        let start = (piece.as_ptr() as usize).saturating_sub(base);
        start..start + piece.len()
    };
    wrap(text, width.max(1)).into_iter().map(place).collect()
}

fn marked(
    text: &str,
    line: &Range<usize>,
    chosen: Option<&Range<usize>>,
    others: &[Range<usize>],
    theme: Theme,
) -> Line<'static> {
    let touches = |span: &Range<usize>| span.start < line.end && line.start < span.end;
    let within = |span: &Range<usize>, at: usize| span.start <= at && at < span.end;
    let mut cuts: Vec<usize> = vec![line.start, line.end];
    for span in chosen.into_iter().chain(others).filter(|span| touches(span)) {
        cuts.push(span.start.max(line.start));
        cuts.push(span.end.min(line.end));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let here = chosen.is_some_and(&touches);
    let (bar, role) = match (here, others.iter().any(&touches)) {
        (true, _) => ("▌ ", Role::Key),
        (false, true) => ("│ ", Role::Dim),
        (false, false) => ("  ", Role::Dim),
    };
    let mut spans = vec![Span::styled(bar, theme.style(role))];
    for pair in cuts.windows(2) {
        let [from, to] = pair else { continue };
        let role = if chosen.is_some_and(|span| within(span, *from)) {
            Role::Selected
        } else if others.iter().any(|span| within(span, *from)) {
            Role::Match
        } else {
            Role::Text
        };
        let piece = text.get(*from..*to).unwrap_or_default().to_owned();
        spans.push(Span::styled(piece, theme.style(role)));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::columns;

    #[test]
    fn lines_know_their_place_in_the_text() {
        let text = "项目编号：A-1\n采购人：甲公司";
        let lines = wrapped(text, 6);
        let words: Vec<&str> = lines.iter().filter_map(|line| text.get(line.clone())).collect();
        assert_eq!(words.concat(), text.replace('\n', ""));
        assert!(words.iter().all(|line| columns(line) <= 6));
    }
}
