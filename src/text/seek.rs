//! What a person typed to find something: several words, all of them wanted, in any order.
//!
//! A word is found as it is written, or by pinyin and first letters ([`super::pinyin`]). The last of its readings may be
//! unfinished, so that one finds while typing. Width, case and blanks inside a name do not matter.

use std::ops::Range;

use super::bigram::Way;
use super::normal::{fold, fold_char};
use super::pinyin::Pinyin;

/// A query, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    words: Vec<String>,
}

/// Where a word was found in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// By its sound, not as it is written.
    pub by_sound: bool,
    /// Byte at which it begins.
    pub at: usize,
}

impl Sought {
    /// Reads a query. Signs that no text here can hold (control characters) part words as blanks do.
    pub fn new(query: &str) -> Sought {
        let mut words: Vec<String> = Vec::new();
        for word in query.split(|c: char| c.is_whitespace() || c.is_control()).map(fold) {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        Sought { words }
    }

    /// Nothing is sought: everything is found.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, folded, each once.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The words as one.
    pub fn whole(&self) -> String {
        self.words.concat()
    }

    /// Whether each word is in one of these texts.
    pub fn is_in(&self, texts: &[&str]) -> bool {
        let pinyin = Pinyin::shared();
        self.words
            .iter()
            .all(|word| texts.iter().any(|text| pinyin.find_folded(word, text).is_some()))
    }

    /// Byte ranges of a text that the words were found in, in order and apart: each word wherever it stands as written,
    /// else at the first place that sounds like it.
    pub fn ranges(&self, text: &str, way: Way) -> Vec<Range<usize>> {
        let (folded, places) = folded(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            let written = folded.match_indices(word.as_str()).map(|(at, hit)| {
                let place =
                    |byte: usize| places.partition_point(|(folded_end, _)| *folded_end <= byte);
                let (first, last) = (place(at), place(at + hit.len() - 1));
                places[first].1.start..places[last].1.end
            });
            let before = found.len();
            found.extend(written);
            if found.len() == before && way == Way::Sound {
                found.extend(
                    Pinyin::shared().find_folded(word, text).filter(|range| !range.is_empty()),
                );
            }
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            match apart.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        apart
    }
}

/// Where a folded word is in a folded value.
pub fn find(word: &str, folded: &str, way: Way) -> Option<Found> {
    if let Some(at) = folded.find(word) {
        return Some(Found { by_sound: false, at });
    }
    if way == Way::Letter || !word.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let range = Pinyin::shared().find_folded(word, folded)?;
    Some(Found { by_sound: true, at: range.start })
}

/// The folded text, and for each of its characters where it ends there and where it stands in the text.
fn folded(text: &str) -> (String, Vec<(usize, Range<usize>)>) {
    let (mut folded, mut places) = (String::new(), Vec::new());
    for (start, raw) in text.char_indices() {
        if let Some(c) = fold_char(raw) {
            folded.push(c);
            places.push((folded.len(), start..start + raw.len_utf8()));
        }
    }
    (folded, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(query: &str, text: &'a str, way: Way) -> Vec<&'a str> {
        Sought::new(query).ranges(text, way).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_folded_and_each_counts_once() {
        let sought = Sought::new(" 江苏\u{3000}５Ｇ 5g\u{7}江苏 ");
        assert_eq!(sought.words(), ["江苏", "5g"]);
        assert!(Sought::new(" \u{0}\u{200b} ").is_empty());
    }

    #[test]
    fn every_word_must_be_in_one_of_the_texts() {
        let sought = Sought::new("jsyd 042");
        assert!(sought.is_in(&["XT-EC-26-A-042", "江苏移动线路"]));
        assert!(!sought.is_in(&["XT-EC-26-A-041", "江苏移动线路"]));
        assert!(Sought::default().is_in(&[]));
    }

    #[test]
    fn ranges_are_those_of_the_text_as_it_is() {
        let text = "江苏 移动（５Ｇ）江苏";
        assert_eq!(shown("苏移", text, Way::Letter), ["苏 移"]);
        assert_eq!(shown("江苏", text, Way::Letter), ["江苏", "江苏"]);
        assert_eq!(shown("5g)", text, Way::Letter), ["５Ｇ）"]);
        assert_eq!(shown("jsyd", text, Way::Sound), ["江苏 移动"]);
        assert_eq!(shown("jsyd", text, Way::Letter), Vec::<&str>::new());
        assert_eq!(shown("移 动", text, Way::Letter), ["移动"], "side by side they are one");
    }

    #[test]
    fn as_written_comes_before_by_sound() {
        assert_eq!(find("js", "江苏js", Way::Sound), Some(Found { by_sound: false, at: 6 }));
        assert_eq!(find("js", "江苏", Way::Sound), Some(Found { by_sound: true, at: 0 }));
        assert_eq!(find("2026", "江苏", Way::Sound), None);
    }
}
