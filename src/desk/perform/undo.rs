//! Undo: the latest own act is taken back, as long as it is only here and nothing was built on it.
//! An act on several leads at once is taken back as one, and so is what headquarters published together.

use std::collections::BTreeSet;

use crate::domain::event::{Fact, Recorded, Retracted};
use crate::domain::fold::History;
use crate::domain::lead::SOURCE_PART;
use crate::domain::meeting::TEXT_PART;
use crate::domain::meeting::action::distribute;
use crate::domain::organisation::{OrganisationFact, publish};
use crate::domain::procedure::Who;
use crate::domain::subject::Subject;
use crate::domain::why::Why;

use super::super::command::{Done, Refusal};
use super::super::history;
use super::super::session::Session;
use super::detect::detect_all;
use super::{progress, visits, watch};

/// After so many acts that were taken back already, it is not looked further.
const REACH: u32 = 50;

/// Takes the latest own act back. What was sealed or built upon needs an act that reverses it.
pub fn undo(session: &mut Session<'_, '_>) -> Result<Done, Refusal> {
    let mut skipped = 0;
    let mut skipped_batch = None;
    let mut before = None;
    while skipped < REACH {
        let Some((arrival, event)) = act_before(session, before)? else { break };
        before = Some(arrival);
        match standing(session, &event)? {
            // The facts of one act count once, however many they are.
            Standing::TakenBack if batch(&event).is_some() && batch(&event) == skipped_batch => {}
            Standing::TakenBack => {
                skipped += 1;
                skipped_batch = batch(&event);
            }
            Standing::Refused(key) => return Err(Refusal::because(Why::plain(key))),
            Standing::Undoable if batch(&event).is_some() => {
                return take_batch_back(session, event, arrival);
            }
            Standing::Undoable => return take_back(session, &event),
        }
    }
    Err(Refusal::because(Why::plain("nothing-to-undo")))
}

/// The latest own act before a place in the order of arrival; what the desk recorded by itself is passed over.
fn act_before(
    session: &Session<'_, '_>,
    mut before: Option<i64>,
) -> Result<Option<(i64, Recorded)>, Refusal> {
    let authority = session.context.profile.authority();
    while let Some((arrival, stored)) =
        session.tx.latest_before(&session.context.profile.key, before)?
    {
        before = Some(arrival);
        let event = history::recorded(&stored, authority);
        if let Some(event) = event.filter(is_an_act) {
            return Ok(Some((arrival, event)));
        }
    }
    Ok(None)
}

/// Whether an act can be taken back.
enum Standing {
    /// It was already.
    TakenBack,
    /// No, for this reason.
    Refused(&'static str),
    /// Yes.
    Undoable,
}

fn standing(session: &Session<'_, '_>, event: &Recorded) -> Result<Standing, Refusal> {
    let events = history::of(session.tx, session.context, event.subject)?;
    let history = History::new(&events);
    if !history.effective().any(|standing| standing.id == event.id) {
        return Ok(Standing::TakenBack);
    }
    if session.tx.is_sealed(&event.id)? {
        return Ok(Standing::Refused("undo-sealed"));
    }
    // What was said in the same act goes with it and is not built on it.
    let same_act = |later: &Recorded| batch(event).is_some() && batch(later) == batch(event);
    let builds = |later: &Recorded| {
        !matches!(later.fact, Fact::Retracted(_))
            && !same_act(later)
            && history.has_seen(later, event)
    };
    if history.effective().any(builds) {
        return Ok(Standing::Refused("undo-built-on"));
    }
    // A copy of a letter lies on somebody's table: taking it out of the ledger would hide it.
    let is_copy = match &event.fact {
        Fact::Acted(_, act) => act.copy.is_some(),
        Fact::MeetingActed(row, _) => row.id == distribute::ROW.id,
        _ => false,
    };
    if is_copy {
        return Ok(Standing::Refused("undo-issued"));
    }
    if let Fact::ClaimSubmitted(claim) = &event.fact
        && is_party(session, claim.lead, event.subject)?
    {
        return Ok(Standing::Refused("undo-built-on"));
    }
    if let Fact::LeadLinked(linked) = &event.fact
        && linked.relation.joins()
        && brought_together(session, event.subject)?
    {
        return Ok(Standing::Refused("undo-built-on"));
    }
    Ok(Standing::Undoable)
}

/// What the facts of one act on several subjects share.
fn batch(event: &Recorded) -> Option<String> {
    match &event.fact {
        Fact::LeadScreened(screened) => screened.batch.clone(),
        Fact::LeadLinked(linked) => linked.batch.clone(),
        fact => OrganisationFact::batch_of(fact).map(str::to_owned),
    }
}

/// Takes every fact of an act on several subjects back, or none.
fn take_batch_back(
    session: &mut Session<'_, '_>,
    last: Recorded,
    mut before: i64,
) -> Result<Done, Refusal> {
    let shared = batch(&last);
    let mut members = vec![last];
    while let Some((arrival, event)) = act_before(session, Some(before))? {
        if batch(&event) != shared {
            break;
        }
        before = arrival;
        if let Standing::Refused(key) = standing(session, &event)? {
            return Err(Refusal::because(Why::plain(key)));
        }
        members.push(event);
    }
    let mut done = Vec::new();
    for event in &members {
        let taken = take_back(session, event)?;
        if matches!(event.fact, Fact::LeadScreened(_)) {
            done.push(taken);
        }
    }
    // Told in the order in which it was published.
    if let Some(done) = published(members.iter().rev()) {
        return Ok(done);
    }
    // One verdict with the word that went with it is one thing to a person.
    if let [one] = done.as_slice() {
        return Ok(one.clone());
    }
    let args = vec![("n".to_owned(), done.len().to_string())];
    Ok(Done { key: "undone-many", args, subject: None, number: None, notices: Vec::new() })
}

/// What the desk records by itself is not an act of the person's.
fn is_an_act(event: &Recorded) -> bool {
    match &event.fact {
        // A notice out of a file comes again with the file; a text was pasted by hand and goes by hand.
        Fact::LeadCaptured(_) | Fact::LeadRevised(_) => {
            event.parts.iter().any(|part| part.name == SOURCE_PART)
        }
        Fact::Acted(action, act) => action.who != Who::System && act.because.is_none(),
        Fact::ClaimActed(action, _) => action.who != Who::System,
        // A ruling is reversed by the opposite ruling, which everybody sees.
        Fact::Adopted(_) | Fact::Returned(_) | Fact::Voided(_) | Fact::Purged(_) => false,
        Fact::Retracted(_) | Fact::CaseDetected(_) => false,
        _ => true,
    }
}

fn take_back(session: &mut Session<'_, '_>, event: &Recorded) -> Result<Done, Refusal> {
    session.record(event.subject, &Fact::Retracted(Retracted { event: event.id.clone() }))?;
    match &event.fact {
        // The version goes, the text does not: it is a draft again, unless a newer one is being written.
        Fact::MinutesSaved(_) => {
            let part = event.parts.iter().find(|part| part.name == TEXT_PART);
            let text = part.map(|part| history::text_of(session.tx, part)).transpose()?.flatten();
            let subject = event.subject.to_string();
            if let (Some(text), None) = (text, session.tx.draft(&subject)?) {
                let before = history::meeting(session.tx, session.context, event.subject)?;
                let base = before.as_ref().and_then(|meeting| meeting.latest());
                let base = base.map(|latest| latest.event.clone()).unwrap_or_default();
                session.tx.keep_draft(&subject, &text, &session.now.to_rfc3339(), &base)?;
            }
        }
        // What followed from a tender's end for its claims goes with it.
        Fact::LeadProgressed(_) => {
            progress::take_consequences_back(session, event.subject, &event.id)?;
            watch::take_back(session, event.subject, &event.id)?;
            session.derive()?;
            detect_all(session, event.subject)?;
        }
        Fact::ClaimSubmitted(submitted) => {
            watch::take_back(session, submitted.lead, &event.id)?;
        }
        // What the committee's act had moved in the case goes back with it.
        Fact::AppealActed(..) => {
            let events = history::of(session.tx, session.context, event.subject)?;
            let filed = events.iter().find_map(|earlier| match &earlier.fact {
                Fact::AppealFiled(filed) => Some(filed.case),
                _ => None,
            });
            if let Some(case) = filed {
                watch::take_back_in(session, case, &event.id)?;
            }
        }
        Fact::TripFiled(_) | Fact::TripActed(..) => {
            visits::follow(session, event.subject)?;
        }
        // An earlier word on the two may stand again.
        Fact::LeadLinked(linked) => {
            session.derive()?;
            detect_all(session, event.subject)?;
            detect_all(session, linked.other)?;
        }
        // A claim that lives again may meet others.
        Fact::ClaimReleased(_) | Fact::ClaimActed(..) => {
            session.derive()?;
            if let Some(claim) = history::claim(session.tx, session.context, event.subject)? {
                detect_all(session, claim.submitted.lead)?;
            }
        }
        _ => {}
    }
    // What was said in it was taken back before anybody else held it: it leaves with no bundle.
    for part in &event.parts {
        session.tx.drop_part(&part.hash)?;
    }
    if let Some(done) = published([event].into_iter()) {
        return Ok(done);
    }
    let mut done = Done::to("undone", event.subject, "");
    done.args = vec![("kind".to_owned(), event.fact.kind())];
    done.number = None;
    Ok(done)
}

/// The answer where facts of the organisation were taken back: which, for there are many posts and many units.
fn published<'a>(events: impl Iterator<Item = &'a Recorded>) -> Option<Done> {
    let facts = events.filter_map(|event| OrganisationFact::of(&event.fact));
    let labels: Vec<String> = facts.map(|fact| publish::label(&fact)).collect();
    let (n, facts) = (labels.len().to_string(), labels.join(","));
    let args = vec![("n".to_owned(), n), ("facts".to_owned(), facts)];
    let done =
        Done { key: "undone-published", args, subject: None, number: None, notices: Vec::new() };
    (!labels.is_empty()).then_some(done)
}

/// A case that names the claim was built on it: then it is released with a reason, not taken back.
fn is_party(session: &Session<'_, '_>, lead: Subject, claim: Subject) -> Result<bool, Refusal> {
    let cases = watch::cases_around(session, lead)?;
    Ok(cases.iter().any(|case| case.parties.iter().any(|party| party.claim == Some(claim))))
}

/// Whether a case was found only because leads are one tender: its parties claimed different ones.
fn brought_together(session: &Session<'_, '_>, lead: Subject) -> Result<bool, Refusal> {
    for case in watch::cases_around(session, lead)? {
        let mut claimed = BTreeSet::new();
        for claim in case.parties.iter().filter_map(|party| party.claim) {
            let claim = history::claim_alone(session.tx, session.context, claim)?;
            claimed.extend(claim.map(|claim| claim.submitted.lead));
        }
        if claimed.len() > 1 {
            return Ok(true);
        }
    }
    Ok(false)
}
