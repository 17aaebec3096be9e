//! Events out of one desk and into another: a region's leads to headquarters, sealed, compressed and encrypted as by default.
//!
//! Beside them stands what nobody can do without: SQLite keeping the same texts under their ids, and `verify_strict` of every
//! signature, spread over as many cores.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use daqu::desk::exchange::export::Packing;
use daqu::desk::exchange::headquarters::{RootFlag, read_enrolment};
use daqu::desk::home::Home;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::{Desk, OwnedEntropy, SharedClock};
use daqu::domain::territory::RegionCode;
use daqu::sync::event::SignedEvent;
use daqu::sync::keys::PublicKey;

use crate::{FILE, made, timed};

/// What one exchange took.
pub struct Exchanged {
    /// Events in the files.
    pub events: usize,
    /// Files, and the bytes of all of them.
    pub files: (usize, usize),
    /// Sealing, packing, compressing, encrypting, writing.
    pub out: Duration,
    /// Reading, checking, keeping, folding.
    pub taken_in: Duration,
    /// Taking the same files in once more: nothing is new.
    pub again: Duration,
    /// Bare SQLite keeps the texts.
    pub kept: Duration,
    /// Every signature is checked.
    pub checked: Duration,
}

/// The first bundle of a region that holds so many leads.
pub fn exchange(leads: usize) -> Exchanged {
    let folder = tempfile::tempdir().unwrap();
    let clock: SharedClock = Arc::new(FixedClock("2026-11-23T01:12:00Z".parse().unwrap()));
    let entropy = |seed| -> OwnedEntropy { Box::new(SeededEntropy::new(seed)) };
    let home = |name: &str| Home::at(folder.path().join(name));
    let one = RootFlag { threshold: 1, keys: 1 };
    let hq = Desk::init_headquarters(home("hq"), "总部", one, None, clock.clone(), entropy(1));
    let ec = Desk::init(home("ec"), RegionCode::EC, "台", "人", None, clock, entropy(2));
    let (mut hq, mut ec) = (hq.unwrap(), ec.unwrap());
    let enrolment = read_enrolment(&std::fs::read(home("ec").enrolment()).unwrap()).unwrap();
    let (desk, _) = hq.enrol(&enrolment, None).unwrap();
    let welcome = folder.path().join("welcome.daqu");
    hq.export(Some(&desk.id), &welcome, Packing::default()).unwrap();
    ec.import(&welcome, hq.org_fingerprint().as_deref()).unwrap();
    for from in (0..leads).step_by(FILE) {
        let notices = made::notices(from, FILE.min(leads - from));
        assert_eq!(ec.take_in_bytes(notices.as_bytes()).unwrap().rejected, 0);
    }

    let began = Instant::now();
    let export = ec.export(None, &folder.path().join("up.daqu"), Packing::default()).unwrap();
    let out = began.elapsed();
    let take_in = |hq: &mut Desk| {
        timed(|| {
            for file in &export.files {
                assert!(hq.import(file, None).unwrap().rejected.is_empty());
            }
        })
    };
    let taken_in = take_in(&mut hq);
    let again = take_in(&mut hq);
    let events = events(&home("hq"), &desk.key_id().unwrap());
    assert!(events.len() >= leads && export.events == events.len());
    Exchanged {
        events: events.len(),
        files: (export.files.len(), export.bytes),
        out,
        taken_in,
        again,
        kept: keep(folder.path(), &events),
        checked: check(&desk.public_key().unwrap(), &events),
    }
}

/// What a desk holds by a key.
fn events(home: &Home, key: &str) -> Vec<SignedEvent> {
    let sqlite = rusqlite::Connection::open(home.store()).unwrap();
    let mut rows = sqlite.prepare("SELECT body, sig FROM event WHERE key = ?1").unwrap();
    let rows = rows.query_map([key], |row| {
        Ok(SignedEvent { key: key.to_owned(), sig: row.get(1)?, body: row.get(0)? })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn keep(folder: &Path, events: &[SignedEvent]) -> Duration {
    let mut sqlite = rusqlite::Connection::open(folder.join("bare.db")).unwrap();
    sqlite.pragma_update(None, "journal_mode", "WAL").unwrap();
    sqlite.execute("CREATE TABLE event (id TEXT PRIMARY KEY, sig TEXT, body TEXT)", []).unwrap();
    let rows: Vec<(String, &str, &str)> =
        events.iter().map(|event| (event.id(), &*event.sig, &*event.body)).collect();
    timed(|| {
        let transaction = sqlite.transaction().unwrap();
        let mut insert = transaction.prepare("INSERT INTO event VALUES (?1, ?2, ?3)").unwrap();
        for row in &rows {
            insert.execute((&row.0, row.1, row.2)).unwrap();
        }
        drop(insert);
        transaction.commit().unwrap();
    })
}

fn check(key: &PublicKey, events: &[SignedEvent]) -> Duration {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = events.len().div_ceil(cores).max(1);
    timed(|| {
        std::thread::scope(|scope| {
            for events in events.chunks(share) {
                scope.spawn(move || assert!(events.iter().all(|event| event.verify(key))));
            }
        });
    })
}
