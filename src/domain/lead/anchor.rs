//! Statutory anchors (domain.md 3.3): where a notice's own times do not fit the law or each other, the fact is told with its
//! article. Facts only: daqu does not judge a notice, and the law's own wording decides.
//!
//! The windows of the law bind 招标 alone; other ways of buying are shorter as a rule, and nothing is said of them.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::calendar::local;
use super::super::hard_stop::MethodKind;
use super::super::why::Why;
use super::Notice;

/// Days that documents are sold at least (条例 16).
const SALE_DAYS: i64 = 5;

/// Days from the first issue of documents to the deadline at least (法 24).
const BID_DAYS: i64 = 20;

/// Days before the deadline until which one may object to the documents (条例 22).
const OBJECTION_DAYS: i64 = 10;

/// What a person should know of a notice's times, as sentences with their articles.
pub fn anchors(notice: &Notice, now: DateTime<Utc>) -> Vec<Why> {
    let mut found = contradictions(notice);
    if notice.method.value != Some(MethodKind::OpenTender) {
        return found;
    }
    let issued = notice.sale_start.value.or(notice.published.value);
    if let (Some(from), Some(until)) = (notice.sale_start.value, notice.sale_end.value)
        && let Some(days) = shorter(from, until, SALE_DAYS)
    {
        found.push(Why::rule("anchor-sale-short", "TL-16").with("days", days));
    }
    if let (Some(from), Some(until)) = (issued, notice.deadline.value)
        && let Some(days) = shorter(from, until, BID_DAYS)
    {
        found.push(Why::rule("anchor-bid-short", "TF-24").with("days", days));
    }
    if let Some(last) = notice.deadline.value.map(|at| at - TimeDelta::days(OBJECTION_DAYS))
        && last > now
    {
        let day = local(last).format("%m-%d %H:%M").to_string();
        found.push(Why::rule("anchor-objection", "TL-22").with("day", day));
    }
    found
}

/// Times of one notice that cannot both be.
fn contradictions(notice: &Notice) -> Vec<Why> {
    let order = [
        (notice.sale_start.value, notice.sale_end.value, "anchor-sale-backwards"),
        (notice.sale_end.value, notice.deadline.value, "anchor-deadline-in-sale"),
        (notice.published.value, notice.deadline.value, "anchor-deadline-published"),
        (notice.deadline.value, notice.opening.value, "anchor-opening-early"),
    ];
    let wrong =
        |(first, then, key): (Option<DateTime<Utc>>, Option<DateTime<Utc>>, &'static str)| {
            (then? < first?).then_some(key)
        };
    order.into_iter().filter_map(wrong).map(Why::plain).collect()
}

/// The days of a window, where they are fewer than the law's; a window that runs backwards is told elsewhere. A day that has
/// begun counts, for publishers state the first and the last.
fn shorter(from: DateTime<Utc>, until: DateTime<Utc>, least: i64) -> Option<String> {
    let days = local(until).date().signed_duration_since(local(from).date()).num_days() + 1;
    (until >= from && days < least).then(|| days.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Field;
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn notice(method: MethodKind, sale: (&str, &str), deadline: &str) -> Notice {
        let moment = |text: &str| Field::recognised(at(text), text, "times");
        Notice {
            method: Field::recognised(method, "", "category"),
            sale_start: moment(sale.0),
            sale_end: moment(sale.1),
            deadline: moment(deadline),
            ..Notice::bare("x".into(), "某工程".into())
        }
    }

    fn told(notice: &Notice) -> Vec<(String, Option<String>)> {
        let all = anchors(notice, at("2026-11-23T01:00:00Z"));
        all.into_iter().map(|why| (why.key, why.rule)).collect()
    }

    #[test]
    fn an_open_tender_sold_for_three_days_is_told_with_its_article() {
        let sale = ("2026-11-20T01:00:00Z", "2026-11-22T09:00:00Z");
        let short = notice(MethodKind::OpenTender, sale, "2026-11-30T01:00:00Z");
        let keys = told(&short);
        assert!(keys.contains(&("anchor-sale-short".into(), Some("TL-16".into()))));
        assert!(keys.contains(&("anchor-bid-short".into(), Some("TF-24".into()))));
        let comparison = notice(MethodKind::Comparison, sale, "2026-11-30T01:00:00Z");
        assert!(told(&comparison).is_empty(), "those windows bind 招标 alone");
    }

    #[test]
    fn a_window_that_keeps_the_law_is_not_mentioned_but_for_the_last_day_to_object() {
        let sale = ("2026-11-20T01:00:00Z", "2026-11-24T09:00:00Z");
        let long = notice(MethodKind::OpenTender, sale, "2026-12-20T01:00:00Z");
        assert_eq!(told(&long), [("anchor-objection".into(), Some("TL-22".into()))]);
    }

    #[test]
    fn times_that_cannot_both_be_are_told_whatever_the_method() {
        let sale = ("2026-11-20T01:00:00Z", "2026-11-24T09:00:00Z");
        let odd = notice(MethodKind::Purchase, sale, "2026-11-22T01:00:00Z");
        assert_eq!(told(&odd), [("anchor-deadline-in-sale".into(), None)]);
    }
}
