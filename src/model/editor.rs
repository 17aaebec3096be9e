//! The minutes editor: the one place where a widget's state is part of the model (and the one place to exchange it).
//!
//! Always soft-wrapped, because a Chinese paragraph is one line; undo goes by edit, not by character. The widget draws no
//! caret of its own: the terminal's cursor stands there, so that the window of an input method follows it.

use chrono::{DateTime, Utc};
use tui_textarea::{CursorMove, CursorRenderMode, Input, Key as WidgetKey, TextArea, WrapMode};

use crate::desk::service::MinutesText;
use crate::domain::subject::Subject;

use super::key::{Code, Key};

/// The minutes of a meeting being written.
#[derive(Debug, Clone)]
pub struct MinutesEditor {
    /// The meeting.
    pub meeting: Subject,
    /// `HY-…`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The latest saved version; 0 when there is none.
    pub version: u32,
    /// Differs from that version.
    pub changed: bool,
    /// When the draft must be asked to disk at the latest; `None` while everything was.
    pub draft_due: Option<DateTime<Utc>>,
    /// How many drafts were asked to disk of which the desk has not said yet that they are there.
    pub keeping: u32,
    /// The text was sent to be saved as a version, and the desk has not answered yet.
    pub saving: bool,
    /// The person wants to leave: the editor goes when its draft is safe.
    pub leaving: bool,
    area: TextArea<'static>,
}

impl MinutesEditor {
    /// Opens a text with the caret at its end.
    pub fn open(text: MinutesText) -> MinutesEditor {
        let mut area = TextArea::new(text.text.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_undo_coalescing(true);
        area.set_cursor_render_mode(CursorRenderMode::Hidden);
        area.set_cursor_line_style(Default::default());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        MinutesEditor {
            meeting: text.meeting,
            number: text.number,
            title: text.title,
            version: text.version,
            changed: text.is_draft,
            draft_due: None,
            keeping: 0,
            saving: false,
            leaving: false,
            area,
        }
    }

    /// Whether everything typed is on disk, as a draft or as a version.
    pub fn is_safe(&self) -> bool {
        self.draft_due.is_none() && self.keeping == 0 && !self.saving
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The widget, for drawing.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// Where the caret stands: line and character, from 0.
    pub fn caret(&self) -> (usize, usize) {
        let (row, column) = self.area.cursor();
        (row, column)
    }

    /// Takes an editing key; `true` when the text changed.
    pub fn press(&mut self, key: Key) -> bool {
        match (key.code, key.ctrl) {
            (Code::Char('z'), true) => return self.area.undo(),
            (Code::Char('y'), true) => return self.area.redo(),
            (Code::Char('w'), true) => return self.delete_word(),
            (Code::Home, true) => self.area.move_cursor(CursorMove::Top),
            (Code::End, true) => self.area.move_cursor(CursorMove::Bottom),
            _ => {
                let input = Input {
                    key: widget_key(key.code),
                    ctrl: key.ctrl,
                    alt: key.alt,
                    shift: key.shift,
                };
                // Only plain editing keys: everything with a modifier is a command of ours or nothing.
                let plain = !key.ctrl && !key.alt;
                return plain && self.area.input_without_shortcuts(input) || self.move_caret(key);
            }
        }
        false
    }

    /// Inserts pasted text. Terminals send line ends of a paste as carriage returns.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.area.insert_str(crate::text::clean::clean_text(&text))
    }

    fn move_caret(&mut self, key: Key) -> bool {
        let to = match key.code {
            Code::Left if key.ctrl => CursorMove::WordBack,
            Code::Right if key.ctrl => CursorMove::WordForward,
            Code::Left => CursorMove::Back,
            Code::Right => CursorMove::Forward,
            Code::Up => CursorMove::Up,
            Code::Down => CursorMove::Down,
            Code::Home => CursorMove::Head,
            Code::End => CursorMove::End,
            Code::PageUp => return self.page(CursorMove::Up),
            Code::PageDown => return self.page(CursorMove::Down),
            _ => return false,
        };
        self.area.move_cursor(to);
        false
    }

    fn page(&mut self, step: CursorMove) -> bool {
        for _ in 0..10 {
            self.area.move_cursor(step);
        }
        false
    }

    /// Deletes back to the start of a word. The widget takes a whole Chinese run for a word; here it ends at punctuation,
    /// and a Chinese word is what UAX #29 says: mostly one character.
    fn delete_word(&mut self) -> bool {
        use unicode_segmentation::UnicodeSegmentation;
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row) else { return false };
        let before: String = line.chars().take(column).collect();
        let kept = before.split_word_bound_indices().rfind(|(_, word)| !word.trim().is_empty());
        let count = kept.map_or(column, |(at, _)| before[at..].chars().count());
        if count == 0 {
            return self.area.delete_newline();
        }
        for _ in 0..count {
            self.area.delete_char();
        }
        true
    }
}

fn widget_key(code: Code) -> WidgetKey {
    match code {
        Code::Char(c) => WidgetKey::Char(c),
        Code::Enter => WidgetKey::Enter,
        Code::Backspace => WidgetKey::Backspace,
        Code::Delete => WidgetKey::Delete,
        Code::Tab => WidgetKey::Tab,
        _ => WidgetKey::Null,
    }
}
