//! 分歧: what desks differ on, and the sides of what is selected: beside each other where there is room for two, one below the
//! other on a narrow screen.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::desk::divergence::{Contest, Contested, Divergence, Fork, Side};
use crate::i18n::value::{self, Names};
use crate::model::Model;
use crate::model::layer::DivergenceList;
use crate::t;
use crate::text::wrap;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::{self, Rows};
use crate::ui::widget::split_rows;

use super::paint::{self, Sheet};

/// From so many columns on two sides stand beside each other.
const BESIDE_FROM: u16 = 72;

/// Draws the list and the sides.
pub fn draw(list: &DivergenceList, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let n = list.rows.len().to_string();
    let head = vec![
        Line::styled(t!(words, "layer-divergences", n = n), theme.style(Role::Title)),
        paint::hints(words, theme, &["open-divergence", "let-stand", "next-side", "close"]),
    ];
    let (top, rest) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    let Some(selected) = list.rows.get(list.selected) else {
        let text = t!(words, "layer-divergences-none");
        let lines: Vec<Line<'static>> = wrap(&text, usize::from(rest.width).max(8))
            .into_iter()
            .map(|piece| Line::styled(piece.to_owned(), theme.style(Role::Dim)))
            .collect();
        paint::lines(frame, rest, &lines, 0);
        paint::cursor(frame, rest, 0, 0);
        return;
    };
    let rows = u16::try_from(list.rows.len()).unwrap_or(u16::MAX).min(rest.height / 3).max(1);
    let (table, below) = split_rows(rest, rows);
    let (rule, body) = split_rows(below, 1);
    let line = "─".repeat(usize::from(rule.width));
    paint::lines(frame, rule, &[Line::styled(line, theme.style(Role::Border))], 0);
    let left = match selected {
        Divergence::Contest(contest) => sides(contest, list, model, frame, body, theme),
        Divergence::Fork(fork) => {
            let mut sheet = Sheet::new(theme, body.width);
            write_fork(&mut sheet, fork, model);
            paint::scrolled(frame, body, sheet.lines(), list.scroll)
        }
    };
    paint::more_below(frame, top, left, theme);
    // Drawn last: the selected row has the terminal's cursor.
    let of = Rows {
        total: list.rows.len(),
        selected: list.selected,
        lines: 1,
        focused: true,
        cursor: true,
    };
    list::draw(frame, table, theme, &of, |index, _| {
        list.rows.get(index).map(|row| vec![told(row, model, theme)]).unwrap_or_default()
    });
}

/// A row of the list: what, and the states that rival.
fn told(row: &Divergence, model: &Model, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let (name, what, role) = match row {
        Divergence::Contest(contest) => {
            let states = contest.sides.iter();
            let states = states.map(|side| words.say(&contest.kind.state_key(side.state)));
            (contest.number.clone(), states.collect::<Vec<_>>().join(" ≠ "), Role::Alarm)
        }
        Divergence::Fork(fork) => {
            let role = if fork.ended { Role::Dim } else { Role::Warn };
            (fork.desk.clone(), t!(words, "layer-fork", seq = fork.seq.to_string()), role)
        }
    };
    Line::from(vec![
        Span::styled(format!("{name}  "), theme.style(Role::Key)),
        Span::styled(what, theme.style(role)),
    ])
}

/// Draws the sides; how many lines are left below.
fn sides(
    contest: &Contest,
    list: &DivergenceList,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) -> usize {
    if let ([one, other], true) = (contest.sides.as_slice(), area.width >= BESIDE_FROM) {
        let half = area.width.saturating_sub(3) / 2;
        let left = Rect { width: half, ..area };
        let right = Rect { x: area.x + half + 3, width: half, ..area };
        for y in area.top()..area.bottom() {
            frame.buffer_mut().set_string(area.x + half + 1, y, "│", theme.style(Role::Border));
        }
        let pieces = [(one, left), (other, right)];
        let draw = |(n, (side, area)): (usize, (&Side, Rect))| {
            let mut sheet = Sheet::new(theme, area.width);
            write(&mut sheet, side, contest, n == list.side, model);
            paint::scrolled(frame, area, sheet.lines(), list.scroll)
        };
        return pieces.into_iter().enumerate().map(draw).max().unwrap_or(0);
    }
    let mut sheet = Sheet::new(theme, area.width);
    let mut from = 0;
    for (n, side) in contest.sides.iter().enumerate() {
        // Nobody lets a side stand that he does not see: the selected one begins the view.
        if n == list.side {
            from = sheet.lines().len();
        }
        write(&mut sheet, side, contest, n == list.side, model);
        sheet.blank();
    }
    paint::scrolled(frame, area, sheet.lines(), from + list.scroll)
}

/// What one side did, and everything that was entered: nothing of it is left out where two are weighed against each other.
fn write(sheet: &mut Sheet, side: &Side, contest: &Contest, selected: bool, model: &Model) {
    let words = &model.words;
    let state = words.say(&contest.kind.state_key(side.state));
    let mark = if selected { "▸ " } else { "  " };
    sheet.hanging((mark, Role::Key), &state, if selected { Role::Title } else { Role::Text });
    let action = words.say(&contest.kind.action_key(side.action));
    let what = format!("{} {action} · {} {}", side.entry, side.office, side.actor);
    sheet.hanging(("  ", Role::Dim), what.trim_end(), Role::Text);
    sheet.hanging(("  ", Role::Dim), &format::moment(words, model.now, side.at), Role::Dim);
    let unit = |code: &str| format::unit_name(model, code);
    let moment = |at: DateTime<Utc>| format::moment(words, model.now, at);
    let names = Names { unit: &unit, moment: &moment, named: &value::as_signed };
    if contest.kind == Contested::Lead {
        for (name, text) in &side.args.0 {
            let key = format!("field-name-{name}");
            let name = if words.has(&key) { words.say(&key) } else { value::label(words, name) };
            let line = t!(words, "layer-pair", name = name, value = text.as_str());
            sheet.hanging(("  ", Role::Dim), &line, Role::Text);
        }
    }
    for argument in contest.kind.arguments(side.action) {
        let Some(text) = side.args.get(argument.name) else { continue };
        let told = value::argument(words, argument.kind, text, &names);
        let line = t!(words, "layer-pair", name = value::label(words, argument.name), value = told);
        sheet.hanging(("  ", Role::Dim), &line, Role::Text);
    }
}

fn write_fork(sheet: &mut Sheet, fork: &Fork, model: &Model) {
    let words = &model.words;
    for branch in &fork.branches {
        let n = branch.events.to_string();
        let made = branch.made.parse::<DateTime<Utc>>();
        let made =
            made.map_or_else(|_| branch.made.clone(), |at| format::moment(words, model.now, at));
        sheet.text(&t!(words, "layer-fork-branch", made = made, n = n), Role::Text);
        sheet.hanging(("  ", Role::Dim), &branch.id, Role::Dim);
    }
    sheet.blank();
    let key = if fork.ended { "layer-fork-ended" } else { "layer-fork-remedy" };
    sheet.text(&words.say(key), if fork.ended { Role::Dim } else { Role::Warn });
}
