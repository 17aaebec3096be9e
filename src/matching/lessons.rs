//! What the engine must know, in invented notices: one test for each lesson.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;

use super::{Index, Judgement, Print, Record, Side, Verdict, judge};

fn record(title: &str) -> Record {
    Record {
        title: title.to_owned(),
        buyer: Some("临江县水务局".to_owned()),
        province: Some("420000".to_owned()),
        published: NaiveDate::from_ymd_opt(2026, 3, 2),
        ..Record::default()
    }
}

fn by(buyer: &str, title: &str) -> Record {
    Record { buyer: Some(buyer.to_owned()), ..record(title) }
}

fn on(record: Record, month: u32, day: u32) -> Record {
    Record { published: NaiveDate::from_ymd_opt(2026, month, day), ..record }
}

fn judged(a: &Record, b: &Record) -> Judgement {
    judge(&Print::of(a), &Print::of(b))
}

fn verdict(a: &str, b: &str) -> Verdict {
    judged(&record(a), &record(b)).verdict
}

fn says(judgement: &Judgement, key: &str) -> bool {
    judgement.reasons.iter().any(|why| why.key == key)
}

#[test]
fn stage_and_form_make_no_other_tender() {
    let first = "临江县柳林泵站更新改造工程招标公告";
    for second in [
        "临江县柳林泵站更新改造工程中标候选人公示",
        "临江县水务局关于临江县柳林泵站更新改造项目的更正公告",
        "临江县水务局临江县柳林泵站更新改造工程合同公告",
        "［本级］临江县柳林泵站更新改造工程中标（成交）结果公告",
    ] {
        assert_eq!(verdict(first, second), Verdict::Duplicate, "{second}");
    }
}

#[test]
fn an_end_year_may_move_and_the_first_may_not() {
    let title = "2026-2027年柳林片区管网养护服务招标公告";
    assert_eq!(verdict(title, "2026-2028年柳林片区管网养护服务招标公告"), Verdict::Duplicate);
    assert_eq!(verdict(title, "2025-2027年柳林片区管网养护服务招标公告"), Verdict::Different);
}

#[test]
fn a_second_time_is_a_round_and_a_second_batch_is_not() {
    let first = record("柳林片区雨污分流改造招标公告");
    let again = on(record("柳林片区雨污分流改造（第二次）招标公告"), 3, 30);
    let judgement = judged(&first, &again);
    assert_eq!((judgement.verdict, judgement.first), (Verdict::Round, Some(Side::A)));
    assert!(says(&judgement, "match-round"));
    assert_eq!(
        verdict("柳林片区雨污分流改造（第一批）公告", "柳林片区雨污分流改造（第二批）公告"),
        Verdict::Sibling
    );
    assert_eq!(
        verdict("柳林片区雨污分流改造（第一批）公告", "柳林片区雨污分流改造（第一批增补）公告"),
        Verdict::Sibling
    );
}

#[test]
fn a_notice_for_opinions_comes_before_its_tender() {
    let early = record("关于征集柳林机房空调设备采购项目技术规范书意见的公告");
    let notice = on(record("柳林机房空调设备采购项目_询比公告"), 3, 20);
    let judgement = judged(&notice, &early);
    assert_eq!((judgement.verdict, judgement.first), (Verdict::PreNoticeOf, Some(Side::B)));
}

#[test]
fn lots_phases_and_sorts_of_work_are_siblings() {
    for (a, b) in [
        ("柳林圩区灌溉渠系改造（一标段）", "柳林圩区灌溉渠系改造（二标段）"),
        ("柳林圩区灌溉渠系改造标包1", "柳林圩区灌溉渠系改造标包2"),
        ("柳林圩区灌溉渠系改造（一期）", "柳林圩区灌溉渠系改造（二期）"),
        ("柳林圩区灌溉渠系改造监理", "柳林圩区灌溉渠系改造施工"),
        ("柳林圩区灌溉渠系改造工程", "柳林圩区灌溉渠系改造工程设计"),
        ("柳林圩区灌溉渠系改造EPC", "柳林圩区灌溉渠系改造检测"),
    ] {
        assert_eq!(verdict(a, b), Verdict::Sibling, "{a} / {b}");
    }
    assert_eq!(
        verdict(
            "柳林圩区灌溉渠系改造（二标段）招标公告",
            "柳林圩区灌溉渠系改造第2标段中标结果公告"
        ),
        Verdict::Duplicate,
        "the same lot, written differently"
    );
}

#[test]
fn another_place_is_another_tender() {
    for (a, b) in [
        ("柳林泵站10kV配电工程", "石桥泵站10kV配电工程"),
        ("弱电项目A1203询比公告", "弱电项目A1207询比公告"),
        ("2026年荆州机房空调更新项目", "2026年襄阳机房空调更新项目"),
    ] {
        assert!(!verdict(a, b).is_same(), "{a} / {b}");
    }
    let elsewhere =
        Record { province: Some("430000".to_owned()), ..record("柳林泵站更新改造工程") };
    let judgement = judged(&record("柳林泵站更新改造工程"), &elsewhere);
    assert_eq!(judgement.verdict, Verdict::Different);
    assert!(says(&judgement, "match-province-against"));
}

#[test]
fn under_a_short_title_the_buyer_decides() {
    let title = "办公网络升级改造项目";
    let ours = by("临江县人民医院", title);
    assert_eq!(judged(&ours, &by("湖北省临江县人民医院", title)).verdict, Verdict::Duplicate);
    let other = judged(&ours, &by("石桥县人民医院", title));
    assert_eq!(other.verdict, Verdict::Different);
    assert!(says(&other, "match-buyer-apart"));
}

#[test]
fn a_buyer_that_the_other_title_names_is_the_buyer() {
    let contract = by("临江县卫生健康局", "临江县卫生健康局临江县中医医院净化设备采购合同公告");
    let award = by("临江县中医医院", "临江县中医医院净化设备采购中标公告");
    assert_eq!(judged(&contract, &award).verdict, Verdict::Duplicate);
}

#[test]
fn a_title_without_an_object_is_read_from_its_text() {
    let text = "项目名称：柳林泵站更新改造、项目编号：＊";
    let bare = Record { text: Some(text.to_owned()), ..record("合同公告") };
    assert_eq!(judged(&bare, &record("柳林泵站更新改造招标公告")).verdict, Verdict::Duplicate);
}

#[test]
fn an_odd_equal_budget_weighs_more_than_a_round_one() {
    let of = |fen: i64, title: &str| Record { amount_fen: Some(fen), ..record(title) };
    let (a, b) = ("柳林片区智慧水务平台项目", "柳林片区智慧水务调度平台项目");
    let score = |fen: i64| judged(&of(fen, a), &of(fen, b)).score;
    assert!(score(123_456_700) > score(100_000_000));
    assert!(score(100_000_000) > judged(&record(a), &record(b)).score);
}

#[test]
fn one_project_number_outweighs_other_words() {
    let numbered =
        |title: &str| Record { project_no: Some("LJ-2026-07".to_owned()), ..record(title) };
    let (a, b) = ("柳林片区智慧水务平台项目", "柳林片区水务信息化综合平台项目");
    assert!(!verdict(a, b).is_same());
    assert!(judged(&numbered(a), &numbered(b)).verdict.is_same());
}

#[test]
fn bought_every_year_is_bought_anew() {
    let won = record("柳林办公区保洁服务中标结果公告");
    let next = Record {
        published: NaiveDate::from_ymd_opt(2027, 3, 1),
        ..record("柳林办公区保洁服务招标公告")
    };
    assert_eq!(judged(&won, &next).verdict, Verdict::Different);
}

#[test]
fn two_tenders_under_one_title_are_shown_and_not_decided() {
    let judgement = judged(&record("柳林泵站更新改造工程"), &record("柳林泵站更新改造工程"));
    assert_eq!(judgement.verdict, Verdict::Duplicate);
    assert!(judgement.score < 1.0 && says(&judgement, "match-title-same"));
}

/// A handful of notices among which every verdict occurs.
fn many() -> Vec<Record> {
    [
        "柳林泵站更新改造工程招标公告",
        "柳林泵站更新改造工程（第二次）招标公告",
        "临江县柳林泵站更新改造工程监理中标结果公告",
        "柳林泵站更新改造工程（一标段）",
        "柳林泵站更新改造工程（二标段）中标候选人公示",
        "石桥泵站更新改造工程招标公告",
        "关于征集柳林泵站更新改造工程技术规范书意见的公告",
        "柳林泵站设备更新改造及自动化工程",
        "合同书",
        "",
        "2025年柳林泵站更新改造工程",
        "2026年柳林泵站更新改造工程",
    ]
    .iter()
    .enumerate()
    .map(|(at, title)| Record {
        buyer: (at % 3 != 0).then(|| "临江县水务局".to_owned()),
        ..on(record(title), 1 + u32::try_from(at).unwrap(), 5)
    })
    .collect()
}

#[test]
fn a_judgement_is_the_same_from_either_side() {
    let records = many();
    for a in &records {
        for b in &records {
            assert_eq!(judged(a, b).exchanged(), judged(b, a), "{} / {}", a.title, b.title);
        }
    }
}

type Pairs = Vec<(usize, usize, Verdict)>;

/// Every pair once, found by asking for each record when all are filed.
fn pairs(order: &[usize]) -> Pairs {
    let records = many();
    let mut index = Index::new();
    order.iter().for_each(|at| index.insert(*at, &records[*at]));
    let mut found: Pairs = Vec::new();
    for at in order {
        for other in index.matches_within(at) {
            assert_ne!(other.key, *at, "a record is no match of itself");
            found.push(((*at).min(other.key), (*at).max(other.key), other.judgement.verdict));
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn the_order_of_filing_changes_nothing() {
    let forward: Vec<usize> = (0..many().len()).collect();
    let expected = pairs(&forward);
    assert!(expected.len() > 12, "every pair is found from both of its ends");
    assert!(expected.chunks(2).all(|twice| twice[0] == twice[1]));
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let mixed: Vec<usize> = forward.iter().map(|at| at * 5 % forward.len()).collect();
    assert_eq!((pairs(&backward), pairs(&mixed)), (expected.clone(), expected));
}

#[test]
fn what_is_filed_again_replaces_and_what_is_taken_out_is_gone() {
    let asked = record("柳林泵站更新改造工程合同公告");
    let mut index = Index::new();
    index.insert(1, &record("柳林泵站更新改造工程招标公告"));
    index.insert(2, &record("石桥大坝除险加固工程招标公告"));
    assert_eq!(index.matches(&9, &asked).len(), 1);
    assert_eq!(index.matches(&1, &asked), [], "its own older words are no match");
    index.insert(1, &record("石桥大坝除险加固工程中标结果公告"));
    assert_eq!((index.len(), index.matches(&9, &asked).len()), (2, 0));
    assert_eq!(index.matches_within(&1).len(), 1);
    assert!(index.remove(&2) && !index.remove(&2));
    assert_eq!((index.len(), index.matches_within(&1).len()), (1, 0));
}
