//! The intake: a pasted text is checked field by field and becomes a lead.

use super::{Command, Scope, row};
use crate::desk::command::{Command as Act, NewText};
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::intake::{IntakeSide, IntakeState};
use crate::model::layer::Layer;

const INTAKE: &[Scope] = &[Scope::Intake];
const EDIT: &[Scope] = &[Scope::IntakeEdit];
const BOTH: &[Scope] = &[Scope::Intake, Scope::IntakeEdit];

/// Rows.
pub const ROWS: &[Command] = &[
    row("paste", &[Scope::Leads, Scope::Lead], &["p", "f4"], open).in_footer(),
    row("record-lead", BOTH, &["f2", "ctrl-s"], record).when(complete).in_footer(),
    row("edit-reading", INTAKE, &["enter"], edit).when(read).in_footer(),
    row("take-edit", EDIT, &["enter"], take).in_footer(),
    row("drop-edit", EDIT, &["esc"], drop_edit).in_footer(),
    row("next-reading", INTAKE, &["down", "j"], |m| step(m, 1)),
    row("previous-reading", INTAKE, &["up", "k"], |m| step(m, -1)),
    row("turn-intake", INTAKE, &["tab"], turn).in_footer(),
    row("put-aside", INTAKE, &["n", "ctrl-n"], put_aside).when(filled),
    row("leave-intake", INTAKE, &["esc"], leave).in_footer(),
];

fn intake(model: &Model) -> Option<&IntakeState> {
    match model.top() {
        Some(Layer::Intake(intake)) => Some(intake),
        _ => None,
    }
}

fn intake_mut(model: &mut Model) -> Option<&mut IntakeState> {
    match model.layers.last_mut() {
        Some(Layer::Intake(intake)) => Some(intake),
        _ => None,
    }
}

/// Opens the intake that was left last, or an empty one.
fn open(model: &mut Model) -> Vec<Effect> {
    let left = model.left_intakes.pop().unwrap_or_default();
    model.layers.push(Layer::Intake(Box::new(left)));
    opened(model)
}

/// Asks for what an earlier run kept, the first time, and which lead the text is already.
fn opened(model: &Model) -> Vec<Effect> {
    let kept = (!model.intake_draft.loaded).then_some(Effect::Ask(Request::IntakeDraft));
    kept.into_iter().chain(ask_whether_here(model)).collect()
}

/// Opens an intake with a pasted text in it: the one that was left with the same text, else a new one.
pub fn open_with(model: &mut Model, text: &str) -> Vec<Effect> {
    let left = model.left_intakes.iter().position(|left| left.raw == text);
    let intake = match left {
        Some(place) => model.left_intakes.remove(place),
        None => {
            let mut intake = IntakeState::default();
            intake.paste(text, model.now);
            intake
        }
    };
    model.layers.push(Layer::Intake(Box::new(intake)));
    model.intake_changed();
    opened(model)
}

/// Asks which lead the text is already.
pub fn ask_whether_here(model: &Model) -> Vec<Effect> {
    let understood = intake(model).and_then(|intake| intake.understood.as_ref());
    let identity = understood.map(|understood| understood.reading.notice.identity.clone());
    identity.map(|identity| Effect::Ask(Request::LeadOf(identity))).into_iter().collect()
}

fn filled(model: &Model) -> Result<(), Why> {
    let filled = intake(model).is_some_and(|intake| !intake.raw.is_empty());
    if filled { Ok(()) } else { Err(Why::plain("text-empty")) }
}

fn read(model: &Model) -> Result<(), Why> {
    filled(model)?;
    let read = intake(model).is_some_and(|intake| intake.understood.is_some());
    if read { Ok(()) } else { Err(Why::plain("text-nothing")) }
}

fn complete(model: &Model) -> Result<(), Why> {
    read(model)
}

/// Records the lead; words that are being edited are taken first.
fn record(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(intake) = intake_mut(model) else { return Vec::new() };
    intake.take(now);
    if intake.editing.is_some() || intake.waiting {
        return Vec::new();
    }
    intake.waiting = true;
    let text = NewText { text: intake.raw.clone(), corrections: intake.corrections.clone() };
    vec![Effect::Ask(Request::Perform(Act::Paste(text)))]
}

/// Begins to correct the selected field with what it shows.
fn edit(model: &mut Model) -> Vec<Effect> {
    let words = model.words.clone();
    if let Some(intake) = intake_mut(model) {
        let rows = intake.rows();
        let shown = rows.get(intake.focus).map(|row| entry(&words, row)).unwrap_or_default();
        intake.edit(&shown);
    }
    Vec::new()
}

/// A field as a person would write it: its value, else the words it was read from.
fn entry(words: &crate::i18n::Words, row: &crate::domain::lead::Named<'_>) -> String {
    use crate::domain::lead::Value;
    match row.value {
        Some(Value::Words(text)) => text.to_owned(),
        Some(Value::Place(code)) => crate::domain::territory::division(code)
            .map_or_else(|| code.to_owned(), |division| division.short.clone()),
        Some(Value::At(at)) => crate::domain::calendar::to_the_minute(at),
        Some(Value::Count(n)) => n.to_string(),
        Some(Value::Amount(sum)) => crate::interchange::notice_text::written_sum(sum),
        Some(Value::Flag(yes)) => words.say(if yes { "field-entry-yes" } else { "field-entry-no" }),
        Some(Value::Lots(lots)) => {
            let lots = lots.iter().map(|lot| format!("{} {}", lot.id, lot.title).trim().to_owned());
            lots.collect::<Vec<_>>().join("，")
        }
        Some(Value::Stage(_) | Value::Method(_)) | None => row.text.unwrap_or_default().to_owned(),
    }
}

fn take(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    if let Some(intake) = intake_mut(model) {
        intake.take(now);
    }
    model.intake_changed();
    ask_whether_here(model)
}

fn drop_edit(model: &mut Model) -> Vec<Effect> {
    if let Some(intake) = intake_mut(model) {
        intake.editing = None;
        intake.refusals.clear();
    }
    Vec::new()
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(intake) = intake_mut(model) {
        intake.step(by);
    }
    Vec::new()
}

fn turn(model: &mut Model) -> Vec<Effect> {
    if let Some(intake) = intake_mut(model) {
        intake.side = match intake.side {
            IntakeSide::Fields => IntakeSide::Text,
            IntakeSide::Text => IntakeSide::Fields,
        };
    }
    Vec::new()
}

/// Puts the text aside for another one; it comes back after those that are left later.
fn put_aside(model: &mut Model) -> Vec<Effect> {
    if let Some(Layer::Intake(intake)) = model.layers.pop() {
        model.left_intakes.insert(0, *intake);
        model.layers.push(Layer::Intake(Box::default()));
    }
    Vec::new()
}

/// Leaves; the text comes back when the intake is opened again.
fn leave(model: &mut Model) -> Vec<Effect> {
    if let Some(Layer::Intake(mut intake)) = model.layers.pop() {
        intake.waiting = false;
        intake.refusals.clear();
        if !intake.raw.is_empty() {
            model.left_intakes.push(*intake);
        }
    }
    Vec::new()
}
