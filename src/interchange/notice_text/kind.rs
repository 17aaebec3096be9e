//! What sort of notice it is and by which way is bought: from a labelled value, else from the words that end the title.
//!
//! 招标代理服务询比 is no tender for works and 变更设计 no change of a notice, so a title is read from its end.

use std::ops::Range;

use super::mark::Read;
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::Stage;

/// How many characters at the end of a title tell its stage.
const TAIL: usize = 16;

/// What sort of notice.
pub(super) struct Kind {
    pub(super) category: Read<String>,
    pub(super) stage: Read<Stage>,
    pub(super) method: Read<MethodKind>,
}

/// Words of a stage; the first that the end of a title holds decides.
const STAGES: &[(Stage, &[&str])] = &[
    (
        Stage::PreNotice,
        &[
            "意见征求",
            "征求意见",
            "征集意见",
            "意见征集",
            "意见征询",
            "意见的公",
            "意见的通知",
            "意见公",
            "预公告",
            "预公示",
            "预告",
        ],
    ),
    (
        Stage::Cancelled,
        &["终止", "废标", "流标", "流采", "失败公", "采购失败", "招标失败", "中止", "取消"],
    ),
    (Stage::Change, &["更正", "变更公告", "澄清", "延期", "补遗", "答疑", "修改公告"]),
    (Stage::Candidates, &["候选人"]),
    (
        Stage::Award,
        &[
            "结果公告",
            "结果公示",
            "中标结果",
            "成交结果",
            "采购结果",
            "中选结果",
            "中标公告",
            "成交公告",
            "中选公告",
            "中标公示",
            "成交公示",
        ],
    ),
    (Stage::DirectAward, &["直接采购", "单一来源"]),
    (
        Stage::Notice,
        &["公告", "招标", "询比", "比选", "询价", "谈判", "磋商", "竞价", "采购", "竞争性"],
    ),
];

/// Ways of buying. One without a kind of its own is left to a person.
const METHODS: &[(&str, Option<MethodKind>)] = &[
    ("公开招标", Some(MethodKind::OpenTender)),
    ("邀请招标", None),
    ("询比采购", Some(MethodKind::Comparison)),
    ("公开询比", Some(MethodKind::Comparison)),
    ("公开比选", Some(MethodKind::Comparison)),
    ("询比", Some(MethodKind::Comparison)),
    ("比选", Some(MethodKind::Comparison)),
    ("询价", None),
    ("竞争性谈判", None),
    ("竞争性磋商", None),
    ("谈判", None),
    ("磋商", None),
    ("竞价", None),
    ("招标", Some(MethodKind::OpenTender)),
    ("采购公告", Some(MethodKind::Purchase)),
];

/// Publishers' words for a sort of notice, longer ones first.
const CATEGORIES: [&str; 16] = [
    "采购意见征求公告",
    "意见征求公告",
    "采购项目预公告",
    "采购预公告",
    "询比采购公告",
    "公开招标公告",
    "直接采购公告",
    "预公告",
    "招标公告",
    "询比公告",
    "比选公告",
    "询价公告",
    "采购公告",
    "更正公告",
    "结果公告",
    "候选人公示",
];

/// Reads the sort from labelled values and the title.
pub(super) fn kind(
    text: &str,
    title: &Range<usize>,
    category: Option<Range<usize>>,
    method: Option<Range<usize>>,
) -> Kind {
    let stated =
        category.filter(|span| text.get(span.clone()).is_some_and(|word| !word.is_empty()));
    let category = match &stated {
        Some(span) => {
            Read::known(text.get(span.clone()).unwrap_or_default().to_owned(), span.clone())
        }
        None => word_in(text, title),
    };
    let mut stage = stage(text, title);
    if stage.value.is_none()
        && let Some(span) = &stated
    {
        stage = self::stage(text, span);
    }
    let named =
        method.or(stated).map(|span| last_method(text, &span)).filter(|read| read.span.is_some());
    let method = named.unwrap_or_else(|| last_method(text, title));
    // A notice that no longer invites anybody states no way of buying that matters, and a pre-notice binds nobody to one.
    let invites = !matches!(stage.value, Some(Stage::PreNotice | Stage::DirectAward));
    Kind { category, stage, method: if invites { method } else { Read::none() } }
}

/// The publisher's word in the title.
fn word_in(text: &str, title: &Range<usize>) -> Read<String> {
    let words = text.get(title.clone()).unwrap_or_default();
    CATEGORIES
        .iter()
        .find_map(|word| {
            let at = title.start + words.rfind(word)?;
            Some(Read::known((*word).to_owned(), at..at + word.len()))
        })
        .unwrap_or_else(Read::none)
}

fn stage(text: &str, span: &Range<usize>) -> Read<Stage> {
    let words = text.get(span.clone()).unwrap_or_default();
    let tail = words.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    // 关于征集…技术规范意见的公告
    if let (Some(asks), Some(opinion)) = (
        ["征集", "征求", "征询"].iter().filter_map(|word| words.find(word)).min(),
        words.rfind("意见"),
    ) && asks < opinion
    {
        return Read::known(
            Stage::PreNotice,
            span.start + asks..span.start + opinion + "意见".len(),
        );
    }
    for (stage, all) in STAGES {
        let from = if *stage == Stage::Notice { 0 } else { tail };
        let end = words.get(from..).unwrap_or_default();
        let last = all.iter().filter_map(|word| Some((end.rfind(word)?, word.len()))).max();
        if let Some((at, len)) = last {
            let at = span.start + from + at;
            return Read::known(*stage, at..at + len);
        }
    }
    Read::none()
}

/// The last way of buying that is named.
fn last_method(text: &str, span: &Range<usize>) -> Read<MethodKind> {
    let words = text.get(span.clone()).unwrap_or_default();
    let mut last: Option<(usize, usize, Option<MethodKind>)> = None;
    for (word, kind) in METHODS {
        for (at, _) in words.match_indices(word) {
            let end = at + word.len();
            let rest = words.get(end..).unwrap_or_default();
            let object = *word == "招标"
                && ["代理", "控制价", "文件", "人"].iter().any(|o| rest.starts_with(o));
            let later = last.is_none_or(|(_, other, _)| end > other);
            if later && !object {
                last = Some((at, end, *kind));
            }
        }
    }
    let Some((at, end, kind)) = last else { return Read::none() };
    let place = span.start + at..span.start + end;
    // 询比采购公告 and 招标采购公告 name the way before 采购公告.
    match kind {
        Some(MethodKind::Purchase) => {
            let before = last_method(text, &(span.start..span.start + at));
            let beside = before.span.as_ref().is_some_and(|b| b.end == place.start);
            if beside { before } else { Read::known(MethodKind::Purchase, place) }
        }
        Some(kind) => Read::known(kind, place),
        None => Read::doubt(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lead::FieldState;

    fn read(title: &str) -> (Option<Stage>, Option<MethodKind>, FieldState) {
        let kind = kind(title, &(0..title.len()), None, None);
        (kind.stage.value, kind.method.value, kind.method.state)
    }

    #[test]
    fn a_title_is_read_from_its_end() {
        use FieldState::{NotStated, Recognised, ToReview};
        use MethodKind::{Comparison, OpenTender, Purchase};
        let notice = Some(Stage::Notice);
        for (title, expected) in [
            ("某地2026年线路施工公开询比公告（第二次）", (notice, Some(Comparison), Recognised)),
            ("某地2026年招标代理服务询比采购公告", (notice, Some(Comparison), Recognised)),
            ("某地2026年线路施工招标公告", (notice, Some(OpenTender), Recognised)),
            ("某地2026年线路施工采购公告", (notice, Some(Purchase), Recognised)),
            ("某地2026年线路施工竞争性谈判公告", (notice, None, ToReview)),
            (
                "关于征集某地线路施工技术规范相关文件意见的公告",
                (Some(Stage::PreNotice), None, NotStated),
            ),
            ("某地线路施工中标候选人公示", (Some(Stage::Candidates), None, NotStated)),
            ("某地检测结果分析系统招标公告", (notice, Some(OpenTender), Recognised)),
            ("某地线路施工询比终止公告", (Some(Stage::Cancelled), Some(Comparison), Recognised)),
            ("甲乙丙丁", (None, None, NotStated)),
        ] {
            assert_eq!(read(title), expected, "{title}");
        }
    }

    #[test]
    fn a_label_says_more_than_the_title() {
        let text = "线路施工项目 邀请招标 公开招标";
        let kind = kind(text, &(0..18), None, Some(32..44));
        assert_eq!(kind.method.value, Some(MethodKind::OpenTender));
    }
}
