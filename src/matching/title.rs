//! A title taken apart: what is bought (the core), and the marks that tell one tender of a project from another.
//!
//! The core is the title without its form: no stage, no way of buying, no round, no legal form of the company. Marks are kept
//! beside it, because one character decides: 标包1 is not 标包2, 一期 is not 二期, while 第二次 is the same tender again.

use crate::text::lot_mark::marks;
use crate::text::normal::{fold_char, halfwidth_char};

use super::buyer::is_agent;
use super::reader::Reader;

/// What a mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// 标段, 标包, 包.
    Lot,
    /// 期.
    Phase,
    /// 批.
    Batch,
    /// A bare number in brackets: 设备采购（十二）.
    Series,
}

/// A numbered part of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// What is counted.
    pub kind: MarkKind,
    /// Which one; letters from 1000 on.
    pub number: u16,
}

/// Where in the life of a tender a paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Stage {
    /// Opinion asked for, intention, prior notice.
    Early,
    /// Invitation, or nothing said.
    #[default]
    Invitation,
    /// Change, result, contract.
    Late,
}

/// A title taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Title {
    /// What is bought, folded, without any form.
    pub core: Vec<char>,
    /// Lots, phases, batches; sorted.
    pub marks: Vec<Mark>,
    /// Round named, if any.
    pub round: Option<u8>,
    /// First year named.
    pub year: Option<u16>,
    /// Bits of the sorts of work.
    pub works: u16,
    /// More of what was bought before.
    pub supplement: bool,
    /// A part of a project by its name.
    pub subproject: bool,
    /// The list of what is bought goes on.
    pub and_so_on: bool,
    /// Stage.
    pub stage: Stage,
    /// Somebody has won.
    pub awarded: bool,
}

/// Numbers from here on are letters.
pub(super) const LETTERS: u16 = 1000;

/// Number of a lot that has a name instead (东区标段).
pub(super) const NAMED: u16 = u16::MAX;

/// Takes a title apart.
pub(super) fn read(title: &str) -> Title {
    let (mut found, rest) = named_lots(title);
    let folded = without_tags(&fold(&rest));
    let mut title = Reader::new(without_agent(&folded)).read();
    title.marks.append(&mut found);
    title.marks.sort_unstable();
    title.marks.dedup();
    title
}

/// Lots named by a word before their number, and the title with a bar in their place.
fn named_lots(title: &str) -> (Vec<Mark>, String) {
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut from = 0;
    for mark in marks(title) {
        found.extend(mark.ids.iter().filter_map(|id| lot(id)));
        rest.push_str(title.get(from..mark.span.start).unwrap_or_default());
        rest.push('|');
        from = mark.span.end;
    }
    rest.push_str(title.get(from..).unwrap_or_default());
    (found, rest)
}

fn lot(id: &str) -> Option<Mark> {
    let letter = id.chars().next().filter(char::is_ascii_alphabetic);
    let number = match letter {
        Some(letter) => LETTERS + u16::from(u8::try_from(letter.to_ascii_lowercase()).ok()?),
        None => id.parse().ok()?,
    };
    Some(Mark { kind: MarkKind::Lot, number })
}

/// Half-width, lower case, no blanks, no masks.
fn fold(text: &str) -> Vec<char> {
    text.chars()
        .filter_map(fold_char)
        .map(halfwidth_char)
        .filter(|c| !matches!(c, '*' | '＊' | '"'))
        .collect()
}

/// Without bracketed notes that name nothing: square-bracketed tags at either end, and notes of a number (项目编号:…).
fn without_tags(chars: &[char]) -> Vec<char> {
    let mut chars = chars.to_vec();
    while chars.first() == Some(&'[') {
        let Some(end) = chars.iter().position(|c| *c == ']').filter(|end| end + 4 < chars.len())
        else {
            break;
        };
        chars.drain(..=end);
    }
    while chars.last() == Some(&']') {
        let Some(start) = chars.iter().rposition(|c| *c == '[').filter(|start| *start > 4) else {
            break;
        };
        chars.truncate(start);
    }
    while let Some(at) = position(&chars, &['编', '号']) {
        let start =
            chars.get(..at).and_then(|head| head.iter().rposition(|c| matches!(c, '(' | '[')));
        let Some(start) = start.filter(|start| at - start <= 5) else { break };
        let end = chars
            .iter()
            .skip(at)
            .position(|c| matches!(c, ')' | ']'))
            .map_or(chars.len(), |end| at + end + 1);
        chars.drain(start..end);
    }
    chars
}

fn position(chars: &[char], word: &[char]) -> Option<usize> {
    chars.windows(word.len()).position(|window| window == word)
}

/// Without the publisher before the title: `某招标有限公司关于…`, and a file number in its place.
fn without_agent(chars: &[char]) -> Vec<char> {
    if let Some(at) = position(chars, &['关', '于']).filter(|at| *at > 0) {
        let rest = chars.get(at + 2..).unwrap_or_default();
        let head: String = chars.iter().take(at).collect();
        if rest.len() >= SAYS_ENOUGH && (at < SAYS_ENOUGH || is_agent(&head)) {
            return rest.to_vec();
        }
    }
    let end = position(chars, &['公', '司']).map(|at| at + 2);
    let parts = end.and_then(|end| Some((chars.get(..end)?, chars.get(end..)?)));
    match parts {
        Some((head, rest))
            if rest.len() >= SAYS_ENOUGH && is_agent(&head.iter().collect::<String>()) =>
        {
            rest.to_vec()
        }
        _ => chars.to_vec(),
    }
}

/// A rest of a title that is shorter than this is no title.
const SAYS_ENOUGH: usize = 6;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn core(title: &str) -> String {
        read(title).core.into_iter().collect()
    }

    fn marks_of(title: &str) -> Vec<(MarkKind, u16)> {
        read(title).marks.into_iter().map(|mark| (mark.kind, mark.number)).collect()
    }

    #[test]
    fn form_leaves_the_title_and_the_object_stays() {
        for title in [
            "某县通信管道改造工程",
            "某县通信管道改造项目中标候选人公示",
            "关于某县通信管道改造项目的招标公告",
            "某县通信管道改造采购项目（第二次）公开询比公告",
            "某县通信管道改造项目竞争性磋商公告（项目编号：＊）",
            "[某市本级]某县通信管道改造项目中标（成交）结果公告[公开]",
            "关于征集某县通信管道改造采购项目技术规范书及技术评分表相关文件意见的公告",
            "某咨询有限公司关于某县通信管道改造项目的更正公告（二）",
            "2026年3月2日某招标有限公司某县通信管道改造项目采购结果公告",
            "某县\t通信管道改造 工程",
        ] {
            assert_eq!(core(title), "某县通信管道改造", "{title}");
        }
    }

    #[test]
    fn a_part_is_a_mark_and_leaves_the_core() {
        use MarkKind::{Batch, Lot, Phase, Series};
        for (title, expected) in [
            ("某镇公路硬化项目（三标段）", vec![(Lot, 3)]),
            ("某镇公路硬化项目标包2招标公告", vec![(Lot, 2)]),
            ("某镇公路硬化项目第04包公告", vec![(Lot, 4)]),
            ("某镇公路硬化项目（B标段）", vec![(Lot, LETTERS + 98)]),
            ("某镇公路硬化项目东区标段", vec![(Lot, NAMED)]),
            ("某镇公路硬化项目（二期）", vec![(Phase, 2)]),
            ("某镇公路硬化项目（第二批）", vec![(Batch, 2)]),
            ("某镇公路硬化项目（十二）结果公告", vec![(Series, 12)]),
            ("某镇公路硬化项目（部分1）", vec![(Series, 1)]),
            ("某镇公路硬化项目更正公告（二）", vec![]),
            ("某镇公路硬化项目（第二次）", vec![]),
        ] {
            assert_eq!(marks_of(title), expected, "{title}");
        }
        assert_eq!(core("某镇公路硬化项目（三标段）"), "某镇公路硬化");
    }

    #[test]
    fn a_round_counts_tenders_and_not_papers() {
        for (title, round) in [
            ("某大楼外墙清洗项目（第二次）公告", Some(2)),
            ("某大楼外墙清洗项目二次招标公告", Some(2)),
            ("某大楼外墙清洗采购3次结果公示", Some(3)),
            ("某大楼外墙清洗项目中标候选人公示第2次公示", None),
            ("某大楼外墙清洗项目更正公告（第一次）", None),
            ("某大楼二次供水改造项目", None),
        ] {
            assert_eq!(read(title).round, round, "{title}");
        }
    }

    #[test]
    fn the_first_year_counts_and_a_length_of_time_does_not() {
        for title in ["2026年保洁", "2026年至2027年度保洁", "2026-2028年保洁（24个月）"]
        {
            assert_eq!((read(title).year, core(title).as_str()), (Some(2026), "保洁"), "{title}");
        }
        assert_eq!(read("保洁项目2026号").year, None);
    }

    #[test]
    fn a_stage_is_told_by_its_words() {
        assert_eq!(read("某项目预公示").stage, Stage::Early);
        assert_eq!(read("某项目招标公告").stage, Stage::Invitation);
        assert_eq!(read("某项目更正公告").stage, Stage::Late);
        assert!(read("某项目中标结果公告").awarded && !read("某项目流标公告").awarded);
    }
}
