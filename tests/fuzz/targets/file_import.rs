//! Any bytes as a file: told, judged by the root keys of the vectors, and taken in by a desk. Nothing panics, and a file that is
//! taken in once brings nothing the second time.
#![no_main]

use std::cell::RefCell;

use daqu::sync::judge::judge;
use daqu::sync::roots::Roots;
use daqu::sync::reader::read_lines;
use daqu::sync::says::Says;
use daqu_fuzz::Headquarters;
use libfuzzer_sys::fuzz_target;

thread_local!(static HQ: RefCell<Headquarters> = RefCell::new(Headquarters::new()));

const ROOTS: &str = include_str!("../../fixtures/sync/roots.txt");

fuzz_target!(|bytes: &[u8]| {
    for line in read_lines(bytes).filter_map(|(_, line)| line.ok()) {
        let _ = Says::of(&line);
        // What is passed on is what came.
        let again = daqu::sync::envelope::Envelope::from_line(line.envelope().to_line().as_bytes());
        assert_eq!(again.as_ref(), Ok(line.envelope()));
    }
    judge(&[bytes.to_vec()], &Roots::parse(ROOTS).unwrap());
    HQ.with_borrow_mut(|hq| {
        if hq.desk.import_bytes(bytes, None).is_ok() {
            let again = hq.desk.import_bytes(bytes, None).unwrap();
            assert_eq!((again.segments, again.events, again.directories), (0, 0, 0));
        }
    });
});
