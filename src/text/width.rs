//! Display columns: a Han character takes two, a Latin letter one, a control character none.
//!
//! All cutting goes by grapheme cluster, so that a letter never loses its accent and an emoji is
//! never cut in pieces. Widths are summed by grapheme, as the screen's cells are filled.

use std::iter::repeat_n;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The sign of an omission; one column wide.
const ELLIPSIS: char = '…';

/// How many columns the text takes on the screen.
#[must_use]
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| (0x20..0x7F).contains(b)).count();
    }
    text.graphemes(true).map(grapheme_columns).sum()
}

/// Columns of one grapheme cluster; one with a control character in it is never drawn.
pub(super) fn grapheme_columns(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) { 0 } else { grapheme.width() }
}

/// The text, or its head with `…` where it is wider than `max` columns. Never wider than `max`.
#[must_use]
pub fn elide(text: &str, max: usize) -> String {
    if max == 0 {
        return String::new();
    }
    if columns(text) <= max {
        return text.to_owned();
    }
    let mut out = head(text, max - 1).0.to_owned();
    out.push(ELLIPSIS);
    out
}

/// The text, or its head and its tail with `…` between them where it is wider than `max` columns.
///
/// A tender's title begins with the customer and the province and ends with the object, the part
/// that tells two titles apart; so the tail gets about 60 % of the room, and what the head cannot
/// use. Never wider than `max`.
#[must_use]
pub fn elide_middle(text: &str, max: usize) -> String {
    if max == 0 {
        return String::new();
    }
    if columns(text) <= max {
        return text.to_owned();
    }
    let room = max - 1;
    let (start, used) = head(text, room - room.saturating_mul(3).div_ceil(5));
    let end = tail(text, room - used);
    let mut out = String::with_capacity(start.len() + ELLIPSIS.len_utf8() + end.len());
    out.push_str(start);
    out.push(ELLIPSIS);
    out.push_str(end);
    out
}

/// The text elided or filled with blanks on the right: exactly `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    let mut out = elide(text, width);
    let missing = width.saturating_sub(columns(&out));
    out.extend(repeat_n(' ', missing));
    out
}

/// The text elided or filled with blanks on the left: exactly `width` columns.
#[must_use]
pub fn pad_left(text: &str, width: usize) -> String {
    let cut = elide(text, width);
    let mut out: String = repeat_n(' ', width.saturating_sub(columns(&cut))).collect();
    out.push_str(&cut);
    out
}

/// The longest head of at most `room` columns, and its columns.
fn head(text: &str, room: usize) -> (&str, usize) {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme_columns(grapheme);
        if used + wide > room {
            return (&text[..at], used);
        }
        used += wide;
    }
    (text, used)
}

/// The longest tail of at most `room` columns.
fn tail(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let wide = grapheme_columns(grapheme);
        if used + wide > room {
            return &text[at + grapheme.len()..];
        }
        used += wide;
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const TITLE: &str = "甲运营商江苏公司2026年某市边缘机房改造工程施工采购（第二次）";

    #[test]
    fn han_take_two_columns_and_controls_none() {
        assert_eq!(columns("5G基站"), 6);
        assert_eq!(columns("（一）"), 6);
        assert_eq!(columns("a\u{7}b\n"), 2);
        assert_eq!(columns("站\u{1b}\r\n"), 2);
        assert_eq!(columns("e\u{301}"), 1);
        assert_eq!(columns("👨\u{200d}👩\u{200d}👧"), 2);
        assert_eq!(columns(""), 0);
    }

    #[test]
    fn elided_text_is_never_wider_than_asked() {
        let emoji = "甲👨\u{200d}👩\u{200d}👧乙e\u{301}丙";
        for text in ["", "abc", "江苏移动", "a江b苏", TITLE, emoji, "\u{7}\u{7}\u{7}"] {
            for max in 0..=columns(TITLE) + 2 {
                let end = elide(text, max);
                let middle = elide_middle(text, max);
                assert!(columns(&end) <= max, "{end} in {max}");
                assert!(columns(&middle) <= max, "{middle} in {max}");
                assert_eq!(columns(&pad(text, max)), max);
                assert_eq!(columns(&pad_left(text, max)), max);
                if max >= 1 && columns(text) <= max {
                    assert_eq!(end, text);
                    assert_eq!(middle, text);
                }
            }
        }
        assert_eq!(elide("江苏移动", 5), "江苏…");
        assert_eq!(elide("江苏移动", 6), "江苏…");
        assert_eq!(elide("江苏移动", 1), "…");
        assert_eq!(elide("江苏移动", 0), "");
    }

    #[test]
    fn a_title_keeps_customer_and_object() {
        let short = elide_middle(TITLE, 41);
        assert!(short.starts_with("甲运营商江苏公司…"), "{short}");
        assert!(short.ends_with("…造工程施工采购（第二次）"), "{short}");
        assert_eq!(columns(&short), 41);
    }

    #[test]
    fn padding_aligns_columns() {
        assert_eq!(pad("苏州", 6), "苏州  ");
        assert_eq!(pad("苏州市", 5), "苏州…");
        assert_eq!(pad("苏州市", 4), "苏… ");
        assert_eq!(pad_left("8件", 5), "  8件");
    }
}
