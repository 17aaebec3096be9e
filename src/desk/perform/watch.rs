//! The watch over decisions: a unit that a decision keeps from bidding claims anew, buys the documents or bids. The desk writes
//! it into the case, and takes it back with the act that it saw.

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
        let broken = stands && owns && lots_meet(&case.lot, seen.lot) && case.is_barred(seen.unit);
        if !broken || case.is_cross_entity() {
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
        for recorded in history::of(session.tx, session.context, case.subject)? {
            let shown = matches!(&recorded.fact, Fact::Acted(_, act) if act.because.as_deref() == Some(event));
            if shown {
                let retracted = Retracted { event: recorded.id };
                session.record(case.subject, &Fact::Retracted(retracted))?;
            }
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
