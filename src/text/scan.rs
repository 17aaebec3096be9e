//! A text as half-width characters that know where they stand in the original.
//!
//! The readers of amounts and dates work on half-width characters, but the ranges they hand out
//! must fit the original text, so that it can be marked on the screen.

use std::ops::Range;

use super::normal::halfwidth_char;

/// A text to be read by character index; every index is valid, behind the end there is nothing.
pub(super) struct Scan {
    half: Vec<char>,
    raw: Vec<char>,
    at: Vec<usize>,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        let raw: Vec<char> = text.chars().collect();
        let half = raw.iter().copied().map(halfwidth_char).collect();
        let mut at: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        at.push(text.len());
        Self { half, raw, at }
    }

    pub(super) fn len(&self) -> usize {
        self.half.len()
    }

    /// The half-width character at an index.
    pub(super) fn get(&self, index: usize) -> Option<char> {
        self.half.get(index).copied()
    }

    /// The half-width character before an index.
    pub(super) fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|i| self.get(i))
    }

    /// The character as it was written.
    pub(super) fn raw(&self, index: usize) -> Option<char> {
        self.raw.get(index).copied()
    }

    /// Byte range in the original of the characters `from..to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let last = self.at.last().copied().unwrap_or(0);
        let byte = |index: usize| self.at.get(index).copied().unwrap_or(last);
        byte(from)..byte(to)
    }

    /// Whether a (half-width) word stands at an index.
    pub(super) fn starts(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.get(index + i) == Some(c))
    }

    /// The index behind the first of the words that stands at an index.
    pub(super) fn after_any(&self, index: usize, words: &[&str]) -> Option<usize> {
        let word = words.iter().find(|word| self.starts(index, word))?;
        Some(index + word.chars().count())
    }

    pub(super) fn is_digit(&self, index: usize) -> bool {
        self.get(index).is_some_and(|c| c.is_ascii_digit())
    }

    /// The number at an index and the index behind it; nothing where no digit stands or where the
    /// run of digits is longer than `most` (at most 9).
    pub(super) fn digits(&self, index: usize, most: usize) -> Option<(u32, usize)> {
        let mut value = 0_u32;
        let mut end = index;
        while let Some(digit) = self.get(end).and_then(|c| c.to_digit(10)) {
            value = value.checked_mul(10)?.checked_add(digit)?;
            end += 1;
        }
        (end > index && end - index <= most).then_some((value, end))
    }

    /// The index behind blanks and tabs.
    pub(super) fn blanks(&self, index: usize) -> usize {
        let mut end = index;
        while matches!(self.get(end), Some(' ' | '\t')) {
            end += 1;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn ranges_fit_the_original() {
        let text = "共１２ 万元";
        let scan = Scan::new(text);
        assert_eq!(scan.digits(1, 2), Some((12, 3)));
        assert_eq!(scan.digits(1, 1), None);
        assert_eq!(scan.digits(0, 4), None);
        assert_eq!(scan.blanks(3), 4);
        assert_eq!(scan.after_any(4, &["亿元", "万元"]), Some(6));
        assert_eq!(&text[scan.span(1, 3)], "１２");
        assert_eq!(&text[scan.span(4, 99)], "万元");
        assert_eq!(scan.before(0), None);
    }
}
