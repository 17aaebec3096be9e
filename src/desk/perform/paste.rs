//! A text becomes a lead. The text itself goes with it as a part: spans point into it, and a message may hold what must not
//! stand in an event's body for ever (a telephone number, a person's name).

use crate::domain::event::{Fact, Recorded};
use crate::domain::lead::{Captured, Notice, Revised, SOURCE_CLASS, SOURCE_PART};
use crate::domain::subject::SubjectKind;
use crate::matching::identity::over;
use crate::matching::{Known, by_identity};
use crate::store::StoreError;

use super::super::address::known_here;
use super::super::command::{Done, NewText, Refusal};
use super::super::history;
use super::super::intake::notice_of;
use super::super::paste::{Understood, understand};
use super::super::session::Session;
use super::{detect_all, taken_back};

/// Records the lead, or says which lead it is already.
pub fn record(session: &mut Session<'_, '_>, new: &NewText) -> Result<Done, Refusal> {
    let understood = understand(&new.text, &new.corrections, session.now);
    let Understood { text, reading } = understood.map_err(Refusal::Refused)?;
    let (notice, events) = known_here(session, reading.notice)?;
    let subject = notice.subject();
    let versions: Vec<&Notice> = events.iter().filter_map(notice_of).collect();
    let known = by_identity(&notice, &versions);
    let part = || vec![(SOURCE_PART, SOURCE_CLASS, text.clone().into_bytes())];
    if known == Known::New {
        let number = session.next_number(SubjectKind::Lead, subject)?;
        let fact = Fact::LeadCaptured(Captured { number: number.clone(), notice });
        session.record_with(subject, &fact, part())?;
        return Ok(Done::to("lead-pasted", subject, &number));
    }
    let lead = history::lead(session.tx, session.context, subject)?;
    let number = lead.ok_or_else(taken_back)?.number;
    // The same text without new corrections is no news, though a person corrected its fields when it was recorded.
    let same_text = holds(session, &events, text.as_bytes())? && new.corrections.is_empty();
    if known == Known::Same || same_text {
        return Ok(Done::to("lead-here", subject, &number));
    }
    // What a text does not speak of it does not take away.
    let notice = match versions.last() {
        Some(standing) => over(notice, standing),
        None => notice,
    };
    session.record_with(subject, &Fact::LeadRevised(Revised { notice }), part())?;
    session.derive()?;
    detect_all(session, subject)?;
    Ok(Done::to("lead-revised", subject, &number))
}

/// Whether one of the events keeps just this text.
fn holds(session: &Session<'_, '_>, events: &[Recorded], text: &[u8]) -> Result<bool, StoreError> {
    let parts = events.iter().flat_map(|event| &event.parts);
    for part in parts.filter(|part| part.name == SOURCE_PART) {
        if session.tx.part(&part.hash)?.is_some_and(|part| part.bytes == text) {
            return Ok(true);
        }
    }
    Ok(false)
}
