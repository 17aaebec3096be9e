//! Claims: recorded on a branch's behalf; where two meet on one lot, the conflict appears by itself.

use crate::domain::case::guard;
use crate::domain::claim::{Released, Submitted};
use crate::domain::event::Fact;
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;

use super::super::command::{Done, NewClaim, Refusal};
use super::super::history;
use super::super::query::unit_of;
use super::super::session::Session;
use super::detect::{Found, detect};
use super::{numbered, vanished};

const WHOLE: &str = "0";

/// Records a claim.
pub fn submit(session: &mut Session<'_, '_>, new: NewClaim) -> Result<Done, Refusal> {
    let lead_subject = numbered(session, &new.lead, SubjectKind::Lead)?;
    let lead = history::lead(session.tx, session.context, lead_subject)?
        .ok_or_else(|| vanished(lead_subject))?;
    let lots = if new.lots.is_empty() { vec![WHOLE.to_owned()] } else { new.lots };
    let mut unmet = Vec::new();
    for lot in lots.iter().filter(|lot| !lead.has_lot(lot)) {
        unmet.push(Why::plain("no-lot").with("lot", lot).with("number", &lead.number));
    }
    let unit = unit_of(session.tx, &new.unit)?;
    if unit.is_none() {
        unmet.push(Why::plain("no-unit").with("unit", &new.unit));
    }
    if new.basis.trim().is_empty() {
        unmet.push(Why::rule("basis-missing", "G18"));
    }
    let live = history::live_claims(session.tx, session.context, lead_subject)?;
    let code = unit.as_ref().map_or(new.unit.as_str(), |unit| unit.code.as_str());
    let own = live.iter().find(|claim| {
        claim.submitted.unit == code && claim.submitted.lots.iter().any(|lot| lots.contains(lot))
    });
    if let Some(claim) = own {
        let why = Why::plain("already-claimed").with("unit", code);
        unmet.push(why.with("number", &claim.submitted.number));
    }
    let (Some(unit), true) = (unit, unmet.is_empty()) else { return Err(Refusal::Refused(unmet)) };

    let subject = session.new_subject(SubjectKind::Claim);
    let number = session.next_number(SubjectKind::Claim, subject)?;
    let device_seq = u64::from(
        session.tx.last_number(number.rsplit_once('-').map_or("", |(series, _)| series))?,
    );
    let submitted = Submitted {
        number: number.clone(),
        lead: lead_subject,
        lots: lots.clone(),
        unit: unit.code.clone(),
        legal_entity: unit.legal_entity.clone(),
        claimant: new.claimant.map(|text| crate::text::clean::clean_line(&text)),
        basis: crate::text::clean::clean_text(&new.basis),
        stage: lead.notice.stage.value,
        proofs: new.proofs,
        recorded_at: session.now,
        device_seq,
    };
    session.record(subject, &Fact::ClaimSubmitted(submitted))?;
    session.derive()?;

    let mut done = Done::to("claimed", subject, &number);
    for lot in &lots {
        match detect(session, &lead, lot)? {
            Found::Nothing => {}
            Found::Decided { number } => {
                done.notices
                    .push(Why::plain("decided-already").with("number", &number).with("lot", lot));
            }
            Found::Conflict { parties, number } => {
                let appeared = Why::plain("conflict-appeared").with("number", &number);
                done.notices.push(appeared.with("lot", lot));
                for (one, other) in guard::collisions(&parties) {
                    let units = format!("{} × {}", one.unit, other.unit);
                    let why = Why::rule("guard-warning", guard::RULE);
                    done.notices.push(why.with("units", units).with("lot", lot));
                }
            }
        }
    }
    Ok(done)
}

/// Gives a claim up.
pub fn release(
    session: &mut Session<'_, '_>,
    number: &str,
    reason: String,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Claim)?;
    let claim =
        history::claim(session.tx, session.context, subject)?.ok_or_else(|| vanished(subject))?;
    if !claim.is_live() {
        return Err(Refusal::because(Why::plain("claim-not-live").with("number", number)));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::because(Why::plain("argument-missing").with("argument", "reason")));
    }
    session.record(subject, &Fact::ClaimReleased(Released { reason }))?;
    Ok(Done::to("released", subject, number))
}
