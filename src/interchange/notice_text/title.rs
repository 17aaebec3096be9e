//! Which words are the title: the headline of a page, else the project's name, else how a message begins.

use std::ops::Range;

use super::label::Slot;
use super::layout::{Piece, trimmed};

/// Words that make a line a headline.
const HEADLINE: [&str; 13] = [
    "公告",
    "公示",
    "招标",
    "采购",
    "询比",
    "比选",
    "询价",
    "谈判",
    "磋商",
    "施工",
    "工程",
    "预公告",
    "意见征求",
];

/// How many lines may stand above a headline: names of sites, menus, senders.
const LINES_ABOVE: usize = 12;

/// Longest title, in characters.
const LONGEST: usize = 200;

/// Fewest characters of a headline; 招标公告 alone is none.
const FEWEST: usize = 8;

/// The bytes of the title; `None` where nothing has letters.
pub(super) fn title(text: &str, pieces: &[Piece]) -> Option<Range<usize>> {
    let named = pieces.iter().find(|piece| piece.slot == Slot::Title && !piece.value.is_empty());
    let mut first = None;
    let mut headline = None;
    let mut at = 0;
    for (number, line) in text.split('\n').enumerate() {
        let span = at..at + line.len();
        at = span.end + 1;
        let Some(span) = head(text, span, pieces) else { continue };
        first = first.or(Some(span.clone()));
        if number >= LINES_ABOVE || headline.is_some() {
            continue;
        }
        if is_headline(text.get(span.clone()).unwrap_or_default()) {
            headline = Some(span);
        }
    }
    // A page's headline says round and sort as well; the project's name stands in for one that is missing.
    headline
        .or_else(|| named.map(|piece| piece.value.clone()))
        .or(first)
        .map(|span| shortened(text, span))
}

/// The part of a line before its first label, to the end of its first clause; `None` where no letter is in it.
fn head(text: &str, line: Range<usize>, pieces: &[Piece]) -> Option<Range<usize>> {
    let label = pieces.iter().map(|piece| piece.label.start).find(|at| line.contains(at));
    let span = trimmed(text, line.start..label.unwrap_or(line.end));
    let words = text.get(span.clone())?;
    let span = trimmed(text, span.start..span.start + clause_end(words));
    let span = unwrapped(text, span);
    text.get(span.clone())?.chars().any(char::is_alphabetic).then_some(span)
}

/// Where the first clause ends; a comma inside brackets ends none.
fn clause_end(words: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in words.char_indices() {
        match c {
            '（' | '(' | '【' | '[' | '《' => depth += 1,
            '）' | ')' | '】' | ']' | '》' => depth = depth.saturating_sub(1),
            '，' | '。' | '；' | '！' | '!' | '？' if depth == 0 => return at,
            _ => {}
        }
    }
    words.len()
}

/// Without the marks of a list, and without brackets around the whole.
fn unwrapped(text: &str, span: Range<usize>) -> Range<usize> {
    let mut span = span;
    let words = |span: &Range<usize>| text.get(span.clone()).unwrap_or_default().to_owned();
    let here = words(&span);
    let lead = here.len() - here.trim_start_matches(|c: char| "#*> \u{3000}-·•".contains(c)).len();
    span.start += lead;
    let here = words(&span);
    let body = here.trim_end_matches(['*', '：', ':', ' ']);
    span.end = span.start + body.len();
    for (open, close) in [('【', '】'), ('《', '》'), ('[', ']')] {
        let inner = body.strip_prefix(open).and_then(|body| body.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            span.start += open.len_utf8();
            span.end = span.start + inner.len();
        }
    }
    span
}

fn is_headline(words: &str) -> bool {
    let count = words.chars().count();
    // A path of a site's menu (首页 > 公告 > 详情) is none.
    (FEWEST..=LONGEST).contains(&count)
        && !words.contains(['>', '＞', '»'])
        && HEADLINE.iter().any(|word| words.contains(word))
}

fn shortened(text: &str, span: Range<usize>) -> Range<usize> {
    let words = text.get(span.clone()).unwrap_or_default();
    let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
    span.start..span.start + end
}

#[cfg(test)]
mod tests {
    use super::super::layout::pieces;
    use super::*;

    fn read(text: &str) -> Option<&str> {
        title(text, &pieces(text)).and_then(|span| text.get(span))
    }

    #[test]
    fn a_headline_a_name_or_the_beginning_is_the_title() {
        let page = "某采购网\n首页 > 采购公告 > 详情页面\n【甲地2026年线路施工询比公告（第二次）】\n项目名称：甲地线路施工\n";
        assert_eq!(read(page), Some("甲地2026年线路施工询比公告（第二次）"));
        assert_eq!(read("招标公告\n项目名称：甲地线路施工项目\n"), Some("甲地线路施工项目"));
        let message = "江苏移动苏州分公司 2026年传输线路施工询比，编号 JSYD-1，预算320万元";
        assert_eq!(read(message), Some("江苏移动苏州分公司 2026年传输线路施工询比"));
        assert_eq!(read("\n你好\n在吗"), Some("你好"));
        assert_eq!(read("🙂🙂\n123"), None);
    }
}
