#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use super::super::{read_all, rows_by};
use super::*;
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Field, FieldState, Notice, Numbers, Stage};

const RELEASES: &str = include_str!("../../../tests/fixtures/ocds/release-package.json");
const RECORDS: &str = include_str!("../../../tests/fixtures/ocds/record-package.json");
const PACKAGES: &str = include_str!("../../../tests/fixtures/ocds/packages-1.0.json");

fn rows(text: &str) -> Vec<Row> {
    let (id, rows) = read_all(text.as_bytes()).unwrap();
    assert_eq!(id, ID);
    rows
}

fn refused(rows: &[Row]) -> Vec<(usize, Reason)> {
    rows.iter().filter_map(|row| row.as_ref().err()).map(|r| (r.row, r.reason)).collect()
}

fn taken(rows: Vec<Row>) -> Vec<Notice> {
    rows.into_iter().filter_map(Result::ok).collect()
}

/// One release with these members.
fn release(members: serde_json::Value) -> Notice {
    let mut row = serde_json::json!({
        "ocid": "ocds-abc123-9", "id": "1", "date": "2026-03-02T15:05:20+08:00", "tag": ["tender"],
    });
    let with = members.as_object().unwrap().clone();
    row.as_object_mut().unwrap().extend(with);
    rows(&serde_json::json!([row]).to_string()).remove(0).unwrap()
}

fn at(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    Some(chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc())
}

#[test]
fn a_release_is_read_field_by_field() {
    let notices = taken(rows(RELEASES));
    let first = &notices[0];
    assert_eq!(first.identity, "ocds-abc123-0001#r-1");
    assert_eq!(first.ocid.as_deref(), Some("ocds-abc123-0001"));
    assert_eq!(first.platform.as_deref(), Some("示例交易平台"), "named behind the list");
    assert_eq!(first.url.as_deref(), Some("https://example.invalid/notice/77"));
    assert_eq!(first.title, "甲通信苏州管道⟨RLO⟩工程（第二次）询比公告");
    assert_eq!(first.customer.value.as_deref(), Some("甲通信有限公司"));
    assert_eq!(first.customer_unit.value.as_deref(), Some("甲通信有限公司苏州分公司"));
    assert_eq!(first.agency.value.as_deref(), Some("乙咨询有限公司"));
    assert_eq!(first.province.value.as_deref(), Some("320000"));
    assert_eq!(first.city.value.as_deref(), Some("320500"));
    assert_eq!(
        (first.stage.value, first.method.value),
        (Some(Stage::Notice), Some(MethodKind::Comparison))
    );
    assert_eq!(first.project_no.value.as_deref(), Some("JIA-2026-77"));
    let scheme = first.number_scheme.as_ref().unwrap();
    assert_eq!((scheme.issuer.as_str(), scheme.numbers), ("ocds-abc123", Numbers::Project));
    assert_eq!(first.round.value, Some(2));
    assert_eq!(first.round.source.as_ref().unwrap().field, "tender.title");
    assert_eq!(first.published.value, at("2026-03-02T15:05:20+08:00"));
    assert_eq!(first.deadline.value, at("2026-03-12T09:30:00+08:00"));
    assert_eq!(first.deadline.source.as_ref().unwrap().field, "tender.tenderPeriod.endDate");
    assert_eq!(first.opening.value, at("2026-03-12T09:30:00+08:00"));
    assert_eq!(first.sale_end, Field::not_stated(), "questions are no sale of documents");
    assert_eq!(first.budget.value.map(|sum| sum.fen), Some(26_500_050));
    assert_eq!(first.cap.value.map(|sum| sum.fen), Some(27_000_000));
    let clause = first.branch_clause.source.as_ref().unwrap();
    assert_eq!(clause.field, "tender.eligibilityCriteria");
    assert_eq!(first.performance.value.as_deref(), Some("近三年同类业绩两项"));
    let lots: Vec<(&str, &str, Option<i64>)> = first
        .lots
        .iter()
        .map(|lot| (lot.id.as_str(), lot.title.as_str(), lot.budget.map(|sum| sum.fen)))
        .collect();
    assert_eq!(lots, [("1", "东区管道", Some(16_500_050)), ("2", "西区管道", None)]);
}

#[test]
fn releases_of_one_process_are_notices_of_their_own() {
    let notices = taken(rows(RELEASES));
    let change = &notices[1];
    assert_eq!(
        (change.identity.as_str(), change.stage.value),
        ("ocds-abc123-0001#r-2", Some(Stage::Change))
    );
    assert_eq!(change.deadline, Field::to_review("2026-03-15", "tender.tenderPeriod.endDate"));
    assert_eq!(change.method.state, FieldState::ToReview, "limited says too little");
    let planned = &notices[2];
    assert_eq!(
        (planned.title.as_str(), planned.stage.value),
        ("丙园区机房改造", Some(Stage::PreNotice))
    );
    assert_eq!(planned.budget.source.as_ref().unwrap().field, "planning.budget.amount");
    assert_eq!(planned.published, Field::not_stated());
    let ids: Vec<&str> = planned.lots.iter().map(|lot| lot.id.as_str()).collect();
    assert_eq!(ids, ["A", "B"], "the items name their lots");
}

#[test]
fn a_wrong_value_spoils_its_field_and_not_its_row() {
    let notices = taken(rows(RELEASES));
    let award = &notices[3];
    assert_eq!(
        (award.identity.as_str(), award.stage.value),
        ("ocds-abc123-0003#4", Some(Stage::Award))
    );
    assert_eq!(award.title, "丁站维护服务", "the first line of the description");
    assert_eq!(award.budget, Field::to_review("775.76 EUR", "tender.value"));
    assert_eq!(award.deadline.state, FieldState::ToReview, "before the period began");
    assert_eq!(award.qualification.state, FieldState::ToReview);
    assert_eq!(award.customer, Field::to_review("某代办公司", "tender.procuringEntity.name"));
    assert_eq!(award.lots, [crate::domain::lead::Lot::whole()]);
    let expected =
        [(5, Reason::IdentityMissing), (6, Reason::TitleMissing), (7, Reason::NotAnObject)];
    assert_eq!(refused(&rows(RELEASES)), expected);
}

#[test]
fn every_field_of_every_type_keeps_the_row() {
    for odd in ["null", "true", "[]", "{}", "-1", "\"\"", "\"x\"", "[[1],{}]", r#""\ud800""#] {
        let odd: serde_json::Value =
            serde_json::from_str(odd).unwrap_or_else(|_| serde_json::json!("\u{1b}[2J"));
        for name in [
            "description",
            "status",
            "procurementMethod",
            "procurementMethodDetails",
            "value",
            "maximumValue",
            "tenderPeriod",
            "bidOpening",
            "eligibilityCriteria",
            "selectionCriteria",
            "items",
            "lots",
            "documents",
            "procuringEntity",
            "identifiers",
            "id",
        ] {
            let notice = release(serde_json::json!({ "tender": { "title": "t", name: odd } }));
            assert_eq!(notice.title, "t");
            assert!(!notice.lots.is_empty(), "{name} {odd}");
        }
        for name in ["date", "tag", "buyer", "parties", "planning", "awards", "x_daqu"] {
            let notice = release(serde_json::json!({ "tender": { "title": "t" }, name: odd }));
            assert_eq!(notice.identity, "ocds-abc123-9#1", "{name} {odd}");
        }
    }
}

/// Every place of a value, as JSON pointers.
fn places(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        serde_json::Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &format!("{at}/{index}"), found);
            }
        }
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                places(value, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn any_value_at_any_place_keeps_the_row_unless_it_names_the_row() {
    let package: serde_json::Value = serde_json::from_str(RELEASES).unwrap();
    let whole = &package["releases"][0];
    let mut pointers = Vec::new();
    places(whole, "", &mut pointers);
    assert!(pointers.len() > 80);
    for pointer in pointers.iter().filter(|pointer| !pointer.is_empty()) {
        for odd in ["null", "true", "[[7]]", "{\"name\":[]}", "-1e99", r#""\u0007\u202e""#] {
            let mut row = whole.clone();
            *row.pointer_mut(pointer).unwrap() = serde_json::from_str(odd).unwrap();
            let read = rows(&serde_json::json!({ "releases": [row] }).to_string()).remove(0);
            let names_it = matches!(pointer.as_str(), "/ocid" | "/id" | "/tender");
            let notice = match read {
                Ok(notice) => notice,
                Err(_) if names_it => continue,
                Err(refused) => panic!("{pointer} {odd}: {refused}"),
            };
            let json = serde_json::to_string(&notice).unwrap();
            assert!(!json.contains(['\u{7}', '\u{202e}']), "{pointer}: {json}");
        }
    }
}

#[test]
fn a_record_is_its_compilation_or_its_releases() {
    let rows = rows(RECORDS);
    let expected = [
        (2, Reason::ReleaseLinked),
        (3, Reason::ReleaseLinked),
        (4, Reason::ReleaseMissing),
        (5, Reason::NotAnObject),
    ];
    assert_eq!(refused(&rows), expected);
    let read: Vec<(String, Option<Stage>)> =
        taken(rows).into_iter().map(|n| (n.identity, n.stage.value)).collect();
    let expected = [
        ("ocds-abc123-0001#compiled", Stage::Award),
        ("ocds-abc123-0002#p1", Stage::PreNotice),
        ("ocds-abc123-0002#c1", Stage::Cancelled),
    ];
    assert_eq!(read, expected.map(|(id, stage)| (id.to_owned(), Some(stage))));
}

#[test]
fn a_list_of_packages_of_version_1_0_is_read() {
    let notices = taken(rows(PACKAGES));
    let platforms: Vec<Option<&str>> = notices.iter().map(|n| n.platform.as_deref()).collect();
    assert_eq!(platforms, [Some("Old Portal"), Some("Other Portal"), Some("Other Portal")]);
    assert_eq!(notices[0].deadline.value, at("2016-04-20T09:00:00Z"));
    assert_eq!(notices[0].method.value, Some(MethodKind::OpenTender));
    assert_eq!(
        (notices[1].title.as_str(), notices[1].stage.value),
        ("Duct works contract", Some(Stage::Award))
    );
    assert_eq!(notices[2].stage.state, FieldState::ToReview, "an award was taken back");
}

#[test]
fn releases_and_records_may_stand_bare_or_one_a_line() {
    let one = r#"{"ocid":"o","id":"1","tag":["tender"],"tender":{"title":"t"}}"#;
    let record = format!(r#"{{"ocid":"o","releases":[{one}]}}"#);
    for (text, count) in [
        (one.to_owned(), 1),
        (format!("[{one},{one}]"), 2),
        (format!("{one}\n{one}\n{record}\n"), 3),
        (record.clone(), 1),
        (format!("[{record}]"), 1),
    ] {
        let found = rows(&text);
        assert_eq!((found.len(), refused(&found)), (count, vec![]), "{text}");
    }
}

#[test]
fn a_notice_to_bid_that_ends_before_it_came_out_is_for_a_person() {
    let tender = |end: &str| serde_json::json!({ "tender": { "title": "t", "tenderPeriod": { "endDate": end } } });
    assert_eq!(release(tender("2026-03-02T15:05:20+08:00")).deadline.state, FieldState::ToReview);
    assert_eq!(release(tender("2026-03-02T15:05:21+08:00")).deadline.state, FieldState::Recognised);
    let mut awarded = tender("2026-02-02T15:05:20+08:00");
    awarded["tag"] = serde_json::json!(["award"]);
    assert_eq!(
        release(awarded).deadline.state,
        FieldState::Recognised,
        "an award tells of the past"
    );
}

#[test]
fn tags_and_status_together_tell_the_stage() {
    let of = |tags: &[&str], status: &str, method: &str| {
        let row = serde_json::json!({
            "tag": tags, "tender": { "title": "t", "status": status, "procurementMethod": method },
        });
        release(row).stage.value
    };
    assert_eq!(of(&["planning", "tender"], "active", "open"), Some(Stage::Notice));
    assert_eq!(of(&["tender"], "planned", "open"), Some(Stage::PreNotice));
    assert_eq!(of(&["tender"], "cancelled", "open"), Some(Stage::Cancelled));
    assert_eq!(of(&["tender"], "active", "direct"), Some(Stage::DirectAward));
    assert_eq!(of(&["tender", "tenderCancellation"], "", ""), Some(Stage::Cancelled));
    assert_eq!(of(&["compiled"], "active", ""), Some(Stage::Notice));
    assert_eq!(
        of(&["compiled"], "complete", ""),
        None,
        "complete does not tell who won, nor that anyone did"
    );
    assert_eq!(of(&["somethingElse"], "active", ""), None);
    assert_eq!(of(&[], "unsuccessful", ""), Some(Stage::Cancelled));
}

#[test]
fn who_buys_and_who_runs_the_procedure_are_told_apart() {
    let run = |row: serde_json::Value| {
        let notice = release(row);
        (notice.customer.value, notice.customer_unit.value, notice.agency.value)
    };
    let some = |name: &str| Some(name.to_owned());
    let base = serde_json::json!({
        "buyer": { "id": "1", "name": "甲" },
        "tender": { "title": "t", "procuringEntity": { "id": "2", "name": "乙" } },
    });
    assert_eq!(run(base.clone()), (some("甲"), None, some("乙")));
    let mut same = base.clone();
    same["tender"]["procuringEntity"]["id"] = serde_json::json!("1");
    assert_eq!(run(same), (some("甲"), None, None));
    let mut role = base;
    role["buyer"] = serde_json::Value::Null;
    role["parties"] = serde_json::json!([{ "id": "3", "name": "丙", "roles": ["payer", "buyer"] }]);
    assert_eq!(run(role.clone()), (some("丙"), None, some("乙")));
    role["parties"] = serde_json::json!([
        { "name": "丙", "roles": ["buyer"] }, { "name": "丁", "roles": ["buyer"] },
    ]);
    assert_eq!(release(role).customer, Field::to_review("丙；丁", "parties[].name"));
}

#[test]
fn a_row_of_five_megabytes_is_named_and_the_next_is_read() {
    let good = r#"{"ocid":"o","id":"1","tender":{"title":"t"}}"#;
    let big =
        format!(r#"{{"ocid":"o","id":"2","tender":{{"title":"{}"}}}}"#, "x".repeat(5_000_000));
    let text = format!(r#"{{"releases":[{big},{good}]}}"#);
    let found = rows(&text);
    assert_eq!(refused(&found), [(1, Reason::LongerThan { limit: MAX_RELEASE })]);
    assert_eq!(found.len(), 2);
}

#[test]
fn a_million_levels_spoil_a_field_or_a_row_and_nothing_else() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let text = format!(
        r#"[{deep},{{"ocid":"o","id":"1","x":{deep},"tender":{{"title":"t"}}}},{{"ocid":"o","id":"2","tender":{{"title":{deep}}}}}]"#
    );
    let found = rows_by(read, text.as_bytes()).unwrap();
    assert_eq!(refused(&found), [(1, Reason::NotAnObject), (3, Reason::TitleMissing)]);
    assert_eq!(found[1].as_ref().unwrap().title, "t");
}

#[test]
fn a_file_that_breaks_off_keeps_the_releases_before() {
    let cut = RELEASES.find("\"r-3\"").unwrap();
    let mut count = 0;
    let mut bytes = std::io::Cursor::new(&RELEASES.as_bytes()[..cut]);
    let fault = read(&mut Opened::new("", &mut bytes), &mut |row| {
        count += usize::from(row.is_ok());
        ControlFlow::Continue(())
    });
    assert!(matches!(fault, Err(FileFault::NotJson { row: 3, .. })), "{fault:?}");
    assert_eq!(count, 2);
    assert_eq!(rows_by(read, b" "), Err(FileFault::Empty));
    assert_eq!(rows_by(read, b"{\"x\":1}"), Err(FileFault::NoNotices));
}

#[test]
fn other_encodings_read_the_same() {
    let expected = rows(RELEASES);
    // The bidi override of the first title is there in every encoding.
    let wide: Vec<u8> = RELEASES.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_all(&wide).unwrap(), (ID, expected.clone()));
    let gb = encoding_rs::GB18030.encode(RELEASES).0;
    assert_eq!(read_all(&gb).unwrap(), (ID, expected));
}

#[test]
fn published_files_are_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ocds");
    if !folder.is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    let process = "fictional-1.1/ocds-213czf-000-00001";
    for (file, count) in [
        ("colombia-2021-03-03.json".to_owned(), 100),
        ("portugal-array-of-packages.json".to_owned(), 100),
        (format!("{process}.json"), 6),
        (format!("{process}-01-planning.json"), 1),
        (format!("{process}-02-tender.json"), 1),
        (format!("{process}-03-tenderAmendment.json"), 1),
        (format!("{process}-04-award.json"), 1),
        (format!("{process}-05-contract.json"), 1),
        (format!("{process}-06-implementation.json"), 1),
        ("fictional-1.1/record/ocds-213czf-000-00001.json".to_owned(), 1),
        ("fictional-1.1/record/ocds-213czf-000-00001-withversions.json".to_owned(), 1),
    ] {
        let (id, rows) = read_all(&std::fs::read(folder.join(&file)).unwrap()).unwrap();
        assert_eq!((id, rows.len(), refused(&rows)), (ID, count, vec![]), "{file}");
        for notice in taken(rows) {
            assert!(notice.ocid.is_some() && notice.platform.is_some(), "{file}");
            assert_eq!(notice.budget.value, None, "no other currency becomes yuan");
            assert_eq!(
                notice.customer.state,
                FieldState::Recognised,
                "{file}: {}",
                notice.identity
            );
        }
    }
}
