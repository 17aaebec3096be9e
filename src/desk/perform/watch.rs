//! The watch over decisions: a unit that a decision keeps from bidding claims anew, buys the documents or bids. The desk writes
//! it into the case, and takes it back with the act that it saw. Whom units visit, [`visits`](super::visits) watches.

use chrono::{DateTime, Utc};

use crate::domain::appeal::Appeal;
use crate::domain::case::action::breach::ROW;
use crate::domain::case::bar::Kept;
use crate::domain::case::standing::may_act;
use crate::domain::case::{Act, Case};
use crate::domain::event::{Fact, Retracted};
use crate::domain::lead::{Step, lots_meet};
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
        let watched = is_watched(session, &case) && lots_meet(&case.lot, seen.lot);
        let now = (session.now, session.now);
        if watched && kept_away(session, &case, seen.unit, now)? == Kept::Throughout {
            told.push(write_down(session, &case, seen.unit, seen.breach, &seen.text, seen.event)?);
        }
    }
    Ok(told)
}

/// Whether the committee kept the decision from being carried out at some time of a stretch: it had granted a stay, or the
/// decision fell on an appeal.
fn relieved(
    session: &Session<'_, '_>,
    case: &Case,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let Some(decision) = &case.decision else { return Ok(false) };
    for party in &case.parties {
        let subject = Appeal::subject(&decision.event, &party.unit);
        let appeal = appeal(session.tx, session.context, subject)?.map(|(appeal, _)| appeal);
        if appeal.is_some_and(|appeal| appeal.stays_within(from, to) || appeal.overturns()) {
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

/// How a stretch of time lies to that in which the decision of a case kept a unit from its tender.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn kept_away(
    session: &Session<'_, '_>,
    case: &Case,
    unit: &str,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Kept, StoreError> {
    let kept = case.kept_away(unit, from, to);
    Ok(if kept != Kept::Not && relieved(session, case, (from, to))? { Kept::Not } else { kept })
}

/// Whether a case is this desk's, and of one legal person: in others it writes down no breach.
pub(super) fn is_watched(session: &Session<'_, '_>, case: &Case) -> bool {
    let owns = may_act(ROW.who, session.context.profile.authority(), case.owner);
    owns && !case.is_cross_entity()
}

/// Writes a breach into a case.
pub(super) fn write_down(
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
