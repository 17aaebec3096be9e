//! Soft wrapping of mixed Chinese and Latin text by display column.
//!
//! A line may end between Han characters and at blanks; a Latin word or a number stays whole unless
//! it is longer than the line. The Chinese rules of line breaking (避头尾) hold: no closing mark
//! begins a line, no opening mark ends one. Only where a stretch without any allowed break is
//! longer than the line is it cut regardless.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width::grapheme_columns;

/// Marks that must not begin a line.
const CLOSING: &str = "，。、；：！？）》」』】〉〕〗］｝”’…—％℃,.;:!?)]}%";
/// Marks that must not end a line.
const OPENING: &str = "（《「『【〈〔〖［｛“‘([{";
/// Narrow marks of Chinese text; a line may break beside them as beside a Han character.
const NARROW_CHINESE: &str = "…—“”·";

/// One grapheme cluster with what matters for breaking.
struct Cell {
    start: usize,
    columns: usize,
    blank: bool,
    chinese: bool,
    opens: bool,
    closes: bool,
}

/// Breaks the text into lines of at most `width` columns.
///
/// `\n` always breaks. The blanks at a break are left out, no other character is. A grapheme wider
/// than `width` gets a line of its own. An empty line gives an empty piece, and so does an empty
/// text.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, width, &mut lines);
    }
    lines
}

fn wrap_paragraph<'a>(text: &'a str, width: usize, lines: &mut Vec<&'a str>) {
    let before = lines.len();
    for row in rows(text, width) {
        let solid = text[row.clone()].trim_end();
        if !solid.is_empty() {
            lines.push(solid);
        }
    }
    if lines.len() == before {
        lines.push(&text[..0]);
    }
}

/// The bytes of each line into which a paragraph breaks, as [`wrap`] breaks it, but with the blanks: every byte is in one of
/// them, in order, and there is one at least. Blanks at a break may reach over the edge.
#[must_use]
pub fn rows(text: &str, width: usize) -> Vec<Range<usize>> {
    let cells: Vec<Cell> = text.grapheme_indices(true).map(|(at, g)| cell(at, g)).collect();
    let mut rows = Vec::new();
    let mut first = 0;
    while first < cells.len() {
        let next = line_end(&cells, first, width);
        rows.push(cells[first].start..cells.get(next).map_or(text.len(), |cell| cell.start));
        first = next;
    }
    if rows.is_empty() {
        rows.push(0..0);
    }
    rows
}

/// Index of the cell with which the next line begins; always behind `first`.
fn line_end(cells: &[Cell], first: usize, width: usize) -> usize {
    let mut used = 0_usize;
    // The last place where a break is allowed, and the last where only a word would be cut.
    let mut allowed = None;
    let mut in_word = None;
    // The last cell before the current one that is not blank.
    let mut solid: Option<&Cell> = None;
    let mut blank_between = false;
    for (index, cell) in cells.iter().enumerate().skip(first) {
        if cell.blank {
            // Blanks may hang over the edge: they are dropped if the line ends here.
            used = used.saturating_add(cell.columns);
            blank_between = true;
            continue;
        }
        if index > first {
            let forbidden = cell.closes || solid.is_some_and(|before| before.opens);
            let chinese = cell.chinese || solid.is_some_and(|before| before.chinese);
            if !forbidden {
                if blank_between || chinese {
                    allowed = Some(index);
                } else {
                    in_word = Some(index);
                }
            }
            if used.saturating_add(cell.columns) > width {
                return allowed.or(in_word).unwrap_or(index);
            }
        }
        used = used.saturating_add(cell.columns);
        solid = Some(cell);
        blank_between = false;
    }
    cells.len()
}

fn cell(at: usize, grapheme: &str) -> Cell {
    let columns = grapheme_columns(grapheme);
    let lead = grapheme.chars().next().unwrap_or(' ');
    Cell {
        start: at,
        columns,
        blank: grapheme.chars().all(char::is_whitespace),
        chinese: columns > 1 || NARROW_CHINESE.contains(lead),
        opens: OPENING.contains(lead),
        closes: CLOSING.contains(lead),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::width::columns;
    use super::*;

    const SAMPLES: [&str; 9] = [
        "",
        "   ",
        "关于某市5G基站（二期）配套工程，由一分公司牵头；预算18.50万元。",
        "“一”——二……三！！！（（四））",
        "see https://example.org/a/very/long/path,then (stop) 3.14%",
        "  缩进\u{3000}\u{3000}两段\n\n第二段 end\n",
        "👨\u{200d}👩\u{200d}👧e\u{301}e\u{301}家",
        "（（（（（（））））））",
        "\u{7}\u{1b}甲\r\n乙\t丙",
    ];

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn nothing_but_blanks_is_lost_and_no_line_is_too_wide() {
        for text in SAMPLES {
            for width in 0..40 {
                let lines = wrap(text, width);
                assert_eq!(solid(&lines.concat()), solid(text), "{text:?} at {width}");
                for line in lines {
                    let single = line.graphemes(true).count() <= 1;
                    assert!(columns(line) <= width || single, "{line:?} at {width}");
                }
            }
        }
    }

    #[test]
    fn no_closing_mark_begins_and_no_opening_mark_ends_a_line() {
        let text = SAMPLES[2];
        for width in 12..60 {
            for line in wrap(text, width) {
                let first = line.chars().next().unwrap();
                let last = line.chars().next_back().unwrap();
                assert!(!CLOSING.contains(first), "{line} at {width}");
                assert!(!OPENING.contains(last), "{line} at {width}");
            }
        }
        assert_eq!(wrap("甲乙丙，丁", 6), ["甲乙", "丙，丁"]);
        assert_eq!(wrap("甲乙（丙）", 6), ["甲乙", "（丙）"]);
        assert_eq!(wrap("，。", 2), ["，", "。"]);
    }

    #[test]
    fn rows_hold_every_byte_in_order() {
        for text in SAMPLES.iter().flat_map(|text| text.split('\n')) {
            for width in 0..40 {
                let rows = rows(text, width);
                assert_eq!(rows.first().unwrap().start, 0);
                assert_eq!(rows.last().unwrap().end, text.len(), "{text:?} at {width}");
                assert!(rows.windows(2).all(|two| two[0].end == two[1].start));
            }
        }
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(wrap("共计 18.50 万元", 8), ["共计", "18.50 万", "元"]);
        assert_eq!(wrap("基站BBU设备", 6), ["基站", "BBU设", "备"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a bc", 80), ["a bc"]);
    }

    #[test]
    fn line_ends_break_and_tiny_widths_end() {
        assert_eq!(wrap("一\n\n二\n", 10), ["一", "", "二", ""]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("甲a", 0), ["甲", "a"]);
        assert_eq!(wrap("甲ab", 1), ["甲", "a", "b"]);
    }
}
