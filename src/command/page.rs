//! A letter as its page: signed from there, or only read. An order is seen as the page it will print before it is signed.

use super::{Command, Scope, row};
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::Layer;

const HERE: &[Scope] = &[Scope::Page];

/// Rows.
pub const ROWS: &[Command] =
    &[row("sign-page", HERE, &["enter", "f2"], sign).when(signs).in_footer()];

fn signs(model: &Model) -> Result<(), Why> {
    match model.top() {
        Some(Layer::Page(page)) if page.signs => Ok(()),
        _ => Err(super::general::nothing_selected()),
    }
}

/// Leaves the page and sends the form below it.
fn sign(model: &mut Model) -> Vec<Effect> {
    model.layers.pop();
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.seen = true;
    }
    model.send_form()
}
