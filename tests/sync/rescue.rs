//! A damaged store: whatever page of it is lost, what can be read is kept, and headquarters gives the rest back.

use std::path::Path;
use std::sync::Arc;

use daqu::desk::rescue::rescue;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::{DeskError, SharedClock};
use daqu::domain::territory::RegionCode;

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, down, enrol, exchange, pair};

const PAGE: usize = 4096;

fn rescued(house: &House) -> Result<daqu::desk::rescue::Rescued, DeskError> {
    let clock: SharedClock = Arc::new(FixedClock("2026-03-04T01:00:00Z".parse().unwrap()));
    rescue(&house.home, &clock, Box::new(SeededEntropy::new(78)))
}

fn remove_set_aside(home: &Path) {
    for entry in std::fs::read_dir(home).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("set-aside") {
            std::fs::remove_dir_all(entry.path()).unwrap();
        }
    }
}

#[test]
fn whatever_page_is_lost_what_can_be_read_is_kept_and_headquarters_gives_the_rest_back() {
    let Pair { hq, ec, .. } = &mut pair();
    for unit in ["F1", "F2", "F3"] {
        ec.claim(unit);
    }
    ec.accept();
    ec.minutes("一、核对报备时间。\n");
    exchange(ec, hq);
    exchange(ec, hq);
    let all = hq.events();
    assert!(ec.events().keys().all(|id| all.contains_key(id)));
    let [at_desk, at_headquarters] = [ec.backup(), hq.backup()];
    let store = std::fs::read(ec.home.store()).unwrap();
    let (mut kept, mut lost, mut untouched) = (0, 0, 0);
    for page in (0..store.len() / PAGE).step_by(3) {
        ec.restore(&at_desk);
        hq.restore(&at_headquarters);
        let mut damaged = store.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0x5a);
        std::fs::write(ec.home.store(), &damaged).unwrap();
        match rescued(ec) {
            Ok(_) => {
                kept += 1;
                exchange(ec, hq);
                let now = ec.events();
                assert!(all.keys().all(|id| now.contains_key(id)), "page {page}");
                assert_eq!(ec.audit(), [], "page {page}");
                assert_eq!(hq.audit(), [], "page {page}");
                ec.close();
            }
            // A page that nothing is on.
            Err(DeskError::Whole(_)) => untouched += 1,
            Err(_) => {
                lost += 1;
                let as_it_was = std::fs::read(ec.home.store()).unwrap() == damaged;
                assert!(as_it_was, "page {page}: nothing was changed");
            }
        }
        remove_set_aside(ec.home.folder());
    }
    println!("{kept} rescued, {lost} not, {untouched} untouched");
    // The list of tables, what the desk knows of itself, and a link of the directory's chain cannot be done without.
    assert!(kept > 4 * lost, "{kept} rescued, {lost} not, {untouched} untouched");
}

/// Alters the store beside a closed desk, as damage does that SQLite itself does not see.
fn alter(house: &mut House, sql: &str) {
    house.close();
    let sqlite = rusqlite::Connection::open(house.home.store()).unwrap();
    // What guards truth against programs does not guard it against a disk.
    let triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN
                    ('event', 'segment', 'sealed', 'directory')";
    let names: Vec<String> = sqlite
        .prepare(triggers)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in names {
        sqlite.execute_batch(&format!("DROP TRIGGER \"{name}\"")).unwrap();
    }
    sqlite.execute_batch(sql).unwrap();
}

#[test]
fn damage_in_many_places_costs_what_stands_there_and_no_more() {
    let Pair { hq, ec, .. } = &mut pair();
    for n in 0..60 {
        ec.minutes(&format!("一、第{n}次核对。\n{}", "很长的纪要。".repeat(200)));
    }
    let all = ec.events();
    ec.close();
    let store = std::fs::read(ec.home.store()).unwrap();
    let pages = store.len() / PAGE;
    let mut damaged = store;
    for n in 1..8 {
        let page = n * pages / 8;
        damaged[page * PAGE..(page + 1) * PAGE].fill(0x5a);
    }
    std::fs::write(ec.home.store(), &damaged).unwrap();
    let rescued = rescued(ec).unwrap();
    assert!(!rescued.incomplete.is_empty());
    let kept = ec.events();
    assert!(kept.len() * 10 > all.len() * 8, "{} of {}", kept.len(), all.len());
    assert_eq!(ec.audit(), []);
    exchange(ec, hq);
    assert_eq!(hq.events(), kept, "what was never sent is told now");
}

#[test]
fn a_lost_link_in_the_middle_of_a_log_comes_back() {
    let Pair { hq, ec, .. } = &mut pair();
    for unit in ["F1", "F2", "F3"] {
        ec.claim(unit);
        exchange(ec, hq);
    }
    for house in [&mut *ec, &mut *hq] {
        let before = house.events();
        let links = "SELECT id FROM segment WHERE aud = 'role:hq' ORDER BY seq LIMIT 1 OFFSET 1";
        let of = format!("(SELECT event FROM sealed WHERE segment = ({links}))");
        alter(
            house,
            &format!(
                "DELETE FROM event WHERE id IN {of}; UPDATE segment SET line = 'x' || line WHERE id = ({links});"
            ),
        );
        assert!(rescued(house).unwrap().incomplete.contains(&"segment"));
        assert!(house.events().len() < before.len());
    }
    // Each has lost what the other lost; neither had lost all of it.
    exchange(ec, hq);
    exchange(ec, hq);
    assert!(ec.audit().is_empty() && hq.audit().is_empty());
}

#[test]
fn a_link_that_headquarters_has_comes_back_to_the_desk() {
    let Pair { hq, ec, .. } = &mut pair();
    for unit in ["F1", "F2", "F3"] {
        ec.claim(unit);
        exchange(ec, hq);
    }
    let all = hq.events();
    let link = "SELECT id FROM segment WHERE aud = 'role:hq' ORDER BY seq LIMIT 1 OFFSET 1";
    alter(
        ec,
        &format!(
            "DELETE FROM event WHERE id IN (SELECT event FROM sealed WHERE segment = ({link}));
             UPDATE segment SET line = 'x' || line WHERE id = ({link});"
        ),
    );
    rescued(ec).unwrap();
    assert_ne!(ec.events(), all);
    exchange(ec, hq);
    assert_eq!(ec.events(), all);
    assert!(ec.audit().is_empty() && hq.audit().is_empty());
}

#[test]
fn what_sqlite_does_not_see_is_found_by_its_hash_and_signature() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.minutes("一、核对。\n");
    exchange(ec, hq);
    let all = ec.events();
    for damage in [
        "UPDATE event SET body = replace(body, 'F1', 'F2') WHERE body LIKE '%claim.submitted%'",
        "UPDATE event SET sig = 'A' || substr(sig, 2) WHERE body LIKE '%claim.submitted%'",
        "UPDATE event SET subject = 'claim:018bcfe5-6800-7000-8000-0000000000aa' WHERE body LIKE '%claim.submitted%'",
        "UPDATE part SET bytes = x'00'",
        "DELETE FROM part",
    ] {
        alter(ec, damage);
        // Bytes that are simply gone leave a store that is whole.
        let whole = matches!(rescued(ec), Err(DeskError::Whole(_)));
        assert_eq!(whole, damage == "DELETE FROM part", "{damage}");
        if whole {
            continue;
        }
        exchange(ec, hq);
        exchange(ec, hq);
        assert!(all.iter().all(|(id, body)| ec.events().get(id) == Some(body)), "{damage}");
        assert_eq!(ec.audit(), [], "{damage}");
        assert!(ec.parts().iter().any(|part| part.bytes == "一、核对。\n".as_bytes()), "{damage}");
        assert_eq!(ec.desk().claims().unwrap().len(), 1, "{damage}");
    }
}

#[test]
fn what_a_revoked_key_did_before_its_cut_off_still_counts_after_a_rescue() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut new = House::region(folder.path(), "ec-b", RegionCode::EC, 900_000);
    ec.claim("F1");
    ec.claim("F2");
    exchange(ec, hq);
    enrol(hq, &mut new);
    hq.desk().revoke("ec-a", "遗失", None).unwrap();
    down(hq, &mut new);
    for house in [&mut *hq, &mut new] {
        assert_eq!(house.desk().claims().unwrap().len(), 2);
        alter(house, "UPDATE event SET sig = 'A' || substr(sig, 2) WHERE arrival = 1");
        rescued(house).unwrap();
        assert_eq!(house.desk().claims().unwrap().len(), 2);
        assert_eq!(house.desk().cases(true).unwrap().len(), 1);
    }
}

#[test]
fn the_command_line_says_that_the_store_is_damaged_and_rescues_it() {
    let story = Story::begun();
    story.conflict();
    let whole = story.refused(&["--home", "D", "--lang", "en", "rescue"]);
    assert!(whole.contains("nothing to rescue"), "{whole}");
    let store = story.path().join("D/daqu.db");
    let mut bytes = std::fs::read(&store).unwrap();
    // Pages of the middle, and a program that did not end in order.
    let half = bytes.len() / 2 / PAGE * PAGE;
    bytes[half..half + 2 * PAGE].fill(0x5a);
    std::fs::write(&store, bytes).unwrap();
    std::fs::write(story.path().join("D/daqu.db-wal"), [0; 32]).unwrap();
    let said = story.refused(&["--home", "D", "--lang", "en", "case", "list"]);
    assert!(said.contains("damaged") && said.contains("daqu rescue"), "{said}");
    let output = daqu(story.path(), &["--home", "D", "--lang", "en", "rescue"]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{output:?}");
    let cases = story.json(&["--home", "D", "case", "list", "--json"]);
    assert_eq!(cases.as_array().unwrap().len(), 1);
    story.ok(&["--home", "D", "audit"]);
}
