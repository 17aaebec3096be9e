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

/// The gaps between two texts, from left to right.
pub(super) fn gaps(a: &[u16], b: &[u16]) -> Vec<Gap> {
    let mut found = Vec::new();
    lay(a, b, 0..a.len(), 0..b.len(), &mut found);
    for gap in &mut found {
        complete((a, &mut gap.a), (b, &mut gap.b));
        complete((b, &mut gap.b), (a, &mut gap.a));
        widen(a, &mut gap.a);
        widen(b, &mut gap.b);
    }
    found
}

fn lay(a: &[u16], b: &[u16], mut of_a: Range<usize>, mut of_b: Range<usize>, found: &mut Vec<Gap>) {
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
    a: &[u16],
    b: &[u16],
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

/// A figure is one word also where one is the beginning or the end of the other: 1 and 10, 3 and 23.
fn complete(empty: (&[u16], &mut Range<usize>), full: (&[u16], &mut Range<usize>)) {
    let figure = |text: &[u16], at: usize| text.get(at).is_some_and(|unit| is_figure(*unit));
    let ((short, gone), (long, more)) = (empty, full);
    if gone.start != gone.end || more.start == more.end {
        return;
    }
    if gone.start > 0 && figure(short, gone.start - 1) && figure(long, more.start) {
        while gone.start > 0 && figure(short, gone.start - 1) {
            gone.start -= 1;
        }
        while more.start > 0 && figure(long, more.start - 1) {
            more.start -= 1;
        }
    } else if figure(short, gone.end) && figure(long, more.end - 1) {
        while figure(short, gone.end) {
            gone.end += 1;
        }
        while figure(long, more.end) {
            more.end += 1;
        }
    }
}

/// A figure is one word: a1203 and a1207 differ as a whole.
fn widen(text: &[u16], range: &mut Range<usize>) {
    let figure = |at: usize| text.get(at).is_some_and(|unit| is_figure(*unit));
    if range.start == range.end {
        return;
    }
    while range.start > 0 && figure(range.start) && figure(range.start - 1) {
        range.start -= 1;
    }
    while range.end < text.len() && figure(range.end - 1) && figure(range.end) {
        range.end += 1;
    }
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
