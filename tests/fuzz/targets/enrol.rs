//! An enrolment as a stranger writes it: any bytes as a file, and any payload with a good signature of the key it may name.
#![no_main]

use daqu::desk::exchange::headquarters::read_enrolment;
use daqu::sync::ENROL;
use daqu::sync::enrol::Enrol;
use daqu::sync::envelope::Envelope;
use daqu::sync::keys::parse_fingerprint;
use daqu_fuzz::key;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_enrolment(bytes);
    let signed = Envelope::signed(ENROL, bytes.to_vec(), &[&key()]);
    if let Ok(enrol) = Enrol::from_envelope(&signed) {
        assert_eq!(enrol.public_key(), Some(key().public()));
        assert!(parse_fingerprint(&enrol.fingerprint()).is_some());
    }
});
