//! Cleaning of text that comes from outside: imported files, pasted notices, other desks.
//!
//! A control character could move the cursor, a bidi override could turn an amount around, a
//! zero-width character could make two equal-looking names differ. None of them is dropped
//! silently: each becomes a visible mark, so that the reader sees that something was there.
//! Cleaning twice gives the same as cleaning once.

/// Text for a field of one line: any run of blanks, tabs and line ends becomes one blank, the ends
/// are trimmed, everything invisible becomes a visible mark.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        push_visible(&mut out, c);
    }
    out
}

/// Text of several lines: `\n` stays, CRLF and the Unicode line separators become `\n`, a tab four
/// blanks. A carriage return on its own is a trick to overwrite a line, so it is shown as `␍`;
/// see [`newlines`] for pasted text, where it is a line end.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            other => push_visible(&mut out, other),
        }
    }
    out
}

/// Line ends as `\n`. Terminals deliver a bracketed paste with lone carriage returns; call this
/// on it before [`clean_text`].
#[must_use]
pub fn newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether [`clean_line`] would leave the text as it is.
#[must_use]
pub fn is_clean_line(text: &str) -> bool {
    let mut blank = true;
    for c in text.chars() {
        if c.is_whitespace() && (c != ' ' || blank) {
            return false;
        }
        if is_hidden(c) {
            return false;
        }
        blank = c == ' ';
    }
    text.is_empty() || !blank
}

/// Characters that act on the terminal or on the order of the text, or that show nothing.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control() || format_name(c).is_some() || is_invisible(c)
}

fn push_visible(out: &mut String, c: char) {
    let code = u32::from(c);
    if code < 0x20 {
        // The block of control pictures follows the order of the control characters.
        out.push(char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}'));
    } else if code == 0x7F {
        out.push('␡');
    } else if let Some(name) = format_name(c) {
        out.push('⟨');
        out.push_str(name);
        out.push('⟩');
    } else if c.is_control() || is_invisible(c) {
        out.push_str(&format!("⟨{code:02X}⟩"));
    } else {
        out.push(c);
    }
}

/// Unicode's abbreviations of the format characters that people meet.
fn format_name(c: char) -> Option<&'static str> {
    let name = match c {
        '\u{00AD}' => "SHY",
        '\u{061C}' => "ALM",
        '\u{200B}' => "ZWSP",
        '\u{200C}' => "ZWNJ",
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{FEFF}' => "BOM",
        _ => return None,
    };
    Some(name)
}

/// The rest of the invisible: fillers, deprecated format characters, tags. U+200D stays, because
/// it joins emoji.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{115F}'
            | '\u{1160}'
            | '\u{180E}'
            | '\u{2061}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const HOSTILE: [&str; 9] = [
        "",
        "  \t\r\n ",
        "\u{1b}[31m限价\u{7}\u{9b}2J",
        "金额\u{202e}元万5.81\u{202c}",
        "江\u{200b}苏\u{feff}移\u{2060}动",
        "第一行\r\n第二行\r第三行\n\r",
        "\r\r\n\n\u{2028}末",
        "名\u{3000}\u{3000}称 \u{a0}甲",
        "\u{7f}\u{0}\u{e0041}\u{115f}👨\u{200d}👩",
    ];

    #[test]
    fn a_title_becomes_one_line_with_single_blanks() {
        assert_eq!(clean_line("  某市\t基站\r\n\u{3000} 配套  工程 "), "某市 基站 配套 工程");
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_or_hides_survives() {
        assert_eq!(clean_line("\u{1b}[2J\u{9b}x\u{7f}"), "␛[2J⟨9B⟩x␡");
        assert_eq!(clean_line("5\u{202e}元\u{2069}"), "5⟨RLO⟩元⟨PDI⟩");
        assert_eq!(clean_line("江\u{200b}苏"), "江⟨ZWSP⟩苏");
        for text in HOSTILE {
            assert!(clean_line(text).chars().all(|c| !is_hidden(c)), "{text:?}");
            assert!(clean_text(text).chars().all(|c| c == '\n' || !is_hidden(c)), "{text:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_shows_a_lone_return() {
        assert_eq!(clean_text("一\r\n二\n\t三\r四"), "一\n二\n    三␍四");
        assert_eq!(newlines("一\r\n二\r三\n"), "一\n二\n三\n");
    }

    #[test]
    fn cleaning_is_idempotent_and_known_as_clean() {
        for text in HOSTILE {
            let line = clean_line(text);
            assert_eq!(clean_line(&line), line);
            assert!(is_clean_line(&line), "{line:?}");
            assert_eq!(is_clean_line(text), text == line, "{text:?}");
            let many = clean_text(text);
            assert_eq!(clean_text(&many), many);
        }
        assert!(!is_clean_line("甲  乙"));
        assert!(!is_clean_line("甲 "));
        assert!(!is_clean_line(" "));
    }
}
