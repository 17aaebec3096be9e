//! Small numbers in front of a text, as titles count rounds and lots: `2`, `２`, `二`, `十二`.

use super::normal::halfwidth_char;
use super::number::cn_number;

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Its value, from 1 to 999.
    pub value: u32,
    /// Its bytes.
    pub len: usize,
    /// Written in Chinese characters, which are words of their own as well (一览表, 一致).
    pub han: bool,
}

/// The number a text begins with; a figure of more than three digits counts nothing.
pub fn leading(text: &str) -> Option<Numeral> {
    let digits = head(text, |c| halfwidth_char(c).is_ascii_digit());
    if !digits.is_empty() {
        let figure: String = digits.chars().map(halfwidth_char).collect();
        let value: u32 = figure.parse().ok().filter(|_| figure.len() <= 3)?;
        return (value > 0).then_some(Numeral { value, len: digits.len(), han: false });
    }
    let word = head(text, is_han_numeral);
    cn_number(word).map(|value| Numeral { value, len: word.len(), han: true })
}

/// The number a text ends with.
pub fn trailing(text: &str) -> Option<u32> {
    let counts = |c: char| is_han_numeral(c) || halfwidth_char(c).is_ascii_digit();
    let tail = text.get(text.trim_end_matches(counts).len()..)?;
    leading(tail).filter(|number| number.len == tail.len()).map(|number| number.value)
}

/// Whether the character counts in Chinese.
pub fn is_han_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn head(text: &str, fits: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c: char| !fits(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn numbers_are_read_at_either_end() {
        assert_eq!(leading("2次"), Some(Numeral { value: 2, len: 1, han: false }));
        assert_eq!(leading("１０次"), Some(Numeral { value: 10, len: 6, han: false }));
        assert_eq!(leading("十二次"), Some(Numeral { value: 12, len: 6, han: true }));
        assert_eq!(
            (leading("2026年"), leading("次"), leading("0"), leading("")),
            (None, None, None, None)
        );
        assert_eq!(
            (trailing("共分为两"), trailing("划分12"), trailing("分为")),
            (Some(2), Some(12), None)
        );
    }
}
