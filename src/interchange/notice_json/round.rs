//! Which round the title names.
//!
//! 第二次 is another round of the same tender, 第二批 another tender; and 第二次 inside a name (第二次增补, 第三次全国普查) is no
//! round at all. So an ordinal counts only where a round is named: closing a bracket, ending the title, or before the
//! word for the procedure. 重新招标 without a number means the first repetition, which is the second round; titles of later ones
//! carry their number (第三次重新询比). 重新 or 再次 with nothing of that is left to a person.

use std::ops::Range;

use super::numeral::{is_han_numeral, leading};
use super::said::{doubt, part};
use crate::domain::lead::Field;

/// Words for the procedure.
const PROCEDURES: [&str; 11] =
    ["公告", "公示", "询比", "比选", "招标", "采购", "询价", "谈判", "竞争", "竞价", "磋商"];

/// Brackets and dashes that end what stands before them.
const ENDS: [char; 10] = [')', '）', ']', '】', '〕', '-', '－', '–', '—', '_'];

/// Units of time: an ordinal behind one counts purchases of that time (2026年第二次采购).
const TIMES: [&str; 4] = ["年", "年度", "月", "季度"];

/// The round that a title names.
pub(in crate::interchange) fn round(title: &str) -> Field<u32> {
    let (named, unclear) = numbered(title);
    if let Some((value, span)) = named.first() {
        if named.iter().all(|(other, _)| other == value) {
            return part(*value, title, "title", span.clone());
        }
        return Field::to_review(title, "title");
    }
    if let Some(span) = unclear {
        return doubt(title, "title", span);
    }
    if let Some(span) = repeated(title) {
        return part(2, title, "title", span);
    }
    let again = ["重新", "再次"].into_iter().find_map(|word| span_of(title, word));
    again.map_or_else(Field::not_stated, |span| doubt(title, "title", span))
}

/// A round by its number, and where the title names it.
type Named = (u32, Range<usize>);

/// Rounds by number, and the first ordinal that may or may not name one.
fn numbered(title: &str) -> (Vec<Named>, Option<Range<usize>>) {
    let mut named = Vec::new();
    let mut unclear = None;
    for (at, word) in title.match_indices('第') {
        let Some((value, end)) = ordinal(title, at + word.len()) else { continue };
        let before = title.get(..at).unwrap_or_default().trim_end();
        let counts_time = TIMES.iter().any(|time| before.ends_with(time));
        if !counts_time && names_a_round(title, end) {
            named.push((value, at..end));
        } else if unclear.is_none() {
            unclear = Some(at..end);
        }
    }
    for (word, value) in [("二次", 2), ("三次", 3), ("四次", 4), ("五次", 5)] {
        let spans = title.match_indices(word).map(|(at, _)| at..at + word.len());
        named.extend(spans.filter(|span| is_short_form(title, span)).map(|span| (value, span)));
    }
    (named, unclear)
}

/// Number and end of `二次` or ` 2 轮`, behind 第.
fn ordinal(title: &str, at: usize) -> Option<(u32, usize)> {
    let rest = title.get(at..)?;
    let number = leading(rest.trim_start())?;
    let tail = rest.trim_start().get(number.len..)?.trim_start();
    let unit = ["次", "轮"].into_iter().find(|unit| tail.starts_with(unit))?;
    Some((number.value, title.len() - tail.len() + unit.len()))
}

/// Whether what follows an ordinal shows that it names a round.
fn names_a_round(title: &str, end: usize) -> bool {
    let mut rest = title.get(end..).unwrap_or_default().trim_start();
    while let Some(next) = ["公开", "重新"].iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next.trim_start();
    }
    rest.is_empty() || rest.starts_with(ENDS) || procedure(rest).is_some()
}

fn procedure(text: &str) -> Option<&'static str> {
    PROCEDURES.into_iter().find(|word| text.starts_with(word))
}

/// 二次 without 第: alone in its brackets, or before 公告, 询比, 比选, 招标. Elsewhere it is an everyday word (二次开发).
fn is_short_form(title: &str, span: &Range<usize>) -> bool {
    let before = title.get(..span.start).unwrap_or_default().trim_end();
    let after = title.get(span.end..).unwrap_or_default().trim_start();
    if before.ends_with(|c: char| c == '第' || c.is_numeric() || is_han_numeral(c)) {
        return false;
    }
    let opened = before.ends_with(['(', '（', '[', '【', '〔']);
    let closed = after.starts_with([')', '）', ']', '】', '〕']);
    let named = ["公告", "询比", "比选", "招标"].iter().any(|word| after.starts_with(word));
    (opened && closed) || named
}

/// 重新 with the procedure that is repeated: 重新招标, 重新公开询比.
fn repeated(title: &str) -> Option<Range<usize>> {
    title.match_indices("重新").find_map(|(at, word)| {
        let rest = title.get(at + word.len()..)?.trim_start();
        let rest = rest.strip_prefix("公开").unwrap_or(rest);
        let procedure = procedure(rest)?;
        Some(at..title.len() - rest.len() + procedure.len())
    })
}

fn span_of(title: &str, word: &str) -> Option<Range<usize>> {
    title.find(word).map(|at| at..at + word.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::lead::FieldState;

    #[test]
    fn a_title_names_its_round() {
        for (title, value) in [
            ("某市机房改造项目（第二次）询比公告", 2),
            ("某市机房改造项目（第 3 次）", 3),
            ("某市机房改造项目【第２次】招标公告", 2),
            ("某市机房改造项目（询比采购，第二轮）公告", 2),
            ("某市机房改造项目第十二次公开询比公告", 12),
            ("某市机房改造项目标包2第三次重新询比", 3),
            ("某市机房改造文件意见的公示（第四次）", 4),
            ("某市机房改造项目（二次）-比选公告", 2),
            ("关于某市机房改造文件意见的二次公告", 2),
            ("某市机房改造项目（第二批）重新招标公告", 2),
            ("某市机房改造项目（重新采购，第三次）公告", 3),
            ("某市机房改造项目（重新询比）询比公告", 2),
        ] {
            assert_eq!(round(title).value, Some(value), "{title}");
        }
    }

    #[test]
    fn a_title_without_a_round_states_none() {
        for title in
            ["某市机房改造项目询比公告", "某市光缆采购（第二批）公告", "某平台二次开发项目招标公告"]
        {
            assert_eq!(round(title), Field::not_stated(), "{title}");
        }
    }

    #[test]
    fn what_may_or_may_not_be_a_round_is_for_a_person() {
        for (title, words) in [
            ("某市机房改造项目（重新）询比公告", "重新"),
            ("关于再次征集某设备技术规范意见的公告", "再次"),
            ("某县线路施工服务第二次增补采购公告", "第二次"),
            ("第五次某类普查系统招标公告", "第五次"),
            ("某公司2026年第二次采购项目公告", "第二次"),
        ] {
            let field = round(title);
            assert_eq!(
                (field.state, field.text.as_deref()),
                (FieldState::ToReview, Some(words)),
                "{title}"
            );
        }
        assert_eq!(round("某项目（第二次）（第三次）公告").state, FieldState::ToReview);
    }

    #[test]
    fn the_words_can_be_found_again_in_the_title() {
        let title = "某市机房改造项目（第 3 次）公告";
        let (from, to) = round(title).source.unwrap().span.unwrap();
        let words = &title[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
        assert_eq!(words, "第 3 次");
    }
}
