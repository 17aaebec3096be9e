//! A power cut at every step of what a desk writes: the program is ended before and after each transaction, and between the steps
//! by which each file takes its place. What is left is whole, doing it again does the rest, and headquarters comes to hold the same.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::daqu;
use crate::support::story::Story;

/// More steps than any of these commands has.
const ENOUGH: usize = 200;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs the program until its nth step, where there are as many.
fn cut(folder: &Path, args: &[&str], step: usize) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daqu"))
        .args(args)
        .current_dir(folder)
        .env("LANG", "en_US.UTF-8")
        .env("DAQU_CUT", step.to_string())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn ok(folder: &Path, args: &[&str]) -> String {
    let output = daqu(folder, args);
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{args:?}: {}\n{out}\n{err}", output.status);
    out.into_owned()
}

fn audited(folder: &Path, home: &str) {
    ok(folder, &["--home", home, "audit"]);
}

/// The claims that headquarters knows of.
fn known(folder: &Path) -> Value {
    serde_json::from_str(&ok(folder, &["--home", "Q", "claim", "list", "--json"])).unwrap()
}

/// Both ways by files; nothing may have parted.
fn exchange(folder: &Path) {
    for (from, to, file) in [("D", "Q", "last-up.daqu"), ("Q", "D", "last-down.daqu")] {
        let addressee: &[&str] = if from == "Q" { &["--to", "EC"] } else { &[] };
        let export = [&["--home", from, "bundle", "export", "--out", file], addressee].concat();
        ok(folder, &export);
        let import = ["--home", to, "bundle", "import", file, "--json"];
        let said: Value = serde_json::from_str(&ok(folder, &import)).unwrap();
        assert_eq!(said["forks"], serde_json::json!([]), "{said}");
        assert_eq!(said["rejected"], serde_json::json!([]), "{said}");
    }
}

/// Ends the command at each of its steps, in a copy of the story each time; `after` looks at what is left, does the rest, and says
/// what became of it, which is the same wherever the power went. Gives the number of steps.
fn at_every_step(story: &Story, args: &[&str], after: impl Fn(&Path) -> Value) -> usize {
    let mut wanted = None;
    for step in 1..ENOUGH {
        let scratch = tempfile::tempdir().unwrap();
        copy(story.path(), scratch.path());
        let output = cut(scratch.path(), args, step);
        let done = matches!(output.status.code(), Some(0 | 3));
        assert!(done || output.status.code().is_none(), "step {step}: ended by itself");
        let found = after(scratch.path());
        assert_eq!(wanted.get_or_insert_with(|| found.clone()), &found, "step {step} of {args:?}");
        if done {
            return step - 1;
        }
    }
    panic!("{args:?} has no end");
}

#[test]
fn an_export_that_was_cut_off_is_written_again_and_nothing_is_numbered_twice() {
    let story = Story::begun();
    story.conflict();
    let export = ["--home", "D", "bundle", "export", "--out", "up.daqu"];
    let steps = at_every_step(&story, &export, |folder| {
        audited(folder, "D");
        // A file that is there under its name is whole.
        if folder.join("up.daqu").exists() {
            ok(folder, &["--home", "Q", "bundle", "import", "up.daqu"]);
        }
        ok(folder, &export);
        ok(folder, &["--home", "Q", "bundle", "import", "up.daqu"]);
        exchange(folder);
        audited(folder, "Q");
        known(folder)
    });
    assert!(steps > 8, "sealing, the witness and the file have more steps than {steps}");
}

#[test]
fn an_import_that_was_cut_off_holds_all_of_the_file_or_nothing() {
    let story = Story::begun();
    story.conflict();
    story.ok(&["--home", "D", "bundle", "export", "--out", "up.daqu"]);
    let import = ["--home", "Q", "bundle", "import", "up.daqu"];
    let steps = at_every_step(&story, &import, |folder| {
        audited(folder, "Q");
        let before = known(folder);
        ok(folder, &import);
        let after = known(folder);
        let nothing = before.as_array().is_some_and(Vec::is_empty);
        assert!(nothing || before == after, "half of a file is here");
        let again: Value =
            serde_json::from_str(&ok(folder, &[&import[..], &["--json"]].concat())).unwrap();
        assert_eq!(again["events"], 0, "{again}");
        exchange(folder);
        after
    });
    assert!(steps > 2, "{steps}");
}

#[test]
fn a_synchronisation_that_was_cut_off_goes_on_the_next_time() {
    let story = Story::begun();
    story.conflict();
    fs::create_dir(story.path().join("stick")).unwrap();
    let sync = ["--home", "D", "sync", "--channel", "stick"];
    let steps = at_every_step(&story, &sync, |folder| {
        audited(folder, "D");
        for home in ["D", "Q", "D"] {
            ok(folder, &["--home", home, "sync", "--channel", "stick"]);
        }
        audited(folder, "Q");
        known(folder)
    });
    assert!(steps > 12, "{steps}");
}

#[test]
fn a_directory_that_was_cut_off_is_there_or_not() {
    let story = Story::begun();
    story.ok(&["--home", "E", "init", "--region", "SC", "--name", "华南", "--no-passphrase"]);
    let enrol = ["--home", "Q", "hq", "enrol", "E/enrol.daqu", "--yes", "--out", "welcome-e.daqu"];
    let steps = at_every_step(&story, &enrol, |folder| {
        audited(folder, "Q");
        let again = daqu(folder, &enrol);
        if !again.status.success() {
            // It is enrolled already: what it needs goes with the next bundle.
            ok(
                folder,
                &["--home", "Q", "bundle", "export", "--to", "SC", "--out", "welcome-e.daqu"],
            );
        }
        let digits = ok(folder, &["--home", "Q", "hq", "fingerprint"]);
        let join = ["--home", "E", "bundle", "import", "welcome-e.daqu", "--org-fingerprint"];
        ok(folder, &[&join[..], &[digits.trim()]].concat());
        exchange(folder);
        known(folder)
    });
    assert!(steps > 4, "{steps}");
}

#[test]
fn an_act_that_was_cut_off_is_there_or_not() {
    let story = Story::begun();
    let leads = story.json(&["--home", "D", "lead", "list", "--json", "--search", "nanjing"]);
    let lead = leads[0]["number"].as_str().unwrap();
    let claim = ["--home", "D", "claim", "new", "--lead", lead, "--lot", "0", "--unit", "F1"];
    let claim = [&claim[..], &["--basis", "已踏勘"]].concat();
    at_every_step(&story, &claim, |folder| {
        audited(folder, "D");
        let listed = ok(folder, &["--home", "D", "claim", "list", "--json"]);
        let listed: Value = serde_json::from_str(&listed).unwrap();
        match listed.as_array().map(Vec::len) {
            Some(0) => drop(ok(folder, &claim)),
            found => assert_eq!(found, Some(1)),
        }
        exchange(folder);
        // Its identity is chance; what it says is not.
        let known = known(folder);
        serde_json::json!([known[0]["number"], known[0]["unit"], known[0]["lead"]])
    });
}

#[test]
fn a_rescue_that_was_cut_off_is_done_by_the_next_one() {
    let story = Story::begun();
    story.conflict();
    let store = story.path().join("D/daqu.db");
    let mut bytes = fs::read(&store).unwrap();
    let half = bytes.len() / 2 / 4096 * 4096;
    bytes[half..half + 4096].fill(0x5a);
    fs::write(&store, bytes).unwrap();
    let rescue = ["--home", "D", "rescue"];
    let steps = at_every_step(&story, &rescue, |folder| {
        // It says 3 where something was lost, and 1 where nothing is left to rescue.
        let again = daqu(folder, &rescue);
        assert!(again.status.code().is_some());
        audited(folder, "D");
        exchange(folder);
        known(folder)
    });
    assert!(steps > 4, "{steps}");
}
