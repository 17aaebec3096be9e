//! Dates and sums.

use chrono::{DateTime, NaiveTime, Timelike, Utc};

use super::super::json_value::{Object, Value, said};
use crate::domain::lead::{Amount, Field};

/// The currency whose hundredth is 分.
const YUAN: &str = "CNY";

/// Which end of a period a date is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It begins, or it is no period at all.
    Start,
    /// It ends.
    End,
}

/// The instant of a date-time with its offset. A day alone is none, and neither is the time that the standard has publishers
/// write who know only the day: T00:00:00, and T23:59:59 where a period ends.
pub(super) fn instant(value: Option<Value<'_>>, end: End) -> Field<DateTime<Utc>> {
    said(value, |text, value| match DateTime::parse_from_rfc3339(text) {
        Ok(at) if !is_placeholder(at.time(), end) => {
            Field::recognised(at.with_timezone(&Utc), text, &value.path)
        }
        _ => Field::to_review(text, &value.path),
    })
}

fn is_placeholder(time: NaiveTime, end: End) -> bool {
    let whole = time.with_nanosecond(0);
    whole == Some(NaiveTime::MIN)
        || (end == End::End && whole == NaiveTime::from_hms_opt(23, 59, 59))
}

/// Until when one may bid: after the period began, and after the publication where that is given.
pub(super) fn deadline(row: &Object<'_>, published: Option<DateTime<Utc>>) -> Field<DateTime<Utc>> {
    let period = |name: &str| row.at(&["tender", "tenderPeriod", name]);
    let value = period("endDate");
    let field = instant(value.clone(), End::End);
    let (Some(value), Some(at)) = (value, field.value) else { return field };
    // A beginning is compared as it is written, also where only its day is meant.
    let starts = period("startDate").and_then(|start| start.line());
    let starts = starts.and_then(|text| DateTime::parse_from_rfc3339(&text).ok());
    let late = starts.is_some_and(|start| at <= start) || published.is_some_and(|out| at <= out);
    if late { value.doubt() } else { field }
}

/// The budget: what the tender is worth, else what was planned for it.
pub(super) fn budget(row: &Object<'_>) -> Field<Amount> {
    let worth = amount(row.at(&["tender", "value"]));
    if worth.is_not_stated() { amount(row.at(&["planning", "budget", "amount"])) } else { worth }
}

/// A sum `{amount, currency}`. Only yuan have 分; any other sum is kept as words for a person, never converted. Nought is no
/// budget but a blank form, and what is no whole 分 is not rounded.
pub(super) fn amount(value: Option<Value<'_>>) -> Field<Amount> {
    let Some(value) = value else { return Field::not_stated() };
    let Some(object) = value.object() else { return value.doubt() };
    let Some(figure) = object.get("amount") else { return Field::not_stated() };
    let currency = object.get("currency");
    let unit = currency.as_ref().and_then(Value::line).unwrap_or_default();
    let text = match (figure.figures(), &currency) {
        (Some(figures), None) => figures,
        (Some(figures), Some(_)) if !unit.is_empty() => format!("{figures} {unit}"),
        _ => return value.doubt(),
    };
    let fen = figure.figures().and_then(|figures| fen(&figures)).filter(|fen| *fen > 0);
    match fen {
        Some(fen) if unit == YUAN => {
            Field::recognised(Amount { fen, tax_included: None }, &text, &value.path)
        }
        _ => Field::to_review(&text, &value.path),
    }
}

/// A sum as a JSON number or the same in quotation marks, in 分: exact, or nothing.
pub(super) fn fen(figures: &str) -> Option<i64> {
    let (mantissa, exponent) = match figures.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (figures, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let part = part.trim_end_matches('0');
    if whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: i64 = format!("{whole}{part}").parse().ok()?;
    let shift = exponent.checked_add(2)?.checked_sub(i32::try_from(part.len()).ok()?)?;
    let fen = match u32::try_from(shift) {
        Ok(shift) => digits.checked_mul(10_i64.checked_pow(shift)?),
        Err(_) => {
            let divisor = 10_i64.checked_pow(shift.unsigned_abs())?;
            (digits % divisor == 0).then_some(digits / divisor)
        }
    };
    fen.filter(|fen| crate::text::number::is_sum(*fen))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::lead::FieldState;

    #[test]
    fn a_sum_is_exact_in_fen_or_nothing() {
        for (figures, expected) in [
            ("775.76", Some(77_576)),
            ("775.7600", Some(77_576)),
            ("6700000", Some(670_000_000)),
            ("1.2e6", Some(120_000_000)),
            ("12E-1", Some(120)),
            ("0.001", None),
            ("1e-3", None),
            ("-5", None),
            ("1e40", None),
            ("99999999999999999999", None),
            ("1,000", None),
            ("", None),
            ("1e99999999999", None),
            ("1e2147483647", None),
        ] {
            assert_eq!(fen(figures), expected, "{figures}");
        }
    }

    #[test]
    fn only_yuan_are_a_sum() {
        let of = |json: &str| amount(Some(Value::of_row(json)));
        assert_eq!(of(r#"{"amount":1.5,"currency":"CNY"}"#).value.unwrap().fen, 150);
        for (json, text) in [
            (r#"{"amount":1.50,"currency":"EUR"}"#, "1.50 EUR"),
            (r#"{"amount":1}"#, "1"),
            (r#"{"amount":0,"currency":"CNY"}"#, "0 CNY"),
            (r#"{"amount":"万","currency":"CNY"}"#, "万 CNY"),
            (r#"{"amount":[1],"currency":"CNY"}"#, r#"{"amount":[1],"currency":"CNY"}"#),
            ("5", "5"),
        ] {
            assert_eq!(of(json), Field::to_review(text, ""), "{json}");
        }
        assert_eq!(of(r#"{"currency":"CNY"}"#), Field::not_stated());
    }

    #[test]
    fn a_day_is_no_instant() {
        let of = |text: &str, end: End| {
            let json = serde_json::json!(text).to_string();
            instant(Some(Value::of_row(&json)), end)
        };
        let at = of("2026-03-12T09:30:00+08:00", End::End);
        assert_eq!(at.value.unwrap().to_rfc3339(), "2026-03-12T01:30:00+00:00");
        assert_eq!(of("2026-03-12T23:59:59Z", End::Start).state, FieldState::Recognised);
        for text in [
            "2026-03-12",
            "2026-03-12T00:00:00Z",
            "2026-03-12T00:00:00.000+08:00",
            "2026-03-12T23:59:59Z",
            "2026-03-12T09:30:00",
            "明日",
        ] {
            assert_eq!(of(text, End::End).state, FieldState::ToReview, "{text}");
        }
    }
}
