//! Keys, their ids, and the thirty digits that two people read to each other.
//!
//! Ed25519 (RFC 8032) with strict verification: no small-order keys, no second spelling of a
//! signature. The same kind of key signs for a desk and, kept apart, as a root of the directory.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::encoding;
use super::envelope::pae;
use crate::domain::ports::Entropy;

/// The name of the only signature algorithm of this version, as directories write it.
pub const ED25519: &str = "ed25519";

/// A private signing key. Leaves memory when dropped and never shows itself.
#[derive(Clone)]
pub struct DeskKey(SigningKey);

impl DeskKey {
    /// A new key from `entropy`, which on a real desk is the operating system's.
    pub fn generate(entropy: &mut dyn Entropy) -> DeskKey {
        let mut seed = Zeroizing::new([0u8; 32]);
        entropy.fill(&mut seed[..]);
        DeskKey(SigningKey::from_bytes(&seed))
    }

    /// The key of a stored seed (RFC 8032's 32-byte private key).
    pub fn from_seed(seed: [u8; 32]) -> DeskKey {
        let seed = Zeroizing::new(seed);
        DeskKey(SigningKey::from_bytes(&seed))
    }

    /// The seed, for the key file alone.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `payload` as being of `payload_type`; 64 bytes.
    pub fn sign(&self, payload_type: &str, payload: &[u8]) -> Vec<u8> {
        self.0.sign(&pae(payload_type, payload)).to_bytes().to_vec()
    }
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeskKey").field("public", &self.public()).finish_non_exhaustive()
    }
}

/// A raw Ed25519 public key. Any 32 bytes can be held; bytes that are no key verify nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// How directories and logs name this key: hexadecimal SHA-256 of the raw bytes.
    pub fn key_id(&self) -> String {
        encoding::hex(&Sha256::digest(self.0))
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        encoding::hex(&self.0)
    }

    /// Reads [`PublicKey::to_hex`]; capitals are refused, so that a key has one spelling.
    pub fn from_hex(text: &str) -> Option<PublicKey> {
        let bytes = encoding::unhex(text)?;
        <[u8; 32]>::try_from(bytes).ok().map(PublicKey)
    }

    /// Whether `sig` is this key's signature of `payload` as `payload_type`, by strict rules.
    pub fn verify(&self, payload_type: &str, payload: &[u8], sig: &[u8]) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else {
            return false;
        };
        let Ok(signature) = ed25519_dalek::Signature::from_slice(sig) else {
            return false;
        };
        key.verify_strict(&pae(payload_type, payload), &signature).is_ok()
    }

    /// The digits by which people compare this key.
    pub fn fingerprint(&self) -> String {
        fingerprint(&[&self.0])
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_hex())
    }
}

/// Thirty decimal digits (about 100 bits) in six groups of five, to be read aloud: each group is
/// five bytes of the SHA-256 of the joined `parts`, as a big-endian number modulo 100,000.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    digits(&hash.finalize())
}

/// The fingerprint of a key of which only the id is known: a stranger's, met in a bundle.
pub fn fingerprint_of_id(key_id: &str) -> Option<String> {
    let hash = encoding::unhex(key_id)?;
    (hash.len() == 32).then(|| digits(&hash))
}

fn digits(hash: &[u8]) -> String {
    let groups = hash.chunks_exact(5).take(6).map(|bytes| {
        let number = bytes.iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
        format!("{:05}", number % 100_000)
    });
    groups.collect::<Vec<_>>().join(" ")
}

/// Reads a fingerprint as people type it: blanks and dashes anywhere, full-width digits. `None`
/// unless there are exactly thirty digits and nothing else.
pub fn parse_fingerprint(text: &str) -> Option<String> {
    let mut found = String::with_capacity(30);
    for letter in text.chars() {
        match letter {
            '0'..='9' => found.push(letter),
            '０'..='９' => {
                let value = u32::from(letter) - u32::from('０');
                found.push(char::from_digit(value, 10)?);
            }
            '-' | '－' | '—' | '–' | '‐' | '‑' | '−' => {}
            blank if blank.is_whitespace() => {}
            _ => return None,
        }
        if found.len() > 30 {
            return None;
        }
    }
    if found.len() != 30 {
        return None;
    }
    let groups: Vec<&str> =
        (0..6).filter_map(|group| found.get(group * 5..group * 5 + 5)).collect();
    Some(groups.join(" "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::STATUS;
    use crate::sync::testing::key;

    #[test]
    fn keys_ids_and_signatures_are_those_of_the_specification() {
        let east = key("east");
        let public = "e248a9665b5e1aab4deb9a8f1f96c4ccb202b1b88bbbef6a3d81f74057cdd4f9";
        assert_eq!(east.public().to_hex(), public);
        assert_eq!(PublicKey::from_hex(public), Some(east.public()));
        let id = "e79fde7f6b418cac8e4280a7aa79a67fefccd7c6de2813c16e7a51f7301b37c2";
        assert_eq!(east.public().key_id(), id);
        let sig = "v07D706CO7Cwxq9zmbIw2MY6cqRWaggwPzYNRpTmFEK6qdXiSjkk1+tANSmg9U96UPtoKM1z6D3RgeZkzc2cDg==";
        let signed = east.sign(STATUS, br#"{"v":1}"#);
        assert_eq!(encoding::to_base64(&signed), sig);
        assert!(east.public().verify(STATUS, br#"{"v":1}"#, &signed));
        assert!(!east.public().verify(STATUS, br#"{"v":2}"#, &signed));
        assert!(!key("hq-a").public().verify(STATUS, br#"{"v":1}"#, &signed));
    }

    #[test]
    fn a_key_that_fits_every_message_verifies_none() {
        let mut small = [0u8; 32];
        small[0] = 1;
        let mut sig = [0u8; 64];
        sig[0] = 1;
        assert!(!PublicKey(small).verify(STATUS, b"anything", &sig));
        assert!(!PublicKey(small).verify(STATUS, b"anything", b"short"));
    }

    #[test]
    fn a_fingerprint_survives_the_way_people_write_it() {
        let east = key("east").public();
        let shown = "04331 93090 81222 25798 23054 64315";
        assert_eq!(east.fingerprint(), shown);
        assert_eq!(fingerprint_of_id(&east.key_id()).as_deref(), Some(shown));
        let typed = "０４３３１-93090—81222\u{3000}25798\t2305464315 ";
        assert_eq!(parse_fingerprint(typed).as_deref(), Some(shown));
        assert_eq!(parse_fingerprint("04331 93090 81222 25798 23054 6431"), None);
        assert_eq!(parse_fingerprint("04331 93090 81222 25798 23054 643155"), None);
        assert_eq!(parse_fingerprint("04331 93090 81222 25798 23054 6431x"), None);
    }

    #[test]
    fn a_private_key_does_not_show_itself() {
        let east = key("east");
        let shown = format!("{east:?}");
        assert!(shown.contains(&east.public().to_hex()));
        assert!(!shown.contains(&encoding::hex(&east.seed()[..])));
    }
}
