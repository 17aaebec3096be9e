//! Pane 1: moving over the tile map, filtering the other panes by province.

use super::{Command, Scope, row};
use crate::domain::territory::{Direction, step};
use crate::model::effect::Effect;
use crate::model::{Model, ProvinceFilter};

const HERE: &[Scope] = &[Scope::Territory];

/// Rows.
pub const ROWS: &[Command] = &[
    row("tile-left", HERE, &["left", "h"], |m| go(m, Direction::Left)),
    row("tile-right", HERE, &["right", "l"], |m| go(m, Direction::Right)),
    row("tile-up", HERE, &["up", "k"], |m| go(m, Direction::Up)),
    row("tile-down", HERE, &["down", "j"], |m| go(m, Direction::Down)),
    row("filter-province", HERE, &["enter", "space"], filter).in_footer(),
    row("keep-filter", HERE, &["f", "*"], keep).in_footer(),
];

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
