//! A letter as its page: signed from there, or only read. An order is seen as the page it will print before it is signed, a digest
//! before it is issued.

use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::{Layer, Signed};

const HERE: &[Scope] = &[Scope::Page];

/// Rows.
pub const ROWS: &[Command] =
    &[row("sign-page", HERE, &["enter", "f2"], sign).when(signs).in_footer()];

fn signs(model: &Model) -> Result<(), Why> {
    match model.top() {
        Some(Layer::Page(page)) if page.signs.is_some() => Ok(()),
        _ => Err(super::general::nothing_selected()),
    }
}

/// Leaves the page and sends what it was shown for: itself, or the form below it.
fn sign(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Page(page)) = model.layers.pop() else { return Vec::new() };
    match page.signs {
        Some(Signed::Survey(day)) => {
            return vec![Effect::Ask(Request::Perform(Act::IssueSurvey { day, text: page.text }))];
        }
        Some(Signed::Act(command)) => return vec![Effect::Ask(Request::Perform(*command))],
        Some(Signed::Form) | None => {}
    }
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.seen = true;
    }
    model.send_form()
}
