//! What a desk of the directory signs, whatever it says: each line is an event's text, and all of them are the next segment of the
//! region's log. Headquarters takes it in, twice, shows its lists, and what was derived step by step is what a rebuild derives.
#![no_main]

use std::cell::RefCell;

use daqu::sync::event::sign_event;
use daqu::sync::segment::{LogId, Segment};
use daqu_fuzz::{Headquarters, key};
use libfuzzer_sys::fuzz_target;

thread_local!(static HQ: RefCell<Headquarters> = RefCell::new(Headquarters::new()));

fuzz_target!(|bytes: &[u8]| {
    let key = key();
    let events: Vec<_> = String::from_utf8_lossy(bytes)
        .lines()
        .take(64)
        .filter_map(|line| sign_event(line.to_owned(), &key).ok())
        .collect();
    if events.is_empty() {
        return;
    }
    HQ.with_borrow_mut(|hq| {
        // What earlier inputs brought stays for a while: events meet others.
        if hq.taken.0 >= 200 {
            *hq = Headquarters::new();
        }
        let (seq, prev) = (hq.taken.0 + 1, hq.taken.1.clone());
        let aud = "role:hq".to_owned();
        let log = LogId { key: key.public().key_id(), inc: "4f9c1a7be2d03358".to_owned(), aud };
        let org = hq.desk.context().org().to_owned();
        let made = "2026-11-23T01:12:00Z".to_owned();
        let segment = Segment { v: 1, org, log, seq, prev, made, min_reader: None, events };
        let line = segment.sign(&key);
        let file = line.to_line() + "\n";
        let import = hq.desk.import_bytes(file.as_bytes(), None).unwrap();
        if import.segments == 1 {
            hq.taken = (seq, Some(line.id()));
        }
        let again = hq.desk.import_bytes(file.as_bytes(), None).unwrap();
        assert_eq!((again.segments, again.events), (0, 0));
    });
});
