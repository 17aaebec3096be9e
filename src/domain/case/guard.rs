//! The same-lot guard (同标段校验): two units of one legal person in one lot spoil both bids (implementing regulation of the
//! bidding law, art. 34).
//!
//! At a claim it warns, because claims are how a conflict becomes known. At assignment, order, documents bought and
//! submission it blocks.

use crate::domain::strict::Texts;
use crate::domain::why::Why;

use super::{Case, Party};

/// Rule id of the article behind the guard.
pub const RULE: &str = "TL-34";

/// Outcomes a decision may have. Cover bidding, lent qualifications and price arrangements are none.
pub const OUTCOMES: &[&str] =
    &["sole", "lead_support", "split_lots", "joint", "rotate", "none_bid", "hq_takes"];

/// Units of one legal person that are after the same lot: the warning at a claim.
pub fn collisions(parties: &[Party]) -> Vec<(&Party, &Party)> {
    let mut pairs = Vec::new();
    for (i, one) in parties.iter().enumerate() {
        for other in &parties[i + 1..] {
            if one.is_same_person(other) {
                pairs.push((one, other));
            }
        }
    }
    pairs
}

/// Blocks an outcome that would leave more than one unit of a legal person bidding for the lot, or that is not open to
/// separate legal persons.
///
/// # Errors
/// The unmet rule, in words.
pub fn check(case: &Case, args: &Texts) -> Result<(), Why> {
    let Some(outcome) = args.get("outcome") else { return Ok(()) };
    if !OUTCOMES.contains(&outcome) {
        return Err(Why::plain("outcome-unknown").with("outcome", outcome));
    }
    let lead_units = args.list("lead_unit");
    let one_bidder = matches!(outcome, "sole" | "lead_support" | "joint" | "rotate");
    if one_bidder && lead_units.len() != 1 {
        return Err(Why::rule("guard-one-bidder", RULE).with("lot", &case.lot));
    }
    if let Some(stranger) =
        lead_units.iter().find(|unit| !case.parties.iter().any(|p| p.unit == **unit))
    {
        return Err(Why::plain("not-a-party").with("unit", stranger));
    }
    if outcome == "split_lots" {
        return Err(Why::rule("guard-split-one-lot", RULE).with("lot", &case.lot));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn party(unit: &str, legal_entity: &str) -> Party {
        let claim = "claim:018bcfe5-6800-7000-8000-000000000000".parse().unwrap();
        Party { unit: unit.into(), legal_entity: legal_entity.into(), claim }
    }

    #[test]
    fn an_unknown_legal_person_is_the_same_as_nobody() {
        let (one, other, unknown) = (party("F1", "LE0"), party("F3", "LE0"), party("Z1", " "));
        assert!(one.is_same_person(&other) && !unknown.is_same_person(&unknown));
        assert_eq!(collisions(&[one, other, unknown]).len(), 1);
    }
}
