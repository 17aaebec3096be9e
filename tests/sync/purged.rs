//! Erasure by a signed directive: the bytes of a part are gone everywhere, the event that names them and every signature stay.

use daqu::desk::exchange::revocation::Ruling;
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
    ec.minutes(TEXT);
    exchange(ec, hq);
    let mut other = House::region(folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(hq, &mut other);
    let before = ec.export(None);
    let texts = |house: &mut House| {
        let parts = house.parts();
        parts.iter().filter(|part| part.bytes == TEXT.as_bytes()).count()
    };
    assert_eq!([texts(hq), texts(ec), texts(&mut other)], [1, 1, 1]);
    assert!(on_disk(ec));
    let event = saved(hq);
    hq.desk().rule(std::slice::from_ref(&event), Ruling::Purge, Some("保存期满")).unwrap();
    assert_eq!(texts(hq), 0);
    for house in [&mut *ec, &mut other] {
        assert_eq!(down(hq, house).purged, 1);
        assert_eq!(texts(house), 0);
        assert!(!on_disk(house), "not in the journal either");
        assert!(house.events().contains_key(&event), "the event stays");
        assert_eq!(house.audit(), []);
    }
    assert!(!on_disk(hq));
    assert_eq!(hq.audit(), []);

    // What was sent before the order was heard does not bring it back, and nobody asks for it.
    assert!(split(&before).iter().all(|line| !line.is_empty()));
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
