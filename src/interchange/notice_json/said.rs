//! What a text says at all: something, nothing, or "look elsewhere".

use std::ops::Range;

use super::row::Fields;
use crate::domain::lead::{Amount, Field, FieldState};
use crate::text::normal::fold;
use crate::text::number::{Tax, parse_amounts};

/// Phrases by which publishers say that nothing is said (公告未明确列示, 公告资格条款中未单列业绩要求).
const SILENT: [&str; 7] =
    ["未明确列示", "未单独列示", "未列示", "未单列", "未列明", "未载明", "未明确"];

/// A longer text with such a phrase in it says something else as well.
const LONGEST_PHRASE: usize = 24;

/// Words that make an amount a price per something, or no sum at all.
pub(in crate::interchange) const RATES: [&str; 7] = ["/", "／", "每", "单价", "折", "下浮", "费率"];

/// Whether the text says that nothing is said. 无 is not among them: 无 is an answer.
pub(in crate::interchange) fn silent(text: &str) -> bool {
    let short = text.chars().count() <= LONGEST_PHRASE;
    let dashes = text.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '／' | ' '));
    dashes || (short && SILENT.iter().any(|phrase| text.contains(phrase)))
}

/// Whether the text only refers to papers that are not here: 详见附件, 见采购文件.
pub(in crate::interchange) fn elsewhere(text: &str) -> bool {
    let short = text.chars().count() <= LONGEST_PHRASE;
    let refers = ["详见", "见", "具体"].iter().any(|word| text.starts_with(word));
    short && refers && (text.contains("附件") || text.contains("文件"))
}

/// A field of the row that a reader can work on, or the answer that there is nothing to read.
pub(super) fn spoken<'a, T>(fields: &'a Fields, name: &str) -> Result<&'a str, Field<T>> {
    match fields.get(name) {
        None => Err(Field::not_stated()),
        Some(text) if silent(text) => Err(Field::not_stated()),
        Some(text) if elsewhere(text) => Err(Field::attachment_pending(text, name)),
        Some(text) => Ok(text),
    }
}

/// A field whose words are its value. A text that stops at its colon is a heading whose contents were lost.
pub(in crate::interchange) fn words(fields: &Fields, name: &str) -> Field<String> {
    match spoken(fields, name) {
        Err(field) => field,
        Ok(text) if text.ends_with(['：', ':']) => Field::to_review(text, name),
        Ok(text) => Field::recognised(text.to_owned(), text, name),
    }
}

/// The project number. One publisher has a number of the bid beside it, which stands in where there is no other.
pub(super) fn project_no(fields: &Fields) -> Field<String> {
    let number = words(fields, "projectNo");
    if number.state == FieldState::NotStated { words(fields, "bidNo") } else { number }
}

/// A budget or a cap: exactly one sum, not a rate. Nought is no budget but a blank form.
pub(super) fn sum(fields: &Fields, name: &str) -> Field<Amount> {
    let text = match spoken(fields, name) {
        Ok(text) => text,
        Err(field) => return field,
    };
    let amounts = parse_amounts(text);
    match amounts.as_slice() {
        [one] if one.fen > 0 && !RATES.iter().any(|word| text.contains(word)) => {
            let tax_included = one.tax.map(|tax| tax == Tax::Included);
            let amount = Amount { fen: one.fen, tax_included };
            Field::recognised(amount, text, name).at(one.span.clone())
        }
        _ => Field::to_review(text, name),
    }
}

/// Whether something is allowed, where the whole text is the answer.
pub(super) fn allowed(fields: &Fields, name: &str) -> Field<bool> {
    let text = match spoken(fields, name) {
        Ok(text) => text,
        Err(field) => return field,
    };
    match fold(text).as_str() {
        "接受" | "允许" | "是" | "可以" | "yes" | "true" | "y" => {
            Field::recognised(true, text, name)
        }
        "不接受" | "不允许" | "否" | "不可以" | "no" | "false" | "n" => {
            Field::recognised(false, text, name)
        }
        _ => Field::to_review(text, name),
    }
}

/// A value read from a part of a field.
pub(super) fn part<T>(value: T, text: &str, name: &str, span: Range<usize>) -> Field<T> {
    Field::recognised(value, text.get(span.clone()).unwrap_or(text), name).at(span)
}

/// A part of a field that a person must read.
pub(super) fn doubt<T>(text: &str, name: &str, span: Range<usize>) -> Field<T> {
    Field::to_review(text.get(span.clone()).unwrap_or(text), name).at(span)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn read(json: &str) -> Fields {
        Fields::read(json).unwrap()
    }

    fn budget_of(text: &str) -> Field<Amount> {
        sum(&read(&serde_json::json!({ "budget": text }).to_string()), "budget")
    }

    #[test]
    fn one_sum_is_the_budget() {
        let plain = budget_of("12.5万元");
        assert_eq!(plain.value, Some(Amount { fen: 12_500_000, tax_included: None }));
        let tax = budget_of("最高限价30,000.00元（不含税）");
        assert_eq!(tax.value, Some(Amount { fen: 3_000_000, tax_included: Some(false) }));
        assert_eq!(tax.text.as_deref(), Some("最高限价30,000.00元（不含税）"));
        assert_eq!(tax.source.unwrap().span, Some((12, 24)));
    }

    #[test]
    fn several_sums_rates_and_unreadable_ones_are_for_a_person() {
        for text in
            ["标包1 5万元，标包2 7万元", "9.9.9元", "120元/台", "18.5", "0元", "下浮8%后30万元"]
        {
            assert_eq!(budget_of(text).state, FieldState::ToReview, "{text}");
        }
    }

    #[test]
    fn silence_is_not_stated_and_an_attachment_is_pending() {
        for text in ["公告未明确列示", "公告未单独列示。", "--", " "] {
            assert_eq!(budget_of(text), Field::not_stated(), "{text}");
        }
        assert_eq!(budget_of("详见附件一").state, FieldState::AttachmentPending);
        let row = read(
            r#"{"performance":"公告资格条款中未单列业绩要求","purchaseContent":"1.2采购内容："}"#,
        );
        assert_eq!(words(&row, "performance").state, FieldState::NotStated);
        assert_eq!(words(&row, "purchaseContent").state, FieldState::ToReview);
    }

    #[test]
    fn the_bid_number_stands_in_only_where_no_project_number_is() {
        let both = project_no(&read(r#"{"projectNo":"P-1","bidNo":"B-1"}"#));
        assert_eq!(both.value.as_deref(), Some("P-1"));
        let bid = project_no(&read(r#"{"projectNo":"","bidNo":"B-1"}"#));
        assert_eq!(
            (bid.value.as_deref(), bid.source.unwrap().field.as_str()),
            (Some("B-1"), "bidNo")
        );
    }
}
