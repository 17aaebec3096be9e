//! From stored texts to facts: what a subject's events say, and what folds from them.

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::claim::Claim;
use crate::domain::event::{Authority, Body, Fact, Recorded};
use crate::domain::lead::Lead;
use crate::domain::meeting::Meeting;
use crate::domain::subject::Subject;
use crate::store::log::StoredEvent;
use crate::store::{StoreError, Writing};

use super::context::Context;

/// Understands a stored event as far as this version can; `None` for a subject of a kind it does not know.
pub fn recorded(stored: &StoredEvent, authority: Authority) -> Option<Recorded> {
    let subject: Subject = stored.subject.parse().ok()?;
    let (body, hlc) = Body::read(&stored.body).ok()?;
    let fact = Fact::read(&body.kind, &body.data);
    Some(Recorded {
        id: stored.id.clone(),
        subject,
        base: body.base,
        hlc,
        actor: body.actor,
        office: body.office,
        author: stored.key.clone(),
        authority,
        fact,
        parts: body.parts,
    })
}

/// The facts of one subject.
///
/// # Errors
/// When the store cannot be read.
pub fn of(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Vec<Recorded>, StoreError> {
    Ok(understood(&tx.events(&subject.to_string())?, context))
}

/// As far as this version can tell, what stored events say.
pub fn understood(stored: &[StoredEvent], context: &Context) -> Vec<Recorded> {
    stored.iter().filter_map(|event| recorded(event, context.authority(&event.key))).collect()
}

/// A lead as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn lead(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Lead>, StoreError> {
    Ok(Lead::fold(&of(tx, context, subject)?, context.profile.authority()))
}

/// A claim as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn claim(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Claim>, StoreError> {
    Ok(Claim::fold(&of(tx, context, subject)?))
}

/// A case as it stands, with the tender it is about.
///
/// # Errors
/// When the store cannot be read.
pub fn case(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<(Case, Option<Lead>)>, StoreError> {
    let events = of(tx, context, subject)?;
    let calendar = Calendar::bundled();
    let Some(case) = Case::fold(&events, None, calendar) else { return Ok(None) };
    let lead = lead(tx, context, case.lead)?;
    let case = Case::fold(&events, lead.as_ref(), calendar);
    Ok(case.map(|case| (case, lead)))
}

/// A meeting as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn meeting(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Meeting>, StoreError> {
    Ok(Meeting::fold(&of(tx, context, subject)?))
}

/// Claims on a lead that count against others.
///
/// # Errors
/// When the store cannot be read.
pub fn live_claims(
    tx: &Writing<'_>,
    context: &Context,
    lead: Subject,
) -> Result<Vec<Claim>, StoreError> {
    let mut claims = Vec::new();
    for (subject, live) in tx.claims_on(&lead.to_string())? {
        if let Some(subject) = subject.parse().ok().filter(|_| live) {
            claims.extend(claim(tx, context, subject)?);
        }
    }
    Ok(claims)
}
