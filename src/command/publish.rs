//! Headquarters publishes from the screen: a file is shown as what it would sign, and an assumed default is confirmed.

use super::awaiting::at_headquarters;
use super::{Command, Scope, row};
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;

const HERE: &[Scope] = &[Scope::Territory, Scope::Awaiting];

/// Rows.
pub const ROWS: &[Command] = &[
    row("publish", HERE, &["p", "f4"], publish).when(at_headquarters),
    row("confirm", HERE, &["o", "ctrl-g"], confirm).when(at_headquarters),
];

fn publish(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::publish());
    Vec::new()
}

fn confirm(model: &mut Model) -> Vec<Effect> {
    let book = model.words.book();
    let gaps = book.rules().iter().map(|rule| rule.id.as_str());
    let gaps: Vec<&str> = gaps.filter(|id| id.starts_with('G')).collect();
    model.open_form(FormState::confirm(&gaps));
    Vec::new()
}
