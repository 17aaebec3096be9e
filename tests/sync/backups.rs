//! Backups, restoring here and on another laptop, and the doctor.

use std::path::PathBuf;
use std::sync::Arc;

use daqu::desk::Desk;
use daqu::desk::DeskError;
use daqu::desk::backup::KEPT;
use daqu::desk::doctor::{Level, is_synced};
use daqu::desk::exchange::headquarters::read_enrolment;
use daqu::desk::home::Home;
use daqu::desk::system::{FixedClock, SeededEntropy};

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, exchange, pair, up};

fn made(house: &mut House) -> PathBuf {
    house.desk().backup(None).unwrap().folder
}

fn restored(house: &mut House, backup: &std::path::Path) {
    house.close();
    let clock: daqu::desk::SharedClock =
        Arc::new(FixedClock("2026-03-04T01:00:00Z".parse().unwrap()));
    let entropy = Box::new(SeededEntropy::new(77));
    let restored = Desk::restore(&house.home, backup, None, &clock, entropy).unwrap();
    assert!(restored.set_aside.is_some() && restored.enrolment.is_none(), "{restored:?}");
}

#[test]
fn a_restored_desk_goes_on_with_its_key_counts_anew_and_gets_the_rest_back() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    let backup = made(ec);
    ec.claim("F2");
    exchange(ec, hq);
    let whole = ec.events();
    let before = ec.desk().context().profile.inc.clone();
    restored(ec, &backup);
    assert_ne!(ec.desk().context().profile.inc, before, "no number is given twice");
    assert!(ec.events().len() < whole.len());
    ec.claim("F3");
    exchange(ec, hq);
    assert!(whole.keys().all(|id| ec.events().contains_key(id)), "what came after is back");
    assert_eq!(hq.events(), ec.events());
    assert!(ec.audit().is_empty() && hq.audit().is_empty());
}

#[test]
fn a_store_that_was_set_back_behind_its_witness_counts_anew_before_it_says_anything() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let before = ec.backup();
    ec.claim("F1");
    let _lost = ec.export(None);
    let inc = ec.desk().context().profile.inc.clone();
    ec.restore_data(&before);
    assert_ne!(ec.desk().context().profile.inc, inc, "nobody had to tell");
    ec.claim("F2");
    let import = up(ec, hq);
    assert!(import.forks.is_empty(), "no number is used twice: {import:?}");
    // A witness that is gone or makes no sense is no reason to stop.
    ec.close();
    std::fs::write(ec.home.witness(), "{").unwrap();
    ec.desk();
    ec.close();
    std::fs::remove_file(ec.home.witness()).unwrap();
    ec.desk();
}

#[test]
fn on_another_laptop_a_new_key_is_enrolled_and_the_week_that_was_never_sent_is_not_lost() {
    let Pair { hq, ec, folder } = &mut pair();
    ec.claim("F1");
    exchange(ec, hq);
    // A week in the field: written, backed up to a stick, never sent; then the laptop falls into the river.
    ec.claim("F2");
    let backup = made(ec);
    let unsent = ec.events();
    let home = Home::at(folder.path().join("new"));
    let clock: daqu::desk::SharedClock =
        Arc::new(FixedClock("2026-03-04T01:00:00Z".parse().unwrap()));
    let made = Desk::restore(&home, &backup, None, &clock, Box::new(SeededEntropy::new(78)));
    let made = made.unwrap();
    let enrolment = std::fs::read(made.enrolment.unwrap()).unwrap();
    let (entry, _) = hq.desk().enrol(&read_enrolment(&enrolment).unwrap(), None).unwrap();
    assert_eq!(entry.id, "ec-b");
    hq.desk().retire("ec-a", None).unwrap();
    let mut new = House::found(home.folder().to_owned(), &entry.id, 79);
    let welcome = hq.export(Some("ec-b"));
    new.take(&welcome);
    exchange(&mut new, hq);
    assert!(unsent.keys().all(|id| hq.events().contains_key(id)), "the week arrived");
    assert_eq!(hq.desk().claims().unwrap().len(), 2, "and counts: the old key was not stolen");
    assert!(new.audit().is_empty() && hq.audit().is_empty());
}

#[test]
fn what_is_no_backup_changes_nothing_and_the_last_seven_are_kept() {
    let Pair { ec, folder, .. } = &mut pair();
    for _ in 0..KEPT + 2 {
        ec.later(24);
        made(ec);
    }
    let kept = std::fs::read_dir(ec.home.backups()).unwrap().count();
    assert_eq!(kept, KEPT);
    let events = ec.events();
    ec.close();
    let clock: daqu::desk::SharedClock =
        Arc::new(FixedClock("2026-03-04T01:00:00Z".parse().unwrap()));
    let torn = folder.path().join("torn");
    std::fs::create_dir(&torn).unwrap();
    std::fs::write(torn.join("daqu.db"), b"SQLite format 3\0 and nothing").unwrap();
    for bad in [torn, folder.path().join("nowhere")] {
        let entropy = Box::new(SeededEntropy::new(80));
        let fault = Desk::restore(&ec.home, &bad, None, &clock, entropy).unwrap_err();
        assert!(matches!(fault, DeskError::NoBackup { .. }), "{fault}");
    }
    assert_eq!(ec.events(), events, "nothing was changed");
}

#[test]
fn the_backup_just_made_stays_whatever_the_clock_said_before_and_one_of_the_same_second_too() {
    let Pair { ec, .. } = &mut pair();
    let usual = ec.home.backups();
    for n in 0..KEPT {
        // Made while the clock was years ahead.
        let folder = usual.join(format!("daqu-203{n}0101T000000Z"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("daqu.db"), b"kept").unwrap();
    }
    let first = made(ec);
    assert!(first.join("daqu.db").is_file());
    assert!(ec.desk().backup(None).is_err(), "it is there already");
    assert!(first.join("daqu.db").is_file(), "and is not touched");
}

#[test]
fn a_desk_that_is_restored_twice_counts_anew_once_each_time() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let backup = made(ec);
    restored(ec, &backup);
    ec.export(None);
    restored(ec, &backup);
    let inc = ec.desk().context().profile.inc.clone();
    for _ in 0..3 {
        ec.later(1);
        assert_eq!(ec.desk().context().profile.inc, inc, "opening alone says nothing");
    }
}

#[test]
fn the_doctor_says_what_is_at_risk_and_what_to_do() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    let keys = |house: &mut House, level: Level| -> Vec<&'static str> {
        let signs = house.desk().doctor().unwrap();
        signs.into_iter().filter(|sign| sign.level == level).map(|sign| sign.key).collect()
    };
    assert_eq!(keys(ec, Level::Watch), ["trial", "unsaid", "backup-none"]);
    ec.later(24 * 8);
    assert_eq!(keys(ec, Level::Ill), ["unsaid"], "a week is too long");
    exchange(ec, hq);
    made(ec);
    assert!(keys(ec, Level::Ill).is_empty());
    assert_eq!(keys(ec, Level::Watch), ["trial"]);
    ec.later(24 * 20);
    assert_eq!(keys(ec, Level::Watch), ["trial", "silent", "backup-old"]);
    for path in ["/home/u/OneDrive/daqu", "/home/u/坚果云/数据", "C:\\Users\\u\\Dropbox\\d"] {
        assert!(is_synced(std::path::Path::new(path)), "{path}");
    }
    assert!(!is_synced(std::path::Path::new("/home/u/.local/share/daqu")));
    let story = Story::empty();
    let init = ["--home", "坚果云/D", "init", "--region", "EC", "--name", "一", "--no-passphrase"];
    let refused = story.refused(&init);
    assert!(refused.contains("--home"), "{refused}");
    assert!(!story.path().join("坚果云").exists());
}

#[test]
fn the_command_line_backs_up_restores_and_looks() {
    let story = Story::begun();
    story.conflict();
    let made = story.json(&["--home", "D", "--json", "backup", "--out", "备份"]);
    let folder = made["folder"].as_str().unwrap();
    assert!(!std::path::Path::new(&story.path().join(folder)).join("desk.key").exists());
    let said = story.ok(&["--home", "D", "restore", folder]);
    assert!(said.contains("没有删除"), "{said}");
    assert_eq!(story.json(&["--home", "D", "case", "list", "--json"]).as_array().unwrap().len(), 1);
    let new = story.ok(&["--home", "N", "restore", folder, "--no-passphrase"]);
    assert!(new.contains("enrol.daqu"), "{new}");
    let doctor = daqu(story.path(), &["--home", "N", "doctor"]);
    let told = String::from_utf8(doctor.stdout).unwrap();
    assert!(told.contains("没有口令") && told.contains("备份"), "{told}");
    let refused = story.refused(&["--home", "D", "restore", "nowhere"]);
    assert!(refused.contains("nowhere"), "{refused}");
}
