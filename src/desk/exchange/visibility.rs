//! What headquarters relays to a region: the region's own business, and what concerns everybody.
//!
//! A region does not learn that another region's cases exist. A subject is a region's business when a desk of that region
//! began it, when it is about a tender whose works lie there, or when it is the case or meeting of such a tender. Where
//! headquarters entrusts a case to another region (gaps G12 and G14), that region sees it too, with its tender, the claims on
//! it and its files of relief. What is recorded of the organisation concerns everybody.
//!
//! Of a place that went over to another region each sees what there was in its time: the one that had it answers for what it did
//! and learns nothing of what began later; the one that takes it over sees it from its day on.

use chrono::{DateTime, Utc};

use crate::domain::case::is_genuine;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::store::{StoreError, Writing};

use super::super::context::Context;
use super::super::history;

/// Whether a region may see a subject.
///
/// # Errors
/// When the store cannot be read.
pub fn is_visible(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
    region: RegionCode,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if subject.kind.is_of_the_organisation() {
        return Ok(true);
    }
    let events = history::of(tx, context, subject)?;
    if events.iter().any(|event| event.authority == Authority::Region(region) && opens(event)) {
        return Ok(true);
    }
    // From when on there is something to see.
    let since = events.iter().map(|event| event.hlc.wall()).min().unwrap_or(now);
    let lies_in = |lead: Subject| -> Result<bool, StoreError> {
        let lead = history::lead(tx, context, lead)?;
        Ok(lead.is_some_and(|lead| lead.works.answered(region, since, now)))
    };
    if subject.kind == SubjectKind::Lead {
        return Ok(lies_in(subject)? || is_entrusted(tx, context, subject, region)?);
    }
    if subject.kind == SubjectKind::Conflict && owns(tx, context, subject, region)? {
        return Ok(true);
    }
    for about in events.iter().filter_map(about) {
        if about.kind != SubjectKind::Lead {
            if is_visible(tx, context, about, region, now)? {
                return Ok(true);
            }
        } else if lies_in(about)?
            || (subject.kind == SubjectKind::Claim && is_entrusted(tx, context, about, region)?)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the case is the region's to decide now.
fn owns(
    tx: &Writing<'_>,
    context: &Context,
    case: Subject,
    region: RegionCode,
) -> Result<bool, StoreError> {
    let case = history::case(tx, context, case)?;
    Ok(case.is_some_and(|(case, _)| case.owner == Some(region)))
}

/// Whether a case about the tender was given to the region.
fn is_entrusted(
    tx: &Writing<'_>,
    context: &Context,
    lead: Subject,
    region: RegionCode,
) -> Result<bool, StoreError> {
    for (case, _) in tx.cases_on(&lead.to_string())? {
        let Ok(case) = case.parse() else { continue };
        if owns(tx, context, case, region)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an event begins its subject: a region that wrote something on another's case does not thereby get to see it.
fn opens(event: &Recorded) -> bool {
    match &event.fact {
        Fact::ClaimSubmitted(_)
        | Fact::MeetingPlanned(_)
        | Fact::AppealFiled(_)
        | Fact::RemedyProposed(_)
        | Fact::RelationDeclared(_)
        | Fact::TripFiled(_)
        | Fact::ReportFiled(_)
        | Fact::ViolationReported(_)
        | Fact::ProposalDrafted(_)
        | Fact::SurveyIssued(_) => true,
        Fact::CaseDetected(detected) => is_genuine(event, detected),
        // A tender is public: whoever works on it may see what is said of it.
        _ => event.subject.kind == SubjectKind::Lead,
    }
}

/// What a claim, case or meeting is about.
fn about(event: &Recorded) -> Option<Subject> {
    match &event.fact {
        Fact::ClaimSubmitted(claim) => Some(claim.lead),
        Fact::CaseDetected(detected) => Some(detected.lead),
        Fact::AppealFiled(filed) => Some(filed.case),
        Fact::RemedyProposed(proposed) => proposed.case,
        // A meeting cannot be about a meeting, so this goes no deeper than two steps.
        Fact::MeetingPlanned(planned) => {
            planned.cases.first().copied().filter(|case| case.kind == SubjectKind::Conflict)
        }
        _ => None,
    }
}
