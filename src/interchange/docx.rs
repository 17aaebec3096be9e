//! Letters as Word documents, for branches that sign on paper.
//!
//! The page is that of an official letter: A4, a centred title, text with two characters of indent, the signature at the
//! right, at the foot the copy's serial with the page. How large it is printed says [`size`]. The same blocks give the same bytes
//! whenever they are written, so that a copy can be told from a changed one.

mod block;
pub mod size;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, LineSpacingType, NumPages, PageMargin,
    PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts,
    SpecialIndentType, Style, StyleType, Table, TableCell, TableCellMargins, TableLayoutType,
    TableRow, WidthType,
};
use unicode_width::UnicodeWidthStr;

pub use block::{Block, blocks};
use size::Size;

/// A document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxFault {
    /// Its parts could not be packed into one file.
    #[error(
        "the Word document could not be put together ({0}); take the Markdown of the same letter"
    )]
    Pack(String),
}

/// A4 in twentieths of a point, the unit of all lengths here.
const PAGE: (u32, u32) = (11_906, 16_838);
/// Top, right, bottom, left: as official letters have them at the sides, narrower above and below.
const MARGINS: (i32, i32, i32, i32) = (1_304, 1_474, 1_191, 1_588);
/// What the margins leave of the width.
const TEXT_WIDTH: usize = 8_844;
/// Two characters of body text.
const INDENT: i32 = 480;
/// Latin characters of a table's text that fit side by side on a line.
const LINE: usize = TEXT_WIDTH / 105;
/// What the margins of a cell take of them.
const CELL_PADDING: usize = 3;

const SERIF: &str = "仿宋";
const BLACK: &str = "黑体";

/// Writes a document of those blocks in a size; `footer` stands at the foot of each page, before the page's number.
///
/// # Errors
/// Where the parts cannot be packed.
pub fn write(blocks: &[Block], footer: &str, size: Size) -> Result<Vec<u8>, DocxFault> {
    let mut pen = Pen::default();
    let (top, right, bottom, left) = MARGINS;
    let margin = PageMargin::new().top(top).right(right).bottom(bottom).left(left);
    let foot = pen
        .write("Foot", &format!("{footer}　"))
        .add_page_num(PageNum::new())
        .add_run(run(" / "))
        .add_num_pages(NumPages::new());
    let mut docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin.header(720).footer(680))
        .footer(Footer::new().add_paragraph(foot));
    for style in styles(size) {
        docx = docx.add_style(style);
    }
    for block in blocks {
        docx = match block {
            Block::Title(text) => docx.add_paragraph(pen.write("Title", text)),
            Block::Heading(text) => docx.add_paragraph(pen.write("Heading1", text)),
            Block::Paragraph(text) => docx.add_paragraph(pen.write(body(text), text)),
            Block::Item(text) => docx.add_paragraph(pen.write("Item", text)),
            Block::Right(text) => docx.add_paragraph(pen.write("Sign", text)),
            Block::Rule => docx.add_paragraph(pen.write("Rule", "")),
            // Without a paragraph between them two tables would run together.
            Block::Table(rows) => {
                docx.add_table(pen.table(rows)).add_paragraph(pen.write("Gap", ""))
            }
        };
    }
    let mut out = Cursor::new(Vec::new());
    docx.pack(&mut out).map_err(|fault| DocxFault::Pack(fault.to_string()))?;
    Ok(out.into_inner())
}

/// The style of a paragraph: whom a letter addresses stands at the margin, text is indented.
fn body(text: &str) -> &'static str {
    if text.ends_with(['：', ':']) { "Address" } else { "Normal" }
}

/// Writes paragraphs and numbers them: a number of the library's own would count on from whatever was written before.
#[derive(Default)]
struct Pen {
    written: u32,
}

impl Pen {
    fn write(&mut self, style: &str, text: &str) -> Paragraph {
        self.written += 1;
        Paragraph::new().id(format!("{:08X}", self.written)).style(style).add_run(run(text))
    }

    fn table(&mut self, rows: &[Vec<String>]) -> Table {
        let widths = widths(rows);
        let mut lines = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let style = if at == 0 { "Head" } else { "Cell" };
            let mut cells = Vec::with_capacity(widths.len());
            for (column, width) in widths.iter().enumerate() {
                let text = row.get(column).map_or("", String::as_str);
                let cell = TableCell::new().width(*width, WidthType::Dxa);
                cells.push(cell.add_paragraph(self.write(style, text)));
            }
            lines.push(TableRow::new(cells).cant_split());
        }
        Table::new(lines)
            .layout(TableLayoutType::Fixed)
            .width(widths.iter().sum(), WidthType::Dxa)
            .margins(TableCellMargins::new().margin(30, 100, 30, 100))
            .set_grid(widths)
    }
}

/// How the width of the page is shared out: a short column has what its longest text needs, the long ones have equal parts
/// of the rest and break their lines.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0) + CELL_PADDING
    };
    let wanted: Vec<usize> = (0..columns).map(longest).collect();
    let cut = |most: usize| wanted.iter().map(move |width| (*width).min(most));
    let most = (1..=LINE).rev().find(|most| cut(*most).sum::<usize>() <= LINE).unwrap_or(1);
    let whole = cut(most).sum::<usize>().max(1);
    cut(most).map(|width| width * TEXT_WIDTH / whole).collect()
}

/// Text of a document. The hint takes quotes and dashes, which both scripts have, from the Chinese font.
fn run(text: &str) -> Run {
    Run::new().fonts(RunFonts::new().hint("eastAsia")).add_text(lawful(text))
}

/// The text without what no XML document may hold, however it is escaped.
fn lawful(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() && c.is_control() { ' ' } else { c };
    let is_lawful = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(blank).filter(is_lawful).collect()
}

/// One style for each kind of paragraph, so that whoever edits the page changes a kind at once.
fn styles(size: Size) -> Vec<Style> {
    let (normal, table) = (size.body, size.table());
    let indent = i32::try_from(2 * normal * 10).unwrap_or(INDENT);
    let style = |id: &str, name: &str, font: &str, half_points: usize| {
        self::style(id, name, font, half_points).line_spacing(spacing(size))
    };
    let mut rule = style("Rule", "Rule", SERIF, 12);
    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom).val(BorderType::Single);
    rule.paragraph_property =
        rule.paragraph_property.set_borders(ParagraphBorders::with_empty().set(line));
    vec![
        style("Normal", "Normal", SERIF, normal).align(AlignmentType::Both).indent(
            None,
            Some(SpecialIndentType::FirstLine(indent)),
            None,
            None,
        ),
        style("Address", "Address", SERIF, normal),
        style("Title", "Title", BLACK, size.title())
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().after(120)),
        kept(style("Heading1", "heading 1", BLACK, normal))
            .outline_lvl(0)
            .line_spacing(spacing(size).before(80)),
        style("Item", "Item", SERIF, normal).align(AlignmentType::Both).indent(
            Some(indent * 3 / 2),
            Some(SpecialIndentType::Hanging(indent / 2)),
            None,
            None,
        ),
        kept(style("Sign", "Sign", SERIF, normal)).align(AlignmentType::Right),
        rule,
        kept(style("Head", "Head", BLACK, table)).line_spacing(LineSpacing::new()),
        style("Cell", "Cell", SERIF, table).line_spacing(LineSpacing::new()),
        style("Gap", "Gap", SERIF, 8).line_spacing(LineSpacing::new()),
        style("Foot", "Foot", SERIF, 18)
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new()),
    ]
}

/// A style with its font and its size in half points.
fn style(id: &str, name: &str, font: &str, size: usize) -> Style {
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(font);
    Style::new(id, StyleType::Paragraph).name(name).fonts(fonts).size(size)
}

/// A style whose paragraphs stay on the page of what follows them.
fn kept(mut style: Style) -> Style {
    style.paragraph_property = style.paragraph_property.keep_next(true);
    style
}

/// Lines of body text.
fn spacing(size: Size) -> LineSpacing {
    let pitch = i32::try_from(size.pitch()).unwrap_or(360);
    LineSpacing::new().line(pitch).line_rule(LineSpacingType::AtLeast)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::io::Read as _;

    use super::size::SIZES;
    use super::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn document(markdown: &str) -> String {
        part(&write(&blocks(markdown), "", SIZES[0]).unwrap(), "word/document.xml")
    }

    #[test]
    fn every_block_has_its_style_and_its_text() {
        let xml = document("# 指令\n\n## 决定\n\n由一分公司牵头。\n\n- 甲\n\n> 大区经理\n\n---\n");
        for (style, text) in [
            ("Title", "指令"),
            ("Heading1", "决定"),
            ("Normal", "由一分公司牵头。"),
            ("Item", "• 甲"),
            ("Sign", "大区经理"),
            ("Rule", ""),
        ] {
            let at = xml.find(&format!("w:val=\"{style}\"")).expect(style);
            let end = xml[at..].find("</w:p>").unwrap();
            assert!(xml[at..at + end].contains(&format!(">{text}</w:t>")), "{style}: {xml}");
        }
    }

    #[test]
    fn the_page_is_a4_and_its_foot_names_the_copy() {
        let bytes = write(&[], "ZL-EC-2026-A-3-2　一分公司　当事方", SIZES[0]).unwrap();
        assert!(part(&bytes, "word/document.xml").contains("w:w=\"11906\" w:h=\"16838\""));
        let foot = part(&bytes, "word/footer1.xml");
        for wanted in ["ZL-EC-2026-A-3-2　一分公司　当事方", "PAGE", "NUMPAGES"] {
            assert!(foot.contains(wanted), "{foot}");
        }
    }

    #[test]
    fn whom_a_letter_addresses_stands_at_the_margin() {
        assert!(document("一分公司：\n").contains("w:val=\"Address\""));
        let styles = part(&write(&[], "", SIZES[0]).unwrap(), "word/styles.xml");
        let normal = &styles[styles.find("w:styleId=\"Normal\"").unwrap()..];
        assert!(normal.contains("w:firstLine=\"480\""), "two characters of twelve points");
        assert!(normal.contains("w:eastAsia=\"仿宋\""));
    }

    #[test]
    fn a_table_has_borders_and_as_many_cells_in_each_row() {
        let xml = document("| 单位 | 时间 |\n|---|---|\n| 一分公司 | 8月12日 |\n| 二分公司 |\n");
        assert!(xml.contains("<w:insideH w:val=\"single\""));
        assert_eq!(xml.matches("<w:tc>").count(), 6);
        assert!(xml.rfind("</w:tbl>") < xml.rfind("w:val=\"Gap\""), "no table ends the page");
    }

    #[test]
    fn a_long_cell_leaves_the_others_room_and_the_table_the_page() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let hash = "9f".repeat(32);
        let widths = widths(&[row(["序号", "材料", "哈希"]), row(["1", "踏勘照片", &hash])]);
        assert!(widths[0] >= 7 * 105 && widths[1] >= 11 * 105, "no short text breaks: {widths:?}");
        assert!(widths.iter().sum::<usize>() <= TEXT_WIDTH);
        assert_eq!(super::widths(&[]), [] as [usize; 0]);
    }

    #[test]
    fn text_from_outside_stays_text() {
        let xml = document("甲 & 乙 \\<w:t\\> \"丙\"\u{0}\u{1b}\u{7f}\u{85}\u{fffe}\t丁\u{b}戊\n");
        assert!(xml.contains("甲 &amp; 乙 &lt;w:t&gt; "), "{xml}");
        assert!(xml.contains("丁 戊"));
        assert!(xml.chars().all(|c| !c.is_control() && c != '\u{fffe}'), "{xml:?}");
    }

    #[test]
    fn the_same_blocks_give_the_same_bytes_whatever_was_written_before() {
        let page = blocks("# 指令\n\n正文。\n\n| 甲 |\n|---|\n| 乙 |\n");
        let first = write(&page, "脚", SIZES[0]).unwrap();
        let _ = Paragraph::new();
        assert_eq!(write(&page, "脚", SIZES[0]).unwrap(), first);
        let elsewhere =
            std::thread::spawn(move || write(&page, "脚", SIZES[0]).unwrap()).join().unwrap();
        assert_eq!(elsewhere, first);
    }
}
