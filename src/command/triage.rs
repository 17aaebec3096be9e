//! Pane 3, many leads at once: marks, the preview of a verdict, the order of the list, watch words.

use std::sync::Arc;

use super::leads::shown;
use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::desk::triage::MAX_BATCH;
use crate::desk::view::LeadOrder;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::Layer;

const HERE: &[Scope] = &[Scope::Leads];
const PREVIEW: &[Scope] = &[Scope::Preview];

/// Rows.
pub const ROWS: &[Command] = &[
    row("mark-lead", HERE, &["space"], mark).when(shown),
    row("mark-shown", HERE, &["*"], mark_shown).when(shown),
    row("lead-order", HERE, &["o", "ctrl-o"], order),
    row("watch-words", HERE, &["w", "ctrl-w"], watch),
    row("perform-preview", PREVIEW, &["enter", "f2"], perform).when(possible).in_footer(),
];

/// Marks the selected lead and goes on to the next.
fn mark(model: &mut Model) -> Vec<Effect> {
    let Some(number) = model.selected_lead().map(|row| row.number.clone()) else {
        return Vec::new();
    };
    if !model.turn_mark(&number) {
        let text = crate::t!(model.words, "ui-marks-full", most = MAX_BATCH);
        model.say(text, true);
        return Vec::new();
    }
    super::list::next(model)
}

/// The window holds only a part of the list: the desk names all that search and filter show.
fn mark_shown(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::LeadNumbers { filter: model.filter(), limit: MAX_BATCH })]
}

fn order(model: &mut Model) -> Vec<Effect> {
    model.lead_order = match model.lead_order {
        LeadOrder::Newest => LeadOrder::Score,
        LeadOrder::Score => LeadOrder::Newest,
    };
    model.cursors.leads = 0;
    // The rows in hand stand in the other order; what was first there is not to be followed.
    Arc::make_mut(&mut model.overview).leads.rows.clear();
    vec![Effect::Ask(model.overview_request())]
}

fn watch(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::watch());
    Vec::new()
}

fn possible(model: &Model) -> Result<(), Why> {
    match model.top() {
        Some(Layer::Preview { preview, .. }) if !preview.screening.numbers.is_empty() => Ok(()),
        _ => Err(Why::plain("preview-empty")),
    }
}

fn perform(model: &mut Model) -> Vec<Effect> {
    match model.layers.last_mut() {
        Some(Layer::Preview { preview, waiting, .. }) if !*waiting => {
            *waiting = true;
            vec![Effect::Ask(Request::Perform(Act::Screen(preview.screening.clone())))]
        }
        _ => Vec::new(),
    }
}
