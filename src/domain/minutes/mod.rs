//! What the text of minutes says. A line that begins with a mark is a record; everything else is discussion.
//!
//! | mark | the line is |
//! |---|---|
//! | `#` | the next item of the agenda, with the time at which it was reached |
//! | `@` | what somebody said |
//! | `!` | a resolution |
//! | `-[]` `【】` | an action: who, until when, what |
//! | `?` | a vote |
//! | `~` | a fact for the case that the meeting is about |
//!
//! Full-width twins are the same marks, for a Chinese input method types those. The text is the truth and records are read
//! from it whenever they are needed: there is no second copy that could say something else. What cannot be read (an owner, a
//! day, a count) stays empty and is named before the minutes are signed; nothing is guessed.

mod action;
mod vote;

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

pub use action::Task;
pub use vote::Vote;

use crate::text::normal::{halfwidth, halfwidth_char};

/// What a marked line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Said {
    /// An item of the agenda was reached.
    Item {
        /// Its title.
        title: String,
        /// When, as the line ends: `（14:05）`.
        at: Option<NaiveTime>,
    },
    /// Somebody said something.
    Statement {
        /// Who.
        who: String,
        /// What.
        text: String,
    },
    /// Something was resolved.
    Resolution {
        /// What.
        text: String,
    },
    /// Something is to be done.
    Action(Task),
    /// It was voted.
    Vote(Vote),
    /// Something of which the case should know.
    Fact {
        /// What.
        text: String,
    },
}

impl Said {
    /// Its word in catalogues and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Said::Item { .. } => "item",
            Said::Statement { .. } => "statement",
            Said::Resolution { .. } => "resolution",
            Said::Action(_) => "action",
            Said::Vote(_) => "vote",
            Said::Fact { .. } => "fact",
        }
    }
}

/// A record of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its line, from 0.
    pub line: usize,
    /// What it is.
    #[serde(flatten)]
    pub said: Said,
}

/// The records of a text, in order. `day` is that of the meeting: 周五 is said of it.
pub fn records(text: &str, day: NaiveDate) -> Vec<Record> {
    let lines = text.split('\n').enumerate();
    lines.filter_map(|(line, text)| Some(Record { line, said: read(text, day)? })).collect()
}

/// What a line is, if it bears a mark.
pub fn read(line: &str, day: NaiveDate) -> Option<Said> {
    let (mark, rest) = mark(line)?;
    let rest = rest.trim();
    Some(match mark {
        Mark::Item => {
            let (title, at) = stamped(rest);
            Said::Item { title: title.to_owned(), at }
        }
        Mark::Statement => {
            let (who, text) = speaker(rest);
            Said::Statement { who: who.to_owned(), text: text.to_owned() }
        }
        Mark::Resolution => Said::Resolution { text: rest.to_owned() },
        Mark::Action { done } => Said::Action(Task::read(rest, day, done)),
        Mark::Vote => Said::Vote(Vote::read(rest)),
        Mark::Fact => Said::Fact { text: rest.to_owned() },
    })
}

/// A line without the mark that begins it.
pub fn unmarked(line: &str) -> &str {
    mark(line).map_or(line, |(_, rest)| rest).trim_start()
}

/// The mark that begins a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Item,
    Statement,
    Resolution,
    Action { done: bool },
    Vote,
    Fact,
}

/// What stands in the brackets of an action that is done already.
const DONE: &str = "xX√✓";

/// The mark of a line, with what follows it. Two of one kind are none: `##` is a heading of Markdown, `!!` an exclamation.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let line = line.trim_start();
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let mark = match halfwidth_char(first) {
        '#' => Mark::Item,
        '@' => Mark::Statement,
        '!' => Mark::Resolution,
        '?' => Mark::Vote,
        '~' => Mark::Fact,
        '-' => return bracketed(rest.trim_start()),
        _ if first == '【' => return bracketed(line),
        _ => return None,
    };
    let again =
        rest.chars().next().is_some_and(|next| halfwidth_char(next) == halfwidth_char(first));
    (!again).then_some((mark, rest))
}

fn bracketed(text: &str) -> Option<(Mark, &str)> {
    let mut chars = text.chars();
    chars.next().filter(|c| matches!(c, '[' | '［' | '【'))?;
    let mut done = false;
    loop {
        let c = chars.next()?;
        if matches!(c, ']' | '］' | '】') {
            return Some((Mark::Action { done }, chars.as_str()));
        }
        if DONE.contains(halfwidth_char(c)) && !done {
            done = true;
        } else if !c.is_whitespace() {
            // 【重要】 is a word in brackets.
            return None;
        }
    }
}

/// A title without the time that ends it: `省干项目协调（14:05）`.
fn stamped(text: &str) -> (&str, Option<NaiveTime>) {
    let Some(open) = stamp_of(text) else { return (text, None) };
    let inner = halfwidth(&text[open.clone()]);
    // 14:05-15:00 is reached at the first of both.
    let first =
        inner.trim_matches(['(', ')']).split(['-', '~', '—', '至']).next().unwrap_or_default();
    match NaiveTime::parse_from_str(first.trim(), "%H:%M") {
        Ok(at) => (text[..open.start].trim_end(), Some(at)),
        Err(_) => (text, None),
    }
}

/// Where the brackets stand that end a text.
fn stamp_of(text: &str) -> Option<Range<usize>> {
    text.ends_with([')', '）']).then_some(())?;
    Some(text.rfind(['(', '（'])?..text.len())
}

/// A line that names an item of the agenda and bears no time yet: with it, as a person would write it; otherwise nothing.
pub fn stamp(line: &str, now: NaiveTime) -> Option<String> {
    let (Mark::Item, rest) = mark(line)? else { return None };
    let rest = rest.trim();
    if rest.is_empty() || stamped(rest).1.is_some() {
        return None;
    }
    Some(format!("（{}）", now.format("%H:%M")))
}

/// Who speaks, and what he says: `张工：一分公司已踏勘`.
fn speaker(text: &str) -> (&str, &str) {
    let ends = |c: char| c.is_whitespace() || ['：', ':'].contains(&c);
    let parts = text.split_once(ends);
    parts.map_or((text, ""), |(who, said)| (who.trim(), said.trim()))
}

#[cfg(test)]
mod tests;
