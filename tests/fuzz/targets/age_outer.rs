//! What stands around the lines: age, zstd, or both, whole or damaged. What is opened never exceeds the limit of a file, and what
//! is wrapped comes out as it went in.
#![no_main]

use daqu::sync::age_key::AgeKey;
use daqu::sync::limits;
use daqu::sync::outer::{seal, unwrap, wrap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let key = AgeKey::from_seed(&[7; 32]);
    if let Ok(plain) = unwrap(bytes, &[key.identity()]) {
        assert!(plain.len() <= limits::FILE_BYTES);
    }
    let recipients = [key.recipient()];
    // The same bytes inside a good age layer reach what is behind it.
    if let Ok(sealed) = seal(bytes, &recipients) {
        let _ = unwrap(&sealed, &[key.identity()]);
    }
    let lines = [b"{", bytes].concat();
    if let Ok(file) = wrap(&lines, &recipients, false) {
        assert_eq!(unwrap(&file, &[key.identity()]).ok(), Some(lines));
    }
});
