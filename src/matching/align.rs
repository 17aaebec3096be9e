//! Two cores laid side by side: what is common, and what stands in the gaps.
//!
//! The longest common run comes first, then the longest on either side of it, as a person would lay two titles together. A
//! single character in common is chance and joins nothing, except at the ends of a gap.

use std::ops::Range;

/// A place where two texts differ; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// Indexes of the first text.
    pub a: Range<usize>,
    /// Indexes of the second text.
    pub b: Range<usize>,
}

impl Gap {
    /// The same gap with the two texts exchanged.
    pub fn exchanged(self) -> Gap {
        Gap { a: self.b, b: self.a }
    }
}

/// Shortest common run that joins.
const JOINS: usize = 2;

/// The gaps between two texts, from left to right. A figure is one word: 1 is no beginning of 10, and a1203 and a1207 differ
/// as a whole.
pub(super) fn gaps(a: &[u16], b: &[u16]) -> Vec<Gap> {
    let (of_a, of_b) = (words(a), words(b));
    let (a_ids, b_ids) = (ids(&of_a), ids(&of_b));
    let mut found = Vec::new();
    lay(&a_ids, &b_ids, 0..a_ids.len(), 0..b_ids.len(), &mut found);
    for gap in &mut found {
        gap.a = units(&of_a, &gap.a, a.len());
        gap.b = units(&of_b, &gap.b, b.len());
    }
    found
}

/// A character, or a figure as a whole.
struct Word {
    /// Equal for equal words.
    id: u64,
    /// Where it stands.
    place: Range<usize>,
}

fn words(text: &[u16]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len());
    let mut in_figure = false;
    for (at, unit) in text.iter().enumerate() {
        let figure = is_figure(*unit);
        match words.last_mut() {
            Some(last) if figure && in_figure => {
                // FNV-1a over the units of the figure.
                last.id = (last.id ^ u64::from(*unit)).wrapping_mul(0x0100_0000_01b3);
                last.place.end = at + 1;
            }
            _ => {
                let id = if figure {
                    (0xcbf2_9ce4_8422_2325 ^ u64::from(*unit)).wrapping_mul(0x0100_0000_01b3)
                } else {
                    u64::from(*unit)
                };
                words.push(Word { id, place: at..at + 1 });
            }
        }
        in_figure = figure;
    }
    words
}

fn ids(words: &[Word]) -> Vec<u64> {
    words.iter().map(|word| word.id).collect()
}

/// The units of a range of words; an empty one stands before the word that follows.
fn units(words: &[Word], range: &Range<usize>, end: usize) -> Range<usize> {
    let start = words.get(range.start).map_or(end, |word| word.place.start);
    match words.get(range.clone()).and_then(<[Word]>::last) {
        Some(last) => start..last.place.end,
        None => start..start,
    }
}

fn lay(a: &[u64], b: &[u64], mut of_a: Range<usize>, mut of_b: Range<usize>, found: &mut Vec<Gap>) {
    while !of_a.is_empty() && !of_b.is_empty() && a.get(of_a.start) == b.get(of_b.start) {
        of_a.start += 1;
        of_b.start += 1;
    }
    while !of_a.is_empty() && !of_b.is_empty() && a.get(of_a.end - 1) == b.get(of_b.end - 1) {
        of_a.end -= 1;
        of_b.end -= 1;
    }
    if of_a.is_empty() && of_b.is_empty() {
        return;
    }
    match longest(a, b, &of_a, &of_b) {
        Some((at_a, at_b, len)) if len >= JOINS => {
            lay(a, b, of_a.start..at_a, of_b.start..at_b, found);
            lay(a, b, at_a + len..of_a.end, at_b + len..of_b.end, found);
        }
        _ => found.push(Gap { a: of_a, b: of_b }),
    }
}

/// The longest run that two ranges have in common: where it begins in each, and its length.
fn longest(
    a: &[u64],
    b: &[u64],
    of_a: &Range<usize>,
    of_b: &Range<usize>,
) -> Option<(usize, usize, usize)> {
    let (a, b) = (a.get(of_a.clone())?, b.get(of_b.clone())?);
    let mut ends = vec![0_usize; b.len() + 1];
    let mut best = (0, 0, 0);
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = ends.get(j + 1).copied().unwrap_or(0);
            let run = if x == y { diagonal + 1 } else { 0 };
            if let Some(end) = ends.get_mut(j + 1) {
                *end = run;
            }
            if run > best.2 {
                best = (i + 1 - run, j + 1 - run, run);
            }
            diagonal = above;
        }
    }
    (best.2 > 0).then_some((of_a.start + best.0, of_b.start + best.1, best.2))
}

/// Whether a unit is a digit or a Latin letter.
pub(super) fn is_figure(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn laid(a: &str, b: &str) -> Vec<(String, String)> {
        let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        let (a, b) = (units(a), units(b));
        let text = |of: &[u16], range: &Range<usize>| String::from_utf16_lossy(&of[range.clone()]);
        gaps(&a, &b).iter().map(|gap| (text(&a, &gap.a), text(&b, &gap.b))).collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn a_number_that_begins_or_ends_another_is_another_number() {
        assert_eq!(laid("南片1号机房", "南片10号机房"), [pair("1", "10")]);
        assert_eq!(laid("工程3", "工程23"), [pair("3", "23")]);
        assert_eq!(laid("机房改造", "机房2改造"), [pair("", "2")]);
        assert_eq!(laid("第1025片区", "第2502片区"), [pair("1025", "2502")]);
    }

    #[test]
    fn gaps_hold_what_differs_and_nothing_else() {
        assert_eq!(laid("河东泵站改造", "河东泵站改造"), []);
        assert_eq!(laid("河东泵站改造", "柳林泵站改造"), [pair("河东", "柳林")]);
        assert_eq!(laid("泵站改造", "泵站设备改造"), [pair("", "设备")]);
        assert_eq!(
            laid("甲县泵站改造监理", "泵站更新改造"),
            [pair("甲县", ""), pair("", "更新"), pair("监理", "")]
        );
    }

    #[test]
    fn a_figure_differs_as_a_whole() {
        assert_eq!(laid("弱电a1203", "弱电a1207"), [pair("a1203", "a1207")]);
    }

    #[test]
    fn one_character_in_common_joins_nothing() {
        assert_eq!(laid("头甲乙丙尾", "头丁乙戊尾"), [pair("甲乙丙", "丁乙戊")]);
    }
}
