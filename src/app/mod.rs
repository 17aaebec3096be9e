//! The program as a pure machine: a message and the model in, effects out. No terminal, no disk, no clock of its own: the
//! instant comes with the message, and tests feed it by hand.

mod reply;
mod triage;
mod typing;

use chrono::{DateTime, Duration, DurationRound, Utc};

use crate::command::{self, find};
use crate::desk::service::{Reply, Request};
use crate::model::effect::Effect;
use crate::model::key::{Code, Key};
use crate::model::layer::Layer;
use crate::model::{Hit, Model, Pane};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Something on the screen was pointed at.
    Hit(Hit),
    /// A bracketed paste.
    Paste(String),
    /// The terminal has another size.
    Resize(u16, u16),
    /// The desk answers.
    Reply(Box<Reply>),
    /// An instant that [`next_deadline`] named has come.
    Deadline,
    /// The window lost the focus: a good moment to keep drafts.
    FocusLost,
}

/// What the program asks for when it starts: the main screen, that leads which an earlier run left are compared, and whether
/// something waits in the channel.
pub fn start(model: &Model) -> Vec<Effect> {
    let asked = [model.overview_request(), Request::Compare, Request::Waiting];
    asked.into_iter().map(Effect::Ask).collect()
}

/// One step of the machine.
pub fn update(model: &mut Model, msg: Msg, now: DateTime<Utc>) -> Vec<Effect> {
    model.now = now;
    if model.toast.as_ref().is_some_and(|toast| toast.until <= now) {
        model.toast = None;
    }
    let effects = match msg {
        Msg::Key(key) => press(model, key),
        Msg::Hit(hit) => pointed(model, hit),
        Msg::Paste(text) => typing::paste(model, &text),
        Msg::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Msg::Reply(reply) => reply::take(model, *reply),
        Msg::Deadline => {
            let drafts = if draft_is_due(model) { model.draft_effects() } else { Vec::new() };
            drafts.into_iter().chain(look_into_channel(model)).collect()
        }
        Msg::FocusLost => model.draft_effects(),
    };
    model.fit_minutes();
    effects
}

/// What was pointed at on the main screen is selected. A layer is worked by keys.
fn pointed(model: &mut Model, hit: Hit) -> Vec<Effect> {
    if !model.layers.is_empty() {
        return Vec::new();
    }
    match hit {
        Hit::Province(code) => {
            model.focus = Pane::Territory;
            model.province = code;
            find("filter-province").map_or_else(Vec::new, |command| (command.run)(model))
        }
        // The row is selected first: it stays selected where the lists are asked for anew without the filter.
        Hit::Row(pane, index) => {
            model.select(pane, index);
            command::focus(model, pane)
        }
        Hit::Pane(pane) => command::focus(model, pane),
    }
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let text = command::takes_text(model);
    let key = if text { key } else { key.normalised() };
    let is_character = matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt;
    let found = if text && is_character { None } else { command::lookup(model, key) };
    match found {
        Some(command) => {
            if !text {
                model.toast = None;
            }
            model.run(command.enabled, command.run)
        }
        None if text => typing::press(model, key),
        None => {
            if matches!(key.code, Code::Char(c) if crate::text::normal::is_han(c)) {
                let hint = crate::t!(model.words, "hint-input-method");
                model.say(hint, true);
            }
            Vec::new()
        }
    }
}

/// Once a minute, while the clock is drawn anew anyway.
fn look_into_channel(model: &mut Model) -> Option<Effect> {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    let looked = model.looked.map(minute) == Some(minute(model.now));
    if looked || model.overview.summary.channel.is_none() {
        return None;
    }
    model.looked = Some(model.now);
    Some(Effect::Ask(Request::Waiting))
}

fn draft_is_due(model: &Model) -> bool {
    drafts_due(model).is_some_and(|due| due <= model.now)
}

fn drafts_due(model: &Model) -> Option<DateTime<Utc>> {
    let due = |layer: &Layer| match layer {
        Layer::Editor(editor) => editor.draft_due,
        _ => None,
    };
    let pasted = model.intake_draft.due.filter(|_| model.intake_draft.loaded);
    model.layers.iter().filter_map(due).chain(pasted).min()
}

/// The next instant at which something changes by itself: a sentence goes, a draft is due, a minute turns. Nothing else
/// wakes the program.
pub fn next_deadline(model: &Model) -> DateTime<Utc> {
    let minute = Duration::minutes(1);
    let turn = model.now.duration_trunc(minute).unwrap_or(model.now) + minute;
    let toast = model.toast.as_ref().map(|toast| toast.until);
    [toast, drafts_due(model)].into_iter().flatten().fold(turn, DateTime::min)
}
