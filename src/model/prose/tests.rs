#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

fn typed(prose: &mut Prose, text: &str) {
    for c in text.chars() {
        prose.edit(|area| area.insert_char(c));
    }
}

#[test]
fn undo_takes_back_a_clause_and_not_a_character() {
    let mut prose = Prose::new("");
    typed(&mut prose, "各方介绍情况。由一分公司牵头");
    prose.undo();
    assert_eq!(prose.text(), "各方介绍情况。");
    prose.undo();
    assert_eq!(prose.text(), "");
    assert!(prose.undo().is_none());
    prose.redo();
    prose.redo();
    assert_eq!(prose.text(), "各方介绍情况。由一分公司牵头");
    assert!(prose.redo().is_none());
}

#[test]
fn a_caret_that_went_elsewhere_begins_another_edit() {
    let mut prose = Prose::new("");
    typed(&mut prose, "牵头");
    prose.back();
    prose.forward();
    typed(&mut prose, "配合");
    prose.undo();
    assert_eq!(prose.text(), "牵头");
    for _ in 0..2 {
        prose.delete_back();
    }
    assert_eq!(prose.text(), "");
    prose.undo();
    assert_eq!(prose.text(), "牵头", "what is erased at a stretch is one edit");
    assert!(prose.redo().is_some());
    typed(&mut prose, "新");
    assert!(prose.redo().is_none(), "what was taken back is gone once something else is typed");
}

#[test]
fn a_letter_is_deleted_whole_whatever_it_is_made_of() {
    let mut prose = Prose::new("甲e\u{301}👨\u{200d}👩\u{200d}👧");
    prose.delete_back();
    assert_eq!(prose.text(), "甲e\u{301}");
    prose.back();
    assert_eq!(prose.caret().column, 1);
    prose.delete_on();
    assert_eq!(prose.text(), "甲");
}

#[test]
fn a_letter_at_the_edge_of_a_line_takes_its_end_away() {
    let mut prose = Prose::new("一\n二\n三");
    prose.go_to(Place { line: 1, column: 0 });
    let change = prose.delete_back().unwrap();
    assert_eq!((prose.text().as_str(), change.by), ("一二\n三", change.lines.len() - 1));
    prose.go_to(Place { line: 0, column: 9 });
    prose.delete_on();
    assert_eq!(prose.text(), "一二三");
    assert!(prose.edit(|_| {}).is_none(), "nothing changed");
    prose.go_to(Place::default());
    assert!(prose.delete_back().is_none(), "there is nothing before the text");
}

#[test]
fn a_pasted_text_is_one_edit_with_the_caret_behind_it() {
    let mut prose = Prose::new("一\n二");
    typed(&mut prose, "尾");
    let change = prose.insert("甲\n乙\n丙").unwrap();
    assert_eq!(change, Change { lines: 1..2, by: 3 });
    assert_eq!(prose.caret(), Place { line: 3, column: 1 });
    prose.undo();
    assert_eq!(prose.text(), "一\n二尾");
    let whole = Place::default()..prose.end();
    prose.replace(whole, "另一稿");
    prose.undo();
    assert_eq!(prose.text(), "一\n二尾");
    assert!(prose.replace(Place::default()..prose.end(), "一\n二尾").is_none());
}

/// What a person may do.
#[derive(Debug, Clone)]
enum Act {
    Type(char),
    Enter,
    Back,
    On,
    Paste(String),
    Go(usize, usize),
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let letter = proptest::sample::select("议 a。👧\u{301}".chars().collect::<Vec<_>>());
    prop_oneof![
        4 => letter.prop_map(Act::Type),
        1 => Just(Act::Enter),
        2 => Just(Act::Back),
        1 => Just(Act::On),
        1 => "[议\n]{0,5}".prop_map(Act::Paste),
        2 => (0..6usize, 0..8usize).prop_map(|(line, column)| Act::Go(line, column)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was done, lines that follow the changes are those of the text, and taking everything back gives the first text.
    #[test]
    fn everything_can_be_taken_back_and_made_anew(
        text in "[议\na]{0,12}",
        acts in proptest::collection::vec(act(), 0..40),
    ) {
        let mut prose = Prose::new(&text);
        let mut followed = prose.lines().to_vec();
        for act in acts {
            let change = match &act {
                Act::Type(c) => prose.edit(|area| area.insert_char(*c)),
                Act::Enter => prose.edit(|area| area.insert_newline()),
                Act::Back => prose.delete_back(),
                Act::On => prose.delete_on(),
                Act::Paste(text) => prose.insert(text),
                Act::Undo => prose.undo(),
                Act::Redo => prose.redo(),
                Act::Go(line, column) => {
                    prose.go_to(Place { line: *line, column: *column });
                    None
                }
            };
            if let Some(Change { lines, by }) = change {
                let fresh = prose.lines()[lines.start..lines.start + by].to_vec();
                followed.splice(lines, fresh);
            }
            prop_assert_eq!(&followed, prose.lines(), "{:?}", act);
            let caret = prose.caret();
            prop_assert!(caret.column <= prose.line().chars().count() && caret.line < prose.lines().len());
        }
        let last = prose.text();
        let mut count = 0;
        while prose.undo().is_some() {
            count += 1;
        }
        prop_assert_eq!(prose.text(), text);
        // What had been taken back before is made anew as well: only as far as the text that was last.
        for _ in 0..count {
            prop_assert!(prose.redo().is_some());
        }
        prop_assert_eq!(prose.text(), last);
    }
}
