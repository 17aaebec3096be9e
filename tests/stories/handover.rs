//! A manager leaves: what he owes to the one who comes is in two files, and the signed one can be checked.

use daqu::desk::command::Command;
use daqu::desk::demo;
use daqu::i18n::{Lang, Words};

use crate::support::now;
use crate::support::story::Story;

#[test]
fn a_pack_holds_what_is_open_and_the_drafts_that_travel_no_other_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = demo::make_frozen(folder.path(), now(), 1).unwrap();
    let before = desk.handover("陈某").unwrap();
    assert!(!before.cases.is_empty() && !before.protections.is_empty());
    assert!(!before.promises.is_empty() && !before.minutes.is_empty());
    let (meeting, subject) = (before.minutes[0].meeting.clone(), before.minutes[0].subject);
    let text = "一、# 两标段的报备时间\n二、待核".to_owned();
    desk.perform(Command::KeepDraft { meeting: subject, text: text.clone() }).unwrap();
    let handover = desk.handover("陈某").unwrap();
    let unsigned = handover.minutes.iter().find(|row| row.meeting == meeting).unwrap();
    assert_eq!(unsigned.draft.as_ref(), Some(&text));

    for lang in [Lang::Zh, Lang::En] {
        let out = folder.path().join(lang.tag());
        let pack = desk.write_handover(&handover, &out, &Words::new(lang)).unwrap();
        let page = std::fs::read_to_string(&pack.text).unwrap();
        for case in &handover.cases {
            assert!(page.contains(&case.number), "{page}");
        }
        for promise in &handover.promises {
            assert!(page.contains(&promise.what), "{page}");
        }
        assert!(page.contains("    一、# 两标段的报备时间\n    二、待核\n"), "{page}");
        for odd in ["state-", "stage-", "No localization", "undefined"] {
            assert!(
                !page.contains(odd),
                "{odd}: {:?}",
                page.lines().find(|line| line.contains(odd))
            );
        }
        let line = std::fs::read(&pack.signed).unwrap();
        let (told, signer) = desk.check_handover(line.trim_ascii()).unwrap();
        assert!(told.contains(&meeting) && !signer.is_empty());
        let altered = String::from_utf8(line).unwrap().replacen("\"sig\":\"", "\"sig\":\"A", 1);
        assert!(desk.check_handover(altered.trim().as_bytes()).is_err());
    }
}

#[test]
fn a_pack_is_written_by_the_command_line_and_checked_at_headquarters() {
    let story = Story::begun();
    let case = story.conflict();
    let said =
        story.ok(&["--home", "D", "--lang", "en", "handover", "--to", "陈某", "--out", "out"]);
    assert!(
        said.contains("1 open cases") && said.contains("! Headquarters does not hold"),
        "{said}"
    );
    let signed = std::fs::read_dir(story.path().join("out")).unwrap();
    let mut names: Vec<String> =
        signed.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    let file = format!("out/{}", names[0]);
    let checked = story.json(&["--home", "Q", "handover", "--check", &file, "--json"]);
    assert_eq!(checked["handover"]["cases"][0]["number"], case.as_str());
    assert_eq!(checked["handover"]["to"], "陈某");
    std::fs::write(story.path().join("no.json"), "{}").unwrap();
    let refused = story.refused(&["--home", "Q", "--lang", "en", "handover", "--check", "no.json"]);
    assert!(refused.contains("no.json"), "{refused}");
}
