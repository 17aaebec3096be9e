//! What a claimant is told when its claim does not count any more: from facts it may know, and nothing else.
//!
//! It hears its own claim's state and time, what was missing or on which ground it ended, by which rule and case, how to
//! report anew or to appeal, and what stays protected. It does not hear of a rival's proofs, times or prices, nor what the
//! manager wrote as reasons, for those may speak of the other side. Between separate legal persons no rival and no decision
//! is named at all.

use chrono::{DateTime, Utc};

use super::{Claim, ClaimState, Entry, LotStanding};
use crate::domain::calendar::to_the_minute;
use crate::domain::why::Why;

/// Sentences to a claimant, in order; catalogue keys `why-told-…`.
pub fn told(claim: &Claim, now: DateTime<Utc>, cross_entity: bool) -> Vec<Why> {
    let time = claim.time();
    let mut lines = vec![
        Why::rule("told-own", "G18")
            .with("number", &claim.submitted.number)
            .with("unit", &claim.submitted.unit)
            .with("at", to_the_minute(time.own()))
            .with("grade", time.grade().letter())
            .with("compared", time.grade().compares()),
    ];
    if time.is_backdated() {
        lines.push(Why::rule("told-backdated", "G18"));
    }
    let lost: Vec<&LotStanding> =
        claim.lots.iter().filter(|lot| lot.state_at(now).is_lost_to_claimant()).collect();
    for lot in &lost {
        lines.extend(on_lot(claim, lot, now, cross_entity));
    }
    let kept: Vec<&LotStanding> =
        claim.lots.iter().filter(|lot| lot.state_at(now).is_live()).collect();
    for lot in &kept {
        lines.push(match lot.until.filter(|_| lot.state.is_protected()) {
            Some(until) => Why::rule("told-protected", "G19")
                .with("lot", &lot.lot)
                .with("at", to_the_minute(until)),
            None => Why::rule("told-counts", "G18").with("lot", &lot.lot),
        });
    }
    if !lost.is_empty() && kept.is_empty() {
        lines.push(Why::plain("told-nothing-kept"));
    }
    lines
}

fn on_lot(claim: &Claim, lot: &LotStanding, now: DateTime<Utc>, cross_entity: bool) -> Vec<Why> {
    let state = lot.state_at(now);
    let entry =
        lot.by.as_ref().and_then(|by| claim.timeline.iter().find(|entry| entry.event == *by));
    let head = |key: &str, rule: &str| Why::rule(key, rule).with("lot", &lot.lot);
    let refile = || Why::rule("told-refile", "G18");
    let appeal = || Why::rule("told-appeal", "G23");
    match state {
        ClaimState::Returned => {
            let names = entry.map(|entry| entry.missing.join(",")).unwrap_or_default();
            let line = if names.is_empty() {
                head("told-returned-asked", "SCXT-7")
            } else {
                head("told-returned", "SCXT-7").with("arguments", names)
            };
            vec![line, refile()]
        }
        ClaimState::Barred => {
            let rule = match ground(entry) {
                "area_barred" | "unit_closed" => "SCXT-17",
                "order_against" => "SCXT-8",
                _ => "SCXT-7",
            };
            vec![head("told-barred", rule).with("ground", ground(entry)), appeal()]
        }
        ClaimState::Superseded if cross_entity => {
            vec![head("told-referred", "TL-39")]
        }
        ClaimState::Superseded => {
            let case = entry.and_then(|entry| entry.args.get("case")).unwrap_or("-");
            vec![head("told-superseded", "SCXT-8").with("number", case), appeal()]
        }
        ClaimState::Revoked => vec![head("told-revoked", "SCXT-7"), appeal()],
        ClaimState::Lost => vec![head("told-lost", "SCXT-8")],
        ClaimState::Expired => {
            let line = match lot.until.filter(|_| lot.state.is_protected()) {
                Some(until) => head("told-expired", "G19").with("at", to_the_minute(until)),
                None => head("told-ended", "G19"),
            };
            vec![line, refile()]
        }
        _ => Vec::new(),
    }
}

fn ground(entry: Option<&Entry>) -> &str {
    entry.and_then(|entry| entry.args.get("bar_ground")).unwrap_or("-")
}
