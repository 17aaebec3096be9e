//! The desk's second key: the age identity that opens bundles encrypted to it.
//!
//! age's own generator asks the operating system by itself; here the 32 bytes come as an argument,
//! and only their spelling (Bech32, BIP 173) is made, so that any age program reads it.

use std::fmt;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use zeroize::Zeroizing;

use crate::domain::ports::Entropy;

const PREFIX: &str = "age-secret-key-";

/// A private age key (X25519). Never shows itself.
#[derive(Clone)]
pub struct AgeKey(Identity);

impl AgeKey {
    /// A new key from `entropy`, which on a real desk is the operating system's.
    pub fn generate(entropy: &mut dyn Entropy) -> AgeKey {
        let mut seed = Zeroizing::new([0u8; 32]);
        entropy.fill(&mut seed[..]);
        AgeKey::from_seed(&seed)
    }

    /// The key of 32 raw bytes.
    // invariant: the spelling made here is the one that the age crate reads; a test holds it.
    #[allow(clippy::expect_used)]
    pub fn from_seed(seed: &[u8; 32]) -> AgeKey {
        let text = bech32(PREFIX, seed);
        AgeKey(text.parse().expect("32 bytes are an age identity"))
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    pub fn parse(text: &str) -> Option<AgeKey> {
        text.trim().parse::<Identity>().ok().map(AgeKey)
    }

    /// `AGE-SECRET-KEY-1…`, for the key file alone.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// `age1…`: what others encrypt to, as enrolments and directories name it.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The identity as [`outer::unwrap`](super::outer::unwrap) takes it.
    pub fn identity(&self) -> Identity {
        self.0.clone()
    }
}

impl fmt::Debug for AgeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgeKey").field("recipient", &self.recipient()).finish_non_exhaustive()
    }
}

/// Whether `text` is an `age1…` recipient.
pub fn is_recipient(text: &str) -> bool {
    text.parse::<Recipient>().is_ok()
}

/// Bech32 in capitals, as age writes its identities. `prefix` is in lower case.
fn bech32(prefix: &str, bytes: &[u8]) -> Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let mut values = Zeroizing::new(Vec::<u8>::with_capacity(bytes.len() * 8 / 5 + 8));
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            values.push(five(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        values.push(five(held << (5 - bits)));
    }
    let mut sum = 1;
    for letter in prefix.bytes() {
        sum = step(sum, letter >> 5);
    }
    sum = step(sum, 0);
    for letter in prefix.bytes() {
        sum = step(sum, letter & 31);
    }
    for value in values.iter() {
        sum = step(sum, *value);
    }
    for _ in 0..6 {
        sum = step(sum, 0);
    }
    sum ^= 1;
    for place in (0..6u32).rev() {
        values.push(five(sum >> (5 * place)));
    }
    let mut text = Zeroizing::new(String::with_capacity(prefix.len() + 1 + values.len()));
    text.push_str(&prefix.to_ascii_uppercase());
    text.push('1');
    for value in values.iter() {
        text.push(char::from(LETTERS[usize::from(*value)].to_ascii_uppercase()));
    }
    text
}

/// The lowest five bits.
fn five(number: u32) -> u8 {
    (number & 31) as u8
}

/// One step of the checksum of BIP 173.
fn step(sum: u32, value: u8) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = sum >> 25;
    let mut sum = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
    for (place, term) in GENERATOR.iter().enumerate() {
        if (top >> place) & 1 == 1 {
            sum ^= term;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::encoding::unhex;

    /// A pair published with the age format's test suite.
    const SECRET: &str =
        "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
    const PUBLIC: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    #[test]
    fn thirty_two_bytes_are_spelled_as_age_spells_them() {
        let seed = "400bef1d8036f72664f0b7a5a62cfc956ed0765c641387636f534e8cb81e5058";
        let seed: [u8; 32] = unhex(seed).unwrap().try_into().unwrap();
        let key = AgeKey::from_seed(&seed);
        assert_eq!(key.to_text().as_str(), SECRET);
        assert_eq!(key.recipient(), PUBLIC);
        assert_eq!(AgeKey::parse(SECRET).unwrap().recipient(), PUBLIC);
        assert!(is_recipient(PUBLIC) && !is_recipient(SECRET));
        assert!(!format!("{key:?}").contains("SECRET"));
    }
}
