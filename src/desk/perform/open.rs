//! Opening a case by hand: a party asks for it, or the manager sees what no two claims on the desk show yet.

use crate::domain::case::{Case, Detected, Party, Trigger};
use crate::domain::event::Fact;
use crate::domain::lead::{Stage, WHOLE_LOT, lots_meet};
use crate::domain::organisation::Seat;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::store::StoreError;
use crate::text::clean::{clean_line, clean_text};

use super::super::command::{Done, NewCase, Refusal};
use super::super::family::family;
use super::super::history;
use super::super::query::unit_of;
use super::super::session::Session;
use super::{numbered, taken_back};

/// The fewest units that can be in conflict.
const FEWEST: usize = 2;

/// Opens a case, or adds parties to the open one about the same lot.
pub fn open(session: &mut Session<'_, '_>, new: NewCase) -> Result<Done, Refusal> {
    let named = numbered(session, &new.lead, SubjectKind::Lead)?;
    let about = family(session.tx, named)?.head;
    let lead = history::lead(session.tx, session.context, about)?.ok_or_else(taken_back)?;
    let lot = match new.lot.as_deref().map(str::trim).filter(|lot| !lot.is_empty()) {
        Some(lot) => lot.to_owned(),
        None => WHOLE_LOT.to_owned(),
    };
    let mut unmet = Vec::new();
    if lot != WHOLE_LOT && !lead.has_lot(&lot) {
        unmet.push(Why::plain("no-lot").with("lot", &lot).with("number", &lead.number));
    }
    let reasons = clean_text(&new.reasons);
    if reasons.trim().is_empty() {
        unmet.push(Why::rule("argument-missing", "SCXT-7").with("argument", "reasons"));
    }
    let own = session.context.profile.region();
    let seat = lead.works.seat_at(session.now).or(own.map(Seat::Region));
    let owner = seat.and_then(Seat::region);
    if seat.is_none() || owner != own {
        let unknown = || Why::rule("jurisdiction", "SCXT-6").with("region", "");
        unmet.push(seat.map_or_else(unknown, |seat| seat.reserves("jurisdiction", "SCXT-6")));
    }
    let mut parties: Vec<Party> = Vec::new();
    for code in new.parties.iter().map(|code| clean_line(code)).filter(|code| !code.is_empty()) {
        let Some(unit) = unit_of(session.context, &code, session.now) else {
            unmet.push(Why::plain("no-unit").with("unit", code));
            continue;
        };
        if !parties.iter().any(|party| party.unit == unit.code) {
            let claim = claim_of(session, about, &lot, &unit.code)?;
            parties.push(Party { unit: unit.code, legal_entity: unit.legal_entity, claim });
        }
    }
    if parties.len() < FEWEST {
        unmet.push(Why::rule("case-one-party", "SCXT-7"));
    }
    parties.sort_by(|a, b| a.unit.cmp(&b.unit));
    let subject = Case::subject(about, &lot, lead.round());
    let known = history::case(session.tx, session.context, subject)?.map(|(case, _)| case);
    if let Some(case) = &known {
        let fresh = parties.iter().any(|p| !case.parties.iter().any(|own| own.unit == p.unit));
        let state = case.state_at(session.now);
        let takes = case.takes_parties(session.now);
        if !fresh || !takes {
            let key = if takes { "case-exists" } else { "case-decided" };
            unmet.push(Why::plain(key).with("number", &case.number).with("state", state.name()));
        }
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let number = match known {
        Some(case) => case.number,
        None => session.next_number(SubjectKind::Conflict, subject)?,
    };
    let detected = Detected {
        number: number.clone(),
        lead: about,
        round: lead.round(),
        trigger: new.trigger,
        parties,
        hard_stop: lead.notice.hard_stop(session.context.calendar()),
        owner,
        at: session.now,
        reasons: Some(reasons),
        lot,
    };
    session.record(subject, &Fact::CaseDetected(detected))?;
    Ok(Done::to("case-opened", subject, &number))
}

/// The claim of a unit that meets the lot, live or over; the latest.
fn claim_of(
    session: &Session<'_, '_>,
    lead: Subject,
    lot: &str,
    unit: &str,
) -> Result<Option<Subject>, Refusal> {
    let claims = history::claims_of_family(session.tx, session.context, lead)?;
    let mine = claims.iter().filter(|claim| {
        claim.submitted.unit == unit && claim.lots.iter().any(|own| lots_meet(&own.lot, lot))
    });
    Ok(mine.max_by_key(|claim| claim.recorded_at).map(|claim| claim.subject))
}

/// What two claims that met have to do with each other: they meet across a pre-notice where one of them is on it.
pub fn trigger_of(
    session: &Session<'_, '_>,
    about: Subject,
    parties: &[Party],
) -> Result<Trigger, StoreError> {
    for claim in parties.iter().filter_map(|party| party.claim) {
        let claim = history::claim_alone(session.tx, session.context, claim)?;
        let elsewhere = claim.map(|claim| claim.submitted).filter(|claim| claim.lead != about);
        if elsewhere.is_some_and(|claim| claim.stage == Some(Stage::PreNotice)) {
            return Ok(Trigger::PreNotice);
        }
    }
    Ok(Trigger::Claims)
}
