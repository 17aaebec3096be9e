//! The same story by command line with two homes: everything the screen does has a linear twin.

use std::fs;

use serde_json::Value;

use crate::support::daqu;
use crate::support::schema::faults;
use crate::support::story::Story;

#[test]
fn the_same_file_twice_adds_nothing_and_each_row_is_counted() {
    let story = Story::begun();
    let again = story.json(&["--home", "D", "lead", "import", "notices.json", "--json"]);
    let file = &again["files"][0];
    assert_eq!((&file["read"], &file["new"], &file["known"]), (&2.into(), &0.into(), &2.into()));
}

#[test]
fn a_bad_row_is_named_and_the_rest_comes_in() {
    let story = Story::begun();
    let rows = r#"[{"id":"x-1","title":"2026年苏州基站维护服务询比公告","operator":"中国铁塔"},{"id":"x-2"},7]"#;
    fs::write(story.path().join("odd.json"), rows).unwrap();
    let output = daqu(story.path(), &["--home", "D", "lead", "import", "odd.json", "--json"]);
    assert_eq!(output.status.code(), Some(3), "partly done");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = &answer["files"][0];
    assert_eq!((&file["new"], file["rejected"].as_array().unwrap().len()), (&1.into(), 2));
    assert_eq!(file["rejected"][0]["row"], 2);
    assert!(!file["rejected"][0]["reason"].as_str().unwrap().is_empty());
}

#[test]
fn what_is_no_file_of_notices_is_said_and_changes_nothing() {
    let story = Story::begun();
    for (name, bytes) in [
        ("empty.json", &b""[..]),
        ("cut.json", b"{\"notices\":[{"),
        ("noise.bin", b"\xff\xfe\x00\x01"),
    ] {
        fs::write(story.path().join(name), bytes).unwrap();
        let output = daqu(story.path(), &["--home", "D", "lead", "import", name]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(String::from_utf8_lossy(&output.stdout).contains(name));
    }
    assert_eq!(story.json(&["--home", "D", "lead", "list", "--json"]).as_array().unwrap().len(), 2);
}

#[test]
fn unknown_fields_stay_unknown() {
    let story = Story::begun();
    let leads = story.json(&["--home", "D", "lead", "list", "--json", "--search", "杭州"]);
    assert_eq!(leads[0]["deadline"], Value::Null);
    assert_eq!(leads[0]["deadline_state"], "attachment_pending");
    assert_eq!(leads[0]["project_no"], Value::Null);
    assert_eq!(leads[0]["province"], "浙江");
}

#[test]
fn from_two_claims_to_received_by_headquarters() {
    let story = Story::begun();
    let case = story.conflict();
    let early = story.refused(&["--home", "D", "case", "consult", &case]);
    assert!(early.contains("第8条"), "{early}");
    let bare = story.refused(&["--home", "D", "case", "accept", &case]);
    assert!(bare.contains("回避") && bare.contains("第19条"), "{bare}");
    story.ok(&["--home", "D", "case", "accept", &case, "--recusal", "无回避情形"]);
    let one = [
        "--home",
        "D",
        "case",
        "consult",
        &case,
        "--notified",
        "F1",
        "--channel",
        "phone",
        "--gist",
        "告知",
    ];
    assert!(story.refused(&one).contains("F3"));
    let both = [
        "--home",
        "D",
        "case",
        "consult",
        &case,
        "--notified",
        "F1,F3",
        "--channel",
        "phone",
        "--gist",
        "告知",
    ];
    story.ok(&both);

    let shown = story.json(&["--home", "D", "case", "show", &case, "--json"]);
    let actions = shown["actions"].as_array().unwrap();
    assert!(actions.len() >= 20, "the whole table is there");
    for action in actions {
        let enabled = action["enabled"].as_bool().unwrap();
        assert_eq!(enabled, action["why"].is_null(), "{action}");
        let why = action["why"].as_str().unwrap_or_default();
        let cited = why.contains('条') || why.contains("默认规则");
        assert!(enabled || cited || action["id"] == "resolve", "{action}");
    }
    assert_eq!(faults("case-show", &shown), Vec::<String>::new());
    let list = story.json(&["--home", "D", "case", "list", "--json"]);
    assert_eq!(faults("case-list", &list), Vec::<String>::new());
    let claims = story.json(&["--home", "D", "claim", "list", "--json"]);
    assert_eq!(faults("claim-list", &claims), Vec::<String>::new());
    let claim = claims[0]["number"].as_str().unwrap();
    let claim = story.json(&["--home", "D", "claim", "show", claim, "--json"]);
    assert_eq!(faults("claim-show", &claim), Vec::<String>::new());
    let fairness = story.json(&["--home", "D", "fairness", "--json"]);
    assert_eq!(faults("fairness", &fairness), Vec::<String>::new());
    let recommend = actions.iter().find(|action| action["id"] == "recommend").unwrap();
    assert!(recommend["why"].as_str().unwrap().contains("听取"), "{recommend}");

    let sealed = ["--home", "D", "bundle", "export", "--plain-json", "--out", "UP.daqu"];
    story.ok(&sealed);
    let delivery = |story: &Story| {
        story.json(&["--home", "D", "case", "list", "--json"])[0]["delivery"].clone()
    };
    assert_eq!(delivery(&story), "exported");
    let up = story.json(&["--home", "Q", "bundle", "import", "UP.daqu", "--json"]);
    assert_eq!(up["rejected"], serde_json::json!([]));
    assert_eq!(story.json(&["--home", "Q", "case", "list", "--json"])[0]["state"], "consulting");
    story.ok(&[
        "--home",
        "Q",
        "bundle",
        "export",
        "--to",
        "EC",
        "--plain-json",
        "--out",
        "DOWN.daqu",
    ]);
    let down = story.json(&["--home", "D", "bundle", "import", "DOWN.daqu", "--json"]);
    assert!(down["acknowledged"].as_u64().unwrap() > 0, "{down}");
    assert_eq!(delivery(&story), "received");
    let view = story.ok(&["view", "conflicts", "--home", "D", "--size", "120x40"]);
    assert!(view.contains('●'), "{view}");
    for home in ["D", "Q"] {
        story.ok(&["--home", home, "audit"]);
    }
}

#[test]
fn a_case_is_rejected_with_a_ground_and_is_out_of_the_queue() {
    let story = Story::begun();
    let case = story.conflict();
    let wrong = story.refused(&[
        "--home",
        "D",
        "case",
        "reject",
        &case,
        "--ground",
        "bored",
        "--reasons",
        "x",
    ]);
    assert!(wrong.contains("not_conflict"), "the choices are named: {wrong}");
    story.ok(&[
        "--home",
        "D",
        "case",
        "reject",
        &case,
        "--ground",
        "no_fact",
        "--reasons",
        "登记有误",
    ]);
    assert_eq!(story.json(&["--home", "D", "case", "list", "--json"]), serde_json::json!([]));
    let all = story.json(&["--home", "D", "case", "list", "--all", "--json"]);
    assert_eq!(all[0]["state"], "rejected");
}

#[test]
fn the_screen_without_a_terminal_takes_keys_and_both_languages() {
    let story = Story::begun();
    story.conflict();
    let help = story.ok(&[
        "view",
        "conflicts",
        "--home",
        "D",
        "--size",
        "80x24",
        "--keys",
        "? esc j enter",
    ]);
    assert!(help.contains("事实"), "{help}");
    let english = story.ok(&["view", "leads", "--home", "D", "--size", "120x40", "--lang", "en"]);
    assert!(english.contains("Leads") && english.contains("Conflicts"), "{english}");
    let nonsense = story.refused(&["view", "leads", "--home", "D", "--keys", "hyperspace"]);
    assert!(nonsense.contains("hyperspace"), "{nonsense}");
}

#[test]
fn the_first_directory_is_not_believed_without_the_fingerprint() {
    let story = Story::empty();
    story.ok(&["--home", "Q", "hq", "init", "--org", "甲", "--root", "1/1", "--no-passphrase"]);
    story.ok(&["--home", "D", "init", "--region", "EC", "--name", "乙", "--no-passphrase"]);
    story.ok(&["--home", "Q", "hq", "enrol", "D/enrol.daqu", "--yes", "--out", "welcome.daqu"]);
    let bare = story.refused(&["--home", "D", "bundle", "import", "welcome.daqu"]);
    assert!(bare.contains("指纹") && bare.contains("--org-fingerprint"), "{bare}");
    let wrong = "11111 22222 33333 44444 55555 66666";
    story.refused(&["--home", "D", "bundle", "import", "welcome.daqu", "--org-fingerprint", wrong]);
    assert!(
        story.refused(&["--home", "D", "bundle", "export", "--out", "x.daqu"]).contains("欢迎文件")
    );
}

#[test]
fn what_is_no_bundle_is_said_in_one_sentence() {
    let story = Story::begun();
    fs::write(story.path().join("noise.daqu"), "nonsense\n".repeat(500)).unwrap();
    let said = story.refused(&["--home", "D", "bundle", "import", "noise.daqu"]);
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn wrong_usage_exits_2_and_no_desk_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in [
        &["lead", "fly"][..],
        &["--home", "x", "init", "--region", "XX", "--name", "甲", "--no-passphrase"],
        &["--home", "x", "hq", "init", "--org", "甲", "--root", "5/2", "--no-passphrase"],
    ] {
        assert_eq!(daqu(folder.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
    let none = daqu(folder.path(), &["--home", "nowhere", "case", "list"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("daqu init"));
    assert!(!folder.path().join("nowhere").exists(), "asking makes nothing");
}
