//! The minutes editor: the one place where a widget's state is part of the model (and the one place to exchange it).
//!
//! Always soft-wrapped, because a Chinese paragraph is one line; undo goes by edit, not by character. The widget draws no
//! caret of its own: the terminal's cursor stands there, so that the window of an input method follows it.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use tui_textarea::{CursorMove, CursorRenderMode, Input, Key as WidgetKey, TextArea, WrapMode};

use crate::desk::meeting::About;
use crate::desk::service::{MinutesText, OtherText};
use crate::domain::calendar::local;
use crate::domain::meeting::lint::Finding;
use crate::domain::minutes::{Record, read, stamp};
use crate::domain::subject::Subject;
use crate::text::word::{word_before, word_behind};

use super::figures::number_at;
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
    /// The records of the text are shown beside it, by the person's word; by its width where he said nothing.
    pub panel: Option<bool>,
    /// The records of the text as it stands.
    records: Vec<Record>,
    /// Versions that this text was not begun on.
    pub others: Vec<OtherText>,
    /// The person has looked at them.
    pub compared: bool,
    about: Option<Arc<About>>,
    /// The last edit put another text in the place of this one.
    replaced: bool,
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
        let mut editor = MinutesEditor {
            panel: None,
            records: Vec::new(),
            about: text.about,
            replaced: false,
            others: text.others,
            compared: false,
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
        };
        editor.read();
        editor
    }

    /// Puts another text in the place of this one, as one edit that can be undone.
    pub fn replace(&mut self, text: &str) {
        self.area.select_all();
        self.area.insert_str(text);
        self.area.cancel_selection();
        // The widget keeps what was taken away and what was put there as two edits.
        self.replaced = true;
        self.read();
    }

    /// The records of the text as it stands.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// What the check finds in the text as it stands.
    pub fn findings(&self) -> Vec<Finding> {
        let check = |about: &Arc<About>| about.check(&self.text(), &self.records);
        self.about.as_ref().map(check).unwrap_or_default()
    }

    /// Cases that the meeting is about.
    pub fn cases(&self) -> &[Subject] {
        self.about.as_ref().map_or(&[], |about| &about.meeting.planned.cases)
    }

    /// Puts the caret at the beginning of a line.
    pub fn go_to(&mut self, line: usize) {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(line, 0));
    }

    /// Reads the records anew: the text is the truth, and they follow it.
    fn read(&mut self) {
        let Some(about) = &self.about else { return };
        let day = about.day();
        let lines = self.area.lines().iter().enumerate();
        let record = |(line, text): (usize, &String)| Some(Record { line, said: read(text, day)? });
        self.records = lines.filter_map(record).collect();
    }

    /// As [`MinutesEditor::read`], after a key that changed nothing but lines from the caret's before it to the caret's now:
    /// what stands before them is as it was, what stands behind them has moved.
    fn read_around(&mut self, before: usize, count: usize) {
        let Some(about) = &self.about else { return };
        let day = about.day();
        let (lines, row) = (self.area.lines(), self.caret().0);
        let (from, to) = (before.min(row), before.max(row));
        let moved = lines.len() as isize - count as isize;
        let behind = |line: usize| line.checked_add_signed(moved).filter(|line| *line > to);
        let mut records: Vec<Record> = Vec::with_capacity(self.records.len() + 1);
        let old = std::mem::take(&mut self.records);
        let (head, tail): (Vec<Record>, Vec<Record>) =
            old.into_iter().partition(|record| record.line < from);
        records.extend(head);
        let fresh = (from..=to).filter_map(|line| {
            let said = read(lines.get(line)?, day)?;
            Some(Record { line, said })
        });
        records.extend(fresh);
        let tail = tail
            .into_iter()
            .filter_map(|record| Some(Record { line: behind(record.line)?, ..record }));
        records.extend(tail);
        self.records = records;
    }

    /// The item of the agenda that the caret's line names gets the time, once the line is left and if the meeting is under
    /// way: what is prepared before says no time at which it was reached.
    fn stamp(&mut self, now: DateTime<Utc>) {
        let Some(about) = &self.about else { return };
        let start = about.meeting.planned.start;
        let (now_here, early) = (local(now), start - Duration::minutes(EARLY_MINUTES));
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row) else { return };
        let under_way = early <= now && now_here.date() == local(start).date();
        if !under_way || column < line.chars().count() {
            return;
        }
        if let Some(stamp) = stamp(line, now_here.time()) {
            self.area.insert_str(stamp);
        }
    }

    /// Makes the sentence at the caret a line of its own that begins with a mark; `true` when the text changed.
    pub fn mark_sentence(&mut self, mark: &str) -> bool {
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row).cloned() else { return false };
        let of = sentence(&line, column);
        let chars: Vec<char> = line.chars().collect();
        let said: String = chars[of.clone()].iter().collect();
        let said = unmarked(said.trim());
        if said.is_empty() {
            return false;
        }
        let text = |range: &[char]| range.iter().collect::<String>().trim().to_owned();
        let (before, after) = (text(&chars[..of.start]), text(&chars[of.end..]));
        let marked = format!("{mark}{said}");
        let lines: Vec<String> =
            [before, marked, after].into_iter().filter(|line| !line.is_empty()).collect();
        self.area.move_cursor(CursorMove::Head);
        self.area.delete_line_by_end();
        self.area.insert_str(lines.join("\n"));
        let place = lines.iter().position(|line| line.starts_with(mark)).unwrap_or(0);
        self.go_to(row + place);
        self.area.move_cursor(CursorMove::End);
        self.read();
        true
    }

    /// The number of a case or lead at the caret, or the last before it in its line.
    pub fn number(&self) -> Option<String> {
        let (row, column) = self.caret();
        number_at(self.area.lines().get(row)?, column).map(|(number, _)| number)
    }

    /// Puts a text behind the number at the caret; `false` where the line no longer names it.
    pub fn put_behind(&mut self, number: &str, text: &str) -> bool {
        let (row, column) = self.caret();
        let found = self.area.lines().get(row).and_then(|line| number_at(line, column));
        let Some((_, end)) = found.filter(|(named, _)| named == number) else { return false };
        let place = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(place(row), place(end)));
        let changed = self.area.insert_str(text);
        self.read();
        changed
    }

    /// The sentence at the caret.
    pub fn sentence(&self) -> String {
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row) else { return String::new() };
        let of = sentence(line, column);
        let said: String = line.chars().skip(of.start).take(of.len()).collect();
        unmarked(said.trim()).to_owned()
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
    pub fn press(&mut self, key: Key, now: DateTime<Utc>) -> bool {
        if key.code == Code::Enter {
            self.stamp(now);
        }
        let undoes = key.ctrl && matches!(key.code, Code::Char('z' | 'y'));
        let (before, count) = (self.caret().0, self.area.lines().len());
        let mut changed = self.edit(key);
        if self.replaced && undoes {
            changed |= self.edit(key);
        }
        if changed && !undoes && self.area.selection_range().is_none() {
            self.replaced = false;
            self.read_around(before, count);
        } else if changed {
            self.replaced = false;
            self.read();
        }
        changed
    }

    fn edit(&mut self, key: Key) -> bool {
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
        let changed = self.area.insert_str(crate::text::clean::clean_text(&text));
        self.read();
        changed
    }

    fn move_caret(&mut self, key: Key) -> bool {
        let to = match key.code {
            Code::Left if key.ctrl => return self.step_word(false),
            Code::Right if key.ctrl => return self.step_word(true),
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

    /// Deletes back to the start of a word; at the beginning of a line, the line's end before it.
    fn delete_word(&mut self) -> bool {
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row) else { return false };
        let count = column.saturating_sub(word_before(line, column));
        if count == 0 {
            return self.area.delete_newline();
        }
        for _ in 0..count {
            self.area.delete_char();
        }
        true
    }

    /// Goes a word back or on; from the edge of a line to the next one.
    fn step_word(&mut self, on: bool) -> bool {
        let (row, column) = self.caret();
        let Some(line) = self.area.lines().get(row) else { return false };
        let target = if on { word_behind(line, column) } else { word_before(line, column) };
        if target == column {
            self.area.move_cursor(if on { CursorMove::Forward } else { CursorMove::Back });
            return false;
        }
        let place = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(place(row), place(target)));
        false
    }
}

/// So long before its start what is written belongs to the meeting already.
const EARLY_MINUTES: i64 = 30;

/// Characters that end a sentence.
const ENDS: [char; 6] = ['。', '；', '！', '？', ';', '\u{ff0e}'];

/// The characters of the sentence in which the caret stands, with what ends it. A mark at the beginning of a line is no end.
fn sentence(line: &str, caret: usize) -> Range<usize> {
    let chars: Vec<char> = line.chars().collect();
    let first = chars.iter().position(|c| !c.is_whitespace()).unwrap_or(0);
    let ends = |at: usize| at > first && ENDS.contains(&chars[at]);
    let caret = caret.min(chars.len());
    // Behind the last end of a line its last sentence is meant.
    let from = if caret > 0 && caret == chars.len() { caret - 1 } else { caret };
    let start = (0..from).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let end = (from..chars.len()).find(|at| ends(*at)).map_or(chars.len(), |at| at + 1);
    start..end
}

/// A line without the mark that begins it.
fn unmarked(line: &str) -> &str {
    const MARKS: [&str; 12] =
        ["#", "＃", "@", "＠", "!", "！", "?", "？", "~", "～", "【】", "-[]"];
    MARKS.iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::domain::meeting::{Meeting, MeetingKind, MeetingState, Planned};

    fn now() -> DateTime<Utc> {
        "2026-11-24T06:05:00Z".parse().unwrap()
    }

    fn editor(text: &str) -> MinutesEditor {
        let subject: Subject = "meeting:018bcfe5-6800-7000-8000-000000000000".parse().unwrap();
        let planned = Planned {
            number: "HY-EC-26-A-001".into(),
            kind: MeetingKind::Coordination,
            title: "协调会".into(),
            place: None,
            start: now() - Duration::minutes(5),
            chair: None,
            recorder: None,
            participants: Vec::new(),
            cases: Vec::new(),
            follows: None,
        };
        let meeting = Meeting {
            subject,
            planned,
            owner: None,
            noticed: None,
            was_told: false,
            versions: Vec::new(),
            heads: Vec::new(),
            reviewed: false,
            course: MeetingState::Planned,
            contested: Vec::new(),
            timeline: Vec::new(),
        };
        MinutesEditor::open(MinutesText {
            meeting: subject,
            number: "HY-EC-26-A-001".into(),
            title: "协调会".into(),
            text: text.into(),
            version: 0,
            is_draft: true,
            about: Some(Arc::new(About { meeting, units: Vec::new() })),
            others: Vec::new(),
        })
    }

    fn key() -> impl Strategy<Value = Key> {
        let words =
            ["enter", "enter", "backspace", "backspace", "delete", "up", "down", "left", "home"];
        let named = proptest::sample::select(words.to_vec()).prop_map(|word| word.parse().unwrap());
        let ctrl =
            proptest::sample::select(vec!["ctrl-z", "ctrl-y", "ctrl-w", "ctrl-home", "ctrl-end"]);
        let ctrl = ctrl.prop_map(|word| word.parse().unwrap());
        let typed =
            proptest::sample::select("#！@？～【】议 a周五前。".chars().collect::<Vec<_>>());
        prop_oneof![4 => typed.prop_map(Key::char), 3 => named, 1 => ctrl]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is typed, the records that follow the keys are those of the text.
        #[test]
        fn records_that_follow_the_keys_are_those_of_the_text(
            text in "[#！@\n议]{0,30}",
            keys in proptest::collection::vec(key(), 0..60),
        ) {
            let mut editor = editor(&text);
            for key in keys {
                editor.press(key, now());
                let followed = editor.records().to_vec();
                editor.read();
                prop_assert_eq!(&followed, editor.records(), "{:?} after {}", editor.text(), key);
            }
        }

        /// A sentence that becomes a record takes nothing of its line away.
        #[test]
        fn marking_a_sentence_keeps_every_character(line in "[议一。；！？ab]{1,20}", left in 0..20usize) {
            let mut editor = editor(&line);
            (0..left).for_each(|_| { editor.press("left".parse().unwrap(), now()); });
            let letters = |text: &str| -> Vec<char> {
                text.chars().filter(|c| "议一ab".contains(*c)).collect()
            };
            editor.mark_sentence("～");
            prop_assert_eq!(letters(&editor.text()), letters(&line));
        }
    }
}
