//! An action (待办) as a line of the minutes says it: `【】@李工 周五前 报送踏勘记录`.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;

use crate::text::due::due_date;
use crate::text::normal::halfwidth_char;

/// Something that somebody is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// What.
    pub what: String,
    /// Who; nobody where none is named.
    pub owner: Option<String>,
    /// Until which day; none where none can be read.
    pub due: Option<NaiveDate>,
    /// It was done when the line was written.
    pub done: bool,
    /// It names more than one, of whom the first answers for it.
    #[serde(skip)]
    pub also: bool,
}

impl Task {
    /// Reads what follows the mark. The owner is the first `@` word; the day the first that is said with 前, else the first
    /// that the line says, reckoned from that of the meeting.
    pub fn read(text: &str, day: NaiveDate, done: bool) -> Task {
        let (owner, rest) = owner(text, day);
        let also = sign(&rest).is_some()
            || owner.as_deref().is_some_and(|name| name.contains(['和', '与', '及']));
        let due = due(&rest, day);
        let what = match &due {
            Some((_, words)) => format!("{} {}", &rest[..words.start], &rest[words.end..]),
            None => rest,
        };
        let joins = |c: char| c.is_whitespace() || ",，、;；:：".contains(c);
        let what = what.trim_matches(joins).split_whitespace().collect::<Vec<_>>().join(" ");
        Task { what, owner, due: due.map(|(day, _)| day), done, also }
    }
}

/// The day until which something is to be done, of the days that a text says.
fn due(text: &str, day: NaiveDate) -> Option<(NaiveDate, Range<usize>)> {
    let mut found: Vec<(NaiveDate, Range<usize>)> = Vec::new();
    let mut from = 0;
    while let Some((date, words)) = text.get(from..).and_then(|rest| due_date(rest, day)) {
        let words = from + words.start..from + words.end;
        from = words.end.max(from + 1);
        found.push((date, words));
    }
    let by = found.iter().position(|(_, words)| text[words.clone()].ends_with('前'));
    (!found.is_empty()).then(|| found.swap_remove(by.unwrap_or(0)))
}

/// Where an `@` stands that names somebody: at the beginning, or behind a blank or a mark; in an address it names nobody.
fn sign(text: &str) -> Option<(usize, char)> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        if halfwidth_char(c) == '@' && before.is_none_or(|c: char| !c.is_alphanumeric()) {
            return Some((at, c));
        }
        before = Some(c);
    }
    None
}

/// The name behind the first `@`, and the text without it. A name ends at a blank, a mark, or where a day begins.
fn owner(text: &str, day: NaiveDate) -> (Option<String>, String) {
    let Some((at, sign)) = sign(text) else { return (None, text.to_owned()) };
    let behind = &text[at + sign.len_utf8()..];
    let ends = |c: char| c.is_whitespace() || ",，、;；:：。".contains(c);
    let mut name = &behind[..behind.find(ends).unwrap_or(behind.len())];
    if let Some((_, words)) = due_date(name, day) {
        name = &name[..words.start];
    }
    let rest = format!("{} {}", &text[..at], &behind[name.len()..]);
    (Some(name.to_owned()).filter(|name| !name.is_empty()), rest)
}
