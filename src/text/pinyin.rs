//! Finding Chinese by its pinyin: `jsyd`, `jiangsuyidong`, `js移动` and `移动` all find 江苏移动.
//!
//! The readings come from `ib_matcher::pinyin::PinyinData`. The matching is done here, because the
//! two sides must be folded alike (full-width letters, blanks) and because a hostile text must not
//! make it slow: all ways of reading are followed side by side, so the work is bounded by the
//! lengths of the text and the query.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};

use super::normal::{fold, fold_char, is_han};
use super::readings::{USUAL, WORDS};

/// The readings of Chinese characters. Building takes a moment; use [`Pinyin::shared`].
pub struct Pinyin {
    data: PinyinData,
    /// Every reading, sorted.
    syllables: Vec<String>,
    /// Of the common Chinese characters, what is asked of every character of every text.
    common: Vec<Common>,
    /// Places in `syllables`, one stretch a character.
    readings: Vec<u16>,
    usual: HashMap<char, &'static str>,
    words: HashMap<char, Vec<Word>>,
}

/// Among these are the characters that have readings; the first is 〇.
const COMMON: std::ops::RangeInclusive<char> = '\u{3007}'..='\u{9FFF}';

/// The readings of a character, without tones and each once.
#[derive(Clone, Copy, Default)]
struct Common {
    /// First letters, a bit for each from `a` on: what most places of a text are ruled out by.
    initials: u32,
    /// Its stretch of [`Pinyin::readings`].
    from: u32,
    count: u16,
}

/// A word with one reading for each of its characters.
struct Word {
    chars: Vec<char>,
    readings: Vec<&'static str>,
}

/// One character of a text, as it is written in pinyin.
enum Sound<'a> {
    Reading(&'a str),
    Plain(char),
}

/// The folded characters of a text, each with the byte at which it ends.
struct Cells<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Cells<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let raw = self.text.get(self.at..)?.chars().next()?;
            self.at += raw.len_utf8();
            if let Some(c) = fold_char(raw) {
                return Some((self.at, c));
            }
        }
    }
}

fn bit(letter: char) -> u32 {
    1 << (u32::from(letter) - u32::from('a')).min(31)
}

impl Pinyin {
    fn new() -> Self {
        let usual = USUAL
            .split_whitespace()
            .filter_map(|entry| {
                let c = entry.chars().next()?;
                Some((c, &entry[c.len_utf8()..]))
            })
            .collect();
        let mut words: HashMap<char, Vec<Word>> = HashMap::new();
        for &(word, readings) in WORDS {
            let chars: Vec<char> = word.chars().collect();
            let readings: Vec<&'static str> = readings.split(' ').collect();
            if let Some(&first) = chars.first() {
                words.entry(first).or_default().push(Word { chars, readings });
            }
        }
        for same_start in words.values_mut() {
            same_start.sort_by_key(|word| std::cmp::Reverse(word.chars.len()));
        }
        let data = PinyinData::new(PinyinNotation::Ascii);
        let mut syllables: Vec<String> = data
            .iter()
            .filter_map(|pinyin| pinyin.notation(PinyinNotation::Ascii).map(str::to_owned))
            .collect();
        syllables.sort();
        syllables.dedup();
        let mut pinyin =
            Self { data, syllables, common: Vec::new(), readings: Vec::new(), usual, words };
        pinyin.common = COMMON.map(|c| pinyin.learn(c)).collect();
        pinyin
    }

    /// Writes down the readings of a character.
    fn learn(&mut self, c: char) -> Common {
        let from = self.readings.len();
        let mut initials = 0;
        self.data.get_pinyins_and_for_each(c, |pinyin| {
            let reading = pinyin.notation(PinyinNotation::Ascii).unwrap_or_default();
            let place = self.syllables.binary_search_by(|known| known.as_str().cmp(reading));
            let place = place.ok().and_then(|place| u16::try_from(place).ok());
            if let Some(place) = place.filter(|place| !self.readings[from..].contains(place)) {
                self.readings.push(place);
                initials |= reading.chars().next().filter(char::is_ascii_lowercase).map_or(0, bit);
            }
        });
        let count = u16::try_from(self.readings.len() - from).unwrap_or(0);
        Common { initials, from: u32::try_from(from).unwrap_or(0), count }
    }

    fn common(&self, c: char) -> Option<&Common> {
        let place = u32::from(c).checked_sub(u32::from(*COMMON.start()))?;
        self.common.get(place as usize)
    }

    /// The readings, built at the first call and kept.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Pinyin> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    /// First letters of the usual readings, e.g. `jsyd` for 江苏移动; other letters and digits in
    /// lower case, everything else left out.
    #[must_use]
    pub fn initials(&self, text: &str) -> String {
        let mut out = String::new();
        for sound in self.sounds(text) {
            match sound {
                Sound::Reading(reading) => out.extend(reading.chars().next()),
                Sound::Plain(c) => out.push(c),
            }
        }
        out
    }

    /// The usual readings in full, e.g. `jiangsuyidong`; ü is written `v`. Other letters and digits
    /// in lower case, everything else left out.
    #[must_use]
    pub fn full(&self, text: &str) -> String {
        let mut out = String::new();
        for sound in self.sounds(text) {
            match sound {
                Sound::Reading(reading) => out.push_str(reading),
                Sound::Plain(c) => out.push(c),
            }
        }
        out
    }

    /// Byte range of the first place in the text that the query stands for.
    ///
    /// Each character of the text may be typed as itself, by any of its readings or by the first
    /// letter of one; the last reading may be unfinished. Letter case, width and blanks do not
    /// matter. An empty query is found everywhere, with the range `0..0`.
    #[must_use]
    pub fn find(&self, query: &str, text: &str) -> Option<Range<usize>> {
        self.find_folded(&fold(query), text)
    }

    /// As [`Pinyin::find`], for a query that is folded already.
    #[must_use]
    pub fn find_folded(&self, query: &str, text: &str) -> Option<Range<usize>> {
        let Some(first) = query.chars().next() else { return Some(0..0) };
        let cells = |text| Cells { text, at: 0 };
        text.char_indices().find_map(|(start, raw)| {
            let c = fold_char(raw)?;
            if !self.may_begin(c, first) {
                return None;
            }
            let end = self.match_from(query, cells(&text[start..]))?;
            Some(start..start + end)
        })
    }

    /// Whether a query that begins with `first` can begin at the character `c`.
    fn may_begin(&self, c: char, first: char) -> bool {
        c == first || (first.is_ascii_lowercase() && self.initial_bits(c) & bit(first) != 0)
    }

    /// First letters of all readings of a character, a bit for each letter from `a` on; 0 where it has no reading.
    pub(super) fn initial_bits(&self, c: char) -> u32 {
        self.common(c).map_or(0, |common| common.initials)
    }

    /// The readings of a character as places in [`Pinyin::syllable`].
    pub(super) fn reading_places(&self, c: char) -> &[u16] {
        let stretch = self.common(c).map(|common| {
            let from = common.from as usize;
            &self.readings[from..from + usize::from(common.count)]
        });
        stretch.unwrap_or_default()
    }

    /// A reading by its place.
    pub(super) fn syllable(&self, place: u16) -> &str {
        self.syllables.get(usize::from(place)).map_or("", String::as_str)
    }

    /// The readings that begin with these letters, sorted; the letters themselves come first where they are one.
    pub(super) fn syllables_from(&self, letters: &str) -> &[String] {
        let from = self.syllables.partition_point(|known| known.as_str() < letters);
        let count = self.syllables[from..].partition_point(|known| known.starts_with(letters));
        &self.syllables[from..from + count]
    }

    /// Where the match ends that begins with the first cell.
    fn match_from(&self, query: &str, cells: Cells<'_>) -> Option<usize> {
        // Byte offsets in the query up to which the text so far can be read.
        let (mut open, mut next) = (vec![0], Vec::new());
        for (end, c) in cells {
            for &at in &open {
                self.advance(query, at, c, &mut next);
            }
            if next.contains(&query.len()) {
                return Some(end);
            }
            if next.is_empty() {
                return None;
            }
            next.sort_unstable();
            next.dedup();
            std::mem::swap(&mut open, &mut next);
            next.clear();
        }
        None
    }

    /// Adds the offsets reached from `at` by one more character of the text.
    fn advance(&self, query: &str, at: usize, c: char, next: &mut Vec<usize>) {
        let rest = &query[at..];
        if rest.starts_with(c) {
            next.push(at + c.len_utf8());
        }
        for &place in self.reading_places(c) {
            let reading = self.syllable(place);
            if rest.starts_with(reading) {
                next.push(at + reading.len());
            } else if reading.starts_with(rest) {
                next.push(query.len());
            }
            if rest.as_bytes().first() == reading.as_bytes().first() {
                next.push(at + 1);
            }
        }
    }

    fn sounds(&self, text: &str) -> Vec<Sound<'_>> {
        let chars: Vec<char> = text.chars().filter_map(fold_char).collect();
        let mut out = Vec::with_capacity(chars.len());
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            if let Some(word) = self.word_at(&chars[at..]) {
                for &reading in &word.readings {
                    out.push(Sound::Reading(reading));
                }
                at += word.chars.len();
                continue;
            }
            if let Some(reading) = self.reading(c) {
                out.push(Sound::Reading(reading));
            } else if c.is_alphanumeric() {
                out.push(Sound::Plain(c));
            }
            at += 1;
        }
        out
    }

    fn word_at(&self, chars: &[char]) -> Option<&Word> {
        let same_start = self.words.get(chars.first()?)?;
        same_start.iter().find(|word| chars.starts_with(&word.chars))
    }

    /// The usual reading of a Chinese character; nothing where the data knows none.
    fn reading(&self, c: char) -> Option<&str> {
        if !is_han(c) {
            return None;
        }
        if let Some(reading) = self.usual.get(&c).copied() {
            return Some(reading);
        }
        let first = self.data.get_pinyins(c).next()?;
        first.notation(PinyinNotation::Ascii)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn found<'a>(query: &str, text: &'a str) -> Option<&'a str> {
        Pinyin::shared().find(query, text).map(|range| &text[range])
    }

    #[test]
    fn names_are_written_in_pinyin_and_initials() {
        let pinyin = Pinyin::shared();
        assert_eq!(pinyin.initials("江苏移动"), "jsyd");
        assert_eq!(pinyin.full("江苏移动"), "jiangsuyidong");
        assert_eq!(pinyin.initials("５Ｇ 无线网（二期）"), "5gwxweq");
        assert_eq!(pinyin.full("广西铁塔"), "guangxitieta");
        assert_eq!(pinyin.full("绿化A标"), "lvhuaabiao");
    }

    #[test]
    fn the_usual_reading_is_taken_and_words_go_first() {
        let pinyin = Pinyin::shared();
        for (name, expected) in [
            ("重庆", "chongqing"),
            ("重点市区", "zhongdianshiqu"),
            ("厦门", "xiamen"),
            ("成都", "chengdu"),
            ("西藏", "xizang"),
            ("某市长江路", "moushichangjianglu"),
            ("项目的", "xiangmude"),
            ("银行系统", "yinhangxitong"),
        ] {
            assert_eq!(pinyin.full(name), expected, "{name}");
        }
    }

    #[test]
    fn the_tables_fit_the_data() {
        let pinyin = Pinyin::shared();
        let knows = |c: char, reading: &str| {
            pinyin
                .data
                .get_pinyins(c)
                .any(|known| known.notation(PinyinNotation::Ascii) == Some(reading))
        };
        for (&c, &reading) in &pinyin.usual {
            assert!(knows(c, reading), "{c} {reading}");
        }
        for word in pinyin.words.values().flatten() {
            assert_eq!(word.chars.len(), word.readings.len(), "{:?}", word.chars);
            for (&c, &reading) in word.chars.iter().zip(&word.readings) {
                assert!(knows(c, reading), "{c} {reading}");
            }
        }
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let text = "【某集团】江苏移动5G无线网工程";
        for query in ["江苏移动", "jsyd", "JSYD", "jiangsuyidong", "js移动", "jsyidong", "江sy动"]
        {
            assert_eq!(found(query, text), Some("江苏移动"), "{query}");
        }
        assert_eq!(found("jiangs", text), Some("江苏"));
        assert_eq!(found("jian", text), Some("江"));
        assert_eq!(found("５ｇ wx", text), Some("5G无线"));
        assert_eq!(found("wxx", text), None);
        assert_eq!(found("", text), Some(""));
        assert_eq!(found("a", ""), None);
        assert_eq!(found("cq", "某重庆"), Some("重庆"));
        assert_eq!(found("zq", "某重庆"), Some("重庆"));
        assert_eq!(found("苏移", "江苏 移动"), Some("苏 移"));
    }

    #[test]
    fn many_ways_of_reading_do_not_make_it_slow() {
        let text = "啊".repeat(60);
        assert_eq!(Pinyin::shared().find(&format!("{}b", "a".repeat(50)), &text), None);
    }
}
