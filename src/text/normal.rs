//! One form for comparing and searching: half-width, lower case, no blanks.
//!
//! Notices mix `（`, `(`, `５Ｇ`, `5g` and blanks at will; two names are the same name when their
//! folded forms are equal. Every mapping goes from one character to one character, so positions in
//! the half-width form are positions in the original.

/// The half-width form of one character: full-width ASCII, the blanks, and the Chinese marks that
/// have an ASCII twin. `、` stays, as no ASCII mark means the same.
#[must_use]
pub fn halfwidth_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        '。' | '｡' => '.',
        '【' | '〔' | '〖' => '[',
        '】' | '〕' | '〗' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '∶' => ':',
        '〜' => '~',
        '￥' => '¥',
        other => other,
    }
}

/// The half-width form of a text; see [`halfwidth_char`].
#[must_use]
pub fn halfwidth(text: &str) -> String {
    text.chars().map(halfwidth_char).collect()
}

/// Whether the character is a Chinese one: the unified ideographs with their extensions, the
/// compatibility ideographs, and 〇.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(
        c,
        '〇' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{323AF}'
    )
}

/// The folded form of one character; `None` for blanks and zero-width characters.
#[must_use]
pub fn fold_char(c: char) -> Option<char> {
    let half = halfwidth_char(c);
    if half.is_whitespace() || matches!(half, '\u{200B}' | '\u{2060}' | '\u{FEFF}') {
        return None;
    }
    let mut lower = half.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => Some(one),
        // One character must stay one; the few that would become two stay as they are.
        _ => Some(half),
    }
}

/// The form for comparing and searching: half-width, lower case, blanks removed. Folding twice
/// gives the same as folding once.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn full_width_becomes_half_width() {
        assert_eq!(halfwidth("（５Ｇ）１２：３０；ａ，ｂ。"), "(5G)12:30;a,b.");
        assert_eq!(halfwidth("【甲】《乙》〔2026〕“丙”￥１"), "[甲]<乙>[2026]\"丙\"¥1");
        assert_eq!(halfwidth("一、二\u{3000}三～四"), "一、二 三~四");
        assert_eq!(halfwidth("一\n二\t三"), "一\n二\t三");
    }

    #[test]
    fn folded_names_are_equal_where_people_see_the_same_name() {
        assert_eq!(fold("某市 ５Ｇ 基站（二期）"), fold("某市5g基站(二期)"));
        assert_ne!(fold("某市一期"), fold("某市二期"));
        for text in ["ＡＢＣ。 ｘ", "İstanbul K", "江\u{200b}苏\u{3000}", "ΣΑΣ"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }

    #[test]
    fn han_are_told_from_everything_else() {
        assert!("江苏〇𠮷龘".chars().all(is_han));
        assert!(!"，（a1ア、·".chars().any(is_han));
    }
}
