//! The clause on several units of one legal person, quoted from the qualification text: what the same-lot guard cites.
//!
//! Most notices have a sentence that a branch needs its legal person's authority; that is not the clause. The clause names
//! several units of one legal person *and* what happens to them: 不得参加同一标包, 均无效, 视为同一供应商.

use std::ops::Range;

use super::said::{part, silent};
use crate::domain::lead::Field;
use crate::text::normal::is_han;

/// Words for units of a legal person.
const UNITS: [&str; 5] = ["分支机构", "分公司", "同一法人", "同一个法人", "同一独立法人"];

/// Words that speak of more than one of them.
const SEVERAL: [&str; 15] = [
    "不同分支机构",
    "不同的分支机构",
    "不同分公司",
    "不同的分公司",
    "多个",
    "多家",
    "两个",
    "两家",
    "同一法人",
    "同一个法人",
    "同一独立法人",
    "同一公司",
    "其下属",
    "同时参加",
    "同时参与",
];

/// Words for what happens to them.
const EFFECTS: [&str; 18] = [
    "不得",
    "不能",
    "不可",
    "不允许",
    "不接受",
    "无效",
    "否决",
    "拒绝",
    "视为同一",
    "视为一",
    "视同",
    "仅允许",
    "仅接受",
    "仅能",
    "仅可",
    "只允许",
    "只接受",
    "只能",
];

/// The first sentence of the qualification text that is such a clause.
pub(in crate::interchange) fn branch_clause(qualification: Option<&str>) -> Field<String> {
    let Some(text) = qualification.filter(|text| !silent(text)) else {
        return Field::not_stated();
    };
    for span in sentences(text) {
        let sentence = text.get(span.clone()).unwrap_or_default();
        if is_clause(sentence) {
            return part(sentence.to_owned(), text, "qualification", span);
        }
    }
    Field::not_stated()
}

fn is_clause(sentence: &str) -> bool {
    // Texts taken from pages and papers have blanks inside words (视为同 一供应 商).
    let dense: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|word| dense.contains(word));
    has(&UNITS) && has(&SEVERAL) && has(&EFFECTS)
}

/// Sentences, trimmed and without their stops. A line end before a Chinese character is only where the paper ended.
pub(in crate::interchange) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '。' | '；' | ';' => true,
            '\n' => next.is_none_or(|next| !is_han(next)),
            _ => false,
        };
        if ends {
            spans.push(start..at);
            start = at + c.len_utf8();
        }
    }
    spans.push(start..text.len());
    spans.into_iter().map(|span| trimmed(text, span)).collect()
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let whole = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (whole.len() - whole.trim_start().len());
    start..start + whole.trim().len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn clause(text: &str) -> Option<String> {
        branch_clause(Some(text)).value
    }

    #[test]
    fn the_clause_is_quoted_where_it_stands() {
        let text = "1.供应商应依法设立。 2.同一法人的不同分支机构，不得参加同一标包；3.其他";
        let field = branch_clause(Some(text));
        assert_eq!(field.value.as_deref(), Some("2.同一法人的不同分支机构，不得参加同一标包"));
        let (from, to) = field.source.unwrap().span.unwrap();
        let quoted = &text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
        assert_eq!(Some(quoted), field.value.as_deref());
    }

    #[test]
    fn the_clause_is_known_in_other_words() {
        for text in [
            "同一法人授权多个分支机构同时参加的，相关响应均无效",
            "总公司与其下属分公司同时参加本项目，均视为同\n一供应 商",
            "同一个法人只能有一家参加",
            "两家分公司参加同一标段的，否决其投标",
        ] {
            assert!(clause(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_word_about_authority_is_no_clause() {
        for text in [
            "法人下属分支机构参与响应的，应提供所属法人的有效授权",
            "法定代表人为同一人的不同单位，不得参加同一标段",
            "分公司不得以总公司的业绩参加",
            "公告未明确列示",
            "",
        ] {
            assert_eq!(clause(text), None, "{text}");
        }
        assert_eq!(branch_clause(None), Field::not_stated());
    }
}
