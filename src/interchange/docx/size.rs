//! How large a letter is printed: body text of twelve points, and where a letter is to fit one page (an order does, so that nobody
//! serves half of one) as much smaller as it takes.
//!
//! Word lays the page out, not we; what is reckoned here is on the safe side of it. Fonts differ, so a line counts a character
//! less than it holds, and a page a line less.

use unicode_width::UnicodeWidthStr;

use super::block::Block;
use super::{MARGINS, PAGE, TEXT_WIDTH};

/// The size of a letter's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Body text in half points.
    pub body: usize,
}

/// The sizes in which letters are printed, the largest first: what is smaller than nine points nobody reads.
pub const SIZES: [Size; 5] =
    [Size { body: 24 }, Size { body: 22 }, Size { body: 21 }, Size { body: 20 }, Size { body: 18 }];

impl Size {
    /// The largest in which blocks fit one page; nothing where they fit in none.
    pub fn on_one_page(blocks: &[Block]) -> Option<Size> {
        SIZES.into_iter().find(|size| size.height(blocks) <= room())
    }

    /// From line to line, in twentieths of a point: one and a half times the text.
    pub fn pitch(self) -> usize {
        self.body * 15
    }

    /// Text of tables, in half points.
    pub fn table(self) -> usize {
        self.body - 3
    }

    /// Titles, in half points.
    pub fn title(self) -> usize {
        self.body * 3 / 2
    }

    /// Height of blocks in twentieths of a point.
    fn height(self, blocks: &[Block]) -> usize {
        blocks.iter().map(|block| self.of(block)).sum()
    }

    fn of(self, block: &Block) -> usize {
        match block {
            Block::Title(text) => {
                lines(text, self.title(), TEXT_WIDTH) * self.title() * 15 + GAP_AFTER_TITLE
            }
            Block::Heading(text) => {
                lines(text, self.body, TEXT_WIDTH) * self.pitch() + GAP_BEFORE_HEADING
            }
            // The indent of the first line is two characters more.
            Block::Paragraph(text) => {
                lines(&format!("　　{text}"), self.body, TEXT_WIDTH) * self.pitch()
            }
            Block::Item(text) => {
                lines(text, self.body, TEXT_WIDTH - 3 * self.body * 10) * self.pitch()
            }
            Block::Right(text) => lines(text, self.body, TEXT_WIDTH) * self.pitch(),
            Block::Rule => self.pitch(),
            Block::Table(rows) => {
                let widths = super::widths(rows);
                let cell = |(text, width): (&String, &usize)| {
                    lines(text, self.table(), width.saturating_sub(CELL_SIDES))
                };
                let row = |row: &Vec<String>| row.iter().zip(&widths).map(cell).max().unwrap_or(1);
                let text: usize = rows.iter().map(row).sum::<usize>() * self.table() * 15;
                text + rows.len() * CELL_ENDS + self.pitch()
            }
        }
    }
}

/// What the styles add, in twentieths of a point.
const GAP_AFTER_TITLE: usize = 120;
const GAP_BEFORE_HEADING: usize = 80;
const CELL_SIDES: usize = 200;
const CELL_ENDS: usize = 60;

/// Lines that a text takes in a size, in a width in twentieths of a point.
fn lines(text: &str, half_points: usize, width: usize) -> usize {
    // A narrow character is half as wide as it is high.
    let fits = (width / (half_points * 5)).saturating_sub(2).max(2);
    text.width().div_ceil(fits).max(1)
}

/// Height of a page's text, less a line.
fn room() -> usize {
    let (top, _, bottom, _) = MARGINS;
    let margins = usize::try_from(top + bottom).unwrap_or(0);
    (PAGE.1 as usize).saturating_sub(margins + SIZES[0].pitch())
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use super::*;

    fn size(lines: usize) -> Option<usize> {
        let text = "由一分公司牵头。\n\n".repeat(lines);
        Size::on_one_page(&blocks(&format!("# 指令\n\n{text}"))).map(|size| size.body)
    }

    #[test]
    fn a_letter_is_printed_as_large_as_one_page_takes() {
        assert_eq!(size(30), Some(24));
        let smaller = size(40);
        assert!(smaller.is_some_and(|body| (18..24).contains(&body)), "{smaller:?}");
        assert_eq!(size(80), None, "nothing smaller is read");
    }

    #[test]
    fn long_texts_count_the_lines_that_they_break_into() {
        let long = format!("# 指令\n\n{}\n", "事实清楚，理由充分。".repeat(200));
        assert!(Size::on_one_page(&blocks(&long)).is_none_or(|size| size.body < 24));
    }
}
