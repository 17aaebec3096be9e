//! 分歧: the list of what desks differ on, its sides, and headquarters letting one of them stand.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::divergence::{Contest, Contested, Divergence, RESOLVE};
use crate::desk::service::Request;
use crate::domain::case;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{DIVERGENCES, DivergenceList, Layer};

const HERE: &[Scope] = &[Scope::Divergences];

/// Rows.
pub const ROWS: &[Command] = &[
    row("divergences", &[Scope::Main], &["D", "f2"], ask),
    row("open-divergence", HERE, &["enter"], open).when(|m| contest(m).map(|_| ())).in_footer(),
    row("next-side", HERE, &["tab", "right", "l"], |m| turn(m, 1)).in_footer(),
    row("previous-side", HERE, &["shift-tab", "left", "h"], |m| turn(m, -1)),
    row("let-stand", HERE, &["x", "f4"], let_stand).when(possible).in_footer(),
    row("sides-down", HERE, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("sides-up", HERE, &["ctrl-up", "K"], |m| scroll(m, -1)),
];

fn ask(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((DIVERGENCES.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Divergences)]
}

fn list(model: &mut Model) -> Option<&mut DivergenceList> {
    match model.layers.last_mut() {
        Some(Layer::Divergences(list)) => Some(list),
        _ => None,
    }
}

/// The contested file that is selected, and its selected side.
fn contest(model: &Model) -> Result<(&Contest, usize), Why> {
    match model.top() {
        Some(Layer::Divergences(list)) => match list.rows.get(list.selected) {
            Some(Divergence::Contest(contest)) => Ok((contest, list.side)),
            Some(Divergence::Fork(_)) => Err(Why::plain("nothing-to-resolve")),
            None => Err(nothing_selected()),
        },
        _ => Err(nothing_selected()),
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    let asked = contest(model).map(|(contest, _)| (contest.kind, contest.number.clone()));
    match asked {
        Ok((Contested::Case, number)) => model.open(&number, Request::Case),
        Ok((Contested::Claim, number)) => model.open(&number, Request::Claim),
        Ok((Contested::Lead, number)) => model.open(&number, Request::Lead),
        Ok((Contested::File(_), number)) => model.open(&number, Request::File),
        Err(_) => Vec::new(),
    }
}

fn turn(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(list) = list(model)
        && let Some(Divergence::Contest(contest)) = list.rows.get(list.selected)
    {
        let all = contest.sides.len().max(1);
        list.side = (list.side + all).saturating_add_signed(by) % all;
        list.scroll = 0;
    }
    Vec::new()
}

fn possible(model: &Model) -> Result<(), Why> {
    let (contest, _) = contest(model)?;
    contest.unmet.first().map_or(Ok(()), |why| Err(why.clone()))
}

/// The form of the resolution with the selected side in it; the reasons are for a person to write.
fn let_stand(model: &mut Model) -> Vec<Effect> {
    let form = contest(model).ok().and_then(|(contest, side)| {
        let side = contest.sides.get(side)?;
        let number = contest.number.as_str();
        let mut form = match contest.kind {
            Contested::Case => FormState::act(number, case::action::find(RESOLVE)?, &[]),
            // No row resolves these: whatever is done next by who has seen both does.
            Contested::Claim | Contested::Lead => return None,
            Contested::File(kind) => {
                FormState::file_act(number, kind, RESOLVE, contest.kind.arguments(RESOLVE))
            }
        };
        form.fill("state", side.state);
        form.fill("decision", &side.entry.to_string());
        Some(form)
    });
    if let Some(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

fn scroll(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(list) = list(model) {
        // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
        list.scroll = list.scroll.saturating_add_signed(by).min(200);
    }
    Vec::new()
}
