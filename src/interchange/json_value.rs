//! A JSON value as it stands in a row, read only where somebody asks for it.
//!
//! Each level is read on its own from the raw text: numbers keep their figures as written, unknown members are stepped over
//! however deep they are, and a name given twice with different contents is not silently settled in favour of the last. A
//! value of the wrong type is no fault of the row: it becomes a field that a person must look at, with its words and path.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::notice_json::said::silent;
use crate::domain::lead::Field;
use crate::text::clean::{clean_line, clean_text};

/// How much of a value of the wrong type is shown, in characters.
const SHOWN: usize = 200;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Value<'a> {
    json: &'a str,
    /// Names from the row's beginning, joined by dots: `tender.tenderPeriod.endDate`.
    pub(super) path: String,
    /// Whether the name was given twice with different contents.
    torn: bool,
}

impl<'a> Value<'a> {
    /// A row.
    pub(super) fn of_row(json: &'a str) -> Value<'a> {
        Value { json, path: String::new(), torn: false }
    }

    /// The members of an object; `None` for anything else.
    pub(super) fn object(&self) -> Option<Object<'a>> {
        if self.torn || !self.json.starts_with('{') {
            return None;
        }
        let names: Names<'a> = serde_json::from_str(self.json).ok()?;
        Some(Object { path: self.path.clone(), names })
    }

    /// The elements of a list; `None` for anything else. Elements that are null are left out.
    pub(super) fn list(&self) -> Option<Vec<Value<'a>>> {
        if self.torn || !self.json.starts_with('[') {
            return None;
        }
        let raw: Vec<&'a RawValue> = serde_json::from_str(self.json).ok()?;
        let numbered = raw.into_iter().enumerate();
        let values = numbered.map(|(index, raw)| Value {
            json: raw.get(),
            path: format!("{}[{index}]", self.path),
            torn: false,
        });
        Some(values.filter(|value| value.json != "null").collect())
    }

    /// A text of one line, cleaned; a number counts as its figures. `None` for anything else.
    pub(super) fn line(&self) -> Option<String> {
        self.plain().map(|text| clean_line(&text))
    }

    /// A text of several lines, cleaned.
    pub(super) fn lines(&self) -> Option<String> {
        self.plain().map(|text| clean_text(&text).trim().to_owned())
    }

    /// The figures of a number as written, also where they stand in quotation marks.
    pub(super) fn figures(&self) -> Option<String> {
        self.line()
    }

    fn plain(&self) -> Option<String> {
        match self.json.as_bytes().first() {
            _ if self.torn => None,
            // A text can be well-formed JSON and still no text: half of a surrogate pair.
            Some(b'"') => serde_json::from_str(self.json).ok(),
            Some(b'0'..=b'9' | b'-') => Some(self.json.to_owned()),
            _ => None,
        }
    }

    /// Its JSON.
    pub(super) fn json(&self) -> &'a str {
        self.json
    }

    /// The value as words for a person, shortened.
    pub(super) fn shown(&self) -> String {
        let line = clean_line(self.json);
        if line.chars().count() <= SHOWN {
            return line;
        }
        line.chars().take(SHOWN - 1).chain(['…']).collect()
    }

    /// A field that a person must look at.
    pub(super) fn doubt<T>(&self) -> Field<T> {
        let text = self.lines().unwrap_or_else(|| self.shown());
        Field::to_review(&text, &self.path)
    }
}

/// The members of an object.
#[derive(Debug)]
pub(super) struct Object<'a> {
    path: String,
    names: Names<'a>,
}

impl<'a> Object<'a> {
    /// A member that is there and not null.
    pub(super) fn get(&self, name: &str) -> Option<Value<'a>> {
        let (json, torn) = self.names.0.get(name)?;
        let dot = if self.path.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{name}", self.path);
        (*json != "null").then_some(Value { json, path, torn: *torn })
    }

    /// Whether a member of this name is there and not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member of a member: `["tenderPeriod", "endDate"]`.
    pub(super) fn at(&self, names: &[&str]) -> Option<Value<'a>> {
        let (first, rest) = names.split_first()?;
        let value = self.get(first)?;
        if rest.is_empty() { Some(value) } else { value.object()?.at(rest) }
    }

    /// The objects of a list; what is no object is left out.
    pub(super) fn objects(&self, name: &str) -> Vec<Object<'a>> {
        let list = self.get(name).and_then(|value| value.list()).unwrap_or_default();
        list.iter().filter_map(Value::object).collect()
    }

    /// A member that is a text of one line and says something.
    pub(super) fn line(&self, name: &str) -> Option<String> {
        self.get(name)?.line().filter(|text| !text.is_empty())
    }
}

/// A field whose words are its value.
pub(super) fn words(value: Option<Value<'_>>) -> Field<String> {
    said(value, |text, value| Field::recognised(text.to_owned(), text, &value.path))
}

/// A field read from a text, or the answer that there is none or that a person must look.
pub(super) fn said<T>(
    value: Option<Value<'_>>,
    read: impl FnOnce(&str, &Value<'_>) -> Field<T>,
) -> Field<T> {
    let Some(value) = value else { return Field::not_stated() };
    match value.lines() {
        None => value.doubt(),
        Some(text) if text.is_empty() || silent(&text) => Field::not_stated(),
        Some(text) => read(&text, &value),
    }
}

/// Members by name: the raw text, and whether it was given twice with different contents.
#[derive(Debug)]
struct Names<'a>(BTreeMap<String, (&'a str, bool)>);

impl<'de> Deserialize<'de> for Names<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Names<'de>, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Names<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names<'de>, A::Error> {
        let mut names: BTreeMap<String, (&'de str, bool)> = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            let json = value.get();
            let kept = names.entry(name).or_insert((json, false));
            kept.1 |= kept.0 != json;
        }
        Ok(Names(names))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::lead::FieldState;

    #[test]
    fn a_value_keeps_its_path_and_its_figures() {
        let row = Value::of_row(r#"{"tender":{"value":{"amount":12345678901234567.10},"n":null}}"#);
        let amount = row.object().unwrap().at(&["tender", "value", "amount"]).unwrap();
        assert_eq!(amount.figures().as_deref(), Some("12345678901234567.10"));
        assert_eq!(amount.path, "tender.value.amount");
        assert!(row.object().unwrap().at(&["tender", "n"]).is_none());
        assert!(row.object().unwrap().at(&["tender", "value", "amount", "x"]).is_none());
    }

    #[test]
    fn a_value_of_the_wrong_type_is_for_a_person() {
        let json = r#"{"a":["x"],"b":"\ud800","c":true,"d":"1","d":"2","e":" ","f":7}"#;
        let row = Value::of_row(json).object().unwrap();
        for name in ["a", "b", "c", "d"] {
            assert_eq!(words(row.get(name)).state, FieldState::ToReview, "{name}");
        }
        assert_eq!(words(row.get("a")).text.as_deref(), Some("[\"x\"]"));
        assert_eq!(words(row.get("e")), Field::not_stated());
        assert_eq!(words(row.get("f")).value.as_deref(), Some("7"));
    }

    #[test]
    fn depth_is_stepped_over() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let json = format!(r#"{{"x":{deep},"title":"t","y":{deep}}}"#);
        let row = Value::of_row(&json).object().unwrap();
        assert_eq!(row.line("title").as_deref(), Some("t"));
        assert_eq!(row.get("y").unwrap().shown().chars().count(), SHOWN);
    }
}
