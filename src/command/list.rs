//! Moving in lists and long texts: arrows, hjkl, pages.

use super::general::nothing_selected;
use super::territory;
use super::{Command, Scope, row};
use crate::domain::why::Why;
use crate::model::effect::Effect;
use crate::model::layer::Layer;
use crate::model::{Model, Pane};

const LISTS: &[Scope] = &[
    Scope::Conflicts,
    Scope::Leads,
    Scope::Minutes,
    Scope::Help,
    Scope::Lead,
    Scope::Preview,
    Scope::Case,
    Scope::Claim,
    Scope::Protections,
    Scope::Fairness,
    Scope::Place,
    Scope::Survey,
    Scope::Awaiting,
    Scope::Page,
    Scope::Files,
    Scope::Divergences,
    Scope::Roll,
    Scope::Compare,
    Scope::File,
];

/// Where something with a number is selected.
const NUMBERED: &[Scope] = &[
    Scope::Conflicts,
    Scope::Leads,
    Scope::Minutes,
    Scope::Lead,
    Scope::Case,
    Scope::Claim,
    Scope::Protections,
];

/// A page of rows: what fits on most screens less two lines that stay in view.
const PAGE: isize = 10;

/// A bound on scrolling, over what any sheet is long.
const LONGEST: usize = 600;

/// Rows.
pub const ROWS: &[Command] = &[
    row("down", LISTS, &["down", "j"], |m| step(m, 1)),
    row("up", LISTS, &["up", "k"], |m| step(m, -1)),
    row("page-down", LISTS, &["pagedown", "ctrl-f"], |m| step(m, PAGE)),
    row("page-up", LISTS, &["pageup", "ctrl-b"], |m| step(m, -PAGE)),
    row("first", LISTS, &["home", "g"], |m| step(m, isize::MIN / 2)),
    row("last", LISTS, &["end", "G"], |m| step(m, isize::MAX / 2)),
    row("copy-number", NUMBERED, &["Y", "ctrl-y"], copy).when(|m| number(m).map(|_| ())),
];

/// One row further.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    step(model, 1)
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    match model.layers.last_mut() {
        Some(Layer::Claim(screen)) => {
            let last = screen.detail.actions.len().saturating_sub(1);
            screen.action = moved(screen.action, by, last);
        }
        Some(Layer::Protections { rows, selected, .. }) => {
            *selected = moved(*selected, by, rows.len().saturating_sub(1));
        }
        Some(Layer::Lead { scroll, claim, .. }) => {
            // Stepping to a claim holds it in view; moving on goes from there by lines again.
            *claim = None;
            *scroll = moved(*scroll, by, LONGEST);
        }
        Some(
            Layer::Help { scroll }
            | Layer::Preview { scroll, .. }
            | Layer::Survey { scroll, .. }
            | Layer::Fairness { scroll, .. },
        ) => {
            // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
            *scroll = moved(*scroll, by, LONGEST);
        }
        Some(Layer::Files { rows, selected, .. }) => {
            *selected = moved(*selected, by, rows.len().saturating_sub(1));
        }
        Some(Layer::Awaiting { rows, selected }) => {
            *selected = moved(*selected, by, rows.len().saturating_sub(1));
        }
        Some(Layer::Place(screen)) => {
            let selected = moved(screen.selected, by, screen.detail.cities.len());
            return territory::select(screen, selected);
        }
        Some(Layer::Divergences(list)) => {
            list.selected = moved(list.selected, by, list.rows.len().saturating_sub(1));
            (list.side, list.scroll) = (0, 0);
        }
        Some(Layer::Roll(roll)) => {
            roll.selected = moved(roll.selected, by, roll.rows.len().saturating_sub(1));
        }
        Some(Layer::File(screen)) => {
            let last = screen.detail.actions.len().saturating_sub(1);
            screen.action = moved(screen.action, by, last);
        }
        Some(Layer::Compare(compare)) => compare.scroll = moved(compare.scroll, by, LONGEST),
        Some(Layer::Page(page)) => page.scroll = moved(page.scroll, by, LONGEST),
        Some(Layer::Case(screen)) => {
            let last = screen.detail.row.actions.len().saturating_sub(1);
            screen.action = moved(screen.action, by, last);
        }
        Some(_) => {}
        None => return step_in_pane(model, by),
    }
    Vec::new()
}

fn step_in_pane(model: &mut Model, by: isize) -> Vec<Effect> {
    let pane = model.focus;
    let last = model.list_len(pane).saturating_sub(1);
    let target = moved(model.cursor(pane), by, last);
    model.select(pane, target);
    let outside = pane == Pane::Leads && model.selected_lead().is_none();
    if outside && model.list_len(pane) > 0 {
        return vec![Effect::Ask(model.overview_request())];
    }
    Vec::new()
}

fn moved(from: usize, by: isize, last: usize) -> usize {
    from.saturating_add_signed(by).min(last)
}

fn number(model: &Model) -> Result<String, Why> {
    let selected = match model.top() {
        Some(Layer::Case(screen)) => Some(&screen.detail.row.number),
        Some(Layer::Lead { detail, .. }) => Some(&detail.row.number),
        Some(Layer::Claim(screen)) => Some(&screen.detail.row.number),
        Some(Layer::Protections { rows, selected, .. }) => {
            rows.get(*selected).map(|row| &row.claim.number)
        }
        _ => match model.focus {
            Pane::Territory => None,
            Pane::Conflicts => model.selected_case().map(|row| &row.number),
            Pane::Leads => model.selected_lead().map(|row| &row.number),
            Pane::Minutes => model.selected_meeting().map(|row| &row.number),
        },
    };
    selected.cloned().ok_or_else(nothing_selected)
}

/// The number of what is selected goes to the clipboard, to be pasted into a mail or a chat.
fn copy(model: &mut Model) -> Vec<Effect> {
    let Ok(number) = number(model) else { return Vec::new() };
    let text = crate::t!(model.words, "done-copied", number = number.clone());
    model.say(text, false);
    vec![Effect::Copy(number)]
}
