//! The regional digest: month by month, written to files, issued to headquarters once it was looked at.

use chrono::{Months, NaiveDate};

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::service::Request;
use crate::domain::calendar::local;
use crate::domain::survey::is_told;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::{Layer, SURVEY};

const HERE: &[Scope] = &[Scope::Survey];

/// Rows.
pub const ROWS: &[Command] = &[
    row("survey", &[Scope::Files, Scope::Territory], &["v", "f3"], open).in_footer(),
    row("survey-earlier", HERE, &["left", "h"], |m| turn(m, true)).when(earlier).in_footer(),
    row("survey-later", HERE, &["right", "l"], |m| turn(m, false)).when(later).in_footer(),
    row("survey-write", HERE, &["w", "f9"], |m| on_day(m, Request::WriteSurvey)).in_footer(),
    row("survey-issue", HERE, &["i", "f2"], |m| on_day(m, Request::SurveyDraft)).in_footer(),
];

fn open(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((SURVEY.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Survey(None))]
}

/// A day of the month before or after the one shown, where there is a digest of it.
fn turned(model: &Model, back: bool) -> Result<NaiveDate, Why> {
    let Some(Layer::Survey { day, .. }) = model.top() else { return Err(nothing_selected()) };
    let by = Months::new(1);
    let turned = if back { day.checked_sub_months(by) } else { day.checked_add_months(by) };
    let turned = turned.unwrap_or(*day);
    is_told(turned, local(model.now).date()).map(|()| turned)
}

fn earlier(model: &Model) -> Result<(), Why> {
    turned(model, true).map(|_| ())
}

fn later(model: &Model) -> Result<(), Why> {
    turned(model, false).map(|_| ())
}

fn turn(model: &mut Model, back: bool) -> Vec<Effect> {
    let Ok(turned) = turned(model, back) else { return Vec::new() };
    if let Some(Layer::Survey { day, .. }) = model.layers.last_mut() {
        *day = turned;
    }
    vec![Effect::Ask(Request::Survey(Some(turned)))]
}

fn on_day(model: &mut Model, request: fn(NaiveDate) -> Request) -> Vec<Effect> {
    match model.top() {
        Some(Layer::Survey { day, .. }) => vec![Effect::Ask(request(*day))],
        _ => Vec::new(),
    }
}
