//! A lot's life: steps are recorded with the same-lot guard in front of assignment, documents and submission, and what
//! became of the lot sets the claims on it.

use crate::domain::calendar::local;
use crate::domain::case::guard::{Bidder, Gate, blocked};
use crate::domain::claim::action::find;
use crate::domain::claim::{Claim, ClaimAct, may_act};
use crate::domain::event::{Authority, Fact, Retracted};
use crate::domain::lead::life::{end_of, step_of};
use crate::domain::lead::{Lead, Progressed, Step, WHOLE_LOT, lots_meet};
use crate::domain::organisation::Seat;
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::unit::Unit;
use crate::domain::why::Why;
use crate::text::clean::clean_line;

use super::super::command::{Done, Refusal};
use super::super::family::family;
use super::super::history;
use super::super::query::units;
use super::super::session::Session;
use super::{numbered, taken_back, watch};

/// A step to record.
pub struct Wanted {
    /// The lot.
    pub lot: String,
    /// Unit code.
    pub unit: Option<String>,
    /// The step.
    pub to: Step,
    /// Why, or what came of it.
    pub note: Option<String>,
}

/// Records a step, or says everything that is unmet.
pub fn progress(
    session: &mut Session<'_, '_>,
    number: &str,
    wanted: &Wanted,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Lead)?;
    let lead = history::lead(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let claims = history::claims_of_family(session.tx, session.context, subject)?;
    let units = units(session.context, session.now);
    let code = wanted.unit.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let unit = code.and_then(|code| units.iter().find(|unit| unit.code.eq_ignore_ascii_case(code)));
    let note = wanted.note.as_deref().map(clean_line).filter(|note| !note.is_empty());
    // The guard looks at the tender, whichever of its notices a step was recorded on.
    let lead =
        Lead { lives: history::lives_of_round(session.tx, session.context, subject)?, ..lead };
    let mut unmet = stranger(session, &lead, wanted, code, unit);
    unmet.extend(out_of_order(&lead, wanted, unit));
    if wanted.to == Step::Assigned {
        unmet.extend(unit.and_then(Unit::rests));
    }
    if wanted.to == Step::NoGo && note.is_none() {
        unmet.push(Why::rule("argument-missing", "SCXT-7").with("argument", "note"));
    }
    if let (Some(unit), Step::Assigned) = (unit, wanted.to)
        && !claims.iter().any(|claim| {
            claim.submitted.unit == unit.code && claim.covers(&wanted.lot, session.now)
        })
    {
        let why = Why::rule("progress-no-claim", "G18").with("unit", &unit.code);
        unmet.push(why.with("lot", &wanted.lot));
    }
    if let (Some(unit), Some(gate)) = (unit, Gate::before(wanted.to)) {
        let day = local(session.now).date();
        let bids_as = |entity: &str| session.context.company.bids_as(entity, day);
        let person = |code: &str| {
            units.iter().find(|unit| unit.code == code).map(|unit| bids_as(&unit.legal_entity))
        };
        let own = bids_as(&unit.legal_entity);
        let bidder = Bidder { unit: &unit.code, legal_entity: &own, lot: &wanted.lot };
        let clause = lead.notice.branch_clause.text.as_deref();
        unmet.extend(blocked(gate, bidder, &lead.lives, person, clause));
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let step = Progressed {
        lot: wanted.lot.clone(),
        unit: unit.map(|unit| unit.code.clone()).filter(|_| !wanted.to.is_of_the_lot()),
        to: wanted.to,
        note,
        at: session.now,
    };
    let event = session.record(subject, &Fact::LeadProgressed(step.clone()))?;
    let mut done = Done::to("progressed", subject, &lead.number);
    done.args.push(("lot".to_owned(), wanted.lot.clone()));
    done.args.push(("step".to_owned(), wanted.to.name().to_owned()));
    let undecided = match Gate::before(wanted.to) {
        Some(_) => undecided(session, subject, &wanted.lot)?,
        None => None,
    };
    if let Some(person) =
        unit.map(|unit| unit.legal_entity.as_str()).filter(|_| step.unit.is_some())
    {
        // Another legal person bids for itself: what became of its bid is told of it alone.
        let alike = |claim: &&Claim| claim.submitted.legal_entity.trim() == person.trim();
        let alike: Vec<&Claim> = claims.iter().filter(alike).collect();
        done.notices = consequences(session, &alike, &step, &event)?;
    } else {
        let all: Vec<&Claim> = claims.iter().collect();
        done.notices = consequences(session, &all, &step, &event)?;
    }
    done.notices.extend(undecided);
    if let (Some(unit), Some(breach)) = (step.unit.as_deref(), watch::of_step(step.to)) {
        let seen = watch::Seen {
            lead: subject,
            lot: &step.lot,
            unit,
            breach,
            text: lead.number.clone(),
            event: &event,
        };
        done.notices.extend(watch::breaches(session, &seen)?);
    }
    Ok(done)
}

/// A conflict about the lot that is not decided (art. 8). What happened is recorded all the same; it is said beside it.
fn undecided(session: &Session<'_, '_>, lead: Subject, lot: &str) -> Result<Option<Why>, Refusal> {
    for member in family(session.tx, lead)?.members {
        for (case, open) in session.tx.cases_on(&member.to_string())? {
            let Some(case) = case.parse().ok().filter(|_| open) else { continue };
            let Some((case, _)) = history::case(session.tx, session.context, case)? else {
                continue;
            };
            if lots_meet(&case.lot, lot) && case.state_at(session.now).is_before_decision() {
                let why = Why::rule("progress-undecided", "SCXT-8").with("number", &case.number);
                return Ok(Some(why.with("lot", lot)));
            }
        }
    }
    Ok(None)
}

/// What is wrong with who acts, and with the lot and the unit named.
fn stranger(
    session: &Session<'_, '_>,
    lead: &Lead,
    wanted: &Wanted,
    code: Option<&str>,
    unit: Option<&Unit>,
) -> Vec<Why> {
    let mut unmet = Vec::new();
    let works = lead.works.seat_at(session.now);
    if let (Authority::Region(own), Some(works)) = (session.context.profile.authority(), works)
        && Seat::Region(own) != works
    {
        unmet.push(works.reserves("claim-jurisdiction", "SCXT-6"));
    }
    if wanted.lot != WHOLE_LOT && !lead.has_lot(&wanted.lot) {
        let why = Why::plain("no-lot").with("lot", &wanted.lot);
        unmet.push(why.with("number", &lead.number));
    }
    match (code, unit) {
        (None, _) if !wanted.to.is_of_the_lot() => {
            unmet.push(Why::plain("argument-missing").with("argument", "unit"));
        }
        (Some(code), None) => unmet.push(Why::plain("no-unit").with("unit", code)),
        _ => {}
    }
    unmet
}

/// What is wrong with the order of steps.
fn out_of_order(lead: &Lead, wanted: &Wanted, unit: Option<&Unit>) -> Option<Why> {
    if let Some(end) = end_of(&lead.lives, &wanted.lot) {
        let why = Why::plain("progress-over").with("lot", &wanted.lot);
        return Some(why.with("step", end.step.name()));
    }
    if wanted.to.is_of_the_lot() {
        let over = lead
            .lives
            .iter()
            .find(|life| lots_meet(&life.lot, &wanted.lot) && life.step == Step::Won)?;
        let why = Why::plain("progress-over").with("lot", &wanted.lot);
        return Some(why.with("step", over.step.name()));
    }
    let at = step_of(&lead.lives, &wanted.lot, &unit?.code);
    if wanted.to.from().contains(&at) {
        return None;
    }
    let needed: Vec<&str> =
        wanted.to.from().iter().map(|step| step.map_or("claimed", Step::name)).collect();
    Some(
        Why::plain("progress-out-of-order")
            .with("step", at.map_or("claimed", Step::name))
            .with("to", wanted.to.name())
            .with("steps", needed.join(",")),
    )
}

/// The award or the end of a lot, carried into the live claims on it.
fn consequences(
    session: &mut Session<'_, '_>,
    claims: &[&Claim],
    step: &Progressed,
    event: &str,
) -> Result<Vec<Why>, Refusal> {
    let mut notices = Vec::new();
    let own = |claim: &Claim| Some(&claim.submitted.unit) == step.unit.as_ref();
    for &claim in claims {
        let lots: Vec<String> = claim
            .live_lots(session.now)
            .map(|lot| lot.lot.clone())
            .filter(|lot| lots_meet(lot, &step.lot))
            .collect();
        let row = match step.to {
            Step::Won if own(claim) => find("win"),
            // Another branch has the lot, or a stranger has it: nobody else's claim on it means anything any more.
            Step::Won | Step::Lost => find("lose"),
            Step::Void | Step::Cancelled => find("expire"),
            _ => None,
        };
        let (Some(row), false) = (row, lots.is_empty()) else { continue };
        let authority = session.context.profile.authority();
        let owner = claim.owner.at(session.now);
        if !may_act(row.who, authority, claim.owner.recorder, owner) {
            continue;
        }
        let act = ClaimAct {
            args: Texts::from([("result", step.to.name())]),
            lots,
            missing: Vec::new(),
            until: Vec::new(),
            proof: None,
            because: Some(event.to_owned()),
            at: session.now,
            rulebase: session.context.book().hash(),
        };
        session.record(claim.subject, &Fact::ClaimActed(row, act))?;
        notices.push(
            Why::plain("claim-follows")
                .with("number", &claim.submitted.number)
                .with("action", format!("claim-{}", row.id)),
        );
    }
    Ok(notices)
}

/// Takes back what followed for the claims from a step that is taken back.
pub fn take_consequences_back(
    session: &mut Session<'_, '_>,
    lead: Subject,
    step: &str,
) -> Result<(), Refusal> {
    for claim in history::claims_of_family(session.tx, session.context, lead)? {
        for event in history::of(session.tx, session.context, claim.subject)? {
            let Fact::ClaimActed(_, act) = &event.fact else { continue };
            if act.because.as_deref() == Some(step) {
                let back = Fact::Retracted(Retracted { event: event.id.clone() });
                session.record(claim.subject, &back)?;
            }
        }
    }
    Ok(())
}
