//! Events of one subject in whatever order, with whatever predecessors: each line is an event's text. They fold to the same in the
//! order they came and in the opposite one, and nothing panics.
#![no_main]

use daqu::domain::appeal::Appeal;
use daqu::domain::calendar::Calendar;
use daqu::domain::case::Case;
use daqu::domain::claim::Claim;
use daqu::domain::event::{Authority, Body, Fact, Recorded};
use daqu::domain::lead::Lead;
use daqu::domain::meeting::Meeting;
use daqu::domain::relation::Relation;
use daqu::domain::remedy::Remedy;
use daqu::domain::territory::RegionCode;
use daqu::sync::EVENT;
use daqu::sync::envelope::content_id;
use libfuzzer_sys::fuzz_target;

fn recorded(text: &str) -> Option<Recorded> {
    let (body, hlc) = Body::read(text).ok()?;
    // Who wrote it follows from the text, so that the order cannot change it.
    let authority = match body.actor.len() % 4 {
        0 => Authority::Headquarters,
        1 => Authority::Region(RegionCode::EC),
        2 => Authority::Region(RegionCode::SC),
        _ => Authority::Revoked,
    };
    Some(Recorded {
        id: content_id(EVENT, text.as_bytes()),
        subject: body.subject.parse().ok()?,
        base: body.base,
        hlc,
        actor: body.actor,
        office: body.office,
        author: body.desk,
        authority,
        fact: Fact::read(&body.kind, &body.data),
        parts: body.parts,
    })
}

/// Everything these events could be, as text.
fn folded(events: &[Recorded]) -> String {
    let region = Some(RegionCode::EC);
    let lead = Lead::fold(events, Authority::Headquarters);
    let case = Case::fold(events, lead.as_ref(), Calendar::bundled());
    let (claim, meeting) = (Claim::fold(events, region), Meeting::fold(events));
    let (appeal, remedy) = (Appeal::fold(events, region), Remedy::fold(events, region));
    format!("{lead:?} {case:?} {claim:?} {meeting:?} {appeal:?} {remedy:?} {:?}", Relation::fold(events))
}

fuzz_target!(|bytes: &[u8]| {
    let mut events: Vec<Recorded> = Vec::new();
    for event in String::from_utf8_lossy(bytes).lines().take(32).filter_map(recorded) {
        // A store holds an event once, and a fold is of one subject.
        let fits = events.first().is_none_or(|first| first.subject == event.subject);
        if fits && events.iter().all(|held| held.id != event.id) {
            events.push(event);
        }
    }
    let forward = folded(&events);
    events.reverse();
    assert_eq!(folded(&events), forward, "the order of arrival decides");
});
