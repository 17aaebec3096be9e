//! What awaits headquarters: a list from which each thing is opened, taken up, or sent back.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::awaiting::Awaiting;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{AWAITING, Layer};

const HERE: &[Scope] = &[Scope::Awaiting];

/// Rows.
pub const ROWS: &[Command] = &[
    row("awaiting", &[Scope::Main], &["6", "Q"], ask).when(at_headquarters),
    row("open-awaiting", HERE, &["enter"], open).when(numbered).in_footer(),
    row("adopt", HERE, &["a", "ctrl-a"], adopt).when(numbered).in_footer(),
    row("return", HERE, &["r", "ctrl-r"], give_back).when(numbered).in_footer(),
];

pub(super) fn at_headquarters(model: &Model) -> Result<(), Why> {
    match model.overview.summary.region {
        None => Ok(()),
        Some(_) => Err(Why::rule("headquarters-decides", "SCXT-6")),
    }
}

fn ask(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((AWAITING.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Awaiting)]
}

fn selected(model: &Model) -> Result<&Awaiting, Why> {
    match model.top() {
        Some(Layer::Awaiting { rows, selected }) => {
            rows.get(*selected).ok_or_else(nothing_selected)
        }
        _ => Err(nothing_selected()),
    }
}

fn numbered(model: &Model) -> Result<(), Why> {
    match selected(model)?.number.is_empty() {
        true => Err(Why::plain("no-number")),
        false => Ok(()),
    }
}

/// Opens what is selected, whatever it is.
fn open(model: &mut Model) -> Vec<Effect> {
    let Ok(row) = selected(model) else { return Vec::new() };
    let (number, kind) = (row.number.clone(), row.kind);
    match kind {
        "contested" | "escalated" | "transferred" => model.open(&number, Request::Case),
        "lead" => model.open(&number, Request::Lead),
        "survey" => vec![Effect::Ask(Request::SurveyText(number))],
        _ => model.open(&number, Request::File),
    }
}

fn adopt(model: &mut Model) -> Vec<Effect> {
    let number = selected(model).map(|row| row.number.clone());
    let rule = |number| Effect::Ask(Request::Rule { number, returned: None });
    number.map_or_else(|_| Vec::new(), |number| vec![rule(number)])
}

fn give_back(model: &mut Model) -> Vec<Effect> {
    let number = selected(model).map(|row| row.number.clone());
    if let Ok(number) = number {
        model.open_form(FormState::give_back(&number));
    }
    Vec::new()
}
