//! An action (待办) as a line of the minutes says it: `【】@李工 周五前 报送踏勘记录`.

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
}

impl Task {
    /// Reads what follows the mark. The owner is the first `@` word; the day is the first that the line says, reckoned from
    /// that of the meeting.
    pub fn read(text: &str, day: NaiveDate, done: bool) -> Task {
        let (owner, rest) = owner(text);
        let due = due_date(&rest, day);
        let what = match &due {
            Some((_, words)) => format!("{} {}", &rest[..words.start], &rest[words.end..]),
            None => rest,
        };
        let joins = |c: char| c.is_whitespace() || ",，、;；:：".contains(c);
        let what = what.trim_matches(joins).split_whitespace().collect::<Vec<_>>().join(" ");
        Task { what, owner, due: due.map(|(day, _)| day), done }
    }
}

/// The name behind the first `@`, and the text without it.
fn owner(text: &str) -> (Option<String>, String) {
    let Some((at, sign)) = text.char_indices().find(|(_, c)| halfwidth_char(*c) == '@') else {
        return (None, text.to_owned());
    };
    let behind = &text[at + sign.len_utf8()..];
    let ends = |c: char| c.is_whitespace() || ",，、;；:：。".contains(c);
    let name = &behind[..behind.find(ends).unwrap_or(behind.len())];
    let rest = format!("{} {}", &text[..at], &behind[name.len()..]);
    (Some(name.to_owned()).filter(|name| !name.is_empty()), rest)
}
