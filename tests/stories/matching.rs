//! `daqu match`: pairs of a file with their reasons, without any desk.

use std::fs;

use serde_json::Value;

use crate::support::daqu;

const RECORDS: &str = r#"{"id":"n1","src":"p","title":"柳林泵站更新改造工程招标公告","buyer":"临江县水务局","province":"湖北","published":"2026-03-02","amount":1234567.5,"more":1}
{"id":"n2","src":"p","title":"柳林泵站更新改造工程（第二次）招标公告","buyer":"临江县水务局","province":"湖北","published":"2026-04-02"}
no json
{"id":"n3","src":"p","title":"柳林泵站更新改造工程（一标段）监理","province":null,"published":"soon"}

{"id":"n1","title":"again"}
{"title":"nameless"}
{"id":"n4","src":"p","title":"石桥粮库屋面维修项目","buyer":"石桥粮库"}
"#;

struct Answer {
    code: i32,
    pairs: Vec<Value>,
    err: String,
}

fn asked(records: &[u8], args: &[&str]) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("records.jsonl"), records).unwrap();
    let mut call = vec!["match", "records.jsonl"];
    call.extend(args);
    let output = daqu(folder.path(), &call);
    let out = String::from_utf8(output.stdout).unwrap();
    let entries = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(entries, 1, "nothing is written, no desk is made");
    Answer {
        code: output.status.code().unwrap(),
        pairs: out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn pairs_come_with_reasons_and_faults_with_line_numbers() {
    let answer = asked(RECORDS.as_bytes(), &["--lang", "en"]);
    assert_eq!(answer.code, 3);
    let round = &answer.pairs[0];
    assert_eq!(
        (&round["a"], &round["b"], &round["verdict"]),
        (&"n1".into(), &"n2".into(), &"round".into())
    );
    assert!(round["score"].as_f64().unwrap() > 0.8);
    let why = round["why"].as_array().unwrap();
    assert!(why.contains(&"Round 1 against round 2".into()), "{why:?}");
    let faults: Vec<&str> = answer.err.lines().collect();
    assert_eq!(faults.len(), 4, "{faults:?}");
    for (fault, line) in faults.iter().zip([3, 4, 6, 7]) {
        assert!(fault.starts_with(&format!("daqu: line {line}: ")), "{fault}");
    }
    assert!(faults[1].contains("published"), "an unreadable field is named, its record stays");
    assert!(answer.pairs.iter().any(|pair| pair["b"] == "n3"));
}

#[test]
fn only_the_verdicts_asked_for_are_printed() {
    let rounds = asked(RECORDS.as_bytes(), &["--verdicts", "duplicate,round"]);
    assert!(!rounds.pairs.is_empty());
    assert!(rounds.pairs.iter().all(|pair| pair["verdict"] == "round"));
    assert_eq!(asked(RECORDS.as_bytes(), &["--verdicts", "nonsense"]).code, 2);
}

#[test]
fn a_file_without_records_fails_and_says_so() {
    for records in [&b""[..], b"\n\n", b"no json\n", b"\xff\xfe\n"] {
        let answer = asked(records, &[]);
        assert_eq!((answer.code, answer.pairs.len()), (1, 0));
        assert!(answer.err.starts_with("daqu: "), "{}", answer.err);
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["absent.jsonl", "."] {
        let output = daqu(folder.path(), &["match", name]);
        assert_eq!((output.status.code(), output.stderr.is_empty()), (Some(1), false), "{name}");
    }
}
