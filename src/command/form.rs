//! Forms and the search line: moving between fields, sending, taking the search.

use super::{Command, Scope, row};
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::Layer;

const FORM: &[Scope] = &[Scope::Form];

/// Rows.
pub const ROWS: &[Command] = &[
    row("send-form", FORM, &["ctrl-s", "f2"], send).in_footer(),
    row("next-field", FORM, &["tab", "down"], |m| turn(m, 1)).in_footer(),
    row("previous-field", FORM, &["shift-tab", "up"], |m| turn(m, -1)),
    row("enter-field", FORM, &["enter"], enter),
    row("take-search", &[Scope::Search], &["enter"], take_search).in_footer(),
];

fn turn(model: &mut Model, step: isize) -> Vec<Effect> {
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.turn(step);
    }
    Vec::new()
}

/// Enter goes to the next field, and from the last one sends.
fn enter(model: &mut Model) -> Vec<Effect> {
    match model.layers.last() {
        Some(Layer::Form(form)) if form.focus + 1 < form.fields.len() => turn(model, 1),
        _ => send(model),
    }
}

fn send(model: &mut Model) -> Vec<Effect> {
    model.send_form()
}

/// The search stays; the keys go back to the pane.
fn take_search(model: &mut Model) -> Vec<Effect> {
    model.layers.pop();
    Vec::new()
}
