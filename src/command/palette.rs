//! The palette: every command of where one was, found by its name in either language, its id, or pinyin.

use super::{Command, Scope, row};
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::Layer;
use crate::text::pinyin::Pinyin;

const HERE: &[Scope] = &[Scope::Palette];

/// Rows.
pub const ROWS: &[Command] = &[
    row("palette-run", HERE, &["enter"], run).in_footer(),
    row("palette-down", HERE, &["down", "ctrl-n", "tab"], |m| step(m, 1)),
    row("palette-up", HERE, &["up", "ctrl-p", "shift-tab"], |m| step(m, -1)),
];

/// The commands that fit what was typed, in the order of the table: those that live where the palette was opened.
pub fn matches(model: &Model) -> Vec<&'static Command> {
    let Some(Layer::Palette { query, .. }) = model.top() else { return Vec::new() };
    let query = query.text().trim();
    let fits = |c: &&'static Command| {
        let name = model.words.say(&format!("cmd-{}", c.id));
        query.is_empty() || c.id.contains(query) || Pinyin::shared().find(query, &name).is_some()
    };
    super::below_top(model).into_iter().filter(|c| c.id != "palette").filter(fits).collect()
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = matches(model).len().max(1);
    if let Some(Layer::Palette { selected, .. }) = model.layers.last_mut() {
        *selected = (*selected as isize + by).rem_euclid(count as isize) as usize;
    }
    Vec::new()
}

fn run(model: &mut Model) -> Vec<Effect> {
    let found = matches(model);
    let Some(Layer::Palette { selected, .. }) = model.layers.pop() else { return Vec::new() };
    let Some(command) = found.get(selected) else { return Vec::new() };
    model.run(command.enabled, command.run)
}
