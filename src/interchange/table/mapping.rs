//! Which heading of a table means which column, where a person had to say it.
//!
//! Asked once and remembered: the desk keeps a mapping under a key made from the headings, so that the next file of the same
//! outline is read without a question. What a person said goes before what the table of columns says.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::column::{self, Column};
use crate::text::clean::clean_line;
use crate::text::normal::fold;

/// Column by column, the heading that means it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(BTreeMap<String, String>);

/// Why words are no mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// There is no `=` in it, or nothing on one side.
    #[error("not column=heading: {0}")]
    Shape(String),
    /// There is no such column.
    #[error("no column {0}")]
    Column(String),
    /// A column is given two headings, or a heading two columns.
    #[error("{0} is given twice")]
    Twice(String),
}

impl MappingFault {
    /// The sentence's key in the catalogues, after `fail-`.
    pub fn key(&self) -> &'static str {
        match self {
            MappingFault::Shape(_) => "mapping-shape",
            MappingFault::Column(_) => "mapping-column",
            MappingFault::Twice(_) => "mapping-twice",
        }
    }

    /// The sentence's named values.
    pub fn args(&self) -> Vec<(String, String)> {
        let (MappingFault::Shape(word) | MappingFault::Column(word) | MappingFault::Twice(word)) =
            self;
        let columns: Vec<&str> = column::COLUMNS.iter().map(|column| column.id).collect();
        vec![("word".to_owned(), word.clone()), ("columns".to_owned(), columns.join(" "))]
    }
}

impl Mapping {
    /// Reads `title=项目,deadline=截止`. A comma inside a heading is not possible here.
    ///
    /// # Errors
    /// [`MappingFault`] names the part that is none.
    pub fn parse(text: &str) -> Result<Mapping, MappingFault> {
        let mut mapping = Mapping::default();
        for part in text.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()) {
            let shape = || MappingFault::Shape(clean_line(part));
            let (id, heading) = part.split_once(['=', '＝']).ok_or_else(shape)?;
            let (id, heading) = (id.trim(), heading.trim());
            if id.is_empty() || heading.is_empty() {
                return Err(shape());
            }
            mapping.put(id, heading)?;
        }
        if mapping.0.is_empty() { Err(MappingFault::Shape(clean_line(text))) } else { Ok(mapping) }
    }

    /// Says that a heading means a column.
    ///
    /// # Errors
    /// [`MappingFault`] where there is no such column, or one of the two was named before.
    pub fn put(&mut self, id: &str, heading: &str) -> Result<(), MappingFault> {
        if column::by_id(id).is_none() {
            return Err(MappingFault::Column(clean_line(id)));
        }
        let taken = self.0.values().any(|other| fold(other) == fold(heading));
        if taken || self.0.contains_key(id) {
            return Err(MappingFault::Twice(clean_line(if taken { heading } else { id })));
        }
        self.0.insert(id.to_owned(), clean_line(heading));
        Ok(())
    }

    /// The column that a heading means.
    pub fn column(&self, heading: &str) -> Option<&'static Column> {
        let wanted = fold(heading);
        let (id, _) = self.0.iter().find(|(_, heading)| fold(heading) == wanted)?;
        column::by_id(id)
    }

    /// Whether a row of headings has every heading that this names.
    fn fits(&self, headings: &[String]) -> bool {
        self.0.values().all(|wanted| headings.iter().any(|heading| fold(heading) == fold(wanted)))
    }
}

/// The mappings that a reader may ask for: the one given for this file, and those remembered.
#[derive(Debug, Default)]
pub struct Mappings {
    given: Option<Mapping>,
    remembered: BTreeMap<String, Mapping>,
    used: Mutex<Option<(String, Mapping)>>,
}

impl Mappings {
    /// None.
    pub fn none() -> Mappings {
        Mappings::default()
    }

    /// Those remembered, each under its [`key`].
    pub fn remembered(remembered: impl IntoIterator<Item = (String, Mapping)>) -> Mappings {
        Mappings { remembered: remembered.into_iter().collect(), ..Mappings::default() }
    }

    /// With one that a person gave for this file.
    #[must_use]
    pub fn with(mut self, given: Mapping) -> Mappings {
        self.given = Some(given);
        self
    }

    /// The mapping for a row of headings.
    pub(super) fn find(&self, headings: &[String]) -> Option<&Mapping> {
        if let Some(given) = &self.given {
            let fits = given.fits(headings);
            if fits {
                *self.used.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some((key(headings), given.clone()));
            }
            return Some(given).filter(|_| fits);
        }
        self.remembered.get(&key(headings))
    }

    /// The given mapping with its key, once a file was read by it: what is to be remembered.
    pub fn used(&self) -> Option<(String, Mapping)> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Under which name the mapping of a row of headings is remembered. The order of the columns does not matter.
pub fn key(headings: &[String]) -> String {
    let mut folded: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    folded.retain(|heading| !heading.is_empty());
    folded.sort();
    let mut hash = Sha256::new();
    for heading in folded {
        hash.update(heading.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn headings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_mapping_is_read_from_words() {
        let mapping = Mapping::parse("title=事项, deadline＝最晚").unwrap();
        assert_eq!(mapping.column("最 晚").map(|column| column.id), Some("deadline"));
        assert_eq!(mapping.column("别的").map(|column| column.id), None);
        for (words, fault) in [
            ("title", MappingFault::Shape("title".to_owned())),
            ("", MappingFault::Shape(String::new())),
            ("title=", MappingFault::Shape("title=".to_owned())),
            ("titel=a", MappingFault::Column("titel".to_owned())),
            ("title=a,title=b", MappingFault::Twice("title".to_owned())),
            ("title=a,url=A", MappingFault::Twice("A".to_owned())),
        ] {
            assert_eq!(Mapping::parse(words), Err(fault), "{words}");
        }
    }

    #[test]
    fn what_was_said_once_is_found_by_the_headings_in_any_order() {
        let mapping = Mapping::parse("title=事项").unwrap();
        let said = Mappings::none().with(mapping.clone());
        assert_eq!(said.find(&headings(&["别的", "甲"])), None);
        assert_eq!(said.used(), None);
        assert_eq!(said.find(&headings(&["事项", "甲", ""])), Some(&mapping));
        let later = Mappings::remembered(said.used());
        assert_eq!(later.find(&headings(&["甲", "事项"])), Some(&mapping));
        assert_eq!(later.find(&headings(&["甲", "事项", "乙"])), None);
    }
}
