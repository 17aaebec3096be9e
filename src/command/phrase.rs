//! Phrases for the minutes: found by characters, pinyin or initials, and put at the caret.

use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::phrase::Phrase;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::{Layer, PhraseList};

const HERE: &[Scope] = &[Scope::Phrases];

/// Rows.
pub const ROWS: &[Command] = &[
    row("phrases", &[Scope::Editor], &["f8"], ask).in_footer(),
    row("keep-phrase", &[Scope::Editor], &["ctrl-b"], keep),
    row("put-phrase", HERE, &["enter"], put).when(selected).in_footer(),
    row("drop-phrase", HERE, &["ctrl-x"], drop).when(is_own).in_footer(),
    row("phrase-down", HERE, &["down", "ctrl-n", "tab"], |m| step(m, 1)),
    row("phrase-up", HERE, &["up", "ctrl-p", "shift-tab"], |m| step(m, -1)),
];

fn ask(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::Phrases(model.words.lang()))]
}

/// The line at the caret becomes a phrase of one's own, with its mark.
fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = model.top() else { return Vec::new() };
    let text = editor.line().trim().to_owned();
    vec![Effect::Ask(Request::Perform(Act::KeepPhrase(text)))]
}

fn list(model: &Model) -> Option<&PhraseList> {
    match model.top() {
        Some(Layer::Phrases(list)) => Some(list),
        _ => None,
    }
}

fn chosen(model: &Model) -> Option<&Phrase> {
    list(model).and_then(PhraseList::chosen)
}

fn selected(model: &Model) -> Result<(), Why> {
    chosen(model).map(|_| ()).ok_or_else(|| Why::plain("no-such-phrase"))
}

/// What comes with the program stays.
fn is_own(model: &Model) -> Result<(), Why> {
    match chosen(model) {
        Some(phrase) if phrase.own => Ok(()),
        Some(_) => Err(Why::plain("phrase-not-own")),
        None => Err(Why::plain("no-such-phrase")),
    }
}

fn put(model: &mut Model) -> Vec<Effect> {
    let Some(text) = chosen(model).map(|phrase| phrase.text.clone()) else { return Vec::new() };
    model.layers.pop();
    let changed = match model.layers.last_mut() {
        Some(Layer::Editor(editor)) => editor.put_phrase(&text),
        _ => false,
    };
    if changed {
        model.minutes_changed();
    }
    Vec::new()
}

fn drop(model: &mut Model) -> Vec<Effect> {
    let Some(text) = chosen(model).map(|phrase| phrase.text.clone()) else { return Vec::new() };
    if let Some(Layer::Phrases(list)) = model.layers.last_mut() {
        list.rows.retain(|row| row.text != text);
        list.selected = list.selected.min(list.found().len().saturating_sub(1));
    }
    vec![Effect::Ask(Request::Perform(Act::DropPhrase(text)))]
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(Layer::Phrases(list)) = model.layers.last_mut() {
        let count = list.found().len().max(1) as isize;
        list.selected = (list.selected as isize + by).rem_euclid(count) as usize;
    }
    Vec::new()
}
