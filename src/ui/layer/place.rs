//! A province in full, on a day: who answers for it and for each of its cities, since when, by which resolution. The day steps from
//! one change to the next, back and forth; what held is shown as a picture.

use chrono::{Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Clear;

use crate::desk::place::{CityRow, Held, PlaceDetail};
use crate::domain::calendar::local;
use crate::domain::organisation::Seat;
use crate::domain::organisation::owner::{By, Deputy, Holder, Right, Standing};
use crate::i18n::{Words, value};
use crate::interchange::picture::{Span, Spans};
use crate::model::Model;
use crate::model::layer::PlaceScreen;
use crate::t;
use crate::text::{columns, pad};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{chart, split_columns, split_rows};

use super::paint::{self, Sheet};

/// Columns of a city in the grid.
const CITY: usize = 16;

/// From this width on the cities stand beside the answer.
const WIDE: u16 = 100;

/// Days of the picture before and after the day that is looked at.
const AROUND: u64 = 366;

/// Draws the province.
pub fn draw(screen: &PlaceScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let (top, body) = split_rows(area, 2);
    let keys = ["up", "down", "place-earlier", "place-later", "place-today", "close"];
    let room = usize::from(area.width);
    let head = [heading(screen, model, theme), paint::hints_within(words, theme, &keys, room)];
    paint::lines(frame, top, &head, 0);
    let (left, right) = if area.width >= WIDE {
        let (left, right) = split_columns(body, body.width / 5 * 3);
        (left, right)
    } else {
        let lines = body.height.saturating_mul(2) / 5;
        split_rows(body, body.height.saturating_sub(lines))
    };
    let mut sheet = Sheet::new(theme, left.width.saturating_sub(1));
    answer(&mut sheet, &screen.detail, model);
    history(&mut sheet, &screen.detail, model);
    let below = paint::scrolled(frame, left, sheet.lines(), screen.scroll);
    paint::more_below(frame, Rect { height: 1, ..top }, below, theme);
    cities(screen, model, frame, right, theme);
}

/// The place, the day, and whether that is today.
fn heading(screen: &PlaceScreen, model: &Model, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let standing = &screen.detail.standing;
    let today = local(model.now).date();
    let when = match standing.day.cmp(&today) {
        std::cmp::Ordering::Less => t!(words, "place-past"),
        std::cmp::Ordering::Equal => t!(words, "place-today"),
        std::cmp::Ordering::Greater => t!(words, "place-future"),
    };
    let name = name_of(&screen.detail, &standing.division, words);
    Line::from(vec![
        Piece::styled(format!(" {name} "), theme.style(Role::Title)),
        Piece::styled(format!("· {} {when}", standing.day), theme.style(Role::Key)),
    ])
}

fn name_of(detail: &PlaceDetail, code: &str, words: &Words) -> String {
    let city = detail.cities.iter().find(|city| city.code == code);
    let known = value::place(words, code);
    match city {
        Some(city) if known == code => city.name.clone(),
        _ => known,
    }
}

fn answer(sheet: &mut Sheet, detail: &PlaceDetail, model: &Model) {
    let words = &model.words;
    let standing = &detail.standing;
    let seat = match standing.seat {
        Some(Seat::Region(region)) => format::region_name(words, region),
        Some(Seat::Headquarters) => t!(words, "owner-hq"),
        None => t!(words, "ui-undecided"),
    };
    let seat = if standing.assumed { assumed(words, &seat) } else { seat };
    sheet.labelled(
        &t!(words, "place-region"),
        &with(words, seat, standing.by.as_ref()),
        Role::Text,
    );
    if let Some(manager) = &standing.manager {
        sheet.labelled(&t!(words, "ui-manager"), &held(words, manager), Role::Text);
    }
    if let Some(Deputy { ring, post }) = &standing.deputy {
        let who = held(words, post);
        let who = match ring {
            Some(region) => {
                let region = format::region_short(words, *region);
                assumed(
                    words,
                    &format!("{who} · {}", t!(words, "owner-stands-in", region = region)),
                )
            }
            None => who,
        };
        sheet.labelled(&t!(words, "ui-deputy"), &who, Role::Text);
    }
    rights(sheet, &t!(words, "ui-home"), &standing.home, model);
    rights(sheet, &t!(words, "ui-allowed"), &standing.allowed, model);
    rights(sheet, &t!(words, "ui-barred"), &standing.barred, model);
    for account in &standing.accounts {
        let customer = value::customer(words, &account.customer);
        let text = format!("{customer} {}", held(words, &account.post));
        sheet.labelled(&t!(words, "ui-key-accounts"), &text, Role::Text);
    }
    faults(sheet, standing, words);
    if !detail.units.is_empty() {
        let named = |unit: &crate::domain::unit::Unit| {
            let name = value::unit(words, &unit.name, &unit.en);
            let state = words.say(&format!("unit-state-{}", unit.state.name()));
            format!("{name} ({state})")
        };
        let units: Vec<String> = detail.units.iter().map(named).collect();
        sheet.labelled(&t!(words, "place-units"), &value::listed(words, &units), Role::Text);
    }
    if !detail.customers.is_empty() {
        let names: Vec<String> = detail.customers.iter().map(|node| node.name.clone()).collect();
        sheet.labelled(&t!(words, "place-customers"), &value::listed(words, &names), Role::Text);
    }
}

fn rights(sheet: &mut Sheet, label: &str, rights: &[Right], model: &Model) {
    let words = &model.words;
    for right in rights {
        let unit = format::unit_name(model, &right.unit);
        let class = right.class.map(|class| words.say(&format!("class-{}", class.name())));
        let who = class.map_or(unit.clone(), |class| format!("{unit} ({class})"));
        sheet.labelled(label, &with(words, who, Some(&right.by)), Role::Text);
    }
}

fn faults(sheet: &mut Sheet, standing: &Standing, words: &Words) {
    for fault in &standing.faults {
        sheet.hanging(("! ", Role::Alarm), &words.why(fault), Role::Warn);
    }
}

fn assumed(words: &Words, text: &str) -> String {
    format!("{text} [{}]", t!(words, "ui-assumed"))
}

fn held(words: &Words, post: &Holder) -> String {
    match (&post.holder, &post.by) {
        (Some(holder), by) => with(words, holder.clone(), by.as_ref()),
        (None, Some(by)) => with(words, t!(words, "ui-vacant"), Some(by)),
        (None, None) => t!(words, "ui-undecided"),
    }
}

/// Who, by which resolution, from when until when.
fn with(words: &Words, who: String, by: Option<&By>) -> String {
    let Some(by) = by else { return who };
    let mut text = match by.resolution.is_empty() {
        true => who,
        false => t!(words, "ui-by-resolution", who = who, resolution = by.resolution.as_str()),
    };
    text.push_str(&format!(" · {}", t!(words, "owner-since", from = by.from.to_string())));
    if let Some(until) = by.until {
        text.push_str(&format!(" {}", t!(words, "owner-until", until = until.to_string())));
    }
    text
}

/// The region and the home of the province over time, a year to either side of the day.
fn history(sheet: &mut Sheet, detail: &PlaceDetail, model: &Model) {
    let words = &model.words;
    let day = detail.standing.day;
    let from = day.checked_sub_days(Days::new(AROUND)).unwrap_or(day);
    let to = day.checked_add_days(Days::new(AROUND)).unwrap_or(day);
    let region = |who: &str| match who.parse() {
        Ok(region) => format::region_short(words, region),
        Err(_) => t!(words, "owner-hq"),
    };
    let begins = |held: &Held| held.from.unwrap_or(from);
    let seen = |held: &&Held| begins(held) <= to && held.until.is_none_or(|last| last >= from);
    let span = |held: &Held, text: String| Span { from: begins(held), to: held.until, text };
    let regions = detail.regions.iter().filter(seen).map(|held| span(held, region(&held.who)));
    let homes = detail.homes.iter().filter(seen);
    let homes = homes.map(|held| span(held, format::unit_name(model, &held.who)));
    let rows = vec![
        (t!(words, "place-region"), regions.collect()),
        (t!(words, "ui-home"), homes.collect()),
    ];
    let spans = Spans { title: String::new(), from, to, rows };
    sheet.blank();
    sheet.text(&t!(words, "place-history", day = mark(day)), Role::Title);
    let (width, theme) = (sheet.width(), sheet.theme());
    for line in chart::spans(&spans, width, theme, false) {
        sheet.push(line);
    }
}

fn mark(day: NaiveDate) -> String {
    day.to_string()
}

/// The province and its cities in a grid; the selected one has the cursor.
fn cities(screen: &PlaceScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let across = (usize::from(area.width) / CITY).max(1);
    let province = value::place(&model.words, &screen.detail.province);
    let mut cells: Vec<Piece<'static>> = vec![cell(&province, "", screen.selected == 0, theme)];
    for (at, city) in screen.detail.cities.iter().enumerate() {
        cells.push(cell(&city.name, &badge(city), screen.selected == at + 1, theme));
    }
    let rows = cells.len().div_ceil(across);
    let selected = (screen.selected / across, screen.selected % across);
    let fits = usize::from(area.height);
    let from = selected.0.saturating_sub(fits / 2).min(rows.saturating_sub(fits));
    let lines: Vec<Line<'static>> =
        cells.chunks(across).map(|row| Line::from(row.to_vec())).collect();
    paint::lines(frame, area, &lines, from);
    paint::cursor(frame, area, selected.1 * CITY, selected.0.saturating_sub(from));
}

fn cell(name: &str, badge: &str, selected: bool, theme: Theme) -> Piece<'static> {
    let mark = if selected { "▸" } else { " " };
    let room = CITY.saturating_sub(2 + columns(badge));
    let name = crate::text::elide(name, room);
    let text = pad(&format!("{mark}{name}{badge}"), CITY);
    Piece::styled(text, theme.style(if selected { Role::Selected } else { Role::Text }))
}

/// Answered for otherwise than its province; open conflicts; leads.
fn badge(city: &CityRow) -> String {
    let mut badge = String::new();
    if city.differs {
        badge.push('≠');
    }
    if city.conflicts > 0 {
        badge.push_str(&format!("!{}", city.conflicts));
    }
    if city.leads > 0 {
        badge.push_str(&format!(" {}", city.leads));
    }
    badge
}
