//! A damaged store: whatever page of it is lost, what can be read is kept, and headquarters gives the rest back.

use std::path::Path;
use std::sync::Arc;

use daqu::desk::rescue::rescue;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::{DeskError, SharedClock};

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, exchange, pair};

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
