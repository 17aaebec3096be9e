//! Keys that lost their effect: a stolen laptop, a replaced one, and what headquarters says of single events.

use daqu::desk::DeskError;
use daqu::desk::command::Command;
use daqu::desk::exchange::ExchangeError;
use daqu::desk::exchange::export::Packing;
use daqu::desk::exchange::headquarters::{Draft, Published, RootFlag};
use daqu::desk::exchange::revocation::Ruling;
use daqu::desk::view::Delivery;
use daqu::domain::territory::RegionCode;
use daqu::sync::event::sign_event;
use serde_json::{Value, json};

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, down, enrol, exchange, join, pair, up};

/// Headquarters and two laptops of 华东.
struct Stolen {
    hq: House,
    /// The one that is stolen.
    old: House,
    /// The one that stays.
    new: House,
    _folder: tempfile::TempDir,
}

fn stolen() -> Stolen {
    let Pair { folder, mut hq, ec: old } = pair();
    let mut new = House::region(folder.path(), "new", RegionCode::EC, 900_000);
    enrol(&mut hq, &mut new);
    assert_eq!(new.id, "ec-b");
    Stolen { hq, old, new, _folder: folder }
}

/// Id and text of the first event of a kind.
fn body_of(house: &mut House, kind: &str) -> (String, Value) {
    let mut events = house.events().into_iter();
    let (id, body) = events.find(|(_, body)| body.contains(kind)).unwrap();
    (id, serde_json::from_str(&body).unwrap())
}

/// A bundle that a desk's own program would not write: one event, signed by its key.
fn crafted(house: &mut House, body: &Value) -> Vec<u8> {
    let event = sign_event(body.to_string(), &house.key()).unwrap();
    join(&[house.segment(vec![event]).sign(&house.key()).to_line()])
}

fn units(house: &mut House) -> Vec<String> {
    let mut units: Vec<String> =
        house.desk().claims().unwrap().into_iter().map(|claim| claim.unit).collect();
    units.sort();
    units
}

#[test]
fn what_a_thief_signs_is_kept_and_has_no_effect_and_the_honest_week_is_adopted() {
    let Stolen { hq, old, new, .. } = &mut stolen();
    old.claim("F1");
    exchange(old, hq);
    down(hq, new);
    // An honest claim that headquarters does not have yet, then the theft.
    old.claim("F2");
    let published = hq.desk().revoke("EC-A", "遗失", None).unwrap();
    assert!(matches!(published, Published::Done { version: 4 }), "{published:?}");
    old.claim("F3");
    let import = up(old, hq);
    assert!(import.segments > 0, "it is stored: {import:?}");
    assert_eq!(units(hq), ["F1"], "and has no effect");
    let beyond = hq.desk().beyond().unwrap();
    let claims: Vec<&str> = beyond.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(claims.iter().filter(|kind| **kind == "claim.submitted").count(), 2, "{claims:?}");
    let import = down(hq, new);
    assert_eq!(import.directories, 1);
    assert_eq!(units(new), ["F1"], "what had its effect keeps it, what has none goes nowhere");
    let honest = beyond.iter().find(|event| event.kind == "claim.submitted").unwrap();
    let honest = vec![honest.event.clone()];
    assert_eq!(hq.desk().rule(&honest, Ruling::Adopt, None).unwrap(), 1);
    assert_eq!(units(hq), ["F1", "F2"]);
    exchange(new, hq);
    assert_eq!(units(new), ["F1", "F2"]);
    for house in [hq, new] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_revoked_desk_is_sent_nothing_and_acknowledges_nothing() {
    let Stolen { hq, old, .. } = &mut stolen();
    old.claim("F1");
    exchange(old, hq);
    hq.desk().revoke("ec-a", "遗失", None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let fault = hq.desk().export(Some("ec-a"), &folder.path().join("x"), Packing::default());
    assert!(matches!(
        fault.unwrap_err(),
        DeskError::Exchange(ExchangeError::NoAddressee(id)) if id == "ec-a"
    ));
    let import = up(old, hq);
    assert!(import.rejected.iter().any(|bad| bad.key == "revoked"), "its status: {import:?}");
}

#[test]
fn what_had_escaped_before_headquarters_was_set_back_is_voided_everywhere() {
    let Stolen { hq, old, new, .. } = &mut stolen();
    exchange(old, hq);
    let before = hq.backup();
    old.claim("F1");
    exchange(old, hq);
    down(hq, new);
    assert_eq!(units(new), ["F1"]);
    // Headquarters forgets, revokes by what it still holds, and gets its own relay back.
    hq.restore(&before);
    hq.desk().revoke("ec-a", "遗失", None).unwrap();
    exchange(new, hq);
    exchange(new, hq);
    let beyond = hq.desk().beyond().unwrap();
    assert!(!beyond.is_empty() && beyond.iter().all(|event| event.voided), "{beyond:?}");
    assert_eq!((units(hq).len(), units(new).len()), (0, 0), "voided by an act that both have");
}

#[test]
fn a_thief_who_voids_his_own_act_does_not_keep_headquarters_from_voiding_it() {
    let Stolen { hq, old, new, .. } = &mut stolen();
    exchange(old, hq);
    let before = hq.backup();
    old.claim("F1");
    exchange(old, hq);
    let mut claim = body_of(old, "claim.submitted");
    let voided = json!({ "event": claim.0 });
    (claim.1["kind"], claim.1["data"]) = ("ack.voided".into(), voided);
    let void = crafted(old, &claim.1);
    assert_eq!(hq.take(&void).events, 1, "it is kept as everything is");
    down(hq, new);
    hq.restore(&before);
    hq.desk().revoke("ec-a", "被盗", None).unwrap();
    exchange(new, hq);
    exchange(new, hq);
    assert_eq!((units(hq).len(), units(new).len()), (0, 0), "headquarters' word is what counts");
}

#[test]
fn a_ruling_is_not_taken_back_by_undo() {
    let Stolen { hq, old, .. } = &mut stolen();
    old.claim("F1");
    exchange(old, hq);
    hq.desk().revoke("EC-A", "遗失", None).unwrap();
    old.claim("F2");
    up(old, hq);
    let beyond = hq.desk().beyond().unwrap();
    let claim = beyond.iter().find(|event| event.kind == "claim.submitted").unwrap();
    let claim = [claim.event.clone()];
    hq.desk().rule(&claim, Ruling::Adopt, None).unwrap();
    assert!(hq.desk().perform(Command::Undo).is_err(), "the opposite ruling reverses it");
    assert_eq!(units(hq), ["F1", "F2"]);
    hq.desk().rule(&claim, Ruling::Void, None).unwrap();
    assert_eq!(units(hq), ["F1"]);
}

#[test]
fn a_revoked_key_takes_no_number_of_others_by_dating_back() {
    let Stolen { hq, old, new, .. } = &mut stolen();
    new.take_in();
    new.claim("F1");
    exchange(new, hq);
    let number = hq.desk().claims().unwrap().remove(0).number;
    let victim = hq.look(|tx| tx.numbered(&number));
    hq.desk().revoke("EC-A", "被盗", None).unwrap();
    let (_, mut body) = body_of(new, "claim.submitted");
    let key = old.desk().context().profile.key.clone();
    for (name, value) in [
        ("subject", "claim:00000000-0000-4000-8000-000000000001"),
        ("hlc", "2000-01-01T00:00:00.000Z-0000"),
        ("desk", &key),
    ] {
        body[name] = value.into();
    }
    let forged = crafted(old, &body);
    assert_eq!(hq.take(&forged).events, 1, "it is kept as everything is");
    assert!(victim.is_some());
    assert_eq!(hq.look(|tx| tx.numbered(&number)), victim, "and names nothing");
}

#[test]
fn a_second_directory_waits_until_the_first_is_signed() {
    let Stolen { hq, .. } = &mut stolen();
    let root = hq.home.root_file(1);
    let away = std::fs::read_to_string(&root).unwrap();
    std::fs::remove_file(root).unwrap();
    let first = hq.desk().revoke("EC-A", "遗失", None).unwrap();
    let Published::Draft { file, .. } = first else { panic!("{first:?}") };
    let fault = hq.desk().revoke("EC-B", "遗失", None).unwrap_err();
    assert!(matches!(fault, ExchangeError::DraftWaits { .. }), "{fault}");
    let mut draft = Draft::read(&std::fs::read(&file).unwrap()).unwrap();
    let whole = draft.sign(&away, None).unwrap();
    assert_eq!(hq.take(whole.as_bytes()).directories, 1);
    hq.desk().revoke("EC-B", "遗失", None).unwrap();
}

#[test]
fn a_replaced_key_writes_no_more_and_what_it_wrote_stands() {
    let Stolen { hq, old, new, .. } = &mut stolen();
    old.claim("F1");
    exchange(old, hq);
    hq.desk().retire("ec-a", None).unwrap();
    down(hq, new);
    assert_eq!((units(hq), units(new)), (vec!["F1".to_owned()], vec!["F1".to_owned()]));
    // A laptop that was replaced turns out to be in other hands.
    hq.desk().revoke("ec-a", "被盗", None).unwrap();
    old.claim("F2");
    up(old, hq);
    assert_eq!(units(hq), ["F1"]);
    let fault = hq.desk().retire("hq-a", None).unwrap_err();
    assert!(matches!(fault, ExchangeError::LastOfHeadquarters), "{fault}");
    let fault = hq.desk().revoke("nobody", "遗失", None).unwrap_err();
    assert!(matches!(fault, ExchangeError::NoAddressee(_)), "{fault}");
}

#[test]
fn only_headquarters_rules_on_events() {
    let Stolen { hq, old, .. } = &mut stolen();
    old.claim("F1");
    exchange(old, hq);
    let event = old.events().keys().next().unwrap().clone();
    let fault = old.desk().rule(&[event], Ruling::Void, None).unwrap_err();
    assert!(matches!(fault, ExchangeError::NotHeadquarters), "{fault}");
    let fault = hq.desk().rule(&["sha256:00".to_owned()], Ruling::Void, None).unwrap_err();
    assert!(matches!(fault, ExchangeError::NoEvent(_)), "{fault}");
    assert_eq!(units(hq), ["F1"]);
}

#[test]
fn what_headquarters_took_up_or_sent_back_shows_on_the_record_until_somebody_acts_on_it() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.claim("F2");
    exchange(ec, hq);
    assert_eq!(ec.badges(), [Delivery::Received; 3]);
    let of = |house: &mut House, kind: &str| -> Vec<String> {
        let events = house.events().into_iter();
        events.filter(|(_, body)| body.contains(kind)).map(|(id, _)| id).collect()
    };
    let (claims, case) = (of(ec, "claim.submitted"), of(ec, "conflict.detected"));
    hq.desk().rule(&claims[..1], Ruling::Adopt, None).unwrap();
    hq.desk().rule(&case, Ruling::Return, Some("缺踏勘记录")).unwrap();
    assert_eq!(hq.badges()[2], Delivery::Returned, "headquarters sees it as well");
    down(hq, ec);
    let badges = ec.badges();
    assert_eq!(badges[2], Delivery::Returned);
    assert_eq!(badges.iter().filter(|badge| **badge == Delivery::Adopted).count(), 1);
    let signs = ec.desk().doctor().unwrap();
    let back = signs.iter().find(|sign| sign.key == "returned").unwrap();
    assert!(back.args.iter().any(|(_, text)| text.contains("缺踏勘记录")), "{back:?}");
    ec.accept();
    assert_eq!(ec.badges()[2], Delivery::Local, "it was acted on");
    exchange(ec, hq);
    assert_eq!(ec.badges()[2], Delivery::Received);
    assert!(ec.desk().doctor().unwrap().iter().all(|sign| sign.key != "returned"));
    for house in [hq, ec] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_directory_goes_from_signer_to_signer_and_holds_once_enough_have_signed() {
    let folder = tempfile::tempdir().unwrap();
    let mut hq = House::headquarters_of(folder.path(), 7_000, RootFlag { threshold: 2, keys: 3 });
    let mut ec = House::region(folder.path(), "ec", RegionCode::EC, 8_000);
    // Two of the three keys are with other people.
    let away = [2, 3].map(|n| {
        let path = hq.home.root_file(n);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        text
    });
    let enrolment = std::fs::read(ec.home.enrolment()).unwrap();
    let enrolment = daqu::desk::exchange::headquarters::read_enrolment(&enrolment).unwrap();
    let (entry, published) = hq.desk().enrol(&enrolment, None).unwrap();
    let Published::Draft { file, have: 1, needed: 2 } = published else {
        panic!("{published:?}");
    };
    assert!(hq.desk().context().directory.as_ref().unwrap().version == 1, "it does not hold yet");
    let early = std::fs::read(&file).unwrap();
    let import = hq.take(&early);
    assert_eq!((import.directories, import.rejected.len()), (0, 1), "one signature is too few");
    let mut draft = Draft::read(&early).unwrap();
    assert_eq!(draft.directory.desks.last().unwrap().id, "ec-a");
    let desk_key = std::fs::read_to_string(hq.home.key_file()).unwrap();
    assert!(draft.sign(&desk_key, None).is_err(), "a desk's key is no root");
    let whole = draft.sign(&away[1], None).unwrap();
    assert_eq!(draft.signatures(), (2, 2));
    assert_eq!(hq.take(whole.as_bytes()).directories, 1);
    ec.id = entry.id;
    let welcome = hq.export(Some(&ec.id));
    let digits = hq.desk().org_fingerprint().unwrap();
    let import = ec.desk().import_bytes(&welcome, Some(&digits)).unwrap();
    assert_eq!(import.directories, 2);
    assert!(Draft::read(b"{}").is_err() && Draft::read(&welcome).is_err());
}

#[test]
fn the_command_line_revokes_with_signatures_gathered_elsewhere_and_adopts() {
    let story = Story::begun();
    let number = story.conflict();
    story.ok(&["--home", "D", "bundle", "export", "--out", "up.daqu"]);
    let code = |args: &[&str]| daqu(story.path(), args).status.code().unwrap();
    assert_eq!(code(&["--home", "Q", "bundle", "import", "up.daqu"]), 0);
    let root = story.path().join("Q/root/root-1.key");
    std::fs::rename(&root, story.path().join("stick.key")).unwrap();
    let revoke = ["--home", "Q", "hq", "revoke", "ec-a", "--reason", "遗失"];
    assert_eq!(code(&revoke), 3, "it waits for its signer");
    let sign = ["--home", "nowhere", "hq", "sign", "Q/directory.daqu", "--key"];
    let own = [&sign[..], &["D/desk.key", "--yes"]].concat();
    assert_ne!(code(&own), 0, "a desk's key is no root");
    assert_eq!(code(&[&sign[..], &["stick.key", "--yes"]].concat()), 0);
    assert_eq!(code(&["--home", "Q", "bundle", "import", "Q/directory.daqu"]), 0);
    story.ok(&["--home", "D", "case", "accept", &number, "--recusal", "无利害关系"]);
    story.ok(&["--home", "D", "bundle", "export", "--out", "late.daqu"]);
    assert_eq!(code(&["--home", "Q", "bundle", "import", "late.daqu"]), 3, "its status is refused");
    let state = |story: &Story| {
        let cases = story.json(&["--home", "Q", "case", "list", "--json"]);
        cases[0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&story), "detected");
    let beyond = story.json(&["--home", "Q", "--json", "hq", "beyond"]);
    let accepted = beyond.as_array().unwrap().iter();
    let mut accepted = accepted.filter(|event| event["kind"] == "conflict.accept");
    let event = accepted.next().unwrap()["event"].as_str().unwrap();
    story.ok(&["--home", "Q", "hq", "adopt", event]);
    assert_eq!(state(&story), "accepted");
    story.ok(&["--home", "Q", "hq", "void", event, "--reason", "核实有误"]);
    assert_eq!(state(&story), "detected");
    assert_eq!(code(&["--home", "Q", "audit"]), 0);
}
