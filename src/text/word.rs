//! Words, for the caret: Chinese writes none apart, so a dictionary tells where one ends (Unicode text segmentation, UAX #29, with
//! the dictionary of ICU4X).

use std::sync::LazyLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(Default::default()));

/// The words of a line as ranges of characters; blanks and punctuation between them are none.
fn words(line: &str) -> Vec<(usize, usize)> {
    let mut ends = SEGMENTER.segment_str(line);
    let mut words = Vec::new();
    let (mut byte, mut column) = (ends.next().unwrap_or(0), 0);
    for end in ends {
        let Some(word) = line.get(byte..end) else { continue };
        let length = word.chars().count();
        if word.chars().any(char::is_alphanumeric) {
            words.push((column, column + length));
        }
        (byte, column) = (end, column + length);
    }
    words
}

/// The character at which the word before the caret begins; 0 where there is none.
#[must_use]
pub fn word_before(line: &str, caret: usize) -> usize {
    words(line).iter().rfind(|(from, _)| *from < caret).map_or(0, |(from, _)| *from)
}

/// The character behind the word in which the caret stands or that comes next; the end of the line where there is none.
#[must_use]
pub fn word_behind(line: &str, caret: usize) -> usize {
    let end = || line.chars().count();
    words(line).iter().find(|(_, to)| *to > caret).map_or_else(end, |(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Vec<String> {
        let chars: Vec<char> = line.chars().collect();
        words(line).into_iter().map(|(from, to)| chars[from..to].iter().collect()).collect()
    }

    #[test]
    fn chinese_words_are_told_apart_without_blanks() {
        assert_eq!(
            told("双方提交了记录，同意协商。"),
            ["双方", "提交", "了", "记录", "同意", "协商"]
        );
        assert_eq!(told("5G 工程 v2.0"), ["5G", "工程", "v2.0"]);
        assert!(told("，。 ！").is_empty() && told("").is_empty());
    }

    #[test]
    fn the_caret_goes_from_word_to_word() {
        let line = "同意协商，再报";
        assert_eq!(word_before(line, 7), 6);
        assert_eq!(word_before(line, 5), 2, "over the comma");
        assert_eq!(word_before(line, 3), 2, "to the beginning of its own word");
        assert_eq!(word_before(line, 0), 0);
        assert_eq!(word_behind(line, 0), 2);
        assert_eq!(word_behind(line, 4), 6);
        assert_eq!(word_behind(line, 7), 7);
        assert_eq!(word_behind(line, 99), 7);
    }
}
