//! One tender told twice: likeness proposes with its reasons, a person decides, and nothing is merged.

use daqu::desk::Desk;
use daqu::desk::command::{Command, NewClaim, Refusal, Screening};
use daqu::desk::service::{DeskService, Reply, Request, Service};
use daqu::desk::view::LeadDetail;
use daqu::domain::lead::Verdict;
use daqu::domain::lead::link::Relation;
use daqu::domain::subject::SubjectKind;
use daqu::i18n::{Lang, Words};
use std::ops::ControlFlow;

use crate::support::{desk, window};

/// The pre-notice and the notice of one tender, its second round, and another lot of it.
const FAMILY: &str = r#"[
 {"id":"pre","title":"江苏移动2026年南京至句容光缆线路工程施工意见征求公告","operator":"中国移动","region":"江苏",
  "category":"意见征求公告","createDate":"2026-10-20 09:00:00"},
 {"id":"one","title":"江苏移动2026年南京至句容光缆线路工程施工询比公告","operator":"中国移动","region":"江苏",
  "category":"询比公告","createDate":"2026-11-05 09:00:00"},
 {"id":"two","title":"江苏移动2026年南京至句容光缆线路工程施工询比公告（第二次）","operator":"中国移动","region":"江苏",
  "category":"询比公告","createDate":"2026-11-19 09:00:00"},
 {"id":"other","title":"江苏移动2026年徐州至宿迁光缆线路工程施工询比公告","operator":"中国移动","region":"江苏",
  "category":"询比公告","createDate":"2026-11-06 09:00:00"}]"#;

/// Compares what was not compared yet; tells how many that were.
fn again(desk: &mut Desk) -> usize {
    desk.compare(&mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn compared() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    desk.take_in_bytes(FAMILY.as_bytes()).unwrap();
    assert_eq!(again(&mut desk), 6);
    (folder, desk)
}

fn lead(desk: Desk, n: u32) -> LeadDetail {
    let number = xs(&desk, n);
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    match service.answer(Request::Lead(number)) {
        Reply::Lead(detail) => *detail,
        other => panic!("no lead: {other:?}"),
    }
}

fn link(desk: &mut Desk, one: u32, other: u32, relation: Relation) -> Result<(), Refusal> {
    let (number, other) = (xs(desk, one), xs(desk, other));
    desk.perform(Command::Link { number, other, relation, reason: None }).map(|_| ())
}

/// The desk's own number of the tender that came in as the n-th.
fn xs(desk: &Desk, n: u32) -> String {
    desk.context().series().number(SubjectKind::Lead, 2026, n)
}

/// Place of the announcement, of the notice, and of its second round; two tenders were there before.
const PRE: u32 = 3;
const NOTICE: u32 = 4;
const SECOND: u32 = 5;

#[test]
fn likeness_proposes_the_announcement_and_the_second_round_and_says_why() {
    let (_folder, desk) = compared();
    let (pre, second) = (xs(&desk, PRE), xs(&desk, SECOND));
    let detail = lead(desk, NOTICE);
    assert_eq!(detail.lead.notice.identity, "one");
    let mut proposed: Vec<(&str, &str, Option<bool>)> = detail
        .likely
        .iter()
        .map(|likely| (likely.number.as_str(), likely.verdict.as_str(), likely.first))
        .collect();
    proposed.sort_unstable();
    assert_eq!(
        proposed,
        [(pre.as_str(), "pre_notice_of", Some(false)), (second.as_str(), "round", Some(true))]
    );
    assert!(detail.likely.iter().all(|likely| !likely.reasons.is_empty() && likely.score > 50));
}

#[test]
fn a_persons_word_takes_the_place_of_the_proposal_and_can_be_taken_back() {
    let (_folder, mut desk) = compared();
    link(&mut desk, SECOND, NOTICE, Relation::NotSame).unwrap();
    link(&mut desk, NOTICE, PRE, Relation::PreNoticeOf).unwrap();
    assert_eq!(again(&mut desk), 0, "no words changed");
    desk.rebuild().unwrap();
    assert_eq!(again(&mut desk), 6);
    let pre = xs(&desk, PRE);
    let detail = lead(desk, NOTICE);
    assert!(detail.likely.is_empty(), "what was decided is not proposed again");
    let said: Vec<(&str, Relation, bool)> = detail
        .links
        .iter()
        .map(|link| (link.number.as_str(), link.relation, link.before))
        .collect();
    assert!(said.contains(&(pre.as_str(), Relation::PreNoticeOf, false)), "{said:?}");
    assert_eq!(said.len(), 2);
}

#[test]
fn the_later_word_on_two_leads_stands() {
    let (_folder, mut desk) = compared();
    link(&mut desk, NOTICE, SECOND, Relation::Duplicate).unwrap();
    link(&mut desk, SECOND, NOTICE, Relation::Round).unwrap();
    assert!(link(&mut desk, NOTICE, NOTICE, Relation::Round).is_err());
    let detail = lead(desk, NOTICE);
    let said: Vec<(Relation, bool)> =
        detail.links.iter().map(|link| (link.relation, link.before)).collect();
    assert_eq!(said, [(Relation::Round, true)]);
}

#[test]
fn by_keys_the_form_offers_the_likeliest_and_one_key_sends_it() {
    let (_folder, desk) = compared();
    let mut window = window(desk, Lang::Zh, (120, 40));
    window.press("3 / text:第二次 enter").unwrap();
    assert!(window.text().contains("疑似轮次"), "{}", window.text());
    window.press("ctrl-r f2").unwrap();
    assert!(window.text().contains("前后轮次"), "{}", window.text());
    assert!(!window.text().contains("疑似轮次"));
    window.press("u").unwrap();
    assert!(window.text().contains("疑似轮次"), "taken back, it is proposed again");
}

fn claim(desk: &mut Desk, n: u32, unit: &str) -> String {
    let lead = xs(desk, n);
    let new = NewClaim {
        lead,
        lots: vec!["0".to_owned()],
        unit: unit.to_owned(),
        basis: "已踏勘".to_owned(),
        ..NewClaim::default()
    };
    desk.perform(Command::Claim(new)).unwrap().number.unwrap()
}

#[test]
fn a_claim_made_at_the_announcement_meets_one_on_the_notice_once_the_two_are_one_tender() {
    let (_folder, mut desk) = compared();
    let first = claim(&mut desk, PRE, "F1");
    let second = claim(&mut desk, NOTICE, "F3");
    assert!(desk.cases(false).unwrap().is_empty(), "nobody has said that the two are one tender");
    link(&mut desk, PRE, NOTICE, Relation::PreNoticeOf).unwrap();
    let cases = desk.cases(false).unwrap();
    let notice = xs(&desk, NOTICE);
    assert_eq!(cases.len(), 1);
    assert_eq!(
        (cases[0].lead.as_str(), cases[0].parties.join(",")),
        (notice.as_str(), "F1,F3".into())
    );
    let detail = lead(desk, NOTICE);
    let mut claims: Vec<&str> = detail.claims.iter().map(|claim| claim.number.as_str()).collect();
    claims.sort_unstable();
    assert_eq!(claims, [first.as_str(), second.as_str()], "both stand on the notice");
}

#[test]
fn a_lead_put_away_as_a_duplicate_brings_its_claims_along_and_one_undo_takes_both_words_back() {
    let (_folder, mut desk) = compared();
    let (original, copy) = (xs(&desk, NOTICE), xs(&desk, 6));
    let second = claim(&mut desk, 6, "F2");
    let screening = Screening {
        of: Some(original.clone()),
        ..Screening::of_one(&copy, Verdict::Duplicate, None)
    };
    desk.perform(Command::Screen(screening.clone())).unwrap();
    desk.perform(Command::Undo).unwrap();
    desk.perform(Command::Screen(screening)).unwrap();
    let first = claim(&mut desk, NOTICE, "F1");
    let cases = desk.cases(false).unwrap();
    assert_eq!(cases.len(), 1, "the two claims meet on the lead that is repeated");
    assert_eq!(cases[0].lead, original);
    let detail = lead(desk, NOTICE);
    let numbers: Vec<&str> = detail.claims.iter().map(|claim| claim.number.as_str()).collect();
    assert!(numbers.contains(&second.as_str()) && numbers.contains(&first.as_str()));
}

#[test]
fn a_link_on_which_a_case_stands_is_not_undone_and_one_without_is() {
    let (_folder, mut desk) = compared();
    link(&mut desk, PRE, NOTICE, Relation::PreNoticeOf).unwrap();
    desk.perform(Command::Undo).unwrap();
    claim(&mut desk, PRE, "F1");
    claim(&mut desk, NOTICE, "F3");
    assert!(desk.cases(false).unwrap().is_empty());
    link(&mut desk, PRE, NOTICE, Relation::PreNoticeOf).unwrap();
    assert_eq!(desk.cases(false).unwrap().len(), 1);
    let refused = desk.perform(Command::Undo).unwrap_err();
    let Refusal::Refused(whys) = refused else { panic!("{refused}") };
    assert_eq!(whys[0].key, "undo-built-on");
}

#[test]
fn a_word_said_after_a_duplicate_verdict_stands_whichever_subject_is_the_smaller() {
    for (one, other) in [(NOTICE, 6), (6, NOTICE)] {
        let (_folder, mut desk) = compared();
        let (number, of) = (xs(&desk, one), Some(xs(&desk, other)));
        let screening = Screening { of, ..Screening::of_one(&number, Verdict::Duplicate, None) };
        desk.perform(Command::Screen(screening)).unwrap();
        link(&mut desk, one, other, Relation::NotSame).unwrap();
        let said: Vec<Relation> = lead(desk, one).links.iter().map(|link| link.relation).collect();
        assert_eq!(said, [Relation::NotSame]);
    }
}

#[test]
fn a_pasted_twin_is_proposed_and_undo_takes_the_paste_back() {
    let (_folder, desk) = compared();
    let mut window = window(desk, Lang::Zh, (120, 40));
    window.press("3").unwrap();
    let text = "江苏移动2026年南京至句容光缆线路工程施工询比公告\n采购人：中国移动江苏公司\n项目编号：NJ-77";
    window.send(daqu::app::Msg::Paste(text.to_owned()));
    window.press("f2").unwrap();
    assert!(window.text().contains("同一招标"), "{}", window.text());
    let total = window.model.overview.leads.total;
    window.press("esc u").unwrap();
    assert_eq!(window.model.overview.leads.total, total - 1, "{}", window.text());
}

#[test]
fn leads_that_come_one_by_one_meet_the_same_leads_as_all_at_once() {
    let more = [
        r#"{"id":"nowhere","title":"移动南京至句容光缆线路工程施工询比公告","operator":"中国移动","category":"询比公告"}"#,
        r#"{"id":"away","title":"浙江移动2026年杭州至湖州光缆线路工程施工询比公告","operator":"中国移动","region":"浙江"}"#,
        r#"{"id":"again","title":"浙江移动2026年杭州至湖州光缆线路工程施工询比公告（第二次）","operator":"中国移动","region":"浙江"}"#,
        r#"{"id":"late","title":"江苏移动2026年南京至句容光缆线路工程施工询比公告（第三次）","operator":"中国移动","region":"江苏"}"#,
    ];
    let (folder, mut apart) = compared();
    for row in more {
        apart.take_in_bytes(format!("[{row}]").as_bytes()).unwrap();
        assert_eq!(again(&mut apart), 1);
    }
    drop(folder);
    let folder = tempfile::tempdir().unwrap();
    let mut together = desk(folder.path());
    together.take_in_bytes(FAMILY.as_bytes()).unwrap();
    together.take_in_bytes(format!("[{}]", more.join(",")).as_bytes()).unwrap();
    assert_eq!(again(&mut together), 10);
    let found = together.likely_duplicates().unwrap();
    assert!(found > 3, "{found}");
    assert_eq!(apart.likely_duplicates().unwrap(), found);
}
