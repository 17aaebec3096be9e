//! The rules, one row each: when it holds, what it weighs, what it says.
//!
//! A rule either adds points to the belief that two records are one tender, or it sets them apart: then no number of points
//! brings them together, because one such word (another lot, another year, 监理 against 施工) is what the publisher uses to tell
//! them apart. Points were set by hand on labelled pairs of three publishers, half of them kept aside for control; a point is
//! worth about a factor of e in the odds.

use super::buyer::BuyerRelation;
use super::compare::Comparison;
use super::title::MarkKind;
use super::words::{GOODS, SERVICES, USUAL_WORK};

/// What a rule does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Effect {
    /// Adds to the belief that it is one tender; negative takes away.
    Points(f32),
    /// Another part of the same project, if the rest agrees.
    Sibling,
    /// Another tender.
    Different,
}

/// Named values of the sentence.
pub(super) type Args = Vec<(&'static str, String)>;

/// One rule.
pub(super) struct Rule {
    /// Catalogue key.
    pub key: &'static str,
    /// When it holds, and what it does.
    pub test: fn(&Comparison) -> Option<Effect>,
    /// The values of its sentence.
    pub args: fn(&Comparison) -> Args,
}

use Effect::{Different, Points, Sibling};

/// Points from which two records are one tender.
pub(super) const THRESHOLD: f32 = 3.0;

fn none(_: &Comparison) -> Args {
    Vec::new()
}

pub(super) const RULES: &[Rule] = &[
    Rule { key: "match-project-number", test: project_number, args: none },
    Rule { key: "match-project-number-differs", test: project_number_differs, args: none },
    Rule { key: "match-title-same", test: title_same, args: none },
    Rule { key: "match-title-near", test: |c| (!c.gaps.is_empty()).then(|| Points(5.0 - 12.0 * c.share())), args: words_added },
    Rule { key: "match-words-against", test: |c| c.gaps.iter().any(|g| g.against()).then_some(Points(-5.0)), args: words_against },
    Rule { key: "match-words-each", test: |c| (c.each_its_own() && !c.gaps.iter().any(|g| g.against())).then_some(Points(-3.0)), args: words_added },
    Rule { key: "match-number-against", test: |c| c.numbers_against().map(|_| Sibling), args: numbers_against },
    Rule { key: "match-lot-against", test: |c| marks_against(c, MarkKind::Lot).then_some(Sibling), args: |c| marks_of(c, MarkKind::Lot) },
    Rule { key: "match-phase-against", test: |c| marks_against(c, MarkKind::Phase).then_some(Sibling), args: |c| marks_of(c, MarkKind::Phase) },
    Rule { key: "match-batch-against", test: |c| marks_against(c, MarkKind::Batch).then_some(Sibling), args: |c| marks_of(c, MarkKind::Batch) },
    Rule { key: "match-series-against", test: |c| marks_against(c, MarkKind::Series).then_some(Sibling), args: |c| marks_of(c, MarkKind::Series) },
    Rule { key: "match-lot-one-sided", test: |c| one_sided(c, MarkKind::Lot).then_some(Points(-1.0)), args: |c| marks_of(c, MarkKind::Lot) },
    Rule { key: "match-part-one-sided", test: |c| [MarkKind::Phase, MarkKind::Batch, MarkKind::Series].into_iter().any(|kind| one_sided(c, kind)).then_some(Points(-4.0)), args: none },
    Rule { key: "match-supplement", test: |c| (c.a.supplement != c.b.supplement).then_some(Sibling), args: none },
    Rule { key: "match-subproject", test: |c| (c.a.subproject != c.b.subproject).then_some(Points(-3.0)), args: none },
    Rule { key: "match-work-against", test: work_against, args: none },
    Rule { key: "match-goods-against-services", test: goods_against, args: none },
    Rule { key: "match-city-against", test: |c| c.a.city.zip(c.b.city).is_some_and(|(a, b)| a != b).then_some(Different), args: none },
    Rule { key: "match-after-award", test: after_award, args: none },
    Rule { key: "match-site-added", test: site_added, args: words_added },
    Rule { key: "match-year-against", test: |c| c.a.year.zip(c.b.year).is_some_and(|(a, b)| a != b).then_some(Different), args: years },
    Rule { key: "match-year-one-sided", test: |c| (c.a.year.is_some() != c.b.year.is_some()).then_some(Points(-1.0)), args: none },
    Rule { key: "match-province-against", test: |c| c.a.province.zip(c.b.province).is_some_and(|(a, b)| a != b).then_some(Different), args: none },
    Rule { key: "match-buyer-same", test: |c| (c.buyer == BuyerRelation::Same).then_some(Points(1.0)), args: none },
    Rule { key: "match-buyer-operator", test: |c| (c.buyer == BuyerRelation::SameOperator).then_some(Points(0.5)), args: none },
    Rule { key: "match-buyer-alike", test: |c| (c.buyer == BuyerRelation::Alike).then_some(Points(1.0)), args: none },
    Rule { key: "match-buyer-apart", test: |c| (c.buyer == BuyerRelation::Apart).then_some(Points(if c.common >= 10 && c.gaps.is_empty() { -1.5 } else { -6.0 })), args: none },
    Rule { key: "match-amount-same", test: amount_same, args: none },
    Rule { key: "match-amount-differs", test: |c| c.a.amount.zip(c.b.amount).is_some_and(|(a, b)| a != b).then_some(Points(-0.5)), args: none },
    Rule { key: "match-deadline-same", test: |c| (c.a.deadline.is_some() && c.a.deadline == c.b.deadline).then_some(Points(0.5)), args: none },
    Rule { key: "match-text-same", test: |c| (c.a.text.is_some() && c.a.text == c.b.text).then_some(Points(1.5)), args: none },
    Rule { key: "match-days-apart", test: days_apart, args: days },
    Rule { key: "match-source-against", test: |c| c.a.source.zip(c.b.source).is_some_and(|(a, b)| a != b).then_some(Points(-1.0)), args: none },
];

fn project_number(c: &Comparison) -> Option<Effect> {
    (c.a.project.is_some() && c.a.project == c.b.project).then_some(Points(6.0))
}

fn project_number_differs(c: &Comparison) -> Option<Effect> {
    c.a.project.zip(c.b.project).is_some_and(|(a, b)| a != b).then_some(Points(-3.0))
}

fn title_same(c: &Comparison) -> Option<Effect> {
    c.gaps.is_empty().then(|| Points(match c.common {
        0 => 0.0,
        1..=3 => 2.5,
        4..=5 => 4.0,
        _ => 5.0,
    }))
}

fn numbers(c: &Comparison, kind: MarkKind) -> (Vec<u16>, Vec<u16>) {
    let of = |marks: &[super::title::Mark]| marks.iter().filter(|m| m.kind == kind).map(|m| m.number).collect();
    (of(&c.a.marks), of(&c.b.marks))
}

fn marks_against(c: &Comparison, kind: MarkKind) -> bool {
    let (a, b) = numbers(c, kind);
    !a.is_empty() && !b.is_empty() && a != b
}

fn one_sided(c: &Comparison, kind: MarkKind) -> bool {
    let (a, b) = numbers(c, kind);
    a.is_empty() != b.is_empty()
}

/// Another sort of work on the same object. Where one title names none, the works themselves are meant.
fn work_against(c: &Comparison) -> Option<Effect> {
    let (a, b) = (c.a.works, c.b.works);
    if a == b || c.gaps.is_empty() {
        return None;
    }
    let only = (a ^ b) & !(GOODS | SERVICES);
    if only == 0 {
        return None;
    }
    if only & !USUAL_WORK != 0 { Some(Sibling) } else { Some(Points(-1.0)) }
}

/// Goods in one title and services in the other, or goods beside works that need none.
fn goods_against(c: &Comparison) -> Option<Effect> {
    let (a, b) = (c.a.works, c.b.works);
    let goods = (a ^ b) & GOODS != 0;
    let services = (a ^ b) & SERVICES != 0 && (a & GOODS != 0) == (b & SERVICES != 0);
    match (goods && !c.gaps.is_empty(), services) {
        (true, true) => Some(Sibling),
        (true, false) => Some(Points(-3.0)),
        _ => None,
    }
}

/// Invited again long after somebody won: bought anew.
fn after_award(c: &Comparison) -> Option<Effect> {
    let days = c.a.published.zip(c.b.published).map(|(a, b)| b.get() - a.get())?;
    let (won, other) = if days >= 0 { (c.a, c.b) } else { (c.b, c.a) };
    let anew = won.awarded && other.phase != super::title::Phase::Late && days.abs() > 60;
    anew.then_some(Points(-2.5))
}

/// Characters that end the name of a site.
const SITES: [char; 16] = ['院', '区', '村', '镇', '乡', '县', '路', '街', '站', '段', '厂', '库', '楼', '桥', '园', '校'];

/// One title names a site that the other leaves out.
fn site_added(c: &Comparison) -> Option<Effect> {
    let is_site = |core: &[u16], range: &std::ops::Range<usize>| range.len() >= 2 && core.get(range.clone()).is_some_and(|words| words.iter().skip(1).any(|unit| SITES.iter().any(|site| super::print::unit(*site) == *unit)));
    let site = c.gaps.iter().any(|g| !g.against() && (g.a > 1 && is_site(&c.a.core, &g.gap.a) || g.b > 1 && is_site(&c.b.core, &g.gap.b)));
    site.then_some(Points(-1.5))
}

fn amount_same(c: &Comparison) -> Option<Effect> {
    let amount = c.a.amount.filter(|amount| Some(*amount) == c.b.amount)?;
    // 1 000 000 元 is a usual budget, 1 234 500 元 is nobody else's.
    let odd = amount.get() % 10_000_000 != 0;
    Some(Points(if odd { 2.5 } else { 1.0 }))
}

fn days_between(c: &Comparison) -> Option<i32> {
    c.a.published.zip(c.b.published).map(|(a, b)| (a.get() - b.get()).abs())
}

fn days_apart(c: &Comparison) -> Option<Effect> {
    match days_between(c)? {
        0..=120 => None,
        121..=240 => Some(Points(-0.5)),
        241..=400 => Some(Points(-1.5)),
        _ => Some(Points(-4.0)),
    }
}

fn days(c: &Comparison) -> Args {
    vec![("days", days_between(c).unwrap_or(0).to_string())]
}

fn text(core: &[u16], range: &std::ops::Range<usize>) -> String {
    String::from_utf16_lossy(core.get(range.clone()).unwrap_or_default())
}

fn words_added(c: &Comparison) -> Args {
    let words: Vec<String> = c.gaps.iter().map(|g| if g.a > 0 { text(&c.a.core, &g.gap.a) } else { text(&c.b.core, &g.gap.b) }).collect();
    vec![("words", words.join("、"))]
}

fn words_against(c: &Comparison) -> Args {
    let gap = c.gaps.iter().find(|g| g.against());
    gap.map_or_else(Vec::new, |g| vec![("a", text(&c.a.core, &g.gap.a)), ("b", text(&c.b.core, &g.gap.b))])
}

fn numbers_against(c: &Comparison) -> Args {
    c.numbers_against().map_or_else(Vec::new, |g| vec![("a", text(&c.a.core, &g.gap.a)), ("b", text(&c.b.core, &g.gap.b))])
}

fn marks_of(c: &Comparison, kind: MarkKind) -> Args {
    let (a, b) = numbers(c, kind);
    let list = |numbers: Vec<u16>| numbers.iter().map(u16::to_string).collect::<Vec<_>>().join("、");
    vec![("a", list(a)), ("b", list(b))]
}

fn years(c: &Comparison) -> Args {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    vec![("a", year(c.a.year)), ("b", year(c.b.year))]
}
