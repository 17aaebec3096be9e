//! Leads go out as Open Contracting releases, CSV and a workbook; taken in again they are known, and another desk reads the
//! same of them.

use std::path::Path;

use serde_json::Value;

use crate::support::{NOTICES, daqu};

fn ok(folder: &Path, args: &[&str]) -> String {
    let output = daqu(folder, args);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn desk(folder: &Path, home: &str) {
    ok(folder, &["--home", home, "init", "--region", "EC", "--name", home, "--no-passphrase"]);
}

/// What a desk knows of its leads, without what is its own: numbers, delivery.
fn known(folder: &Path, home: &str) -> Vec<Value> {
    let text = ok(folder, &["--home", home, "--json", "lead", "list"]);
    let mut rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        row.remove("number");
        row.remove("delivery");
    }
    rows.sort_by_key(|row| row["title"].to_string());
    rows
}

#[test]
fn what_goes_out_in_any_format_comes_back_as_known_and_reads_alike_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("notices.json"), NOTICES).unwrap();
    desk(path, "A");
    ok(path, &["--home", "A", "lead", "import", "notices.json"]);
    let here = known(path, "A");
    assert_eq!(here.len(), 2);
    for (format, file) in [("ocds", "out.json"), ("csv", "out.csv"), ("xlsx", "out.xlsx")] {
        let said = ok(path, &["--home", "A", "lead", "export", "--format", format, "--out", file]);
        assert!(said.contains('2') && said.contains(file), "{said}");
        let text = ok(path, &["--home", "A", "--json", "lead", "import", file]);
        let again: Value = serde_json::from_str(&text).unwrap();
        let again = &again["files"][0];
        let counts = ["read", "new", "known", "revised"].map(|name| again[name].as_u64().unwrap());
        assert_eq!(counts, [2, 0, 2, 0], "{format} here");
        desk(path, format);
        ok(path, &["--home", format, "lead", "import", file]);
        assert_eq!(known(path, format), here, "{format} elsewhere");
    }
}

#[test]
fn an_export_may_be_narrowed_and_a_folder_that_is_not_there_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("notices.json"), NOTICES).unwrap();
    desk(path, "A");
    ok(path, &["--home", "A", "lead", "import", "notices.json"]);
    let args = ["--home", "A", "lead", "export", "--format", "csv", "--out", "new/zj.csv"];
    ok(path, &[&args[..], &["--province", "浙江"]].concat());
    let text = std::fs::read_to_string(path.join("new/zj.csv")).unwrap();
    assert!(text.contains("杭州管道") && !text.contains("溧水"));
    let nowhere =
        daqu(path, &["--home", "A", "lead", "export", "--format", "csv", "--province", "火星"]);
    assert_eq!(nowhere.status.code(), Some(1));
}
