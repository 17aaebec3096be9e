//! Reading a folded title from left to right: years and numbers with what they count, words of form, and the rest.

use crate::text::number::cn_number;
use crate::text::numeral::is_han_numeral;

use super::title::{LETTERS, Mark, MarkKind, NAMED, Stage, Title};
use super::words::{Class, SERVICES, word_at};

/// A title being read.
pub(super) struct Reader {
    chars: Vec<char>,
    at: usize,
    title: Title,
    early: bool,
    late: bool,
    /// Whether nothing but brackets stands between the last word of a late stage and here.
    after_late: bool,
}

impl Reader {
    /// Begins with a folded title.
    pub fn new(chars: Vec<char>) -> Reader {
        Reader {
            chars,
            at: 0,
            title: Title::default(),
            early: false,
            late: false,
            after_late: false,
        }
    }

    /// Reads it to its end.
    pub fn read(mut self) -> Title {
        self.run();
        self.title.stage = match (self.early, self.late) {
            (true, _) => Stage::Early,
            (false, true) => Stage::Late,
            _ => Stage::Invitation,
        };
        self.title
    }

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

    /// A number with what it counts: 一标段, 第二批, 三期, 第2次, (十二), 部分1.
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
        // 设备采购（十二） is a part, 更正公告（二） only the second paper.
        let bracketed = opened && matches!(self.get(unit), Some(')' | ']')) && ordinal == 0;
        if bracketed && !self.after_late {
            self.mark(MarkKind::Series, value, unit);
        }
        bracketed.then_some(unit)
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
