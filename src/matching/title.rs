//! A title taken apart: what is bought (the core), and the marks that tell one tender of a project from another.
//!
//! The core is the title without its form: no stage, no way of buying, no round, no legal form of the company. Marks are kept
//! beside it, because one character decides: 标包1 is not 标包2, 一期 is not 二期, while 第二次 is the same tender again.

use crate::text::lot_mark::marks;
use crate::text::normal::{fold_char, halfwidth_char};
use crate::text::number::cn_number;
use crate::text::numeral::is_han_numeral;

use super::buyer::is_agent;
use super::words::{Class, SERVICES, word_at};

/// What a mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// 标段, 标包, 包.
    Lot,
    /// 期.
    Phase,
    /// 批.
    Batch,
    /// A bare number in brackets: 设备采购（十四）.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Opinion asked for, intention, prior notice.
    Early,
    /// Invitation, or nothing said.
    Invitation,
    /// Change, result, contract.
    Late,
}

/// A title taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    let chars = without_agent(&folded);
    let mut reader = Reader {
        chars,
        at: 0,
        title: Title {
            core: Vec::new(),
            marks: Vec::new(),
            round: None,
            year: None,
            works: 0,
            supplement: false,
            subproject: false,
            and_so_on: false,
            stage: Stage::Invitation,
            awarded: false,
        },
        early: false,
        late: false,
        after_late: false,
    };
    reader.run();
    let mut title = reader.title;
    title.stage = match (reader.early, reader.late) {
        (true, _) => Stage::Early,
        (false, true) => Stage::Late,
        _ => Stage::Invitation,
    };
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

struct Reader {
    chars: Vec<char>,
    at: usize,
    title: Title,
    early: bool,
    late: bool,
    /// Whether nothing but brackets stands between the last word of a late stage and here.
    after_late: bool,
}

impl Reader {
    fn run(&mut self) {
        while self.at < self.chars.len() {
            let taken = self
                .date()
                .or_else(|| self.duration())
                .or_else(|| self.year())
                .or_else(|| self.counted());
            if let Some(len) = taken.or_else(|| self.word()) {
                self.at += len.max(1);
                continue;
            }
            self.after_late &= self.get(0).is_some_and(|c| matches!(c, '(' | '['));
            if let Some(c) = self.chars.get(self.at).filter(|c| c.is_alphanumeric()) {
                self.title.core.push(*c);
            }
            self.at += 1;
        }
    }

    fn get(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn digits(&self, offset: usize) -> (u32, usize) {
        let mut value: u32 = 0;
        let mut len = 0;
        while let Some(digit) =
            self.get(offset + len).and_then(|c| c.to_digit(10)).filter(|_| len < 6)
        {
            value = value * 10 + digit;
            len += 1;
        }
        (value, len)
    }

    fn follows_digit(&self) -> bool {
        self.at.checked_sub(1).and_then(|at| self.chars.get(at)).is_some_and(char::is_ascii_digit)
    }

    /// A whole date before the title is the day of publication.
    fn date(&self) -> Option<usize> {
        let (year, len) = self.digits(0);
        if len != 4 || !(1990..2100).contains(&year) || self.get(4) != Some('年') {
            return None;
        }
        let (_, month) = self.digits(5);
        if month == 0 || self.get(5 + month) != Some('月') {
            return None;
        }
        let (_, day) = self.digits(6 + month);
        (day > 0 && self.get(6 + month + day) == Some('日')).then_some(7 + month + day)
    }

    /// `(36个月)`: how long, not what.
    fn duration(&self) -> Option<usize> {
        if self.follows_digit() {
            return None;
        }
        let (_, len) = self.digits(0);
        let months = self.chars.get(self.at + len..)?.starts_with(&['个', '月']);
        (len > 0 && months).then_some(len + 2)
    }

    /// `2026年`, `2026-2028年度`, `2026年至2028年`: the first year counts, the last may move.
    fn year(&mut self) -> Option<usize> {
        if self.follows_digit() {
            return None;
        }
        let (from, mut len) = self.year_number(0)?;
        let suffix = self.suffix(len);
        let joint = self
            .get(len + suffix)
            .filter(|c| matches!(c, '-' | '~' | '至' | '到' | '—' | '–' | '、'));
        let until = joint.and_then(|_| self.year_number(len + suffix + 1));
        match until {
            Some((_, until)) => {
                len += suffix + 1 + until;
                len += self.suffix(len);
            }
            None if suffix > 0 => len += suffix,
            None => return None,
        }
        self.title.year = self.title.year.or(Some(from));
        Some(len)
    }

    fn year_number(&self, offset: usize) -> Option<(u16, usize)> {
        let (value, len) = self.digits(offset);
        let year = u16::try_from(value).ok().filter(|year| (1990..2100).contains(year))?;
        (len == 4).then_some((year, len))
    }

    fn suffix(&self, offset: usize) -> usize {
        match (self.get(offset), self.get(offset + 1)) {
            (Some('年'), Some('度')) => 2,
            (Some('年'), _) => 1,
            _ => 0,
        }
    }

    /// A number with what it counts: 一标段, 第二批, 三期, 第2次, (十四), 部分1.
    fn counted(&mut self) -> Option<usize> {
        let ordinal = usize::from(self.get(0) == Some('第'));
        if self.get(0) == Some('部') && self.get(1) == Some('分') {
            let (value, len) = self.digits(2);
            return (len > 0).then(|| self.mark(MarkKind::Series, value, 2 + len));
        }
        if self.follows_digit() {
            return None;
        }
        let (value, len) = self.number(ordinal)?;
        let unit = ordinal + len;
        let closed = |offset: usize| self.get(offset).is_none_or(|c| !c.is_alphanumeric());
        let opened = self
            .at
            .checked_sub(1)
            .and_then(|at| self.chars.get(at))
            .is_some_and(|c| matches!(c, '(' | '['));
        let rest = self.chars.get(self.at + unit..)?;
        let starts = |word: &str| word.chars().eq(rest.iter().copied().take(word.chars().count()));
        for word in ["标段", "标包", "采购包", "分包", "包件", "标项", "包", "标"] {
            let end = unit + word.chars().count();
            if starts(word)
                && (word.chars().count() > 1
                    || closed(end)
                    || word_at(&self.chars, self.at + end).is_some())
            {
                return Some(self.mark(MarkKind::Lot, value, end));
            }
        }
        if starts("期") {
            return Some(self.mark(MarkKind::Phase, value, unit + 1));
        }
        if starts("批次") {
            return Some(self.mark(MarkKind::Batch, value, unit + 2));
        }
        if starts("批") && ordinal == 1 {
            return Some(self.mark(MarkKind::Batch, value, unit + 1));
        }
        if starts("次") || starts("轮") {
            let end = unit + 1;
            let named = ordinal == 1 || opened || closed(end);
            let before_form = word_at(&self.chars, self.at + end)
                .is_some_and(|(class, _)| !matches!(class, Class::Work(_)));
            if named || before_form {
                // 第2次公示 and 更正公告（第一次） count papers, not tenders.
                let paper =
                    self.after_late || self.chars.get(self.at + end..)?.starts_with(&['公', '示']);
                if !paper {
                    self.title.round = self.title.round.or(u8::try_from(value).ok());
                }
                return Some(end);
            }
            return None;
        }
        let bracketed = opened && matches!(self.get(unit), Some(')' | ']')) && ordinal == 0;
        bracketed.then(|| self.mark(MarkKind::Series, value, unit))
    }

    /// Value and length of a number in figures, Chinese numerals, or (for lots) one letter.
    fn number(&self, offset: usize) -> Option<(u32, usize)> {
        let (value, len) = self.digits(offset);
        if len > 0 {
            return (len <= 3).then_some((value, len));
        }
        let rest = self.chars.get(self.at + offset..)?;
        let han: String = rest.iter().take_while(|c| is_han_numeral(**c)).collect();
        if let Some(value) = cn_number(&han) {
            return Some((value, han.chars().count()));
        }
        let letter = rest.first().filter(|c| c.is_ascii_lowercase())?;
        let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at));
        let alone = before.is_none_or(|c| !c.is_ascii_alphanumeric());
        (alone && rest.get(1) == Some(&'标')).then(|| (u32::from(LETTERS) + u32::from(*letter), 1))
    }

    fn mark(&mut self, kind: MarkKind, value: u32, len: usize) -> usize {
        if let Ok(number) = u16::try_from(value) {
            self.title.marks.push(Mark { kind, number });
        }
        len
    }

    fn word(&mut self) -> Option<usize> {
        let (class, len) = word_at(&self.chars, self.at)?;
        match class {
            Class::Early => self.early = true,
            Class::Late => {
                self.late = true;
                self.after_late = true;
            }
            Class::Invitation | Class::Form | Class::Legal => {}
            Class::Supplement => {
                self.title.supplement = true;
                return None;
            }
            Class::AndSoOn => self.title.and_so_on = true,
            Class::Subproject => self.title.subproject = true,
            Class::NamedLot => self.title.marks.push(Mark { kind: MarkKind::Lot, number: NAMED }),
            Class::Award => {
                self.late = true;
                self.after_late = true;
                self.title.awarded = true;
            }
            Class::Work(bit) => {
                if bit == SERVICES {
                    self.title.works |= bit;
                    return Some(len);
                }
                self.title.works |= bit;
                let word: Vec<char> = self.chars.get(self.at..self.at + len)?.to_vec();
                self.title.core.extend(word);
            }
        }
        Some(len)
    }
}
