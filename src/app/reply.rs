//! What the desk's answers change.

use crate::desk::command::Done;
use crate::desk::service::{Reply, Request};
use crate::domain::why::Why;
use crate::model::editor::MinutesEditor;
use crate::model::effect::Effect;
use crate::model::layer::{CaseScreen, CaseTab, Layer};
use crate::model::{Model, Pane};

pub(super) fn take(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        // An answer to an older question would show rows that no longer fit the filter.
        Reply::Overview(filter, overview) if filter == model.filter() => {
            model.overview = *overview;
            model.loaded = true;
            for pane in [Pane::Conflicts, Pane::Leads, Pane::Minutes] {
                model.select(pane, model.cursor(pane));
            }
        }
        Reply::Overview(..) | Reply::DraftKept(_) => {}
        Reply::Case(detail) => match model.layers.last_mut() {
            Some(Layer::Case(screen)) => screen.detail = *detail,
            _ => {
                let first_possible =
                    detail.row.actions.iter().position(|action| action.unmet.is_empty());
                let screen = CaseScreen {
                    detail: *detail,
                    tab: CaseTab::Facts,
                    action: first_possible.unwrap_or(0),
                    scroll: 0,
                };
                model.layers.push(Layer::Case(Box::new(screen)));
            }
        },
        Reply::Lead(detail) => match model.layers.last_mut() {
            Some(Layer::Lead { detail: shown, .. }) => *shown = detail,
            _ => model.layers.push(Layer::Lead { detail, scroll: 0 }),
        },
        Reply::Minutes(text) => {
            if !matches!(model.top(), Some(Layer::Editor(_))) {
                model.layers.push(Layer::Editor(Box::new(MinutesEditor::open(*text))));
            }
        }
        Reply::Done(done) => return finished(model, &done),
        Reply::Refused(whys) => refused(model, whys),
        Reply::Failed { key, args } => {
            settle_form(model);
            let text = model.words.say_with(&format!("fail-{key}"), &args);
            model.say(text, true);
        }
    }
    Vec::new()
}

fn settle_form(model: &mut Model) {
    if let Some(Layer::Form(form)) = model.layers.last_mut() {
        form.waiting = false;
    }
}

fn refused(model: &mut Model, whys: Vec<Why>) {
    match model.layers.last_mut() {
        Some(Layer::Form(form)) if form.waiting => {
            form.waiting = false;
            form.refusals = whys;
        }
        _ => {
            let text = model.words.whys(&whys);
            model.say(text, true);
        }
    }
}

/// An act was done: its form goes, what is shown is read again, and a sentence says what happened.
fn finished(model: &mut Model, done: &Done) -> Vec<Effect> {
    if matches!(model.top(), Some(Layer::Form(form)) if form.waiting) {
        model.layers.pop();
    }
    if let Some(Layer::Editor(editor)) = model.layers.last_mut()
        && done.key == "minutes-saved"
    {
        let version = done.args.iter().find(|(name, _)| name == "version");
        editor.version = version.and_then(|(_, n)| n.parse().ok()).unwrap_or(editor.version);
        // Keys pressed since the save was sent have set a new deadline: those are not in the saved version.
        editor.changed = editor.draft_due.is_some();
    }
    let mut text = model.words.answer(&format!("done-{}", done.key), &done.args);
    for notice in &done.notices {
        text.push_str(" · ");
        text.push_str(&model.words.why(notice));
    }
    model.say(text, !done.notices.is_empty());
    let mut effects = vec![Effect::Ask(model.overview_request())];
    match model.top() {
        Some(Layer::Case(screen)) => {
            effects.push(Effect::Ask(Request::Case(screen.detail.row.number.clone())))
        }
        Some(Layer::Lead { detail, .. }) => {
            effects.push(Effect::Ask(Request::Lead(detail.row.number.clone())))
        }
        _ => {}
    }
    effects
}
