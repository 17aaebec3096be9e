//! The disclosure ledger: who has a copy of what. Each copy of a letter, and each of the file of a piece of evidence, is made for
//! one recipient and bears a serial of its own; the ledger keeps whose it is, what for, its class and the hash of its content.
//!
//! A leak is traced by it (art. 21): by the serial that a document bears, by its content, or, where its foot was cut away, by
//! the case that it names.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::evidence::evidence;
use super::{Case, Entry};

/// What a copy is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// `WS-…`, for orders `ZL-…`, for evidence `ZJ-…`.
    pub serial: String,
    /// SHA-256, `sha256:` and hex: of a letter's text as Markdown, of the file of a piece of evidence.
    pub hash: String,
    /// Confidentiality class.
    pub class: u8,
}

/// What there is a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Thing {
    /// A letter, by its id.
    Letter(String),
    /// A piece of evidence, by its number in the timeline.
    Evidence(usize),
    /// Minutes of a meeting, by their version.
    Minutes(u32),
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// What the copy is known by.
    #[serde(flatten)]
    pub copy: Copy,
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// Unit code, or who else has it.
    pub recipient: String,
    /// What for.
    pub purpose: Option<String>,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By the person named.
    pub by: String,
}

/// The copies that were made in a case, in order.
pub fn ledger(case: &Case) -> Vec<Issued> {
    let issued = |entry: &Entry| {
        let text = |name: &str| entry.args.get(name).map(str::to_owned);
        let evidence = |event: &str| case.timeline.iter().position(|e| e.event == event);
        let thing = match entry.args.get("evidence") {
            Some(event) => Thing::Evidence(evidence(event)? + 1),
            None => Thing::Letter(text("letter")?),
        };
        Some(Issued {
            copy: entry.copy.clone()?,
            thing,
            recipient: text("recipient")?,
            purpose: text("purpose"),
            at: entry.at,
            by: entry.actor.clone(),
        })
    };
    case.timeline.iter().filter(|entry| entry.counts).filter_map(issued).collect()
}

/// What came to light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaked {
    /// What can be read of it: a serial alone, or a whole document.
    pub text: String,
    /// The hashes that it may be known by, of its bytes and of its text.
    pub hashes: Vec<String>,
}

/// By what a copy was recognised; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It bears the serial of that very copy.
    Serial,
    /// It is what the copy is of; others may have the same.
    Content,
    /// It names the case only: anybody's copy may be the one.
    Case,
}

/// Somebody who has, or has seen, what came to light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Number of the case.
    pub case: String,
    /// By what it was recognised.
    pub mark: Mark,
    /// Unit code, or who else.
    pub who: String,
    /// The copy; a unit that brought the evidence itself, or was shown it, has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<Issued>,
}

/// Who of a case may be where it came from: the bearer of the serial alone where it bears one; else whoever has the like.
pub fn holders(case: &Case, leaked: &Leaked) -> Vec<Holder> {
    let mut found = among(&case.number, &ledger(case), leaked);
    if found.first().is_some_and(|holder| holder.mark == Mark::Serial) {
        return found;
    }
    let known = |hash: &String| leaked.hashes.contains(hash);
    let shown = evidence(case)
        .into_iter()
        .filter(|piece| piece.file.as_ref().is_some_and(|f| known(&f.hash)));
    let shown = shown.flat_map(|piece| piece.seen_by);
    let seen: Vec<Holder> = shown
        .map(|who| Holder { case: case.number.clone(), mark: Mark::Content, who, copy: None })
        .collect();
    if !seen.is_empty() {
        found.retain(|holder| holder.mark == Mark::Content);
        found.extend(seen);
    }
    found
}

/// Who of those that have copies of something with a number may be where it came from, by the surest mark.
pub fn among(number: &str, copies: &[Issued], leaked: &Leaked) -> Vec<Holder> {
    let of = |mark: Mark, fits: &dyn Fn(&Issued) -> bool| -> Vec<Holder> {
        let holder = |copy: &Issued| Holder {
            case: number.to_owned(),
            mark,
            who: copy.recipient.clone(),
            copy: Some(copy.clone()),
        };
        copies.iter().filter(|copy| fits(copy)).map(holder).collect()
    };
    let named = names(&leaked.text, number);
    [
        of(Mark::Serial, &|copy| names(&leaked.text, &copy.copy.serial)),
        of(Mark::Content, &|copy| leaked.hashes.contains(&copy.copy.hash)),
        of(Mark::Case, &|_| named),
    ]
    .into_iter()
    .find(|found| !found.is_empty())
    .unwrap_or_default()
}

/// Whether a text names a number: `WS-2026-00012` does not name `WS-2026-0001`.
fn names(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let after = text[at + number.len()..].chars().next();
        let before = text[..at].chars().next_back();
        !after.is_some_and(|c| c.is_ascii_digit())
            && !before.is_some_and(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_number_is_named_whole_or_not_at_all() {
        assert!(names("编号：WS-2026-0001　F1", "WS-2026-0001"));
        assert!(names("WS-2026-0001", "WS-2026-0001"));
        assert!(!names("WS-2026-00012", "WS-2026-0001"));
        assert!(!names("AWS-2026-0001", "WS-2026-0001"));
    }
}
