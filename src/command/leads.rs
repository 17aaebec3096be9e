//! Pane 3: the triage inbox, one key a verdict, and claims.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::desk::view::LeadRow;
use crate::domain::lead::Verdict;
use crate::domain::territory::division;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::Layer;

const HERE: &[Scope] = &[Scope::Leads];
const BOTH: &[Scope] = &[Scope::Leads, Scope::Lead];

/// Rows.
pub const ROWS: &[Command] = &[
    row("open-lead", HERE, &["enter"], open).when(selected).in_footer(),
    row("lead-accept", BOTH, &["y", "+"], accept).when(selected).in_footer(),
    row("lead-irrelevant", BOTH, &["n", "-"], |m| put_away(m, "irrelevant"))
        .when(selected)
        .in_footer(),
    row("lead-defer", BOTH, &["d", "ctrl-d"], |m| put_away(m, "defer")).when(selected).in_footer(),
    row("claim", BOTH, &["b", "insert", "ctrl-n"], claim).when(selected).in_footer(),
];

fn lead(model: &Model) -> Option<&LeadRow> {
    match model.top() {
        Some(Layer::Lead { detail, .. }) => Some(&detail.row),
        _ => model.selected_lead(),
    }
}

fn selected(model: &Model) -> Result<(), Why> {
    lead(model).map(|_| ()).ok_or_else(nothing_selected)
}

fn number(model: &Model) -> Option<String> {
    lead(model).map(|row| row.number.clone())
}

fn open(model: &mut Model) -> Vec<Effect> {
    number(model).map_or_else(Vec::new, |number| model.open(&number, Request::Lead))
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let act = |number| Act::Screen { number, verdict: Verdict::Accept, reason: None };
    number(model).map(|number| Effect::Ask(Request::Perform(act(number)))).into_iter().collect()
}

fn put_away(model: &mut Model, verdict: &'static str) -> Vec<Effect> {
    if let Some(number) = number(model) {
        model.open_form(FormState::screen(&number, verdict));
    }
    Vec::new()
}

/// The claim form offers the tender's lots, which only the lead in full knows; from the list it offers the whole.
fn claim(model: &mut Model) -> Vec<Effect> {
    let lots = match model.top() {
        Some(Layer::Lead { detail, .. }) => {
            detail.lead.notice.lots.iter().map(|lot| lot.id.clone()).collect()
        }
        _ => lead(model).map(|row| row.lots.clone()).unwrap_or_default(),
    };
    let (customer, site) = match model.top() {
        Some(Layer::Lead { detail, .. }) => {
            let notice = &detail.lead.notice;
            (notice.customer_said(), notice.site_said())
        }
        _ => {
            let row = lead(model);
            let place = |code: &str| division(code).map(|division| division.short.clone());
            (
                row.and_then(|row| row.customer.clone()),
                row.and_then(|row| row.province.as_deref()).and_then(place),
            )
        }
    };
    let (customer, site) = (customer.unwrap_or_default(), site.unwrap_or_default());
    let branches = model.overview.units.iter().filter(|unit| unit.parent.is_none());
    let units: Vec<String> = branches.map(|unit| unit.code.clone()).collect();
    if let Some(number) = number(model) {
        model.open_form(FormState::claim(&number, &lots, &units, &customer, &site));
    }
    Vec::new()
}
