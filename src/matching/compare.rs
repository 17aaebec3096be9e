//! Two prints compared: facts only, no judgement.

use std::ops::Range;

use super::align::{Gap, gaps, is_figure};
use super::buyer::{BuyerRelation, relation};
use super::explain::explained;
use super::print::{Print, unit};

/// What two records have in common and where they differ.
#[derive(Debug)]
pub(super) struct Comparison<'p> {
    pub a: &'p Print,
    pub b: &'p Print,
    pub buyer: BuyerRelation,
    /// Units in common that say something of the object: not the buyer's name, not the province.
    pub common: usize,
    /// Gaps in which something unexplained stands.
    pub gaps: Vec<Open>,
}

/// A gap, and how much of it nothing explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub gap: Gap,
    pub a: usize,
    pub b: usize,
}

impl Open {
    /// Both texts say something of their own here.
    pub fn against(&self) -> bool {
        self.a > 0 && self.b > 0
    }
}

impl<'p> Comparison<'p> {
    /// Compares two prints; `a` and `b` may be exchanged without any other effect than that they are exchanged.
    pub fn of(a: &'p Print, b: &'p Print) -> Comparison<'p> {
        let mut buyer = relation(a.buyer.as_deref(), b.buyer.as_deref());
        if buyer == BuyerRelation::Apart && (named(a, b) || named(b, a)) {
            buyer = BuyerRelation::Alike;
        }
        let mut here = Comparison { a, b, buyer, common: a.core.len(), gaps: Vec::new() };
        if a.core == b.core {
            return here;
        }
        // Laid in one order whichever comes first, so that equally good ways of laying them do not depend on it.
        let all = if a.core <= b.core {
            gaps(&a.core, &b.core)
        } else {
            gaps(&b.core, &a.core).into_iter().map(Gap::exchanged).collect()
        };
        let one_buyer = buyer != BuyerRelation::Apart;
        let of_a = explained(a, b, all.iter().map(|gap| (&gap.a, &gap.b)), one_buyer);
        let of_b = explained(b, a, all.iter().map(|gap| (&gap.b, &gap.a)), one_buyer);
        let beside = |known: &[bool], gap: fn(&Gap) -> &Range<usize>| {
            let common = |at: &usize| !all.iter().any(|one| gap(one).contains(at));
            known.iter().enumerate().filter(|(at, known)| !**known && common(at)).count()
        };
        here.common = beside(&of_a, |gap| &gap.a).min(beside(&of_b, |gap| &gap.b));
        for gap in all {
            let count = |range: &Range<usize>, known: &[bool]| {
                range.clone().filter(|at| !known.get(*at).copied().unwrap_or(false)).count()
            };
            let mut open = Open { a: count(&gap.a, &of_a), b: count(&gap.b, &of_b), gap };
            // What stands against something unexplained is itself the difference, whoever's name it is.
            let (of_a, of_b) = (open.gap.a.len(), open.gap.b.len());
            let held_a = open.a == 0 && of_a > 0 && open.b > 0 && 2 * open.b >= of_a;
            let held_b = open.b == 0 && of_b > 0 && open.a > 0 && 2 * open.a >= of_b;
            if held_a || held_b {
                (open.a, open.b) = (of_a, of_b);
            }
            if open.a + open.b > 0 {
                here.gaps.push(open);
            }
        }
        here
    }

    /// Whether each title says something that the other does not.
    pub fn each_its_own(&self) -> bool {
        let (a, b) = self.gaps.iter().fold((0, 0), |(a, b), gap| (a + gap.a, b + gap.b));
        a >= 2 && b >= 2
    }

    /// Share of what is said that one of the two does not say; what stands against something counts twice.
    pub fn share(&self) -> f32 {
        let (mut open, mut of_a, mut of_b) = (0, 0, 0);
        for gap in &self.gaps {
            open += (gap.a + gap.b) * if gap.against() { 2 } else { 1 };
            of_a += gap.a;
            of_b += gap.b;
        }
        // 某系统等 stands for a list that the other spells out.
        if (self.a.and_so_on && of_a == 0) || (self.b.and_so_on && of_b == 0) {
            open /= 2;
        }
        let all = 2 * self.common + open;
        if all == 0 { 1.0 } else { ratio(open, all) }
    }

    /// Whether the two speak of one project, whatever parts of it.
    pub fn is_one_project(&self) -> bool {
        let open: usize = self.gaps.iter().map(|gap| gap.a + gap.b).sum();
        let known = self.buyer != BuyerRelation::Apart && self.common >= SAYS_ENOUGH;
        known && ratio(open, 2 * self.common + open) <= PART
    }

    /// The gap in which a figure, a numeral or a side stands against another, with hardly a word around it.
    pub fn numbers_against(&self) -> Option<&Open> {
        let counts = |core: &[u16], range: &Range<usize>| {
            let words = core.get(range.clone()).unwrap_or_default();
            let number = |word: &&u16| is_figure(**word) || is_one_of(**word, &NUMERALS);
            let numbers = words.iter().filter(number).count();
            numbers > 0 && words.len() - numbers <= MEASURE
        };
        self.gaps.iter().find(|open| {
            open.against() && counts(&self.a.core, &open.gap.a) && counts(&self.b.core, &open.gap.b)
        })
    }
}

/// Fewest units in common by which a project is known again.
const SAYS_ENOUGH: usize = 4;

/// Largest share by which the names of two parts of a project differ.
const PART: f32 = 0.25;

/// How many characters may stand beside a number as its measure (号楼, 兆).
const MEASURE: usize = 2;

/// Whether a unit is one of these characters.
pub(super) fn is_one_of(word: u16, chars: &[char]) -> bool {
    chars.iter().any(|c| unit(*c) == word)
}

/// Whether the title of `b` names the buyer of `a`: then the other buyer only pays or acts for it.
fn named(a: &Print, b: &Print) -> bool {
    a.buyer.as_ref().is_some_and(|buyer| buyer.is_named_in(&b.core))
}

/// Numerals and the words that stand for one place against another.
const NUMERALS: [char; 20] = [
    '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '甲', '乙', '丙', '东', '西', '南',
    '北', '上', '中', '下',
];

#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}
