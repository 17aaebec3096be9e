//! When it was published, when its documents are sold, and until when one may answer.
//!
//! A day without an hour is no moment: neither midnight nor the end of office hours is guessed, and such a field is for a
//! person. Publishers' forms write a missing hour as 00:00:00, so a notice published at the stroke of midnight counts as
//! published on a day. Times are wall-clock times of China unless a zone stands beside them.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};

use super::row::Fields;
use super::said::{elsewhere, part, silent, spoken};
use crate::domain::calendar::{from_local, local};
use crate::domain::lead::{Field, FieldState};
use crate::text::date::{NaiveMoment, parse_moments, parse_range};

/// When a notice was published.
pub(super) struct Published {
    /// The instant, where an hour is stated.
    pub(super) field: Field<DateTime<Utc>>,
    /// The last day that it can have been; known more often than the instant.
    day: Option<NaiveDate>,
}

impl Published {
    /// Of a notice whose publication is not known at all, nothing is too early.
    fn is_before(&self, at: DateTime<Utc>) -> bool {
        match self.field.value {
            Some(published) => published < at,
            None => self.day.is_none_or(|day| day < local(at).date()),
        }
    }
}

/// Reads `createDate`, else `date`. Two fields that name different days contradict each other.
pub(super) fn published(fields: &Fields) -> Published {
    let stated =
        |name: &'static str| fields.get(name).filter(|text| !silent(text)).map(|text| (name, text));
    let Some((name, text)) = stated("createDate").or_else(|| stated("date")) else {
        return Published { field: Field::not_stated(), day: None };
    };
    let at = stamp(text);
    let created = at.map(|at| local(at).date()).or_else(|| only_day(text));
    let announced = stated("date").and_then(|(_, text)| only_day(text));
    let agreed = announced.is_none() || announced == created;
    let field = match at {
        Some(at) if agreed => Field::recognised(at, text, name),
        _ => Field::to_review(text, name),
    };
    Published { field, day: created.max(announced) }
}

/// Start and end of the sale of documents: recognised together or not at all. A table may have a column for each, which
/// speak where there is none for the window.
pub(super) fn sale(fields: &Fields, published: &Published) -> Window {
    let text = match spoken(fields, SALE) {
        Ok(text) => text,
        Err(field) if field.state == FieldState::NotStated => {
            // The sale may well begin before the hour at which the notice came out.
            let from = Published { field: Field::not_stated(), day: None };
            return (moment(fields, "saleStart", &from), moment(fields, "saleEnd", published));
        }
        Err(field) => return (field.clone(), field),
    };
    window(text).unwrap_or_else(|| (Field::to_review(text, SALE), Field::to_review(text, SALE)))
}

const SALE: &str = "saleTime";

/// Both ends of a window.
pub(super) type Window = (Field<DateTime<Utc>>, Field<DateTime<Utc>>);

fn window(text: &str) -> Option<Window> {
    let (start, end) = parse_range(text)?;
    let (from, until) = (instant(&start)?, instant(&end)?);
    if from >= until || !settled(text, start.span.start, end.span.end) {
        return None;
    }
    Some((part(from, text, SALE, start.span), part(until, text, SALE, end.span)))
}

/// The response deadline. It must name one moment after the publication: a range, a day, an opening (起), or a time that had
/// passed when the notice came out is for a person.
pub(super) fn deadline(fields: &Fields, published: &Published) -> Field<DateTime<Utc>> {
    let status = fields.get("deadlineStatus");
    let evidence = fields.get("deadlineEvidence");
    let text = match fields.get("deadline") {
        Some(text) if elsewhere(text) => return Field::attachment_pending(text, "deadline"),
        Some(text) if !silent(text) => text,
        _ if status == Some("pending_attachment") => {
            let pending = Field::attachment_pending("", "deadlineStatus");
            return Field { text: evidence.map(str::to_owned), ..pending };
        }
        _ => return Field::not_stated(),
    };
    let opens = ["起", "自", "从", "后"].iter().any(|word| text.contains(word));
    let read = one_moment(text).and_then(|moment| instant(&moment).map(|at| (at, moment)));
    let Some((at, moment)) = read.filter(|(at, _)| !opens && published.is_before(*at)) else {
        return Field::to_review(text, "deadline");
    };
    match evidence.filter(|_| status == Some("recognized")) {
        Some(evidence) => with_evidence(at, evidence),
        None => part(at, text, "deadline", moment.span),
    }
}

/// A moment that stands alone in its field and is after the publication; else it is for a person.
pub(super) fn moment(fields: &Fields, name: &str, published: &Published) -> Field<DateTime<Utc>> {
    let text = match spoken(fields, name) {
        Ok(text) => text,
        Err(field) => return field,
    };
    let read = one_moment(text).and_then(|moment| instant(&moment).map(|at| (at, moment)));
    match read.filter(|(at, _)| published.is_before(*at)) {
        Some((at, moment)) => part(at, text, name, moment.span),
        None => Field::to_review(text, name),
    }
}

/// A deadline that the collector of the file took from a sentence: the sentence is what it was read from, and it may not
/// say another time.
fn with_evidence(at: DateTime<Utc>, evidence: &str) -> Field<DateTime<Utc>> {
    const NAME: &str = "deadlineEvidence";
    let (dense, places) = dense(evidence);
    let mut moments = parse_moments(&dense);
    for moment in &mut moments {
        moment.span = original(evidence, &places, &moment.span);
    }
    let read = Field::recognised(at, evidence, NAME);
    let says_so = |moment: &NaiveMoment| instant(moment).is_some_and(|said| same_minute(said, at));
    match moments.iter().find(|moment| says_so(moment)) {
        Some(moment) => read.at(moment.span.clone()),
        None if moments.is_empty() => read,
        None => Field::to_review(evidence, NAME),
    }
}

fn same_minute(a: DateTime<Utc>, b: DateTime<Utc>) -> bool {
    a.with_second(0) == b.with_second(0)
}

/// The text without blanks, which papers put between figures (`0 9 时 3 0 分`), and for each of its bytes where the character
/// began.
fn dense(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        out.push(c);
        places.resize(out.len(), at);
    }
    (out, places)
}

/// The span in the original of a span in its dense form.
fn original(text: &str, places: &[usize], span: &Range<usize>) -> Range<usize> {
    let first = places.get(span.start).copied().unwrap_or(0);
    let last = span.end.checked_sub(1).and_then(|at| places.get(at)).copied().unwrap_or(first);
    let width = text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    first..last + width
}

/// The instant of a publisher's time stamp.
fn stamp(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(zoned) = DateTime::parse_from_rfc3339(text) {
        return Some(zoned.with_timezone(&Utc));
    }
    let moment = one_moment(text)?;
    instant(&moment).filter(|_| moment.time != Some(NaiveTime::MIN))
}

/// The day of a text that names just one.
fn only_day(text: &str) -> Option<NaiveDate> {
    match parse_moments(text).as_slice() {
        [one] => Some(one.date),
        _ => None,
    }
}

/// The only moment of a text that names nothing else that could be one.
fn one_moment(text: &str) -> Option<NaiveMoment> {
    let mut moments = parse_moments(text);
    let moment = moments.pop().filter(|_| moments.is_empty())?;
    settled(text, moment.span.start, moment.span.end).then_some(moment)
}

/// Whether what stands around a reading leaves it alone: a figure may belong to it (`9时3 0分`), a letter or sign may be a zone.
fn settled(text: &str, from: usize, to: usize) -> bool {
    let around = [text.get(..from), text.get(to..)];
    let disturbs = |c: char| c.is_numeric() || c.is_ascii_alphabetic() || c == '+';
    !around.into_iter().flatten().any(|rest| rest.contains(disturbs))
}

fn instant(moment: &NaiveMoment) -> Option<DateTime<Utc>> {
    moment.time.map(|time| from_local(moment.date.and_time(time)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn row(json: serde_json::Value) -> Fields {
        Fields::read(&json.to_string()).unwrap()
    }

    fn unpublished(json: serde_json::Value) -> Window {
        let row = row(json);
        sale(&row, &published(&row))
    }

    fn shown(field: &Field<DateTime<Utc>>) -> Option<String> {
        field.value.map(|at| local(at).to_string())
    }

    fn deadline_of(text: &str) -> Field<DateTime<Utc>> {
        let row = row(serde_json::json!({ "createDate": "2026-03-02 15:05:20", "deadline": text }));
        deadline(&row, &published(&row))
    }

    #[test]
    fn the_publication_needs_an_hour() {
        let of = |json| published(&row(json)).field;
        let stamp =
            of(serde_json::json!({"createDate": "2026-03-02 15:05:20", "date": "2026-03-02"}));
        assert_eq!(shown(&stamp).as_deref(), Some("2026-03-02 15:05:20"));
        let zoned = of(serde_json::json!({"createDate": "2026-03-02T07:05:20Z"}));
        assert_eq!(zoned.value, stamp.value);
        assert_eq!(
            of(serde_json::json!({"date": "2026-03-02"})),
            Field::to_review("2026-03-02", "date")
        );
        for text in ["2026-03-02 00:00:00", "昨日", "2026-03-02 09:00 -0500"] {
            let field = of(serde_json::json!({ "createDate": text, "date": "2026-03-02" }));
            assert_eq!(field, Field::to_review(text, "createDate"));
        }
        let torn =
            of(serde_json::json!({"createDate": "2026-03-02 15:05:20", "date": "2026-03-05"}));
        assert_eq!(torn.state, FieldState::ToReview);
        assert_eq!(of(serde_json::json!({})), Field::not_stated());
    }

    #[test]
    fn a_sale_window_needs_two_moments() {
        let of = |text: &str| unpublished(serde_json::json!({ "saleTime": text }));
        let (start, end) = of("2026年03月03日09时00分至2026年03月06日17时30分");
        assert_eq!(shown(&start).as_deref(), Some("2026-03-03 09:00:00"));
        assert_eq!(shown(&end).as_deref(), Some("2026-03-06 17:30:00"));
        assert_eq!(end.text.as_deref(), Some("2026年03月06日17时30分"));
        assert_eq!(end.source.unwrap().span, Some((30, 57)));
        for text in [
            "2026年03月03日09时00分",
            "2026年03月03日至2026年03月06日",
            "2026年03月03日09时至2026年03月06日",
            "2026年03月06日09时至2026年03月03日09时",
            "2026年03月03日09时至2026年03月06日17时，每日9:00-17:00",
        ] {
            let (start, end) = of(text);
            assert_eq!(
                (start.state, end.state),
                (FieldState::ToReview, FieldState::ToReview),
                "{text}"
            );
        }
        assert_eq!(of("公告未单独列示"), (Field::not_stated(), Field::not_stated()));
    }

    #[test]
    fn a_deadline_is_one_moment_after_the_publication() {
        let field = deadline_of("2026年03月12日09时30分");
        assert_eq!(shown(&field).as_deref(), Some("2026-03-12 09:30:00"));
        for text in [
            "2026年03月12日",
            "2026年03月10日09时至2026年03月12日09时",
            "2026年03月12日09时3 0分",
            "2026年03月12日09时起",
            "2026-03-02 15:05:20",
            "2026-03-02 09:00",
            "另行通知",
        ] {
            assert_eq!(deadline_of(text), Field::to_review(text, "deadline"), "{text}");
        }
        assert_eq!(deadline_of("公告未明确列示"), Field::not_stated());
        assert_eq!(deadline_of("详见采购文件").state, FieldState::AttachmentPending);
    }

    #[test]
    fn a_publication_by_day_still_bars_a_deadline_of_that_day() {
        let of = |text: &str| {
            let row = row(serde_json::json!({ "date": "2026-03-02", "deadline": text }));
            deadline(&row, &published(&row)).state
        };
        assert_eq!(of("2026-03-02 17:00"), FieldState::ToReview);
        assert_eq!(of("2026-03-03 09:00"), FieldState::Recognised);
    }

    #[test]
    fn the_collectors_findings_are_kept_apart() {
        let of = |status: &str, deadline_text: &str, evidence: &str| {
            let row = row(serde_json::json!({
                "deadline": deadline_text, "deadlineStatus": status, "deadlineEvidence": evidence,
            }));
            deadline(&row, &published(&row))
        };
        assert_eq!(of("pending_attachment", "", "").state, FieldState::AttachmentPending);
        assert_eq!(of("not_found", "", ""), Field::not_stated());
        let evidence = "递交截止时间为： 2026 年 3 月 12 日 0 9 时 3 0 分。";
        let field = of("recognized", "2026-03-12 09:30", evidence);
        assert_eq!((field.state, field.text.as_deref()), (FieldState::Recognised, Some(evidence)));
        let (from, to) = field.source.unwrap().span.unwrap();
        let words = &evidence[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
        assert_eq!(words, "2026 年 3 月 12 日 0 9 时 3 0 分");
        assert_eq!(
            of("recognized", "2026-03-12 09:30", "截止2026年3月13日9时30分").state,
            FieldState::ToReview
        );
        assert_eq!(of("recognized", "2026-03-12 09:30", "").source.unwrap().field, "deadline");
    }
}
