//! The minutes editor: a [text](super::prose) with its records, and whether what was typed is safe.
//!
//! Always soft-wrapped, because a Chinese paragraph is one line; undo goes by edit, not by character. The terminal's cursor
//! stands at the caret, so that the window of an input method follows it.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use tui_textarea::{Input, Key as WidgetKey};

use crate::desk::meeting::About;
use crate::desk::service::{MinutesText, OtherText};
use crate::domain::calendar::local;
use crate::domain::meeting::lint::Finding;
use crate::domain::minutes::{Record, read, stamp, unmarked};
use crate::domain::subject::Subject;
use crate::text::word::{word_before, word_behind};

use super::figures::number_at;
use super::key::{Code, Key};
use super::prose::{Change, Place, Prose, Room, Seen};

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
    /// The text that was sent to be saved as a version, while the desk has not answered yet.
    pub saving: Option<String>,
    /// The text of the version that stands.
    saved: Option<String>,
    /// The person wants to leave: the editor goes when its draft is safe.
    pub leaving: bool,
    /// The records of the text are shown beside it, by the person's word; by its width where he said nothing.
    pub panel: Option<bool>,
    /// The records of the text as it stands.
    records: Vec<Record>,
    /// Versions that this text was not begun on.
    pub others: Vec<OtherText>,
    /// The version that was signed before the last amendment.
    before: Option<OtherText>,
    /// The person has looked at the others.
    pub compared: bool,
    about: Option<Arc<About>>,
    prose: Prose,
}

impl MinutesEditor {
    /// Opens a text with the caret at its end.
    pub fn open(text: MinutesText) -> MinutesEditor {
        let mut editor = MinutesEditor {
            prose: Prose::new(&text.text),
            panel: None,
            records: Vec::new(),
            about: text.about,
            others: text.others,
            before: text.before,
            compared: false,
            meeting: text.meeting,
            number: text.number,
            title: text.title,
            version: text.version,
            changed: text.is_draft,
            draft_due: None,
            keeping: 0,
            saving: None,
            saved: text.saved,
            leaving: false,
        };
        editor.records = editor.records_of(0..editor.prose.lines().len());
        editor
    }

    /// Puts another text in the place of this one, as one edit that can be undone.
    pub fn replace(&mut self, text: &str) {
        let whole = Place::default()..self.prose.end();
        let change = self.prose.replace(whole, text);
        self.follow(change);
    }

    /// The text that was sent is a version now. What was typed since is not in it.
    pub fn was_saved(&mut self, version: Option<u32>) {
        self.version = version.unwrap_or(self.version);
        self.saved = self.saving.take().or_else(|| self.saved.take());
        // It was saved by somebody who had seen the others.
        self.others.clear();
        // Keys pressed since the save was sent have set a new deadline.
        self.changed = self.draft_due.is_some() || self.keeping > 0;
    }

    /// Whether there is a version to go back to, and something else is here.
    pub fn can_revert(&self) -> bool {
        self.saved.is_some() && self.changed
    }

    /// Puts the version that stands in the place of the text, as one edit that can be undone.
    pub fn revert(&mut self) {
        if let Some(saved) = self.saved.clone() {
            self.replace(&saved);
        }
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

    /// Puts the caret at the beginning of a line.
    pub fn go_to(&mut self, line: usize) {
        self.prose.go_to(Place { line, column: 0 });
    }

    /// The records of some lines: the text is the truth, and they are read from it.
    fn records_of(&self, lines: Range<usize>) -> Vec<Record> {
        let Some(about) = &self.about else { return Vec::new() };
        let day = about.day();
        let record = |line: usize| {
            let said = read(self.prose.lines().get(line)?, day)?;
            Some(Record { line, said })
        };
        lines.filter_map(record).collect()
    }

    /// Brings the records up to an edit: those of its lines are read anew, those behind them have moved. `true` when there was
    /// one.
    fn follow(&mut self, change: Option<Change>) -> bool {
        let Some(Change { lines, by }) = change else { return false };
        let from = self.records.partition_point(|record| record.line < lines.start);
        let to = self.records.partition_point(|record| record.line < lines.end);
        let fresh = self.records_of(lines.start..lines.start + by);
        if by != lines.len() {
            for record in &mut self.records[to..] {
                record.line = record.line - lines.len() + by;
            }
        }
        self.records.splice(from..to, fresh);
        true
    }

    /// The item of the agenda that the caret's line names gets the time, once the line is left and if the meeting is under
    /// way: what is prepared before says no time at which it was reached.
    fn stamp(&mut self, now: DateTime<Utc>) {
        let Some(about) = &self.about else { return };
        let start = about.meeting.planned.start;
        let (now_here, early) = (local(now), start - Duration::minutes(EARLY_MINUTES));
        let (caret, line) = (self.prose.caret(), self.prose.line());
        let under_way = early <= now && now_here.date() == local(start).date();
        if !under_way || caret.column < line.chars().count() {
            return;
        }
        if let Some(stamp) = stamp(line, now_here.time()) {
            let change = self.prose.insert(&stamp);
            self.follow(change);
        }
    }

    /// Makes the sentence at the caret a line of its own that begins with a mark, as one edit; `true` when the text changed.
    pub fn mark_sentence(&mut self, mark: &str) -> bool {
        let Place { line: row, column } = self.prose.caret();
        let chars: Vec<char> = self.prose.line().chars().collect();
        let of = sentence(&chars, column);
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
        let place = |column| Place { line: row, column };
        let change = self.prose.replace(place(0)..place(chars.len()), &lines.join("\n"));
        let own = lines.iter().position(|line| line.starts_with(mark)).unwrap_or(0);
        let end = lines.get(own).map_or(0, |line| line.chars().count());
        self.prose.go_to(Place { line: row + own, column: end });
        self.follow(change)
    }

    /// The number of a case or lead at the caret, or the last before it in its line.
    pub fn number(&self) -> Option<String> {
        number_at(self.prose.line(), self.prose.caret().column).map(|(number, _)| number)
    }

    /// Puts a text behind the number at the caret; `false` where the line no longer names it.
    pub fn put_behind(&mut self, number: &str, text: &str) -> bool {
        let caret = self.prose.caret();
        let found = number_at(self.prose.line(), caret.column);
        let Some((_, end)) = found.filter(|(named, _)| named == number) else { return false };
        let at = Place { column: end, ..caret };
        let change = self.prose.replace(at..at, text);
        self.follow(change)
    }

    /// What the text is shown beside: a version it was not begun on, else the one that was signed before the last amendment.
    pub fn beside(&self) -> Option<&OtherText> {
        self.others.first().or(self.before.as_ref())
    }

    /// The line at the caret.
    pub fn line(&self) -> &str {
        self.prose.line()
    }

    /// Puts a phrase at the caret, on a line of its own if it bears a mark; the caret goes to where something is to be said
    /// first.
    pub fn put_phrase(&mut self, phrase: &str) -> bool {
        let at = self.prose.caret();
        let marked = self.about.as_ref().is_some_and(|about| read(phrase, about.day()).is_some());
        let before = if marked && at.column > 0 { "\n" } else { "" };
        let (head, tail) = phrase.split_once(GAP).unwrap_or((phrase, ""));
        let change = self.prose.insert(&format!("{before}{head}{tail}"));
        let end = self.prose.caret();
        let column = end.column.saturating_sub(tail.chars().count());
        self.prose.go_to(Place { column, ..end });
        self.follow(change)
    }

    /// The sentence at the caret.
    pub fn sentence(&self) -> String {
        let chars: Vec<char> = self.prose.line().chars().collect();
        let said: String = chars[sentence(&chars, self.prose.caret().column)].iter().collect();
        unmarked(said.trim()).to_owned()
    }

    /// Whether everything typed is on disk, as a draft or as a version.
    pub fn is_safe(&self) -> bool {
        self.draft_due.is_none() && self.keeping == 0 && self.saving.is_none()
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.prose.text()
    }

    /// What is seen of the text in a room.
    pub fn seen(&self, room: Room) -> Seen<'_> {
        self.prose.seen(room)
    }

    /// Takes the room that there is for the text, and brings the caret into it.
    pub fn fit(&mut self, room: Room) {
        self.prose.fit(room);
    }

    /// Where the caret stands.
    pub fn caret(&self) -> Place {
        self.prose.caret()
    }

    /// Takes an editing key; `true` when the text changed.
    pub fn press(&mut self, key: Key, now: DateTime<Utc>) -> bool {
        if key.code == Code::Enter {
            self.stamp(now);
        }
        let change = self.edit(key);
        if change.is_none() {
            self.move_caret(key);
        }
        self.follow(change)
    }

    fn edit(&mut self, key: Key) -> Option<Change> {
        match (key.code, key.ctrl) {
            (Code::Char('z'), true) => self.prose.undo(),
            (Code::Char('y'), true) => self.prose.redo(),
            (Code::Char('w'), true) => self.delete_word(),
            (Code::Tab, false) if self.gap().is_some() => {
                let at = Place { column: self.gap()?, ..self.prose.caret() };
                self.prose.replace(at..Place { column: at.column + 1, ..at }, "")
            }
            (Code::Backspace, false) => self.prose.delete_back(),
            (Code::Delete, false) => self.prose.delete_on(),
            // Only plain editing keys: everything with a modifier is a command of ours or nothing.
            (code, false) if !key.alt => {
                let input =
                    Input { key: widget_key(code)?, ctrl: false, alt: false, shift: key.shift };
                self.prose.edit(|area| {
                    area.input_without_shortcuts(input);
                })
            }
            _ => None,
        }
    }

    /// Inserts pasted text. Terminals send line ends of a paste as carriage returns.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let change = self.prose.insert(&crate::text::clean::clean_text(&text));
        self.follow(change)
    }

    fn move_caret(&mut self, key: Key) {
        let caret = self.prose.caret();
        match (key.code, key.ctrl) {
            (Code::Left, true) => self.step_word(false),
            (Code::Right, true) => self.step_word(true),
            (Code::Left, false) => self.prose.back(),
            (Code::Right, false) => self.prose.forward(),
            (Code::Up, _) => self.prose.step(false),
            (Code::Down, _) => self.prose.step(true),
            (Code::Home, true) => self.prose.go_to(Place::default()),
            (Code::End, true) => self.prose.go_to(self.prose.end()),
            (Code::Home, false) => self.prose.go_to(Place { column: 0, ..caret }),
            (Code::End, false) => self.prose.go_to(Place { column: usize::MAX, ..caret }),
            (Code::PageUp, _) => self.prose.page(false),
            (Code::PageDown, _) => self.prose.page(true),
            _ => {}
        }
    }

    /// The next place of the line where a phrase leaves something to be said. Two of the sign are the dots of Chinese.
    fn gap(&self) -> Option<usize> {
        let chars: Vec<char> = self.prose.line().chars().collect();
        let is = |at: usize| chars.get(at) == Some(&GAP);
        let alone = |at: &usize| is(*at) && !is(at + 1) && !at.checked_sub(1).is_some_and(is);
        (self.prose.caret().column..chars.len()).find(alone)
    }

    /// Deletes back to the start of a word; at the beginning of a line, the line's end before it.
    fn delete_word(&mut self) -> Option<Change> {
        let column = self.prose.caret().column;
        let count = column.saturating_sub(word_before(self.prose.line(), column));
        self.prose.delete_before(count.max(1))
    }

    /// Goes a word back or on; from the edge of a line to the next one.
    fn step_word(&mut self, on: bool) {
        let caret = self.prose.caret();
        let (line, column) = (self.prose.line(), caret.column);
        let target = if on { word_behind(line, column) } else { word_before(line, column) };
        match target == column {
            true if on => self.prose.forward(),
            true => self.prose.back(),
            false => self.prose.go_to(Place { column: target, ..caret }),
        }
    }
}

/// Stands in a phrase where something is to be said.
const GAP: char = '…';

/// So long before its start what is written belongs to the meeting already.
const EARLY_MINUTES: i64 = 30;

/// Characters that end a sentence.
const ENDS: [char; 6] = ['。', '；', '！', '？', ';', '\u{ff0e}'];

/// The characters of the sentence in which the caret stands, with what ends it. A mark at the beginning of a line is no end.
fn sentence(chars: &[char], caret: usize) -> Range<usize> {
    let first = chars.iter().position(|c| !c.is_whitespace()).unwrap_or(0);
    let ends = |at: usize| at > first && ENDS.contains(&chars[at]);
    let caret = caret.min(chars.len());
    // Behind the last end of a line its last sentence is meant.
    let from = if caret > 0 && caret == chars.len() { caret - 1 } else { caret };
    let start = (0..from).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let end = (from..chars.len()).find(|at| ends(*at)).map_or(chars.len(), |at| at + 1);
    start..end
}

/// The key as the widget knows it; it moves no caret and deletes nothing here.
fn widget_key(code: Code) -> Option<WidgetKey> {
    match code {
        Code::Char(c) => Some(WidgetKey::Char(c)),
        Code::Enter => Some(WidgetKey::Enter),
        Code::Tab => Some(WidgetKey::Tab),
        _ => None,
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
            end: None,
            purpose: None,
            mode: None,
            convener: None,
        };
        let meeting = Meeting {
            subject,
            planned,
            owner: None,
            noticed: None,
            notices: Vec::new(),
            notice_outdated: false,
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
            saved: None,
            is_draft: true,
            about: Some(Arc::new(About { meeting, units: Vec::new() })),
            others: Vec::new(),
            before: None,
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

    #[test]
    fn a_mark_takes_the_place_of_another_however_it_is_written() {
        for line in ["- [ ] 李工报送", "-[x]李工报送", "＠李工报送", "  ？李工报送", "李工报送"]
        {
            let mut editor = editor(line);
            assert!(editor.mark_sentence("！"), "{line}");
            assert_eq!(editor.text(), "！李工报送", "{line}");
        }
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
                let read = editor.records_of(0..editor.prose.lines().len());
                prop_assert_eq!(followed, read, "{:?} after {}", editor.text(), key);
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
