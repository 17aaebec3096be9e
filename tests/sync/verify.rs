//! Whoever has nothing but the root keys: what a file is, and whether it is to be believed, by the program and by a script that
//! knows nothing of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use daqu::sync::EVENT;
use daqu::sync::directory::{Root, RootKey};
use daqu::sync::envelope::Envelope;
use daqu::sync::judge::judge;
use daqu::sync::keys::{DeskKey, ED25519};
use daqu::sync::roots::Roots;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::daqu;
use crate::support::schema::faults;
use crate::support::story::Story;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sync")
}

fn vectors() -> Vec<String> {
    let names = fs::read_dir(fixtures()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".daqu")).collect();
    names.sort();
    assert!(names.len() > 12);
    names
}

fn verified(name: &str) -> (bool, Value) {
    let (file, roots) = (fixtures().join(name), fixtures().join("roots.txt"));
    let args = ["--json", "bundle", "verify", file.to_str().unwrap(), "--roots"];
    let folder = tempfile::tempdir().unwrap();
    let output = daqu(folder.path(), &[&args[..], &[roots.to_str().unwrap()]].concat());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(faults("bundle-verify", &answer), Vec::<String>::new(), "{name}");
    (output.status.success(), answer)
}

/// A part that no event names is nobody's word, and takes nothing from the others.
fn is_good(name: &str) -> bool {
    !name.starts_with("bad-") || name == "bad-stray-part.daqu"
}

#[test]
fn every_vector_is_believed_or_not_without_a_desk() {
    for name in vectors() {
        let (good, answer) = verified(&name);
        assert_eq!(good, is_good(&name), "{name}: {answer}");
        assert_eq!(answer["good"], good);
    }
    let (_, cut) = verified("bad-truncated.daqu");
    let lines = cut["files"][0]["lines"].as_array().unwrap();
    let verdicts: Vec<&str> = lines.iter().map(|l| l["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["good", "good", "bad"], "the lines before the cut stand");
}

#[test]
fn files_are_judged_in_the_order_in_which_they_came() {
    let sample = fs::read_to_string(fixtures().join("sample.daqu")).unwrap();
    let lines: Vec<&str> = sample.lines().collect();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: &[&str]| {
        fs::write(folder.path().join(name), lines.join("\n")).unwrap();
    };
    write("first.daqu", &lines[..2]);
    write("second.daqu", &lines[2..]);
    let roots = fixtures().join("roots.txt");
    let verify = |files: &[&str]| -> Output {
        let args = [&["bundle", "verify"], files, &["--roots", roots.to_str().unwrap()]].concat();
        daqu(folder.path(), &args)
    };
    assert!(verify(&["first.daqu", "second.daqu"]).status.success());
    assert_eq!(verify(&["second.daqu"]).status.code(), Some(1), "something was left out");
    fs::write(folder.path().join("none.txt"), "not a key\n").unwrap();
    let args = ["bundle", "verify", "first.daqu", "--roots", "none.txt"];
    let none = daqu(folder.path(), &args);
    assert!(!none.status.success() && none.stdout.is_empty());
    assert!(String::from_utf8_lossy(&none.stderr).contains("none.txt"));
}

/// Roots, threshold and desks as a forger wants them, signed by one of the three holders alone.
fn forged(keys: &[&DeskKey], threshold: u64, signer: &DeskKey) -> String {
    let sample = fs::read_to_string(fixtures().join("sample.daqu")).unwrap();
    let line = Envelope::from_line(sample.lines().next().unwrap().as_bytes()).unwrap();
    let mut directory: Value = serde_json::from_slice(&line.payload).unwrap();
    let key = |key: &&DeskKey| RootKey { alg: ED25519.to_owned(), public: key.public().to_hex() };
    let root = Root { threshold, keys: keys.iter().map(key).collect() };
    directory["org"] = root.organisation().into();
    directory["root"] = json!(root);
    let payload = directory.to_string().into_bytes();
    Envelope::signed(&line.payload_type, payload, &[signer]).to_line() + "\n"
}

#[test]
fn one_holder_of_a_root_key_makes_no_organisation_of_his_own() {
    let keys: Vec<DeskKey> = (1..=3).map(|n| DeskKey::from_seed([n; 32])).collect();
    let own = DeskKey::from_seed([9; 32]);
    let folder = tempfile::tempdir().unwrap();
    let told: Vec<String> = keys.iter().map(|key| key.public().to_hex()).collect();
    fs::write(folder.path().join("told.txt"), told.join("\n")).unwrap();
    fs::write(folder.path().join("two.txt"), told.join("\n") + "\nthreshold 2\n").unwrap();
    let all: Vec<&DeskKey> = keys.iter().collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify-daqu.sh");
    for (name, line) in [
        ("lowered", forged(&all, 1, &keys[0])),
        ("with keys of his own", forged(&[&keys[0], &own], 1, &keys[0])),
        ("nobody's", forged(&all, 0, &own)),
    ] {
        fs::write(folder.path().join("forged.daqu"), line).unwrap();
        for roots in ["told.txt", "two.txt"] {
            let args = ["bundle", "verify", "forged.daqu", "--roots", roots];
            assert_eq!(daqu(folder.path(), &args).status.code(), Some(1), "{name}, {roots}");
            if has_tools() {
                let mut run = Command::new("bash");
                run.current_dir(folder.path()).arg(&script).args([roots, "forged.daqu"]);
                let said = run.output().unwrap();
                let told = String::from_utf8_lossy(&said.stdout);
                assert!(!said.status.success() && told.contains("BAD"), "{name}: {told}");
            }
        }
    }
}

#[test]
fn the_script_is_not_talked_out_of_its_verdict() {
    if !has_tools() {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify-daqu.sh");
    let sample = fs::read_to_string(fixtures().join("sample.daqu")).unwrap();
    let roots = fs::read_to_string(fixtures().join("roots.txt")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let judged = |roots: &str, lines: &str| {
        fs::write(folder.path().join("roots"), roots).unwrap();
        fs::write(folder.path().join("file"), lines).unwrap();
        let mut run = Command::new("bash");
        let output = run.current_dir(folder.path()).arg(&script).args(["roots", "file"]).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    // The desk of the vectors, so that nothing is wrong but what is said.
    let desk = DeskKey::from_seed(Sha256::digest("daqu test vector: east").into());
    let first = sample.lines().next().unwrap();
    let line = sample.lines().find(|line| line.contains("segment.v1")).unwrap();
    let envelope = Envelope::from_line(line.as_bytes()).unwrap();
    let payload: Value = serde_json::from_slice(&envelope.payload).unwrap();
    for (name, value) in [
        ("seq", json!("x")),
        ("seq", json!({ "a": 1 })),
        ("seq", Value::Null),
        ("prev", json!("sha256:0")),
        ("events", json!("none")),
        ("events", json!([{ "key": { "a": 1 } }])),
        ("v", json!(2)),
        ("min_reader", json!(2)),
        ("inc", json!("a/b")),
        ("aud", json!("nobody")),
    ] {
        let mut payload = payload.clone();
        let of = if ["inc", "aud"].contains(&name) { &mut payload["log"] } else { &mut payload };
        of[name] = value;
        let payload = payload.to_string().into_bytes();
        let line = Envelope::signed(&envelope.payload_type, payload, &[&desk]).to_line();
        let (code, said) = judged(&roots, &format!("{first}\n{line}\n"));
        assert!(code == Some(1) && said.contains("line 2: BAD"), "{name}: {said}");
    }
    // What readers would read differently, in an event that is signed as it should be.
    let own = payload["events"][0]["body"].as_str().unwrap();
    let office = r#""office":""#;
    for odd in [
        own.replace(office, r#""office":"\ud800"#),
        own.replace(office, r#""km":1.5,"office":""#),
        own.replace(office, r#""org":"","office":""#),
        own.replace(office, r#""n":9007199254740993,"office":""#),
        own.replace(office, r#""n":1.0,"office":""#),
        own.replace(office, r#""n":1e3,"office":""#),
        own.replace(office, r#""n":{"b":1},"n":{"c":2},"office":""#),
        own.replace(office, r#""desk":null,"office":""#),
        own.replace(office, &format!("{:?}:0,{office}", "x".repeat(300_000))),
    ] {
        assert_ne!(odd, own);
        let mut payload = payload.clone();
        payload["events"][0]["body"] = odd.as_str().into();
        payload["events"][0]["sig"] = STANDARD.encode(desk.sign(EVENT, odd.as_bytes())).into();
        let payload = payload.to_string().into_bytes();
        let line = Envelope::signed(&envelope.payload_type, payload, &[&desk]).to_line();
        let lines = format!("{first}\n{line}\n");
        let verdicts = &judge(&[lines.clone().into_bytes()], &Roots::parse(&roots).unwrap())[0];
        assert!(!verdicts.good, "{verdicts:?}");
        let (code, said) = judged(&roots, &lines);
        assert!(code == Some(1) && said.contains("line 2: BAD"), "{said}");
    }
    let unknown = r#"{"payloadType":"x\nline 3: good segment 9","payload":"e30=","signatures":[]}"#;
    let (_, said) = judged(&roots, &format!("{first}\n{unknown}\n"));
    assert_eq!(said.lines().count(), 2, "a type writes no line of its own: {said}");
    for line in ["42", "{} {}", "[]"] {
        assert_eq!(judged(&roots, &format!("{first}\n{line}\n")).0, Some(1), "{line}");
    }
    let keys = roots.replace("threshold 2\n", "");
    let two = ["threshold=3", "threshold 0", "threshold 2\nthreshold 2", "threshold three", "x"];
    for told in two {
        assert_eq!(judged(&format!("{keys}{told}\n"), &sample).0, Some(2), "{told}");
    }
    assert_eq!(judged(&format!("{keys}threshold 3\n"), &sample).0, Some(1), "two signed");
    assert_eq!(judged(&keys, &sample).0, Some(0), "more than half signed");
    assert_eq!(judged(&keys.replace("ed25519 ", ""), &sample).0, Some(0));
    assert_eq!(judged(&roots, &sample).0, Some(0));
}

#[test]
fn every_file_of_a_bundle_may_carry_every_directory() {
    let story = Story::begun();
    story.conflict();
    let out =
        |file: &str| story.ok(&["--home", "D", "bundle", "export", "--plain-json", "--out", file]);
    out("one.daqu");
    out("two.daqu");
    fs::write(story.path().join("roots.txt"), story.ok(&["--home", "Q", "hq", "roots"])).unwrap();
    let files = ["one.daqu", "two.daqu"];
    let verify = ["--home", "Q", "bundle", "verify", files[0], files[1], "--roots", "roots.txt"];
    story.ok(&verify);
    if has_tools() {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify-daqu.sh");
        let mut run = Command::new("bash");
        run.current_dir(story.path()).arg(&script).arg("roots.txt").args(files);
        let said = run.output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    }
}

fn has_tools() -> bool {
    let tools = "command -v jq && command -v openssl && command -v xxd && command -v base64";
    let mut asked = Command::new("bash");
    asked.args(["-c", tools]).stdout(Stdio::null()).stderr(Stdio::null());
    let all = asked.status().is_ok_and(|status| status.success());
    if !all {
        println!("skipped: bash, jq, openssl, xxd and base64 are not all there");
    }
    all
}

#[test]
fn a_person_is_told_what_a_file_holds_and_that_nothing_of_it_is_verified() {
    let story = Story::begun();
    story.conflict();
    let out = ["--home", "D", "bundle", "export", "--out", "up.daqu"];
    story.ok(&out);
    let told = story.ok(&["--home", "Q", "bundle", "inspect", "up.daqu"]);
    for said in ["名录第", "ec-a → role:hq 第 1 段", "现状", "未经验证"] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let sealed = story.refused(&["--home", "E", "bundle", "inspect", "up.daqu"]);
    assert!(!sealed.is_empty(), "it is encrypted, and no desk lives there");
    let answer = story.json(&["--home", "Q", "--json", "bundle", "inspect", "up.daqu"]);
    assert_eq!(faults("bundle-inspect", &answer), Vec::<String>::new(), "{answer}");
    let segment = answer.as_array().unwrap().iter().find(|line| line["says"]["kind"] == "segment");
    assert!(segment.unwrap()["says"]["events"]["lead.captured"].is_number(), "{segment:?}");
    fs::write(story.path().join("roots.txt"), story.ok(&["--home", "Q", "hq", "roots"])).unwrap();
    story.ok(&["--home", "Q", "bundle", "verify", "up.daqu", "--roots", "roots.txt"]);
    fs::write(story.path().join("noise"), b"\x00\xff\n{}\n").unwrap();
    story.refused(&["--home", "Q", "bundle", "inspect", "noise"]);
}

/// bash, jq and openssl alone come to the same verdicts, without a line of this program.
#[test]
fn our_own_script_agrees_on_every_vector() {
    if !has_tools() {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify-daqu.sh");
    for name in vectors() {
        let mut run = Command::new("bash");
        run.arg(&script).arg(fixtures().join("roots.txt")).arg(fixtures().join(&name));
        let output = run.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.success(), is_good(&name), "{name}\n{said}");
        let (_, answer) = verified(&name);
        let bad = answer["files"][0]["lines"].as_array().unwrap().iter();
        let bad: Vec<String> = bad
            .filter(|line| line["verdict"] == "bad")
            .map(|line| format!("line {}: BAD", line["line"]))
            .collect();
        for line in bad {
            assert!(said.contains(&line), "{name}: {line}\n{said}");
        }
    }
}

#[test]
fn a_receipt_proves_without_a_desk_that_headquarters_held_an_event() {
    let story = Story::begun();
    let number = story.conflict();
    let ask = ["--home", "D", "receipt", &number, "--out", "receipt.daqu"];
    let early = story.refused(&ask);
    assert!(early.contains(&number) && !story.path().join("receipt.daqu").exists(), "{early}");
    std::fs::create_dir(story.path().join("stick")).unwrap();
    for home in ["D", "Q", "D"] {
        story.ok(&["--home", home, "sync", "--channel", "stick"]);
        // A second segment, so that the proof begins in the middle of a log.
        if home == "Q" {
            story.ok(&["--home", "D", "case", "accept", &number, "--recusal", "无利害关系"]);
        }
    }
    for home in ["Q", "D"] {
        story.ok(&["--home", home, "sync"]);
    }
    let proof = story.json(&["--home", "D", "--json", "receipt", &number, "--out", "receipt.daqu"]);
    let event = proof["event"].as_str().unwrap();
    assert_eq!(proof["by"], "hq-a");
    fs::write(story.path().join("roots.txt"), story.ok(&["--home", "Q", "hq", "roots"])).unwrap();
    let verify = |file: &str, event: &str| -> Output {
        let args = ["--home", "nobody", "bundle", "verify", file, "--roots", "roots.txt"];
        daqu(story.path(), &[&args[..], &["--receipt", event]].concat())
    };
    assert!(verify("receipt.daqu", event).status.success());
    assert_eq!(verify("receipt.daqu", &event.replace('a', "b")).status.code(), Some(1));
    let text = fs::read_to_string(story.path().join("receipt.daqu")).unwrap();
    assert!(!text.contains("segment") || text.lines().count() < 7, "no more than is needed");
    // Without the status, without the segment, or with another's roots it proves nothing.
    for kind in ["vnd.daqu.status", "vnd.daqu.segment", "vnd.daqu.directory"] {
        let rest: Vec<&str> = text.lines().filter(|line| !line.contains(kind)).collect();
        fs::write(story.path().join("less.daqu"), rest.join("\n")).unwrap();
        assert_eq!(verify("less.daqu", event).status.code(), Some(1), "without {kind}");
    }
    let other = fs::read_to_string(fixtures().join("roots.txt")).unwrap();
    fs::write(story.path().join("roots.txt"), other).unwrap();
    assert_eq!(verify("receipt.daqu", event).status.code(), Some(1), "other roots");
}
