//! The minutes editor: saving a version, exporting, leaving without losing anything.

use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::editor::MinutesEditor;
use crate::model::effect::Effect;
use crate::model::layer::Layer;

const HERE: &[Scope] = &[Scope::Editor];

/// Rows.
pub const ROWS: &[Command] = &[
    row("save-minutes", HERE, &["ctrl-s", "f2"], save).in_footer(),
    row("export-open-minutes", HERE, &["ctrl-e"], export).when(is_saved).in_footer(),
    row("leave-editor", HERE, &["esc"], leave).in_footer(),
];

fn editor(model: &Model) -> Option<&MinutesEditor> {
    match model.top() {
        Some(Layer::Editor(editor)) => Some(editor),
        _ => None,
    }
}

fn save(model: &mut Model) -> Vec<Effect> {
    // The draft goes first: should the version fail, the text is on disk all the same.
    let mut effects = model.draft_effects();
    if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
        editor.saving = true;
        let (number, text) = (editor.number.clone(), editor.text());
        let act = Act::SaveMinutes { number, text, ends_draft: true };
        effects.push(Effect::Ask(Request::Perform(act)));
    }
    effects
}

fn is_saved(model: &Model) -> Result<(), Why> {
    match editor(model) {
        Some(editor) if editor.version > 0 => Ok(()),
        _ => Err(Why::rule("no-minutes", "HY-3.4")),
    }
}

fn export(model: &mut Model) -> Vec<Effect> {
    let folder = model.export_dir.clone();
    let ask = |e: &MinutesEditor| Request::ExportMinutes { number: e.number.clone(), folder };
    editor(model).map(|editor| Effect::Ask(ask(editor))).into_iter().collect()
}

/// Back to the main screen, once what was typed is kept as a draft: the reply takes the editor away.
fn leave(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.draft_effects();
    let Some(Layer::Editor(editor)) = model.layers.last_mut() else { return effects };
    if editor.is_safe() {
        model.layers.pop();
        effects.push(Effect::Ask(model.overview_request()));
    } else {
        editor.leaving = true;
    }
    effects
}
