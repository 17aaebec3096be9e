//! A form: what it does, one line a field, why the desk refused, and the keys. Where the room is short the explanation
//! goes first; the field that has the keys stays.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::lead::Verdict;
use crate::i18n::{Lang, Words};
use crate::model::Model;
use crate::model::form::{COLUMN, Field, FormState, Input, NO_HEADING, Purpose};
use crate::t;
use crate::text::{columns, elide, pad};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list;

use super::paint::{self, Sheet};
use super::{popup, value};

/// Columns of a form at most.
const WIDTH: u16 = 80;

/// Columns in front of a value besides the label: mark, star, blank.
const MARKS: usize = 3;

/// Fields that refusals leave in view.
const FEWEST_FIELDS: usize = 3;

/// Draws the form; the cursor stands at the caret of the field that has the keys.
pub fn draw(form: &FormState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let words = &model.words;
    let width = area.width.min(WIDTH);
    let text_width = width.saturating_sub(popup::FRAME_COLUMNS);
    let help = explanation(form, model, theme, text_width);
    let refused = refusals(form, words, theme, text_width);
    let (helps, fields, refusals) = (help.lines().len(), form.fields.len(), refused.lines().len());
    // Two more: a blank line and the keys.
    let wanted = u16::try_from(helps + fields + refusals + 2).unwrap_or(u16::MAX);
    let outer = popup::centred(area, width, wanted.saturating_add(popup::FRAME_ROWS));
    let inner = popup::open(frame, outer, &title(form, words), theme);
    if inner.is_empty() {
        return;
    }

    let keys = usize::from(inner.height > 2);
    let mut rest = usize::from(inner.height).saturating_sub(keys);
    let refusals = refusals.min(rest.saturating_sub(fields.min(FEWEST_FIELDS)));
    rest -= refusals;
    let shown = fields.min(rest);
    rest -= shown;
    let helps = helps.min(rest);
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);

    let (place, below) = split_rows(inner, rows(helps));
    paint::lines(frame, place, help.lines(), 0);
    let (place, below) = split_rows(below, rows(shown));
    draw_fields(form, model, frame, place, theme);
    let (place, below) = split_rows(below, rows(refusals));
    paint::lines(frame, place, refused.lines(), 0);
    let (_, bottom) = split_rows(below, below.height.saturating_sub(rows(keys)));
    let footer = if form.waiting {
        Line::styled(t!(words, "layer-form-waiting"), theme.style(Role::Warn))
    } else {
        paint::hints(words, theme, &["send-form", "next-field", "close", "help-in-text"])
    };
    paint::lines(frame, bottom, &[footer], 0);
}

fn title(form: &FormState, words: &Words) -> String {
    match &form.purpose {
        Purpose::Act { number, action } => {
            let action = words.say(&format!("action-{action}"));
            t!(words, "layer-form-act", action = action, number = number.as_str())
        }
        Purpose::Appeal { case } => t!(words, "layer-form-appeal", number = case.as_str()),
        Purpose::Relation => t!(words, "layer-form-relation"),
        Purpose::Publish => words.say("cmd-publish"),
        Purpose::Confirm => words.say("cmd-confirm"),
        Purpose::GiveBack { number } => t!(words, "layer-form-return", number = number.as_str()),
        Purpose::OpenFile { kind } => {
            let verb = kind.table().opening.map(|opening| opening.verb).unwrap_or_default();
            words.say(&format!("{}{verb}", kind.prefix()))
        }
        Purpose::Note { case } => t!(words, "layer-form-note", number = case.as_str()),
        Purpose::Trace => t!(words, "layer-form-trace"),
        Purpose::Remedy { case } => t!(words, "layer-form-remedy", number = case.as_str()),
        Purpose::FileAct { number, kind, action } => {
            format!("{} {number}", words.say(&format!("{}{action}", kind.prefix())))
        }
        Purpose::OpenCase { lead } => t!(words, "layer-form-open-case", number = lead.as_str()),
        Purpose::Claim { lead } => t!(words, "layer-form-claim", number = lead.as_str()),
        Purpose::ClaimAct { number, action } => {
            let action = words.say(&format!("action-claim-{action}"));
            t!(words, "layer-form-act", action = action, number = number.as_str())
        }
        Purpose::Progress { lead } => t!(words, "layer-form-progress", number = lead.as_str()),
        Purpose::Plan => t!(words, "layer-form-plan"),
        Purpose::Screen { numbers, verdict } => {
            let verdict = words.say(&format!("cmd-lead-{}", command_of(*verdict)));
            match numbers.as_slice() {
                [number] => {
                    t!(words, "layer-form-act", action = verdict, number = number.as_str())
                }
                several => t!(words, "layer-preview-title", verdict = verdict, n = several.len()),
            }
        }
        Purpose::Watch => words.say("cmd-watch-words"),
        Purpose::Notice { number } => t!(words, "layer-form-notice", number = number.as_str()),
        Purpose::Link { number } => t!(words, "layer-form-link", number = number.as_str()),
        Purpose::Import => t!(words, "layer-form-import"),
        Purpose::Sync => t!(words, "layer-form-sync"),
        Purpose::Mapping { .. } => t!(words, "layer-form-mapping"),
    }
}

/// The command that gives a verdict.
fn command_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::PassOn => "pass",
        other => other.name(),
    }
}

/// What the act is, where the catalogue explains it, with a blank line after it.
fn explanation(form: &FormState, model: &Model, theme: Theme, width: u16) -> Sheet {
    let words = &model.words;
    let mut sheet = Sheet::new(theme, width);
    match &form.purpose {
        Purpose::Screen { verdict, .. } => {
            let key = format!("verdict-{}-help", verdict.name());
            if words.has(&key) {
                sheet.text(&words.say(&key), Role::Dim);
            }
            for candidate in &form.suggestions {
                let text = format!("{} {}", candidate.number, candidate.title);
                sheet.labelled(&t!(words, "layer-triage-candidates"), &text, Role::Text);
            }
            sheet.blank();
        }
        Purpose::Publish => {
            sheet.text(&t!(words, "layer-form-publish-help"), Role::Dim);
            sheet.blank();
        }
        Purpose::Confirm => {
            let texts = form.texts();
            let book = words.book();
            if let Some(rule) = texts.get("gap").and_then(|id| book.get(id)) {
                let zh = words.lang() == Lang::Zh;
                sheet.text(rule.title.pick(zh), Role::Title);
                sheet.text(rule.gist.pick(zh), Role::Text);
                sheet.blank();
            }
        }
        Purpose::Watch => {
            sheet.text(&t!(words, "layer-watch-help"), Role::Dim);
            let watched = model.overview.watch.iter();
            let watched = watched.map(|entry| format!("{} {:+}", entry.word, entry.weight));
            let list = format::listed(words, &watched.collect::<Vec<_>>());
            let list = if list.is_empty() { t!(words, "layer-watch-none") } else { list };
            sheet.text(&list, Role::Text);
            sheet.blank();
        }
        Purpose::Mapping { file } => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
            sheet.text(&t!(words, "layer-form-mapping-help", file = name), Role::Dim);
            sheet.blank();
        }
        _ => {}
    }
    let key = match &form.purpose {
        Purpose::Act { action, .. } => Some(format!("action-{action}-help")),
        Purpose::ClaimAct { action, .. } => Some(format!("action-claim-{action}-help")),
        Purpose::Progress { .. } => Some("layer-form-progress-help".to_owned()),
        Purpose::FileAct { kind, action, .. } => Some(format!("{}{action}-help", kind.prefix())),
        _ => None,
    };
    if let Some(key) = key.filter(|key| words.has(key)) {
        sheet.text(&words.say(&key), Role::Dim);
        sheet.blank();
    }
    sheet
}

fn refusals(form: &FormState, words: &Words, theme: Theme, width: u16) -> Sheet {
    let mut sheet = Sheet::new(theme, width);
    for why in &form.refusals {
        sheet.hanging(("! ", Role::Alarm), &words.why(why), Role::Alarm);
    }
    sheet
}

/// Draws the fields around the one that has the keys.
fn draw_fields(form: &FormState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let labels: Vec<String> =
        form.fields.iter().map(|field| value::label(&model.words, &field.name)).collect();
    let widest = labels.iter().map(|label| columns(label)).max().unwrap_or(0);
    let label_width = widest.min(usize::from(area.width) / 3);
    let seen = list::window(form.fields.len(), form.focus, usize::from(area.height));
    let mut place = area;
    for index in seen {
        let (row, below) = split_rows(place, 1);
        place = below;
        let (Some(field), Some(label)) = (form.fields.get(index), labels.get(index)) else {
            continue;
        };
        let focused = index == form.focus;
        let label_role = if focused { Role::Title } else { Role::Text };
        let head = Line::from(vec![
            Span::styled(if focused { "▸" } else { " " }, theme.style(Role::Key)),
            Span::styled(pad(label, label_width), theme.style(label_role)),
            Span::styled(if field.required { "* " } else { "  " }, theme.style(Role::Key)),
        ]);
        let at = u16::try_from(label_width + MARKS).unwrap_or(u16::MAX);
        let (_, room) = split_columns(row, at);
        let (shown, caret) = shown(field, focused, model, theme, usize::from(room.width));
        paint::lines(frame, row, &[head], 0);
        paint::lines(frame, room, &[shown], 0);
        if focused {
            paint::cursor(frame, room, caret, 0);
        }
    }
}

/// A field's value in `width` columns, and the caret's column in it.
fn shown(
    field: &Field,
    focused: bool,
    model: &Model,
    theme: Theme,
    width: usize,
) -> (Line<'static>, usize) {
    let words = &model.words;
    match &field.input {
        Input::Text(line) if line.text().is_empty() => {
            let example = match field.example {
                "" => String::new(),
                text => t!(words, "layer-form-example", text = text),
            };
            (Line::styled(elide(&example, width), theme.style(Role::Dim)), 0)
        }
        Input::Text(line) if focused => {
            let (text, caret) = paint::window(line.text(), line.before_caret(), width);
            (Line::styled(text, theme.style(Role::Text)), caret)
        }
        Input::Text(line) => (Line::styled(elide(line.text(), width), theme.style(Role::Text)), 0),
        Input::Choice { words: choices, chosen } => {
            let (text, role) = match chosen.and_then(|at| choices.get(at)) {
                Some(word) => (choice(field, word, model), Role::Text),
                None if choices.is_empty() => (t!(words, "layer-form-no-choice"), Role::Dim),
                None => (t!(words, "layer-form-choose"), Role::Dim),
            };
            let mut spans = vec![
                Span::styled("‹ ", theme.style(Role::Key)),
                Span::styled(text, theme.style(role)),
                Span::styled(" ›", theme.style(Role::Key)),
            ];
            if focused {
                let at = chosen.map_or(0, |at| at.saturating_add(1));
                let place = format!("  {at}/{}", choices.len());
                spans.push(Span::styled(place, theme.style(Role::Dim)));
            }
            (Line::from(spans), 2)
        }
    }
}

/// A choice in words: units by name, lots and regions as they are called, the rest from the catalogue.
fn choice(field: &Field, word: &str, model: &Model) -> String {
    let words = &model.words;
    match field.name.as_str() {
        "unit" => match format::unit_name(model, word) {
            name if name == word => name,
            name => format!("{name} {word}"),
        },
        "lot" => format::lot(words, word),
        "step" => words.say(&format!("step-{word}")),
        "to" => value::region(words, word),
        name if name.starts_with(COLUMN) && word == NO_HEADING => {
            t!(words, "layer-form-no-heading")
        }
        name if name.starts_with(COLUMN) => word.to_owned(),
        _ => value::choice(words, word),
    }
}
