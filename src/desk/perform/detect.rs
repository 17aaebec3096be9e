//! Detection: two live claims of different units on one lot of one round are a conflict, and the desk of the works' region
//! signs that it is there. Other desks that hold the same claims leave it to that desk.

use std::collections::BTreeSet;

use crate::domain::case::{Case, Detected, Party};
use crate::domain::claim::Claim;
use crate::domain::event::Fact;
use crate::domain::lead::link::Family;
use crate::domain::lead::{Lead, WHOLE_LOT, lots_meet};
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::StoreError;

use super::super::family::family;
use super::super::history;
use super::super::session::Session;
use super::open::trigger_of;

/// What a look at a lot found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// No conflict, or one that is recorded already, or not this desk's to record.
    Nothing,
    /// A conflict was recorded, or a new party to one that is open.
    Conflict {
        /// Its parties.
        parties: Vec<Party>,
        /// `XT-…`.
        number: String,
    },
    /// A party came to a lot whose case is decided or over: the decision stands, and a person must look.
    Decided {
        /// `XT-…`.
        number: String,
    },
}

/// Records the conflict about a lot, if there is one and it is this desk's to record.
///
/// # Errors
/// When the store cannot be read or written.
pub fn detect(session: &mut Session<'_, '_>, lead: &Lead, lot: &str) -> Result<Found, StoreError> {
    // Of leads that are one tender the conflict is about the one that goes on: the notice, the latest round.
    let family = family(session.tx, lead.subject)?;
    if family.head != lead.subject {
        // Where the one that goes on is not here, the desk that holds it finds the conflict.
        return match history::lead(session.tx, session.context, family.head)? {
            Some(head) => find_on(session, &family, &head, lot),
            None => Ok(Found::Nothing),
        };
    }
    find_on(session, &family, lead, lot)
}

fn find_on(
    session: &mut Session<'_, '_>,
    family: &Family,
    lead: &Lead,
    lot: &str,
) -> Result<Found, StoreError> {
    let own = session.context.profile.region();
    let owner = match lead.works.seat_at(session.now) {
        Some(seat) => seat.region(),
        // Where the province is unknown nobody else can be told to own it: the region's desk that sees the conflict records it.
        None if own.is_some() => own,
        None => return Ok(Found::Nothing),
    };
    if owner != own {
        return Ok(Found::Nothing);
    }
    let parties = parties(session, lead.subject, lot)?;
    if parties.len() < 2 {
        return Ok(Found::Nothing);
    }
    // A case that was found before the leads were known to be one tender stays, and takes in who came since.
    let earlier = open_on_another(session, family, lead.subject, lot)?;
    let (about, lot, round) = match &earlier {
        Some(case) => (case.lead, case.lot.as_str(), case.round),
        None => (lead.subject, lot, lead.round()),
    };
    let subject = Case::subject(about, lot, round);
    let number = match history::case(session.tx, session.context, subject)? {
        Some((case, _)) => {
            let is_new = |party: &Party| !case.parties.iter().any(|known| known.unit == party.unit);
            if !parties.iter().any(is_new) {
                return Ok(Found::Nothing);
            }
            if !case.takes_parties(session.now) {
                return Ok(Found::Decided { number: case.number });
            }
            case.number
        }
        None => session.next_number(SubjectKind::Conflict, subject)?,
    };
    let detected = Detected {
        number: number.clone(),
        lead: about,
        lot: lot.to_owned(),
        round,
        trigger: trigger_of(session, about, &parties)?,
        parties: parties.clone(),
        hard_stop: lead.notice.hard_stop(session.context.calendar()),
        owner,
        at: session.now,
        reasons: None,
    };
    session.record(subject, &Fact::CaseDetected(detected))?;
    session.derive()?;
    Ok(Found::Conflict { parties, number })
}

/// The open case about another lead of the family whose ground meets the lot, if there is one.
fn open_on_another(
    session: &Session<'_, '_>,
    family: &Family,
    lead: Subject,
    lot: &str,
) -> Result<Option<Case>, StoreError> {
    for other in family.members.iter().filter(|other| **other != lead) {
        for (case, open) in session.tx.cases_on(&other.to_string())? {
            let Some(case) = case.parse().ok().filter(|_| open) else { continue };
            let found = history::case(session.tx, session.context, case)?;
            let meets = |case: &Case| {
                lots_meet(&case.lot, lot) && !case.state_at(session.now).is_terminal()
            };
            if let Some((case, _)) = found.filter(|(case, _)| meets(case)) {
                return Ok(Some(case));
            }
        }
    }
    Ok(None)
}

/// Looks at every lot of a lead on which there is a live claim: after claims came in, lived again, or the notice changed.
///
/// # Errors
/// When the store cannot be read or written.
pub fn detect_all(session: &mut Session<'_, '_>, lead: Subject) -> Result<(), StoreError> {
    let now = session.now;
    let claims = history::live_claims(session.tx, session.context, lead, now)?;
    if claims.len() < 2 {
        return Ok(());
    }
    let Some(lead) = history::lead(session.tx, session.context, lead)? else { return Ok(()) };
    let lots: BTreeSet<String> =
        claims.iter().flat_map(|claim| claim.live_lots(now)).map(|lot| lot.lot.clone()).collect();
    for lot in lots {
        detect(session, &lead, &lot)?;
    }
    Ok(())
}

/// Units with a live claim on a lot, by code; the earliest claim of each. The undivided whole meets every lot: who claims
/// it is a party on each lot that somebody claims. Those who claim lots alone do not meet on the whole.
fn parties(session: &Session<'_, '_>, lead: Subject, lot: &str) -> Result<Vec<Party>, StoreError> {
    let now = session.now;
    let mut claims = history::live_claims(session.tx, session.context, lead, now)?;
    claims.sort_by_key(|claim| (claim.recorded_at, claim.subject));
    let mut parties: Vec<Party> = Vec::new();
    let here = |claim: &&Claim| match lot {
        WHOLE_LOT => claim.live_lots(now).any(|own| own.lot == WHOLE_LOT),
        lot => claim.covers(lot, now),
    };
    for claim in claims.iter().filter(here) {
        let submitted = &claim.submitted;
        if !parties.iter().any(|party| party.unit == submitted.unit) {
            parties.push(Party {
                unit: submitted.unit.clone(),
                legal_entity: submitted.legal_entity.clone(),
                claim: Some(claim.subject),
            });
        }
    }
    parties.sort_by(|a, b| a.unit.cmp(&b.unit));
    Ok(parties)
}
