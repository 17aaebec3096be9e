//! Places where a text names lots by number or letter: `标包2`, `标段一至三`, `采购包 1、2`, `第二标段`.
//!
//! Only what cannot be anything else is taken: 标包一览, 背包2 and 标段 10 号楼 name no lot.

use std::ops::Range;

use super::numeral::leading;
use crate::text::normal::{halfwidth_char, is_han};

/// Words for a lot, longer ones first.
pub(super) const WORDS: [&str; 4] = ["采购包", "标段", "标包", "包"];

/// The word that is an everyday word as well (背包, 打包, 包一年).
const SHORT: &str = "包";

/// What makes a number behind such a word something else: 标段 10 号楼, 标包 2 个. Other units are words as well (标包2家具).
const COUNTED: [char; 3] = ['号', '个', '%'];

/// What may follow a lot in a title without a mark between them.
const TAILS: [&str; 17] = [
    "询比", "招标", "采购", "比选", "竞争", "竞价", "谈判", "询价", "重新", "公开", "公告", "第",
    "施工", "监理", "设计", "服务", "设备",
];

/// How many lots a range may stand for.
const WIDEST_RANGE: u32 = 50;

/// A place where lots are named.
pub(in crate::interchange) struct Mark {
    /// Which of [`WORDS`].
    pub(in crate::interchange) word: &'static str,
    /// The publisher's numbers or letters, in order.
    pub(in crate::interchange) ids: Vec<String>,
    /// Bytes of the text.
    pub(in crate::interchange) span: Range<usize>,
}

/// The places of a text, in order.
pub(in crate::interchange) fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match mark_at(text, at).or_else(|| ordinal_at(text, at)) {
            Some(mark) => {
                at = mark.span.end;
                found.push(mark);
            }
            None => at += next.len_utf8(),
        }
    }
    found
}

/// `标包2`, `标段一至三`, `采购包 1、2`.
fn mark_at(text: &str, at: usize) -> Option<Mark> {
    let word = word_at(text, at)?;
    let before = text.get(..at)?;
    if word == SHORT && before.ends_with(is_han) && !before.ends_with("项目") {
        return None;
    }
    let (ids, end) = ids_at(text, at + word.len(), word == SHORT)?;
    Some(Mark { word, ids, span: at..end })
}

/// `第二标段`, `第1包`.
fn ordinal_at(text: &str, at: usize) -> Option<Mark> {
    let rest = text.get(at..)?.strip_prefix('第')?.trim_start();
    let number = leading(rest)?;
    let tail = rest.get(number.len..)?.trim_start();
    let word = WORDS.into_iter().find(|word| tail.starts_with(word))?;
    let end = text.len() - tail.len() + word.len();
    let fits = word != SHORT || stands_alone(text, end, true);
    fits.then(|| Mark { word, ids: vec![number.value.to_string()], span: at..end })
}

fn word_at(text: &str, at: usize) -> Option<&'static str> {
    let rest = text.get(at..)?;
    WORDS.into_iter().find(|word| rest.starts_with(word))
}

/// A number or letter of a lot.
struct Id {
    name: String,
    number: Option<u32>,
    /// Chinese numerals and letters begin words of their own, so what follows them is looked at more closely.
    wordlike: bool,
    end: usize,
}

fn id_at(text: &str, at: usize) -> Option<Id> {
    let rest = text.get(at..)?;
    let tail = rest.trim_start();
    let start = text.len() - tail.len();
    if let Some(number) = leading(tail) {
        let (name, end) = (number.value.to_string(), start + number.len);
        return Some(Id { name, number: Some(number.value), wordlike: number.han, end });
    }
    let first = tail.chars().next()?;
    let letter = halfwidth_char(first);
    let end = start + first.len_utf8();
    let name = letter.to_string();
    letter.is_ascii_uppercase().then_some(Id { name, number: None, wordlike: true, end })
}

/// The ids that follow a word for a lot, and where they end: as many as are beyond doubt, and `None` if that is none.
fn ids_at(text: &str, at: usize, short: bool) -> Option<(Vec<String>, usize)> {
    let first = id_at(text, at)?;
    let mut ids = vec![first.name];
    let (mut number, mut end) = (first.number, first.end);
    let strict = short || first.wordlike;
    let mut sure = stands_alone(text, end, strict).then_some((ids.len(), end));
    while let Some((joint, from)) = joint_at(text, end) {
        let Some(next) = id_at(text, from) else { break };
        match joint {
            Joint::And => ids.push(next.name),
            Joint::Until => {
                let (Some(low), Some(high)) = (number, next.number) else { return None };
                // 标段1-1 numbers a part of a lot, which is no range.
                if high <= low || high - low >= WIDEST_RANGE {
                    return None;
                }
                ids.extend((low + 1..=high).map(|id| id.to_string()));
            }
        }
        (number, end) = (next.number, next.end);
        if stands_alone(text, end, strict || next.wordlike) {
            sure = Some((ids.len(), end));
        }
    }
    let (count, end) = sure?;
    ids.truncate(count);
    Some((ids, end))
}

enum Joint {
    And,
    Until,
}

fn joint_at(text: &str, at: usize) -> Option<(Joint, usize)> {
    let tail = text.get(at..)?.trim_start();
    let sign = tail.chars().next()?;
    let joint = match sign {
        '、' | '和' => Joint::And,
        '至' | '-' | '－' | '–' | '—' | '~' | '～' => Joint::Until,
        _ => return None,
    };
    Some((joint, text.len() - tail.len() + sign.len_utf8()))
}

/// Whether a number that ends here is only a number: no unit, no further figure, and, where it could be the beginning of a
/// word (标包一览), no other character.
fn stands_alone(text: &str, end: usize, strict: bool) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    let mut chars = rest.chars();
    if chars.next() == Some('.') && chars.next().is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let rest = rest.trim_start();
    if rest.starts_with(COUNTED) {
        return false;
    }
    let may_be_a_word = strict && rest.starts_with(is_han);
    !may_be_a_word || TAILS.iter().any(|tail| rest.starts_with(tail))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn read(text: &str) -> Vec<String> {
        marks(text).into_iter().map(|mark| mark.ids.join(" ")).collect()
    }

    #[test]
    fn lots_are_named_by_number_or_letter() {
        for (text, expected) in [
            ("（标包2）询比公告", "2"),
            ("标段一施工招标公告", "1"),
            ("标段1-3招标公告", "1 2 3"),
            ("（标段一至三）", "1 2 3"),
            ("标包1、2、3个月维保公告", "1 2"),
            ("采购包 1主要为家具", "1"),
            ("（包二）询比公告", "2"),
            ("0804ja包一询比公告", "1"),
            ("第二标段招标公告", "2"),
            ("标包Ｂ招标公告", "B"),
            ("标包2家具采购", "2"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
        assert_eq!(read("标包1、标包4"), ["1", "4"]);
    }

    #[test]
    fn words_that_only_look_like_lots_name_none() {
        for text in [
            "背包2招标公告",
            "打包一年维保",
            "标包一览表",
            "分为两个标段。",
            "（标段 10 号、11 号楼）室分施工",
            "标段1-1招标公告",
            "标包1.2",
            "标段2026",
            "第一包装箱",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_mark_knows_where_it_stands() {
        let text = "工程（标包 ２）公告";
        assert_eq!(text.get(marks(text).remove(0).span), Some("标包 ２"));
    }
}
