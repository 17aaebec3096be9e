//! Undo: the latest own act is taken back, as long as it is only here and nothing was built on it .

use crate::domain::event::{Fact, Retracted};
use crate::domain::fold::History;
use crate::domain::subject::Subject;
use crate::domain::why::Why;

use super::super::command::{Done, Refusal};
use super::super::history;
use super::super::session::Session;

/// How far back an act that can still be taken back is looked for.
const REACH: u32 = 50;

/// Takes the latest own act back. What was sealed or built upon needs an act that reverses it.
pub fn undo(session: &mut Session<'_, '_>) -> Result<Done, Refusal> {
    let nothing = || Refusal::because(Why::plain("nothing-to-undo"));
    for stored in session.tx.latest_of(&session.context.profile.key, REACH)? {
        let authority = session.context.profile.authority();
        let Some(event) = history::recorded(&stored, authority) else { continue };
        // What the desk records by itself is not an act of the person's.
        if matches!(
            event.fact,
            Fact::Retracted(_)
                | Fact::LeadCaptured(_)
                | Fact::LeadRevised(_)
                | Fact::CaseDetected(_)
        ) {
            continue;
        }
        let events = history::of(session.tx, session.context, event.subject)?;
        let history = History::new(&events);
        if !history.effective().any(|standing| standing.id == event.id) {
            continue;
        }
        if !session.tx.is_local(&event.id)? {
            return Err(Refusal::because(Why::plain("undo-sealed")));
        }
        if history.effective().any(|later| history.has_seen(later, &event)) {
            return Err(Refusal::because(Why::plain("undo-built-on")));
        }
        if let Fact::ClaimSubmitted(claim) = &event.fact
            && is_party(session, claim.lead, event.subject)?
        {
            return Err(Refusal::because(Why::plain("undo-built-on")));
        }
        session.record(event.subject, &Fact::Retracted(Retracted { event: event.id.clone() }))?;
        let mut done = Done::to("undone", event.subject, "");
        done.args = vec![("kind".to_owned(), event.fact.kind())];
        done.number = None;
        return Ok(done);
    }
    Err(nothing())
}

/// A case that names the claim was built on it: then it is released with a reason, not taken back.
fn is_party(session: &Session<'_, '_>, lead: Subject, claim: Subject) -> Result<bool, Refusal> {
    for (case, _) in session.tx.cases_on(&lead.to_string())? {
        let Ok(case) = case.parse() else { continue };
        let found = history::case(session.tx, session.context, case)?;
        if found.is_some_and(|(case, _)| case.parties.iter().any(|party| party.claim == claim)) {
            return Ok(true);
        }
    }
    Ok(false)
}
