//! A one-line text field: pure, by grapheme cluster, never scrolling its own text away.

use unicode_segmentation::UnicodeSegmentation;

use super::key::{Code, Key};

/// Text with a caret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Byte offset, always on a cluster boundary.
    caret: usize,
}

impl Line {
    /// A field with its caret at the end.
    pub fn new(text: &str) -> Line {
        Line { text: text.to_owned(), caret: text.len() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the caret: the caret's column is its width.
    pub fn before_caret(&self) -> &str {
        &self.text[..self.caret]
    }

    /// Inserts at the caret; line breaks become blanks, for a pasted text must not submit anything.
    pub fn insert(&mut self, text: &str) {
        let text = crate::text::clean::clean_line(text);
        self.text.insert_str(self.caret, &text);
        self.caret += text.len();
    }

    /// Takes an editing key; `false` when the key is none.
    pub fn press(&mut self, key: Key) -> bool {
        match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, false) => {
                self.text.insert(self.caret, c);
                self.caret += c.len_utf8();
            }
            (Code::Backspace, false, _) | (Code::Char('h'), true, _) => {
                self.cut(self.left()..self.caret)
            }
            (Code::Delete, false, _) => self.cut(self.caret..self.right()),
            (Code::Char('w'), true, _) | (Code::Backspace, true, _) => {
                self.cut(self.word_left()..self.caret)
            }
            (Code::Char('u'), true, _) => self.cut(0..self.caret),
            (Code::Left, ..) => self.caret = self.left(),
            (Code::Right, ..) => self.caret = self.right(),
            (Code::Home, ..) => self.caret = 0,
            (Code::End, ..) => self.caret = self.text.len(),
            _ => return false,
        }
        true
    }

    fn cut(&mut self, range: std::ops::Range<usize>) {
        self.caret = range.start;
        self.text.replace_range(range, "");
    }

    fn left(&self) -> usize {
        self.text[..self.caret].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.text[self.caret..].graphemes(true).next().map_or(self.caret, |g| self.caret + g.len())
    }

    fn word_left(&self) -> usize {
        let mut words = self.text[..self.caret].split_word_bound_indices();
        words.rfind(|(_, word)| !word.trim().is_empty()).map_or(0, |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_edited_by_character_and_pasted_lines_stay_in_the_field() {
        let mut line = Line::new("江苏移动");
        line.press(Key::plain(Code::Left));
        line.press(Key::plain(Code::Backspace));
        assert_eq!((line.text(), line.before_caret()), ("江苏动", "江苏"));
        line.insert("一\r\n二");
        assert_eq!(line.text(), "江苏一 二动");
    }
}
