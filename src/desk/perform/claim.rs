//! Claims: recorded on a branch's behalf, and moved by the rows of the claim table. Where two meet on one lot, the conflict
//! appears by itself.

use std::collections::BTreeSet;

use chrono::Duration;

use crate::domain::case::guard;
use crate::domain::claim::action::{ClaimAction, Situation, find};
use crate::domain::claim::{
    CONTACT_PART, Claim, ClaimAct, ClaimState, PART_CLASS, Proof, ProofKind, Submitted, condition,
};
use crate::domain::event::Fact;
use crate::domain::lead::{Lead, WHOLE_LOT, lots_meet};
use crate::domain::procedure::{Kind, To};
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::text::clean::{clean_line, clean_text};

use super::super::claims::Around;
use super::super::command::{Done, NewClaim, Refusal};
use super::super::family::same_round;
use super::super::history;
use super::super::query::unit_of;
use super::super::session::Session;
use super::detect::{Found, detect};
use super::{bidders, numbered, taken_back, watch};

/// Name of the part that holds the text of a proof.
const PROOF_PART: &str = "proof";

/// How many days before a tender was published a proof may still speak of it; assumed (假定).
const OLDEST_PROOF: i64 = 730;

type Part = (String, u8, Vec<u8>);

/// Records a claim.
pub fn submit(session: &mut Session<'_, '_>, new: NewClaim) -> Result<Done, Refusal> {
    let lead_subject = numbered(session, &new.lead, SubjectKind::Lead)?;
    let lead = history::lead(session.tx, session.context, lead_subject)?.ok_or_else(taken_back)?;
    let mut lots = if new.lots.is_empty() { vec![WHOLE_LOT.to_owned()] } else { new.lots };
    lots.iter_mut().for_each(|lot| *lot = lot.trim().to_owned());
    lots.sort();
    lots.dedup();
    // The undivided whole is every lot.
    if lots.iter().any(|lot| lot == WHOLE_LOT) {
        lots.truncate(1);
        WHOLE_LOT.clone_into(&mut lots[0]);
    }
    let mut unmet = Vec::new();
    for lot in lots.iter().filter(|lot| *lot != WHOLE_LOT && !lead.has_lot(lot)) {
        unmet.push(Why::plain("no-lot").with("lot", lot).with("number", &lead.number));
    }
    let unit = unit_of(session.context, &new.unit, session.now);
    match &unit {
        None => unmet.push(Why::plain("no-unit").with("unit", &new.unit)),
        Some(unit) => unmet.extend(unit.rests()),
    }
    if new.basis.trim().is_empty() {
        unmet.push(Why::rule("basis-missing", "G18"));
    }
    if new.proofs.iter().any(|proof| proof.at > session.now) {
        unmet.push(Why::rule("claim-proof-future", "SCXT-7"));
    }
    // A proof that is years older than the tender proves something else.
    let born = lead.notice.published.value.unwrap_or(lead.captured_at).min(lead.captured_at);
    if new.proofs.iter().any(|proof| proof.at < born - Duration::days(OLDEST_PROOF)) {
        let why = Why::rule("claim-proof-old", "SCXT-7");
        unmet.push(why.with("days", OLDEST_PROOF.to_string()));
    }
    let code = unit.as_ref().map_or(new.unit.as_str(), |unit| unit.code.as_str());
    let refiles = match earlier(session, lead_subject, code, &lots)? {
        Earlier::None => None,
        Earlier::Refiled(subject) => Some(subject),
        Earlier::InTheWay(why) => {
            unmet.push(why);
            None
        }
    };
    let (Some(unit), true) = (unit, unmet.is_empty()) else { return Err(Refusal::Refused(unmet)) };

    let subject = session.new_subject(SubjectKind::Claim);
    let number = session.next_number(SubjectKind::Claim, subject)?;
    let device_seq = u64::from(
        session.tx.last_number(number.rsplit_once('-').map_or("", |(series, _)| series))?,
    );
    let line = |text: Option<String>| text.map(|t| clean_line(&t)).filter(|t| !t.is_empty());
    let (proofs, mut parts) = with_parts(new.proofs);
    parts.extend(contact_part(new.contact.as_deref()));
    let submitted = Submitted {
        number: number.clone(),
        lead: lead_subject,
        lots: lots.clone(),
        unit: unit.code.clone(),
        legal_entity: unit.legal_entity.clone(),
        claimant: line(new.claimant),
        basis: clean_text(&new.basis),
        customer: line(new.customer),
        site: line(new.site),
        scope: line(new.scope),
        origin: new.origin,
        stage: lead.notice.stage.value,
        proofs,
        recorded_at: session.now,
        device_seq,
        draft: new.draft,
        refiles,
    };
    let event = record(session, subject, &Fact::ClaimSubmitted(submitted), parts)?;
    session.derive()?;

    let mut done = Done::to(if new.draft { "claim-drafted" } else { "claimed" }, subject, &number);
    if let Some(earlier) = refiles
        && let Some(earlier) = history::claim_alone(session.tx, session.context, earlier)?
    {
        done.notices
            .push(Why::rule("claim-refiles", "G18").with("number", &earlier.submitted.number));
    }
    if !new.draft {
        done.notices.extend(meet(session, &lead, &lots)?);
        for lot in &lots {
            let seen = watch::Seen {
                lead: lead_subject,
                lot,
                unit: &unit.code,
                breach: "claimed",
                text: number.clone(),
                event: &event,
            };
            done.notices.extend(watch::breaches(session, &seen)?);
        }
    }
    Ok(done)
}

/// What an earlier claim of the unit on the ground means for a new one.
enum Earlier {
    None,
    /// It ended so that it may be reported anew.
    Refiled(Subject),
    /// It lives, or ended for good.
    InTheWay(Why),
}

fn earlier(
    session: &Session<'_, '_>,
    lead: Subject,
    unit: &str,
    lots: &[String],
) -> Result<Earlier, Refusal> {
    let claims = history::claims_of_family(session.tx, session.context, lead)?;
    let round = same_round(session.tx, lead)?;
    let mut refiled = Earlier::None;
    for claim in claims.iter().filter(|claim| claim.submitted.unit == unit) {
        let met = claim.lots.iter().filter(|own| lots.iter().any(|lot| lots_meet(&own.lot, lot)));
        for own in met {
            let state = own.state_at(session.now);
            let number = &claim.submitted.number;
            if state.is_live() || state == ClaimState::Draft {
                let why = Why::plain("already-claimed").with("unit", unit);
                return Ok(Earlier::InTheWay(why.with("number", number)));
            }
            // What ended for good in an earlier round closes the next one to nobody.
            if !round.contains(&claim.submitted.lead) {
                continue;
            }
            if !state.may_refile() {
                let state = format!("claim-{}", state.name());
                let why = Why::rule("claim-closed", "G18").with("number", number);
                return Ok(Earlier::InTheWay(why.with("unit", unit).with("state", state)));
            }
            refiled = Earlier::Refiled(claim.subject);
        }
    }
    Ok(refiled)
}

/// Performs a row of the claim table, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Claim)?;
    let claim = history::claim(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let row = find(id).ok_or_else(|| {
        Refusal::because(Why::plain("no-action").with("action", format!("claim-{id}")))
    })?;
    let args = Texts(args.0.into_iter().map(|(name, t)| (name, clean_text(&t))).collect());
    let around = Around::of(session.tx, session.context, &claim, session.now)?;
    let situation = around.situation(&claim, session.context, session.now);
    let mut unmet = row.unmet(&situation);
    // What is missing in the input is only worth saying where the act itself is open.
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
        unmet.extend(row.misfit_lots(&situation, &args));
        for argument in row.arguments.iter().filter(|argument| argument.kind == Kind::Case) {
            if let Some(other) = args.get(argument.name)
                && let Err(Refusal::Refused(whys)) = numbered(session, other, SubjectKind::Conflict)
            {
                unmet = whys;
            }
        }
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let rulebase = session.context.book().hash();
    let (act, parts) = written(row, &claim, &situation, args, rulebase);
    record(session, subject, &Fact::ClaimActed(row, act), parts)?;
    let mut done = Done::to("claim-acted", subject, &claim.submitted.number);
    done.args.push(("action".to_owned(), format!("claim-{}", row.id)));
    if row.to == To::State(ClaimState::Submitted) {
        session.derive()?;
        if let Some(lead) = history::lead(session.tx, session.context, claim.submitted.lead)? {
            done.notices.extend(meet(session, &lead, &claim.submitted.lots)?);
        }
    }
    Ok(done)
}

/// The act as it is signed: on which lots, until when, with what missing, and the parts that travel beside it.
fn written(
    row: &ClaimAction,
    claim: &Claim,
    situation: &Situation<'_>,
    mut args: Texts,
    rulebase: String,
) -> (ClaimAct, Vec<Part>) {
    let now = situation.now;
    let open = row.open_lots(claim, now, &args.list("lots"));
    let named = args.get("until").and_then(|text| text.parse().ok());
    let until = match row.to {
        To::State(ClaimState::Protected) => {
            let until = named.unwrap_or_else(|| situation.terms.protected_until(now));
            open.iter().map(|lot| (lot.lot.clone(), until)).collect()
        }
        To::State(ClaimState::Renewed) => {
            let until = |old| situation.terms.renewed_until(old);
            open.iter().map(|lot| (lot.lot.clone(), until(lot.until.unwrap_or(now)))).collect()
        }
        _ => Vec::new(),
    };
    let lots = match row.to {
        To::State(_) => open.iter().map(|lot| lot.lot.clone()).collect(),
        _ => Vec::new(),
    };
    let mut missing = Vec::new();
    if row.to == To::State(ClaimState::Returned) {
        missing = condition::missing(situation).into_iter().map(str::to_owned).collect();
    }
    let mut parts: Vec<Part> = contact_part(args.get("contact")).into_iter().collect();
    let proof = proof(&args).map(|proof| {
        let (mut proofs, more) = with_parts(vec![proof]);
        parts.extend(more);
        proofs.remove(0)
    });
    // Names of the customer's people and what is offered as proof are parts, with their class; the body has none of it.
    args.0.retain(|name, _| !matches!(name.as_str(), "contact" | "offered"));
    (ClaimAct { args, lots, missing, until, proof, because: None, at: now, rulebase }, parts)
}

fn proof(args: &Texts) -> Option<Proof> {
    let kind = args.get("proof_kind").and_then(ProofKind::parse)?;
    let at = args.get("seen")?.parse().ok()?;
    let text = |name: &str| args.get(name).map(str::to_owned);
    Some(Proof { kind, at, reference: text("reference"), part: None, text: text("offered") })
}

/// Gives each proof's text into a part of its own.
fn with_parts(proofs: Vec<Proof>) -> (Vec<Proof>, Vec<Part>) {
    let mut parts = Vec::new();
    let proofs = proofs.into_iter().enumerate().map(|(place, mut proof)| {
        let text = proof.text.take().map(|t| clean_text(&t)).filter(|t| !t.trim().is_empty());
        if let Some(text) = text {
            let name = format!("{PROOF_PART}-{}", place + 1);
            parts.push((name.clone(), PART_CLASS, text.into_bytes()));
            proof.part = Some(name);
        }
        proof.reference = proof.reference.map(|r| clean_line(&r)).filter(|r| !r.is_empty());
        proof
    });
    (proofs.collect(), parts)
}

fn contact_part(contact: Option<&str>) -> Option<Part> {
    let contact = contact.map(clean_line).filter(|text| !text.is_empty())?;
    Some((CONTACT_PART.to_owned(), PART_CLASS, contact.into_bytes()))
}

fn record(
    session: &mut Session<'_, '_>,
    subject: Subject,
    fact: &Fact,
    parts: Vec<Part>,
) -> Result<String, Refusal> {
    let parts = parts.iter().map(|(name, class, bytes)| (name.as_str(), *class, bytes.clone()));
    Ok(session.record_with(subject, fact, parts.collect())?)
}

/// Looks at every lot of the ground on which the claim may meet others, and says what it met.
fn meet(session: &mut Session<'_, '_>, lead: &Lead, lots: &[String]) -> Result<Vec<Why>, Refusal> {
    let live = history::live_claims(session.tx, session.context, lead.subject, session.now)?;
    let ground: BTreeSet<String> = live
        .iter()
        .flat_map(|claim| claim.live_lots(session.now))
        .map(|lot| lot.lot.clone())
        .filter(|lot| lots.iter().any(|own| lots_meet(own, lot)))
        .collect();
    let mut notices = Vec::new();
    for lot in &ground {
        match detect(session, lead, lot)? {
            Found::Nothing => {}
            Found::Decided { number } => {
                notices
                    .push(Why::plain("decided-already").with("number", &number).with("lot", lot));
            }
            Found::Conflict { parties, number } => {
                let appeared = Why::plain("conflict-appeared").with("number", &number);
                notices.push(appeared.with("lot", lot));
                for (one, other) in guard::collisions(&bidders(session, &parties)) {
                    let units = format!("{} × {}", one.unit, other.unit);
                    let why = Why::rule("guard-warning", guard::RULE);
                    notices.push(why.with("units", units).with("lot", lot));
                }
            }
        }
    }
    Ok(notices)
}
