//! Who has a copy of what, whose copy came to light, and what stays with the person alone.

use std::fs;

use daqu::desk::command::{Command, Done};
use daqu::desk::service::{Reply, Request, Service};
use daqu::desk::trace::leaked;
use daqu::domain::case::ledger::{Holder, Mark, Thing, ledger};
use daqu::i18n::Lang;
use daqu::model::Model;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

use crate::support::office::Office;
use crate::support::schema::faults;
use crate::support::story::Story;
use crate::support::{daqu, desk, now, window};

/// A case with one photo that 一分公司 brought, and a list of prices of class 4.
fn with_files(office: &mut Office) -> String {
    let case = office.conflict();
    for (name, bytes, said) in [
        ("photo.jpg", &b"\xff\xd8\xff the site"[..], "evidence_kind=photo offered_by=F1"),
        ("prices.pdf", &b"%PDF prices"[..], "evidence_kind=contract evidence_class=4"),
    ] {
        let path = office.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let said = format!("{said} title={name} origin=lawful file={}", path.display());
        office.act(&case, "evidence", &said).unwrap();
    }
    office.act(&case, "accept", "recusal=无").unwrap();
    case
}

fn entries(office: &mut Office, case: &str) -> (usize, usize) {
    let case = office.case(case).case;
    let found = daqu::domain::case::evidence::evidence(&case);
    (found[0].n, found[1].n)
}

fn value(done: &Done, name: &str) -> String {
    done.args.iter().find(|(of, _)| of == name).unwrap().1.clone()
}

fn holders(office: &mut Office, sought: &str) -> Vec<Holder> {
    match office.service.answer(Request::Trace(sought.to_owned())) {
        Reply::Holders(holders) => holders,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_copy_of_evidence_goes_to_whom_it_was_shown_and_stands_in_the_ledger() {
    let mut office = Office::opened();
    let case = with_files(&mut office);
    let (photo, prices) = entries(&mut office, &case);
    let to = |entry: usize, unit: &str| format!("evidence={entry} recipient={unit} purpose=核对");
    let refused = |office: &mut Office, said: &str| office.act(&case, "copy", said).unwrap_err();
    assert_eq!(refused(&mut office, &to(photo, "F3")), ["not-disclosed"]);
    assert_eq!(refused(&mut office, &to(prices, "F1")), ["not-for-parties"]);
    assert_eq!(refused(&mut office, &to(photo, "F6")), ["letter-to-stranger"]);
    assert_eq!(refused(&mut office, &to(1, "HQ")), ["no-file"]);
    assert_eq!(
        refused(&mut office, &format!("evidence={photo} recipient=F1")),
        ["argument-missing"]
    );
    assert!(ledger(&office.case(&case).case).is_empty());
    office.act(&case, "disclose", &format!("entries={photo} party=F3 channel=meeting")).unwrap();
    let done = office.act(&case, "copy", &to(photo, "F3")).unwrap();
    let file = value(&done, "file");
    assert!(file.ends_with("-F3.jpg") && file.contains("ZJ-"), "{file}");
    assert_eq!(fs::read(file).unwrap(), b"\xff\xd8\xff the site");
    office.act(&case, "copy", &to(prices, "HQ")).unwrap();
    let copies = ledger(&office.case(&case).case);
    let told: Vec<_> =
        copies.iter().map(|c| (&c.thing, c.recipient.as_str(), c.copy.class)).collect();
    assert_eq!(told, [(&Thing::Evidence(photo), "F3", 3), (&Thing::Evidence(prices), "HQ", 4)]);
    assert_eq!(office.perform(Command::Undo).unwrap_err(), ["undo-issued"]);
}

#[test]
fn a_file_that_is_gone_leaves_no_line_in_the_ledger() {
    let mut office = Office::opened();
    let case = with_files(&mut office);
    let (photo, _) = entries(&mut office, &case);
    fs::remove_dir_all(office.folder.path().join("desk").join("files")).unwrap();
    let said = format!("evidence={photo} recipient=HQ purpose=核对");
    assert_eq!(office.act(&case, "copy", &said).unwrap_err(), ["file-not-here"]);
    assert!(ledger(&office.case(&case).case).is_empty());
}

#[test]
fn a_leak_is_traced_by_serial_then_by_content_then_by_the_case_it_names() {
    let mut office = Office::opened();
    let case = with_files(&mut office);
    let (photo, _) = entries(&mut office, &case);
    let letter = |office: &mut Office, unit: &str| {
        let said = format!("letter=acceptance recipient={unit}");
        office.act(&case, "letter", &said).unwrap()
    };
    let (one, three) = (letter(&mut office, "F1"), letter(&mut office, "F3"));
    let who = |found: &[Holder]| -> Vec<(Mark, String)> {
        found.iter().map(|holder| (holder.mark, holder.who.clone())).collect()
    };
    let of = |mark: Mark, unit: &str| (mark, unit.to_owned());
    let serial = value(&three, "serial").to_lowercase();
    assert_eq!(who(&holders(&mut office, &serial)), [of(Mark::Serial, "F3")]);
    let files = value(&one, "files");
    for file in files.split(' ') {
        assert_eq!(who(&holders(&mut office, file)), [of(Mark::Serial, "F1")], "{file}");
    }
    // Whoever cut the foot away is still one of those who had the case; a mail program changed the ends of the lines.
    let markdown = files.split(' ').find(|file| file.ends_with(".md")).unwrap();
    let text = fs::read_to_string(markdown).unwrap();
    let cut = office.folder.path().join("cut.txt");
    fs::write(&cut, text.replace(&value(&one, "serial"), "")).unwrap();
    let found = holders(&mut office, &cut.display().to_string());
    assert_eq!(who(&found), [of(Mark::Case, "F1"), of(Mark::Case, "F3")]);
    // A photo bears no serial: whoever brought it or has a copy.
    office.act(&case, "copy", &format!("evidence={photo} recipient=CC purpose=申诉")).unwrap();
    let photo = office.folder.path().join("photo.jpg").display().to_string();
    let found = holders(&mut office, &photo);
    assert_eq!(who(&found), [of(Mark::Content, "CC"), of(Mark::Content, "F1")]);
    assert!(holders(&mut office, "ZL-EC-26-T-999").is_empty());
    assert!(leaked("").unwrap().text.is_empty() && holders(&mut office, "").is_empty());
}

#[test]
fn a_leak_is_traced_by_keys_and_by_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = window(desk(folder.path()), Lang::Zh, (80, 24));
    screen.press("2 # f2").unwrap();
    assert!(screen.text().contains("编号"), "{}", screen.text());
    screen.press("text:ZL-EC-26-T-009 f2").unwrap();
    assert!(screen.text().contains("台账里没有这个编号"), "{}", screen.text());
    screen.press("esc").unwrap();
    assert!(screen.model.layers.is_empty(), "the form does not come back:\n{}", screen.text());
    let story = Story::begun();
    let case = story.conflict();
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    run(&["case", "accept", &case, "--recusal", "无"]);
    let given = run(&["case", "letter", &case, "--letter", "acceptance", "--recipient", "F1"]);
    let serial = given["copies"][0]["serial"].as_str().unwrap().to_owned();
    let found = run(&["trace", &serial]);
    assert_eq!(faults("trace", &found), Vec::<String>::new());
    let shown = run(&["case", "show", &case]);
    assert_eq!(faults("case-show", &shown), Vec::<String>::new());
    assert_eq!((&found[0]["who"], &found[0]["mark"]), (&"F1".into(), &"serial".into()), "{found}");
    assert_eq!(found[0]["copy"]["letter"], "acceptance");
    let nothing = daqu(story.path(), &["--home", "D", "trace", "WS-1"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn a_personal_note_is_seen_on_the_case_and_in_no_bundle() {
    let mut office = Office::opened();
    let case = office.conflict();
    let keep = |office: &mut Office, text: &str| {
        office.perform(Command::Note { number: case.clone(), text: text.to_owned() })
    };
    keep(&mut office, "王总似乎另有打算\u{1b}[31m").unwrap();
    let note = office.case(&case).note.unwrap();
    assert!(note.starts_with("王总似乎另有打算") && !note.contains('\u{1b}'), "{note:?}");
    office.service.desk().rebuild().unwrap();
    assert!(office.case(&case).note.is_some(), "it is not derived");
    assert_eq!(keep(&mut office, &"长".repeat(2001)).unwrap_err(), ["note-too-long"]);
    assert_eq!(keep(&mut office, "  ").unwrap().key, "note-dropped");
    assert_eq!(office.case(&case).note, None);
}

#[test]
fn a_personal_note_goes_into_no_bundle() {
    let story = Story::begun();
    let case = story.conflict();
    let home = ["--home", "D"];
    let run = |args: &[&str]| story.ok(&[&home, args].concat());
    run(&["case", "accept", &case, "--recusal", "无回避情形"]);
    let shown = run(&["case", "note", &case, "--text", "王总似乎另有打算"]);
    assert!(shown.contains("王总似乎另有打算"), "{shown}");
    run(&["bundle", "export", "--plain-json", "--out", "up.daqu"]);
    story.ok(&["--home", "Q", "bundle", "import", "up.daqu"]);
    let there = story.json(&["--home", "Q", "case", "show", &case, "--json"]);
    assert!(there["note"].is_null() && there["state"] == "accepted", "{there}");
    let holds = |home: &str, text: &str| {
        let stored = ["daqu.db", "daqu.db-wal"].map(|name| story.path().join(home).join(name));
        let stored = stored.map(|path| fs::read(path).unwrap_or_default()).concat();
        stored.windows(text.len()).any(|at| at == text.as_bytes())
    };
    assert!(holds("D", "另有打算") && holds("Q", "无回避情形"));
    assert!(!holds("Q", "另有打算"));
}

#[test]
fn a_note_is_written_by_keys_and_changed_where_it_stands() {
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (120, 40))] {
        let mut office = Office::opened();
        office.conflict();
        let Office { service, folder: _folder, .. } = office;
        let model = Model::new(lang, size, now());
        let mut screen = Headless::open(model, Box::new(service), Theme::Mono);
        screen.press("2 enter insert text:再问一次 f2").unwrap();
        assert!(screen.text().contains("再问一次"), "{}", screen.text());
        screen.press("N").unwrap();
        let shown = screen.text();
        assert!(
            shown.contains("再问一次") && shown.contains('5'),
            "it stands in the form:\n{shown}"
        );
        screen.press("ctrl-u f2").unwrap();
        assert!(!screen.text().contains("再问一次"), "{}", screen.text());
    }
}
