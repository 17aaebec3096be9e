//! The case screen: tabs, and any row of the action table.

use super::conflicts::{can, start};
use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{CaseScreen, CaseTab, Layer};

const HERE: &[Scope] = &[Scope::Case];

/// Rows.
pub const ROWS: &[Command] = &[
    row("perform", HERE, &["enter"], perform).when(possible).in_footer(),
    row("next-tab", HERE, &["tab", "right"], |m| turn(m, 1)).in_footer(),
    row("previous-tab", HERE, &["shift-tab", "left"], |m| turn(m, CaseTab::ALL.len() - 1)),
    row("note", HERE, &["N", "insert"], note),
    row("timeline-down", HERE, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("timeline-up", HERE, &["ctrl-up", "K"], |m| scroll(m, -1)),
];

fn screen(model: &mut Model) -> Option<&mut CaseScreen> {
    match model.layers.last_mut() {
        Some(Layer::Case(screen)) => Some(screen),
        _ => None,
    }
}

fn selected(model: &Model) -> Option<&'static str> {
    match model.top() {
        Some(Layer::Case(screen)) => {
            screen.detail.row.actions.get(screen.action).map(|action| action.id)
        }
        _ => None,
    }
}

fn possible(model: &Model) -> Result<(), Why> {
    can(model, selected(model).ok_or_else(nothing_selected)?)
}

fn perform(model: &mut Model) -> Vec<Effect> {
    selected(model).map_or_else(Vec::new, |id| start(model, id))
}

fn note(model: &mut Model) -> Vec<Effect> {
    if let Some(Layer::Case(screen)) = model.top() {
        let note = screen.detail.note.as_deref().unwrap_or_default();
        let form = FormState::note(&screen.detail.row.number, note);
        model.open_form(form);
    }
    Vec::new()
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    if let Some(screen) = screen(model) {
        let at = CaseTab::ALL.iter().position(|tab| *tab == screen.tab).unwrap_or(0);
        screen.tab = CaseTab::ALL[(at + by) % CaseTab::ALL.len()];
    }
    Vec::new()
}

fn scroll(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(screen) = screen(model) {
        // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
        screen.scroll = screen.scroll.saturating_add_signed(by).min(200);
    }
    Vec::new()
}
