//! Appeals, remedies and relations: their list, and a file in full with every row of its table. Two tables, one face.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::desk::impact::{Impact, Touched};
use crate::desk::relief::{FileLimit, FileRow, GROUPS, Group};
use crate::domain::relief::Entry;
use crate::i18n::Words;
use crate::i18n::value::{self, Names};
use crate::model::Model;
use crate::model::layer::FileScreen;
use crate::t;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::{self, Rows};
use crate::ui::widget::split_rows;

use super::case::actions::{self, Table};
use super::paint::{self, Sheet};

/// Rows that the actions keep: their heading and four of them.
const FEWEST_ACTION_ROWS: u16 = 5;

/// Draws the list.
pub fn draw_list(
    (group, rows, selected): (usize, &[FileRow], usize),
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let head = vec![
        tabs(group, rows.len(), words, theme),
        paint::hints(words, theme, &["open-file", "new-file", "next-register", "close"]),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    if rows.is_empty() {
        let text = match group {
            0 => t!(words, "layer-files-none"),
            _ => t!(words, "layer-files-empty", key = format::key_of("new-file")),
        };
        let line = Line::styled(text, theme.style(Role::Dim));
        paint::lines(frame, body, &[line], 0);
        paint::cursor(frame, body, 0, 0);
        return;
    }
    let of = Rows { total: rows.len(), selected, lines: 1, focused: true, cursor: true };
    list::draw(frame, body, theme, &of, |index, _| {
        rows.get(index).map(|row| vec![standing(row, model, theme)]).unwrap_or_default()
    });
}

/// The lists side by side, the one that is shown in brackets with its count.
fn tabs(shown: usize, count: usize, words: &Words, theme: Theme) -> Line<'static> {
    let tab = |(at, group): (usize, &Group)| {
        let name = words.say(&format!("group-{}", group.name));
        match at == shown {
            true => Span::styled(format!("[{name} {count}] "), theme.style(Role::Title)),
            false => Span::styled(format!(" {name}  "), theme.style(Role::Dim)),
        }
    };
    Line::from(GROUPS.iter().enumerate().map(tab).collect::<Vec<_>>())
}

fn standing(row: &FileRow, model: &Model, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let state = words.say(&format!("state-{}-{}", row.kind.name(), row.state));
    let role = if row.open { Role::Title } else { Role::Dim };
    let concerns = format::unit_name(model, &row.concerns);
    let measure = row.measure.map(|word| value::choice(words, word)).unwrap_or_default();
    let badge = format::delivery_badge(row.delivery);
    Line::from(vec![
        Span::styled(format!(" {} {badge}  ", row.number), theme.style(Role::Key)),
        Span::styled(format!("{state}  "), theme.style(role)),
        Span::styled(format!("{concerns}  {measure}  "), theme.style(Role::Text)),
        Span::styled(row.case.clone().unwrap_or_default(), theme.style(Role::Dim)),
    ])
}

/// Draws a file.
pub fn draw(screen: &FileScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let (top, rest) = split_rows(area, 1);
    paint::lines(frame, top, &[standing(&screen.detail.row, model, theme)], 0);
    let all = u16::try_from(screen.detail.actions.len()).unwrap_or(u16::MAX).saturating_add(1);
    let below = (rest.height / 5 * 2).min(all).max(FEWEST_ACTION_ROWS).min(rest.height);
    let (body, table) = split_rows(rest, rest.height - below);
    let mut sheet = Sheet::new(theme, body.width);
    write(&mut sheet, screen, model);
    let left = paint::scrolled(frame, body, sheet.lines(), screen.scroll);
    paint::more_below(frame, top, left, theme);
    let table_of = Table {
        rows: &screen.detail.actions,
        selected: screen.action,
        prefix: screen.detail.row.kind.prefix(),
        hints: &["perform-file", "file-down", "palette", "close"],
        keys: false,
    };
    actions::draw(&table_of, model, frame, table, theme);
}

/// What is said of a file in one of our words.
const WORDS: [&str; 3] = ["aim", "mode", "channel"];

fn write(sheet: &mut Sheet, screen: &FileScreen, model: &Model) {
    let words = &model.words;
    for (name, text) in &screen.detail.said {
        sheet.labelled(&value::label(words, name), &told(screen, name, text, model), Role::Text);
    }
    for note in &screen.detail.notes {
        sheet.hanging(("! ", Role::Warn), &words.why(note), Role::Text);
    }
    if let Some(impact) = &screen.detail.impact {
        write_impact(sheet, impact, model);
    }
    for limit in &screen.detail.limits {
        write_limit(sheet, limit, model);
    }
    if let Some(meeting) = &screen.detail.meeting {
        super::meeting::write(sheet, meeting, model);
    }
    sheet.blank();
    for (n, entry) in screen.detail.timeline.iter().enumerate().rev() {
        happened(sheet, n + 1, entry, screen, model);
    }
}

/// What was said when a file was opened, in words: by the argument's kind where its table has one of that name.
fn told(screen: &FileScreen, name: &str, text: &str, model: &Model) -> String {
    let words = &model.words;
    if WORDS.contains(&name) {
        return value::choice(words, text);
    }
    let opening = screen.detail.row.kind.table().opening;
    let argument = opening.and_then(|o| o.arguments.iter().find(|argument| argument.name == name));
    let unit = |code: &str| format::unit_name(model, code);
    let moment = |at: DateTime<Utc>| format::moment(words, model.now, at);
    let names = Names { unit: &unit, moment: &moment };
    argument.map_or_else(|| text.to_owned(), |a| value::argument(words, a.kind, text, &names))
}

/// What a change would touch.
fn write_impact(sheet: &mut Sheet, impact: &Impact, model: &Model) {
    let words = &model.words;
    sheet.blank();
    let counts = t!(
        words,
        "impact-counts",
        day = impact.day.to_string(),
        cases = impact.cases.len(),
        claims = impact.claims.len(),
        protections = impact.protections.len(),
        leads = impact.leads
    );
    sheet.hanging(("", Role::Title), &counts, Role::Title);
    let mut list = |label: String, touched: &[Touched]| {
        for one in touched {
            let units: Vec<String> =
                one.units.iter().map(|u| format::unit_name(model, u)).collect();
            let line = format!("{label} {} {} {}", one.number, units.join(" × "), one.title);
            sheet.hanging(("  ", Role::Dim), &line, Role::Text);
        }
    };
    list(t!(words, "impact-case"), &impact.cases);
    list(t!(words, "impact-protection"), &impact.protections);
    list(t!(words, "impact-claim"), &impact.claims);
    for fault in &impact.faults {
        sheet.hanging(("! ", Role::Warn), &words.why(fault), Role::Text);
    }
}

fn write_limit(sheet: &mut Sheet, limit: &FileLimit, model: &Model) {
    let words = &model.words;
    let mut parts = vec![words.say(&format!("limit-verdict-{}", limit.verdict.name()))];
    let moment = |at: DateTime<Utc>| format::moment(words, model.now, at);
    parts.extend(limit.due.map(|at| t!(words, "layer-limit-due", at = moment(at))));
    parts.extend(limit.done.map(|at| t!(words, "layer-limit-done", at = moment(at))));
    let name = words.say(&format!("limit-step-{}", limit.step));
    sheet.labelled(&name, &parts.join(" · "), format::verdict_role(limit.verdict));
}

fn happened(sheet: &mut Sheet, n: usize, entry: &Entry, screen: &FileScreen, model: &Model) {
    let words = &model.words;
    let kind = screen.detail.row.kind;
    let at = format!("{}  ", format::moment(words, model.now, entry.at));
    let name = words.say(&format!("{}{}", kind.prefix(), entry.action));
    let what = format!("{n} {name} · {} {}", entry.office, entry.actor);
    sheet.hanging((at.as_str(), Role::Dim), what.trim_end(), Role::Title);
    if !entry.counts {
        let key = if entry.in_power { "layer-no-effect" } else { "layer-out-of-power" };
        sheet.hanging(("  ! ", Role::Alarm), &words.say(key), Role::Alarm);
    }
    let unit = |code: &str| format::unit_name(model, code);
    let moment = |at: DateTime<Utc>| format::moment(words, model.now, at);
    let names = Names { unit: &unit, moment: &moment };
    for argument in kind.arguments(entry.action).unwrap_or_default() {
        let told = match entry.args.get(argument.name) {
            Some(text) => value::argument(words, argument.kind, text, &names),
            None if entry.says(argument.name) => t!(words, "layer-part-absent"),
            None => continue,
        };
        let line = t!(words, "layer-pair", name = value::label(words, argument.name), value = told);
        sheet.hanging(("  ", Role::Dim), &line, Role::Text);
    }
}
