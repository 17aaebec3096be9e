//! The values that the sentences of the rules name. `a` belongs to the first record, `b` to the second; `-` is nothing.

use super::compare::{Comparison, Open};
use super::signs::{days_between, numbers_of};
use super::title::{LETTERS, MarkKind, NAMED};

/// Named values of a sentence.
pub(super) type Args = Vec<(&'static str, String)>;

/// A sentence without values.
pub(super) fn none(_: &Comparison) -> Args {
    Vec::new()
}

fn both(a: String, b: String) -> Args {
    let said = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    vec![("a", said(a)), ("b", said(b))]
}

/// The words that only one of the two titles has.
pub(super) fn words(c: &Comparison) -> Args {
    let open = |open: &&Open| open.a + open.b > 0;
    let of = |core: &[u16], ranges: Vec<&std::ops::Range<usize>>| {
        let words = ranges.into_iter().filter_map(|range| core.get(range.clone()));
        let words = words.filter(|words| !words.is_empty()).map(String::from_utf16_lossy);
        words.collect::<Vec<_>>().join("、")
    };
    let gaps: Vec<&Open> = c.gaps.iter().filter(open).collect();
    let a = of(&c.a.core, gaps.iter().map(|open| &open.gap.a).collect());
    both(a, of(&c.b.core, gaps.iter().map(|open| &open.gap.b).collect()))
}

/// The two numbers that stand against each other.
pub(super) fn numbers(c: &Comparison) -> Args {
    let text = |core: &[u16], range: &std::ops::Range<usize>| {
        core.get(range.clone()).map(String::from_utf16_lossy).unwrap_or_default()
    };
    c.numbers_against().map_or_else(Vec::new, |open| {
        both(text(&c.a.core, &open.gap.a), text(&c.b.core, &open.gap.b))
    })
}

/// The parts that either names.
pub(super) fn marks(c: &Comparison, kind: MarkKind) -> Args {
    let name = |number: &u16| match number.checked_sub(LETTERS).map(u8::try_from) {
        _ if *number == NAMED => "…".to_owned(),
        Some(Ok(letter)) => char::from(letter).to_ascii_uppercase().to_string(),
        _ => number.to_string(),
    };
    let list = |numbers: Vec<u16>| numbers.iter().map(name).collect::<Vec<_>>().join("、");
    let [a, b] = numbers_of(c, kind);
    both(list(a), list(b))
}

/// The rounds.
pub(super) fn rounds(c: &Comparison) -> Args {
    both(c.a.round().to_string(), c.b.round().to_string())
}

/// The years.
pub(super) fn years(c: &Comparison) -> Args {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    both(year(c.a.year), year(c.b.year))
}

/// How many days lie between.
pub(super) fn days(c: &Comparison) -> Args {
    vec![("days", days_between(c).unwrap_or(0).abs().to_string())]
}
