//! From stored texts to facts: what a subject's events say, and what folds from them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::case::{Case, is_genuine};
use crate::domain::claim::{Claim, backdated};
use crate::domain::event::{Authority, Body, Fact, PartRef, Recorded};
use crate::domain::lead::{Lead, LotLife};
use crate::domain::meeting::Meeting;
use crate::domain::organisation::Works;
use crate::domain::subject::Subject;
use crate::store::log::StoredEvent;
use crate::store::{StoreError, Writing};
use crate::text::clean::{clean_line, clean_text, is_clean_line, is_hidden};

use super::context::Context;
use super::family::{family, same_round};

/// Understands a stored event as far as this version can; `None` for a subject of a kind it does not know. What is stored stays
/// as it was signed; what is understood of it is fit to be shown.
pub fn recorded(stored: &StoredEvent, authority: Authority) -> Option<Recorded> {
    let subject: Subject = stored.subject.parse().ok()?;
    let (mut body, hlc) = Body::read(&stored.body).ok()?;
    if hides(&stored.body) {
        body.data = cleaned(body.data);
        body.kind = clean_line(&body.kind);
        body.actor = clean_line(&body.actor);
        body.office = clean_line(&body.office);
        body.parts.iter_mut().for_each(|part| part.name = clean_line(&part.name));
    }
    let fact = Fact::read(&body.kind, &body.data);
    Some(Recorded {
        id: stored.id.clone(),
        subject,
        base: body.base,
        hlc,
        actor: body.actor,
        office: body.office,
        author: stored.key.clone(),
        authority,
        fact,
        parts: body.parts,
    })
}

/// Whether a signed text may hold what acts on a terminal: own programs do not write it, whoever has a key may.
fn hides(text: &str) -> bool {
    ["\\u", "\\b", "\\f", "\\r"].iter().any(|escape| text.contains(escape))
        || text.chars().any(is_hidden)
}

/// The same data, with every text in it fit to be shown.
fn cleaned(data: Box<RawValue>) -> Box<RawValue> {
    fn clean(value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(clean_text(&text)),
            Value::Array(list) => list.into_iter().map(clean).collect(),
            // No name of ours hides anything, and one that was made to look like ours must not pass for it.
            Value::Object(map) => {
                let named = map.into_iter().filter(|(name, _)| is_clean_line(name));
                named.map(|(name, value)| (name, clean(value))).collect()
            }
            other => other,
        }
    }
    let value = serde_json::from_str(data.get()).map(clean);
    value.ok().and_then(|value| RawValue::from_string(value.to_string()).ok()).unwrap_or(data)
}

/// The facts of one subject.
///
/// # Errors
/// When the store cannot be read.
pub fn of(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Vec<Recorded>, StoreError> {
    Ok(understood(&tx.events(&subject.to_string())?, context))
}

/// The facts of one subject as they stood at an instant, where one is named: what was written before it. What was taken back or
/// voided since is not there either, for it never should have been.
///
/// # Errors
/// When the store cannot be read.
pub fn of_before(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
    end: Option<DateTime<Utc>>,
) -> Result<Vec<Recorded>, StoreError> {
    let mut events = of(tx, context, subject)?;
    if let Some(end) = end {
        let undoes = |fact: &Fact| fact.is_ruling() || matches!(fact, Fact::Retracted(_));
        events.retain(|event| event.hlc.wall() < end || undoes(&event.fact));
    }
    Ok(events)
}

/// As far as this version can tell, what stored events say.
pub fn understood(stored: &[StoredEvent], context: &Context) -> Vec<Recorded> {
    let authority = |event: &StoredEvent| context.authority_of(&event.key, &event.id);
    let mut events: Vec<Recorded> =
        stored.iter().filter_map(|event| recorded(event, authority(event))).collect();
    let adopted: BTreeSet<String> = events
        .iter()
        .filter(|event| event.authority == Authority::Headquarters)
        .filter_map(|event| match &event.fact {
            Fact::Adopted(ruled) => Some(ruled.event.clone()),
            _ => None,
        })
        .collect();
    for event in &mut events {
        if event.authority == Authority::Revoked && adopted.contains(&event.id) {
            event.authority = context.authority(&event.author);
        }
    }
    events
}

/// A lead as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn lead(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Lead>, StoreError> {
    lead_before(tx, context, subject, None)
}

/// A lead as it stood at an instant, where one is named.
///
/// # Errors
/// When the store cannot be read.
pub fn lead_before(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
    end: Option<DateTime<Utc>>,
) -> Result<Option<Lead>, StoreError> {
    let events = of_before(tx, context, subject, end)?;
    Ok(Lead::fold(&events, context.profile.authority(), context.territory()))
}

/// A claim as it stands, with the sign of backdating that the desk's other claims show.
///
/// # Errors
/// When the store cannot be read.
pub fn claim(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Claim>, StoreError> {
    let Some(mut claim) = claim_alone(tx, context, subject)? else { return Ok(None) };
    claim.not_before = Signs::default().not_before(tx, &claim)?;
    Ok(Some(claim))
}

/// A claim as its own events tell it.
///
/// # Errors
/// When the store cannot be read.
pub fn claim_alone(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Claim>, StoreError> {
    let events = of(tx, context, subject)?;
    let about = events.iter().find_map(|event| match &event.fact {
        Fact::ClaimSubmitted(submitted) => Some(submitted.lead),
        _ => None,
    });
    let Some(about) = about else { return Ok(None) };
    let lead = lead(tx, context, about)?;
    let works = lead.map_or_else(Works::default, |lead| lead.works);
    Ok(Claim::fold(&events, works))
}

/// Signs of backdating, series by series: read once for a whole list.
#[derive(Debug, Default)]
pub struct Signs(BTreeMap<String, BTreeMap<String, DateTime<Utc>>>);

impl Signs {
    /// The earliest instant that can be believed of a claim whose desk's numbers contradict its time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn not_before(
        &mut self,
        tx: &Writing<'_>,
        claim: &Claim,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let number = &claim.submitted.number;
        let Some((series, _)) = number.rsplit_once('-') else { return Ok(None) };
        if !self.0.contains_key(series) {
            let rows = tx.claims_in_series(series)?;
            let times: Vec<(String, u32, DateTime<Utc>)> = rows
                .into_iter()
                .filter_map(|(subject, n, recorded)| Some((subject, n, recorded.parse().ok()?)))
                .collect();
            let counted: Vec<(u32, DateTime<Utc>)> =
                times.iter().map(|(_, n, at)| (*n, *at)).collect();
            let marks = backdated(&counted).into_iter().zip(times);
            let marked = marks.filter_map(|(mark, (subject, ..))| Some((subject, mark?)));
            self.0.insert(series.to_owned(), marked.collect());
        }
        let marks = self.0.get(series);
        Ok(marks.and_then(|marks| marks.get(&claim.subject.to_string())).copied())
    }
}

/// A case as it stands, with the tender it is about.
///
/// # Errors
/// When the store cannot be read.
pub fn case(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<(Case, Option<Lead>)>, StoreError> {
    case_before(tx, context, subject, None)
}

/// A case as it stood at an instant, where one is named, with the tender it is about.
///
/// # Errors
/// When the store cannot be read.
pub fn case_before(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
    end: Option<DateTime<Utc>>,
) -> Result<Option<(Case, Option<Lead>)>, StoreError> {
    let events = of_before(tx, context, subject, end)?;
    let calendar = context.calendar();
    // Its identity follows from the tender, so whoever found it, the tender is the same.
    let about = events.iter().find_map(|event| match &event.fact {
        Fact::CaseDetected(detected) if is_genuine(event, detected) => Some(detected.lead),
        _ => None,
    });
    let Some(about) = about else { return Ok(None) };
    let lead = lead_before(tx, context, about, end)?;
    let case = Case::fold(&events, lead.as_ref(), calendar);
    Ok(case.map(|case| (case, lead)))
}

/// A meeting as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn meeting(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Meeting>, StoreError> {
    Ok(Meeting::fold(&of(tx, context, subject)?))
}

/// Numbers of those of the cases that this desk holds.
///
/// # Errors
/// When the store cannot be read.
pub fn case_numbers(
    tx: &Writing<'_>,
    context: &Context,
    cases: &[Subject],
) -> Result<Vec<String>, StoreError> {
    let mut numbers = Vec::new();
    for subject in cases {
        numbers.extend(case(tx, context, *subject)?.map(|(case, _)| case.number));
    }
    Ok(numbers)
}

/// The text that a part holds; nothing where its bytes were withheld or purged, or are none.
///
/// # Errors
/// When the store cannot be read.
pub fn text_of(tx: &Writing<'_>, part: &PartRef) -> Result<Option<String>, StoreError> {
    if tx.is_purged(&part.hash)? {
        return Ok(None);
    }
    let bytes = tx.part(&part.hash)?.map(|part| part.bytes);
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| clean_text(&text)))
}

/// Claims on a lead and on its family that count against others at an instant.
///
/// # Errors
/// When the store cannot be read.
pub fn live_claims(
    tx: &Writing<'_>,
    context: &Context,
    lead: Subject,
    now: DateTime<Utc>,
) -> Result<Vec<Claim>, StoreError> {
    let mut claims = claims_of_family(tx, context, lead)?;
    claims.retain(|claim| claim.is_live_at(now));
    Ok(claims)
}

/// How far each unit is with each lot of a tender, told by whichever of the leads of its round.
///
/// # Errors
/// When the store cannot be read.
pub fn lives_of_round(
    tx: &Writing<'_>,
    context: &Context,
    about: Subject,
) -> Result<Vec<LotLife>, StoreError> {
    let mut lives = Vec::new();
    for member in same_round(tx, about)? {
        lives.extend(lead(tx, context, member)?.into_iter().flat_map(|lead| lead.lives));
    }
    Ok(lives)
}

/// Every claim on a lead and on its family, live or over.
///
/// # Errors
/// When the store cannot be read.
pub fn claims_of_family(
    tx: &Writing<'_>,
    context: &Context,
    lead: Subject,
) -> Result<Vec<Claim>, StoreError> {
    let mut claims = Vec::new();
    let mut signs = Signs::default();
    for lead in family(tx, lead)?.members {
        for (subject, _) in tx.claims_on(&lead.to_string())? {
            let Ok(subject) = subject.parse() else { continue };
            if let Some(mut claim) = claim_alone(tx, context, subject)? {
                claim.not_before = signs.not_before(tx, &claim)?;
                claims.push(claim);
            }
        }
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_shown_of_a_text_hides_nothing_and_no_name_passes_for_another() {
        let raw = r#"{"unit":"F1","unit ":"F2","x":"\u200b苏州\u202e","list":["\b"],"n":3}"#;
        assert!(hides(raw) && hides(r#"{"a":"\r"}"#) && !hides(r#"{"a":"苏\n州 \"B\""}"#));
        let shown = cleaned(RawValue::from_string(raw.to_owned()).unwrap());
        let shown: Value = serde_json::from_str(shown.get()).unwrap();
        assert_eq!((&shown["unit"], &shown["n"]), (&"F1".into(), &3.into()));
        assert_eq!(shown.as_object().unwrap().len(), 4, "{shown}");
        let text = shown.to_string();
        assert!(text.contains("苏州") && !text.chars().any(is_hidden), "{text}");
    }
}
