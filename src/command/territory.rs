//! Pane 1: moving over the tile map, filtering the other panes by province, a province in full on any day.

use super::{Command, Scope, row};
use crate::desk::place::Asked;
use crate::desk::service::Request;
use crate::domain::territory::{Direction, step};
use crate::model::effect::Effect;
use crate::model::layer::{Layer, PLACE, PlaceScreen};
use crate::model::{Model, ProvinceFilter};

const HERE: &[Scope] = &[Scope::Territory];
const PLACE_HERE: &[Scope] = &[Scope::Place];

/// Rows.
pub const ROWS: &[Command] = &[
    row("tile-left", HERE, &["left", "h"], |m| go(m, Direction::Left)),
    row("tile-right", HERE, &["right", "l"], |m| go(m, Direction::Right)),
    row("tile-up", HERE, &["up", "k"], |m| go(m, Direction::Up)),
    row("tile-down", HERE, &["down", "j"], |m| go(m, Direction::Down)),
    row("open-place", HERE, &["enter"], open).in_footer(),
    row("filter-province", HERE, &["space"], filter).in_footer(),
    row("keep-filter", HERE, &["f", "*"], keep).in_footer(),
    row("heat", HERE, &["0", "H"], heat).in_footer(),
    row("place-earlier", PLACE_HERE, &["left", "h"], |m| turn(m, Turn::Earlier)).in_footer(),
    row("place-later", PLACE_HERE, &["right", "l"], |m| turn(m, Turn::Later)).in_footer(),
    row("place-today", PLACE_HERE, &["t", "."], |m| turn(m, Turn::Today)).in_footer(),
    row("place-scroll-down", PLACE_HERE, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("place-scroll-up", PLACE_HERE, &["ctrl-up", "K"], |m| scroll(m, -1)),
];

/// Where the day goes.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Earlier,
    Later,
    Today,
}

fn go(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let Some(next) = step(&model.province, direction) else { return Vec::new() };
    model.province = next.to_owned();
    filter(model)
}

/// The selected province filters the other panes while this one has the keys.
fn filter(model: &mut Model) -> Vec<Effect> {
    let kept = model.province_filter.as_ref().is_some_and(|filter| filter.kept);
    model.province_filter = Some(ProvinceFilter { code: model.province.clone(), kept });
    model.cursors = Default::default();
    vec![Effect::Ask(model.overview_request())]
}

/// Keeps the filter when another pane takes the keys, or lets it go again.
fn keep(model: &mut Model) -> Vec<Effect> {
    let kept = !model.province_filter.as_ref().is_some_and(|filter| filter.kept);
    let effects = filter(model);
    if let Some(filter) = &mut model.province_filter {
        filter.kept = kept;
    }
    effects
}

fn open(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((PLACE.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Place(Asked { division: model.province.clone(), day: None }))]
}

fn heat(model: &mut Model) -> Vec<Effect> {
    model.heat = model.heat.next();
    Vec::new()
}

/// The day goes on to the next on which something changes, or back to the one before.
fn turn(model: &mut Model, turn: Turn) -> Vec<Effect> {
    let Some(Layer::Place(screen)) = model.layers.last_mut() else { return Vec::new() };
    let (shown, changes) = (screen.detail.standing.day, &screen.detail.changes);
    let day = match turn {
        Turn::Today => None,
        Turn::Later => match changes.iter().find(|day| **day > shown) {
            Some(day) => Some(*day),
            None => return Vec::new(),
        },
        // Before the first change something held as well.
        Turn::Earlier => match changes.iter().rfind(|day| **day < shown) {
            Some(day) => Some(*day),
            None => match changes.first().and_then(|day| day.pred_opt()) {
                Some(before) if before < shown => Some(before),
                _ => return Vec::new(),
            },
        },
    };
    screen.day = day;
    let division = screen.code(screen.selected).to_owned();
    vec![Effect::Ask(Request::Place(Asked { division, day }))]
}

/// Another place of the province is looked at.
pub fn select(screen: &mut PlaceScreen, selected: usize) -> Vec<Effect> {
    screen.selected = selected;
    let division = screen.code(selected).to_owned();
    vec![Effect::Ask(Request::Place(Asked { division, day: screen.day }))]
}

fn scroll(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(Layer::Place(screen)) = model.layers.last_mut() {
        // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
        screen.scroll = screen.scroll.saturating_add_signed(by).min(200);
    }
    Vec::new()
}
