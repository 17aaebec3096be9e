//! One box: what is found, in which order, and how the screen says where.

use daqu::desk::Desk;
use daqu::desk::command::{Command, Screening};
use daqu::desk::service::{DeskService, Reply, Request, Service};
use daqu::desk::view::{Field, Filter, LeadRow, Page};
use daqu::domain::lead::Verdict;
use daqu::i18n::{Lang, Words};
use daqu::term::headless::Headless;
use ratatui::style::Modifier;

use crate::support::{desk, window};

const MORE: &str = r#"{"notices":[
 {"id":"made-11","title":"甲市干线光缆整治工程招标公告","operator":"中国联通","region":"江苏","createDate":"2026-11-10 09:00:00"},
 {"id":"made-12","title":"2026年甲市管道及干线光缆整治工程招标公告","operator":"中国联通","region":"江苏","createDate":"2026-11-18 09:00:00"},
 {"id":"made-13","title":"甲市干线光缆整治工程招标公告（第二次）","operator":"中国联通","region":"江苏","createDate":"2026-11-12 09:00:00"},
 {"id":"made-14","title":"光缆与省际干线配套采购公告","operator":"中国联通","region":"江苏","createDate":"2026-11-19 09:00:00"},
 {"id":"made-15","title":"乙市机房采购公告","operator":"中国电信","region":"浙江","createDate":"2026-11-19 10:00:00",
  "projectNo":"GX-2026-0821","purchaseContent":"机房","qualification":"应答人须有干线光缆整治工程的业绩，并具备施工总承包资质"},
 {"id":"made-16","title":"丙市杆路采购公告 GX-2026-08210","operator":"中国电信","region":"浙江","createDate":"2026-11-19 11:00:00"}]}"#;

fn opened() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    assert_eq!(desk.take_in_bytes(MORE.as_bytes()).unwrap().new, 6);
    (folder, desk)
}

fn find(service: &mut DeskService, words: &str) -> Page<LeadRow> {
    let filter = Filter { province: None, search: Some(words.to_owned()), ..Filter::default() };
    match service.answer(Request::Overview { filter, leads_from: 0, leads_count: 50 }) {
        Reply::Overview(_, overview) => overview.leads,
        other => panic!("{other:?}"),
    }
}

fn titles(page: &Page<LeadRow>) -> Vec<&str> {
    page.rows.iter().map(|row| row.title.as_str()).collect()
}

#[test]
fn titles_come_before_customers_before_numbers_before_text_and_earlier_before_later() {
    let (_folder, desk) = opened();
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    let found = find(&mut service, "干线光缆");
    let expected = [
        "甲市干线光缆整治工程招标公告（第二次）",
        "甲市干线光缆整治工程招标公告",
        "2026年甲市管道及干线光缆整治工程招标公告",
        "乙市机房采购公告",
    ];
    assert_eq!(titles(&found), expected, "the newer of equals first, the text last");
    let excerpt = found.rows[3].found.as_ref().unwrap();
    assert_eq!(excerpt.field, Field::Qualification);
    assert_eq!(excerpt.text, "应答人须有干线光缆整治工程的业绩，并具…");
    let apart = find(&mut service, "干线 光缆");
    assert_eq!(apart.total, 5);
    assert_eq!(
        titles(&apart)[3],
        "光缆与省际干线配套采购公告",
        "words apart come after words together"
    );
    assert_eq!(find(&mut service, "光缆 干线").total, 5, "in any order");
}

#[test]
fn a_number_that_is_meant_exactly_comes_first() {
    let (_folder, desk) = opened();
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    let found = find(&mut service, "gx-2026-0821");
    assert_eq!(titles(&found), ["乙市机房采购公告", "丙市杆路采购公告 GX-2026-08210"]);
    assert_eq!(found.rows[0].found.as_ref().unwrap().field, Field::Project);
    let number = found.rows[0].number.clone();
    assert_eq!(find(&mut service, &number).rows[0].number, number);
    assert_eq!(find(&mut service, "2026-0821").total, 2, "from anywhere in a number");
    assert_eq!(find(&mut service, "made-15").total, 1, "the publisher's own identity");
}

#[test]
fn what_was_put_away_is_found_last() {
    let (_folder, desk) = opened();
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    let first = find(&mut service, "干线光缆").rows[0].clone();
    let away = Command::Screen(Screening::of_one(
        &first.number,
        Verdict::Irrelevant,
        Some("不是本公司业务".to_owned()),
    ));
    service.desk().perform(away).unwrap();
    let found = find(&mut service, "干线光缆");
    assert_eq!(found.rows.last().unwrap().number, first.number);
    assert_eq!(found.total, 4);
}

#[test]
fn a_name_is_found_however_it_is_typed() {
    let (_folder, desk) = opened();
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    let queries = [
        "jsyd",
        "JSYD",
        "jiangsuyidong",
        "jiangsu yidong",
        "js移动",
        "江苏移动",
        "移动 江苏",
        "jiangsuyid",
    ];
    for query in queries {
        let found = find(&mut service, query);
        assert!(titles(&found)[0].contains("南京至溧水"), "{query}: {:?}", titles(&found));
    }
    assert_eq!(find(&mut service, "gdqg").total, 1, "管道迁改");
    for part in ["江苏联通", "苏联通", "苏联"] {
        assert_eq!(find(&mut service, part).total, 4, "{part} is in the name people call it by");
    }
    assert_eq!(find(&mut service, "联通江苏").total, 0, "which stands nowhere");
}

/// Cells that are set off as found, in order.
fn set_off(window: &Headless) -> String {
    let (buffer, _) = window.cells();
    // An alarm is underlined and bold.
    let found = |modifier: Modifier| {
        modifier.contains(Modifier::UNDERLINED) && !modifier.contains(Modifier::BOLD)
    };
    let marked = buffer.content.iter().filter(|cell| found(cell.modifier));
    marked.map(|cell| cell.symbol().to_owned()).collect()
}

#[test]
fn what_was_found_is_set_off_without_colour_and_said_where_it_is_not_seen() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let (_folder, desk) = opened();
        let mut window = window(desk, lang, (100, 30));
        window.press("3 z / text:gxgl enter").unwrap();
        assert!(set_off(&window).contains("干线光缆"), "{}", window.text());
        insta::assert_snapshot!(format!("search_by_sound_{tag}"), window.text());
        window.press("esc / text:总承包资质 enter").unwrap();
        assert_eq!(
            set_off(&window).matches("总承包资质").count(),
            2,
            "in the header and in the row"
        );
        insta::assert_snapshot!(format!("search_in_text_{tag}"), window.text());
        window.press("enter").unwrap();
        assert!(
            set_off(&window).contains("总承包资质"),
            "on the lead's own screen:\n{}",
            window.text()
        );
    }
}
