//! Search in leads: one box over titles, customers, numbers and the text of the notice.
//!
//! The index gives candidates ([`crate::text::bigram`]), newest first and lazily; each is looked at in its folded text, so
//! nothing is found that is not there. Candidates are taken in tiers: those with every word in the title, then title,
//! customer and numbers, then the text as well. What is found is ranked by
//!
//! 1. put-away leads last,
//! 2. a number that is exactly what was typed,
//! 3. the field: title, customer, number, text (of several words, the one found deepest counts),
//! 4. found as written, then by sound,
//! 5. several words side by side, then apart,
//! 6. the place of the first word in its field, earlier first,
//! 7. newest first, as in the list.
//!
//! At most [`MOST_FOUND`] are ranked: when a tier holds more, its newest are taken and the count says "and more". So a word
//! that half of all leads hold costs no more than one that a thousand hold.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::leads::LeadProjection;
use super::{StoreError, Writing};
use crate::text::bigram::{self, Condition, Terms, Way};
use crate::text::normal::fold;
use crate::text::seek::{self, Sought};

/// More leads than these are not ranked.
pub const MOST_FOUND: usize = 1_000;

/// Parts values in the stored text; cleaned text has no such character.
const SEPARATOR: char = '\u{1e}';

/// What a searched value is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Title.
    Title,
    /// Customer as published, and the name people call it by.
    Customer,
    /// The customer's unit.
    Unit,
    /// Our number.
    Number,
    /// Project number.
    Project,
    /// The publisher's identity of the notice.
    Identity,
    /// The agency.
    Agency,
    /// Site.
    Site,
    /// A lot's name.
    Lot,
    /// What is bought.
    Content,
    /// Who may bid.
    Qualification,
    /// What must have been done before.
    Performance,
}

/// Fields with their letter in the stored text, and their part of the index.
const FIELDS: [(Field, char, Column); 12] = [
    (Field::Title, 't', Column::Title),
    (Field::Customer, 'c', Column::Customer),
    (Field::Unit, 'u', Column::Customer),
    (Field::Number, 'n', Column::Number),
    (Field::Project, 'p', Column::Number),
    (Field::Identity, 'i', Column::Number),
    (Field::Agency, 'a', Column::Body),
    (Field::Site, 's', Column::Body),
    (Field::Lot, 'l', Column::Body),
    (Field::Content, 'o', Column::Body),
    (Field::Qualification, 'q', Column::Body),
    (Field::Performance, 'e', Column::Body),
];

/// A part of the index; the order is that of rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Title,
    Customer,
    Number,
    Body,
}

impl Column {
    const ALL: [Column; 4] = [Column::Title, Column::Customer, Column::Number, Column::Body];

    /// Begins its terms, so that a search in titles does not read what is said of texts.
    fn marker(self) -> Option<char> {
        match self {
            Column::Title => None,
            Column::Customer => Some('\u{95}'),
            Column::Number => Some('\u{96}'),
            Column::Body => Some('\u{97}'),
        }
    }

    fn way(self) -> Way {
        match self {
            Column::Title | Column::Customer => Way::Sound,
            Column::Number | Column::Body => Way::Letter,
        }
    }
}

impl Field {
    fn row(self) -> &'static (Field, char, Column) {
        FIELDS.iter().find(|(field, ..)| *field == self).unwrap_or(&FIELDS[0])
    }

    fn parse(letter: char) -> Option<(Field, Column)> {
        FIELDS
            .iter()
            .find(|(_, known, _)| *known == letter)
            .map(|(field, _, column)| (*field, *column))
    }

    /// Whether it is searched by sound too.
    pub fn way(self) -> Way {
        self.row().2.way()
    }

    /// Its name, as in JSON and in catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Customer => "customer",
            Field::Unit => "unit",
            Field::Number => "number",
            Field::Project => "project",
            Field::Identity => "identity",
            Field::Agency => "agency",
            Field::Site => "site",
            Field::Lot => "lot",
            Field::Content => "content",
            Field::Qualification => "qualification",
            Field::Performance => "performance",
        }
    }
}

/// A lead that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the list.
    pub id: i64,
    /// The field that holds the word found deepest.
    pub field: Field,
    rank: Rank,
}

/// Smaller is better; see the head of this file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    away: bool,
    inexact: bool,
    column: Column,
    by_sound: bool,
    scattered: bool,
    at: usize,
    older: std::cmp::Reverse<i64>,
}

/// What a search found, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// At most [`MOST_FOUND`].
    pub rows: Vec<Hit>,
    /// There are more.
    pub more: bool,
}

/// The stored text of a lead's values, and its terms.
#[derive(Debug, Clone)]
pub(super) struct Indexed {
    pub(super) text: String,
    terms: String,
}

impl Indexed {
    /// Folds the values and takes their terms.
    pub(super) fn new(lead: &LeadProjection) -> Indexed {
        let mut text = String::new();
        let mut columns: [Terms; 4] = Default::default();
        let mut terms = String::new();
        let mut mark = |term: String| {
            terms.push_str(&term);
            terms.push(' ');
        };
        lead.province.iter().for_each(|code| mark(bigram::mark(code)));
        for (field, value) in &lead.values {
            let folded: String = fold(value).chars().filter(|c| *c != SEPARATOR).collect();
            if folded.is_empty() {
                continue;
            }
            let (_, letter, column) = *field.row();
            columns[column as usize].add(&folded, column.way());
            if column == Column::Number {
                mark(bigram::whole(&folded));
            }
            text.push(SEPARATOR);
            text.push(letter);
            text.push_str(&folded);
        }
        for (column, found) in Column::ALL.into_iter().zip(columns) {
            found.write(column.marker(), &mut terms);
        }
        Indexed { text, terms }
    }
}

impl Writing<'_> {
    /// Writes a lead's text and terms under a place where nothing is.
    pub(super) fn index_lead(&mut self, id: i64, indexed: &Indexed) -> Result<(), StoreError> {
        let sql = "INSERT INTO lead_text (id, text) VALUES (?1, ?2)";
        self.transaction.prepare_cached(sql)?.execute(params![id, indexed.text])?;
        let sql = "INSERT INTO lead_search (rowid, terms) VALUES (?1, ?2)";
        self.transaction.prepare_cached(sql)?.execute(params![id, indexed.terms])?;
        Ok(())
    }

    /// Forgets what was indexed at a place.
    pub(super) fn unindex_lead(&mut self, id: i64) -> Result<(), StoreError> {
        for sql in
            ["DELETE FROM lead_text WHERE id = ?1", "DELETE FROM lead_search WHERE rowid = ?1"]
        {
            self.transaction.prepare_cached(sql)?.execute([id])?;
        }
        Ok(())
    }

    /// Leads in which every word is found, best first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search_leads(
        &self,
        sought: &Sought,
        province: Option<&str>,
    ) -> Result<Hits, StoreError> {
        let mut search = Search {
            tx: self,
            sought,
            whole: sought.whole(),
            seen: HashSet::new(),
            found: Vec::new(),
        };
        for expression in expressions(sought, province) {
            if search.found.len() > MOST_FOUND {
                break;
            }
            search.take(&expression)?;
        }
        let mut rows = search.found;
        rows.sort_by(|a, b| a.rank.cmp(&b.rank));
        let more = rows.len() > MOST_FOUND;
        rows.truncate(MOST_FOUND);
        Ok(Hits { rows, more })
    }
}

struct Search<'a, 't> {
    tx: &'a Writing<'t>,
    sought: &'a Sought,
    whole: String,
    seen: HashSet<i64>,
    found: Vec<Hit>,
}

impl Search<'_, '_> {
    /// Looks at the candidates of a tier, newest first, until there are more than can be ranked.
    fn take(&mut self, expression: &str) -> Result<(), StoreError> {
        let sql = "SELECT rowid FROM lead_search WHERE lead_search MATCH ?1 ORDER BY rowid DESC";
        let mut candidates = self.tx.transaction.prepare_cached(sql)?;
        let sql = "SELECT text FROM lead_text WHERE id = ?1";
        let mut texts = self.tx.transaction.prepare_cached(sql)?;
        let mut rows = candidates.query([expression])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !self.seen.insert(id) {
                continue;
            }
            let examined = |row: &rusqlite::Row<'_>| {
                Ok(examine(self.sought, &self.whole, id, row.get_ref(0)?.as_str()?))
            };
            if let Some(hit) = texts.query_row([id], examined).optional()?.flatten() {
                self.found.push(hit);
                if self.found.len() > MOST_FOUND {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Whether every word is in the text of a lead, and how well.
fn examine(sought: &Sought, whole: &str, id: i64, text: &str) -> Option<Hit> {
    let values = || {
        text.split(SEPARATOR).filter_map(|value| {
            let letter = value.chars().next()?;
            let (field, column) = Field::parse(letter)?;
            Some((field, column, &value[letter.len_utf8()..]))
        })
    };
    let mut deepest: Option<(Column, bool, usize, Field, &str)> = None;
    let mut at = usize::MAX;
    for word in sought.words() {
        let mut best: Option<(Column, bool, usize, Field, &str)> = None;
        for (field, column, value) in values() {
            if best.as_ref().is_some_and(|best| (best.0, best.1) <= (column, false)) {
                continue;
            }
            if let Some(found) = seek::find(word, value, column.way()) {
                let this = (column, found.by_sound, found.at, field, value);
                if best.as_ref().is_none_or(|best| (this.0, this.1) < (best.0, best.1)) {
                    best = Some(this);
                }
            }
        }
        let best = best?;
        at = at.min(best.2);
        if deepest.as_ref().is_none_or(|deepest| (deepest.0, deepest.1) < (best.0, best.1)) {
            deepest = Some(best);
        }
    }
    let (column, by_sound, _, field, value) = deepest?;
    let several = sought.words().len() > 1;
    let scattered = several && seek::find(whole, value, column.way()).is_none();
    let exact = values().any(|(_, column, value)| column == Column::Number && value == whole);
    let rank = Rank {
        away: super::leads::is_away(id),
        inexact: !exact,
        column,
        by_sound,
        scattered,
        at,
        older: std::cmp::Reverse(id),
    };
    Some(Hit { id, field, rank })
}

/// What the index is asked, tier by tier; each holds what the tiers before it hold.
fn expressions(sought: &Sought, province: Option<&str>) -> Vec<String> {
    let here = province.map_or(String::new(), |code| format!(" AND \"{}\"", bigram::mark(code)));
    let in_column = |word: &str, column: Column| {
        bigram::condition(word, column.way()).map(|asked| fts(&asked, column.marker()))
    };
    let words = &sought.words()[..sought.words().len().min(MOST_WORDS)];
    if words.is_empty() {
        return Vec::new();
    }
    let tier = |columns: &[Column]| -> String {
        let word = |word: &String| {
            let ways: Vec<String> =
                columns.iter().filter_map(|column| in_column(word, *column)).collect();
            format!("({})", ways.join(" OR "))
        };
        words.iter().map(word).collect::<Vec<_>>().join(" AND ") + &here
    };
    let number: String = sought.whole().chars().take(LONGEST_NUMBER).collect();
    vec![
        format!("\"{}\"{here}", bigram::whole(&number)),
        tier(&Column::ALL[..1]),
        tier(&Column::ALL[..3]),
        tier(&Column::ALL),
    ]
}

/// More words than these do not narrow the candidates further; all are looked for in the text.
const MOST_WORDS: usize = 12;

/// No number is longer.
const LONGEST_NUMBER: usize = 200;

/// A condition as FTS5 reads it. Terms hold no ASCII sign, so nothing can leave the quotes.
fn fts(condition: &Condition, marker: Option<char>) -> String {
    let begin = marker.map(String::from).unwrap_or_default();
    let joined = |conditions: &[Condition], word: &str| {
        let parts: Vec<String> = conditions.iter().map(|one| fts(one, marker)).collect();
        format!("({})", parts.join(word))
    };
    match condition {
        Condition::Term(term) => format!("\"{begin}{term}\""),
        Condition::Prefix(term) => format!("\"{begin}{term}\" *"),
        Condition::All(all) => joined(all, " AND "),
        Condition::Any(any) => joined(any, " OR "),
    }
}
