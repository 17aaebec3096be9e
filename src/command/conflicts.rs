//! Pane 2 and the case screen: the rows of the action table that have a key of their own.
//!
//! What they may do comes from the action table: a row that is not possible stays in the footer and says what is unmet.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::fairness::Period;
use crate::desk::service::Request;
use crate::desk::view::CaseRow;
use crate::domain::case::action;
use crate::domain::why::Why;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{FAIRNESS, Layer};
use crate::model::{Model, Pane};

const BOTH: &[Scope] = &[Scope::Conflicts, Scope::Case];

/// Rows.
pub const ROWS: &[Command] = &[
    row("open-case", &[Scope::Conflicts], &["enter"], open)
        .when(|m| case(m).map(|_| ()))
        .in_footer(),
    row("accept", BOTH, &["a", "ctrl-a"], |m| start(m, "accept"))
        .when(|m| can(m, "accept"))
        .in_footer(),
    row("reject", BOTH, &["x", "ctrl-x"], |m| start(m, "reject")).when(|m| can(m, "reject")),
    row("consult", BOTH, &["c", "ctrl-t"], |m| start(m, "consult"))
        .when(|m| can(m, "consult"))
        .in_footer(),
    row("statement", BOTH, &["v", "ctrl-v"], |m| start(m, "statement"))
        .when(|m| can(m, "statement")),
    row("recommend", BOTH, &["r", "ctrl-r"], |m| start(m, "recommend"))
        .when(|m| can(m, "recommend"))
        .in_footer(),
    row("order", BOTH, &["o", "ctrl-o"], |m| start(m, "order"))
        .when(|m| can(m, "order"))
        .in_footer(),
    row("fairness", &[Scope::Conflicts], &["w", "ctrl-w"], fairness),
    row("plan-for-case", BOTH, &["m", "ctrl-n"], plan).when(|m| case(m).map(|_| ())).in_footer(),
];

/// The case in view: that of the case screen, else the selected row.
pub fn case(model: &Model) -> Result<&CaseRow, Why> {
    match model.top() {
        Some(Layer::Case(screen)) => Ok(&screen.detail.row),
        _ => model.selected_case().ok_or_else(nothing_selected),
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    let number = case(model).map(|row| row.number.clone());
    number.map_or_else(|_| Vec::new(), |number| model.open(&number, Request::Case))
}

/// Whether a row of the action table may be performed on the case in view; the first unmet precondition otherwise.
pub fn can(model: &Model, id: &str) -> Result<(), Why> {
    let row = case(model)?;
    let unmet =
        row.actions.iter().find(|action| action.id == id).and_then(|action| action.unmet.first());
    unmet.map_or(Ok(()), |why| Err(why.clone()))
}

/// Opens the form of a row of the action table.
pub fn start(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(action) = action::find(id) else { return Vec::new() };
    let Ok(row) = case(model) else { return Vec::new() };
    let form = FormState::act(&row.number, action, &row.parties);
    model.open_form(form);
    Vec::new()
}

fn fairness(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((FAIRNESS.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Fairness(Period::default()))]
}

fn plan(model: &mut Model) -> Vec<Effect> {
    let Ok(row) = case(model) else { return Vec::new() };
    let form = FormState::plan(Some(&row.number), &row.title);
    model.focus = if model.layers.is_empty() { Pane::Conflicts } else { model.focus };
    model.open_form(form);
    Vec::new()
}
