//! Clauses on who may bid: several units of one legal person, a consortium, an authorisation.

use std::ops::Range;

use super::mark::Read;
use crate::domain::lead::{Field, Source};
use crate::interchange::notice_json::clause::{branch_clause, sentences};

/// The clause on several units of one legal person, quoted: what the same-lot guard cites.
pub(super) fn branches(text: &str, within: Range<usize>) -> Read<String> {
    let clause = branch_clause(text.get(within.clone()));
    let Field { value: Some(words), source: Some(Source { span: Some((from, to)), .. }), .. } =
        clause
    else {
        return Read::none();
    };
    let byte = |at: u32| within.start + usize::try_from(at).unwrap_or(0);
    Read::known(words, byte(from)..byte(to))
}

const REFUSED: [&str; 13] = [
    "不接受",
    "不允许",
    "不得",
    "谢绝",
    "拒绝",
    "不可",
    "不能",
    "不支持",
    "非联合体",
    "：否",
    ":否",
    "否",
    "不组成",
];

const ALLOWED: [&str; 7] =
    ["接受联合体", "允许联合体", "可以联合体", "可组成联合体", "可联合体", "接受", "允许"];

/// Whether a consortium may bid; sentences that only speak of one are left to a person.
pub(super) fn consortium(text: &str) -> Read<bool> {
    let mut doubt = None;
    let mut found: Option<(bool, Range<usize>)> = None;
    for span in sentences(text) {
        let Some(words) = text.get(span.clone()).filter(|words| words.contains("联合体")) else {
            continue;
        };
        let span = near(text, &span, "联合体");
        match answer(words) {
            Some(yes) if found.as_ref().is_some_and(|(other, _)| *other != yes) => {
                return Read::doubt(span);
            }
            Some(yes) => found = found.or(Some((yes, span))),
            None => doubt = doubt.or(Some(span)),
        }
    }
    match (found, doubt) {
        (Some((yes, span)), _) => Read::known(yes, span),
        (None, Some(span)) => Read::doubt(span),
        (None, None) => Read::none(),
    }
}

fn answer(sentence: &str) -> Option<bool> {
    let dense: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
    let at = dense.find("联合体")?;
    let start = dense.get(..at)?.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let end = dense.get(at..)?.char_indices().nth(16).map_or(dense.len(), |(n, _)| at + n);
    let near = dense.get(start..end)?;
    // Boxes to tick say what they say only to an eye.
    if near.contains(['□', '☐', '☑', '■', '√']) {
        return None;
    }
    let asked = near.replace("是否接受", "").replace("是否允许", "").replace("是否", "");
    if REFUSED.iter().any(|word| asked.contains(word)) {
        return Some(false);
    }
    let yes = ALLOWED.iter().any(|word| asked.contains(word))
        || asked.contains("：是")
        || asked.contains(":是");
    yes.then_some(true)
}

/// The clause of a sentence that a word stands in: from comma to comma.
fn near(text: &str, sentence: &Range<usize>, word: &str) -> Range<usize> {
    let words = text.get(sentence.clone()).unwrap_or_default();
    let Some(at) = words.find(word) else { return sentence.clone() };
    let comma = |c: char| matches!(c, '，' | ',' | '\n');
    let start = words.get(..at).and_then(|before| before.rfind(comma)).map_or(0, |comma| {
        comma + words.get(comma..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let end = words.get(at..).and_then(|rest| rest.find(comma)).map_or(words.len(), |end| at + end);
    super::layout::trimmed(text, sentence.start + start..sentence.start + end)
}

/// The first clause on the authority that a branch, an agent or a dealer must bring. Powers of attorney of persons
/// (授权代表, 授权委托书) are not meant.
pub(super) fn authorisation(text: &str, within: Range<usize>) -> Read<String> {
    const WHO: [&str; 10] = [
        "分支机构",
        "分公司",
        "所属法人",
        "总公司",
        "代理商",
        "经销商",
        "原厂",
        "制造商",
        "生产厂家",
        "厂商",
    ];
    let words = text.get(within.clone()).unwrap_or_default();
    for span in sentences(words) {
        let sentence = words.get(span.clone()).unwrap_or_default();
        let dense: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
        if dense.contains("授权") && WHO.iter().any(|who| dense.contains(who)) {
            let span = within.start + span.start..within.start + span.end;
            return Read::known(sentence.to_owned(), span);
        }
    }
    Read::none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lead::FieldState;

    #[test]
    fn a_consortium_is_refused_or_allowed_in_words() {
        for (text, expected) in [
            ("本项目不接受联合体投标。", Some(false)),
            ("联合体：不接受", Some(false)),
            ("是否接受联合体投标：否", Some(false)),
            ("本次采购接受联合体应答，联合体成员不超过两家", Some(true)),
            ("□接受 ☑不接受 联合体", None),
            ("联合体各方应签订协议", None),
        ] {
            let read = consortium(text);
            assert_eq!(read.value, expected, "{text}");
            assert_ne!(read.state, FieldState::NotStated, "{text}");
        }
        assert_eq!(consortium("须独立投标").state, FieldState::NotStated);
    }

    #[test]
    fn the_authority_of_a_branch_is_quoted() {
        let text =
            "1. 独立法人。2. 分支机构参与响应的，应提供所属法人的有效授权；3. 授权代表身份证。";
        let read = authorisation(text, 0..text.len());
        assert_eq!(read.value.as_deref(), Some("2. 分支机构参与响应的，应提供所属法人的有效授权"));
    }
}
