//! The minutes editor: saving a version, exporting, leaving without losing anything.

use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::editor::MinutesEditor;
use crate::model::effect::Effect;
use crate::model::layer::{CompareState, Layer};
use crate::t;

const HERE: &[Scope] = &[Scope::Editor];

/// Rows.
pub const ROWS: &[Command] = &[
    row("save-minutes", HERE, &["ctrl-s", "f2"], save).in_footer(),
    row("export-open-minutes", HERE, &["ctrl-e"], export).when(is_saved).in_footer(),
    row("leave-editor", HERE, &["esc"], leave).in_footer(),
    row("revert-minutes", HERE, &["f9"], revert).when(can_revert),
    row("compare", HERE, &["f6"], compare).when(has_other),
    row("take-other", &[Scope::Compare], &["enter"], take_other).in_footer(),
    row("records", HERE, &["f4"], panel),
    row("next-finding", HERE, &["f7"], next_finding).in_footer(),
    row("make-resolution", HERE, &["ctrl-r"], |m| mark(m, "！")),
    row("make-action", HERE, &["ctrl-t"], |m| mark(m, "【】")),
    row("make-fact", HERE, &["ctrl-k"], |m| mark(m, "～")),
    row("put-figures", HERE, &["ctrl-g"], put_figures).when(names_number),
    row("make-lead", HERE, &["ctrl-l"], make_lead),
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
        let (number, text) = (editor.number.clone(), editor.text());
        editor.saving = Some(text.clone());
        let seen_others = editor.compared;
        let act = Act::SaveMinutes { number, text, ends_draft: true, seen_others };
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

fn can_revert(model: &Model) -> Result<(), Why> {
    match editor(model) {
        Some(editor) if editor.can_revert() => Ok(()),
        _ => Err(Why::plain("nothing-to-revert")),
    }
}

/// Back to the version that stands: the draft goes, and one undo brings it back.
fn revert(model: &mut Model) -> Vec<Effect> {
    if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
        editor.revert();
    }
    model.minutes_changed();
    if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
        editor.changed = false;
        let key = crate::t!(model.words, "layer-editor-version", n = editor.version.to_string());
        let said = t!(model.words, "hint-reverted", version = key);
        model.say(said, false);
    }
    Vec::new()
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

/// Shows the records beside the text, or takes them away.
fn panel(model: &mut Model) -> Vec<Effect> {
    let shown = model.shows_records();
    if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
        editor.panel = Some(!shown);
    }
    Vec::new()
}

/// Goes to the next line in which the check finds something, and says what; behind the last one to the first. What is about
/// the meeting as a whole is said where no line has anything.
fn next_finding(model: &mut Model) -> Vec<Effect> {
    let Some(editor) = editor(model) else { return Vec::new() };
    let row = editor.caret().line;
    let found = editor.findings();
    let of_lines = || found.iter().filter_map(|finding| Some((finding.line?, finding)));
    let next = of_lines().find(|(line, _)| *line > row).or_else(|| of_lines().next());
    let n = found.len().to_string();
    let said = match (next, found.first()) {
        (Some((_, finding)), _) | (None, Some(finding)) => {
            let why = model.words.why(&finding.why);
            t!(model.words, "hint-finding", why = why, n = n)
        }
        (None, None) => t!(model.words, "layer-meeting-clean"),
    };
    if let (Some((line, _)), Some(Layer::Editor(editor))) = (next, model.layers.last_mut()) {
        editor.go_to(line);
    }
    model.say(said, !found.is_empty());
    Vec::new()
}

/// The sentence at the caret becomes a record.
fn mark(model: &mut Model, mark: &str) -> Vec<Effect> {
    let changed = match model.layers.last_mut() {
        Some(Layer::Editor(editor)) => editor.mark_sentence(mark),
        _ => false,
    };
    if changed {
        model.minutes_changed();
    }
    Vec::new()
}

/// The sentence at the caret is read as a lead, above the minutes; they stay as they are.
fn make_lead(model: &mut Model) -> Vec<Effect> {
    let Some(text) = editor(model).map(MinutesEditor::sentence) else { return Vec::new() };
    if text.is_empty() { Vec::new() } else { super::intake::open_with(model, &text) }
}

/// Another version is there that this text was not begun on, or that was signed before it.
fn has_other(model: &Model) -> Result<(), Why> {
    match editor(model) {
        Some(editor) if editor.beside().is_some() => Ok(()),
        _ => Err(Why::plain("no-other-text")),
    }
}

/// Shows the text beside the other version.
fn compare(model: &mut Model) -> Vec<Effect> {
    let state = editor(model).and_then(|editor| {
        let other = editor.beside()?.clone();
        Some(CompareState { own: editor.text(), other, scroll: 0 })
    });
    if let Some(state) = state {
        if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
            editor.compared = true;
        }
        model.layers.push(Layer::Compare(Box::new(state)));
    }
    Vec::new()
}

/// The other version takes the place of the text, as one edit that can be undone; what was written before is in the draft's
/// history until the editor is left.
fn take_other(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Compare(state)) = model.layers.pop() else { return Vec::new() };
    if let Some(Layer::Editor(editor)) = model.layers.last_mut() {
        editor.replace(&state.other.text);
    }
    model.minutes_changed();
    Vec::new()
}

/// The caret's line names a case or a lead.
fn names_number(model: &Model) -> Result<(), Why> {
    let number = editor(model).and_then(MinutesEditor::number);
    number.map(|_| ()).ok_or_else(|| Why::plain("no-number-here"))
}

/// What is known of the case or lead goes behind its number: the answer of the desk puts it there.
fn put_figures(model: &mut Model) -> Vec<Effect> {
    match editor(model).and_then(MinutesEditor::number) {
        Some(number) if number.starts_with("XT-") => model.open(&number, Request::Case),
        Some(number) => model.open(&number, Request::Lead),
        None => Vec::new(),
    }
}
