//! Deriving the rows of the lists from the events of a subject. The same code serves the act in hand and a rebuild.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::claim::Life;
use crate::domain::customer::find_operator;
use crate::domain::event::Fact;
use crate::domain::lead::{Lead, Verdict};
use crate::domain::organisation;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::projection::{CaseProjection, ClaimProjection, LeadProjection, NEVER};
use crate::store::{StoreError, Writing};

use super::context::Context;
use super::history;
use super::view::{Delivery, LeadRow};

/// What the rows of the lists are made of; counted up whenever a version of daqu derives them otherwise.
const VERSION: &str = "3";

const VERSION_KEY: &str = "projections";

/// Derives every row anew where they were derived by another version of daqu; a store made today has nothing to derive.
///
/// # Errors
/// When the store cannot be read or written; the old rows stay then.
pub fn renew(tx: &mut Writing<'_>, context: &Context) -> Result<(), StoreError> {
    if tx.meta(VERSION_KEY)?.as_deref() != Some(VERSION) {
        rebuild(tx, context)?;
        tx.set_meta(VERSION_KEY, VERSION)?;
    }
    Ok(())
}

/// Derives the rows of one subject, and of what depends on it.
///
/// # Errors
/// When the store cannot be read or written.
pub fn subject(
    tx: &mut Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<(), StoreError> {
    numbers(tx, context, subject)?;
    match subject.kind {
        SubjectKind::Lead => {
            lead(tx, context, subject)?;
            // Whose manager decides on a claim follows the province of the works.
            for (about, _) in tx.claims_on(&subject.to_string())? {
                if let Ok(about) = about.parse() {
                    claim(tx, context, about)?;
                }
            }
            // A case's last moment follows the tender's times.
            for (about, _) in tx.cases_on(&subject.to_string())? {
                if let Ok(about) = about.parse() {
                    case(tx, context, about)?;
                }
            }
            Ok(())
        }
        SubjectKind::Claim => claim(tx, context, subject),
        SubjectKind::Conflict => case(tx, context, subject),
        SubjectKind::Meeting => meeting(tx, context, subject),
        SubjectKind::Unit | SubjectKind::Area | SubjectKind::KeyAccount => {
            organisation(tx, context, subject)
        }
    }
}

/// A number once given is never given again, even when the act was taken back.
fn numbers(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    for event in history::of(tx, context, subject)? {
        let number = match &event.fact {
            Fact::LeadCaptured(captured) => &captured.number,
            Fact::ClaimSubmitted(submitted) => &submitted.number,
            Fact::CaseDetected(detected) => &detected.number,
            Fact::MeetingPlanned(planned) => &planned.number,
            _ => continue,
        };
        tx.put_number(number, &subject.to_string())?;
    }
    Ok(())
}

/// Drops every derived row and derives all of them anew.
///
/// # Errors
/// When the store cannot be read or written.
pub fn rebuild(tx: &mut Writing<'_>, context: &Context) -> Result<usize, StoreError> {
    tx.clear_projections()?;
    let mut known: Vec<Subject> =
        tx.subjects()?.iter().filter_map(|text| text.parse().ok()).collect();
    // Leads first: cases read their tender, and there is no need to derive them twice.
    known.sort_by_key(|subject| (subject.kind != SubjectKind::Lead, *subject));
    for subject in &known {
        self::subject(tx, context, *subject)?;
    }
    Ok(known.len())
}

fn lead(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(lead) = history::lead(tx, context, subject)? else { return Ok(()) };
    let row = lead_row(&lead);
    let search = [&row.title, &row.number]
        .into_iter()
        .chain(row.customer.as_ref())
        .chain(row.project_no.as_ref())
        .cloned()
        .collect::<Vec<_>>();
    tx.put_lead(&LeadProjection {
        subject: subject.to_string(),
        fresh: lead.verdict.is_none(),
        away: matches!(lead.verdict, Some((Verdict::Irrelevant | Verdict::Defer, _))),
        published: row
            .published
            .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
            .unwrap_or_default(),
        province: row.province.clone(),
        data: json(&row)?,
        text: searchable(search, &row),
    })
}

/// What search looks through: title, numbers, customer, and the names that people call customer and province by.
fn searchable(mut parts: Vec<String>, row: &LeadRow) -> String {
    let province = row.province.as_deref().and_then(crate::domain::territory::province);
    let operator = row.customer.as_deref().and_then(find_operator);
    if let (Some(province), Some((operator, _))) = (province, operator) {
        parts.push(format!("{}{}", province.short, operator.short));
    }
    parts.join("\n")
}

/// The row of a lead as the list shows it, without what changes by itself.
pub fn lead_row(lead: &Lead) -> LeadRow {
    let notice = &lead.notice;
    LeadRow {
        subject: lead.subject,
        number: lead.number.clone(),
        title: notice.title.clone(),
        customer: notice.customer.value.clone(),
        province: notice.province.value.clone(),
        category: notice.category.text.clone(),
        project_no: notice.project_no.value.clone(),
        published: notice.published.value,
        sale_end: notice.sale_end.value,
        deadline: notice.deadline.value,
        deadline_state: notice.deadline.state,
        budget_fen: notice.budget.value.map(|amount| amount.fen),
        url: notice.url.clone(),
        lots: notice.lots.iter().map(|lot| lot.id.clone()).collect(),
        verdict: lead.verdict.as_ref().map(|(verdict, _)| *verdict),
        claims: 0,
        in_conflict: false,
        delivery: Delivery::Local,
    }
}

fn claim(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(claim) = history::claim_alone(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    let written = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let life = claim.lives_until();
    tx.put_claim(&ClaimProjection {
        subject: subject.to_string(),
        lead: claim.submitted.lead.to_string(),
        unit: claim.submitted.unit.clone(),
        live: life != Life::Over,
        lives: match life {
            Life::Over => String::new(),
            Life::Until(until) => written(until),
            Life::Open => NEVER.to_owned(),
        },
        ends: claim.first_end().map(written),
        recorded: claim.submitted.recorded_at.to_rfc3339_opts(SecondsFormat::Millis, true),
    })
}

fn case(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some((case, lead)) = history::case(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    tx.put_case(&CaseProjection {
        subject: subject.to_string(),
        open: !case.state.is_terminal(),
        last_moment: last_moment(&case),
        province: lead.and_then(|lead| lead.notice.province.value),
        lead: case.lead.to_string(),
    })
}

fn last_moment(case: &Case) -> Option<String> {
    let moment = case.last_moment(Calendar::bundled());
    moment.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn meeting(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(meeting) = history::meeting(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    let start = meeting.planned.start.to_rfc3339_opts(SecondsFormat::Secs, true);
    tx.put_meeting(&subject.to_string(), &start)
}

fn organisation(
    tx: &mut Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<(), StoreError> {
    let events = history::of(tx, context, subject)?;
    let data = match subject.kind {
        SubjectKind::Unit => organisation::unit(&events).map(|fact| json(&fact)),
        SubjectKind::Area => organisation::area(&events).map(|fact| json(&fact)),
        _ => organisation::key_account(&events).map(|fact| json(&fact)),
    };
    match data {
        Some(data) => tx.put_organisation(&subject.to_string(), subject.kind.name(), &data?),
        None => tx.drop_rows(&subject.to_string()),
    }
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}
