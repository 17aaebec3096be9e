//! Moving in lists and long texts: arrows, hjkl, pages.

use super::{Command, Scope, row};
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::Layer;

const LISTS: &[Scope] =
    &[Scope::Conflicts, Scope::Leads, Scope::Minutes, Scope::Help, Scope::Lead, Scope::Case];

/// A page of rows: what fits on most screens less two lines that stay in view.
const PAGE: isize = 10;

/// Rows.
pub const ROWS: &[Command] = &[
    row("down", LISTS, &["down", "j"], |m| step(m, 1)),
    row("up", LISTS, &["up", "k"], |m| step(m, -1)),
    row("page-down", LISTS, &["pagedown", "ctrl-f"], |m| step(m, PAGE)),
    row("page-up", LISTS, &["pageup", "ctrl-b"], |m| step(m, -PAGE)),
    row("first", LISTS, &["home", "g"], |m| step(m, isize::MIN / 2)),
    row("last", LISTS, &["end", "G"], |m| step(m, isize::MAX / 2)),
];

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    match model.layers.last_mut() {
        Some(Layer::Help { scroll } | Layer::Lead { scroll, .. }) => {
            // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
            *scroll = moved(*scroll, by, 200);
        }
        Some(Layer::Case(screen)) => {
            let last = screen.detail.row.actions.len().saturating_sub(1);
            screen.action = moved(screen.action, by, last);
        }
        Some(_) => {}
        None => return step_in_pane(model, by),
    }
    Vec::new()
}

fn step_in_pane(model: &mut Model, by: isize) -> Vec<Effect> {
    let pane = model.focus;
    let last = model.list_len(pane).saturating_sub(1);
    let target = moved(model.cursor(pane), by, last);
    model.select(pane, target);
    let outside = pane == crate::model::Pane::Leads && model.selected_lead().is_none();
    if outside && model.list_len(pane) > 0 {
        return vec![Effect::Ask(model.overview_request())];
    }
    Vec::new()
}

fn moved(from: usize, by: isize, last: usize) -> usize {
    from.saturating_add_signed(by).min(last)
}
