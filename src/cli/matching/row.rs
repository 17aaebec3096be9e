//! One line of the file: a JSON object as a record.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::domain::territory::find_province;
use crate::matching::Record;
use crate::text::parse_moment;

/// A record and its name in the file.
pub(super) struct Row {
    pub id: String,
    pub record: Record,
    /// Fields that nobody can read; they count as unknown and are named.
    pub unread: Vec<Unread>,
}

/// Why a line was not taken in.
pub(super) struct Unread {
    /// Catalogue key.
    pub key: &'static str,
    pub args: Vec<(String, String)>,
}

impl Unread {
    pub fn plain(key: &'static str) -> Unread {
        Unread { key, args: Vec::new() }
    }

    pub fn with(key: &'static str, detail: String) -> Unread {
        Unread { key, args: vec![("detail".to_owned(), detail)] }
    }
}

/// Reads a line. Without name or title it is none; another field that cannot be read is unknown, and is named.
pub(super) fn read(line: &str) -> Result<Row, Unread> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let value: Value = serde_json::from_str(line)
        .map_err(|error| Unread::with("match-line-not-json", error.to_string()))?;
    let Value::Object(fields) = value else { return Err(Unread::plain("match-line-no-object")) };
    let id = text(&fields, "id")?.ok_or_else(|| missing("id"))?;
    let title = text(&fields, "title")?.ok_or_else(|| missing("title"))?;
    let mut unread = Vec::new();
    let province = known(text(&fields, "province"), &mut unread);
    let record = Record {
        title,
        buyer: known(text(&fields, "buyer"), &mut unread),
        // 全国 is no province: unknown.
        province: province.and_then(|name| Some(find_province(&name)?.code.clone())),
        published: known(date(&fields, "published"), &mut unread),
        deadline: known(date(&fields, "deadline"), &mut unread),
        amount_fen: known(amount(&fields), &mut unread),
        project_no: known(text(&fields, "project_no"), &mut unread),
        text: known(text(&fields, "text"), &mut unread),
        source: known(text(&fields, "src"), &mut unread),
    };
    Ok(Row { id, record, unread })
}

fn known<T>(field: Result<Option<T>, Unread>, unread: &mut Vec<Unread>) -> Option<T> {
    field.unwrap_or_else(|fault| {
        unread.push(fault);
        None
    })
}

fn missing(field: &str) -> Unread {
    Unread::with("match-line-missing", field.to_owned())
}

fn unreadable(field: &str) -> Unread {
    Unread::with("match-line-field", field.to_owned())
}

/// A text; empty is unknown.
fn text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Unread> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        Some(Value::Number(number)) if name == "id" => Ok(Some(number.to_string())),
        Some(_) => Err(unreadable(name)),
    }
}

fn date(fields: &Map<String, Value>, name: &str) -> Result<Option<NaiveDate>, Unread> {
    let Some(text) = text(fields, name)? else { return Ok(None) };
    parse_moment(&text).map(|moment| Some(moment.date)).ok_or_else(|| unreadable(name))
}

/// Yuan, exact to the fen.
fn amount(fields: &Map<String, Value>) -> Result<Option<i64>, Unread> {
    let unreadable = || unreadable("amount");
    let figure = match fields.get("amount") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(unreadable()),
    };
    let (yuan, fen) = figure.split_once('.').unwrap_or((&figure, ""));
    let fen = fen.trim_end_matches('0');
    if fen.len() > 2 {
        return Err(unreadable());
    }
    let digits = format!("{yuan}{fen:0<2}");
    digits.parse().map(Some).map_err(|_| unreadable())
}
