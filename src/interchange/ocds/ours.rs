//! What this program writes into a release beside the standard, and reads back: see [`export`](super::super::export::ocds).
//!
//! The notice as it stood lies in `x_daqu.notice`, with what is known of each field, the words it was read from and where they
//! stood. It speaks only as long as the release around it still says what was derived from it: if another hand changed the
//! title or a date, the release is read like any other. So a file has one truth, and a member of ours can never contradict
//! what any other program reads.

use chrono::{DateTime, Utc};

use super::super::export::ocds::derived;
use super::super::json_value::{Object, Value};
use super::value::{self, End};
use crate::domain::lead::{Field, FieldState, Notice};
use crate::text::clean::{clean_text, is_clean_line};

/// The name of the member.
pub(in crate::interchange) const EXTENSION: &str = "x_daqu";

/// How an `ocid` begins that was made here for a notice without one. It is not registered and names nothing outside.
pub(in crate::interchange) const LOCAL_OCID: &str = "ocds-local-";

/// The notice of a release that this program wrote and nobody changed since.
pub(super) fn whole(row: &Object<'_>) -> Option<Notice> {
    let written = row.at(&[EXTENSION, "notice"])?;
    let mut value: serde_json::Value = serde_json::from_str(written.json()).ok()?;
    for lot in value.get_mut("lots").and_then(serde_json::Value::as_array_mut)?.iter_mut() {
        lot.as_object_mut()?.entry("title").or_insert_with(|| "".into());
    }
    let notice: Notice = serde_json::from_value(value.clone()).ok()?;
    let sound = texts_are_clean(&value) && holds(&notice);
    (sound && agrees(row, &notice)).then_some(notice)
}

/// Whether the release says what follows from the notice.
fn agrees(row: &Object<'_>, notice: &Notice) -> bool {
    derived(notice).into_iter().all(|(name, expected)| match row.get(&name) {
        Some(value) => {
            serde_json::from_str::<serde_json::Value>(value.json()).is_ok_and(|v| v == expected)
        }
        None => false,
    })
}

/// Whether every text is as cleaning would leave it: a file is from outside, whoever is said to have written it.
fn texts_are_clean(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => clean_text(text) == *text,
        serde_json::Value::Array(list) => list.iter().all(texts_are_clean),
        serde_json::Value::Object(members) => members.values().all(texts_are_clean),
        _ => true,
    }
}

/// Whether the notice is one that a reader could have made.
fn holds(notice: &Notice) -> bool {
    let lines = [&notice.identity, &notice.title];
    let lots = notice.lots.iter().flat_map(|lot| [&lot.id, &lot.title]);
    lines.iter().all(|text| !text.is_empty())
        && lines.into_iter().chain(lots).all(|text| is_clean_line(text))
        && !notice.lots.is_empty()
        && [
            sound(&notice.customer),
            sound(&notice.customer_unit),
            sound(&notice.agency),
            sound(&notice.province),
            sound(&notice.city),
            sound(&notice.site),
            sound(&notice.category),
            sound(&notice.stage),
            sound(&notice.method),
            sound(&notice.project_no),
            sound(&notice.round),
            sound(&notice.published),
            sound(&notice.sale_start),
            sound(&notice.sale_end),
            sound(&notice.registration_end),
            sound(&notice.deadline),
            sound(&notice.opening),
            sound(&notice.budget),
            sound(&notice.cap),
            sound(&notice.content),
            sound(&notice.qualification),
            sound(&notice.performance),
            sound(&notice.branch_clause),
            sound(&notice.consortium),
            sound(&notice.authorisation),
        ]
        .into_iter()
        .all(|sound| sound)
}

/// A value is there exactly where it is recognised.
fn sound<T>(field: &Field<T>) -> bool {
    field.value.is_some() == (field.state == FieldState::Recognised)
}

/// The window in which documents are sold: of ours, since the standard has none.
pub(super) fn sale(row: &Object<'_>) -> (Field<DateTime<Utc>>, Field<DateTime<Utc>>) {
    let of = |name: &str| row.at(&[EXTENSION, "docSalePeriod", name]);
    let (start, end) = (of("startDate"), of("endDate"));
    let pair = (value::instant(start.clone(), End::Start), value::instant(end.clone(), End::End));
    match (pair.0.value, pair.1.value) {
        (Some(from), Some(until)) if from >= until => (doubt(start), doubt(end)),
        _ => pair,
    }
}

fn doubt<T>(value: Option<Value<'_>>) -> Field<T> {
    value.map_or_else(Field::not_stated, |value| value.doubt())
}
