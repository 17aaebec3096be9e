//! The watch over decisions: a unit that a decision keeps from bidding claims anew, buys the documents or bids. The desk writes
//! it into the case, and takes it back with the act that it saw.

use crate::domain::appeal::Appeal;
use crate::domain::case::action::breach::ROW;
use crate::domain::case::standing::may_act;
use crate::domain::case::{Act, Case, State};
use crate::domain::event::{Fact, Retracted};
use crate::domain::lead::{Step, lots_meet};
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;
use crate::store::StoreError;

use super::super::family::family;
use super::super::history;
use super::super::relief::appeal;
use super::super::session::Session;

/// What a unit did, and on what ground.
pub struct Seen<'a> {
    /// The tender.
    pub lead: Subject,
    /// The lot.
    pub lot: &'a str,
    /// Unit code.
    pub unit: &'a str,
    /// One of [`BREACHES`](crate::domain::case::action::breach::BREACHES).
    pub breach: &'a str,
    /// In words.
    pub text: String,
    /// The event that shows it.
    pub event: &'a str,
}

/// The breach that a step of a lot's life is, if it is one.
pub fn of_step(step: Step) -> Option<&'static str> {
    match step {
        Step::DocsBought => Some("bought_documents"),
        Step::Submitted => Some("submitted_bid"),
        _ => None,
    }
}

/// Writes a breach into every case of this desk whose decision it breaks.
///
/// # Errors
/// When the store cannot be read or written.
pub fn breaches(session: &mut Session<'_, '_>, seen: &Seen<'_>) -> Result<Vec<Why>, StoreError> {
    let mut told = Vec::new();
    for case in cases_around(session, seen.lead)? {
        let state = case.state_at(session.now);
        let stands = matches!(state, State::Ordered | State::Settled | State::Effective);
        let owns = may_act(ROW.who, session.context.profile.authority(), case.owner);
        // Nobody breaks what was not served on him.
        let bound = state == State::Effective || case.is_bound(seen.unit);
        let barred = bound && case.is_barred(seen.unit, session.now);
        let broken = stands && owns && lots_meet(&case.lot, seen.lot) && barred;
        if !broken || case.is_cross_entity() || relieved(session, &case)? {
            continue;
        }
        let args = Texts::from([
            ("unit", seen.unit),
            ("breach", seen.breach),
            ("text", seen.text.as_str()),
        ]);
        let act = Act {
            args,
            at: Some(session.now),
            rulebase: Rulebook::bundled().hash(),
            because: Some(seen.event.to_owned()),
            ..Act::default()
        };
        session.record(case.subject, &Fact::Acted(&ROW, act))?;
        let why = Why::rule("breach-recorded", "SCXT-8").with("unit", seen.unit);
        told.push(why.with("number", &case.number));
    }
    Ok(told)
}

/// Whether the committee keeps the decision from being carried out: it granted a stay, or the decision fell on an appeal.
fn relieved(session: &Session<'_, '_>, case: &Case) -> Result<bool, StoreError> {
    let Some(decision) = &case.decision else { return Ok(false) };
    for party in &case.parties {
        let subject = Appeal::subject(&decision.event, &party.unit);
        let appeal = appeal(session.tx, session.context, subject)?.map(|(appeal, _)| appeal);
        if appeal.is_some_and(|appeal| appeal.stay().is_some() || appeal.overturns()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes back what an event that was itself taken back had shown.
///
/// # Errors
/// When the store cannot be read or written.
pub fn take_back(
    session: &mut Session<'_, '_>,
    lead: Subject,
    event: &str,
) -> Result<(), StoreError> {
    for case in cases_around(session, lead)? {
        take_back_in(session, case.subject, event)?;
    }
    Ok(())
}

/// Takes back what followed in a case from an event elsewhere.
///
/// # Errors
/// When the store cannot be read or written.
pub fn take_back_in(
    session: &mut Session<'_, '_>,
    case: Subject,
    event: &str,
) -> Result<(), StoreError> {
    for recorded in history::of(session.tx, session.context, case)? {
        let followed =
            matches!(&recorded.fact, Fact::Acted(_, act) if act.because.as_deref() == Some(event));
        if followed {
            session.record(case, &Fact::Retracted(Retracted { event: recorded.id }))?;
        }
    }
    Ok(())
}

/// The cases about a family of leads.
///
/// # Errors
/// When the store cannot be read.
pub fn cases_around(session: &Session<'_, '_>, lead: Subject) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::new();
    for member in family(session.tx, lead)?.members {
        for (case, _) in session.tx.cases_on(&member.to_string())? {
            let Ok(case) = case.parse() else { continue };
            cases.extend(history::case(session.tx, session.context, case)?.map(|(case, _)| case));
        }
    }
    Ok(cases)
}
