//! The signs that take more than a comparison of two values.

use std::ops::Range;

use super::compare::Comparison;
use super::print::unit;
use super::rules::Effect::{self, Points, Sibling};
use super::title::{MarkKind, Stage};
use super::words::{GOODS, SERVICES, USUAL_WORK};

/// Weight of the share that only one of two titles says.
const SHARE: f32 = 12.0;

/// The same words, up to form and buyer. A title of three characters proves little.
pub(super) fn title_same(c: &Comparison) -> Option<Effect> {
    let points = match c.common {
        0 => 0.0,
        1..=3 => 2.5,
        4..=5 => 4.0,
        _ => 5.0,
    };
    c.gaps.is_empty().then_some(Points(points))
}

/// Words that differ, weighed by how much of the whole they are.
pub(super) fn title_near(c: &Comparison) -> Option<Effect> {
    (!c.gaps.is_empty()).then(|| Points(5.0 - SHARE * c.share()))
}

/// The numbers of one kind of mark on either side.
pub(super) fn numbers_of(c: &Comparison, kind: MarkKind) -> [Vec<u16>; 2] {
    [c.a, c.b]
        .map(|print| print.marks.iter().filter(|m| m.kind == kind).map(|m| m.number).collect())
}

/// Both name a part, and not the same.
pub(super) fn marks_against(c: &Comparison, kind: MarkKind) -> bool {
    let [a, b] = numbers_of(c, kind);
    !a.is_empty() && !b.is_empty() && a != b
}

/// Only one names a part.
pub(super) fn one_sided(c: &Comparison, kind: MarkKind) -> bool {
    let has = |marks: &[super::title::Mark]| marks.iter().any(|mark| mark.kind == kind);
    has(&c.a.marks) != has(&c.b.marks)
}

/// Another sort of work on the same object. Where one title names none, the works themselves are meant.
pub(super) fn work_against(c: &Comparison) -> Option<Effect> {
    let only = (c.a.works ^ c.b.works) & !(GOODS | SERVICES);
    if only == 0 || c.gaps.is_empty() {
        None
    } else if only & !USUAL_WORK == 0 {
        Some(Points(-1.0))
    } else {
        Some(Sibling)
    }
}

/// Goods in one title and services in the other; or goods beside the works or services that use them.
pub(super) fn goods(c: &Comparison) -> Option<Effect> {
    let (a, b) = (c.a.works, c.b.works);
    if (a ^ b) & GOODS == 0 || c.gaps.is_empty() {
        return None;
    }
    let crossed = (a ^ b) & SERVICES != 0 && (a & GOODS != 0) == (b & SERVICES != 0);
    Some(if crossed { Sibling } else { Points(-3.0) })
}

/// The same sum. 1 000 000 元 is a usual budget; 1 234 500 元 is nobody else's.
pub(super) fn amount_same(c: &Comparison) -> Option<Effect> {
    const ROUND: i64 = 10_000_000;
    let amount = c.a.amount.filter(|amount| Some(*amount) == c.b.amount)?;
    Some(Points(if amount.get() % ROUND == 0 { 1.0 } else { 2.5 }))
}

/// Days from the publication of the first to that of the second.
pub(super) fn days_between(c: &Comparison) -> Option<i32> {
    c.a.published.zip(c.b.published).map(|(a, b)| b.get() - a.get())
}

/// What is bought every year comes back every year.
pub(super) fn days_apart(c: &Comparison) -> Option<Effect> {
    match days_between(c)?.abs() {
        0..=120 => None,
        121..=240 => Some(Points(-0.5)),
        241..=400 => Some(Points(-1.5)),
        _ => Some(Points(-4.0)),
    }
}

/// Invited again long after somebody won: bought anew.
pub(super) fn after_award(c: &Comparison) -> bool {
    const LONG: i32 = 60;
    days_between(c).is_some_and(|days| {
        let (first, second) = if days >= 0 { (c.a, c.b) } else { (c.b, c.a) };
        first.awarded && second.stage != Stage::Late && days.abs() > LONG
    })
}

/// Characters that end the name of a site.
const SITES: [char; 16] = [
    '院', '区', '村', '镇', '乡', '县', '路', '街', '站', '段', '厂', '库', '楼', '桥', '园', '校',
];

/// One title names a site that the other leaves out.
pub(super) fn site_added(c: &Comparison) -> bool {
    let site = |core: &[u16], range: &Range<usize>, open: usize| {
        let words = core.get(range.clone()).unwrap_or_default();
        open > 1 && words.iter().skip(1).any(|word| SITES.iter().any(|end| unit(*end) == *word))
    };
    c.gaps
        .iter()
        .filter(|gap| !gap.against())
        .any(|open| site(&c.a.core, &open.gap.a, open.a) || site(&c.b.core, &open.gap.b, open.b))
}
