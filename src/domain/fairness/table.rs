//! The branch table: what each branch claimed, in how many cases it stood, how often it was favoured, and how often
//! it would be where lots are drawn.
//!
//! The [`discretion`] table is the same for cases that none of the criteria K1 to K4 decided. Those four state law, a
//! resolution, an authorisation or a territory: they leave no judgement, so a difference in them says nothing about
//! the manager.
//!
//! A table shows, it does not judge. Each row is looked at by itself and on the side on which it deviates, so among
//! six branches chance alone prompts in about three tables of ten (simulated with 40 to 160 cases of two or three
//! parties). That is why [`Reading::Ask`] asks for a sentence and says nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CaseFact, How, exact};

/// Under so many compared cases no test is shown: 样本不足. Assumed default (假定).
pub const FEWEST: usize = 8;

/// A tail under this asks for an explanation. Assumed default (假定): the regulation names no threshold (gap G9).
pub const ASK_BELOW: f64 = 0.05;

/// The criteria that leave no judgement.
const BOUND: [&str; 4] = ["K1", "K2", "K3", "K4"];

/// How a row is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// 样本不足: fewer than [`FEWEST`] compared cases.
    TooFew,
    /// Chance alone gives as much often enough.
    Usual,
    /// 请说明: chance alone gives as much rarely; an explanation is asked for. Never an accusation.
    Ask,
}

impl Reading {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Reading::TooFew => "too_few",
            Reading::Usual => "usual",
            Reading::Ask => "ask",
        }
    }
}

/// By which means cases were decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Means {
    /// 协商.
    pub settled: usize,
    /// 建议, accepted by every party.
    pub recommended: usize,
    /// 行政强制.
    pub ordered: usize,
    /// By headquarters or the Coordination Committee.
    pub ruled: usize,
}

/// One branch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Unit code.
    pub unit: String,
    /// Claims in the period.
    pub claims: usize,
    /// Decided cases to which it was a party.
    pub cases: usize,
    /// Of them, those in which some parties were favoured and others not: the n of the test. The rest can turn out in
    /// one way only, and would make a small sample look like a large one.
    pub compared: usize,
    /// Cases in which it was favoured.
    pub favoured: usize,
    /// Cases in which it would be where lots are drawn: the sum of m/k over its cases with m of k parties favoured.
    pub expected: f64,
    /// `favoured` less `expected`.
    pub difference: f64,
    /// Its part of [`Table::value_fen`] in per mille, a value being split evenly among the favoured parties of its
    /// case. None where no value is known.
    pub value_share: Option<i64>,
    /// Of its cases, those whose value is not known.
    pub without_value: usize,
    /// Median working minutes from detection to decision of its cases.
    pub median_minutes: Option<i64>,
    /// By which means its cases were decided.
    pub means: Means,
    /// Appeals filed in its cases, whoever filed them.
    pub appeals: u64,
    /// Of them, upheld.
    pub appeals_upheld: u64,
    /// The exact tail on the side of the deviation ([`exact::tail`]); none under [`FEWEST`] compared cases.
    pub tail: Option<f64>,
    /// How to read it.
    pub reading: Reading,
}

/// The branch table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Decided cases in it. Lapsed ones favoured nobody: they count against the manager ([`limits`]), not here.
    pub cases: usize,
    /// Value of the cases whose value is known, in 分. What none bids for is in it, and in nobody's share.
    pub value_fen: i128,
    /// Cases whose value is not known.
    pub without_value: usize,
    /// By unit code; a unit that claimed and had no case is among them.
    pub rows: Vec<Row>,
}

/// The branch table of a period, from its cases and the number of claims of each unit.
pub fn table(facts: &[CaseFact], claims: &BTreeMap<String, usize>) -> Table {
    of(facts.iter().filter(|fact| fact.is_decided()).collect(), claims)
}

/// The branch table of the cases where judgement counted: those that none of K1 to K4 decided. A case without a
/// criterion, as where the parties settled, is among them.
pub fn discretion(facts: &[CaseFact], claims: &BTreeMap<String, usize>) -> Table {
    let bound = |fact: &CaseFact| fact.criterion.as_deref().is_some_and(|k| BOUND.contains(&k));
    of(facts.iter().filter(|fact| fact.is_decided() && !bound(fact)).collect(), claims)
}

fn of(facts: Vec<&CaseFact>, claims: &BTreeMap<String, usize>) -> Table {
    let value_fen = facts.iter().filter_map(|fact| value(fact)).sum();
    let mut units: BTreeSet<&str> = claims.keys().map(String::as_str).collect();
    units.extend(facts.iter().flat_map(|fact| fact.units()));
    let row = |unit: &str| row(unit, claims.get(unit).copied().unwrap_or(0), &facts, value_fen);
    Table {
        cases: facts.len(),
        value_fen,
        without_value: facts.iter().filter(|fact| value(fact).is_none()).count(),
        rows: units.into_iter().map(row).collect(),
    }
}

fn row(unit: &str, claims: usize, facts: &[&CaseFact], value_fen: i128) -> Row {
    let cases: Vec<&CaseFact> =
        facts.iter().copied().filter(|fact| fact.units().contains(unit)).collect();
    let won: Vec<&CaseFact> =
        cases.iter().copied().filter(|fact| fact.chosen().contains(unit)).collect();
    let mut chances: Vec<f64> = cases.iter().map(|fact| chance(fact)).collect();
    // Sums of fractions depend on their order in the last digit; two desks show the same.
    chances.sort_by(f64::total_cmp);
    let compared = chances.iter().filter(|chance| **chance > 0.0 && **chance < 1.0).count();
    let expected = exact::expected(&chances);
    let tail = (compared >= FEWEST).then(|| exact::tail(won.len(), &chances));
    // A few 分 that do not divide are nobody's; a per mille does not show them.
    let part = |fact: &CaseFact| Some(value(fact)? / fact.chosen().len().max(1) as i128);
    let own: i128 = won.iter().filter_map(|fact| part(fact)).sum();
    let share = || i64::try_from((own * 1000 + value_fen / 2) / value_fen).ok();
    Row {
        unit: unit.to_owned(),
        claims,
        cases: cases.len(),
        compared,
        favoured: won.len(),
        expected,
        difference: won.len() as f64 - expected,
        value_share: if value_fen > 0 { share() } else { None },
        without_value: cases.iter().filter(|fact| value(fact).is_none()).count(),
        median_minutes: median(cases.iter().filter_map(|fact| fact.minutes).collect()),
        means: means(&cases),
        appeals: cases.iter().map(|fact| u64::from(fact.appeals)).sum(),
        appeals_upheld: cases.iter().map(|fact| u64::from(fact.appeals_upheld)).sum(),
        tail,
        reading: match tail {
            None => Reading::TooFew,
            Some(tail) if tail < ASK_BELOW => Reading::Ask,
            Some(_) => Reading::Usual,
        },
    }
}

/// A party's chance in a case where lots are drawn.
fn chance(fact: &CaseFact) -> f64 {
    exact::chance(fact.chosen().len(), fact.units().len())
}

/// A tender for nothing is one whose value was not entered.
fn value(fact: &CaseFact) -> Option<i128> {
    fact.value_fen.filter(|fen| *fen > 0).map(i128::from)
}

fn means(cases: &[&CaseFact]) -> Means {
    let count = |how: How| cases.iter().filter(|fact| fact.how == Some(how)).count();
    Means {
        settled: count(How::Settled),
        recommended: count(How::Recommended),
        ordered: count(How::Ordered),
        ruled: count(How::Ruled),
    }
}

/// The middle one, or what lies halfway between the two in the middle.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(i64::midpoint(lower, upper))
}

/// How the limits were kept in a period honestly: lapsed cases count, and suspended time is shown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LimitSummary {
    /// Cases that were decided.
    pub decided: usize,
    /// Of them, closed.
    pub closed: usize,
    /// Cases that lapsed: the opportunity passed undecided. They count against the manager, whoever was slow.
    pub lapsed: usize,
    /// Median working minutes from detection to decision.
    pub median_minutes: Option<i64>,
    /// Working minutes for which cases stood suspended, shown apart and taken off nothing.
    pub suspended_minutes: Option<i64>,
}

/// How the limits were kept, with the working minutes of suspension where they are known.
pub fn limits(facts: &[CaseFact], suspended_minutes: Option<i64>) -> LimitSummary {
    let decided = || facts.iter().filter(|fact| fact.is_decided());
    LimitSummary {
        decided: decided().count(),
        closed: decided().filter(|fact| fact.closed).count(),
        lapsed: facts.iter().filter(|fact| fact.lapsed).count(),
        median_minutes: median(decided().filter_map(|fact| fact.minutes).collect()),
        suspended_minutes,
    }
}

#[cfg(test)]
mod tests;
