//! The rules, one row each: when it holds, what it does, what it says.
//!
//! A rule either adds points to the belief that two records are one tender, or it sets them apart: then no number of points
//! brings them together, because one such word (another lot, another year, 监理 against 施工) is what the publisher uses to tell
//! them apart.
//!
//! The points were set by hand, a point being worth about a factor of e in the odds: half of the labelled pairs of three
//! publishers to set them by, the other half to control. Between 10 and 16 the weight of the differing share changes nothing
//! much; the rest are orders of magnitude (a hint 0.5 to 1, evidence 1.5 to 3, near proof 5 and more), not fitted decimals.

use super::buyer::BuyerRelation;
use super::compare::Comparison;
use super::said::{Args, days, marks, none, numbers, rounds, words, years};
use super::signs::{
    after_award, amount_same, days_apart, goods, marks_against, one_sided, site_added, title_near,
    title_same, work_against,
};
use super::title::MarkKind::{Batch, Lot, Phase, Series};
use super::title::Stage;

/// What a rule does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Effect {
    /// Adds to the belief that it is one tender; negative takes away.
    Points(f32),
    /// Says something and weighs nothing.
    Note,
    /// Another part of the same project, if the rest agrees.
    Sibling,
    /// Another tender.
    Different,
}

use Effect::{Different, Note, Points, Sibling};

/// One rule.
pub(super) struct Rule {
    /// Catalogue key.
    pub key: &'static str,
    /// When it holds, and what it does.
    pub test: fn(&Comparison) -> Option<Effect>,
    /// The values of its sentence.
    pub args: fn(&Comparison) -> Args,
}

/// Points from which two records are one tender.
pub(super) const THRESHOLD: f32 = 3.0;

/// Two values that are both known and differ.
fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// Two values that are both known and equal.
fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a == b)
}

macro_rules! rule {
    ($key:literal, $args:expr, $test:expr) => {
        Rule { key: $key, test: $test, args: $args }
    };
}

/// All rules, in the order in which a person reads them.
pub(super) const RULES: &[Rule] = &[
    // What agrees.
    rule!("match-project-number", none, |c| agree(c.a.project, c.b.project).then_some(Points(6.0))),
    rule!("match-title-same", none, title_same),
    rule!("match-title-near", words, title_near),
    rule!("match-buyer-same", none, |c| (c.buyer == BuyerRelation::Same).then_some(Points(1.0))),
    rule!("match-buyer-alike", none, |c| (c.buyer == BuyerRelation::Alike).then_some(Points(1.0))),
    rule!("match-buyer-operator", none, |c| {
        (c.buyer == BuyerRelation::SameOperator).then_some(Points(0.5))
    }),
    rule!("match-amount-same", none, amount_same),
    rule!("match-deadline-same", none, |c| {
        agree(c.a.deadline, c.b.deadline).then_some(Points(0.5))
    }),
    rule!("match-text-same", none, |c| agree(c.a.text, c.b.text).then_some(Points(1.5))),
    // What orders two papers of one tender.
    rule!("match-round", rounds, |c| (c.a.round() != c.b.round()).then_some(Note)),
    rule!("match-early", none, |c| {
        ((c.a.stage == Stage::Early) != (c.b.stage == Stage::Early)).then_some(Note)
    }),
    // Another part of the project.
    rule!("match-lot-against", |c| marks(c, Lot), |c| marks_against(c, Lot).then_some(Sibling)),
    rule!("match-phase-against", |c| marks(c, Phase), |c| {
        marks_against(c, Phase).then_some(Sibling)
    }),
    rule!("match-batch-against", |c| marks(c, Batch), |c| {
        marks_against(c, Batch).then_some(Sibling)
    }),
    rule!("match-series-against", |c| marks(c, Series), |c| {
        marks_against(c, Series).then_some(Sibling)
    }),
    rule!("match-number-against", numbers, |c| c.numbers_against().map(|_| Sibling)),
    rule!("match-supplement", none, |c| (c.a.supplement != c.b.supplement).then_some(Sibling)),
    rule!("match-work-against", none, work_against),
    rule!("match-goods", none, goods),
    // Another tender.
    rule!("match-year-against", years, |c| differ(c.a.year, c.b.year).then_some(Different)),
    rule!("match-province-against", none, |c| {
        differ(c.a.province, c.b.province).then_some(Different)
    }),
    rule!("match-city-against", none, |c| differ(c.a.city, c.b.city).then_some(Different)),
    // What speaks against it.
    rule!("match-words-against", words, |c| {
        c.gaps.iter().any(|gap| gap.against()).then_some(Points(-5.0))
    }),
    rule!("match-words-each", words, |c| {
        (c.each_its_own() && !c.gaps.iter().any(|gap| gap.against())).then_some(Points(-3.0))
    }),
    rule!("match-site-added", words, |c| site_added(c).then_some(Points(-1.5))),
    rule!("match-subproject", none, |c| {
        (c.a.subproject != c.b.subproject).then_some(Points(-3.0))
    }),
    rule!("match-lot-one-sided", |c| marks(c, Lot), |c| {
        one_sided(c, Lot).then_some(Points(-1.0))
    }),
    rule!("match-part-one-sided", none, |c| {
        [Phase, Batch, Series].into_iter().any(|kind| one_sided(c, kind)).then_some(Points(-4.0))
    }),
    rule!("match-year-one-sided", none, |c| {
        (c.a.year.is_some() != c.b.year.is_some()).then_some(Points(-1.0))
    }),
    rule!("match-buyer-apart", none, |c| {
        let says_enough = c.gaps.is_empty() && c.common >= 10;
        (c.buyer == BuyerRelation::Apart).then_some(Points(if says_enough { -1.5 } else { -6.0 }))
    }),
    rule!("match-amount-differs", none, |c| differ(c.a.amount, c.b.amount).then_some(Points(-0.5))),
    rule!("match-days-apart", days, days_apart),
    rule!("match-after-award", none, |c| after_award(c).then_some(Points(-2.5))),
    rule!("match-project-number-differs", none, |c| {
        differ(c.a.project, c.b.project).then_some(Points(-3.0))
    }),
    // Publishers of different sorts of business seldom publish the same tender; where they do, buyer and title say so.
    rule!("match-source-against", none, |c| differ(c.a.source, c.b.source).then_some(Points(-1.0))),
];
