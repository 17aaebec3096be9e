//! The same-lot guard (同标段校验): two units of one legal person in one lot spoil both bids (implementing regulation of the
//! bidding law, art. 34).
//!
//! At a claim it warns, because claims are how a conflict becomes known. At assignment, order, documents bought and
//! submission it blocks.

use crate::domain::lead::{LotLife, Step, lots_meet};
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

/// Where the guard blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// A unit is assigned to a lot.
    Assignment,
    /// A decision names who bids.
    Order,
    /// A unit buys the documents.
    Documents,
    /// A unit submits its bid.
    Submission,
}

impl Gate {
    /// The gate in front of a step of a lot's life.
    pub fn before(step: Step) -> Option<Gate> {
        match step {
            Step::Assigned => Some(Gate::Assignment),
            Step::DocsBought => Some(Gate::Documents),
            Step::Submitted => Some(Gate::Submission),
            _ => None,
        }
    }

    /// Whether another unit at a step is in the way. A decision is what makes a unit stand back, so only a bid that lies
    /// with the customer keeps it from being taken.
    fn is_held_by(self, other: Step) -> bool {
        match self {
            Gate::Order => matches!(other, Step::Submitted | Step::Opened | Step::Candidate),
            _ => other.stands(),
        }
    }
}

/// A unit that wants through a gate.
#[derive(Debug, Clone, Copy)]
pub struct Bidder<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// Legal person of the unit; empty where it is not stated.
    pub legal_entity: &'a str,
    /// The lot.
    pub lot: &'a str,
}

/// What keeps a unit from going through a gate: another unit of its legal person that stands in the same ground, quoted with
/// the notice's own clause where it has one. Where a legal person is not stated, nobody may take two units for separate
/// bidders, and the gate stays shut until it is (gap G15). `legal_entity_of` tells the legal person of a unit.
pub fn blocked(
    gate: Gate,
    bidder: Bidder<'_>,
    lives: &[LotLife],
    legal_entity_of: impl Fn(&str) -> Option<String>,
    clause: Option<&str>,
) -> Vec<Why> {
    let standing = lives.iter().filter_map(|life| {
        let unit = life.unit.as_deref().filter(|unit| *unit != bidder.unit)?;
        (lots_meet(&life.lot, bidder.lot) && gate.is_held_by(life.step)).then_some((unit, life))
    });
    let own = bidder.legal_entity.trim();
    let mut unmet = Vec::new();
    for (unit, life) in standing {
        let other = legal_entity_of(unit).unwrap_or_default();
        let other = other.trim();
        if own.is_empty() || other.is_empty() {
            unmet.push(
                Why::rule("guard-person-unknown", "G15")
                    .with("units", format!("{} × {unit}", bidder.unit))
                    .with("lot", bidder.lot),
            );
        } else if own == other {
            let key = if clause.is_some() { "guard-blocked-clause" } else { "guard-blocked" };
            unmet.push(
                Why::rule(key, RULE)
                    .with("unit", bidder.unit)
                    .with("other", unit)
                    .with("lot", &life.lot)
                    .with("step", life.step.name())
                    .with("clause", clause.unwrap_or_default()),
            );
        }
    }
    unmet
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

    fn life(unit: &str, lot: &str, step: Step) -> LotLife {
        let at = "2026-11-23T01:00:00Z".parse().unwrap();
        let (lot, unit) = (lot.into(), Some(unit.into()));
        LotLife { lot, unit, step, note: None, at, contested: Vec::new() }
    }

    fn keys(gate: Gate, lot: &str, lives: &[LotLife], clause: Option<&str>) -> Vec<String> {
        let bidder = Bidder { unit: "F1", legal_entity: "LE0", lot };
        let person = |unit: &str| match unit {
            "Z1" => Some("LE9".to_owned()),
            "N" => None,
            _ => Some("LE0".to_owned()),
        };
        blocked(gate, bidder, lives, person, clause).into_iter().map(|why| why.key).collect()
    }

    #[test]
    fn a_second_unit_of_one_legal_person_is_stopped_at_every_gate_and_the_clause_quoted() {
        for gate in [Gate::Assignment, Gate::Documents, Gate::Submission] {
            let held = [life("F3", "1", Step::Assigned)];
            assert_eq!(keys(gate, "1", &held, None), ["guard-blocked"]);
            assert_eq!(keys(gate, "1", &held, Some("不得同时应答")), ["guard-blocked-clause"]);
            assert!(keys(gate, "2", &held, None).is_empty(), "another lot");
            assert!(keys(gate, "1", &[life("F3", "1", Step::NoGo)], None).is_empty());
            assert!(keys(gate, "1", &[life("F1", "1", Step::Pursuing)], None).is_empty());
        }
        let clause = blocked(
            Gate::Documents,
            Bidder { unit: "F1", legal_entity: "LE0", lot: "1" },
            &[life("F3", "1", Step::DocsBought)],
            |_| Some("LE0".to_owned()),
            Some("不得同时应答"),
        );
        assert!(clause[0].args.contains(&("clause".to_owned(), "不得同时应答".to_owned())));
    }

    #[test]
    fn the_undivided_whole_meets_every_lot() {
        assert_eq!(keys(Gate::Documents, "0", &[life("F3", "2", Step::Pursuing)], None).len(), 1);
        assert_eq!(keys(Gate::Documents, "2", &[life("F3", "0", Step::Pursuing)], None).len(), 1);
    }

    #[test]
    fn a_decision_is_stopped_by_a_bid_that_is_in_and_by_nothing_less() {
        assert!(keys(Gate::Order, "1", &[life("F3", "1", Step::DocsBought)], None).is_empty());
        assert_eq!(keys(Gate::Order, "1", &[life("F3", "1", Step::Submitted)], None).len(), 1);
    }

    #[test]
    fn separate_persons_pass_and_unstated_ones_do_not() {
        assert!(keys(Gate::Submission, "1", &[life("Z1", "1", Step::Submitted)], None).is_empty());
        let unknown = keys(Gate::Submission, "1", &[life("N", "1", Step::Submitted)], None);
        assert_eq!(unknown, ["guard-person-unknown"]);
    }

    fn party(unit: &str, legal_entity: &str) -> Party {
        let claim = "claim:018bcfe5-6800-7000-8000-000000000000".parse().ok();
        Party { unit: unit.into(), legal_entity: legal_entity.into(), claim }
    }

    #[test]
    fn an_unknown_legal_person_is_the_same_as_nobody() {
        let (one, other, unknown) = (party("F1", "LE0"), party("F3", "LE0"), party("Z1", " "));
        assert!(one.is_same_person(&other) && !unknown.is_same_person(&unknown));
        assert_eq!(collisions(&[one, other, unknown]).len(), 1);
    }
}
