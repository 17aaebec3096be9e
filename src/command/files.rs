//! Files: appeals, remedies and relations, and the registers; their lists, a file in full, and opening one.

use super::conflicts::case;
use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::relief::{FileKind, FileRow, GROUPS};
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
    row("new-file", LIST, &["n", "insert"], new).in_footer(),
    row("next-register", LIST, &["tab", "right", "l"], |m| turn(m, 1)).in_footer(),
    row("previous-register", LIST, &["shift-tab", "left", "h"], |m| turn(m, GROUPS.len() - 1)),
    row("registers", &[Scope::Main], &["5", "W"], registers),
    row("propose-change", &[Scope::Territory], &["c", "ctrl-k"], propose_change).in_footer(),
    row("complaint", &[Scope::Conflicts, Scope::Files], &["!"], complaint),
    row("trace", &[Scope::Conflicts, Scope::Files], &["#"], trace),
    row("perform-file", HERE, &["enter"], perform).when(possible).in_footer(),
    row("file-down", HERE, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("file-up", HERE, &["ctrl-up", "K"], |m| scroll(m, -1)),
];

fn files(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((FILES.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Files(GROUPS[0].kinds))]
}

/// The registers of the field; they are stepped through like tabs.
fn registers(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((FILES.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Files(GROUPS[1].kinds))]
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    let Some(Layer::Files { group, rows, selected }) = model.layers.last_mut() else {
        return Vec::new();
    };
    *group = (*group + by) % GROUPS.len();
    (*rows, *selected) = (Vec::new(), 0);
    vec![Effect::Ask(Request::Files(GROUPS[*group].kinds))]
}

/// A proposal about the province that is selected.
fn propose_change(model: &mut Model) -> Vec<Effect> {
    let mut form = FormState::open_file(FileKind::Proposal);
    form.fill("place", &model.province);
    model.open_form(form);
    Vec::new()
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

/// What a list takes: its register's file, or a relation among the files of decisions.
fn new(model: &mut Model) -> Vec<Effect> {
    let group = match model.top() {
        Some(Layer::Files { group, .. }) => GROUPS.get(*group),
        _ => None,
    };
    let kind =
        group.and_then(|group| group.kinds.iter().copied().find(|k| k.table().opening.is_some()));
    model.open_form(kind.map_or_else(FormState::relation, FormState::open_file));
    Vec::new()
}

/// A complaint is not taken here: it is told where it is.
fn complaint(model: &mut Model) -> Vec<Effect> {
    let text = t!(model.words, "complaint-page");
    model.layers.push(Layer::Page(Box::new(PageState {
        title: "layer-page-complaint",
        text,
        scroll: 0,
        signs: None,
    })));
    Vec::new()
}

fn trace(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::trace());
    Vec::new()
}

fn listed(model: &Model) -> Result<&FileRow, Why> {
    match model.top() {
        Some(Layer::Files { rows, selected, .. }) => {
            rows.get(*selected).ok_or_else(nothing_selected)
        }
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
