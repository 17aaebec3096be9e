//! Detection: two live claims of different units on one lot of one round are a conflict, and the desk of the works' region
//! signs that it is there. Other desks that hold the same claims leave it to that desk.

use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Detected, Party, Trigger};
use crate::domain::event::Fact;
use crate::domain::lead::Lead;
use crate::domain::subject::SubjectKind;
use crate::domain::territory::region_of;
use crate::store::StoreError;

use super::super::history;
use super::super::session::Session;

/// Records the conflict about a lot, if there is one and it is this desk's to record; gives the parties and the number when
/// something new was recorded: a new case, or a new party to one that is open.
///
/// # Errors
/// When the store cannot be read or written.
pub fn detect(
    session: &mut Session<'_, '_>,
    lead: &Lead,
    lot: &str,
) -> Result<Option<(Vec<Party>, String)>, StoreError> {
    let owner = lead.notice.province.value.as_deref().and_then(region_of);
    let own = session.context.profile.region();
    // Where the province is unknown nobody else can be told to own it: the desk that sees the conflict records it.
    if own.is_none() || owner.is_some_and(|owner| Some(owner) != own) {
        return Ok(None);
    }
    let claims = history::live_claims(session.tx, session.context, lead.subject)?;
    let mut parties: Vec<Party> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.submitted.lots.iter().any(|l| l == lot)) {
        let submitted = &claim.submitted;
        if !parties.iter().any(|party| party.unit == submitted.unit) {
            parties.push(Party {
                unit: submitted.unit.clone(),
                legal_entity: submitted.legal_entity.clone(),
                claim: claim.subject,
            });
        }
    }
    if parties.len() < 2 {
        return Ok(None);
    }
    parties.sort_by(|a, b| a.unit.cmp(&b.unit));
    let round = lead.round();
    let subject = Case::subject(lead.subject, lot, round);
    let known = history::case(session.tx, session.context, subject)?;
    let number = match &known {
        Some((case, _)) => {
            let is_new = |party: &Party| !case.parties.iter().any(|known| known.unit == party.unit);
            if case.state_at(session.now).is_terminal() || !parties.iter().any(is_new) {
                return Ok(None);
            }
            case.number.clone()
        }
        None => session.next_number(SubjectKind::Conflict, subject)?,
    };
    let detected = Detected {
        number: number.clone(),
        lead: lead.subject,
        lot: lot.to_owned(),
        round,
        trigger: Trigger::Claims,
        parties: parties.clone(),
        hard_stop: lead.notice.hard_stop(Calendar::bundled()),
        owner: owner.or(own),
    };
    session.record(subject, &Fact::CaseDetected(detected))?;
    session.derive()?;
    Ok(Some((parties, number)))
}
