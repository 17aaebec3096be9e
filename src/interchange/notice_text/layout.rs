//! Where labels and their values stand in a text: label, colon, value; cells of a table; a heading with its section; words
//! of a message (编号 A-1，预算320万).
//!
//! A word counts as a label only where something shows that it is one, or every 预算 in a sentence would be a field.

use std::ops::Range;

use super::label::{Slot, label_at};
use crate::text::normal::is_han;

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) slot: Slot,
    /// Bytes of the label.
    pub(super) label: Range<usize>,
    /// Bytes of a note in brackets between label and value: （万元，不含税）.
    pub(super) note: Range<usize>,
    /// Bytes of the value, trimmed; may be empty.
    pub(super) value: Range<usize>,
}

/// Longest note in brackets, in characters.
const NOTE: usize = 24;

/// Longest value of several lines, in bytes.
pub(super) const LONGEST: usize = 6000;

/// Longest value of one line, in bytes.
const LONGEST_LINE: usize = 600;

/// What may stand directly before a label in a sentence.
const BEFORE: [&str; 9] =
    ["本项目", "本次采购", "本次招标", "本次", "本工程", "该项目", "项目的", "共计", "整体"];

/// What a value without any sign before it may begin with.
const LOOSE_TIMES: [&str; 10] =
    ["另行", "详见", "待定", "即日", "北京时间", "明天", "后天", "今天", "周", "下周"];

/// A text by characters, with the byte each begins at.
struct Chars<'a> {
    text: &'a str,
    all: Vec<char>,
    at: Vec<usize>,
}

impl Chars<'_> {
    fn byte(&self, index: usize) -> usize {
        self.at.get(index).copied().unwrap_or(self.text.len())
    }

    fn get(&self, index: usize) -> Option<char> {
        self.all.get(index).copied()
    }

    fn blanks(&self, mut index: usize) -> usize {
        while matches!(self.get(index), Some(' ' | '\u{3000}' | '\u{a0}')) {
            index += 1;
        }
        index
    }

    fn starts(&self, index: usize, word: &str) -> bool {
        self.text.get(self.byte(index)..).is_some_and(|rest| rest.starts_with(word))
    }
}

/// A label that was found.
struct Hit {
    slot: Slot,
    from: usize,
    to: usize,
    note: Range<usize>,
    value: usize,
    /// Something else than a running sentence shows that it is a label.
    firm: bool,
}

/// The labelled values of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let chars = Chars {
        text,
        all: text.chars().collect(),
        at: text.char_indices().map(|(at, _)| at).collect(),
    };
    let hits = hits(&chars);
    let headings = headings(text);
    let mut found = Vec::with_capacity(hits.len());
    for (index, hit) in hits.iter().enumerate() {
        let from = chars.byte(hit.value);
        let next = hits.get(index + 1).map_or(text.len(), |next| chars.byte(next.from));
        let firm = hits.get(index + 1..).unwrap_or_default().iter().find(|next| next.firm);
        let firm = firm.map_or(text.len(), |next| chars.byte(next.from));
        let value = if hit.slot.is_long() {
            let heading = headings.iter().copied().find(|at| *at > from).unwrap_or(text.len());
            from..bound(text, from, firm.min(heading), LONGEST)
        } else {
            from..line_end(text, from, next, hit)
        };
        found.push(Piece {
            slot: hit.slot,
            label: chars.byte(hit.from)..chars.byte(hit.to),
            note: chars.byte(hit.note.start)..chars.byte(hit.note.end),
            value: if hit.slot.is_long() { stripped(text, value) } else { trimmed(text, value) },
        });
    }
    found
}

fn hits(chars: &Chars<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let cells = cells(&chars.all);
    let mut index = 0;
    while let Some(cell) = cells.get(index).copied() {
        match hit_at(chars, index, cell) {
            Some(hit) => {
                index = hit.value.max(hit.to);
                hits.push(hit);
            }
            None => index += 1,
        }
    }
    hits
}

fn hit_at(chars: &Chars<'_>, index: usize, cell: bool) -> Option<Hit> {
    // Most places are inside a word, which is told without looking at any label.
    if !cell && !may_begin(chars, index) {
        return None;
    }
    let (slot, to) = label_at(&chars.all, index)?;
    hit(chars, slot, index, to, cell)
}

/// For each character whether only blanks, numbering and the border of a table stand before it on its line.
fn cells(chars: &[char]) -> Vec<bool> {
    let mut begins = true;
    let each = chars.iter().map(|c| {
        let here = begins;
        begins = match c {
            '\n' | '│' | '|' | '┃' => true,
            c if c.is_whitespace() || c.is_ascii_digit() => begins,
            '.' | '．' | '、' | '（' | '）' | '(' | ')' | '*' | '#' | '-' | '•' | '·' | '●'
            | '■' | '◆' | '★' | '【' | '第' | '章' | '一' | '二' | '三' | '四' | '五' | '六'
            | '七' | '八' | '九' | '十' => begins,
            _ => false,
        };
        here
    });
    each.collect()
}

/// Whether a label may begin here inside a line: behind a mark or a blank, or behind 本项目 and the like.
fn may_begin(chars: &Chars<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| chars.get(before));
    let Some(before) = before else { return true };
    if !before.is_alphanumeric() {
        return true;
    }
    let text = chars.text.get(..chars.byte(index)).unwrap_or_default();
    BEFORE.iter().any(|word| text.ends_with(word))
}

fn hit(chars: &Chars<'_>, slot: Slot, from: usize, to: usize, cell: bool) -> Option<Hit> {
    let mut at = chars.blanks(to);
    let mut note = to..to;
    if matches!(chars.get(at), Some('（' | '(' | '[' | '【')) {
        let close = (at + 1..at + 2 + NOTE)
            .find(|i| matches!(chars.get(*i), Some('）' | ')' | ']' | '】' | '\n') | None));
        if let Some(close) =
            close.filter(|i| matches!(chars.get(*i), Some('）' | ')' | ']' | '】')))
        {
            note = at..close + 1;
            at = chars.blanks(close + 1);
        }
    } else if matches!(chars.get(at), Some('】' | ']')) {
        // 【项目编号】A-1
        at = chars.blanks(at + 1);
        return Some(Hit { slot, from, to, note, value: behind_colon(chars, at), firm: true });
    }
    let behind_note = if note.is_empty() { to } else { note.end };
    let gap = chars.blanks(behind_note) - behind_note;
    let here = chars.get(at);
    let made =
        |value: usize, firm: bool| Some(Hit { slot, from, to, note: note.clone(), value, firm });
    match here {
        Some('：' | ':' | '∶' | '=' | '│' | '|' | '┃') => {
            let value = behind_colon(chars, at);
            return made(value, true);
        }
        Some('为' | '是') if chars.get(at + 1) != Some('了') => {
            let value = behind_colon(chars, chars.blanks(at + 1));
            return made(value, false);
        }
        Some('\n') | None if cell => return made(at, true),
        _ => {}
    }
    if cell && gap >= 2 {
        return made(at, true);
    }
    let loose = if slot == Slot::ProjectNo {
        here.is_some_and(|c| c.is_ascii_alphanumeric())
    } else if slot.is_sum() {
        let rest = ["约", "大约", "人民币", "￥", "¥", "不超过", "共", "合计"];
        here.is_some_and(|c| c.is_ascii_digit()) || rest.iter().any(|word| chars.starts(at, word))
    } else if slot.is_time() && slot != Slot::SomeEnd {
        here.is_some_and(|c| c.is_ascii_digit())
            || LOOSE_TIMES.iter().any(|word| chars.starts(at, word))
    } else {
        false
    };
    if loose { made(at, false) } else { None }
}

fn behind_colon(chars: &Chars<'_>, mut at: usize) -> usize {
    while matches!(
        chars.get(at),
        Some('：' | ':' | '∶' | '=' | '│' | '|' | '┃' | ' ' | '\u{3000}' | '\u{a0}')
    ) {
        at += 1;
    }
    at
}

/// Where the value of one line ends. A value that does not begin on the label's own line is on the next one that says
/// anything, unless a label stands there.
fn line_end(text: &str, from: usize, next: usize, hit: &Hit) -> usize {
    let rest = text.get(from..next).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let body = rest.get(blank..).unwrap_or_default();
    let ends = |c: char| matches!(c, '\n' | '│' | '|' | '┃' | '。' | '；' | ';');
    let comma = !hit.firm && !hit.slot.is_time() && !hit.slot.is_sum();
    let end = body.find(|c: char| ends(c) || (comma && matches!(c, '，' | ',')));
    bound(text, from, from + blank + end.unwrap_or(body.len()), LONGEST_LINE)
}

/// The end, brought to at most so many bytes behind the beginning.
fn bound(text: &str, from: usize, end: usize, most: usize) -> usize {
    let mut end = end.min(from.saturating_add(most)).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end.max(from)
}

/// Where numbered headings of the highest storeys begin: 三、采购文件的获取; 4. 响应文件的递交. They end the section before them.
fn headings(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if is_heading(line) {
            found.push(at);
        }
        at += line.len() + 1;
    }
    found
}

fn is_heading(line: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let line = line.trim_start_matches([' ', '\u{3000}', '*', '#']);
    let short = line.chars().count() <= 30 && !line.contains(['。', '：', ':', '；']);
    let han = line.trim_start_matches(|c| NUMERALS.contains(c));
    if han.len() < line.len() && han.starts_with(['、', '.', '．']) {
        return true;
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if !short || digits.len() == line.len() {
        return false;
    }
    let title = digits.trim_start_matches(['.', '．', '、', ' ']);
    digits.starts_with(['.', '．', '、', ' ']) && title.starts_with(is_han)
}

/// A span without the blanks around it.
fn stripped(text: &str, span: Range<usize>) -> Range<usize> {
    let whole = text.get(span.clone()).unwrap_or_default();
    let body = whole.trim_start();
    let start = span.start + (whole.len() - body.len());
    start..start + body.trim_end().len()
}

/// A span without the blanks and marks around it.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let whole = text.get(span.clone()).unwrap_or_default();
    let body = whole.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '，' | ','));
    let start = span.start + (whole.len() - body.len());
    let end = body.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '。' | '、')
    });
    start..start + end.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Vec<(Slot, &str)> {
        pieces(text).into_iter().map(|p| (p.slot, text.get(p.value).unwrap())).collect()
    }

    #[test]
    fn a_colon_a_cell_and_the_next_line_show_a_label() {
        let page = "1.1 项目编号：A-1\n采 购 人:  甲公司\n代理机构    乙公司\n建设地点\n苏州市\n│预算│320万元│限价│300万元│";
        assert_eq!(
            read(page),
            [
                (Slot::ProjectNo, "A-1"),
                (Slot::Customer, "甲公司"),
                (Slot::Agency, "乙公司"),
                (Slot::Site, "苏州市"),
                (Slot::Budget, "320万元"),
                (Slot::Cap, "300万元"),
            ]
        );
    }

    #[test]
    fn a_message_needs_no_colons_but_a_sentence_is_no_label() {
        let message = "苏州施工询比，编号 JSYD-1，预算约320万（不含税），开标时间另行通知";
        assert_eq!(
            read(message),
            [
                (Slot::ProjectNo, "JSYD-1"),
                (Slot::Budget, "约320万（不含税）"),
                (Slot::Opening, "另行通知"),
            ]
        );
        assert_eq!(read("供应商须遵守采购人的规定，在预算范围内报价，电话沟通"), []);
    }

    #[test]
    fn a_section_runs_to_the_next_label_or_heading() {
        let page = "二、供应商资格要求\n2.1 独立法人；\n2.2 有资质。\n三、获取方式说明\n网上下载\n";
        assert_eq!(read(page), [(Slot::Qualification, "2.1 独立法人；\n2.2 有资质。")]);
        let flat =
            "资格要求：须有资质；须有业绩。 投标截止时间（北京时间）：2026年12月10日9时30分。";
        assert_eq!(
            read(flat),
            [
                (Slot::Qualification, "须有资质；须有业绩。"),
                (Slot::Deadline, "2026年12月10日9时30分")
            ]
        );
    }
}
