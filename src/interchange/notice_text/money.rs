//! Budget and cap.
//!
//! A sum is recognised where exactly one is stated. An approximate one (约320万), a price per something, and sums that differ
//! are for a person; so is nought. A form's unit may stand in its label: 预算（万元）：320.

use std::ops::Range;

use super::layout::Piece;
use super::mark::{Read, Said, said};
use crate::domain::lead::Amount;
use crate::interchange::notice_json::said::RATES;
use crate::text::number::{Tax, parse_amounts};

/// What makes 万 behind a figure something else than money, or money already.
const COUNTED: [char; 11] = ['元', '户', '台', '套', '公', '米', '芯', '人', '平', '个', '端'];

/// Words that make a sum approximate.
const ABOUT: [&str; 7] = ["约", "大概", "左右", "上下", "暂定", "暂估", "估计"];

/// The sum of a labelled value.
pub(super) fn sum(text: &str, piece: &Piece) -> Read<Amount> {
    let words = text.get(piece.value.clone()).unwrap_or_default();
    match said(words) {
        Said::Nothing => return Read::none(),
        Said::Elsewhere => return Read::pending(piece.value.clone()),
        Said::Something => {}
    }
    let label = text.get(piece.label.start..piece.value.start).unwrap_or_default();
    let sums = sums(text, piece.label.start, piece.value.clone(), unit_of(label));
    let Some((first, span)) = sums.first().cloned() else {
        let figures = words.chars().any(|c| c.is_ascii_digit());
        return if figures { Read::doubt(piece.value.clone()) } else { Read::none() };
    };
    let same = sums.iter().all(|(other, _)| other.fen == first.fen);
    let tax = sums.iter().find_map(|(sum, _)| sum.tax_included);
    let rate = RATES.iter().any(|word| words.contains(word));
    let about = ABOUT.iter().any(|word| words.contains(word));
    if same && !rate && !about && first.fen > 0 {
        return Read::known(Amount { tax_included: first.tax_included.or(tax), ..first }, span);
    }
    let proposal = (same && !rate && first.fen > 0).then(|| as_written(first));
    Read::doubt(piece.value.clone()).proposing(proposal)
}

/// A sum as a person writes it.
pub fn as_written(sum: Amount) -> String {
    let tax = match sum.tax_included {
        Some(true) => "（含税）",
        Some(false) => "（不含税）",
        None => "",
    };
    format!("{}{tax}", crate::text::format_fen(sum.fen))
}

/// Sums of a value with the bytes each stands in; `from` is where their label begins, which may speak of tax.
fn sums(
    text: &str,
    from: usize,
    value: Range<usize>,
    unit: Option<&str>,
) -> Vec<(Amount, Range<usize>)> {
    let mut found = read(text.get(from..value.end).unwrap_or_default(), from);
    if found.is_empty() {
        found = shortened(text, from, value.clone());
    }
    if found.is_empty()
        && let Some(unit) = unit
    {
        found = bare(text, from, value.clone(), unit);
    }
    found.retain(|(_, span)| span.start >= value.start);
    found
}

fn read(words: &str, from: usize) -> Vec<(Amount, Range<usize>)> {
    let amount = |a: crate::text::Amount| {
        let tax_included = a.tax.map(|tax| tax == Tax::Included);
        (Amount { fen: a.fen, tax_included }, from + a.span.start..from + a.span.end)
    };
    parse_amounts(words).into_iter().map(amount).collect()
}

/// 320万, 1.2亿: what people write for 万元 where only money can be meant.
fn shortened(text: &str, from: usize, value: Range<usize>) -> Vec<(Amount, Range<usize>)> {
    let words = text.get(from..value.end).unwrap_or_default();
    let mut full = String::with_capacity(words.len() + 8);
    // For each byte of the full words where it stands in the words as written.
    let mut places: Vec<usize> = Vec::with_capacity(words.len() + 8);
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        full.push(c);
        places.resize(full.len(), at);
        let end = at + c.len_utf8();
        let rest = words.get(end..).unwrap_or_default();
        if matches!(c, '万' | '亿') && before.is_ascii_digit() && !rest.starts_with(COUNTED) {
            full.push('元');
            places.resize(full.len(), end);
        }
        before = c;
    }
    let byte = |at: usize| from + places.get(at).copied().unwrap_or(words.len());
    let place = |(sum, span): (Amount, Range<usize>)| (sum, byte(span.start)..byte(span.end));
    let found = read(&full, 0).into_iter().map(place);
    // A unit that was added ends where the words as written end.
    found.map(|(sum, span)| (sum, span.start..span.end.min(value.end))).collect()
}

/// A figure whose unit its label tells.
fn bare(text: &str, from: usize, value: Range<usize>, unit: &str) -> Vec<(Amount, Range<usize>)> {
    let words = text.get(value.clone()).unwrap_or_default();
    let lead = words.len() - words.trim_start_matches(['￥', '¥', ' ']).len();
    let rest = words.get(lead..).unwrap_or_default();
    let end =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    let figure = rest.get(..end).unwrap_or_default();
    let behind = rest.get(end..).unwrap_or_default();
    let alone = behind.trim_start().is_empty() || behind.starts_with(['（', '(', '，', '。', ' ']);
    if figure.is_empty() || !alone {
        return Vec::new();
    }
    let label =
        text.get(from..value.start).unwrap_or_default().replace(['（', '）', '(', ')'], " ");
    let whole = format!("{label}{figure}{unit}{behind}");
    let place = value.start + lead..value.start + lead + end;
    read(&whole, 0).into_iter().take(1).map(|(sum, _)| (sum, place.clone())).collect()
}

/// The unit of money that a label names.
fn unit_of(label: &str) -> Option<&'static str> {
    ["亿元", "万元", "千元", "元"].into_iter().find(|unit| label.contains(unit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::layout::pieces;
    use super::*;
    use crate::domain::lead::FieldState;

    fn read(text: &str) -> Read<Amount> {
        sum(text, pieces(text).first().unwrap())
    }

    fn seen(text: &str) -> (i64, Option<bool>, String) {
        let read = read(text);
        let sum = read.value.unwrap();
        (sum.fen / 100, sum.tax_included, text.get(read.span.unwrap()).unwrap().to_owned())
    }

    #[test]
    fn one_sum_is_read_however_its_unit_is_written() {
        assert_eq!(seen("预算：320万元（不含税）"), (3_200_000, Some(false), "320万元".into()));
        assert_eq!(seen("预算320万（含税），12月开标"), (3_200_000, Some(true), "320万".into()));
        assert_eq!(
            seen("预算金额（万元，不含税）：320.5"),
            (3_205_000, Some(false), "320.5".into())
        );
        assert_eq!(seen("最高限价(元)：3,200,000.00"), (3_200_000, None, "3,200,000.00".into()));
        assert_eq!(seen("预算：人民币1.2亿"), (120_000_000, None, "1.2亿".into()));
    }

    #[test]
    fn several_sums_rates_and_approximate_ones_are_for_a_person() {
        for text in [
            "预算：含税110万元，不含税100万元",
            "限价：120元/台",
            "预算：0元",
            "预算约320万",
            "限价：下浮8%后30万元",
        ] {
            assert_eq!(read(text).state, FieldState::ToReview, "{text}");
        }
        assert_eq!(read("预算约320万（不含税）").proposal.as_deref(), Some("320.00万元（不含税）"));
        assert_eq!(read("预算：详见采购文件").state, FieldState::AttachmentPending);
    }
}
