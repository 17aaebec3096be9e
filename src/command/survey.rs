//! The regional digest: month by month, written to files, issued to headquarters.

use chrono::{Months, NaiveDate};

use super::{Command, Scope, row};
use crate::desk::service::Request;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::{Layer, SURVEY};

const HERE: &[Scope] = &[Scope::Survey];

/// Rows.
pub const ROWS: &[Command] = &[
    row("survey", &[Scope::Files, Scope::Territory], &["v", "f3"], open).in_footer(),
    row("survey-earlier", HERE, &["left", "h"], |m| turn(m, Months::new(1), true)).in_footer(),
    row("survey-later", HERE, &["right", "l"], |m| turn(m, Months::new(1), false)).in_footer(),
    row("survey-write", HERE, &["w", "f9"], |m| on_day(m, Request::WriteSurvey)).in_footer(),
    row("survey-issue", HERE, &["i", "f2"], |m| on_day(m, Request::IssueSurvey)).in_footer(),
];

fn open(model: &mut Model) -> Vec<Effect> {
    model.opening = Some((SURVEY.to_owned(), model.layers.len()));
    vec![Effect::Ask(Request::Survey(None))]
}

fn turn(model: &mut Model, by: Months, back: bool) -> Vec<Effect> {
    let Some(Layer::Survey { day, .. }) = model.layers.last_mut() else { return Vec::new() };
    let turned = if back { day.checked_sub_months(by) } else { day.checked_add_months(by) };
    let Some(turned) = turned else { return Vec::new() };
    *day = turned;
    vec![Effect::Ask(Request::Survey(Some(turned)))]
}

fn on_day(model: &mut Model, request: fn(NaiveDate) -> Request) -> Vec<Effect> {
    match model.top() {
        Some(Layer::Survey { day, .. }) => vec![Effect::Ask(request(*day))],
        _ => Vec::new(),
    }
}
