//! The table of faults and attacks that the exchange answers for, row by row, with the test that shows each; and the rows that
//! belong to no other file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use daqu::desk::Desk;
use daqu::desk::command::Command;
use daqu::desk::divergence::Divergence;
use daqu::desk::query::Reading;
use daqu::desk::service::DeskService;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::view::Delivery;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use daqu::store::Store;
use daqu::sync::event::{SignedEvent, sign_event};
use daqu::sync::limits;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, down, enrol, exchange, faults, join, pair, pair_of, split, up};

/// Number, fault, file below `tests` or `src`, test.
const ROWS: [(u8, &str, &str, &str); 38] = [
    (1, "a file is lost", "tests/sync/faults.rs", "a_lost_file_is_made_up_for_by_the_next"),
    (2, "a file comes twice", "tests/sync/faults.rs", "the_same_file_twice_adds_nothing"),
    (3, "a gap", "tests/sync/faults.rs", "a_gap_is_held_and_applied_when_the_missing_link_comes"),
    (
        4,
        "a file is cut off",
        "tests/sync/faults.rs",
        "of_a_truncated_file_whole_lines_apply_and_the_cut_one_is_named",
    ),
    (
        5,
        "bit rot",
        "tests/sync/faults.rs",
        "whatever_bit_of_a_bundle_is_flipped_no_changed_fact_is_accepted",
    ),
    (6, "another type", "tests/sync/faults.rs", "a_payload_passed_off_as_another_type_is_rejected"),
    (
        7,
        "an event is edited",
        "tests/sync/faults.rs",
        "an_event_edited_inside_a_validly_signed_segment_is_rejected_as_event",
    ),
    (
        8,
        "old events are dropped",
        "tests/sync/faults.rs",
        "a_restored_desk_that_writes_before_it_hears_makes_a_fork_and_both_are_kept",
    ),
    (9, "an old directory", "tests/sync/faults.rs", "an_older_directory_is_ignored"),
    (
        10,
        "freeze",
        "tests/sync/fault_table.rs",
        "a_long_silence_shows_in_the_header_and_work_goes_on",
    ),
    (11, "fast-forward", "tests/sync/faults.rs", "a_directory_beyond_the_next_is_not_applied"),
    (
        12,
        "mix-and-match",
        "tests/sync/fault_table.rs",
        "lines_of_many_bundles_in_one_file_say_what_they_said_in_their_own",
    ),
    (
        13,
        "endless data",
        "tests/sync/fault_table.rs",
        "what_exceeds_the_limits_is_not_taken_in_and_the_rest_is",
    ),
    (14, "a stranger's key", "tests/sync/faults.rs", "a_strangers_segment_is_quarantined"),
    (15, "another organisation", "tests/sync/faults.rs", "another_organisations_file_is_refused"),
    (16, "the wrong desk", "tests/sync/faults.rs", "the_right_file_for_the_wrong_desk_is_refused"),
    (
        17,
        "a restored store",
        "tests/sync/backups.rs",
        "a_store_that_was_set_back_behind_its_witness_counts_anew_before_it_says_anything",
    ),
    (
        18,
        "a restored disk",
        "tests/sync/faults.rs",
        "a_desk_restored_from_a_backup_counts_anew_and_nothing_is_lost",
    ),
    (
        19,
        "a clone",
        "tests/sync/divergence.rs",
        "a_key_that_writes_in_two_places_is_shown_with_both_branches_and_what_to_do",
    ),
    (
        20,
        "headquarters restored",
        "tests/sync/faults.rs",
        "headquarters_restored_from_a_backup_gets_everything_handed_back",
    ),
    (
        21,
        "and wrote on",
        "tests/sync/fault_table.rs",
        "headquarters_that_was_set_back_and_wrote_on_keeps_both_branches",
    ),
    (
        22,
        "two decide differently",
        "tests/sync/divergence.rs",
        "two_sides_of_a_case_stand_beside_each_other_and_headquarters_lets_one_stand",
    ),
    (
        23,
        "a clock years ahead",
        "tests/sync/faults.rs",
        "a_clock_years_ahead_rejects_nothing_and_is_not_followed",
    ),
    (
        24,
        "a thief signs",
        "tests/sync/revoked.rs",
        "what_a_thief_signs_is_kept_and_has_no_effect_and_the_honest_week_is_adopted",
    ),
    (
        25,
        "an unsent week",
        "tests/sync/fault_table.rs",
        "records_that_wait_too_long_are_called_for",
    ),
    (
        26,
        "receipt is denied",
        "tests/sync/verify.rs",
        "a_receipt_proves_without_a_desk_that_headquarters_held_an_event",
    ),
    (
        27,
        "headquarters forges",
        "tests/sync/fault_table.rs",
        "headquarters_cannot_write_in_a_regions_name",
    ),
    (
        28,
        "two stories",
        "tests/sync/fault_table.rs",
        "two_orders_of_headquarters_are_seen_as_soon_as_they_meet",
    ),
    (
        29,
        "forwarded by others",
        "tests/sync/faults.rs",
        "a_quarantined_line_that_was_never_for_this_desk_is_not_applied_later",
    ),
    (
        30,
        "odd file names",
        "tests/sync/channel.rs",
        "names_are_never_believed_and_what_is_no_bundle_stays_where_it_is",
    ),
    (
        31,
        "a power cut",
        "tests/sync/power_cut.rs",
        "an_import_that_was_cut_off_holds_all_of_the_file_or_nothing",
    ),
    (
        32,
        "the stick is full",
        "tests/sync/fault_table.rs",
        "a_medium_that_is_full_is_said_and_nothing_counts_as_exported",
    ),
    (
        33,
        "a damaged store",
        "tests/sync/rescue.rs",
        "whatever_page_is_lost_what_can_be_read_is_kept_and_headquarters_gives_the_rest_back",
    ),
    (
        34,
        "a synchronised folder",
        "tests/sync/backups.rs",
        "the_doctor_says_what_is_at_risk_and_what_to_do",
    ),
    (
        35,
        "another version",
        "tests/sync/faults.rs",
        "a_segment_for_a_newer_reader_is_held_until_the_upgrade",
    ),
    (
        36,
        "two processes",
        "tests/sync/fault_table.rs",
        "a_second_program_on_one_store_says_that_it_is_in_use",
    ),
    (
        37,
        "hostile text",
        "tests/sync/fault_table.rs",
        "hostile_text_of_a_valid_peer_reaches_no_terminal",
    ),
    (
        38,
        "odd JSON",
        "src/sync/event.rs",
        "what_readers_would_read_differently_is_neither_written_nor_read",
    ),
];

#[test]
fn every_row_of_the_table_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    for (place, (number, fault, file, test)) in (1..).zip(ROWS) {
        assert_eq!(number, place, "{fault}");
        let source =
            sources.entry(file).or_insert_with(|| fs::read_to_string(root.join(file)).unwrap());
        let named = format!("#[test]\n    fn {test}()").replace("    ", "");
        let found = source.replace("    ", "").contains(&named);
        assert!(found, "row {number}, {fault}: no test {test} in {file}");
    }
}

fn window(house: &mut House, size: (u16, u16)) -> Headless {
    house.close();
    let clock = Arc::new(FixedClock(house.now));
    let entropy = Box::new(SeededEntropy::new(41));
    let desk = Desk::open(house.home.clone(), None, clock, entropy).unwrap();
    let model = Model::new(Lang::Zh, size, desk.now());
    let service = DeskService::new(desk, Words::new(Lang::Zh));
    Headless::open(model, Box::new(service), Theme::Mono)
}

fn header(house: &mut House, size: (u16, u16)) -> String {
    window(house, size).text().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_long_silence_shows_in_the_header_and_work_goes_on() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let narrow = (60, 16);
    assert!(!header(ec, narrow).contains("总部"), "nothing to say: {}", header(ec, narrow));
    ec.later(24 * 29);
    let said = header(ec, narrow);
    assert!(said.contains("总部 29天前"), "there is room for it however narrow: {said}");
    ec.claim("F1");
    ec.later(24 * 365);
    let said = header(ec, (120, 40));
    assert!(said.contains("名录待复核"), "{said}");
    ec.claim("F2");
    assert_eq!(ec.desk().cases(false).unwrap().len(), 1);
}

#[test]
fn records_that_wait_too_long_are_called_for() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    assert!(header(ec, (80, 24)).contains("待发 0"));
    ec.claim("F1");
    ec.later(24 * 5);
    ec.claim("F2");
    assert!(!header(ec, (80, 24)).contains("已压"));
    ec.later(24 * 3);
    assert!(header(ec, (80, 24)).contains("已压 8 天"), "{}", header(ec, (80, 24)));
    let _file = ec.export(None);
    assert!(!header(ec, (80, 24)).contains("已压"));
    ec.claim("F3");
    assert!(!header(ec, (80, 24)).contains("已压"), "counted from the first that waits now");
}

#[test]
fn lines_of_many_bundles_in_one_file_say_what_they_said_in_their_own() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    let before = hq.backup();
    ec.claim("F1");
    let first = ec.export(None);
    ec.claim("F2");
    let second = ec.export(None);
    sc.take_in();
    let third = sc.export(None);
    let apart = [&first, &second, &third].map(|file| hq.take(file));
    let wanted = hq.events();
    assert!(apart.iter().all(|import| import.rejected.is_empty()));

    hq.restore(&before);
    let foreign = pair_of(1).ec.export(None);
    // Every other line from the end, lines of another organisation among them.
    let mut lines: Vec<String> = [&third, &foreign, &second, &first]
        .into_iter()
        .flat_map(|file| split(file).into_iter().rev())
        .collect();
    let later: Vec<String> = lines.iter().skip(1).step_by(2).cloned().collect();
    lines = lines.into_iter().step_by(2).chain(later).collect();
    let import = hq.take(&join(&lines));
    let foreign = split(&foreign);
    for bad in &import.rejected {
        assert!(foreign.contains(&lines[bad.line - 1]), "{bad:?}");
    }
    assert_eq!(hq.events(), wanted);
    assert_eq!(hq.audit(), []);
}

#[test]
fn what_exceeds_the_limits_is_not_taken_in_and_the_rest_is() {
    let Pair { hq, ec, .. } = &mut pair();
    let before = hq.backup();
    let bundle = split(&ec.export(None));
    let signature = r#"{"keyid":"","sig":""}"#;
    let many = vec![signature; 100_000].join(",");
    let line = |payload: &str, signatures: &str| {
        let kind = "application/vnd.daqu.segment.v1+json";
        format!(r#"{{"payloadType":"{kind}","payload":"{payload}","signatures":[{signatures}]}}"#)
    };
    for (what, bad) in [
        ("a long line", line(&"A".repeat(limits::LINE_BYTES), signature)),
        ("many signatures", line("e30=", &many)),
        ("deep JSON", "[".repeat(1_000_000)),
        ("a long string", format!(r#"{{"payloadType":"{}"}}"#, "x".repeat(1 << 20))),
    ] {
        hq.restore(&before);
        let mut lines = bundle.clone();
        lines.insert(0, bad);
        let import = hq.take(&join(&lines));
        assert_eq!(faults(&import), [(1, "broken")], "{what}");
        assert_eq!(hq.events(), ec.events(), "{what}: the rest is here");
    }
    hq.restore(&before);
    let endless = vec![b'\n'; limits::FILE_BYTES + 1];
    assert!(hq.desk().import_bytes(&endless, None).is_err());
    // A file without an end is read no further than that.
    #[cfg(target_os = "linux")]
    assert!(hq.desk().import(Path::new("/dev/zero"), None).is_err());
    assert!(hq.events().is_empty());
}

#[test]
fn headquarters_that_was_set_back_and_wrote_on_keeps_both_branches() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.claim("F2");
    exchange(ec, hq);
    let before = hq.backup();
    let rule = |hq: &mut House, reason: &str| {
        let event = hq.events().into_iter().find(|(_, body)| body.contains("claim.submitted"));
        let ruling = daqu::desk::exchange::revocation::Ruling::Return;
        hq.desk().rule(&[event.unwrap().0], ruling, Some(reason)).unwrap();
    };
    rule(hq, "缺材料");
    down(hq, ec);
    // The whole disk: not even its witness knows what it said.
    hq.restore(&before);
    rule(hq, "请补合同");
    let import = down(hq, ec);
    assert_eq!(import.forks.len(), 1, "{import:?}");
    let both = ["缺材料", "请补合同"];
    let holds = |house: &mut House| {
        let events = house.events();
        both.map(|reason| events.values().any(|body| body.contains(reason)))
    };
    assert_eq!(holds(ec), [true, true]);
    exchange(ec, hq);
    exchange(ec, hq);
    assert_eq!(holds(hq), [true, true], "what it lost came back");
    assert_eq!(hq.events(), ec.events());
    assert!(hq.audit().is_empty() && ec.audit().is_empty());
}

#[test]
fn headquarters_cannot_write_in_a_regions_name() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    exchange(ec, hq);
    let (author, own) = (ec.key().public().key_id(), ec.key().public());
    let honest = hq.events().into_values().find(|body| body.contains("claim.submitted")).unwrap();
    let text = honest.replace("F1", "F2");
    let forged = SignedEvent { key: author, ..sign_event(text, &hq.key()).unwrap() };
    let mut segment = hq.segment(vec![forged]);
    segment.log.aud = own.key_id();
    let import = ec.take(&join(&[segment.sign(&hq.key()).to_line()]));
    assert_eq!(faults(&import), [(1, "event")]);
    assert_eq!(ec.desk().claims().unwrap().len(), 1);
}

#[test]
fn two_orders_of_headquarters_are_seen_as_soon_as_they_meet() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut other = House::region(folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(hq, &mut other);
    ec.claim("F1");
    ec.claim("F2");
    exchange(ec, hq);
    down(hq, &mut other);
    let number = ec.desk().cases(true).unwrap().remove(0).number;
    ec.accept();
    ec.perform(Command::Act {
        number: number.clone(),
        action: "escalate".to_owned(),
        args: Texts::from([("ground", "cannot_decide"), ("reasons", "双方各执一词")]),
    });
    exchange(ec, hq);
    let order = |hq: &mut House, unit: &str| {
        let said =
            [("outcome", "sole"), ("lead_unit", unit), ("duties", "限期移交"), ("reasons", "在先")];
        let more = [("rules", "SCXT-8"), ("criterion", "K6"), ("signed_by", "陈某")];
        let args = said.into_iter().chain(more);
        let args = Texts(args.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
        hq.perform(Command::Act { number: number.clone(), action: "ruling".to_owned(), args });
    };
    // Whoever sits at headquarters tells one desk this and the other that, from a copy of his own machine.
    let before = hq.backup();
    order(hq, "F1");
    down(hq, ec);
    hq.restore(&before);
    order(hq, "F2");
    down(hq, &mut other);
    let orders = |house: &mut House| {
        house.events().into_values().filter(|body| body.contains("conflict.ruling")).count()
    };
    assert_eq!((orders(ec), orders(&mut other)), (1, 1));
    // They meet, as before the committee: each lays open what it was told.
    for house in [&mut *ec, &mut other] {
        up(house, hq);
    }
    down(hq, ec);
    assert_eq!(orders(ec), 2);
    let (context, now) = (ec.desk().context().clone(), ec.now);
    let seen = ec.look(|tx| Reading { tx, context: &context, now }.divergences());
    assert!(seen.iter().any(|seen| matches!(seen, Divergence::Contest(_))), "{seen:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_medium_that_is_full_is_said_and_nothing_counts_as_exported() {
    let Pair { hq, ec, folder } = &mut pair();
    exchange(ec, hq);
    ec.claim("F1");
    let stick = folder.path().join("stick");
    fs::create_dir(&stick).unwrap();
    let file = stick.join("up.daqu");
    // What is written beside the place of the file goes to a device that is always full.
    std::os::unix::fs::symlink("/dev/full", stick.join("up.daqu.part")).unwrap();
    let failed = ec.desk().export(None, &file, Default::default()).unwrap_err();
    assert!(failed.to_string().contains("up.daqu"), "{failed}");
    assert!(!file.exists());
    assert_eq!(ec.badges(), [Delivery::Local], "only a file that is there makes it exported");
    ec.desk().export(None, &file, Default::default()).unwrap();
    assert_eq!(ec.badges(), [Delivery::Exported]);
    assert_eq!(hq.take(&fs::read(&file).unwrap()).forks, Vec::<String>::new());
}

#[test]
fn a_second_program_on_one_store_says_that_it_is_in_use() {
    let story = Story::begun();
    let first = Store::open(&story.path().join("D/daqu.db")).unwrap();
    let refused = story.refused(&["--home", "D", "--lang", "en", "lead", "list"]);
    assert!(refused.contains("open in another"), "{refused}");
    drop(first);
    story.ok(&["--home", "D", "lead", "list"]);
}

#[test]
fn hostile_text_of_a_valid_peer_reaches_no_terminal() {
    let Pair { hq, ec, .. } = &mut pair();
    let body = ec.events().into_values().find(|body| body.contains("lead.captured")).unwrap();
    let hostile = "\\u001b]0;pwned\\u0007\\u001b[2J\\u202e\\u2066白石";
    let text = body.replacen("白石", hostile, 20);
    assert_ne!(text, body);
    // A lead of its own.
    let mut text: serde_json::Value = serde_json::from_str(&text).unwrap();
    text["subject"] = "lead:018bcfe5-6800-7000-8000-0000000000aa".into();
    let event = sign_event(text.to_string(), &ec.key()).unwrap();
    let kept = event.body.clone();
    let file = join(&[ec.segment(vec![event]).sign(&ec.key()).to_line()]);
    assert_eq!(hq.take(&file).events, 1);
    assert!(hq.events().values().any(|body| *body == kept), "what was signed is kept as it is");
    let odd = |text: &str| {
        text.chars().any(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}' | '\u{2066}'))
    };
    let mut window = window(hq, (120, 40));
    assert!(window.text().contains("白石"), "{}", window.text());
    for keys in ["3", "enter"] {
        window.press(keys).unwrap();
        let shown = window.text();
        let rows: Vec<&str> = shown.lines().filter(|line| odd(line)).collect();
        assert!(rows.is_empty(), "{keys} {rows:?}");
    }
    drop(window);
    let folder = hq.home.folder().to_owned();
    hq.close();
    let home = folder.to_str().unwrap();
    let listed = daqu(&folder, &["--home", home, "lead", "list"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("白石") && !odd(&listed), "{listed:?}");
}
