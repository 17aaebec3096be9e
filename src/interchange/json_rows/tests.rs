#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Cursor;

use super::scan::{MEMBER, STEP};
use super::*;

const PLAN: Plan = Plan {
    lists: &["releases", "records"],
    marks: &["ocid"],
    members: &["publisher"],
    limit: 1000,
};

/// Rows as `list:text` or `!`, and the fault if there is one.
fn cut(text: &str) -> (Vec<String>, Option<FileFault>) {
    let mut rows = Vec::new();
    let mut bytes = Cursor::new(text);
    let mut opened = Opened::new("", &mut bytes);
    let end = each(&mut opened, PLAN, &mut |row, members| {
        assert_eq!(row.number, rows.len() + 1);
        let publisher = members.text("publisher").unwrap_or_default();
        let text = row.text.map_or_else(|reason| reason.key().to_owned(), str::to_owned);
        rows.push(format!("{}{}:{text}", publisher, row.list));
        ControlFlow::Continue(())
    });
    (rows, end.err())
}

fn place(fault: Option<FileFault>) -> (usize, usize, usize) {
    let Some(FileFault::NotJson { row, line, column, .. }) = fault else {
        panic!("no place in {fault:?}")
    };
    (row, line, column)
}

#[test]
fn rows_stand_in_a_list_or_in_the_lists_of_packages() {
    for (text, expected) in [
        (r#"[{"a":1}, 5, "x", [2]]"#, vec![r#":{"a":1}"#, ":5", r#":"x""#, ":[2]"]),
        ("[]", vec![]),
        (r#" {"releases": [ ] } "#, vec![]),
        (
            r#"{"x":{"releases":[7]},"releases":[{"s":"]}\"\\"},2]}"#,
            vec![r#"releases:{"s":"]}\"\\"}"#, "releases:2"],
        ),
        (
            r#"[{"publisher":"P","releases":[1]},{"records":[2],"releases":[3]},{"ocid":"o"}]"#,
            vec!["Preleases:1", "records:2", "releases:3", r#":{"ocid":"o"}"#],
        ),
        (r#"{"rele\u0061ses":[1]}"#, vec!["releases:1"]),
        (r#"[{"ocid":"o","releases":[1]}]"#, vec![r#":{"ocid":"o","releases":[1]}"#]),
        ("{\"ocid\":1}\n{\"ocid\":2}\n", vec![r#":{"ocid":1}"#, r#":{"ocid":2}"#]),
        (r#"[{"releases":null}]"#, vec![r#":{"releases":null}"#]),
    ] {
        assert_eq!(cut(text), (expected.into_iter().map(str::to_owned).collect(), None), "{text}");
    }
}

#[test]
fn what_a_package_says_may_stand_behind_its_rows() {
    let text =
        r#"[{"releases":[1,2],"publisher":"P"},{"releases":[3]},{"publisher":"Q","releases":[4]}]"#;
    let (rows, fault) = cut(text);
    assert_eq!(rows, ["Preleases:1", "Preleases:2", "releases:3", "Qreleases:4"]);
    assert_eq!(fault, None);
    let long = format!(r#"{{"publisher":"{}","releases":[1]}}"#, "长".repeat(MEMBER));
    assert_eq!(cut(&long).0, ["releases:1"], "a name of many pages is none");
}

#[test]
fn a_broken_file_keeps_the_rows_before_and_says_where() {
    for (text, rows, at) in [
        ("[1,\n 2,\n  {\"a\":[}]", 2, (3, 3, 9)),
        ("[1, 2", 2, (3, 1, 6)),
        ("[1, {\"a\":\"", 1, (2, 1, 11)),
        ("[1,]", 1, (2, 1, 4)),
        ("[1 2]", 1, (2, 1, 4)),
        ("[1] 2", 1, (2, 1, 5)),
        ("[{\"releases\":[1,{\"x\":1}\n", 2, (3, 2, 1)),
        ("{\"releases\":[1],}", 1, (2, 1, 17)),
        ("{\"releases\":[1] 5", 1, (2, 1, 17)),
        ("{releases:[1]}", 0, (1, 1, 2)),
        ("{\"releases\" [1]}", 0, (1, 1, 13)),
        ("{\"releases\":[1]}{\"releases\":[2]}", 1, (2, 1, 17)),
        ("]", 0, (1, 1, 1)),
    ] {
        let (found, fault) = cut(text);
        assert_eq!((found.len(), place(fault)), (rows, at), "{text}");
    }
    assert_eq!(cut("{}").1, Some(FileFault::NoNotices));
    assert_eq!(cut("5").1, Some(FileFault::NoNotices));
    assert_eq!(cut(" \n").1, Some(FileFault::Empty));
}

#[test]
fn an_object_of_a_list_that_is_no_json_is_a_row_all_the_same() {
    for odd in ["{,}", "{a:1}", "{\"a\"}", "{\"a\" \"b\":1}", "{\"a\":,\"b\":{}}", "{\"ocid\":1,,}"]
    {
        let text = format!("[1,{odd},2]");
        assert_eq!(cut(&text), (vec![":1".to_owned(), format!(":{odd}"), ":2".to_owned()], None));
    }
    assert_eq!(place(cut("[1,{\"releases\":[2],,}]").1), (3, 1, 20), "a package is no row");
}

#[test]
fn a_long_row_is_stepped_over_and_a_wrong_byte_stays_in_its_row() {
    let long = format!(r#"[1,"{}",2]"#, "x".repeat(1000));
    assert_eq!(cut(&long).0, [":1", ":reject-too-large", ":2"]);
    let mut bytes = Cursor::new(b"[\"a\",\"\xFF\",\"\xE7\x94\xB2\"]".to_vec());
    let mut opened = Opened::new("", &mut bytes);
    let mut rows = Vec::new();
    let plan = Plan { limit: 9, ..PLAN };
    each(&mut opened, plan, &mut |row, _| {
        rows.push(row.text.map(str::to_owned));
        ControlFlow::Continue(())
    })
    .unwrap();
    let wrong = Err(Reason::NotText { encoding: "UTF-8" });
    assert_eq!(rows, [Ok("\"a\"".to_owned()), wrong, Ok("\"甲\"".to_owned())]);
}

#[test]
fn a_million_levels_are_no_call_stack() {
    let levels = 1_000_000;
    let text = format!("[{}{},1]", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(cut(&text).0, [":reject-too-large", ":1"]);
    let text = format!("[1,{}", "{\"a\":[".repeat(levels));
    let (rows, fault) = cut(&text);
    assert_eq!((rows.len(), place(fault)), (1, (2, 1, 4 + 6 * levels)));
}

/// 200 MB of rows that are made when they are asked for, in order, and never lie anywhere.
struct Made {
    left: u64,
    row: Vec<u8>,
    at: usize,
    /// How far ahead of the rows taken it was read.
    given: std::rc::Rc<std::cell::Cell<u64>>,
}

impl Read for Made {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.row.len() {
            match self.left {
                0 => return Ok(0),
                1 => self.row = b"0]".to_vec(),
                _ => {}
            }
            (self.left, self.at) = (self.left - 1, 0);
        }
        let rest = &self.row[self.at..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        self.given.set(self.given.get() + u64::try_from(count).unwrap());
        Ok(count)
    }
}

#[test]
fn two_hundred_megabytes_pass_through_one_row_of_memory() {
    let row = format!("{{\"title\":\"{}\",\"n\":[[1],{{}}]}},\n", "长".repeat(33_000));
    let (size, count) = (u64::try_from(row.len()).unwrap(), 2_000);
    assert!(size * count > 195_000_000);
    let given = std::rc::Rc::new(std::cell::Cell::new(0));
    let made = Made { left: count, row: row.into_bytes(), at: 0, given: given.clone() };
    let plan = Plan { limit: 200_000, ..PLAN };
    let mut rows = JsonRows::new(Cursor::new(b"[").chain(made), plan);
    let mut taken = 0;
    while rows.advance().unwrap() {
        taken += 1;
        // No more was read than the rows handed out and one step, and no more is held than one row.
        assert!(given.get() <= taken * size + u64::try_from(STEP).unwrap());
        assert!(rows.scan.held() < 2 * 200_000 + STEP);
    }
    assert_eq!((taken, rows.late.len()), (count + 1, 0));
}

#[test]
fn a_taker_that_wants_no_more_ends_the_reading() {
    let mut taken = 0;
    let mut bytes = Cursor::new("[1,2,3,}");
    let mut opened = Opened::new("", &mut bytes);
    let plan = Plan { members: &[], ..PLAN };
    let end = each(&mut opened, plan, &mut |_, _| {
        taken += 1;
        if taken == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((taken, end), (2, Ok(())));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_bytes_end_in_rows_and_perhaps_a_fault(text in "[\\[\\]{},:\"\\\\a1 \n]{0,60}") {
        let _ = cut(&text);
    }

    #[test]
    fn every_element_of_a_list_comes_back_as_it_stands(
        rows in proptest::collection::vec("[^\u{ffff}]{0,12}", 0..12),
    ) {
        let values: Vec<serde_json::Value> =
            rows.iter().map(|text| serde_json::json!({ "t": text, "l": [text, {}] })).collect();
        let (found, fault) = cut(&serde_json::to_string_pretty(&values).unwrap());
        proptest::prop_assert_eq!(fault, None);
        let back: Vec<serde_json::Value> =
            found.iter().map(|row| serde_json::from_str(&row[1..]).unwrap()).collect();
        proptest::prop_assert_eq!(back, values);
    }
}
