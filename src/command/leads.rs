//! Pane 3: the triage inbox, one key a verdict, and claims.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::command::Screening;
use crate::desk::service::Request;
use crate::desk::view::LeadRow;
use crate::domain::lead::Verdict;
use crate::domain::territory::{division, region_of};
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::Layer;
use crate::model::triage;

const HERE: &[Scope] = &[Scope::Leads];
const BOTH: &[Scope] = &[Scope::Leads, Scope::Lead];

/// Rows.
pub const ROWS: &[Command] = &[
    row("open-lead", HERE, &["enter"], open).when(shown).in_footer(),
    row("lead-accept", BOTH, &["y", "+"], accept).when(selected).in_footer(),
    row("lead-irrelevant", BOTH, &["n", "-"], |m| judge(m, Verdict::Irrelevant))
        .when(selected)
        .in_footer(),
    row("lead-defer", BOTH, &["d", "ctrl-d"], |m| judge(m, Verdict::Defer))
        .when(selected)
        .in_footer(),
    row("lead-duplicate", BOTH, &["r", "="], |m| judge(m, Verdict::Duplicate))
        .when(selected)
        .in_footer(),
    row("lead-pass", BOTH, &["t", ">"], |m| judge(m, Verdict::PassOn)).when(selected).in_footer(),
    row("link", BOTH, &["R", "ctrl-r"], link).when(shown),
    row("export-leads", HERE, &["x", "ctrl-x"], export),
    row("new-case", BOTH, &["C", "ctrl-g"], new_case).when(shown),
    row("claim", BOTH, &["b", "insert", "ctrl-n"], claim).when(shown).in_footer(),
];

fn lead(model: &Model) -> Option<&LeadRow> {
    match model.top() {
        Some(Layer::Lead { detail, .. }) => Some(&detail.row),
        _ => model.selected_lead(),
    }
}

/// A lead that is shown, or one that is marked somewhere.
pub(super) fn selected(model: &Model) -> Result<(), Why> {
    if model.top().is_some() {
        return shown(model);
    }
    match (model.marks.as_slice(), model.selected_lead()) {
        // One mark acts at once: a person must see on what.
        ([one], row) if row.is_none_or(|row| row.number != *one) => {
            Err(Why::plain("mark-elsewhere").with("number", one))
        }
        ([], row) => row.map(|_| ()).ok_or_else(nothing_selected),
        _ => Ok(()),
    }
}

/// One lead is shown or selected.
pub(super) fn shown(model: &Model) -> Result<(), Why> {
    lead(model).map(|_| ()).ok_or_else(nothing_selected)
}

fn number(model: &Model) -> Option<String> {
    lead(model).map(|row| row.number.clone())
}

fn new_case(model: &mut Model) -> Vec<Effect> {
    let form = lead(model).map(|row| FormState::open_case(&row.number, &row.lots));
    if let Some(form) = form {
        model.open_form(form);
    }
    Vec::new()
}

fn open(model: &mut Model) -> Vec<Effect> {
    number(model).map_or_else(Vec::new, |number| model.open(&number, Request::Lead))
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let screening =
        Screening { numbers: model.judged_leads(), ..Screening::of_one("", Verdict::Accept, None) };
    vec![Effect::Ask(triage::request(screening))]
}

/// The form of a verdict, for one lead or for those marked.
fn judge(model: &mut Model, verdict: Verdict) -> Vec<Effect> {
    let numbers = model.judged_leads();
    let own = model.overview.summary.region;
    let works = match numbers.as_slice() {
        [_] => lead(model).and_then(|row| row.province.as_deref()).and_then(region_of),
        _ => None,
    };
    let one = numbers.first().filter(|_| numbers.len() == 1).cloned();
    model.open_form(FormState::screen(numbers, verdict, own, works));
    match one.filter(|_| verdict == Verdict::Duplicate) {
        Some(number) => vec![Effect::Ask(Request::Candidates(number))],
        None => Vec::new(),
    }
}

/// Writes what the list shows as a workbook.
fn export(model: &mut Model) -> Vec<Effect> {
    let (filter, folder) = (model.filter(), model.export_dir.clone());
    vec![Effect::Ask(Request::ExportLeads { filter, folder })]
}

/// Offers the lead that this one is most like.
fn link(model: &mut Model) -> Vec<Effect> {
    let likely = match model.top() {
        Some(Layer::Lead { detail, .. }) => detail.likely.first().cloned(),
        _ => lead(model).and_then(|row| row.likely.clone()),
    };
    if let Some(number) = number(model) {
        model.open_form(FormState::link(&number, likely.as_ref()));
    }
    Vec::new()
}

/// The claim form offers the tender's lots, which only the lead in full knows; from the list it offers the whole.
fn claim(model: &mut Model) -> Vec<Effect> {
    let lots = match model.top() {
        Some(Layer::Lead { detail, .. }) => {
            detail.lead.notice.lots.iter().map(|lot| lot.id.clone()).collect()
        }
        _ => lead(model).map(|row| row.lots.clone()).unwrap_or_default(),
    };
    let (customer, site) = match model.top() {
        Some(Layer::Lead { detail, .. }) => {
            let notice = &detail.lead.notice;
            (notice.customer_said(), notice.site_said())
        }
        _ => {
            let row = lead(model);
            let place = |code: &str| division(code).map(|division| division.short.clone());
            (
                row.and_then(|row| row.customer.clone()),
                row.and_then(|row| row.province.as_deref()).and_then(place),
            )
        }
    };
    let (customer, site) = (customer.unwrap_or_default(), site.unwrap_or_default());
    let branches = model.overview.units.iter().filter(|unit| unit.parent.is_none());
    let units: Vec<String> = branches.map(|unit| unit.code.clone()).collect();
    if let Some(number) = number(model) {
        model.open_form(FormState::claim(&number, &lots, &units, &customer, &site));
    }
    Vec::new()
}
