//! Keys and pastes that are text: into the search line, the palette, a form, the minutes.

use crate::command;
use crate::model::effect::Effect;
use crate::model::key::Key;
use crate::model::layer::Layer;
use crate::model::{Cursors, Model, Pane};

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let now = model.now;
    match model.layers.last_mut() {
        Some(Layer::Search { query }) => {
            query.press(key);
            searched(model)
        }
        Some(Layer::Palette { query, selected }) => {
            if query.press(key) {
                *selected = 0;
            }
            Vec::new()
        }
        Some(Layer::Phrases(list)) => {
            if list.query.press(key) {
                list.selected = 0;
            }
            Vec::new()
        }
        Some(Layer::Form(form)) => {
            form.press(key);
            Vec::new()
        }
        Some(Layer::Intake(intake)) => {
            if let Some(line) = &mut intake.editing {
                line.press(key);
            }
            Vec::new()
        }
        Some(Layer::Editor(editor)) => {
            let changed = editor.press(key, now);
            typed(model, changed);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A paste is text where text is taken, and a notice to be read in the inbox; elsewhere it is no row of commands, and nothing
/// happens but a hint.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.layers.last_mut() {
        Some(Layer::Search { query }) => {
            query.insert(text);
            searched(model)
        }
        Some(Layer::Palette { query, .. }) => {
            query.insert(text);
            Vec::new()
        }
        Some(Layer::Phrases(list)) => {
            list.query.insert(text);
            list.selected = 0;
            Vec::new()
        }
        Some(Layer::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        Some(Layer::Editor(editor)) => {
            let changed = editor.paste(text);
            typed(model, changed);
            Vec::new()
        }
        Some(Layer::Intake(intake)) => match &mut intake.editing {
            Some(line) => {
                line.insert(text);
                Vec::new()
            }
            None => pasted(model, text),
        },
        Some(Layer::Lead { .. }) => command::intake::open_with(model, text),
        None if model.focus == Pane::Leads => command::intake::open_with(model, text),
        _ => {
            let hint = crate::t!(model.words, "hint-paste");
            model.say(hint, false);
            Vec::new()
        }
    }
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let now = model.now;
    if let Some(Layer::Intake(intake)) = model.layers.last_mut() {
        intake.paste(text, now);
    }
    model.intake_changed();
    command::intake::ask_whether_here(model)
}

fn searched(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Search { query }) = model.top() else { return Vec::new() };
    let words = Some(query.text().trim().to_owned()).filter(|words| !words.is_empty());
    if words == model.search {
        return Vec::new();
    }
    model.search = words;
    model.cursors = Cursors::default();
    vec![Effect::Ask(model.overview_request())]
}

fn typed(model: &mut Model, changed: bool) {
    if changed {
        model.minutes_changed();
    }
}
