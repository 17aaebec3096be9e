//! Values as a person reads them, on the screen and in letters: words of choices, articles in full, names of places and units.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Lang, Words};
use crate::domain::meeting::amendment::{Amendment, Signed};
use crate::domain::meeting::follow_up::Stage;
use crate::domain::organisation::Company;
use crate::domain::procedure::{Kind, shares};
use crate::domain::territory::{self, RegionCode};
use crate::t;
use crate::text::format_fen;

/// The word of a choice, or the choice itself where no catalogue knows it.
pub fn choice(words: &Words, word: &str) -> String {
    let keys = [format!("choice-{word}"), format!("state-{word}")];
    match keys.iter().find(|key| words.has(key)) {
        Some(key) => words.say(key),
        None => word.to_owned(),
    }
}

/// Characters of a hash that a person compares.
const HASH: usize = 12;

/// The beginning of a hash.
pub fn short_hash(hash: &str) -> String {
    hash.trim_start_matches("sha256:").chars().take(HASH).collect()
}

/// An amendment: on whose word, why, and what was signed before and after it.
pub fn amendment(words: &Words, amendment: &Amendment) -> String {
    let signed = |signed: &Signed| {
        let (version, hash) = (signed.version.to_string(), short_hash(&signed.hash));
        t!(words, "amendment-signed", version = version, hash = hash)
    };
    let before = signed(&amendment.before);
    let after = amendment.after.as_ref().map(signed);
    let after = after.unwrap_or_else(|| t!(words, "amendment-open"));
    let (by, reasons) = (amendment.proposed_by.as_str(), amendment.reasons.as_str());
    t!(words, "amendment", by = by, reasons = reasons, before = before, after = after)
}

/// The label of an argument or field, or its name where no catalogue knows it.
pub fn label(words: &Words, name: &str) -> String {
    let key = format!("arg-{name}");
    if words.has(&key) { words.say(&key) } else { name.to_owned() }
}

/// A region's name by its code, or the code as given.
pub fn region(words: &Words, code: &str) -> String {
    let known = code.parse::<RegionCode>().is_ok();
    if known { t!(words, "ui-region", name = words.region(code)) } else { code.to_owned() }
}

/// The citation of a rule, or its id where the rulebook has none of it.
pub fn rule(words: &Words, id: &str) -> String {
    let book = words.book();
    let found = book.get(id);
    found.map_or_else(|| id.to_owned(), |rule| rule.cite(words.lang() == Lang::Zh))
}

/// A lot: the whole, or its number.
pub fn lot(words: &Words, lot: &str) -> String {
    if lot == "0" { t!(words, "ui-lot-whole") } else { t!(words, "ui-lot", lot = lot) }
}

/// A unit by its two names.
pub fn unit(words: &Words, name: &str, en: &str) -> String {
    if words.lang() == Lang::En && !en.is_empty() { en.to_owned() } else { name.to_owned() }
}

/// A unit by its code, as it is called on a day.
pub fn unit_on(words: &Words, company: &Company, code: &str, day: NaiveDate) -> String {
    let known = company.unit(code, day);
    known.map_or_else(|| code.to_owned(), |known| unit(words, &known.name, &known.en))
}

/// A customer by its code; one that the table does not have stays as it is.
pub fn customer(words: &Words, code: &str) -> String {
    match crate::domain::customer::customer(code) {
        Some(known) if words.lang() == Lang::En => known.en.clone(),
        Some(known) => known.name.clone(),
        None => code.to_owned(),
    }
}

/// A place by its GB/T 2260 code; a code that no table has stays as it is.
pub fn place(words: &Words, code: &str) -> String {
    let Some(division) = territory::division(code) else { return code.to_owned() };
    match (words.lang(), &division.en) {
        (Lang::En, Some(en)) => en.clone(),
        _ => division.name.clone(),
    }
}

/// What a fact of the organisation is about: its kind's word, and codes with their names.
pub fn fact(words: &Words, label: &str) -> String {
    let (kind, codes) = label.split_once(' ').unwrap_or((label, ""));
    let key = format!("fact-{kind}");
    let kind = if words.has(&key) { words.say(&key) } else { kind.to_owned() };
    let codes: Vec<String> = codes
        .split(' ')
        .map(|code| {
            let post = format!("post-{code}");
            if words.has(&post) { words.say(&post) } else { place(words, code) }
        })
        .collect();
    format!("{kind} {}", codes.join(" "))
}

/// A sum. Chinese counts money in ten thousands; an English reader gets plain yuan.
pub fn sum(words: &Words, fen: i64) -> String {
    if words.lang() == Lang::Zh {
        return format_fen(fen);
    }
    let sign = if fen < 0 { "-" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    t!(words, "layer-yuan", yuan = format!("{sign}{yuan}"), fen = format!("{rest:02}"))
}

/// Names in a row: `甲、乙`.
pub fn listed(words: &Words, names: &[String]) -> String {
    names.join(if words.lang() == Lang::Zh { "、" } else { ", " })
}

/// What only the caller knows: names of units, and how an instant is told.
pub struct Names<'a> {
    /// The name of a unit by its code.
    pub unit: &'a dyn Fn(&str) -> String,
    /// An instant in words.
    pub moment: &'a dyn Fn(DateTime<Utc>) -> String,
    /// What is named by its identity: a subject by its number, an entry by its place in the timeline.
    pub named: &'a dyn Fn(&str) -> String,
}

/// An identity as it was signed, where nobody knows a number for it.
pub fn as_signed(identity: &str) -> String {
    identity.to_owned()
}

/// What was entered under an argument.
pub fn argument(words: &Words, kind: Kind, text: &str, names: &Names<'_>) -> String {
    let several = |show: &dyn Fn(&str) -> String| {
        let parts = text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
        listed(words, &parts.map(show).collect::<Vec<_>>())
    };
    match kind {
        Kind::Choice(_) => choice(words, text),
        Kind::Units | Kind::Parties => several(names.unit),
        Kind::Rules => several(&|id| rule(words, id)),
        Kind::Region => region(words, text),
        Kind::Moment => text.parse().map_or_else(|_| text.to_owned(), names.moment),
        Kind::Shares => match shares(text) {
            Some(shares) => {
                let one =
                    |(unit, share): &(String, u32)| format!("{} {share}‰", (names.unit)(unit));
                listed(words, &shares.iter().map(one).collect::<Vec<_>>())
            }
            None => text.to_owned(),
        },
        Kind::Unit => (names.unit)(text),
        Kind::Place => place(words, text),
        Kind::Sum => text.parse().map_or_else(|_| text.to_owned(), |fen| sum(words, fen)),
        Kind::Customer => customer(words, text),
        Kind::Entry | Kind::Entries | Kind::About => several(names.named),
        Kind::Text | Kind::Case | Kind::File | Kind::Day => text.to_owned(),
    }
}

/// Where an action of minutes stands.
pub fn stage(words: &Words, stage: Stage) -> String {
    match stage {
        Stage::Open => t!(words, "stage-open"),
        Stage::Doing => t!(words, "stage-doing"),
        Stage::Done => t!(words, "stage-done"),
        Stage::Dropped => t!(words, "stage-dropped"),
    }
}
