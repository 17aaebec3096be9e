//! Calling the roll of a meeting: a key for each way to attend.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::relief::FileKind;
use crate::desk::service::Request;
use crate::domain::meeting::action::attend;
use crate::domain::meeting::roll::Attendance;
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{FileScreen, Layer, RollState};

const HERE: &[Scope] = &[Scope::Roll];

/// Rows.
pub const ROWS: &[Command] = &[
    row("roll", &[Scope::File], &["R", "ctrl-r"], call).when(|m| meeting(m).map(|_| ())),
    row("roll-present", HERE, &["space", "enter"], present).when(selected).in_footer(),
    row("roll-late", HERE, &["l", "-"], |m| form(m, "came_late")).when(selected).in_footer(),
    row("roll-left", HERE, &["e", "="], |m| form(m, "left_early")).when(selected).in_footer(),
    row("roll-absent", HERE, &["x", "delete"], |m| form(m, "absent")).when(selected).in_footer(),
    row("roll-proxy", HERE, &["p", "+"], |m| form(m, "proxy")).when(selected),
    row("roll-guest", HERE, &["n", "insert"], guest).in_footer(),
];

/// The meeting that lies open.
fn meeting(model: &Model) -> Result<&FileScreen, Why> {
    match model.top() {
        Some(Layer::File(screen)) if screen.detail.meeting.is_some() => Ok(screen),
        _ => Err(nothing_selected()),
    }
}

fn call(model: &mut Model) -> Vec<Effect> {
    let Ok(screen) = meeting(model) else { return Vec::new() };
    let number = screen.detail.row.number.clone();
    let rows = screen.detail.meeting.as_ref().map(|sheet| sheet.roll.clone()).unwrap_or_default();
    let selected = rows.iter().position(|one| one.presence.is_none()).unwrap_or(0);
    model.layers.push(Layer::Roll(Box::new(RollState { number, rows, selected })));
    Vec::new()
}

fn on_roll(model: &Model) -> Result<(&RollState, &Attendance), Why> {
    match model.top() {
        Some(Layer::Roll(roll)) => {
            let one = roll.rows.get(roll.selected);
            one.map(|one| (roll.as_ref(), one)).ok_or_else(nothing_selected)
        }
        _ => Err(nothing_selected()),
    }
}

fn selected(model: &Model) -> Result<(), Why> {
    on_roll(model).map(|_| ())
}

/// Whoever is there needs no form; the next on the roll is selected.
fn present(model: &mut Model) -> Vec<Effect> {
    let Ok((roll, one)) = on_roll(model) else { return Vec::new() };
    let args = Texts::from([("attendee", one.person.as_str()), ("presence", "present")]);
    let (number, action) = (roll.number.clone(), attend::ROW.id.to_owned());
    let act = Act::ActOnFile { number, action, args };
    if let Some(Layer::Roll(roll)) = model.layers.last_mut() {
        roll.selected = (roll.selected + 1).min(roll.rows.len().saturating_sub(1));
    }
    vec![Effect::Ask(Request::Perform(act))]
}

/// What else is to be said is asked for.
fn form(model: &mut Model, presence: &str) -> Vec<Effect> {
    let Ok((roll, one)) = on_roll(model) else { return Vec::new() };
    let form = FormState::attendance(&roll.number, &one.person, Some(presence));
    model.open_form(form);
    Vec::new()
}

/// Somebody who was not invited.
fn guest(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Roll(roll)) = model.top() else { return Vec::new() };
    let form = FormState::attendance(&roll.number, "", None);
    model.open_form(form);
    Vec::new()
}

impl FormState {
    /// The form of the roll, with what is known already; the keys stand at what is asked for.
    fn attendance(number: &str, person: &str, presence: Option<&str>) -> FormState {
        let row = &attend::ROW;
        let mut form = FormState::file_act(number, FileKind::Meeting, row.id, row.arguments);
        form.about = format!("{person} {}", presence.unwrap_or_default());
        form.fill("attendee", person);
        if let Some(presence) = presence {
            form.fill("presence", presence);
        }
        let due = match presence {
            Some("came_late" | "left_early") => "minutes",
            Some("absent") => "reasons",
            Some("proxy") => "proxy",
            _ => "attendee",
        };
        form.focus = form.fields.iter().position(|field| field.name == due).unwrap_or(0);
        form
    }
}
