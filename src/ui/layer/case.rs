//! The case screen: what happened, what is known, who claims what, which rules are in play, and what may be done now.
//!
//! From 100 columns on timeline and tabs stand side by side, below that one above the other; the actions always keep
//! four rows where there are four. Timeline and tab scroll together.

pub(super) mod actions;
mod criteria;
mod evidence;
mod facts;
mod letters;
mod limits;
mod precedents;
mod rules;
mod timeline;

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::domain::case::State;
use crate::i18n::Words;
use crate::model::Model;
use crate::model::layer::{CaseScreen, CaseTab};
use crate::t;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};

use super::claims;
use super::paint::{self, Sheet};

/// From so many columns on, things stand side by side.
const WIDE: u16 = 100;

/// Rows that the actions keep: their heading and four of them.
const FEWEST_ACTION_ROWS: u16 = 5;

/// Draws the screen.
pub fn draw(screen: &CaseScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let head = head(screen, model, theme, area);
    let (top, rest) = split_rows(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    paint::lines(frame, top, &head, 0);

    let share = if area.width >= WIDE { rest.height / 3 } else { rest.height / 5 * 2 };
    let all = u16::try_from(screen.detail.row.actions.len()).unwrap_or(u16::MAX).saturating_add(1);
    let below = share.min(all).max(FEWEST_ACTION_ROWS).min(rest.height);
    let (body, actions) = split_rows(rest, rest.height - below);

    let (happened, known) = if area.width >= WIDE {
        let (left, right) = split_columns(body, body.width / 5 * 2);
        let (border, right) = split_columns(right, 2);
        let bar = vec![Line::styled("│", theme.style(Role::Border)); usize::from(border.height)];
        paint::lines(frame, border, &bar, 0);
        (left, right)
    } else {
        split_rows(body, (body.height / 3).max(2))
    };
    timeline::draw(screen, model, frame, happened, theme);
    tab(screen, model, frame, known, theme);
    let table = actions::Table {
        rows: &screen.detail.row.actions,
        selected: screen.action,
        prefix: "action-",
        hints: &["perform", "timeline-down", "palette", "close"],
        keys: true,
    };
    actions::draw(&table, model, frame, actions, theme);
}

/// Where the case stands, rival states where desks disagree, and the title of the tender.
fn head(screen: &CaseScreen, model: &Model, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    let rows = if area.height < 20 { 1 } else { 2 };
    let mut head = vec![standing(screen, model, theme)];
    let words = &model.words;
    let rivals = screen.detail.row.contested.iter().map(|rival| state(words, *rival));
    let rivals: Vec<String> = rivals.collect();
    if !rivals.is_empty() {
        let states = format::listed(words, &rivals);
        let text = format!("! {}", t!(words, "layer-case-contested", states = states));
        head.push(Line::styled(text, theme.style(Role::Alarm)));
    }
    for piece in paint::title_lines(&screen.detail.row.title, usize::from(area.width), rows) {
        head.push(Line::styled(piece, theme.style(Role::Title)));
    }
    head
}

fn state(words: &Words, state: State) -> String {
    words.say(&format!("state-{}", state.name()))
}

/// Number, delivery, state, the time left, and the track.
fn standing(screen: &CaseScreen, model: &Model, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let row = &screen.detail.row;
    let mut parts = vec![
        (format!("{} {}", row.number, format::delivery_badge(row.delivery)), Role::Key),
        (state(words, row.state), Role::Title),
    ];
    match row.last_moment {
        Some(until) => {
            let left = format::countdown(words, model.now, until);
            parts.push((left.text, left.role));
        }
        None if row.state.is_before_decision() => {
            parts.push((t!(words, "layer-case-no-limit"), Role::Dim));
        }
        // What is decided has no last moment any more.
        None => {}
    }
    if row.hard_stop.as_ref().is_some_and(|stop| stop.estimated) {
        parts.push((t!(words, "layer-estimated"), Role::Warn));
    }
    parts.push((format::track(words, row.track), Role::Text));
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (text, role) in parts {
        spans.push(Span::styled(text, theme.style(role)));
        spans.push(Span::raw("  "));
    }
    Line::from(spans)
}

/// The names of the tabs, and the open one below.
fn tab(screen: &CaseScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let (bar, body) = split_rows(area, 1);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for tab in CaseTab::ALL {
        let name = tab_name(&model.words, tab);
        // Brackets tell the open tab where there is no colour.
        let (text, role) = if tab == screen.tab {
            (format!("[{name}]"), Role::Title)
        } else {
            (format!(" {name} "), Role::Dim)
        };
        spans.push(Span::styled(text, theme.style(role)));
        spans.push(Span::raw(" "));
    }
    spans.extend(paint::hints(&model.words, theme, &["next-tab"]).spans);
    paint::lines(frame, bar, &[Line::from(spans)], 0);

    let mut sheet = Sheet::new(theme, body.width);
    match screen.tab {
        CaseTab::Facts => facts::write(&mut sheet, screen, model),
        CaseTab::Claims => {
            claims::side_by_side(&mut sheet, model, &screen.detail.claims, None);
        }
        CaseTab::Evidence => evidence::write(&mut sheet, screen, model),
        CaseTab::Criteria => criteria::write(&mut sheet, screen, model),
        CaseTab::Precedents => precedents::write(&mut sheet, screen, model),
        CaseTab::Limits => limits::write(&mut sheet, screen, model),
        CaseTab::Rules => rules::write(&mut sheet, screen, model),
        CaseTab::Letters => letters::write(&mut sheet, screen, model),
    }
    let left = paint::scrolled(frame, body, sheet.lines(), screen.scroll);
    paint::more_below(frame, bar, left, theme);
}

fn tab_name(words: &Words, tab: CaseTab) -> String {
    match tab {
        CaseTab::Facts => t!(words, "layer-tab-facts"),
        CaseTab::Claims => t!(words, "layer-tab-claims"),
        CaseTab::Evidence => t!(words, "layer-tab-evidence"),
        CaseTab::Criteria => t!(words, "layer-tab-criteria"),
        CaseTab::Precedents => t!(words, "layer-tab-precedents"),
        CaseTab::Limits => t!(words, "layer-tab-limits"),
        CaseTab::Rules => t!(words, "layer-tab-rules"),
        CaseTab::Letters => t!(words, "layer-tab-letters"),
    }
}
