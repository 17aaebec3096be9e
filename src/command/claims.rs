//! Claims on the screen: beside each other on a lead, one in full with every row of the claim table, and the protections
//! that run out.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::service::Request;
use crate::desk::view::{ActionRow, ClaimDetail, ClaimRow, ProtectionRow};
use crate::domain::claim::action;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::{ClaimScreen, Layer, PROTECTION_DAYS, PROTECTIONS};

const LEAD: &[Scope] = &[Scope::Lead];
const CLAIM: &[Scope] = &[Scope::Claim];
const RUNNING_OUT: &[Scope] = &[Scope::Protections];

/// Rows.
pub const ROWS: &[Command] = &[
    row("open-claim", LEAD, &["enter"], open_claim).when(|m| some_claim(m).map(|_| ())).in_footer(),
    row("next-claim", LEAD, &["tab", "right"], |m| turn(m, 1)).when(|m| some_claim(m).map(|_| ())),
    row("previous-claim", LEAD, &["shift-tab", "left"], |m| turn(m, -1))
        .when(|m| some_claim(m).map(|_| ())),
    row("progress", LEAD, &["P", "f3"], progress).in_footer(),
    row("protections", &[Scope::Leads, Scope::Lead], &["e", "ctrl-e"], protections).in_footer(),
    row("perform-claim", CLAIM, &["enter"], perform).when(possible).in_footer(),
    row("claim-down", CLAIM, &["ctrl-down", "J"], |m| scroll(m, 1)),
    row("claim-up", CLAIM, &["ctrl-up", "K"], |m| scroll(m, -1)),
    row("open-protection", RUNNING_OUT, &["enter"], open_protection)
        .when(|m| protection(m).map(|_| ()))
        .in_footer(),
    row("renew-protection", RUNNING_OUT, &["r", "+"], |m| on_protection(m, "renew"))
        .when(|m| can_on_protection(m, "renew"))
        .in_footer(),
    row("release-protection", RUNNING_OUT, &["x", "delete"], |m| on_protection(m, "release"))
        .when(|m| can_on_protection(m, "release"))
        .in_footer(),
];

fn some_claim(model: &Model) -> Result<&ClaimRow, Why> {
    match model.top() {
        Some(Layer::Lead { detail, claim, .. }) => {
            detail.claims.get(claim.unwrap_or(0)).ok_or_else(|| Why::plain("no-claims-here"))
        }
        _ => Err(nothing_selected()),
    }
}

fn turn(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(Layer::Lead { detail, claim, .. }) = model.layers.last_mut() {
        let count = detail.claims.len().max(1) as isize;
        let next = claim.map_or(if by > 0 { 0 } else { count - 1 }, |at| at as isize + by);
        *claim = Some(next.rem_euclid(count) as usize);
    }
    Vec::new()
}

fn open_claim(model: &mut Model) -> Vec<Effect> {
    let number = some_claim(model).map(|row| row.number.clone());
    number.map_or_else(|_| Vec::new(), |number| model.open(&number, Request::Claim))
}

fn progress(model: &mut Model) -> Vec<Effect> {
    let Some(Layer::Lead { detail, .. }) = model.top() else { return Vec::new() };
    let lots: Vec<String> = detail.row.lots.clone();
    let mut units: Vec<String> = detail.claims.iter().map(|claim| claim.unit.clone()).collect();
    units.extend(detail.lives.iter().filter_map(|life| life.unit.clone()));
    let branches = model.overview.units.iter().filter(|unit| unit.parent.is_none());
    units.extend(branches.map(|unit| unit.code.clone()));
    let mut seen = std::collections::BTreeSet::new();
    units.retain(|unit| seen.insert(unit.clone()));
    let form = FormState::progress(&detail.row.number, &lots, &units);
    model.open_form(form);
    Vec::new()
}

fn protections(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((PROTECTIONS.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Protections(PROTECTION_DAYS))]
}

fn screen(model: &Model) -> Result<&ClaimScreen, Why> {
    match model.top() {
        Some(Layer::Claim(screen)) => Ok(screen),
        _ => Err(nothing_selected()),
    }
}

fn unmet(rows: &[ActionRow], id: &str) -> Result<(), Why> {
    let first = rows.iter().find(|row| row.id == id).and_then(|row| row.unmet.first());
    first.map_or(Ok(()), |why| Err(why.clone()))
}

fn selected(screen: &ClaimScreen) -> Option<&ActionRow> {
    screen.detail.actions.get(screen.action)
}

fn possible(model: &Model) -> Result<(), Why> {
    let screen = screen(model)?;
    unmet(&screen.detail.actions, selected(screen).ok_or_else(nothing_selected)?.id)
}

fn perform(model: &mut Model) -> Vec<Effect> {
    let form = screen(model).ok().and_then(|screen| {
        let action = selected(screen).and_then(|row| action::find(row.id))?;
        Some(FormState::claim_act(&screen.detail.row.number, action, &prefilled(&screen.detail)))
    });
    if let Some(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

/// What a form may already say: fields as they stand, or as the notice has them; a person confirms by sending.
fn prefilled(detail: &ClaimDetail) -> Vec<(&'static str, String)> {
    let mut known = detail.suggested.clone();
    known.extend(detail.claim.scope.clone().map(|text| ("scope", text)));
    known.extend(detail.contact.clone().map(|text| ("contact", text)));
    known.extend(detail.claim.origin.map(|origin| ("origin", origin.name().to_owned())));
    known
}

fn scroll(model: &mut Model, by: isize) -> Vec<Effect> {
    if let Some(Layer::Claim(screen)) = model.layers.last_mut() {
        // The drawing clamps to the text's end, which only it knows; a bound keeps the way back short.
        screen.scroll = screen.scroll.saturating_add_signed(by).min(200);
    }
    Vec::new()
}

fn protection(model: &Model) -> Result<&ProtectionRow, Why> {
    match model.top() {
        Some(Layer::Protections { rows, selected, .. }) => {
            rows.get(*selected).ok_or_else(nothing_selected)
        }
        _ => Err(nothing_selected()),
    }
}

fn open_protection(model: &mut Model) -> Vec<Effect> {
    let number = protection(model).map(|row| row.claim.number.clone());
    number.map_or_else(|_| Vec::new(), |number| model.open(&number, Request::Claim))
}

fn can_on_protection(model: &Model, id: &str) -> Result<(), Why> {
    unmet(&protection(model)?.actions, id)
}

fn on_protection(model: &mut Model, id: &str) -> Vec<Effect> {
    let number = protection(model).map(|row| row.claim.number.clone());
    if let (Ok(number), Some(action)) = (number, action::find(id)) {
        model.open_form(FormState::claim_act(&number, action, &[]));
    }
    Vec::new()
}
