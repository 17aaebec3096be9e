//! Erasure by a signed directive: the bytes of a part are gone everywhere, the event that names them and every signature stay.

use daqu::desk::command::Command;
use daqu::desk::exchange::revocation::Ruling;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;

use crate::support::story::Story;

use super::support::{House, Pair, down, enrol, exchange, pair, split, up};

const TEXT: &str = "客户王总手机一三八零零零零零零零零。\n";

fn saved(house: &mut House) -> String {
    let events = house.events().into_iter();
    events.filter(|(_, body)| body.contains("minutes.saved")).map(|(id, _)| id).next().unwrap()
}

/// Whether a piece of the text is anywhere in the files of a store.
fn on_disk(house: &mut House) -> bool {
    house.close();
    ["daqu.db", "daqu.db-wal"].iter().any(|name| {
        let bytes = std::fs::read(house.home.folder().join(name)).unwrap_or_default();
        bytes.windows(18).any(|window| window == &TEXT.as_bytes()[..18])
    })
}

#[test]
fn an_order_erases_the_bytes_everywhere_and_breaks_no_signature() {
    let Pair { folder, hq, ec } = &mut pair();
    let words = daqu::i18n::Words::new(daqu::i18n::Lang::Zh);
    let number = ec.minutes(TEXT);
    let before = ec.export(None);
    exchange(ec, hq);
    let mut other = House::region(folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(hq, &mut other);
    let texts = |house: &mut House| {
        let parts = house.parts();
        parts.iter().filter(|part| part.bytes == TEXT.as_bytes()).count()
    };
    assert_eq!([texts(hq), texts(ec), texts(&mut other)], [1, 1, 1]);
    assert!(on_disk(ec));
    let event = saved(hq);
    let page = |house: &mut House| house.desk().minutes_page(&number, &words).unwrap();
    assert!(page(ec).is_some_and(|page| page.contains("王总")));
    hq.desk().rule(std::slice::from_ref(&event), Ruling::Purge, Some("保存期满")).unwrap();
    for house in [&mut *ec, &mut other] {
        assert_eq!(down(hq, house).purged, 1);
        assert!(!page(house).is_some_and(|page| page.contains("王总")), "hidden at once");
        assert_eq!(texts(house), 1, "and not yet erased");
        assert_eq!(texts_in(&house.write(None, true).1), 0, "it goes nowhere any more");
    }
    for house in [&mut *hq, &mut *ec, &mut other] {
        house.later(24 * 6);
        assert_eq!(texts(house), 1);
        house.later(25);
        assert_eq!(texts(house), 0);
        assert!(!on_disk(house), "not in the journal either");
        assert!(house.events().contains_key(&event), "the event stays");
        assert_eq!(house.audit(), []);
    }

    // What was sent before the order was heard does not bring it back, and nobody asks for it.
    assert_eq!(texts_in(&before), 1);
    hq.take(&before);
    assert_eq!(texts(hq), 0);
    exchange(&mut other, hq);
    exchange(ec, hq);
    assert_eq!([texts(hq), texts(ec), texts(&mut other)], [0, 0, 0]);
    for house in [hq, ec] {
        house.desk().rebuild().unwrap();
        assert_eq!(house.look(|tx| tx.wanted_parts()), []);
    }
}

/// Lines of a bare bundle that carry bytes of a part.
fn texts_in(file: &[u8]) -> usize {
    split(file).iter().filter(|line| line.contains("daqu.part.")).count()
}

#[test]
fn an_order_of_a_stolen_key_ends_with_the_key() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut stolen = House::second_headquarters(folder.path(), 700_000);
    enrol(hq, &mut stolen);
    ec.minutes(TEXT);
    exchange(ec, hq);
    let file = hq.export(Some("hq-b"));
    stolen.take(&file);
    down(hq, ec);
    let event = saved(&mut stolen);
    stolen.desk().rule(&[event], Ruling::Purge, None).unwrap();
    assert_eq!(down(&mut stolen, ec).purged, 1);
    hq.desk().revoke("hq-b", "被盗", None).unwrap();
    down(hq, ec);
    ec.later(24 * 30);
    let text = ec.parts().into_iter().find(|part| part.bytes == TEXT.as_bytes());
    let shown = text.is_some_and(|part| !ec.look(|tx| tx.is_purged(&part.hash)));
    assert!(shown, "seven days were enough to find out");
}

#[test]
fn a_text_that_another_event_names_as_well_stays_until_that_goes_too() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.minutes(TEXT);
    exchange(ec, hq);
    let (mut bodies, text) = (hq.events(), saved(hq));
    // Somebody names another's text as his own, and asks for the erasure of that.
    let body = bodies.remove(&text).unwrap();
    let mut body: serde_json::Value = serde_json::from_str(&body).unwrap();
    body["subject"] = "meeting:018bcfe5-6800-7000-8000-0000000000aa".into();
    let event = daqu::sync::event::sign_event(body.to_string(), &ec.key()).unwrap();
    let id = event.id();
    hq.take(&super::support::join(&[ec.segment(vec![event]).sign(&ec.key()).to_line()]));
    hq.desk().rule(&[id], Ruling::Purge, None).unwrap();
    hq.later(24 * 30);
    assert!(hq.parts().iter().any(|part| part.bytes == TEXT.as_bytes()));
}

#[test]
fn a_file_of_evidence_that_was_ordered_away_is_handed_to_nobody_and_goes() {
    let Pair { folder, hq, ec } = &mut pair();
    ec.claim("F1");
    ec.claim("F2");
    ec.accept();
    let photo = folder.path().join("site.jpg");
    std::fs::write(&photo, b"\xff\xd8\xff the site").unwrap();
    let number = ec.desk().cases(true).unwrap().remove(0).number;
    let photo = photo.display().to_string();
    let said = [
        ("evidence_kind", "photo"),
        ("title", "踏勘照片"),
        ("origin", "lawful"),
        ("file", &*photo),
        ("travels", "yes"),
    ];
    ec.perform(Command::Act {
        number: number.clone(),
        action: "evidence".to_owned(),
        args: Texts::from(said),
    });
    exchange(ec, hq);
    let entry = "3";
    assert!(ec.desk().evidence_file(&number, entry).is_ok());
    assert!(hq.desk().evidence_file(&number, entry).is_ok(), "it travelled");
    let events = hq.events().into_iter();
    let event = events.filter(|(_, body)| body.contains("conflict.evidence")).map(|(id, _)| id);
    let event: Vec<String> = event.collect();
    hq.desk().rule(&event, Ruling::Purge, Some("当事人申请")).unwrap();
    down(hq, ec);
    let kept = |house: &House| {
        let files = std::fs::read_dir(house.home.folder().join("files"));
        files.map_or(0, Iterator::count)
    };
    for house in [&mut *hq, &mut *ec] {
        assert!(house.desk().evidence_file(&number, entry).is_err(), "hidden at once");
    }
    assert_eq!(kept(ec), 1);
    ec.later(24 * 8);
    assert!(ec.desk().evidence_file(&number, entry).is_err());
    assert_eq!(kept(ec), 0, "and gone after seven days");
}

#[test]
fn a_region_erases_nothing_at_headquarters() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.minutes(TEXT);
    exchange(ec, hq);
    let event = saved(ec);
    assert!(ec.desk().rule(std::slice::from_ref(&event), Ruling::Purge, None).is_err());
    let body = hq.events().remove(&event).unwrap();
    let mut body: serde_json::Value = serde_json::from_str(&body).unwrap();
    body["kind"] = "ack.purged".into();
    body["data"] = serde_json::json!({ "event": event });
    body["parts"] = serde_json::json!([]);
    let order = daqu::sync::event::sign_event(body.to_string(), &ec.key()).unwrap();
    let file = super::support::join(&[ec.segment(vec![order]).sign(&ec.key()).to_line()]);
    let import = hq.take(&file);
    assert_eq!((import.events, import.purged), (1, 0), "it is kept, and orders nothing");
    assert_eq!(hq.look(|tx| tx.purge_orders()), [], "nor is it looked after");
    up(ec, hq);
    assert!(hq.parts().iter().any(|part| part.bytes == TEXT.as_bytes()));
}

#[test]
fn the_command_line_asks_before_it_erases() {
    let story = Story::begun();
    story.conflict();
    story.ok(&["--home", "D", "bundle", "export", "--out", "up.daqu"]);
    story.ok(&["--home", "Q", "bundle", "import", "up.daqu"]);
    let events = first_claim(&story);
    let purge = ["--home", "Q", "--lang", "en", "hq", "purge", &events, "--reason", "申请删除"];
    let refused = story.refused(&purge);
    assert!(refused.contains("Nothing was erased"), "{refused}");
    story.ok(&[&purge[..], &["--yes"]].concat());
    story.ok(&["--home", "Q", "audit"]);
}

/// The id of the first claim that headquarters holds.
fn first_claim(story: &Story) -> String {
    let sqlite = rusqlite::Connection::open(story.path().join("Q/daqu.db")).unwrap();
    let sql = "SELECT id FROM event WHERE body LIKE '%claim.submitted%' ORDER BY arrival LIMIT 1";
    sqlite.query_row(sql, [], |row| row.get(0)).unwrap()
}
