//! Every fault of the way that this version handles, on the level of two desks: what is noticed,
//! what is kept, and that the next exchange makes up for it. Bundles are bare here, so that a test
//! can do to them what sticks, mail and thieves do.

use std::collections::BTreeMap;

use daqu::desk::exchange::ExchangeError;
use daqu::desk::exchange::export::Packing;
use daqu::desk::exchange::import::Import;
use daqu::desk::system::SeededEntropy;
use daqu::desk::view::Delivery;
use daqu::desk::{DeskError, minutes};
use daqu::domain::ports::Entropy;
use daqu::domain::territory::RegionCode;
use daqu::sync::event::sign_event;
use daqu::sync::keys::DeskKey;
use daqu::sync::part::PartLine;
use daqu::sync::segment::Segment;
use daqu::sync::trust::DirectoryFault;
use daqu::sync::{DIRECTORY, PART, READER, SEGMENT, STATUS};

use super::support::{
    House, PIPES, Pair, down, enrol, envelope, exchange, faults, find, join, pair, pair_of,
    present, split, up,
};

/// Alters the payload of a line and leaves its signature as it was.
fn edit(line: &mut String, from: &str, to: &str) {
    let mut edited = envelope(line);
    let text = String::from_utf8(edited.payload).unwrap();
    assert!(text.contains(from), "there is nothing to edit");
    edited.payload = text.replace(from, to).into_bytes();
    *line = edited.to_line();
}

fn segment(line: &str) -> Segment {
    serde_json::from_slice(&envelope(line).payload).unwrap()
}

#[test]
fn a_lost_file_is_made_up_for_by_the_next() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    let _lost = ec.export(None);
    ec.claim("F2");
    let import = up(ec, hq);
    assert_eq!((import.segments, import.held), (2, 0));
    assert_eq!(hq.events(), ec.events());
    let badges = ec.badges();
    assert!(badges.iter().all(|badge| *badge == Delivery::Exported), "nobody answered yet");
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.minutes("第一行");
    let file = ec.export(None);
    hq.take(&file);
    let before = hq.events();
    let again = hq.take(&file);
    assert_eq!((again.known, again.segments, again.events, again.parts), (1, 0, 0, 0));
    assert!(again.rejected.is_empty() && again.forks.is_empty() && !again.new_incarnation);
    assert_eq!(hq.events(), before);
}

#[test]
fn a_gap_is_held_and_applied_when_the_missing_link_comes() {
    let Pair { hq, ec, .. } = &mut pair();
    let first = ec.export(None);
    ec.claim("F1");
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 0);
    bundle.remove(at);
    let import = hq.take(&join(&bundle));
    assert_eq!((import.segments, import.events, import.held), (0, 0, 1));
    assert_eq!(hq.waiting(), ["gap"]);
    let import = hq.take(&first);
    assert_eq!(import.segments, 2, "the missing one, and the one that waited for it");
    assert_eq!(hq.events(), ec.events());
    assert!(hq.waiting().is_empty());
}

#[test]
fn a_jump_in_the_numbers_is_held_and_not_applied() {
    let Pair { hq, ec, .. } = &mut pair();
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 0);
    let first = envelope(&bundle[at]);
    let sealed = segment(&bundle[at]);
    let jump = Segment { seq: 3, prev: Some(first.id()), events: Vec::new(), ..sealed };
    bundle.insert(at + 1, jump.sign(&ec.key()).to_line());
    let import = hq.take(&join(&bundle));
    assert_eq!((import.segments, import.held), (1, 1));
    assert_eq!(hq.waiting(), ["gap"]);
}

#[test]
fn of_a_truncated_file_whole_lines_apply_and_the_cut_one_is_named() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.export(None);
    ec.claim("F1");
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 1);
    bundle.truncate(at + 1);
    let half = bundle[at].len() / 2;
    bundle[at].truncate(half);
    let cut = bundle.join("\n").into_bytes();
    let import = hq.take(&cut);
    assert_eq!((import.lines, import.segments), (at + 1, 1));
    assert_eq!(faults(&import), [(at + 1, "truncated")]);
    up(ec, hq);
    assert_eq!(hq.events(), ec.events());
}

#[test]
fn an_edited_payload_is_rejected_and_the_rest_applies() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.export(None);
    ec.claim("F1");
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 1);
    edit(&mut bundle[at], "首报", "改报");
    let import = hq.take(&join(&bundle));
    assert_eq!(faults(&import), [(at + 1, "signature")]);
    assert_eq!((import.segments, import.events, import.held), (1, 3, 0));
    assert!(!hq.events().values().any(|body| body.contains("改报")));
    up(ec, hq);
    assert_eq!(hq.events(), ec.events(), "the honest line is sent again");
}

#[test]
fn a_payload_passed_off_as_another_type_is_rejected() {
    let Pair { hq, ec, .. } = &mut pair();
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 0);
    bundle[at] = bundle[at].replace(SEGMENT, STATUS);
    let import = hq.take(&join(&bundle));
    assert_eq!(faults(&import), [(at + 1, "signature")]);
    assert!(hq.events().is_empty());
}

#[test]
fn an_event_edited_inside_a_validly_signed_segment_is_rejected_as_event() {
    let Pair { hq, ec, .. } = &mut pair();
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, SEGMENT, 0);
    let honest = segment(&bundle[at]);
    let mut forged = honest.clone();
    forged.events[0].body = forged.events[0].body.replace(PIPES, "白石");
    assert_ne!(forged, honest);
    bundle[at] = forged.sign(&ec.key()).to_line();
    let import = hq.take(&join(&bundle));
    assert_eq!(faults(&import), [(at + 1, "event")]);
    let author = ec.key().public().key_id();
    assert!(import.rejected[0].detail.contains(&author), "{:?}", import.rejected);
    let rest = honest.events[1..].iter().map(|event| (event.id(), event.body.clone()));
    assert_eq!(hq.events(), rest.collect::<BTreeMap<_, _>>());
}

/// A segment of a key that no directory names, as the only line of a file.
fn strange(desk: &mut House, stranger: &DeskKey) -> Vec<u8> {
    let event = sign_event(r#"{"org":"","base":[]}"#.to_owned(), stranger).unwrap();
    let mut segment = desk.segment(vec![event]);
    segment.log.key = stranger.public().key_id();
    join(&[segment.sign(stranger).to_line()])
}

#[test]
fn a_strangers_segment_is_quarantined() {
    let Pair { hq, ec, .. } = &mut pair();
    let import = hq.take(&strange(ec, &DeskKey::from_seed([7; 32])));
    assert_eq!(faults(&import), [(1, "unknown-device")]);
    assert_eq!((import.segments, import.held), (0, 1));
    assert_eq!(hq.waiting(), ["key"]);
    assert!(hq.events().is_empty());
}

#[test]
fn a_stranger_is_named_by_the_digits_to_compare_before_enrolling_it() {
    let Pair { hq, ec, .. } = &mut pair();
    let stranger = DeskKey::from_seed([7; 32]);
    let import = hq.take(&strange(ec, &stranger));
    let digits = stranger.public().fingerprint();
    assert!(import.rejected[0].detail.contains(&digits), "{:?}", import.rejected);
}

#[test]
fn another_organisations_file_is_refused() {
    let Pair { hq, .. } = &mut pair();
    let mut other = pair_of(1);
    let org = other.ec.desk().context().org().to_owned();
    let bundle = split(&other.ec.export(None));
    let import = hq.take(&join(&bundle));
    assert_eq!((import.segments, import.events, import.directories), (0, 0, 0));
    assert_eq!(import.rejected.len(), bundle.len(), "every line is named");
    let first = &import.rejected[find(&bundle, DIRECTORY, 0)];
    assert!(first.detail.contains(&org), "{first:?}");
    assert!(hq.events().is_empty());
    assert_eq!(hq.version(), 2);
}

#[test]
fn a_known_desks_segment_for_another_organisation_is_refused() {
    let Pair { hq, ec, .. } = &mut pair();
    let foreign = Segment { org: "f".repeat(32), ..ec.segment(Vec::new()) };
    let import = hq.take(&join(&[foreign.sign(&ec.key()).to_line()]));
    assert_eq!(faults(&import), [(1, "other-organisation")]);
    assert_eq!((import.segments, import.held), (0, 0));
}

#[test]
fn the_right_file_for_the_wrong_desk_is_refused() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    hq.take_in();
    let before = ec.events();
    let bundle = split(&hq.export(Some(&sc.id)));
    let at = find(&bundle, SEGMENT, 0);
    let import = ec.take(&join(&bundle));
    // The segment, and the status that goes with it.
    assert_eq!(faults(&import), [(at + 1, "not-for-us"), (at + 2, "not-for-us")]);
    assert_eq!((import.segments, import.held), (0, 0));
    assert_eq!(ec.events(), before);
    assert_eq!(sc.take(&join(&bundle)).events, 1, "the notice of 广东 is for its own region");
}

#[test]
fn a_status_for_another_desk_changes_no_badge() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    ec.claim("F1");
    exchange(ec, hq);
    assert_eq!(ec.badges(), [Delivery::Received]);
    let welcome = present(hq, &mut sc);
    ec.take(&welcome);
    assert_eq!(ec.badges(), [Delivery::Received]);
}

#[test]
fn a_quarantined_line_that_was_never_for_this_desk_is_not_applied_later() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    sc.take_in();
    let before = ec.events();
    let bundle = split(&sc.export(None));
    let without_directories = &bundle[find(&bundle, SEGMENT, 0)..];
    let import = ec.take(&join(without_directories));
    assert_eq!(import.segments, 0);
    let import = down(hq, ec);
    assert_eq!((import.directories, import.segments), (1, 0), "now the sender is known");
    assert_eq!(ec.events(), before, "a region does not learn of another region's business");
}

#[test]
fn a_desk_restored_from_a_backup_counts_anew_and_nothing_is_lost() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    exchange(ec, hq);
    let backup = ec.backup();
    ec.claim("F2");
    exchange(ec, hq);
    let (before, first) = (hq.events(), ec.desk().context().profile.inc.clone());

    ec.restore(&backup);
    assert!(ec.events().len() < before.len());
    ec.screen();
    let import = down(hq, ec);
    assert!(import.new_incarnation, "headquarters holds a link of this desk that it lost itself");
    assert_ne!(ec.desk().context().profile.inc, first);
    let import = exchange(ec, hq);
    assert!(!import.new_incarnation && import.forks.is_empty() && import.rejected.is_empty());
    let after = hq.events();
    assert!(before.keys().all(|id| after.contains_key(id)), "nothing is lost at headquarters");
    assert_eq!(after.len(), before.len() + 1, "and the new act is there");
    assert_eq!(ec.events(), after, "the desk has its own lost acts back");
    assert!(exchange(ec, hq).segments == 0 && !ec.badges().contains(&Delivery::Local));
    assert!(hq.audit().is_empty() && ec.audit().is_empty());
}

#[test]
fn a_restored_desk_that_writes_before_it_hears_makes_a_fork_and_both_are_kept() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let backup = ec.backup();
    ec.claim("F1");
    exchange(ec, hq);
    let before = hq.events();
    ec.restore(&backup);
    ec.screen();
    let import = up(ec, hq);
    assert_eq!((import.forks.len(), import.rejected.len(), import.held), (1, 0, 0));
    let import = down(hq, ec);
    assert!(import.new_incarnation, "its own segment came from elsewhere");
    assert_eq!(hq.events().len(), before.len() + 1);
    assert_eq!(ec.events(), hq.events());
    assert!(hq.audit().is_empty() && ec.audit().is_empty());
}

#[test]
fn after_a_restore_no_human_number_is_given_twice() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let backup = ec.backup();
    let lost = ec.claim("F1").number;
    exchange(ec, hq);
    ec.restore(&backup);
    assert!(down(hq, ec).new_incarnation);
    let number = ec.claim("F2").number;
    assert_ne!(number, lost);
    let number = number.unwrap();
    assert!(number.contains("-A2-"), "a new incarnation takes the letter with a number: {number}");
}

#[test]
fn of_two_copies_that_gave_one_number_the_earlier_keeps_it_in_whatever_order_they_come() {
    for late_first in [false, true] {
        let Pair { hq, ec, .. } = &mut pair();
        let before = ec.backup();
        ec.minutes("第一次");
        let early = ec.export(None);
        ec.restore(&before);
        ec.later(1);
        let number = ec.minutes("第二次");
        let late = ec.export(None);
        let files = if late_first { [&late, &early] } else { [&early, &late] };
        files.into_iter().for_each(|file| drop(hq.take(file)));
        assert_eq!(hq.audit(), [], "late first: {late_first}");
        let page = hq.desk().minutes_page(&number, &daqu::i18n::Words::new(daqu::i18n::Lang::Zh));
        let page = page.unwrap().unwrap();
        assert!(page.contains("第一次"), "late first: {late_first}\n{page}");
    }
}

#[test]
fn both_copies_of_a_cloned_desk_get_everything_though_one_calls_the_other_old() {
    let Pair { hq, ec, folder } = &mut pair();
    exchange(ec, hq);
    ec.close();
    let copy = folder.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for name in ["daqu.db", "desk.key"] {
        std::fs::copy(ec.home.folder().join(name), copy.join(name)).unwrap();
    }
    let mut clone = House::found(copy, &ec.id, 440_000);
    ec.claim("F1");
    up(ec, hq);
    // The clone hears of a segment of its own that it never wrote, and takes another name.
    assert!(down(hq, &mut clone).new_incarnation);
    clone.claim("F2");
    for _ in 0..3 {
        // Headquarters answers once for both, and has heard the clone last.
        let answer = hq.export(Some(&ec.id.clone()));
        ec.take(&answer);
        clone.take(&answer);
        up(ec, hq);
        up(&mut clone, hq);
    }
    assert_eq!(ec.events(), hq.events(), "what the copy wrote is here too");
    assert_eq!(clone.events(), hq.events());
}

#[test]
fn headquarters_restored_from_a_backup_gets_everything_handed_back() {
    let Pair { hq, ec, .. } = &mut pair();
    let backup = hq.backup();
    ec.claim("F1");
    exchange(ec, hq);
    assert_eq!(ec.badges(), [Delivery::Received]);
    hq.restore(&backup);
    assert!(hq.events().is_empty());
    assert!(!down(hq, ec).new_incarnation);
    assert_eq!(ec.badges(), [Delivery::Exported], "what headquarters lost is no longer received");
    exchange(ec, hq);
    assert_eq!(hq.events(), ec.events());
    assert_eq!(ec.badges(), [Delivery::Received]);
}

#[test]
fn the_first_directory_is_taken_by_the_right_digits_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut hq = House::headquarters(folder.path(), 1_000);
    let mut ec = House::region(folder.path(), "ec", RegionCode::EC, 2_000);
    let welcome = present(&mut hq, &mut ec);
    let digits = hq.desk().org_fingerprint().unwrap();

    let found = match ec.desk().import_bytes(&welcome, None) {
        Err(ExchangeError::FingerprintNeeded { found }) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(found, digits, "the digits to be compared by telephone are named");
    let told = "00000 00000 00000 00000 00000 00000";
    let found = match ec.desk().import_bytes(&welcome, Some(told)) {
        Err(ExchangeError::Directory(DirectoryFault::OtherFingerprint { found, .. })) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(found, digits);
    assert!(ec.desk().context().directory.is_none(), "nothing is trusted on first use");
    let file = ec.home.exports().join("early.daqu");
    let fault = ec.desk().export(None, &file, Packing { plain: true, most: None }).unwrap_err();
    assert!(matches!(fault, DeskError::Exchange(ExchangeError::NotEnrolled)));

    let typed = digits.replace(' ', "-");
    let import = ec.desk().import_bytes(&welcome, Some(&typed)).unwrap();
    assert_eq!(import.directories, 2);
    assert!(ec.desk().context().is_enrolled());
}

#[test]
fn an_older_directory_is_ignored() {
    let Pair { folder, hq, ec } = &mut pair();
    let old = hq.export(Some(&ec.id));
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    down(hq, ec);
    assert_eq!(ec.version(), 3);
    let import = ec.take(&old);
    assert_eq!((import.directories, import.rejected.len()), (0, 0));
    assert_eq!((ec.version(), ec.desk().context().directory.as_ref().unwrap().version), (3, 3));
}

#[test]
fn a_directory_beyond_the_next_is_not_applied() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    let mut sw = House::region(folder.path(), "sw", RegionCode::SW, 4_000);
    enrol(hq, &mut sc);
    enrol(hq, &mut sw);
    let mut bundle = split(&hq.export(Some(&ec.id)));
    let third = bundle.remove(2);
    let import = ec.take(&join(&bundle));
    assert_eq!(faults(&import), [(3, "directory")]);
    assert_eq!(ec.version(), 2);
    bundle.insert(2, third);
    assert_eq!(ec.take(&join(&bundle)).directories, 2);
    assert_eq!(ec.version(), 4);
}

#[test]
fn a_line_of_an_unknown_type_is_kept_as_it_came() {
    let Pair { hq, ec, .. } = &mut pair();
    let mut bundle = split(&ec.export(None));
    let later = bundle[find(&bundle, STATUS, 0)].replace("daqu.status.v1", "daqu.poll.v1");
    bundle.push(later.clone());
    let import = hq.take(&join(&bundle));
    assert_eq!((import.segments, import.held, import.rejected.len()), (1, 1, 0));
    let held = hq.look(|tx| tx.held());
    assert_eq!((held[0].reason.as_str(), held[0].line.as_str()), ("kind", later.as_str()));
}

#[test]
fn a_segment_for_a_newer_reader_is_held_until_the_upgrade() {
    let Pair { hq, ec, .. } = &mut pair();
    let newer = Segment { min_reader: Some(READER + 1), ..ec.segment(Vec::new()) };
    let line = newer.sign(&ec.key()).to_line();
    let import = hq.take(&join(std::slice::from_ref(&line)));
    assert_eq!((import.segments, import.held, import.rejected.len()), (0, 1, 0));
    let held = hq.look(|tx| tx.held());
    assert_eq!((held[0].reason.as_str(), &held[0].line), ("reader", &line));
}

#[test]
fn a_clock_years_ahead_rejects_nothing_and_is_not_followed() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.later(10 * 365 * 24);
    ec.claim("F1");
    let import = up(ec, hq);
    assert!(import.rejected.is_empty() && import.held == 0);
    assert_eq!(hq.events(), ec.events());
    hq.minutes("按本机时间");
    let planned = hq.events().into_values().find(|body| body.contains("meeting.planned"));
    assert!(planned.unwrap().contains(r#""hlc":"2026-03-03T"#));
}

#[test]
fn a_parts_bytes_travel_and_a_stray_part_is_not_stored() {
    let Pair { hq, ec, .. } = &mut pair();
    let text = "第一行\n第二行";
    let number = ec.minutes(text);
    let mut bundle = split(&ec.export(None));
    let stray = PartLine::new("没有事件提到".into(), &mut SeededEntropy::new(9)).unwrap();
    let at = find(&bundle, PART, 0) + 1;
    bundle.insert(at, stray.to_envelope().to_line());
    let import = hq.take(&join(&bundle));
    assert_eq!(import.parts, 1);
    assert_eq!(faults(&import), [(at + 1, "stray-part")]);
    let context = hq.desk().context().clone();
    let kept = hq.look(|tx| minutes::open(tx, &context, &number)).unwrap();
    assert_eq!((kept.text.as_str(), kept.version), (text, 1));
    assert_eq!(hq.parts(), ec.parts());
}

#[test]
fn a_part_that_was_damaged_on_the_way_comes_again() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.minutes("第一行");
    let mut bundle = split(&ec.export(None));
    let at = find(&bundle, PART, 0);
    let half = bundle[at].len() / 2;
    bundle[at].truncate(half);
    let import = hq.take(&join(&bundle));
    assert_eq!(faults(&import), [(at + 1, "truncated")]);
    down(hq, ec);
    up(ec, hq);
    assert_eq!(hq.parts(), ec.parts(), "nothing acknowledged is lost");
}

/// One bit of a bundle is flipped at two hundred places, each time before headquarters as it was.
#[test]
fn whatever_bit_of_a_bundle_is_flipped_no_changed_fact_is_accepted() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.minutes("第一行");
    let bundle = ec.export(None);
    let (events, parts) = (ec.events(), ec.parts());
    let directory = hq.desk().context().directory.clone();
    let backup = hq.backup();
    let mut random = SeededEntropy::new(200);
    let mut noticed = 0;
    for _ in 0..200 {
        let mut drawn = [0u8; 8];
        random.fill(&mut drawn);
        let number = drawn[..4].iter().fold(0, |number, byte| number * 256 + usize::from(*byte));
        let place = number % bundle.len();
        let bit = drawn[7] & 7;
        println!("bit {bit} of byte {place}");
        let mut flipped = bundle.clone();
        flipped[place] ^= 1 << bit;
        hq.restore(&backup);
        let import = hq.desk().import_bytes(&flipped, None);
        let clean = |import: &Import| import.rejected.is_empty() && import.held == 0;
        noticed += usize::from(!import.as_ref().is_ok_and(clean));
        let held = hq.events();
        assert!(held.iter().all(|(id, body)| events.get(id) == Some(body)));
        assert!(hq.parts().iter().all(|part| parts.contains(part)));
        assert_eq!(hq.desk().context().directory, directory);
    }
    assert!(noticed > 100, "only {noticed} of 200 were noticed at all");
    hq.restore(&backup);
    hq.take(&bundle);
    assert_eq!(hq.events(), events);
}
