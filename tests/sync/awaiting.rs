//! What awaits headquarters: cases and files that desks moved apart, and the word it says on what a region wrote.

use daqu::desk::command::{Command, Refusal};
use daqu::desk::exchange::revocation::Ruling;
use daqu::desk::relief::FileKind;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::i18n::Lang;

use super::divergence::{contested, window};
use super::support::{House, Pair, down, enrol, exchange, pair, up};

/// Kind and number of each row.
fn waits(house: &mut House) -> Vec<(&'static str, String)> {
    let rows = house.desk().awaiting().unwrap();
    rows.into_iter().map(|row| (row.kind, row.number)).collect()
}

#[test]
fn a_contested_case_awaits_a_word_on_it_and_was_not_sent_over() {
    let (mut pair, _other) = contested();
    let number = pair.hq.desk().cases(true).unwrap().remove(0).number;
    assert_eq!(waits(&mut pair.hq), [("contested", number.clone())]);
    for (lang, word, other) in
        [(Lang::Zh, "待裁定", "移送"), (Lang::En, "contested", "transferred")]
    {
        let mut window = window(&mut pair.hq, lang, (120, 40));
        window.press("6").unwrap();
        let seen = window.text();
        assert!(seen.contains(word) && !seen.contains(other), "{seen}");
        window.press("enter").unwrap();
        assert!(window.text().contains(&number), "the case opens\n{}", window.text());
    }
}

/// Opens a file of a register; gives its number.
fn open(house: &mut House, kind: FileKind, entered: &[(&str, &str)]) -> String {
    let args = Texts(entered.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect());
    house.perform(Command::OpenFile { kind, args }).number.unwrap()
}

fn act(house: &mut House, number: &str, action: &str, entered: &[(&str, &str)]) {
    let args = Texts(entered.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect());
    let (number, action) = (number.to_owned(), action.to_owned());
    house.perform(Command::ActOnFile { number, action, args });
}

#[test]
fn every_contested_file_awaits_headquarters_whatever_its_kind_and_state() {
    let Pair { folder, mut hq, mut ec } = pair();
    let mut other = House::region(folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(&mut hq, &mut other);
    let report = [
        ("topic", "rival"),
        ("source", "frontline"),
        ("origin", "lawful"),
        ("role", "sales"),
        ("unit", "F1"),
        ("gist", "某工程局在苏州设点"),
        ("reporter", "王某"),
        ("reliability", "B"),
        ("learned", "2026-03-02 10:00"),
    ];
    let trip = [
        ("who", "张某"),
        ("unit", "F3"),
        ("errand", "拜访客户"),
        ("customer", "移动"),
        ("destination", "南京"),
        ("leaves", "2026-03-04 09:00"),
        ("returns", "2026-03-04 18:00"),
    ];
    let report = open(&mut ec, FileKind::Report, &report);
    let trip = open(&mut ec, FileKind::Trip, &trip);
    let violation = [("violation", "unregistered_trip"), ("unit", "F1"), ("facts", "未登记即外出")];
    let violation = open(&mut ec, FileKind::Violation, &violation);
    exchange(&mut ec, &mut hq);
    down(&mut hq, &mut other);
    assert_eq!(waits(&mut hq), [], "nothing of it is before headquarters yet");
    act(&mut ec, &report, "use", &[("how", "digest")]);
    act(&mut ec, &trip, "cancel", &[("reasons", "不去了")]);
    act(&mut ec, &violation, "refer", &[("reasons", "属实")]);
    other.later(48);
    act(&mut other, &report, "archive", &[]);
    let closed = [
        ("actual_from", "2026-03-04 09:00"),
        ("actual_to", "2026-03-04 17:00"),
        ("result", "已见"),
        ("gifts", "no"),
    ];
    act(&mut other, &trip, "close", &closed);
    act(&mut other, &violation, "withdraw", &[("reasons", "查无此事")]);
    up(&mut other, &mut hq);
    up(&mut ec, &mut hq);
    let mut found = waits(&mut hq);
    found.sort();
    let mut expected = [trip.clone(), report, violation].map(|number| ("contested-file", number));
    expected.sort();
    assert_eq!(found, expected);
    let place = waits(&mut hq).iter().position(|(_, number)| *number == trip).unwrap();
    let mut window = window(&mut hq, Lang::Zh, (120, 40));
    window.press("6").unwrap();
    assert_eq!(window.text().matches("待裁定").count(), 3, "{}", window.text());
    window.press(&"down ".repeat(place)).unwrap();
    window.press("enter").unwrap();
    assert!(window.text().contains(&trip), "the file opens\n{}", window.text());
}

/// What headquarters said of events: kind and the event that it names.
fn said(house: &mut House) -> Vec<(String, String)> {
    let read = |body: &String| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        (text(&body["kind"]), text(&body["data"]["event"]))
    };
    let said = house.events();
    said.values().map(read).filter(|(kind, _)| kind.starts_with("ack.")).collect()
}

#[test]
fn what_is_returned_is_the_latest_act_that_stands_not_what_was_taken_back_nor_the_taking_back() {
    let Pair { folder: _folder, mut hq, mut ec } = pair();
    let draft = [
        ("change", "move_area"),
        ("title", "江苏划归华南"),
        ("place", "江苏"),
        ("to_region", "SC"),
        ("effective", "2027-01-01"),
        ("pro", "近"),
        ("con", "远"),
    ];
    let number = open(&mut ec, FileKind::Proposal, &draft);
    for item in ["pros_cons_weighed", "one_region", "handover"] {
        let found = [("check_item", item), ("finding", "已核"), ("holds", "yes")];
        act(&mut ec, &number, "check", &found);
    }
    act(&mut ec, &number, "submit", &[]);
    let submitted = ec.desk().latest_event(&number).unwrap();
    act(&mut ec, &number, "withdraw", &[("reasons", "再议")]);
    assert_ne!(ec.desk().latest_event(&number).unwrap(), submitted);
    ec.perform(Command::Undo);
    up(&mut ec, &mut hq);
    assert_eq!(waits(&mut hq), [("proposal", number.clone())]);
    let latest = hq.desk().latest_event(&number).unwrap();
    hq.desk().rule(&[latest], Ruling::Return, Some("请补充材料")).unwrap();
    assert_eq!(said(&mut hq), [("ack.returned".to_owned(), submitted)]);
    assert_eq!(why(hq.desk().latest_event("BG-EC-26-A-999")), "no-file-numbered");
}

/// The reason of a refusal.
fn why<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer.unwrap_err() {
        Refusal::Refused(mut whys) => whys.remove(0).key,
        Refusal::Store(fault) => panic!("{fault}"),
    }
}

#[test]
fn digests_of_regions_await_headquarters_and_its_own_await_nobody() {
    let Pair { folder: _folder, mut hq, mut ec } = pair();
    let issue = |house: &mut House| {
        let day = "2026-03-03".parse().unwrap();
        house.perform(Command::IssueSurvey { day, text: "综述".to_owned() }).number.unwrap()
    };
    let own = issue(&mut hq);
    assert_eq!(waits(&mut hq), []);
    assert_eq!(why(hq.desk().latest_event(&own)), "nothing-of-a-region", "it is here all the same");
    let theirs = issue(&mut ec);
    up(&mut ec, &mut hq);
    assert_eq!(waits(&mut hq), [("survey", theirs.clone())]);
    let latest = hq.desk().latest_event(&theirs).unwrap();
    hq.desk().rule(std::slice::from_ref(&latest), Ruling::Void, Some("误报")).unwrap();
    assert_eq!(waits(&mut hq), [], "what was voided awaits nothing");
    assert_eq!(why(hq.desk().latest_event(&theirs)), "nothing-stands");
}

#[test]
fn what_awaits_headquarters_is_asked_at_headquarters_by_key_and_by_command() {
    let Pair { folder: _folder, mut hq, mut ec } = pair();
    assert_eq!(why(ec.desk().awaiting()), "headquarters-decides");
    assert!(hq.desk().awaiting().unwrap().is_empty());
    let mut window = window(&mut ec, Lang::Zh, (120, 40));
    window.press("6").unwrap();
    assert!(window.text().contains("由总部决定"), "{}", window.text());
}

#[test]
fn a_desk_that_put_its_enrolment_into_the_folder_waits_until_it_is_enrolled() {
    let Pair { folder, hq, .. } = &mut pair();
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    hq.desk().remember_channel(stick.to_str().unwrap()).unwrap();
    assert!(waits(hq).is_empty());
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    std::fs::copy(sc.home.enrolment(), stick.join("enrol.daqu")).unwrap();
    std::fs::copy(sc.home.enrolment(), stick.join("again.daqu")).unwrap();
    std::fs::write(stick.join("noise.daqu"), "what is this").unwrap();
    let rows = hq.desk().awaiting().unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.kind, row.from), ("enrolment", Some(RegionCode::SC)));
    assert!(row.title.contains(&sc.desk().fingerprint()), "{}", row.title);
    enrol(hq, &mut sc);
    assert!(waits(hq).is_empty());
}
