//! Amounts of money and Chinese numerals in running text.
//!
//! An amount is a figure with a unit of money; a figure alone is never one. The unit of account is
//! the fen, all arithmetic is checked integer arithmetic, and what does not come out exact in fen
//! is left out rather than rounded.

use std::fmt;
use std::ops::Range;

use super::scan::Scan;

/// A sum of money in fen (1 元 = 100 fen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    /// The sum in fen.
    pub fen: i64,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_fen(self.fen))
    }
}

/// Whether an amount is stated with or without value-added tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tax {
    /// 含税
    Included,
    /// 不含税
    Excluded,
}

/// An amount read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The sum in fen.
    pub fen: i64,
    /// Byte range of figure and unit in the text, with a leading ￥.
    pub span: Range<usize>,
    /// What the text says about tax beside the amount; `None` where it says nothing or
    /// contradicts itself.
    pub tax: Option<Tax>,
}

/// Units of money and their worth in fen; longer words first.
const UNITS: [(&str, i128); 7] = [
    ("千万元", 1_000_000_000),
    ("百万元", 100_000_000),
    ("亿元", 10_000_000_000),
    ("万元", 1_000_000),
    ("千元", 100_000),
    ("百元", 10_000),
    ("元", 100),
];

/// What may follow a figure that has ￥ before it.
const AFTER_SIGN: [(&str, i128); 3] = [("亿", 10_000_000_000), ("万", 1_000_000), ("", 100)];

/// How far before an amount its label is looked for, in characters.
const LABEL: usize = 20;
/// How long a bracketed note behind an amount may be, in characters.
const NOTE: usize = 24;

/// Fen in 1 万元.
const WAN: u64 = 1_000_000;

/// All amounts of the text, in order: `18.5万元`, `1,234,567.89元`, `￥120000`, `1.2亿元（含税）`.
///
/// Not amounts: figures without a unit, ill-formed figures (`9.9.9元`, `1,23元`), figures grouped
/// by a full-width comma (it might as well separate two figures), fractions of a fen, sums beyond
/// `i64`. Signs are not read.
#[must_use]
pub fn parse_amounts(text: &str) -> Vec<Amount> {
    let scan = Scan::new(text);
    let mut found = Vec::new();
    let mut index = 0;
    // End of the last amount: its label does not count for the next.
    let mut done = 0;
    while index < scan.len() {
        if !scan.is_digit(index) {
            index += 1;
            continue;
        }
        let run = figure_end(&scan, index);
        match amount_at(&scan, index, run, done) {
            Some((amount, end)) => {
                found.push(amount);
                done = end;
                index = end;
            }
            None => index = run,
        }
    }
    found
}

/// The sum in fen that a text states and nothing beside it, with its unit: `100元`, `1.2万`, `￥300`. A sign makes it none.
#[must_use]
pub fn whole_amount(text: &str) -> Option<i64> {
    let text = text.trim();
    // Spoken sums leave the last word out.
    let spoken = text.ends_with(['万', '亿']).then(|| format!("{text}元"));
    let written = spoken.as_deref().unwrap_or(text);
    match parse_amounts(written).as_slice() {
        [amount] if amount.span == (0..written.len()) => Some(amount.fen),
        _ => None,
    }
}

/// As [`whole_amount`]; a bare figure is in yuan.
#[must_use]
pub fn sum_in_yuan(text: &str) -> Option<i64> {
    whole_amount(text).or_else(|| whole_amount(&format!("{}元", text.trim())))
}

fn amount_at(scan: &Scan, start: usize, run: usize, done: usize) -> Option<(Amount, usize)> {
    if scan.before(start) == Some('.') && scan.raw(start - 1) != Some('。') {
        return None;
    }
    let figure: String = (start..run).filter_map(|i| scan.get(i)).collect();
    let ambiguous = (start..run).any(|i| scan.raw(i) == Some('，'));
    let (whole, fraction) = well_formed(&figure).filter(|_| !ambiguous)?;

    let mut sign = start;
    while sign > done && scan.before(sign) == Some(' ') {
        sign -= 1;
    }
    let signed = sign > done && scan.before(sign) == Some('¥');
    let from = if signed { sign - 1 } else { start };

    let (unit, end) = unit_at(scan, run, signed)?;
    let fen = to_fen(&whole, fraction, unit)?;
    let tax = match (tax_behind(scan, end), tax_before(scan, done, from)) {
        (Some(behind), Some(before)) if behind != before => None,
        (behind, before) => behind.or(before),
    };
    Some((Amount { fen, span: scan.span(from, end), tax }, end))
}

/// The index behind a figure: digits, and points and commas that have a digit behind them.
fn figure_end(scan: &Scan, start: usize) -> usize {
    let mut end = start;
    loop {
        let next_is_digit = scan.is_digit(end + 1);
        let goes_on = match scan.raw(end) {
            Some('。') => false,
            // 标段1，36万元 are two figures; 1，365万元 may be one or two.
            Some('，') => scan.digits(end + 1, 3).is_some_and(|(_, behind)| behind == end + 4),
            _ => match scan.get(end) {
                Some('.' | ',') => next_is_digit,
                Some(c) => c.is_ascii_digit(),
                None => false,
            },
        };
        if !goes_on {
            return end;
        }
        end += 1;
    }
}

/// Digits before and behind the point of a well-formed figure, without the grouping commas.
fn well_formed(figure: &str) -> Option<(String, &str)> {
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    if fraction.chars().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 {
            return None;
        }
    }
    if first.is_empty() || (grouped && first.len() > 3) {
        return None;
    }
    Some((whole.replace(',', ""), fraction))
}

/// Worth of the unit behind a figure, in fen, and the index behind it.
fn unit_at(scan: &Scan, run: usize, signed: bool) -> Option<(i128, usize)> {
    let at = scan.blanks(run);
    for (word, fen) in UNITS {
        let end = at + word.chars().count();
        // 5元件 and 5元素 count things, not money.
        if scan.starts(at, word) && !matches!(scan.get(end), Some('件' | '素' | '器')) {
            return Some((fen, end));
        }
    }
    if !signed {
        return None;
    }
    let (word, fen) = AFTER_SIGN.into_iter().find(|(word, _)| scan.starts(at, word))?;
    let end = if word.is_empty() { run } else { at + word.chars().count() };
    Some((fen, end))
}

fn to_fen(whole: &str, fraction: &str, unit: i128) -> Option<i64> {
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).ok()?;
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = 10_i128.checked_pow(places)?;
    let scaled = digits.checked_mul(unit)?;
    if scaled.checked_rem(scale)? != 0 {
        return None;
    }
    i64::try_from(scaled.checked_div(scale)?).ok().filter(|fen| is_sum(*fen))
}

/// Whether every reader of JSON reads a sum in 分 alike: up to 2^53 - 1, which is more than ninety trillion yuan.
pub fn is_sum(fen: i64) -> bool {
    fen.unsigned_abs() < 1 << 53
}

/// Tax as said directly behind an amount, bracketed or not.
fn tax_behind(scan: &Scan, end: usize) -> Option<Tax> {
    let mut at = scan.blanks(end);
    if scan.get(at) == Some('整') {
        at = scan.blanks(at + 1);
    }
    if matches!(scan.get(at), Some('(' | '[')) {
        let note: Vec<char> = (at + 1..at + 1 + NOTE)
            .map_while(|i| scan.get(i))
            .take_while(|c| !matches!(c, ')' | ']' | '\n'))
            .collect();
        // A note with an amount of its own speaks of that one: （其中不含税18万元）.
        if note.contains(&'元') {
            return None;
        }
        return (0..note.len()).find_map(|i| tax_word(&note, i).map(|(tax, _)| tax));
    }
    let near: Vec<char> = (at..at + NOTE).map_while(|i| scan.get(i)).collect();
    let (tax, length) = tax_word(&near, 0)?;
    // 不含税价 would be the label of what follows.
    let ends = near.get(length).is_none_or(|c| !c.is_alphanumeric());
    ends.then_some(tax)
}

/// Tax as said in the label before an amount, within the same clause.
fn tax_before(scan: &Scan, done: usize, from: usize) -> Option<Tax> {
    let start = done.max(from.saturating_sub(LABEL));
    let mut label = Vec::new();
    for index in start..from {
        match scan.raw(index) {
            Some('。' | '，' | '、' | ',' | ';' | '；' | '\n') => label.clear(),
            _ => label.extend(scan.get(index)),
        }
    }
    (0..label.len()).rev().find_map(|i| tax_word(&label, i).map(|(tax, _)| tax))
}

/// A word about tax at an index, with its length in characters.
fn tax_word(text: &[char], index: usize) -> Option<(Tax, usize)> {
    let rest = text.get(index..)?;
    let is = |word: &str| word.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c));
    if is("价税合计") {
        return Some((Tax::Included, 4));
    }
    if is("未税") || is("除税") {
        return Some((Tax::Excluded, 2));
    }
    let before = index.checked_sub(1).and_then(|i| text.get(i)).copied();
    let (tax, skip) = match *rest.first()? {
        '不' | '未' if rest.get(1) == Some(&'含') => (Tax::Excluded, 1),
        '含' if !matches!(before, Some('不' | '未' | '否')) => (Tax::Included, 0),
        _ => return None,
    };
    // 含税, 含增值税, 含9%增值税
    let length = rest.iter().skip(skip).take(8).position(|&c| c == '税')?;
    Some((tax, skip + length + 1))
}

/// An amount for the screen, exact: `18.50万元` from 1 万元 on where two decimals suffice, else in
/// 元 (`123,456.78元`, `9,800元`).
#[must_use]
pub fn format_fen(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let value = fen.unsigned_abs();
    if value >= WAN && value.is_multiple_of(WAN / 100) {
        return format!("{sign}{}.{:02}万元", grouped(value / WAN), value % WAN / (WAN / 100));
    }
    let yuan = grouped(value / 100);
    match value % 100 {
        0 => format!("{sign}{yuan}元"),
        rest => format!("{sign}{yuan}.{rest:02}元"),
    }
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A Chinese numeral from 一 to 九十九, as in 第二次 and 三标段; nothing else.
#[must_use]
pub fn cn_number(text: &str) -> Option<u32> {
    let digit = |part: &str| {
        let mut chars = part.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => cn_digit(c),
            _ => None,
        }
    };
    let Some((tens, ones)) = text.split_once(['十', '拾']) else {
        return digit(text);
    };
    let tens = if tens.is_empty() { 1 } else { digit(tens)? };
    let ones = if ones.is_empty() { 0 } else { digit(ones)? };
    Some(tens * 10 + ones)
}

fn cn_digit(c: char) -> Option<u32> {
    let value = match c {
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn read(text: &str) -> Vec<(i64, &str, Option<Tax>)> {
        let amounts = parse_amounts(text);
        amounts.into_iter().map(|a| (a.fen, &text[a.span], a.tax)).collect()
    }

    #[test]
    fn a_sum_that_readers_read_differently_is_none() {
        assert_eq!(read("预算90071992547409.91元")[0].0, (1 << 53) - 1);
        assert_eq!(read("预算90071992547409.92元"), []);
        assert_eq!(read("预算98000000000万元"), []);
    }

    #[test]
    fn a_text_is_a_sum_whole_or_not_at_all() {
        let fen = |text: &str| sum_in_yuan(text);
        assert_eq!(whole_amount("1200"), None, "a figure alone is no sum");
        for text in ["1200元", " 1200 ", "1,200.00", "１２００", "￥1200", "0.12万", "0.12万元"]
        {
            assert_eq!(fen(text), Some(120_000), "{text}");
        }
        for text in ["-1200元", "－1200", "约1200元", "1200元左右", "1元2角", "", "元", "一千"]
        {
            assert_eq!(fen(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_read_with_their_units() {
        for (text, fen, span) in [
            ("预算18.5万元。", 18_500_000, "18.5万元"),
            ("限价1,234,567.89元", 123_456_789, "1,234,567.89元"),
            ("共￥120000元整", 12_000_000, "￥120000元"),
            ("¥ 0.01", 1, "¥ 0.01"),
            ("投资1.2亿元", 12_000_000_000, "1.2亿元"),
            ("约３６５．４ 万元", 365_400_000, "３６５．４ 万元"),
            ("3千元", 300_000, "3千元"),
            ("18.50000000万元", 18_500_000, "18.50000000万元"),
        ] {
            assert_eq!(read(text), [(fen, span, None)], "{text}");
        }
        assert_eq!(read("一包10万元，二包20万元").len(), 2);
        assert_eq!(read("标段1，36万元"), [(36_000_000, "36万元", None)]);
    }

    #[test]
    fn what_is_not_certain_is_not_an_amount() {
        for text in [
            "9.9.9元",
            "1,23元",
            "1234,567元",
            "18.5",
            "5万户",
            "5.5万美元",
            "3元件",
            ".5万元",
            "标段1，365万元",
            "0.005元",
            "99999999999999999999999999999999999999999亿元",
            "9999999999999亿元",
            "万元",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn tax_is_read_beside_the_amount_only() {
        let tax = |text: &str| read(text).into_iter().map(|a| a.2).collect::<Vec<_>>();
        let (with, without) = (Some(Tax::Included), Some(Tax::Excluded));
        assert_eq!(tax("365.4万元（不含税）"), [without]);
        assert_eq!(tax("365.4万元（含9%增值税）"), [with]);
        assert_eq!(tax("最高限价（不含增值税）：18万元"), [without]);
        assert_eq!(tax("含税20万元，不含税18万元"), [with, without]);
        assert_eq!(tax("总价含税20万元（其中不含税18万元）"), [with, without]);
        assert_eq!(tax("含税价20万元（不含税）"), [None]);
        assert_eq!(tax("20万元 含税。"), [with]);
        assert_eq!(tax("是否含税：20万元"), [None]);
        assert_eq!(tax("不含税，另行结算20万元"), [None]);
    }

    #[test]
    fn amounts_are_shown_exactly_and_read_back() {
        for (fen, shown) in [
            (18_500_000, "18.50万元"),
            (1_000_000, "1.00万元"),
            (12_345_678, "123,456.78元"),
            (980_000, "9,800元"),
            (5, "0.05元"),
            (0, "0元"),
            (-18_500_000, "-18.50万元"),
            (1_234_500_000_000, "1,234,500.00万元"),
        ] {
            assert_eq!(format_fen(fen), shown);
            assert_eq!(Money { fen }.to_string(), shown);
            assert_eq!(parse_amounts(shown)[0].fen, fen.abs(), "{shown}");
        }
        assert!(format_fen(i64::MIN).starts_with('-'));
    }

    #[test]
    fn numerals_count_rounds_and_lots() {
        for (text, value) in [("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20)] {
            assert_eq!(cn_number(text), Some(value), "{text}");
        }
        assert_eq!(cn_number("九十九"), Some(99));
        for text in ["", "百", "十十", "二二", "二十二三", "3", "第二"] {
            assert_eq!(cn_number(text), None, "{text}");
        }
    }
}
