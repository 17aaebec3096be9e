//! What sort of notice it is: the publisher's word, and the stage and the way of buying that the word stands for.
//!
//! A word that is not in the table is shown to a person; none is guessed from its characters, nor from the title.

use super::row::Fields;
use super::said::silent;
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Field, Stage};
use crate::text::normal::{fold, is_han};

/// Publishers' words. A pre-notice does not bind its publisher to a way of buying, a direct award invites no competition,
/// and what is said of a tender later does not name its way again: none of them states a method.
pub(in crate::interchange) const WORDS: &[(&str, Stage, Option<MethodKind>)] = &[
    ("采购意见征求公告", Stage::PreNotice, None),
    ("意见征求公告", Stage::PreNotice, None),
    ("意见征求", Stage::PreNotice, None),
    ("采购项目预公告", Stage::PreNotice, None),
    ("采购预公告", Stage::PreNotice, None),
    ("预公告", Stage::PreNotice, None),
    ("招标公告", Stage::Notice, Some(MethodKind::OpenTender)),
    ("公开招标公告", Stage::Notice, Some(MethodKind::OpenTender)),
    ("询比公告", Stage::Notice, Some(MethodKind::Comparison)),
    ("比选公告", Stage::Notice, Some(MethodKind::Comparison)),
    ("询比采购公告", Stage::Notice, Some(MethodKind::Comparison)),
    ("采购公告", Stage::Notice, Some(MethodKind::Purchase)),
    ("直接采购公告", Stage::DirectAward, None),
    ("更正公告", Stage::Change, None),
    ("变更公告", Stage::Change, None),
    ("澄清公告", Stage::Change, None),
    ("延期公告", Stage::Change, None),
    ("补遗公告", Stage::Change, None),
    ("答疑公告", Stage::Change, None),
    ("中标候选人公示", Stage::Candidates, None),
    ("中选候选人公示", Stage::Candidates, None),
    ("成交候选人公示", Stage::Candidates, None),
    ("候选人公示", Stage::Candidates, None),
    ("中标结果公告", Stage::Award, None),
    ("中标结果公示", Stage::Award, None),
    ("中选结果公告", Stage::Award, None),
    ("中选结果公示", Stage::Award, None),
    ("成交结果公告", Stage::Award, None),
    ("成交结果公示", Stage::Award, None),
    ("采购结果公告", Stage::Award, None),
    ("采购结果公示", Stage::Award, None),
    ("中标公告", Stage::Award, None),
    ("成交公告", Stage::Award, None),
    ("结果公告", Stage::Award, None),
    ("结果公示", Stage::Award, None),
    ("终止公告", Stage::Cancelled, None),
    ("采购终止公告", Stage::Cancelled, None),
    ("招标终止公告", Stage::Cancelled, None),
    ("项目终止公告", Stage::Cancelled, None),
    ("废标公告", Stage::Cancelled, None),
    ("流标公告", Stage::Cancelled, None),
    ("采购失败公告", Stage::Cancelled, None),
    ("招标失败公告", Stage::Cancelled, None),
];

/// The sort of a notice.
pub(super) struct Kind {
    pub(super) category: Field<String>,
    pub(super) stage: Field<Stage>,
    pub(super) method: Field<MethodKind>,
}

/// Reads `category`, and where it says nothing `noticeType`, unless that is only a publisher's code.
pub(super) fn kind(fields: &Fields) -> Kind {
    let category = fields.get("category").filter(|word| !silent(word));
    let notice_type = fields.get("noticeType").filter(|word| word.chars().any(is_han));
    let stated = category
        .map(|word| (word, "category"))
        .or_else(|| notice_type.map(|word| (word, "noticeType")));
    let Some((word, field)) = stated else {
        let (category, stage) = (Field::not_stated(), Field::not_stated());
        return Kind { category, stage, method: Field::not_stated() };
    };
    let category = Field::recognised(word.to_owned(), word, field);
    let plain = fold(word);
    let Some((_, stage, method)) = WORDS.iter().find(|(known, _, _)| *known == plain) else {
        let (stage, method) = (Field::to_review(word, field), Field::to_review(word, field));
        return Kind { category, stage, method };
    };
    let stage = Field::recognised(*stage, word, field);
    let method = method.map(|method| Field::recognised(method, word, field));
    Kind { category, stage, method: method.unwrap_or_else(Field::not_stated) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::lead::FieldState;

    fn of(json: &str) -> Kind {
        kind(&Fields::read(json).unwrap())
    }

    #[test]
    fn the_publishers_word_gives_stage_and_method() {
        let pre = of(r#"{"category":"采购意见征求公告"}"#);
        assert_eq!(
            (pre.stage.value, pre.method.state),
            (Some(Stage::PreNotice), FieldState::NotStated)
        );
        let notice = of(r#"{"category":"询比公告"}"#);
        assert_eq!(
            (notice.stage.value, notice.method.value),
            (Some(Stage::Notice), Some(MethodKind::Comparison))
        );
        assert_eq!(of(r#"{"category":"招标公告"}"#).method.value, Some(MethodKind::OpenTender));
        assert_eq!(of(r#"{"category":"采购公告"}"#).method.value, Some(MethodKind::Purchase));
        let direct = of(r#"{"category":"直接采购公告"}"#);
        assert_eq!(
            (direct.stage.value, direct.method.state),
            (Some(Stage::DirectAward), FieldState::NotStated)
        );
    }

    #[test]
    fn what_is_said_of_a_tender_later_has_a_stage_of_its_own() {
        for (word, stage) in [
            ("更正公告", Stage::Change),
            ("澄清公告", Stage::Change),
            ("中标候选人公示", Stage::Candidates),
            ("结果公告", Stage::Award),
            ("终止公告", Stage::Cancelled),
        ] {
            let kind = of(&format!(r#"{{"category":"{word}"}}"#));
            assert_eq!((kind.stage.value, kind.method.state), (Some(stage), FieldState::NotStated));
        }
    }

    #[test]
    fn without_a_category_the_type_speaks_if_it_is_a_word() {
        let typed = of(r#"{"category":null,"noticeType":"比选公告"}"#);
        assert_eq!(typed.method.value, Some(MethodKind::Comparison));
        assert_eq!(typed.stage.source.unwrap().field, "noticeType");
        assert_eq!(of(r#"{"category":null,"noticeType":"2"}"#).stage, Field::not_stated());
    }

    #[test]
    fn an_unknown_word_is_kept_for_a_person() {
        let unknown = of(r#"{"category":"竞拍公告"}"#);
        assert_eq!(unknown.category.value.as_deref(), Some("竞拍公告"));
        assert_eq!(unknown.stage, Field::to_review("竞拍公告", "category"));
        assert_eq!(unknown.method.state, FieldState::ToReview);
    }
}
