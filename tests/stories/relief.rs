//! After a decision: the appeal that the committee hears, and the remedy that is proposed, told, heard and decided, between a desk
//! and headquarters.

use serde_json::Value;

use crate::support::schema::faults;
use crate::support::story::Story;

impl Story {
    /// A case that the parties settled, served on both.
    pub fn settled(&self) -> String {
        let case = self.conflict();
        let act = |words: &[&str]| {
            self.ok(&[&["--home", "D", "case", words[0], &case], &words[1..]].concat());
        };
        act(&["accept", "--recusal", "无"]);
        act(&["consult", "--notified", "F1,F3", "--channel", "phone", "--gist", "告知"]);
        act(&["statement", "--party", "F1,F3", "--text", "愿由一分公司投标", "--result", "agreed"]);
        act(&[
            "settle",
            "--agreed",
            "F1,F3",
            "--terms",
            "三分公司退出",
            "--outcome",
            "sole",
            "--lead-unit",
            "F1",
            "--proof",
            "签字页",
        ]);
        act(&["serve", "--party", "F1,F3", "--proof", "receipt", "--channel", "邮件"]);
        case
    }

    /// The desk's bundle to headquarters, or the other way.
    pub fn carry(&self, from: &str, to: &str, name: &str) {
        let mut out = vec!["--home", from, "bundle", "export", "--plain-json", "--out", name];
        if from == "Q" {
            out.extend(["--to", "EC"]);
        }
        self.ok(&out);
        self.ok(&["--home", to, "bundle", "import", name]);
    }

    pub fn shown(&self, home: &str, kind: &str, number: &str) -> Value {
        let shown = self.json(&["--home", home, kind, "show", number, "--json"]);
        if kind == "case" {
            assert_eq!(faults("case-show", &shown), Vec::<String>::new());
            return shown;
        }
        assert_eq!(faults("file-show", &shown), Vec::<String>::new());
        let listed = self.json(&["--home", home, kind, "list", "--json"]);
        assert_eq!(faults("file-list", &listed), Vec::<String>::new());
        shown
    }
}

#[test]
fn an_appeal_is_filed_heard_and_decided_and_the_desk_reads_what_came_of_it() {
    let story = Story::begun();
    let case = story.settled();
    let stranger = ["--home", "D", "appeal", "file", "--case", &case, "--party", "F6"];
    let stranger =
        story.refused(&[&stranger[..], &["--request", "撤销", "--reasons", "不公"]].concat());
    assert!(stranger.contains("当事方"), "{stranger}");
    let file = ["--home", "D", "appeal", "file", "--case", &case, "--party", "F3", "--json"];
    let filed =
        story.json(&[&file[..], &["--request", "请求变更", "--reasons", "先报在我"]].concat());
    let number = filed["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("SS-EC-"), "{number}");
    assert_eq!(filed["state"], "filed");
    let again = story.refused(&[&file[..], &["--request", "再来", "--reasons", "再来"]].concat());
    assert!(again.contains(&number), "{again}");
    let early = story.refused(&["--home", "D", "appeal", "accept", &number]);
    assert!(early.contains("总部"), "the committee's acts are headquarters' to record: {early}");
    story.carry("D", "Q", "1.daqu");

    let q = |words: &[&str]| {
        story.ok(&[&["--home", "Q", "appeal", words[0], &number], &words[1..]].concat())
    };
    q(&["accept"]);
    let awaited =
        story.refused(&["--home", "Q", "appeal", "review", &number, "--members", "甲,乙"]);
    assert!(awaited.contains('3') || awaited.contains('三'), "no quorum: {awaited}");
    q(&["review", "--members", "甲,乙,丙,丁"]);
    let one_side = ["--home", "Q", "appeal", "modify", &number, "--changes", "由三分公司配合"];
    let one_side =
        story.refused(&[&one_side[..], &["--reasons", "事实有误", "--rules", "SCXT-9"]].concat());
    assert!(one_side.contains("案卷"), "the dossier is awaited: {one_side}");
    story.carry("Q", "D", "2.daqu");
    let dossier = ["--home", "D", "appeal", "dossier", &number, "--gist", "案卷一册"];
    story.ok(&dossier);
    story.carry("D", "Q", "3.daqu");
    q(&["modify", "--changes", "由三分公司配合", "--reasons", "事实有误", "--rules", "SCXT-9"]);
    story.carry("Q", "D", "4.daqu");
    let shown = story.shown("D", "appeal", &number);
    assert_eq!(shown["state"], "modified");
    let verdicts: Vec<&str> =
        shown["limits"].as_array().unwrap().iter().filter_map(|l| l["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["kept", "kept", "kept"]);
    let fairness = story.json(&["--home", "D", "fairness", "--json"]);
    let row = &fairness["table"]["rows"][0];
    assert_eq!((&row["appeals"], &row["appeals_upheld"]), (&1.into(), &1.into()));
    for home in ["D", "Q"] {
        story.ok(&["--home", home, "audit"]);
        story.ok(&["--home", home, "rebuild"]);
        assert_eq!(story.shown(home, "appeal", &number)["state"], "modified");
    }
}

#[test]
fn what_the_committee_decides_on_an_appeal_moves_the_case() {
    for (outcome, state) in [("annul", "superseded"), ("remand", "accepted")] {
        let story = Story::begun();
        let case = story.settled();
        let file = ["--home", "D", "appeal", "file", "--case", &case, "--party", "F3", "--json"];
        let filed = story.json(&[&file[..], &["--request", "撤销", "--reasons", "先报"]].concat());
        let number = filed["number"].as_str().unwrap().to_owned();
        story.carry("D", "Q", "1.daqu");
        let q = |words: &[&str]| {
            story.ok(&[&["--home", "Q", "appeal", words[0], &number], &words[1..]].concat())
        };
        q(&["accept"]);
        q(&["review", "--members", "甲,乙,丙"]);
        story.carry("Q", "D", "2.daqu");
        story.ok(&["--home", "D", "appeal", "dossier", &number, "--gist", "案卷一册"]);
        story.carry("D", "Q", "3.daqu");
        let mut words = vec![outcome, "--reasons", "依据不足", "--rules", "SCXT-9"];
        if outcome == "remand" {
            words.extend(["--instructions", "重新听取三分公司"]);
        }
        let told = q(&words);
        assert!(told.contains(&case), "{told}");
        let case_state = |home: &str| story.shown(home, "case", &case)["state"].clone();
        assert_eq!(case_state("Q"), state);
        // The act and what followed from it are taken back together.
        story.ok(&["--home", "Q", "undo"]);
        assert_eq!(case_state("Q"), "effective");
        assert_eq!(story.shown("Q", "appeal", &number)["state"], "reviewing");
        q(&words);
        story.carry("Q", "D", "4.daqu");
        assert_eq!(case_state("D"), state);
        let fairness = story.json(&["--home", "D", "fairness", "--json"]);
        let rows = fairness["table"]["rows"].as_array().unwrap();
        let favoured: u64 = rows.iter().filter_map(|row| row["favoured"].as_u64()).sum();
        assert_eq!(favoured, u64::from(outcome == "annul"), "what is to be decided anew is not");
    }
}

#[test]
fn a_remedy_is_proposed_by_a_person_told_heard_and_never_made_worse() {
    let story = Story::begun();
    let case = story.settled();
    let bare = story.refused(&["--home", "D", "remedy", "propose", "--measure", "fine_proposal"]);
    assert!(bare.contains("事实") && bare.contains("金额"), "{bare}");
    let propose = [
        "--home",
        "D",
        "remedy",
        "propose",
        "--case",
        &case,
        "--measure",
        "fine_proposal",
        "--unit",
        "F3",
        "--rule",
        "SCXT-21",
        "--facts",
        "擅自接触客户",
        "--amount",
        "100元",
        "--json",
    ];
    let proposed = story.json(&propose);
    let number = proposed["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("JC-EC-"), "{number}");
    let d = |words: &[&str]| {
        story.ok(&[&["--home", "D", "remedy", words[0], &number], &words[1..]].concat())
    };
    let actions = proposed["actions"].as_array().unwrap();
    let notify = actions.iter().find(|row| row["id"] == "notify").unwrap();
    let flags: Vec<&str> = notify["arguments"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|argument| argument["required"] == true)
        .filter_map(|argument| argument["flag"].as_str())
        .collect();
    let mut words = vec!["notify"];
    for flag in &flags {
        words.extend([*flag, if *flag == "--channel" { "letter" } else { "三分公司经理" }]);
    }
    d(&words);
    d(&["hear", "--answer", "stated", "--statement", "系客户来访"]);
    story.carry("D", "Q", "1.daqu");
    let decide = |measure: &str, amount: &str| {
        let words = ["--home", "Q", "remedy", "decide", &number, "--measure", measure];
        let more = ["--reasons", "查实", "--rules", "SCXT-21"];
        let sum = if amount.is_empty() { vec![] } else { vec!["--amount", amount] };
        [&words[..], &more[..], &sum[..]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let call = |words: Vec<String>| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        crate::support::daqu(story.path(), &words)
    };
    for (measure, amount) in [("fine_proposal", "200元"), ("pay_cut_proposal", "100元")] {
        let output = call(decide(measure, amount));
        assert_eq!(output.status.code(), Some(1), "hearing makes nothing worse");
        assert!(String::from_utf8_lossy(&output.stderr).contains("第45条"), "{measure}");
    }
    assert!(call(decide("written_warning", "")).status.success(), "milder");
    assert_eq!(story.shown("Q", "remedy", &number)["state"], "decided");
    let list = story.json(&["--home", "Q", "remedy", "list", "--json"]);
    assert_eq!((&list[0]["number"], &list[0]["open"]), (&Value::from(number), &true.into()));
}

#[test]
fn the_digest_of_a_month_is_signed_and_says_nothing_of_customers_or_sums() {
    let story = Story::begun();
    let case = story.settled();
    let register = story.json(&["--home", "D", "digest", "--out", "digest.json", "--json"]);
    assert_eq!(faults("digest", &register), Vec::<String>::new());
    let row = &register["register"][0];
    assert_eq!((&row["number"], &row["how"]), (&Value::from(case), &"settled".into()));
    assert_eq!(row["bidders"], serde_json::json!(["F1"]));
    let checked = story.json(&["--home", "Q", "digest", "--check", "digest.json", "--json"]);
    assert_eq!(checked["digest"]["register"], register["register"]);
    let text = checked["digest"].to_string();
    for secret in ["移动", "南京", "18650000", "三分公司退出"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let mut bytes = std::fs::read(story.path().join("digest.json")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    std::fs::write(story.path().join("changed.json"), bytes).unwrap();
    let changed = story.refused(&["--home", "Q", "digest", "--check", "changed.json"]);
    assert!(changed.contains("changed.json"), "{changed}");
    story.refused(&["--home", "Q", "digest", "--check", "nowhere.json"]);
    story.refused(&["--home", "D", "digest", "--month", "november"]);
}

#[test]
fn a_relation_is_declared_listed_and_carried_to_headquarters_alone() {
    let story = Story::begun();
    let bad = story.refused(&["--home", "D", "relation", "declare", "--tie", "kin"]);
    assert!(bad.contains("单位") && bad.contains("内容"), "{bad}");
    let declare = ["--home", "D", "relation", "declare", "--tie", "kin", "--unit", "F1"];
    let shown = story.json(&[&declare[..], &["--text", "表兄任经理", "--json"]].concat());
    let number = shown["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("HB-EC-"), "{number}");
    assert_eq!((&shown["state"], &shown["measure"]), (&"standing".into(), &"kin".into()));
    assert_eq!(shown["said"]["text"], "表兄任经理");
    story.carry("D", "Q", "1.daqu");
    assert_eq!(story.shown("Q", "relation", &number)["said"]["text"], "表兄任经理");
    let listed = story.json(&["--home", "Q", "relation", "list", "--json"]);
    assert_eq!(listed[0]["number"], number.as_str());
    story.ok(&["--home", "D", "rebuild"]);
    story.ok(&["--home", "D", "audit"]);
    let end = ["--home", "D", "relation", "end", &number, "--reasons", "离职"];
    story.ok(&end);
    assert_eq!(story.shown("D", "relation", &number)["open"], false);
}

#[test]
fn a_complaint_is_sealed_to_headquarters_and_nothing_of_it_stays() {
    let story = Story::begun();
    let how = story.ok(&["--home", "D", "complaint"]);
    assert!(how.contains("协调委员会"), "{how}");
    let said = "大区经理偏袒一分公司";
    let before = everything(&story.path().join("D"));
    let sealed = |home: &str, file: &str, said: &str| {
        crate::support::daqu_told(story.path(), &["--home", home, "complaint", "--out", file], said)
    };
    assert!(sealed("D", "a.sealed", said).status.success());
    assert!(sealed("D", "b.sealed", &said.repeat(100)).status.success());
    assert_eq!(everything(&story.path().join("D")), before, "not even that there was one");
    let [one, other] =
        ["a.sealed", "b.sealed"].map(|f| std::fs::read(story.path().join(f)).unwrap());
    // age itself adds a few random bytes.
    assert!(one.len().abs_diff(other.len()) < 600, "its length tells nothing of 3,000 bytes more");
    assert!(!one.windows(said.len()).any(|w| w == said.as_bytes()));
    let opened = story.json(&["--home", "Q", "complaint", "--open", "a.sealed", "--json"]);
    assert_eq!(opened["text"], said);
    let here = story.refused(&["--home", "D", "complaint", "--open", "a.sealed"]);
    assert!(here.contains("总部"), "{here}");
    assert_eq!(sealed("D", "c.sealed", "  \n").status.code(), Some(1));
    assert_eq!(sealed("D", "c.sealed", &"长".repeat(30_000)).status.code(), Some(1));
    assert!(!story.path().join("c.sealed").exists());
}

/// Every event and part of a home, as its store holds them.
fn everything(home: &std::path::Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(home.join("daqu.db")).unwrap();
    let mut statement =
        connection.prepare("SELECT id FROM event UNION ALL SELECT hash FROM part").unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}
