//! The blocks of a letter, read from the small part of Markdown that our templates write.
//!
//! A letter is written once, as Markdown: people read it so, and [`write`](super::write) makes a page of the same blocks.
//! What is no mark of a block is text, so nothing that a person wrote is lost for being unexpected.

/// A piece of a letter that stands on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `# `: the title, or the mark of a draft above it.
    Title(String),
    /// `## `: a heading.
    Heading(String),
    /// Text until the next blank line.
    Paragraph(String),
    /// `- ` or `1. `: an item as it is printed, with its dot or number.
    Item(String),
    /// `> `: at the right margin, as signature and date stand.
    Right(String),
    /// Lines between `|`; the first row is the head.
    Table(Vec<Vec<String>>),
    /// `---`: a line across.
    Rule,
}

/// The dot before an item that has no number.
const DOT: &str = "• ";

/// Makes a block of what follows its mark.
type Make = fn(String) -> Block;

/// The blocks of a text, in its order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for line in markdown.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        match (blocks.last_mut().filter(|_| goes_on), block(line)) {
            (Some(Block::Table(rows)), Block::Table(more)) => rows.extend(more),
            (Some(Block::Paragraph(text) | Block::Item(text)), Block::Paragraph(more)) => {
                join(text, &more);
            }
            (_, block) => blocks.push(block),
        }
        goes_on = true;
    }
    blocks
}

/// What a line is, taken for itself.
fn block(line: &str) -> Block {
    if line.starts_with('|') {
        return Block::Table(if is_underline(line) { Vec::new() } else { vec![cells(line)] });
    }
    if line.len() >= 3 && line.bytes().all(|b| b == b'-') {
        return Block::Rule;
    }
    let marks: [(&str, Make); 4] = [
        ("# ", Block::Title),
        ("## ", Block::Heading),
        ("> ", Block::Right),
        ("- ", |text| Block::Item(format!("{DOT}{text}"))),
    ];
    for (mark, make) in marks {
        if let Some(text) = line.strip_prefix(mark) {
            return make(unescape(text.trim()));
        }
    }
    if is_numbered(line) { Block::Item(unescape(line)) } else { Block::Paragraph(unescape(line)) }
}

/// The line between a table's head and its rows.
fn is_underline(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// The cells of a row; a `\|` is part of its cell.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars().skip(1) {
        match cells.last_mut() {
            Some(cell) if c != '|' || escaped => cell.push(c),
            _ => cells.push(String::new()),
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop(); // what follows the closing mark
    }
    cells.iter().map(|cell| unescape(cell.trim())).collect()
}

/// Goes on with a paragraph. Chinese has no blank where a line ends, Latin script does.
fn join(text: &mut String, more: &str) {
    if text.ends_with(|c: char| c.is_ascii()) && more.starts_with(|c: char| c.is_ascii()) {
        text.push(' ');
    }
    text.push_str(more);
}

/// The text as it was before its punctuation was escaped.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && next.is_ascii_punctuation());
        out.push(escaped.unwrap_or(c));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Block {
        Block::Table(rows.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect())
    }

    #[test]
    fn every_mark_of_our_templates_is_read() {
        let read = blocks(
            "# 指令\n\n一分公司：\n\n## 决定\n- 独家牵头\n1. 甲\n\n---\n\n> 华东大区\n> 8月12日\n",
        );
        let expected = [
            Block::Title("指令".to_owned()),
            Block::Paragraph("一分公司：".to_owned()),
            Block::Heading("决定".to_owned()),
            Block::Item("• 独家牵头".to_owned()),
            Block::Item("1. 甲".to_owned()),
            Block::Rule,
            Block::Right("华东大区".to_owned()),
            Block::Right("8月12日".to_owned()),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_paragraph_ends_at_a_blank_line_and_gains_a_blank_only_in_latin_script() {
        let read = blocks("上一行\n下一行\n\none line\nanother\n\n- 甲\n  乙\n");
        let expected = [
            Block::Paragraph("上一行下一行".to_owned()),
            Block::Paragraph("one line another".to_owned()),
            Block::Item("• 甲乙".to_owned()),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_table_keeps_its_cells_and_loses_the_line_under_its_head() {
        let read = blocks(
            "| 单位 | 依据 |\n| --- | :-: |\n| 一\\|二 |  |\n| 三 | a\\\\ |\n\n| 另表 |\n|---|\n",
        );
        let expected =
            [rows(&[&["单位", "依据"], &["一|二", ""], &["三", "a\\"]]), rows(&[&["另表"]])];
        assert_eq!(read, expected);
    }

    #[test]
    fn what_was_escaped_is_text_and_no_mark() {
        let read =
            blocks("\\# 非标题\n\n\\> 非落款 \\*\\*\\<b\\>\\&amp; C:\\路径 \\\\\n\n2026年8月\n");
        let expected = [
            Block::Paragraph("# 非标题".to_owned()),
            Block::Paragraph("> 非落款 **<b>&amp; C:\\路径 \\".to_owned()),
            Block::Paragraph("2026年8月".to_owned()),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn nothing_is_lost_for_being_unexpected() {
        for text in ["#", "##标题", "-", "--", ">", "1.", "|", "\\", "1.5 公里", "###### 深"] {
            assert!(matches!(&blocks(text)[..], [Block::Paragraph(_) | Block::Table(_)]), "{text}");
        }
        assert_eq!(blocks("\n \n"), []);
    }
}
