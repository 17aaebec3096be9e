//! Appeals, remedies and relations: their list, a file in full, and opening one.

use super::conflicts::case;
use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::relief::FileRow;
use crate::desk::service::Request;
use crate::desk::view::ActionRow;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{FILES, FileScreen, Layer, PageState};
use crate::t;

const CASES: &[Scope] = &[Scope::Conflicts, Scope::Case];
const LIST: &[Scope] = &[Scope::Files];
const HERE: &[Scope] = &[Scope::File];

/// Rows.
pub const ROWS: &[Command] = &[
    row("files", CASES, &["e", "ctrl-e"], files),
    row("file-appeal", CASES, &["A", "ctrl-k"], file_appeal).when(|m| case(m).map(|_| ())),
    row("propose-remedy", CASES, &["B", "ctrl-g"], propose).when(|m| case(m).map(|_| ())),
    row("open-file", LIST, &["enter"], open).when(|m| listed(m).map(|_| ())).in_footer(),
    row("declare-relation", LIST, &["n", "insert"], declare).in_footer(),
    row("complaint", &[Scope::Conflicts, Scope::Files], &["!"], complaint),
    row("trace", &[Scope::Conflicts, Scope::Files], &["#"], trace),
    row("perform-file", HERE, &["enter"], perform).when(possible).in_footer(),
    row("file-down", HERE, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("file-up", HERE, &["ctrl-up", "K"], |m| scroll(m, -1)),
];

fn files(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((FILES.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Files)]
}

fn file_appeal(model: &mut Model) -> Vec<Effect> {
    let form = case(model).map(|row| FormState::appeal(&row.number, &row.parties));
    if let Ok(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

fn propose(model: &mut Model) -> Vec<Effect> {
    let form = case(model).map(|row| FormState::remedy(&row.number));
    if let Ok(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

fn declare(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::relation());
    Vec::new()
}

/// A complaint is not taken here: it is told where it is.
fn complaint(model: &mut Model) -> Vec<Effect> {
    let text = t!(model.words, "complaint-page");
    model.layers.push(Layer::Page(Box::new(PageState {
        title: "layer-page-complaint",
        text,
        scroll: 0,
        signs: false,
    })));
    Vec::new()
}

fn trace(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::trace());
    Vec::new()
}

fn listed(model: &Model) -> Result<&FileRow, Why> {
    match model.top() {
        Some(Layer::Files { rows, selected }) => rows.get(*selected).ok_or_else(nothing_selected),
        _ => Err(nothing_selected()),
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    let number = listed(model).map(|row| row.number.clone());
    number.map_or_else(|_| Vec::new(), |number| model.open(&number, Request::File))
}

fn selected(model: &Model) -> Result<(&FileScreen, &ActionRow), Why> {
    match model.top() {
        Some(Layer::File(screen)) => {
            let row = screen.detail.actions.get(screen.action);
            row.map(|row| (screen.as_ref(), row)).ok_or_else(nothing_selected)
        }
        _ => Err(nothing_selected()),
    }
}

fn possible(model: &Model) -> Result<(), Why> {
    let (_, row) = selected(model)?;
    row.unmet.first().map_or(Ok(()), |why| Err(why.clone()))
}

fn perform(model: &mut Model) -> Vec<Effect> {
    let form = selected(model).map(|(screen, row)| {
        let file = &screen.detail.row;
        FormState::file_act(&file.number, file.kind, row.id, row.arguments)
    });
    if let Ok(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

fn scroll(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(Layer::File(screen)) = model.layers.last_mut() {
        // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
        screen.scroll = screen.scroll.saturating_add_signed(by).min(200);
    }
    Vec::new()
}
