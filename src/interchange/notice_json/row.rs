//! One row as it stands in the file: the fields this reader knows, as cleaned texts.
//!
//! A value that is given twice with different contents is refused rather than silently settled in favour of the last, and
//! what lies in unknown fields is stepped over without building it, however deep it is nested.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::interchange::Reason;
use crate::text::clean::{clean_line, clean_text};

/// The publisher's fields of one line.
const LINES: [&str; 17] = [
    "id",
    "sourceId",
    "url",
    "operator",
    "sourceName",
    "title",
    "region",
    "category",
    "noticeType",
    "projectNo",
    "bidNo",
    "date",
    "createDate",
    "saleTime",
    "deadline",
    "deadlineStatus",
    "budget",
];

/// The publisher's fields that may hold several lines.
const TEXTS: [&str; 4] = ["deadlineEvidence", "purchaseContent", "qualification", "performance"];

/// The known fields of a row, cleaned; an empty or missing one is not there.
#[derive(Debug)]
pub(in crate::interchange) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Reads the JSON text of one object.
    pub(super) fn read(json: &str) -> Result<Fields, Reason> {
        let raw: Raw<'_> = serde_json::from_str(json).map_err(|_| Reason::Unreadable)?;
        if let Some(field) = raw.twice {
            return Err(Reason::FieldTwice { field });
        }
        let mut fields = Fields(Vec::with_capacity(raw.values.len()));
        for (field, value) in raw.values {
            if let Some(text) = text(field, value)? {
                fields.put(field, &text);
            }
        }
        Ok(fields)
    }

    /// The fields of a row that is no JSON.
    pub(in crate::interchange) fn of<'a>(
        texts: impl Iterator<Item = (&'static str, &'a str)>,
    ) -> Fields {
        let mut fields = Fields(Vec::new());
        for (field, text) in texts {
            fields.put(field, text);
        }
        fields
    }

    fn put(&mut self, field: &'static str, text: &str) {
        let clean = if TEXTS.contains(&field) {
            clean_text(text).trim().to_owned()
        } else {
            clean_line(text)
        };
        if !clean.is_empty() {
            self.0.push((field, clean));
        }
    }

    /// The text of a field, if it says anything.
    pub(in crate::interchange) fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }
}

/// The text of a value; a number counts as its digits as written (some publishers number their ids).
fn text(field: &'static str, value: &RawValue) -> Result<Option<String>, Reason> {
    let json = value.get();
    match json.as_bytes().first() {
        // A text can be well-formed JSON and still no text: half of a surrogate pair.
        Some(b'"') => serde_json::from_str(json).map(Some).map_err(|_| Reason::FieldType { field }),
        Some(b'n') => Ok(None),
        Some(b'0'..=b'9' | b'-') => Ok(Some(json.to_owned())),
        _ => Err(Reason::FieldType { field }),
    }
}

/// The known fields of an object, not yet read.
struct Raw<'a> {
    values: Vec<(&'static str, &'a RawValue)>,
    twice: Option<&'static str>,
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw<'de>, D::Error> {
        deserializer.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a notice")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw<'de>, A::Error> {
        let mut raw = Raw { values: Vec::new(), twice: None };
        while let Some(name) = map.next_key::<String>()? {
            let known = LINES.iter().chain(&TEXTS).copied().find(|field| *field == name);
            let Some(field) = known else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: &'de RawValue = map.next_value()?;
            let earlier = raw.values.iter().find(|(name, _)| *name == field);
            match earlier.map(|(_, text)| text.get()) {
                None => raw.values.push((field, value)),
                Some(text) if text == value.get() => {}
                Some(_) => raw.twice = Some(field),
            }
        }
        Ok(raw)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn fields_are_cleaned_when_they_enter() {
        let json = r#"{"title":" 甲\t乙\u001b[2J ","id":42,"url":null,"budget":"","qualification":"一\r\n二"}"#;
        let fields = Fields::read(json).unwrap();
        assert_eq!(fields.get("title"), Some("甲 乙␛[2J"));
        assert_eq!(fields.get("id"), Some("42"));
        assert_eq!(fields.get("qualification"), Some("一\n二"));
        assert_eq!(
            (fields.get("url"), fields.get("budget"), fields.get("date")),
            (None, None, None)
        );
    }

    #[test]
    fn a_field_that_is_no_text_is_named() {
        for value in ["[]", "{}", "true", r#""\ud800""#] {
            let refused = Fields::read(&format!(r#"{{"title":{value}}}"#)).unwrap_err();
            assert_eq!(refused, Reason::FieldType { field: "title" }, "{value}");
        }
        assert!(
            Fields::read(r#"{"fieldsReady":true,"extra":[{}]}"#).is_ok(),
            "unknown fields may be anything"
        );
    }

    #[test]
    fn a_field_given_twice_must_say_the_same() {
        assert!(Fields::read(r#"{"id":"1","id":"1"}"#).is_ok());
        let refused = Fields::read(r#"{"id":"1","id":"2"}"#).unwrap_err();
        assert_eq!(refused, Reason::FieldTwice { field: "id" });
    }
}
