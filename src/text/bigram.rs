//! Chinese full-text search by pairs of characters, for an FTS5 table with the tokenizer unicode61.
//!
//! unicode61 takes a whole run of Chinese for one word. So the text is cut before it is stored:
//! 江苏移动 becomes `江苏 苏移 移动 动`. A phrase of pairs then is an exact substring search, a
//! single character is a prefix, and the last single character ends the run, so that no phrase
//! reaches from one run into the next.

use super::normal::{fold_char, is_han};

/// A stretch of a text that is searched as one.
enum Run {
    Han(Vec<char>),
    Word(String),
}

/// The terms to be stored for a text, separated by blanks.
#[must_use]
pub fn terms(text: &str) -> String {
    let mut terms: Vec<String> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Han(chars) => {
                terms.extend(pairs(&chars));
                terms.extend(chars.last().map(char::to_string));
            }
            Run::Word(word) => terms.push(word),
        }
    }
    terms.join(" ")
}

/// The FTS5 MATCH expression for texts that contain the query: Chinese anywhere, other words from
/// their beginning, several of them in any order. `None` where the query holds nothing to search
/// for. Only letters and digits get into the expression, so that no sign in the query can leave
/// the quotes.
#[must_use]
pub fn query(text: &str) -> Option<String> {
    let parts: Vec<String> = runs(text)
        .into_iter()
        .map(|run| match run {
            Run::Han(chars) if chars.len() > 1 => format!("\"{}\"", pairs(&chars).join(" ")),
            Run::Han(chars) => format!("\"{}\"*", chars.iter().collect::<String>()),
            Run::Word(word) => format!("\"{word}\"*"),
        })
        .collect();
    if parts.is_empty() { None } else { Some(parts.join(" AND ")) }
}

fn pairs(chars: &[char]) -> Vec<String> {
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // Whether the next character may join the last run.
    let mut joined = false;
    for raw in text.chars() {
        let Some(c) = fold_char(raw).filter(|c| c.is_alphanumeric()) else {
            joined = false;
            continue;
        };
        match runs.last_mut() {
            Some(Run::Han(chars)) if joined && is_han(c) => chars.push(c),
            Some(Run::Word(word)) if joined && !is_han(c) => word.push(c),
            _ if is_han(c) => runs.push(Run::Han(vec![c])),
            _ => runs.push(Run::Word(c.to_string())),
        }
        joined = true;
    }
    runs
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn chinese_becomes_pairs_and_its_last_character() {
        assert_eq!(terms("江苏移动"), "江苏 苏移 移动 动");
        assert_eq!(terms("苏"), "苏");
        assert_eq!(terms("江苏（南京）5G无线网-A1"), "江苏 苏 南京 京 5g 无线 线网 网 a1");
        assert_eq!(terms("，。 "), "");
    }

    #[test]
    fn a_query_asks_for_a_substring() {
        assert_eq!(query("苏").as_deref(), Some("\"苏\"*"));
        assert_eq!(query("苏移动").as_deref(), Some("\"苏移 移动\""));
        assert_eq!(query("５Ｇ 无线").as_deref(), Some("\"5g\"* AND \"无线\""));
        assert_eq!(query(" 、\"* "), None);
        assert_eq!(query(""), None);
    }

    #[test]
    fn quotes_cannot_break_out() {
        let hostile = query("江苏\" OR 名:\"a\") NEAR(b^*").unwrap();
        assert_eq!(hostile, "\"江苏\" AND \"or\"* AND \"名\"* AND \"a\"* AND \"near\"* AND \"b\"*");
    }

    #[test]
    fn every_substring_of_a_run_is_a_phrase_of_its_terms() {
        let text = "某市边缘机房改造";
        let stored = format!(" {} ", terms(text));
        let chars: Vec<char> = text.chars().collect();
        for from in 0..chars.len() {
            for to in from + 2..=chars.len() {
                let part: String = chars[from..to].iter().collect();
                let asked = query(&part).unwrap();
                assert!(stored.contains(&format!(" {} ", asked.trim_matches('"'))), "{part}");
            }
        }
    }
}
