//! The action table as it stands for a case or a claim now. A row that is not possible stays in the list and says what is unmet
//! and by which article; marks in front of each row tell the same without colour: `▸` selected, `·` possible, `×` not.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::command::{self, Scope};
use crate::desk::view::ActionRow;
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::model::Model;
use crate::t;
use crate::text::{elide_middle, pad};
use crate::ui::format;
use crate::ui::layer::paint::{self, Sheet};
use crate::ui::layer::value;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::window;

use super::WIDE;

/// Columns of an action's name.
const NAME: usize = 16;

/// Columns of the marks, and of a key with the blank after it.
const MARKS: usize = 3;
const KEY: usize = 3;

/// Rows of the list that an explanation below it leaves alone.
const FEWEST_ROWS: u16 = 4;

/// A table of actions as it stands now.
pub struct Table<'a> {
    /// Its rows.
    pub rows: &'a [ActionRow],
    /// The selected one.
    pub selected: usize,
    /// What the catalogue keys of its rows begin with.
    pub prefix: &'static str,
    /// Commands of the screen.
    pub hints: &'a [&'a str],
    /// Some rows have keys of their own.
    pub keys: bool,
}

/// Draws heading, list, and the explanation of the selected row where there is room.
pub fn draw(table: &Table<'_>, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let rows = table.rows;
    let selected = table.selected.min(rows.len().saturating_sub(1));
    let (heading, rest) = split_rows(area, u16::from(area.height > 1));
    paint::lines(frame, heading, &[title(table, model, theme)], 0);

    let (list, explanation) = if area.width >= WIDE {
        let (list, beside) = split_columns(rest, rest.width / 5 * 3);
        (list, explain(table, rows.get(selected), model, theme, beside))
    } else {
        let whole = explain(table, rows.get(selected), model, theme, rest);
        let room = rest.height.saturating_sub(FEWEST_ROWS);
        let wanted = u16::try_from(whole.sheet.lines().len()).unwrap_or(u16::MAX);
        let (list, below) = split_rows(rest, rest.height - wanted.min(room));
        (list, Explanation { place: below, ..whole })
    };
    paint::lines(frame, explanation.place, explanation.sheet.lines(), 0);
    draw_list(table, selected, model, frame, list, theme);
}

/// How many are possible, and the keys of this screen.
fn title(table: &Table<'_>, model: &Model, theme: Theme) -> Line<'static> {
    let rows = table.rows;
    let possible = rows.iter().filter(|row| row.unmet.is_empty()).count().to_string();
    let all = rows.len().to_string();
    let text = t!(model.words, "layer-case-actions", possible = possible, all = all);
    let mut spans = vec![Span::styled(text, theme.style(Role::Title)), Span::raw("  ")];
    spans.extend(paint::hints(&model.words, theme, table.hints).spans);
    Line::from(spans)
}

fn draw_list(
    table: &Table<'_>,
    selected: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    let rows = table.rows;
    let seen = window(rows.len(), selected, usize::from(area.height));
    let first = seen.start;
    let width = usize::from(area.width);
    let lines: Vec<Line<'static>> = seen
        .filter_map(|index| rows.get(index).map(|row| (index == selected, row)))
        .map(|(marked, row)| line(table, row, marked, model, theme, width))
        .collect();
    paint::lines(frame, area, &lines, 0);
    let at = selected.saturating_sub(first);
    let (_, from) = split_rows(area, u16::try_from(at).unwrap_or(u16::MAX));
    let row = Rect { height: from.height.min(1), ..from };
    if !rows.is_empty() {
        frame.buffer_mut().set_style(row, theme.style(Role::Selected));
    }
    paint::cursor(frame, row, 0, 0);
}

fn line(
    table: &Table<'_>,
    row: &ActionRow,
    selected: bool,
    model: &Model,
    theme: Theme,
    width: usize,
) -> Line<'static> {
    let words = &model.words;
    let possible = row.unmet.is_empty();
    let mark = if selected { "▸" } else { " " };
    let open = if possible { "·" } else { "×" };
    let key = key_of(row).filter(|_| possible && table.keys).unwrap_or_default();
    let name = words.say(&format!("{}{}", table.prefix, row.id));
    let role = if possible { Role::Text } else { Role::Dim };
    let mut spans = vec![
        Span::styled(format!("{mark}{open} "), theme.style(role)),
        Span::styled(pad(&key, KEY), theme.style(Role::Key)),
        Span::styled(pad(&name, NAME), theme.style(role)),
    ];
    if let Some(why) = row.unmet.first() {
        // The end stays: the article stands there.
        let room = width.saturating_sub(MARKS + KEY + NAME + 1);
        let reason = elide_middle(&words.why(why), room);
        spans.push(Span::styled(format!(" {reason}"), theme.style(Role::Dim)));
    }
    Line::from(spans)
}

/// The key that starts an action at once. Only commands of pane 2 that live here too are actions: others merely share a
/// name with one (`close` leaves the screen, it does not close the case).
fn key_of(row: &ActionRow) -> Option<String> {
    let command = command::find(row.id)?;
    let both = [Scope::Conflicts, Scope::Case];
    let is_action = both.iter().all(|scope| command.scopes.contains(scope));
    command.keys.first().filter(|_| is_action).map(|key| format::key_label(key))
}

/// What is told of the selected row, and where.
struct Explanation {
    sheet: Sheet,
    place: Rect,
}

/// What the action is, all that is unmet, and what will be asked for.
fn explain(
    table: &Table<'_>,
    row: Option<&ActionRow>,
    model: &Model,
    theme: Theme,
    place: Rect,
) -> Explanation {
    let words = &model.words;
    let mut sheet = Sheet::new(theme, place.width);
    if let Some(row) = row {
        for why in &row.unmet {
            unmet(&mut sheet, words, why);
        }
        let help = format!("{}{}-help", table.prefix, row.id);
        if words.has(&help) {
            sheet.text(&words.say(&help), Role::Text);
        }
        let asked = row.arguments.iter().filter(|argument| argument.required.is_some());
        let names: Vec<String> = asked.map(|argument| value::label(words, argument.name)).collect();
        if !names.is_empty() {
            let names = format::listed(words, &names);
            sheet.text(&t!(words, "layer-case-asks", names = names), Role::Dim);
        }
    }
    Explanation { sheet, place }
}

fn unmet(sheet: &mut Sheet, words: &Words, why: &Why) {
    sheet.hanging(("! ", Role::Alarm), &words.why(why), Role::Alarm);
}
