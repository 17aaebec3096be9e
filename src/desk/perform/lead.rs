//! Screening the inbox.

use crate::domain::event::Fact;
use crate::domain::lead::{Screened, Verdict};
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;

use super::super::command::{Done, Refusal};
use super::super::session::Session;
use super::numbered;

/// Records a verdict; putting a lead away asks for a reason.
pub fn screen(
    session: &mut Session<'_, '_>,
    number: &str,
    verdict: Verdict,
    reason: Option<String>,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Lead)?;
    let reason =
        reason.map(|text| crate::text::clean::clean_line(&text)).filter(|text| !text.is_empty());
    if verdict != Verdict::Accept && reason.is_none() {
        return Err(Refusal::because(Why::plain("argument-missing").with("argument", "reason")));
    }
    session.record(subject, &Fact::LeadScreened(Screened { verdict, reason }))?;
    Ok(Done::to("screened", subject, number))
}
