//! The same notice in several shapes is one lead, and headings that nobody knows are asked once.

use std::fs;
use std::path::{Path, PathBuf};

use daqu::desk::Desk;
use daqu::desk::intake::{IntakeError, unheard};
use daqu::desk::service::{Reply, Request, Service};
use daqu::desk::view::LeadDetail;
use daqu::domain::lead::FieldState;
use daqu::i18n::{Lang, Words};
use daqu::interchange::FileFault;
use daqu::interchange::table::mapping::Mapping;

use crate::support::{desk, window};

/// The first made-up notice as somebody would put it into a table: no id, a day instead of an instant.
const TABLE: &str = "项目名称,招标人,省份,发布日期,截止时间,链接\n\
    中国移动江苏公司2026年南京至溧水光缆线路工程施工采购项目询比公告,中国移动,江苏,2026-11-20,2026年12月10日09时30分,https://example.invalid/1\n";

/// The same tender in words that no table of headings knows.
const ODD: &str = "事项,最晚\n某市机房改造项目询比公告,2026-12-11 09:30\n";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn counts(desk: &mut Desk, text: &str) -> (usize, usize, usize) {
    let intake = desk.take_in_bytes(text.as_bytes()).unwrap();
    (intake.new, intake.known, intake.revised)
}

fn lead(desk: Desk, title: &str) -> LeadDetail {
    let words = Words::new(Lang::Zh);
    let mut service = daqu::desk::service::DeskService::new(desk, words);
    let filter = daqu::desk::view::Filter::default();
    let Reply::Overview(_, overview) =
        service.answer(Request::Overview { filter, leads_from: 0, leads_count: 99 })
    else {
        panic!("an overview")
    };
    let row = overview.leads.rows.iter().find(|row| row.title.contains(title)).unwrap();
    let Reply::Lead(detail) = service.answer(Request::Lead(row.number.clone())) else {
        panic!("a lead")
    };
    *detail
}

#[test]
fn a_table_of_known_notices_adds_nothing_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    assert_eq!(counts(&mut desk, TABLE), (0, 1, 0), "known by its address");
    let later = TABLE.replace("12月10日", "12月15日");
    assert_eq!(counts(&mut desk, &later), (0, 1, 1), "the deadline moved");
    assert_eq!(counts(&mut desk, &later), (0, 1, 0));
    assert_eq!(counts(&mut desk, TABLE), (0, 1, 0), "an old table rolls nothing back");
    let notice = lead(desk, "南京").lead.notice;
    assert_eq!(notice.deadline.text.as_deref(), Some("2026年12月15日09时30分"));
    assert_eq!(notice.published.state, FieldState::Recognised);
    assert_eq!(notice.budget.state, FieldState::Recognised, "what the table is silent about stays");
    assert_eq!(notice.identity, "made-1");
}

#[test]
fn the_publishers_file_after_the_table_fills_the_same_lead() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    let (table, file) = (TABLE.replace("invalid/1", "invalid/9"), crate::support::NOTICES);
    assert_eq!(counts(&mut desk, &table), (1, 0, 0), "another address is another notice");
    let file = file.replace("invalid/1", "invalid/9").replace("made-1", "made-9");
    assert_eq!(counts(&mut desk, &file), (0, 2, 1));
    assert_eq!(counts(&mut desk, &file), (0, 2, 0));
    assert_eq!(counts(&mut desk, &table), (0, 1, 0));
}

#[test]
fn headings_that_nobody_knows_are_asked_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    let file = write(folder.path(), "odd.csv", ODD);
    let Err(IntakeError::Fault(FileFault::MappingNeeded { headings })) =
        desk.take_in(&file, &mut unheard)
    else {
        panic!("a question")
    };
    assert_eq!(headings, ["事项", "最晚"]);
    let mapping = Mapping::parse("title=事项,deadline=最晚").unwrap();
    let intake = desk.take_in_mapped(&file, Some(&mapping), &mut unheard).unwrap();
    assert_eq!((intake.new, intake.rejected), (1, 0));
    assert_eq!(desk.take_in(&file, &mut unheard).unwrap().known, 1, "remembered");
    let other = write(folder.path(), "other.csv", &ODD.replace("最晚", "何时"));
    assert!(desk.take_in(&other, &mut unheard).is_err(), "other headings are another question");
}

#[test]
fn the_question_is_answered_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "odd.csv", ODD);
    let mut window = window(desk(folder.path()), Lang::Zh, (80, 24));
    window.press("i").unwrap();
    window.press(&format!("text:{} f2", file.display())).unwrap();
    let screen = window.text();
    assert!(screen.contains("odd.csv") && screen.contains("标题"), "{screen}");
    window.press("f2").unwrap();
    assert!(!window.model.layers.is_empty(), "the title is needed");
    window.press("right right f2").unwrap();
    assert!(window.model.layers.is_empty(), "{}", window.text());
    assert_eq!(window.model.overview.leads.total, 3, "{}", window.text());
}
