//! A long text being written: its lines, the caret, undo by edit, and the rows that are seen of it.
//!
//! The widget takes the editing keys, but lays out all that it holds at every one of them. So it is lent no more than the lines
//! beside the caret; the text, its history and its rows are kept here, and a key costs the same in a long text as in a short one.

mod history;
#[cfg(test)]
mod tests;
mod view;

use std::ops::Range;

use tui_textarea::TextArea;
use unicode_segmentation::UnicodeSegmentation;

use history::{Edit, History};
use view::View;
pub use view::{Room, Seen};

/// A place in the text: a line and, in it, a character, both from 0. Behind the last character is a place too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Character.
    pub column: usize,
}

/// Lines that an edit replaced, and by how many: whatever is derived of lines follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The lines that were there.
    pub lines: Range<usize>,
    /// How many stand in their place.
    pub by: usize,
}

/// A text being written.
#[derive(Debug, Clone)]
pub struct Prose {
    lines: Vec<String>,
    caret: Place,
    history: History,
    view: View,
}

impl Prose {
    /// A text with the caret at its end.
    pub fn new(text: &str) -> Prose {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut prose = Prose {
            lines,
            caret: Place::default(),
            history: History::default(),
            view: View::default(),
        };
        prose.go_to(prose.end());
        prose
    }

    /// Its lines; one at least.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Where the caret stands.
    pub fn caret(&self) -> Place {
        self.caret
    }

    /// The line in which the caret stands.
    pub fn line(&self) -> &str {
        self.lines.get(self.caret.line).map_or("", String::as_str)
    }

    /// Behind the last character.
    pub fn end(&self) -> Place {
        let line = self.lines.len().saturating_sub(1);
        Place { line, column: self.length(line) }
    }

    fn length(&self, line: usize) -> usize {
        self.lines.get(line).map_or(0, |text| text.chars().count())
    }

    /// Puts the caret somewhere, within the text.
    pub fn go_to(&mut self, place: Place) {
        let line = place.line.min(self.lines.len().saturating_sub(1));
        self.caret = Place { line, column: place.column.min(self.length(line)) };
        self.history.pause();
        self.view.forget_column();
    }

    /// A letter on, as people count letters; from the end of a line to the next.
    pub fn forward(&mut self) {
        match self.after().graphemes(true).next() {
            Some(letter) => {
                let column = self.caret.column + letter.chars().count();
                self.go_to(Place { column, ..self.caret });
            }
            None if self.caret.line + 1 < self.lines.len() => {
                self.go_to(Place { line: self.caret.line + 1, column: 0 });
            }
            None => {}
        }
    }

    /// A letter back; from the beginning of a line to the end of the one before.
    pub fn back(&mut self) {
        let letter = self.letter_before();
        if letter > 0 {
            self.go_to(Place { column: self.caret.column - letter, ..self.caret });
        } else if let Some(line) = self.caret.line.checked_sub(1) {
            self.go_to(Place { line, column: self.length(line) });
        }
    }

    /// The caret's line behind the caret.
    fn after(&self) -> &str {
        let line = self.line();
        &line[byte_of(line, self.caret.column)..]
    }

    /// Characters of the letter before the caret; 0 at the beginning of a line.
    fn letter_before(&self) -> usize {
        let line = self.line();
        let before = &line[..byte_of(line, self.caret.column)];
        before.graphemes(true).next_back().map_or(0, |letter| letter.chars().count())
    }

    /// Deletes the letter before the caret, or the end of the line before.
    pub fn delete_back(&mut self) -> Option<Change> {
        let letter = self.letter_before().max(1);
        self.delete_before(letter)
    }

    /// Deletes so many characters before the caret, within its line; with none left there, the end of the line before.
    pub fn delete_before(&mut self, count: usize) -> Option<Change> {
        self.edit(|area| {
            for _ in 0..count {
                area.delete_char();
            }
        })
    }

    /// Deletes the letter behind the caret, or the end of the line.
    pub fn delete_on(&mut self) -> Option<Change> {
        // Not by the widget: it steps over what has no column of its own.
        let caret = self.caret;
        let end = match self.after().graphemes(true).next() {
            Some(letter) => Place { column: caret.column + letter.chars().count(), ..caret },
            None if caret.line + 1 < self.lines.len() => Place { line: caret.line + 1, column: 0 },
            None => return None,
        };
        self.put(caret..end, "")
    }

    /// Lends the lines beside the caret to the widget, and takes what became of them as one edit; `None` where nothing changed.
    pub fn edit(&mut self, with: impl FnOnce(&mut TextArea<'static>)) -> Option<Change> {
        let caret = self.caret;
        let from = caret.line.saturating_sub(1);
        let to = (caret.line + 2).min(self.lines.len());
        let old = &self.lines[from..to];
        let mut area = TextArea::default();
        area.set_lines(old.to_vec(), (caret.line - from, caret.column));
        with(&mut area);
        let (line, column) = area.cursor();
        let now = Place { line: from + line, column };
        let new = area.into_lines();
        let edit = Edit::between(from, old, &new, (caret, now))?;
        let by = new.len();
        self.lines.splice(from..to, new);
        self.caret = now;
        self.history.push(edit);
        self.view.forget_column();
        Some(Change { lines: from..to, by })
    }

    /// Puts a text at the caret, as one edit.
    pub fn insert(&mut self, text: &str) -> Option<Change> {
        let at = self.caret;
        self.replace(at..at, text)
    }

    /// Puts a text in the place of another, as one edit, with the caret behind it; `None` where nothing changed.
    pub fn replace(&mut self, range: Range<Place>, text: &str) -> Option<Change> {
        self.history.pause();
        let change = self.put(range, text);
        self.history.pause();
        change
    }

    /// As [`Prose::replace`], and of one stretch with what was done before.
    fn put(&mut self, range: Range<Place>, text: &str) -> Option<Change> {
        let removed = self.between(&range);
        if removed == text {
            return None;
        }
        let at = range.start;
        let edit =
            Edit { at, removed, inserted: text.to_owned(), carets: (self.caret, behind(at, text)) };
        let change = self.apply(at, &edit.removed, &edit.inserted);
        self.caret = edit.carets.1;
        self.history.push(edit);
        self.view.forget_column();
        Some(change)
    }

    /// The text from one place to another.
    fn between(&self, range: &Range<Place>) -> String {
        let (start, end) = (range.start, range.end);
        let cut = |line: usize| {
            let text = self.lines.get(line).map_or("", String::as_str);
            let from = if line == start.line { byte_of(text, start.column) } else { 0 };
            let to = if line == end.line { byte_of(text, end.column) } else { text.len() };
            text.get(from..to).unwrap_or_default()
        };
        (start.line..=end.line).map(cut).collect::<Vec<_>>().join("\n")
    }

    /// Takes back the last edit; `None` where there is none.
    pub fn undo(&mut self) -> Option<Change> {
        let edit = self.history.back()?;
        let change = self.apply(edit.at, &edit.inserted, &edit.removed);
        self.caret = edit.carets.0;
        self.view.forget_column();
        Some(change)
    }

    /// Makes the edit anew that was taken back last.
    pub fn redo(&mut self) -> Option<Change> {
        let edit = self.history.on()?;
        let change = self.apply(edit.at, &edit.removed, &edit.inserted);
        self.caret = edit.carets.1;
        self.view.forget_column();
        Some(change)
    }

    /// Puts one text in the place of another that stands at a place.
    fn apply(&mut self, at: Place, old: &str, new: &str) -> Change {
        let end = behind(at, old);
        let (Some(first), Some(last)) = (self.lines.get(at.line), self.lines.get(end.line)) else {
            return Change { lines: 0..0, by: 0 };
        };
        let head = &first[..byte_of(first, at.column)];
        let tail = &last[byte_of(last, end.column)..];
        let whole = format!("{head}{new}{tail}");
        let put: Vec<String> = whole.split('\n').map(str::to_owned).collect();
        let by = put.len();
        self.lines.splice(at.line..=end.line, put);
        Change { lines: at.line..end.line + 1, by }
    }
}

/// The place behind a text that begins at a place.
fn behind(at: Place, text: &str) -> Place {
    match text.rsplit_once('\n') {
        Some((before, last)) => {
            Place { line: at.line + before.matches('\n').count() + 1, column: last.chars().count() }
        }
        None => Place { column: at.column + text.chars().count(), ..at },
    }
}

/// The byte at which a character of a line begins; its length behind the last.
fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte)
}
