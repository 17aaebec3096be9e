//! The four panes: their titles with counts, their boxes, and what they have in common.
//!
//! A pane that is closed still tells its counts in its line, so that nothing pressing hides behind a fold.

mod conflicts;
mod leads;
mod minutes;
mod territory;

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use super::format;
use super::screen::Place;
use super::theme::{Role, Theme};
use super::widget::frame::{self as boxes, Title};
use super::widget::list::{self, Rows};
use super::widget::{put, row, span};
use crate::model::{Hit, Model, Pane};
use crate::t;
use crate::text::width::{columns, elide_middle};
use crate::text::wrap::wrap;

/// A title in fewer columns tells nothing; there customer and title are elided as one.
const LEAST_TITLE: usize = 10;

/// Draws a pane at its place.
pub fn draw(place: &Place, model: &Model, frame: &mut Frame<'_>, theme: Theme) {
    let title = title(place, model);
    if !place.open {
        boxes::closed(frame, place.area, theme, &title);
        return;
    }
    let inner = boxes::open(frame, place.area, theme, &title);
    if inner.is_empty() {
        return;
    }
    match place.pane {
        Pane::Territory => territory::draw(model, frame, inner, theme),
        Pane::Conflicts => conflicts::draw(model, frame, inner, theme),
        Pane::Leads => leads::draw(model, frame, inner, theme),
        Pane::Minutes => minutes::draw(model, frame, inner, theme),
    }
}

fn title(place: &Place, model: &Model) -> Title {
    let pane = place.pane;
    let total = model.list_len(pane);
    let at = model.cursor(pane).saturating_add(1).min(total);
    let text = match pane {
        Pane::Territory => territory::title(model, place),
        Pane::Conflicts => conflicts::title(model),
        Pane::Leads => leads::title(model),
        Pane::Minutes => minutes::title(model),
    };
    Title {
        number: pane.index() + 1,
        text,
        position: (total > 0).then(|| format!("{at}/{total}")),
        focused: model.focus == pane,
    }
}

/// What stands at a cell of an open pane, where that is more than the pane.
pub fn hit(place: &Place, model: &Model, x: u16, y: u16) -> Option<Hit> {
    let inner = place.area.inner(Margin::new(1, 1));
    if !inner.contains((x, y).into()) {
        return None;
    }
    if place.pane == Pane::Territory {
        return territory::hit(inner, x, y);
    }
    let lines = lines_of(place.pane);
    let fits = (usize::from(inner.height) / lines).max(1);
    let window = list::window(model.list_len(place.pane), model.cursor(place.pane), fits);
    let index = window.start + usize::from(y - inner.y) / lines;
    window.contains(&index).then_some(Hit::Row(place.pane, index))
}

/// Lines a row of a pane's list.
fn lines_of(pane: Pane) -> usize {
    match pane {
        Pane::Territory | Pane::Minutes => 1,
        Pane::Conflicts | Pane::Leads => 2,
    }
}

/// Whether the terminal's cursor belongs to this pane.
fn has_cursor(model: &Model, pane: Pane) -> bool {
    model.focus == pane && model.layers.is_empty()
}

/// The list of a pane.
fn rows(model: &Model, pane: Pane) -> Rows {
    let lines = lines_of(pane);
    Rows {
        total: model.list_len(pane),
        selected: model.cursor(pane),
        lines,
        focused: model.focus == pane,
        cursor: has_cursor(model, pane),
    }
}

/// Says in words what would stand in an empty list: `hint`, unless the list was not read yet or is narrowed.
fn empty(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme, hint: &str) {
    let words = &model.words;
    let narrowed = model.province_filter.is_some() || model.search.is_some();
    let text = if !model.loaded {
        t!(words, "ui-loading")
    } else if narrowed {
        t!(words, "ui-empty-filtered", key = format::key_of("drop"))
    } else {
        hint.to_owned()
    };
    let room = usize::from(area.width).saturating_sub(2).max(1);
    for (index, piece) in wrap(&text, room).into_iter().enumerate() {
        put(frame, row(area, index), Line::from(span(format!(" {piece}"), theme.style(Role::Dim))));
    }
}

/// A tender as rows begin with it.
struct Tender<'a> {
    customer: Option<&'a str>,
    province: Option<&'a str>,
    title: &'a str,
}

/// Customer and province, and the title elided in its middle, in `room` columns; one text where there is little room.
fn shown(model: &Model, tender: &Tender<'_>, room: usize) -> (String, Option<String>) {
    let who = format::customer_at(&model.words, tender.customer, tender.province);
    let rest = room.saturating_sub(columns(&who) + 1);
    if rest < LEAST_TITLE {
        return (elide_middle(&format!("{who} {}", tender.title), room), None);
    }
    (who, Some(elide_middle(tender.title, rest)))
}

/// As [`shown`]; what a search found is set off.
fn heading(model: &Model, theme: Theme, tender: &Tender<'_>, room: usize) -> Vec<Span<'static>> {
    let query = model.search.as_deref();
    let (who, title) = shown(model, tender, room);
    let Some(title) = title else {
        return list::marked(&who, query, theme, Role::Text);
    };
    let mut spans = list::marked(&who, query, theme, Role::Title);
    spans.push(Span::raw(" "));
    spans.extend(list::marked(&title, query, theme, Role::Text));
    spans
}
