//! What is seen of a text: the rows into which its lines break in the room that there is, and which of them stand at the top.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Place, Prose, byte_of};
use crate::text::columns;
use crate::text::wrap::rows;

/// Columns and rows for the text. The last column is the caret's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Room {
    fn text(self) -> usize {
        self.width.saturating_sub(1).max(1)
    }
}

/// A row of the screen: a line, and which of its rows.
type Row = (usize, usize);

/// Where a text stands on the screen.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The room as it is known.
    room: Room,
    /// The row at the top.
    top: Row,
    /// The column that the caret goes up and down in.
    column: Option<usize>,
}

impl View {
    /// The next step up or down goes from where the caret stands.
    pub(super) fn forget_column(&mut self) {
        self.column = None;
    }
}

/// What is drawn of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The rows, from the top.
    pub rows: Vec<&'a str>,
    /// Column and row of the caret.
    pub caret: (usize, usize),
}

impl Prose {
    /// Takes the room that there is, and brings the caret into it.
    pub fn fit(&mut self, room: Room) {
        self.view.top = self.top(room);
        self.view.room = room;
    }

    /// What is seen in a room.
    pub fn seen(&self, room: Room) -> Seen<'_> {
        let (first, skipped) = self.top(room);
        let (own, column) = self.row_of_caret(room);
        let mut seen = Seen { rows: Vec::with_capacity(room.height), caret: (0, 0) };
        for (line, text) in self.lines.iter().enumerate().skip(first) {
            let skip = if line == first { skipped } else { 0 };
            for (row, range) in rows(text, room.text()).into_iter().enumerate().skip(skip) {
                if seen.rows.len() >= room.height {
                    return seen;
                }
                if (line, row) == own {
                    let column = column.min(room.width.saturating_sub(1));
                    seen.caret = (column, seen.rows.len());
                }
                seen.rows.push(&text[range]);
            }
        }
        seen
    }

    /// A row up, or down.
    pub fn step(&mut self, down: bool) {
        let room = self.view.room;
        let ((line, row), column) = self.row_of_caret(room);
        let column = self.view.column.unwrap_or(column);
        let target =
            if down { self.below((line, row), room) } else { self.above((line, row), room) };
        let Some((line, row)) = target else { return };
        self.go_to(self.at((line, row), column, room));
        self.view.column = Some(column);
    }

    /// A screen up, or down; a row of it stays in sight.
    pub fn page(&mut self, down: bool) {
        (1..self.view.room.height.max(2)).for_each(|_| self.step(down));
    }

    fn rows_of(&self, line: usize, room: Room) -> Vec<Range<usize>> {
        self.lines.get(line).map(|text| rows(text, room.text())).unwrap_or_default()
    }

    fn above(&self, (line, row): Row, room: Room) -> Option<Row> {
        match row.checked_sub(1) {
            Some(row) => Some((line, row)),
            None => {
                let line = line.checked_sub(1)?;
                Some((line, self.rows_of(line, room).len().saturating_sub(1)))
            }
        }
    }

    fn below(&self, (line, row): Row, room: Room) -> Option<Row> {
        if row + 1 < self.rows_of(line, room).len() {
            Some((line, row + 1))
        } else {
            (line + 1 < self.lines.len()).then_some((line + 1, 0))
        }
    }

    /// The row of the caret, and its column there. At a break it stands at the beginning of the row behind it.
    fn row_of_caret(&self, room: Room) -> (Row, usize) {
        let text = self.line();
        let byte = byte_of(text, self.caret.column);
        let rows = rows(text, room.text());
        let row = rows.iter().rposition(|row| row.start <= byte).unwrap_or(0);
        let from = rows.get(row).map_or(0, |row| row.start);
        ((self.caret.line, row), columns(&text[from..byte]))
    }

    /// The place at a column of a row: before the letter that stands there, and on the row itself.
    fn at(&self, (line, row): Row, column: usize, room: Room) -> Place {
        let rows = self.rows_of(line, room);
        let (Some(range), Some(text)) = (rows.get(row), self.lines.get(line)) else {
            return Place { line, column: 0 };
        };
        let mut byte = range.start;
        let mut used = 0;
        for (at, letter) in text[range.clone()].grapheme_indices(true) {
            byte = range.start + at;
            used += columns(letter);
            if used > column {
                return Place { line, column: text[..byte].chars().count() };
            }
        }
        // Behind its last letter is on a row only where no other comes.
        let byte = if row + 1 == rows.len() { range.end } else { byte };
        Place { line, column: text[..byte].chars().count() }
    }

    /// The row at the top, so that the caret is seen: the one that is there, unless it must move.
    fn top(&self, room: Room) -> Row {
        let (own, _) = self.row_of_caret(room);
        let (line, row) = self.view.top;
        let line = line.min(self.lines.len().saturating_sub(1));
        let top = (line, row.min(self.rows_of(line, room).len().saturating_sub(1)));
        if own <= top {
            return own;
        }
        let mut first = own;
        for _ in 1..room.height.max(1) {
            match self.above(first, room) {
                Some(above) if above > top => first = above,
                _ => return top,
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(prose: &Prose, room: Room) -> Vec<String> {
        prose.seen(room).rows.iter().map(|row| (*row).to_owned()).collect()
    }

    #[test]
    fn no_closing_mark_begins_a_row_and_the_caret_follows_the_text() {
        let mut prose = Prose::new("由一分公司牵头，三分公司配合");
        let room = Room { width: 15, height: 4 };
        prose.fit(room);
        assert_eq!(seen(&prose, room), ["由一分公司牵", "头，三分公司配", "合"]);
        assert_eq!(prose.seen(room).caret, (2, 2));
        prose.step(false);
        assert_eq!(prose.seen(room).caret, (2, 1));
        prose.step(false);
        assert_eq!(prose.caret(), Place { line: 0, column: 1 });
        prose.step(false);
        assert_eq!(prose.caret(), Place { line: 0, column: 1 }, "there is no row above");
    }

    #[test]
    fn the_caret_keeps_its_column_over_shorter_rows() {
        let mut prose = Prose::new("由一分公司牵头\n好\n三分公司配合");
        let room = Room { width: 40, height: 4 };
        prose.fit(room);
        prose.step(false);
        assert_eq!(prose.caret(), Place { line: 1, column: 1 });
        prose.step(false);
        assert_eq!(prose.caret(), Place { line: 0, column: 6 });
        prose.step(true);
        prose.step(true);
        assert_eq!(prose.caret(), Place { line: 2, column: 6 });
    }

    #[test]
    fn the_caret_is_always_in_sight() {
        let lines: Vec<String> =
            (0..300).map(|n| format!("第{n}行，{}", "议".repeat(n % 40))).collect();
        let mut prose = Prose::new(&lines.join("\n"));
        for (width, height) in [(30, 7), (8, 1), (4, 30), (1, 1), (80, 24)] {
            let room = Room { width, height };
            for line in [299, 0, 5, 6, 150, 12, 299] {
                prose.go_to(Place { line, column: 3 });
                prose.fit(room);
                let seen = prose.seen(room);
                assert!(seen.rows.len() <= height, "{room:?}");
                let at = seen.rows[seen.caret.1];
                assert!(lines[line].contains(at), "{at} in {room:?}, line {line}");
            }
        }
        assert!(prose.seen(Room::default()).rows.is_empty(), "no room, nothing seen");
    }

    #[test]
    fn a_screen_down_leaves_a_row_in_sight() {
        let lines: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        let mut prose = Prose::new(&lines.join("\n"));
        let room = Room { width: 10, height: 10 };
        prose.go_to(Place::default());
        prose.fit(room);
        prose.page(true);
        prose.fit(room);
        assert_eq!(prose.caret().line, 9);
        prose.page(true);
        prose.fit(room);
        assert_eq!(seen(&prose, room).first().map(String::as_str), Some("9"));
        prose.page(false);
        prose.page(false);
        assert_eq!(prose.caret().line, 0);
    }
}
