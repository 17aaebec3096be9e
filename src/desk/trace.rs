//! Tracing a leak (art. 21): a serial, or a document that came to light, against the disclosure ledgers of all cases.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::domain::calendar::to_the_minute;
use crate::domain::case::evidence::written;
use crate::domain::case::ledger::{Holder, Leaked, Mark, Thing, among, holders};
use crate::domain::why::Why;
use crate::i18n::{Words, value};
use crate::interchange::legible::legible;
use crate::t;

use super::command::Refusal;
use super::history;
use super::query::{Answer, Reading};

/// What came to light: a file where there is one of that name, else the text of a serial.
///
/// # Errors
/// The file cannot be read.
pub fn leaked(sought: &str) -> Result<Leaked, Refusal> {
    let sought = sought.trim();
    let path = Path::new(sought);
    if !path.is_file() {
        return Ok(Leaked { text: sought.to_ascii_uppercase(), hashes: Vec::new() });
    }
    let bytes = fs::read(path).map_err(|error| {
        let why = Why::plain("file-unreadable").with("file", sought);
        Refusal::because(why.with("detail", error.to_string()))
    })?;
    let text = legible(&bytes);
    let hash = |bytes: &[u8]| written(&Sha256::digest(bytes));
    // A mail program may have given every line another end.
    let mut hashes = vec![hash(&bytes), hash(text.replace("\r\n", "\n").as_bytes())];
    hashes.dedup();
    Ok(Leaked { text, hashes })
}

impl Reading<'_, '_> {
    /// Who may be where it came from, the surest first: whoever holds a copy of that serial; else of that content; else of a
    /// case that it names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn holders(&self, leaked: &Leaked) -> Answer<Vec<Holder>> {
        let mut found = Vec::new();
        for subject in self.tx.cases(None, true)? {
            let Ok(subject) = subject.parse() else { continue };
            if let Some((case, _)) = history::case(self.tx, self.context, subject)? {
                found.extend(holders(&case, leaked));
            }
        }
        for subject in self.all_meetings()? {
            if let Some(meeting) = history::meeting(self.tx, self.context, subject)? {
                found.extend(among(&meeting.planned.number, &meeting.copies(), leaked));
            }
        }
        // A surer mark in one case says more than a weaker one in another.
        let surest = found.iter().map(|holder| holder.mark).min();
        found.retain(|holder| Some(holder.mark) == surest);
        Ok(found)
    }
}

/// What was found, in words: how it was recognised, and a line for each who may be where it came from. `name` gives the name of
/// a unit by its code.
pub fn told(holders: &[Holder], words: &Words, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let Some(first) = holders.first() else { return vec![t!(words, "trace-nothing")] };
    let line = |holder: &Holder| {
        let who = name(&holder.who);
        let Some(copy) = &holder.copy else {
            return t!(words, "trace-seen", number = holder.case.as_str(), who = who);
        };
        let thing = match &copy.thing {
            Thing::Letter(letter) => value::choice(words, letter),
            Thing::Evidence(n) => t!(words, "layer-copy-of", n = n.to_string()),
            Thing::Minutes(n) => t!(words, "layer-copy-of-minutes", n = n.to_string()),
        };
        let at = to_the_minute(copy.at);
        let head = format!("{}  {}  {thing} → {who}", copy.copy.serial, holder.case);
        let tail = [Some(at), Some(copy.by.clone()), copy.purpose.clone()];
        format!("{head} · {}", tail.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let head = match first.mark {
        Mark::Serial => t!(words, "trace-by-serial"),
        Mark::Content => t!(words, "trace-by-content"),
        Mark::Case => t!(words, "trace-by-case"),
    };
    std::iter::once(head).chain(holders.iter().map(line)).collect()
}
