#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::TimeZone;
use proptest::prelude::*;

use super::super::super::{Row, read_all, sample};
use super::*;
use crate::domain::lead::FieldState;

fn publication() -> Publication<'static> {
    let at = Utc.with_ymd_and_hms(2026, 3, 4, 1, 30, 0).unwrap();
    Publication { org: "某某建设 JS-1", publisher: "某某建设集团", at }
}

fn written(notices: &[Notice]) -> Vec<u8> {
    let leads = notices.iter().map(|notice| Outgoing {
        subject: notice.subject(),
        number: "XS-EC-2026-A-1",
        notice,
    });
    let mut out = Vec::new();
    write(leads, &publication(), &mut out).unwrap();
    out
}

fn back(bytes: &[u8]) -> Vec<Row> {
    let (id, rows) = read_all(bytes).unwrap();
    assert_eq!(id, "ocds");
    rows
}

fn made() -> Notice {
    let source = "createDate";
    let at = |day| Utc.with_ymd_and_hms(2026, 3, day, 1, 30, 0).unwrap();
    Notice {
        customer: Field::recognised("甲通信".to_owned(), "甲通信", "operator"),
        agency: Field::recognised("乙咨询".to_owned(), "乙咨询", "agency"),
        province: Field::recognised("320000".to_owned(), "江苏", "region"),
        stage: Field::recognised(Stage::Notice, "询比公告", "category"),
        category: Field::recognised("询比公告".to_owned(), "询比公告", "category"),
        method: Field::recognised(MethodKind::Comparison, "询比公告", "category"),
        published: Field::recognised(at(2), "2026-03-02 09:30", source),
        sale_start: Field::recognised(at(3), "3日9时30分", "saleTime").at(0..9),
        sale_end: Field::recognised(at(6), "6日9时30分", "saleTime").at(12..21),
        deadline: Field::recognised(at(12), "12日9时30分", "deadline"),
        budget: Field::recognised(
            Amount { fen: 26_500_050, tax_included: Some(true) },
            "26.5万",
            "budget",
        ),
        performance: Field::attachment_pending("详见附件", "performance"),
        ..Notice::bare("jia-1".to_owned(), "甲通信苏州管道工程询比公告".to_owned())
    }
}

#[test]
fn a_release_says_what_the_standard_can_say() {
    let package: Value = serde_json::from_slice(&written(&[made()])).unwrap();
    assert_eq!(package["version"], "1.1");
    assert_eq!(package["publisher"]["name"], "某某建设集团");
    assert_eq!(package["uri"], "urn:x-daqu:js1:20260304T013000Z");
    let release = &package["releases"][0];
    let ocid = release["ocid"].as_str().unwrap();
    assert!(ocid.starts_with("ocds-local-js1-"), "{ocid}");
    assert_eq!(release["x_daqu"]["localOcid"], true);
    assert_eq!(release["id"], "XS-EC-2026-A-1-20260304T013000Z");
    assert_eq!(release["tag"], json!(["tender"]));
    assert_eq!(release["date"], "2026-03-02T01:30:00Z");
    assert_eq!(release["buyer"]["name"], "甲通信");
    assert_eq!(release["parties"][1]["roles"], json!(["procuringEntity", "procurementAgency"]));
    let tender = &release["tender"];
    assert_eq!(tender["tenderPeriod"]["endDate"], "2026-03-12T01:30:00Z");
    assert_eq!(tender["value"], json!({ "amount": 265_000.5, "currency": "CNY" }));
    assert_eq!(tender["procurementMethod"], "selective");
    assert_eq!(release["x_daqu"]["docSalePeriod"]["endDate"], "2026-03-06T01:30:00Z");
    assert_eq!(tender["enquiryPeriod"], Value::Null);
    assert_eq!(tender["lots"], Value::Null, "an undivided tender has none");
}

#[test]
fn what_is_not_known_is_not_said() {
    let mut notice = made();
    notice.published = Field::to_review("2026-03-02", "date");
    notice.deadline = Field::to_review("12日", "deadline");
    notice.budget = Field::not_stated();
    notice.stage = Field::to_review("竞拍公告", "category");
    let package: Value = serde_json::from_slice(&written(&[notice])).unwrap();
    let release = &package["releases"][0];
    assert_eq!(release["x_daqu"]["dateOfExport"], true);
    for name in ["tenderPeriod", "value", "status"] {
        assert_eq!(release["tender"][name], Value::Null, "{name}");
    }
}

#[test]
fn no_leads_are_a_package_all_the_same() {
    let package: Value = serde_json::from_slice(&written(&[])).unwrap();
    assert_eq!(package["releases"], json!([]));
    assert_eq!(back(&written(&[])), []);
}

#[test]
fn a_release_that_another_hand_changed_is_read_as_it_is_now() {
    let text = String::from_utf8(written(&[made()])).unwrap();
    let changed = text.replacen(
        "\"endDate\":\"2026-03-12T01:30:00Z\"",
        "\"endDate\":\"2026-03-13T01:30:00Z\"",
        1,
    );
    assert_ne!(text, changed);
    let notice = back(changed.as_bytes()).remove(0).unwrap();
    assert_eq!(notice.deadline.text.as_deref(), Some("2026-03-13T01:30:00Z"));
    assert_eq!(notice.deadline.source.unwrap().field, "tender.tenderPeriod.endDate");
    assert_eq!(notice.sale_end.value, made().sale_end.value, "by x_daqu.docSalePeriod");
    assert_eq!(
        (notice.ocid, notice.project_no),
        (None, Field::not_stated()),
        "ours name nothing outside"
    );
    assert_eq!(notice.agency.value.as_deref(), Some("乙咨询"));
    assert_eq!(notice.method.value, Some(MethodKind::Comparison));

    let mut unknown = made();
    unknown.published = Field::not_stated();
    let text = String::from_utf8(written(&[unknown])).unwrap();
    let changed = text.replacen("\"title\":\"甲通信", "\"title\":\"丙通信", 1);
    let notice = back(changed.as_bytes()).remove(0).unwrap();
    assert_eq!(
        (notice.title.as_str(), notice.published),
        ("丙通信苏州管道工程询比公告", Field::not_stated())
    );
}

#[test]
fn a_hostile_member_of_ours_is_not_believed() {
    let release = |notice: &Notice| {
        let lead = Outgoing { subject: notice.subject(), number: "XS-1", notice };
        release(lead, &publication())
    };
    let mut torn = made();
    torn.budget.state = FieldState::NotStated;
    let mut controls = made();
    controls.platform = Some("甲\u{1b}[2J".to_owned());
    let mut lotless = made();
    lotless.lots.clear();
    for notice in [torn, controls, lotless] {
        let row = back(json!([release(&notice)]).to_string().as_bytes()).remove(0).unwrap();
        assert!(row.identity.contains('#'), "read by the standard's members: {}", row.identity);
        assert_eq!(row.title, notice.title);
    }
}

#[test]
fn a_sum_that_no_number_holds_exactly_is_left_to_ours() {
    let mut notice = made();
    notice.cap = Field::recognised(Amount { fen: i64::MAX, tax_included: None }, "很多", "cap");
    let bytes = written(&[notice.clone()]);
    let package: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(package["releases"][0]["tender"]["maximumValue"], Value::Null);
    assert_eq!(back(&bytes), [Ok(notice)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_back_the_same(notices in proptest::collection::vec(sample::notice(), 1..3)) {
        let rows = back(&written(&notices));
        let expected: Vec<Row> = notices.into_iter().map(Ok).collect();
        prop_assert_eq!(rows, expected);
    }
}
