//! The life of a claim by command line: what a valid one needs, protection and its end, refiling, what the loser is told,
//! the same-lot guard in front of documents and bid, and what an award does to the claims.

use serde_json::Value;

use crate::support::daqu;

/// A tender of 江苏 in two lots whose notice forbids two branches in one.
const NOTICES: &str = r#"{"notices":[
 {"id":"made-7","title":"中国移动江苏公司2026年苏州光缆线路工程施工采购项目询比公告","operator":"中国移动",
  "region":"江苏","category":"询比公告","createDate":"2026-11-20 09:30:00",
  "saleTime":"2026年11月20日10时00分至2026年11月26日17时00分","deadline":"2026年12月10日09时30分",
  "purchaseContent":"本项目分为2个标段：标段1：苏州东；标段2：苏州西。",
  "qualification":"同一法人的分公司不得同时参加同一标段的应答。"}]}"#;

struct Story {
    folder: tempfile::TempDir,
    lead: String,
}

impl Story {
    fn begun() -> Story {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("notices.json"), NOTICES).unwrap();
        let mut story = Story { folder, lead: String::new() };
        story.ok(&["init", "--region", "EC", "--name", "华东测试", "--no-passphrase"]);
        story.ok(&["lead", "import", "notices.json"]);
        story.lead = story.json(&["lead", "list"])[0]["number"].as_str().unwrap().to_owned();
        story
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let output = daqu(self.folder.path(), &[&["--home", "D"], args].concat());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn ok(&self, args: &[&str]) -> String {
        let (code, out, err) = self.run(args);
        assert_eq!(code, Some(0), "{args:?}\n{out}\n{err}");
        out
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[args, &["--json"]].concat())).unwrap()
    }

    fn refused(&self, args: &[&str]) -> String {
        let (code, out, err) = self.run(args);
        assert_eq!(code, Some(1), "{args:?}\n{out}\n{err}");
        err
    }

    /// A claim with nothing but its basis.
    fn bare(&self, unit: &str, lot: &str) -> Value {
        let lead = self.lead.as_str();
        self.json(&[
            "claim",
            "new",
            "--lead",
            lead,
            "--lot",
            lot,
            "--unit",
            unit,
            "--basis",
            "已踏勘",
        ])
    }

    /// A claim with everything it needs; its number.
    fn full(&self, unit: &str, lot: &str, proof: &str) -> String {
        let lead = self.lead.as_str();
        let claim = self.json(&[
            "claim",
            "new",
            "--lead",
            lead,
            "--lot",
            lot,
            "--unit",
            unit,
            "--basis",
            "已踏勘",
            "--customer",
            "苏州分公司",
            "--site",
            "苏州",
            "--scope",
            "全线",
            "--origin",
            "lawful",
            "--proof",
            proof,
        ]);
        claim["number"].as_str().unwrap().to_owned()
    }
}

fn number(value: &Value) -> String {
    value["number"].as_str().unwrap().to_owned()
}

#[test]
fn a_claim_is_valid_only_with_what_it_needs_and_what_is_missing_is_named() {
    let story = Story::begun();
    let claim = number(&story.bare("F1", "1"));
    let refusal = story.refused(&["claim", "validate", &claim]);
    for word in ["客户", "地点", "范围", "凭证", "来源"] {
        assert!(refusal.contains(word), "{word}: {refusal}");
    }
    story.ok(&["claim", "supplement", &claim, "--customer", "苏州分公司", "--site", "苏州"]);
    story.ok(&["claim", "supplement", &claim, "--scope", "全线", "--origin", "lawful"]);
    let refusal = story.refused(&["claim", "validate", &claim]);
    assert!(refusal.contains("联系人") && !refusal.contains("范围"), "{refusal}");
    let named = story.json(&["claim", "supplement", &claim, "--contact", "王工"]);
    assert_eq!(
        (&named["contact"], named["missing"].as_array().unwrap().len()),
        (&"王工".into(), 0)
    );
    let valid = story.json(&["claim", "validate", &claim]);
    assert_eq!((&valid["state"], &valid["time_grade"]), (&"valid".into(), &"D".into()));
}

#[test]
fn a_contact_and_the_text_of_a_proof_are_in_no_event() {
    let story = Story::begun();
    let lead = story.lead.clone();
    let claim = number(&story.json(&[
        "claim",
        "new",
        "--lead",
        &lead,
        "--lot",
        "1",
        "--unit",
        "F1",
        "--basis",
        "已踏勘",
        "--contact",
        "王工甲乙",
        "--proof",
        "mail@2025-11-20 10:00#回执7",
        "--proof-text",
        "邮件正文丙丁",
    ]));
    let shown = story.json(&["claim", "show", &claim]);
    assert_eq!(shown["contact"], "王工甲乙");
    let proof = &shown["proofs"][0];
    assert_eq!((&proof["offered"], &proof["reference"]), (&"邮件正文丙丁".into(), &"回执7".into()));
    let timeline = shown["timeline"].to_string();
    assert!(!timeline.contains("王工") && !timeline.contains("丙丁"), "{timeline}");
}

#[test]
fn a_returned_claim_is_told_what_it_lacked_and_may_be_reported_anew() {
    let story = Story::begun();
    let first = number(&story.bare("F1", "1"));
    let again =
        ["claim", "new", "--lead", &story.lead, "--lot", "1", "--unit", "F1", "--basis", "再报"];
    assert!(story.refused(&again).contains(&first), "it lives");
    let returned = story.json(&["claim", "return", &first]);
    assert_eq!(returned["state"], "returned");
    let told = story.ok(&["claim", "told", &first]);
    assert!(told.contains("缺 标段") || told.contains("范围"), "{told}");
    assert!(told.contains("重新报备"), "{told}");
    let english = story.ok(&["--lang", "en", "claim", "told", &first]);
    assert!(english.contains("missing: ") && english.contains("Scope"), "{english}");
    let second = story.json(&again);
    assert!(second["notices"][0].as_str().unwrap().contains(&first));
    let second = story.json(&["claim", "show", &number(&second)]);
    assert_eq!(second["refiles"], first.as_str());
    let first = story.json(&["claim", "show", &first]);
    assert_eq!(first["refiled_by"][0], second["number"]);
    assert_ne!(first["claimed_at"], Value::Null);
}

#[test]
fn a_revoked_claim_is_not_reported_anew() {
    let story = Story::begun();
    let claim = number(&story.bare("F1", "1"));
    story.ok(&["claim", "revoke", &claim, "--facts", "照片系旧项目", "--reasons", "依据不实"]);
    let again =
        ["claim", "new", "--lead", &story.lead, "--lot", "1", "--unit", "F1", "--basis", "再报"];
    let refusal = story.refused(&again);
    assert!(refusal.contains("撤销") && refusal.contains("申诉"), "{refusal}");
    let told = story.ok(&["claim", "told", &claim]);
    assert!(told.contains("不实") && !told.contains("照片"), "reasons are not passed on: {told}");
}

#[test]
fn a_protection_is_listed_by_its_end_renewed_once_and_released() {
    let story = Story::begun();
    let claim = story.full("F1", "1", "mail@2025-11-20 10:00");
    assert!(story.refused(&["claim", "protect", &claim]).contains("有效"), "validated first");
    story.ok(&["claim", "validate", &claim]);
    let protected = story.json(&["claim", "protect", &claim]);
    assert_eq!(protected["state"], "protected");
    assert!(story.json(&["claim", "list", "--expiring", "14"]).as_array().unwrap().is_empty());
    let ending = story.json(&["claim", "list", "--expiring", "61"]);
    assert_eq!(
        (&ending[0]["number"], &ending[0]["days_left"]),
        (&claim.clone().into(), &59.into())
    );
    assert!(story.refused(&["claim", "renew", &claim]).contains("进展证明"));
    let renewed = story.json(&["claim", "renew", &claim, "--progress", "已完成设计"]);
    assert_eq!(renewed["state"], "renewed");
    assert!(story.refused(&["claim", "renew", &claim, "--progress", "再续"]).contains("已续期"));
    let ending = story.json(&["claim", "list", "--expiring", "100"]);
    assert_eq!(ending[0]["days_left"], 89);
    story.ok(&["claim", "release", &claim, "--reasons", "不再跟进"]);
    assert!(story.json(&["claim", "list", "--expiring", "100"]).as_array().unwrap().is_empty());
}

#[test]
fn the_undivided_whole_meets_every_lot() {
    let story = Story::begun();
    story.bare("F1", "0");
    let second = story.bare("F3", "2");
    assert!(second["notices"].to_string().contains("第34条"), "{second}");
    let cases = story.json(&["case", "list"]);
    assert_eq!((cases.as_array().unwrap().len(), &cases[0]["lot"]), (1, &"2".into()));
    assert_eq!(cases[0]["parties"], serde_json::json!(["F1", "F3"]));
    story.bare("F5", "1");
    assert_eq!(
        story.json(&["case", "list"]).as_array().unwrap().len(),
        2,
        "lot 1 is a case of its own"
    );
}

#[test]
fn claims_stand_in_their_order_with_the_reason_in_words() {
    let story = Story::begun();
    story.full("F1", "1", "mail@2025-11-20 10:05");
    story.full("F3", "1", "portal@2025-11-20 10:00#R1");
    story.bare("F5", "2");
    let claims = story.json(&["claim", "list", "--lead", &story.lead]);
    let row = |at: usize| (&claims[at]["unit"], &claims[at]["standing"][0]["rank"]);
    assert_eq!((row(0), row(1)), ((&"F3".into(), &1.into()), (&"F1".into(), &2.into())));
    let why = claims[1]["standing"][0]["why"].as_str().unwrap();
    assert!(
        why.contains("A 级") && why.contains("2025-11-20 10:05") && why.contains("F3"),
        "{why}"
    );
    let photo = [
        "claim",
        "new",
        "--lead",
        &story.lead,
        "--lot",
        "1",
        "--unit",
        "F6",
        "--basis",
        "踏勘",
        "--proof",
        "device@2025-11-20 09:00",
    ];
    story.ok(&photo);
    let text = story.ok(&["claim", "list", "--lead", &story.lead]);
    assert!(text.contains("同时"), "under one working day at grade C:\n{text}");
}

#[test]
fn the_guard_stands_before_assignment_documents_and_bid_and_quotes_the_notice() {
    let story = Story::begun();
    let lead = story.lead.clone();
    let step = |to: &str, unit: &str, lot: &str| {
        story.run(&["lead", "progress", &lead, "--lot", lot, "--to", to, "--unit", unit])
    };
    let (code, _, err) = step("assigned", "F1", "1");
    assert!(code == Some(1) && err.contains("报备"), "only who claims is assigned: {err}");
    for unit in ["F1", "F3"] {
        story.bare(unit, "1");
    }
    assert_eq!(step("assigned", "F1", "1").0, Some(0));
    let (code, _, err) = step("assigned", "F3", "1");
    assert_eq!(code, Some(1));
    assert!(err.contains("第34条") && err.contains("同一法人的分公司不得"), "{err}");
    let (_, _, err) = step("submitted", "F1", "1");
    assert!(err.contains("跟进"), "in order: {err}");
    for to in ["pursuing", "docs_bought"] {
        assert_eq!(step(to, "F1", "1").0, Some(0));
    }
    let (code, _, err) = step("no_go", "F1", "1");
    assert!(code == Some(1) && err.contains("备注"), "{err}");
    story.ok(&[
        "lead",
        "progress",
        &lead,
        "--lot",
        "1",
        "--to",
        "no_go",
        "--unit",
        "F1",
        "--note",
        "让与三分公司",
    ]);
    assert_eq!(step("assigned", "F3", "1").0, Some(0), "the way is free");
    let shown = story.json(&["lead", "show", &lead]);
    let steps: Vec<&Value> =
        shown["progress"].as_array().unwrap().iter().map(|s| &s["step"]).collect();
    assert_eq!(steps, [&Value::from("no_go"), &Value::from("assigned")]);
}

#[test]
fn an_award_sets_the_claims_and_undo_takes_both_back() {
    let story = Story::begun();
    let lead = story.lead.clone();
    let (winner, other) = (number(&story.bare("F1", "1")), number(&story.bare("F3", "1")));
    for to in ["assigned", "pursuing", "docs_bought", "submitted", "won"] {
        story.ok(&["lead", "progress", &lead, "--lot", "1", "--to", to, "--unit", "F1"]);
    }
    let state = |claim: &str| story.json(&["claim", "show", claim])["state"].clone();
    assert_eq!((state(&winner), state(&other)), ("won".into(), "lost".into()));
    assert!(story.ok(&["claim", "told", &other]).contains("未中标"));
    assert!(story.refused(&["claim", "win", &other]).contains("进展"), "by itself only");
    story.ok(&["undo"]);
    assert_eq!((state(&winner), state(&other)), ("submitted".into(), "submitted".into()));
    story.ok(&["lead", "progress", &lead, "--lot", "0", "--to", "cancelled", "--note", "预算取消"]);
    assert_eq!((state(&winner), state(&other)), ("expired".into(), "expired".into()));
    let (_, _, err) =
        story.run(&["lead", "progress", &lead, "--lot", "2", "--to", "assigned", "--unit", "F1"]);
    assert!(err.contains("终止"), "the whole is over: {err}");
    assert!(story.ok(&["audit"]).contains("相符"));
}

#[test]
fn rows_derived_anew_are_those_that_grew() {
    let story = Story::begun();
    let claim = story.full("F1", "1", "mail@2025-11-20 10:00");
    story.ok(&["claim", "validate", &claim]);
    story.ok(&["claim", "protect", &claim]);
    let before = story.ok(&["claim", "list", "--expiring", "90", "--json"]);
    story.ok(&["rebuild"]);
    assert_eq!(before, story.ok(&["claim", "list", "--expiring", "90", "--json"]));
}

#[test]
fn a_draft_counts_when_it_is_submitted() {
    let story = Story::begun();
    let lead = story.lead.clone();
    story.bare("F3", "1");
    let draft = number(&story.json(&[
        "claim", "new", "--lead", &lead, "--lot", "1", "--unit", "F1", "--basis", "拟报", "--draft",
    ]));
    assert!(story.json(&["case", "list"]).as_array().unwrap().is_empty(), "a draft meets nobody");
    story.ok(&["claim", "submit", &draft]);
    assert_eq!(story.json(&["case", "list"]).as_array().unwrap().len(), 1);
}
