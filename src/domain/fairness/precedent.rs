//! The nearest earlier cases, and which of them a decision departs from.
//!
//! Like cases are to be decided alike. A precedent binds nobody: departing from it asks for one sentence of reasons,
//! which the next reader finds beside the decision.
//!
//! | shared | points | why |
//! |---|---|---|
//! | `criterion` | 4 | the same reason decided it: what makes two cases alike in law |
//! | `customer` | 3 | the same people on the other side of the table, who compare |
//! | `class` | 2 | the same sort of work |
//! | `parties` | 2 | the same branches, no more and no fewer: they remember |
//! | `province` | 1 | the same ground |
//!
//! The points are assumed defaults (假定) until headquarters confirms them.

use std::cmp::Reverse;

use serde::Serialize;

use super::CaseFact;

/// Shared feature: the criterion that decided.
pub const CRITERION: &str = "criterion";
/// Shared feature: the customer.
pub const CUSTOMER: &str = "customer";
/// Shared feature: the business class.
pub const CLASS: &str = "class";
/// Shared feature: the whole set of parties.
pub const PARTIES: &str = "parties";
/// Shared feature: the province of the works site.
pub const PROVINCE: &str = "province";

type Shares = fn(&CaseFact, &CaseFact) -> bool;

/// The table of this module's head, with how each feature is seen.
const FEATURES: [(&str, u32, Shares); 5] = [
    (CRITERION, 4, |one, other| same(&one.criterion, &other.criterion)),
    (CUSTOMER, 3, |one, other| same(&one.customer, &other.customer)),
    (CLASS, 2, |one, other| same(&one.class, &other.class)),
    (PARTIES, 2, |one, other| !one.parties.is_empty() && one.units() == other.units()),
    (PROVINCE, 1, |one, other| same(&one.province, &other.province)),
];

/// Two things that are not known are not the same.
fn same(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_some() && one == other
}

/// An earlier case that is like the one at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Precedent {
    /// `XT-…`.
    pub number: String,
    /// Points by the table.
    pub score: u32,
    /// Names of the features they share, the weightiest first.
    pub shared: Vec<&'static str>,
    /// Its outcome's word.
    pub outcome: Option<String>,
    /// The criterion that decided it.
    pub criterion: Option<String>,
    /// Whether its outcome is the one proposed; none where either is not known.
    pub agrees: Option<bool>,
}

/// The `most` nearest of `past` to `proposed`, the nearest first; where two are as near, the later decision. A case
/// is no precedent of itself, nor is one that was never decided, that came later, or that shares nothing.
pub fn nearest(proposed: &CaseFact, past: &[CaseFact], most: usize) -> Vec<Precedent> {
    let earlier = |fact: &&CaseFact| {
        let in_time = proposed.decided_at.is_none_or(|at| fact.decided_at < Some(at));
        fact.is_decided() && fact.number != proposed.number && in_time
    };
    let mut found: Vec<(&CaseFact, Precedent)> = past
        .iter()
        .filter(earlier)
        .map(|fact| (fact, precedent(proposed, fact)))
        .filter(|(_, precedent)| precedent.score > 0)
        .collect();
    found.sort_by_key(|(fact, near)| (Reverse(near.score), Reverse(fact.decided_at), &fact.number));
    found.into_iter().map(|(_, precedent)| precedent).take(most).collect()
}

fn precedent(proposed: &CaseFact, fact: &CaseFact) -> Precedent {
    let shared = || FEATURES.iter().filter(|(_, _, shares)| shares(proposed, fact));
    Precedent {
        number: fact.number.clone(),
        score: shared().map(|(_, points, _)| points).sum(),
        shared: shared().map(|(name, _, _)| *name).collect(),
        outcome: fact.outcome.clone(),
        criterion: fact.criterion.clone(),
        agrees: agrees(proposed, fact.outcome.as_ref()),
    }
}

fn agrees(proposed: &CaseFact, outcome: Option<&String>) -> Option<bool> {
    proposed.outcome.as_ref().zip(outcome).map(|(proposed, past)| proposed == past)
}

/// The precedents that `proposed` departs from: the same criterion decided, for the same customer or the same class
/// of work, and the outcome was another. Where there is one, a sentence of reasons is asked for.
pub fn deviates<'a>(proposed: &CaseFact, precedents: &'a [Precedent]) -> Vec<&'a Precedent> {
    let alike = |precedent: &Precedent| {
        let shares = |feature: &str| precedent.shared.contains(&feature);
        shares(CRITERION) && (shares(CUSTOMER) || shares(CLASS))
    };
    let other = |precedent: &Precedent| agrees(proposed, precedent.outcome.as_ref()) == Some(false);
    precedents.iter().filter(|precedent| alike(precedent) && other(precedent)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::DateTime;

    fn fact(number: &str, day: u32, criterion: &str, customer: &str, outcome: &str) -> CaseFact {
        let at = DateTime::parse_from_rfc3339(&format!("2026-09-{day:02}T02:00:00Z")).unwrap();
        CaseFact {
            number: number.to_owned(),
            decided_at: Some(at.to_utc()),
            parties: vec!["F1".to_owned(), "F3".to_owned()],
            criterion: Some(criterion.to_owned()),
            customer: Some(customer.to_owned()),
            outcome: Some(outcome.to_owned()),
            ..CaseFact::default()
        }
    }

    fn numbers(precedents: &[Precedent]) -> Vec<&str> {
        precedents.iter().map(|precedent| precedent.number.as_str()).collect()
    }

    #[test]
    fn the_nearest_comes_first_and_of_equals_the_later() {
        let past = [
            fact("other customer", 9, "K6", "联通", "sole"),
            fact("older", 3, "K6", "移动", "sole"),
            fact("newer", 5, "K6", "移动", "sole"),
            fact("other criterion", 8, "K7", "移动", "sole"),
        ];
        let proposed = CaseFact { decided_at: None, ..fact("now", 1, "K6", "移动", "sole") };
        let found = nearest(&proposed, &past, 9);
        assert_eq!(numbers(&found), ["newer", "older", "other customer", "other criterion"]);
        assert_eq!(found.iter().map(|near| near.score).collect::<Vec<_>>(), [9, 9, 6, 5]);
        assert_eq!(found[0].shared, [CRITERION, CUSTOMER, PARTIES]);
        assert_eq!(numbers(&nearest(&proposed, &past, 1)), ["newer"]);
    }

    #[test]
    fn every_feature_counts_and_what_is_not_known_is_not_shared() {
        let whole = CaseFact {
            class: Some("trunk".to_owned()),
            province: Some("440000".to_owned()),
            ..fact("whole", 3, "K6", "移动", "sole")
        };
        let mut proposed = CaseFact { decided_at: None, number: "now".to_owned(), ..whole.clone() };
        let found = nearest(&proposed, std::slice::from_ref(&whole), 9);
        assert_eq!(found[0].shared, [CRITERION, CUSTOMER, CLASS, PARTIES, PROVINCE]);
        assert_eq!(found[0].score, 12);
        proposed.parties = vec!["F3".to_owned(), "F1".to_owned(), "F3".to_owned()];
        assert_eq!(nearest(&proposed, std::slice::from_ref(&whole), 9), found);
        let blank = CaseFact { decided_at: whole.decided_at, ..CaseFact::default() };
        let nothing = CaseFact { number: "now".to_owned(), ..CaseFact::default() };
        assert_eq!(nearest(&nothing, &[blank], 9), []);
    }

    #[test]
    fn what_came_later_what_lapsed_and_the_case_itself_are_no_precedents() {
        let lapsed = CaseFact { lapsed: true, ..fact("lapsed", 1, "K6", "移动", "sole") };
        let open = CaseFact { decided_at: None, ..fact("open", 1, "K6", "移动", "sole") };
        let past = [
            lapsed,
            open,
            fact("now", 5, "K6", "移动", "sole"),
            fact("later", 6, "K6", "移动", "sole"),
        ];
        assert_eq!(nearest(&past[2], &past, 9), []);
    }

    #[test]
    fn another_outcome_for_the_same_reason_and_customer_or_class_asks_for_a_sentence() {
        let class = |fact: CaseFact| CaseFact { class: Some("trunk".to_owned()), ..fact };
        let past = [
            fact("same customer", 2, "K6", "移动", "split_lots"),
            class(fact("same class", 3, "K6", "联通", "none_bid")),
            fact("only the criterion", 4, "K6", "电信", "none_bid"),
            fact("other criterion", 5, "K7", "移动", "none_bid"),
            fact("same outcome", 6, "K6", "移动", "sole"),
            CaseFact { outcome: None, ..fact("unknown outcome", 7, "K6", "移动", "") },
        ];
        let proposed =
            CaseFact { decided_at: None, ..class(fact("now", 1, "K6", "移动", "sole")) };
        let found = nearest(&proposed, &past, 9);
        assert_eq!(found.iter().filter(|near| near.agrees.is_none()).count(), 1);
        let deviates: Vec<&str> =
            deviates(&proposed, &found).iter().map(|near| near.number.as_str()).collect();
        assert_eq!(deviates, ["same customer", "same class"]);
    }

    #[test]
    fn without_a_proposed_outcome_nothing_is_said_to_depart() {
        let past = [fact("past", 2, "K6", "移动", "none_bid")];
        let proposed =
            CaseFact { decided_at: None, outcome: None, ..fact("now", 1, "K6", "移动", "") };
        let found = nearest(&proposed, &past, 9);
        assert_eq!((found.len(), found[0].agrees), (1, None));
        assert!(deviates(&proposed, &found).is_empty());
    }
}
