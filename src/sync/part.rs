//! Detachable parts: bytes that an event names only by their salted hash.
//!
//! Personal data and confidential text travel as lines of their own, so they can be withheld from
//! some readers and later be erased without breaking any signature. The event's signed hash binds
//! them; the line itself carries no signature. The salt keeps a short text from being guessed from
//! its hash, and is of fixed length, so that salt and content have one border.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::encoding::{self, ID_PREFIX};
use super::envelope::Envelope;
use super::fault::Refusal;
use super::{PART, VERSION, limits};
use crate::domain::ports::Entropy;

const WHAT: &str = "part";

/// One detachable part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// `sha256:` and the hexadecimal SHA-256 of salt and bytes, as the event names it.
    pub hash: String,
    /// [`limits::PART_SALT_BYTES`] random bytes.
    pub salt: Vec<u8>,
    /// The content.
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    v: u64,
    hash: String,
    salt: String,
    data: String,
}

/// What an event names a part by: `sha256:` and the hexadecimal SHA-256 of its salt and its bytes.
pub fn hash(salt: &[u8], bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(bytes);
    format!("{ID_PREFIX}{}", encoding::hex(&hash.finalize()))
}

impl PartLine {
    /// Salts `bytes`.
    ///
    /// # Errors
    /// [`Refusal::OverLimit`]: no reader would take it.
    pub fn new(bytes: Vec<u8>, entropy: &mut dyn Entropy) -> Result<PartLine, Refusal> {
        check_length(&bytes)?;
        let mut salt = vec![0; limits::PART_SALT_BYTES];
        entropy.fill(&mut salt);
        Ok(PartLine { hash: hash(&salt, &bytes), salt, bytes })
    }

    /// Whether the content is what the hash promises.
    pub fn is_intact(&self) -> bool {
        self.salt.len() == limits::PART_SALT_BYTES && hash(&self.salt, &self.bytes) == self.hash
    }

    /// The part as a line, without signatures.
    pub fn to_envelope(&self) -> Envelope {
        let payload = Payload {
            v: VERSION,
            hash: self.hash.clone(),
            salt: encoding::to_base64(&self.salt),
            data: encoding::to_base64(&self.bytes),
        };
        Envelope::signed(PART, encoding::to_json(&payload), &[])
    }

    /// Reads a part and checks it against its own hash; whether an event names that hash is for
    /// the caller to find out.
    ///
    /// # Errors
    /// [`Refusal`]: not a part, signatures on it, too long, or altered.
    pub fn from_envelope(envelope: &Envelope) -> Result<PartLine, Refusal> {
        let payload: Payload = encoding::read(envelope, PART, WHAT, limits::LINE_BYTES)?;
        encoding::check_version(WHAT, payload.v)?;
        encoding::require(envelope.signatures.is_empty(), WHAT, "a part carries no signature")?;
        let salt = encoding::from_base64(&payload.salt);
        let bytes = encoding::from_base64(&payload.data);
        let (Some(salt), Some(bytes)) = (salt, bytes) else {
            return Err(Refusal::Incoherent { what: WHAT, rule: "salt and data are base64" });
        };
        check_length(&bytes)?;
        let part = PartLine { hash: payload.hash, salt, bytes };
        encoding::require(part.is_intact(), WHAT, "salt and content have the hash it names")?;
        Ok(part)
    }
}

fn check_length(bytes: &[u8]) -> Result<(), Refusal> {
    let (found, limit) = (bytes.len(), limits::PART_BYTES);
    if found > limit {
        return Err(Refusal::OverLimit { what: WHAT, unit: "bytes", found, limit });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::{Counting, key};

    #[test]
    fn a_part_is_what_its_hash_promises_or_refused() {
        let part = PartLine::new("评估".into(), &mut Counting(0)).unwrap();
        let known = "sha256:f46b0805e7bb988881be37a58892e58449503db2a25a6232db27bfc830a44bfc";
        assert_eq!(part.hash, known);
        let envelope = part.to_envelope();
        assert_eq!(PartLine::from_envelope(&envelope), Ok(part.clone()));

        let edited = PartLine { bytes: "估价".into(), ..part.clone() };
        assert!(PartLine::from_envelope(&edited.to_envelope()).is_err());
        let moved = PartLine {
            salt: part.salt[..15].to_vec(),
            bytes: [&part.salt[15..], &part.bytes[..]].concat(),
            ..part.clone()
        };
        assert!(PartLine::from_envelope(&moved.to_envelope()).is_err(), "the border is fixed");
        let mut signed = envelope;
        signed.add_signature(&key("east"));
        assert!(PartLine::from_envelope(&signed).is_err());
    }
}
