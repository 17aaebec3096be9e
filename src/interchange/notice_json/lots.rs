//! Lots (标段, 标包, 采购包, 包) that a notice names clearly; anything else is one undivided whole, lot `0`.
//!
//! A title that names lots is a notice about just these (标包2). A text about what is bought counts only as an enumeration of
//! them all: 1, 2, 3 … without a gap, at least two, and as many as it says there are. A lot that is merely mentioned there
//! (报价表标包2为准) divides nothing.

use super::mark::{Mark, WORDS, marks};
use super::numeral::trailing;
use crate::domain::lead::Lot;

/// What a title says after the name of its lot.
const ENDINGS: [&str; 10] = [
    "询比采购公告",
    "公开招标公告",
    "采购公告",
    "招标公告",
    "询比公告",
    "比选公告",
    "公告",
    "重新询比",
    "公开",
    "重新",
];

/// Longest name of a lot, in characters; a longer one ends in `…`.
const LONGEST_NAME: usize = 80;

/// The lots of a notice; never empty.
pub(in crate::interchange) fn lots(title: &str, content: Option<&str>) -> Vec<Lot> {
    let named = in_title(title).or_else(|| content.and_then(enumerated));
    named.unwrap_or_else(|| vec![Lot::whole()])
}

/// The lots a title names; a title that names 标段 and 标包 together is not clear, and so undivided.
fn in_title(title: &str) -> Option<Vec<Lot>> {
    let marks = marks(title);
    let word = marks.first()?.word;
    if marks.iter().any(|mark| mark.word != word) {
        return Some(vec![Lot::whole()]);
    }
    Some(collected(&marks, |index| name_in_title(title, end_of(&marks, index))))
}

/// The lots that a text enumerates.
fn enumerated(text: &str) -> Option<Vec<Lot>> {
    let marks = marks(text);
    let word = marks.first()?.word;
    if marks.iter().any(|mark| mark.word != word) {
        return None;
    }
    let lots = collected(&marks, |index| {
        let limit = marks.get(index + 1).map_or(text.len(), |next| next.span.start);
        name_in_text(text, end_of(&marks, index), limit)
    });
    let in_order = lots.iter().zip(1_u32..).all(|(lot, number)| lot.id == number.to_string());
    let count = u32::try_from(lots.len()).ok()?;
    let as_declared = declared(text).is_none_or(|number| number == count);
    (count >= 2 && in_order && as_declared).then_some(lots)
}

/// The lots of the marks, each once. A name belongs to a mark (by its index) of one lot only.
fn collected<'a>(marks: &[Mark], name: impl Fn(usize) -> &'a str) -> Vec<Lot> {
    let mut lots: Vec<Lot> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        for id in &mark.ids {
            if lots.iter().all(|lot| lot.id != *id) {
                let name = if mark.ids.len() == 1 { name(index) } else { "" };
                lots.push(Lot { id: id.clone(), title: shortened(name), budget: None });
            }
        }
    }
    lots
}

fn end_of(marks: &[Mark], index: usize) -> usize {
    marks.get(index).map_or(0, |mark| mark.span.end)
}

/// How many lots a text says there are: 分为两个标段.
fn declared(text: &str) -> Option<u32> {
    WORDS.iter().find_map(|word| {
        let (at, _) = text.match_indices(&format!("个{word}")).next()?;
        trailing(text.get(..at)?.trim_end())
    })
}

/// The name behind `标包2：` in a title, without the title's own ending.
fn name_in_title(title: &str, at: usize) -> &str {
    let Some(rest) = named(title, at, title.len()) else { return "" };
    let end = rest.find(['（', '(', '）', ')', '【', '】', '；', ';']).unwrap_or(rest.len());
    let mut name = rest.get(..end).unwrap_or_default().trim();
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = shorter.trim_end();
    }
    name.trim_end_matches(['-', '－', '—', '_']).trim_end()
}

/// The name behind `标段一：` in a text, to the end of its clause.
fn name_in_text(text: &str, at: usize, limit: usize) -> &str {
    let Some(rest) = named(text, at, limit) else { return "" };
    let end = rest.find(['；', ';', '。', '\n']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().trim().trim_end_matches(['，', ',', '、'])
}

fn named(text: &str, at: usize, limit: usize) -> Option<&str> {
    text.get(at..limit)?.trim_start().strip_prefix(['：', ':'])
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    name.chars().take(LONGEST_NAME - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn read(title: &str, content: &str) -> Vec<(String, String)> {
        lots(title, Some(content)).into_iter().map(|lot| (lot.id, lot.title)).collect()
    }

    fn ids(title: &str, content: &str) -> String {
        let ids: Vec<String> = read(title, content).into_iter().map(|(id, _)| id).collect();
        ids.join(" ")
    }

    #[test]
    fn a_title_names_its_lots() {
        for (title, expected) in [
            ("某市管道工程（标包2）询比公告", "2"),
            ("某市管道工程标段1-3招标公告", "1 2 3"),
            ("某市管道工程标包1、标包4、标包1", "1 4"),
            ("某市管道工程询比公告", "0"),
            ("某市管道工程标段1标包2招标公告", "0"),
        ] {
            assert_eq!(ids(title, ""), expected, "{title}");
        }
    }

    #[test]
    fn a_text_that_enumerates_not_all_lots_divides_nothing() {
        for content in [
            "数量以报价表标包2为准",
            "标段一：东区；标段三：西区",
            "分为三个标段。标段一：东区；标段二：西区",
            "标段一：东区；标包二：西区",
        ] {
            assert_eq!(ids("某市管道工程公告", content), "0", "{content}");
        }
    }

    #[test]
    fn a_text_that_enumerates_all_lots_divides_the_tender() {
        let content =
            "本项目分为两个标段。标段一：东区管道，含人井；标段二：西区管道。标段一预算较高。";
        let expected = [("1", "东区管道，含人井"), ("2", "西区管道")];
        let expected = expected.map(|(id, title)| (id.to_owned(), title.to_owned()));
        assert_eq!(read("某市管道工程招标公告", content), expected);
        assert_eq!(ids("某市家具公告", "采购包 1主要为新增家具；采购包2主要为旧家具"), "1 2");
        assert_eq!(ids("某市管道工程（标段二）公告", content), "2", "the title goes first");
    }

    #[test]
    fn a_lot_has_the_name_behind_its_colon() {
        let read = |title: &str| read(title, "").remove(0).1;
        assert_eq!(read("某市平台项目标包2：数据接口开发询比公告（变更）"), "数据接口开发");
        assert_eq!(read("某市平台项目（标包1：交换机维保、集成）"), "交换机维保、集成");
        assert_eq!(read("某市平台项目标包1某县询比公告"), "");
        let long = format!("某市平台项目标包1：{}", "长".repeat(100));
        assert_eq!(read(long.as_str()).chars().count(), LONGEST_NAME);
    }
}
