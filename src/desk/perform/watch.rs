//! The watch over decisions: a unit that a decision keeps from bidding claims anew, buys the documents or bids. The desk writes
//! it into the case, and takes it back with the act that it saw.

use crate::domain::appeal::Appeal;
use crate::domain::case::action::breach::ROW;
use crate::domain::case::standing::may_act;
use crate::domain::case::{Act, Case, State};
use crate::domain::customer;
use crate::domain::event::{Fact, Retracted};
use crate::domain::lead::{Lead, Step, lots_meet};
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::territory::province_of;
use crate::domain::trip::{Trip, Visit};
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
        if lots_meet(&case.lot, seen.lot) && is_broken_by(session, &case, seen.unit)? {
            told.push(write_down(session, &case, seen.unit, seen.breach, &seen.text, seen.event)?);
        }
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

/// The word of a visit among [`BREACHES`](crate::domain::case::action::breach::BREACHES).
const VISITED: &str = "visited_customer";

/// Writes the visits of a trip into every case of this desk whose decision they break: the customer of the case, by a unit that the
/// decision keeps from it. A trip that says where it goes says so of that province alone.
///
/// # Errors
/// When the store cannot be read or written.
pub fn visits(
    session: &mut Session<'_, '_>,
    trip: Subject,
    event: &str,
) -> Result<Vec<Why>, StoreError> {
    let folded = Trip::fold(&history::of(session.tx, session.context, trip)?);
    let Some(folded) = folded else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for visit in folded.visits() {
        for case in session.tx.cases(None, false)? {
            let Ok(case) = case.parse() else { continue };
            let Some((case, lead)) = history::case(session.tx, session.context, case)? else {
                continue;
            };
            let number = folded.filed.number.as_str();
            let known = case.timeline.iter().any(|entry| {
                entry.action == ROW.id && entry.args.get("text").is_some_and(|t| t.contains(number))
            });
            let about = lead.as_ref().is_some_and(|lead| is_to(&visit, lead));
            if !known && about && is_broken_by(session, &case, &visit.unit)? {
                told.push(write_down(session, &case, &visit.unit, VISITED, number, event)?);
            }
        }
    }
    Ok(told)
}

/// Whether a visit is one to the customer of a tender, where its works are.
fn is_to(visit: &Visit, lead: &Lead) -> bool {
    let customer = lead.notice.customer.value.as_deref().and_then(customer::named);
    let visited = visit.customer.as_deref().and_then(customer::customer);
    let same = customer.zip(visited).is_some_and(|(one, other)| one.today() == other.today());
    let works = lead.notice.province.value.as_deref();
    let place = visit.place.as_deref().and_then(province_of);
    same && works.zip(place).is_none_or(|(works, place)| works == place.code)
}

/// Whether a decision that stands and was served keeps a unit from the tender of a case that is this desk's.
fn is_broken_by(session: &Session<'_, '_>, case: &Case, unit: &str) -> Result<bool, StoreError> {
    let state = case.state_at(session.now);
    let stands = matches!(state, State::Ordered | State::Settled | State::Effective);
    let owns = may_act(ROW.who, session.context.profile.authority(), case.owner);
    // Nobody breaks what was not served on him.
    let bound = state == State::Effective || case.is_bound(unit);
    let barred = bound && case.is_barred(unit, session.now);
    Ok(stands && owns && barred && !case.is_cross_entity() && !relieved(session, case)?)
}

fn write_down(
    session: &mut Session<'_, '_>,
    case: &Case,
    unit: &str,
    breach: &str,
    text: &str,
    event: &str,
) -> Result<Why, StoreError> {
    let args = Texts::from([("unit", unit), ("breach", breach), ("text", text)]);
    let act = Act {
        args,
        at: Some(session.now),
        rulebase: session.context.book().hash(),
        because: Some(event.to_owned()),
        ..Act::default()
    };
    session.record(case.subject, &Fact::Acted(&ROW, act))?;
    let why = Why::rule("breach-recorded", "SCXT-8").with("unit", unit);
    Ok(why.with("number", &case.number))
}

/// Takes back what an event of a trip that was itself taken back had shown, in whatever case.
///
/// # Errors
/// When the store cannot be read or written.
pub fn take_visits_back(session: &mut Session<'_, '_>, event: &str) -> Result<(), StoreError> {
    for case in session.tx.cases(None, true)? {
        if let Ok(case) = case.parse() {
            take_back_in(session, case, event)?;
        }
    }
    Ok(())
}
