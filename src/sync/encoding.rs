//! Small encodings shared by the wire: hexadecimal, base64, ids, strict JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::envelope::Envelope;
use super::fault::Refusal;
use super::ijson::IJson;
use super::{VERSION, limits};

/// What every signed id begins with.
pub(super) const ID_PREFIX: &str = "sha256:";

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Reads lower-case hexadecimal; one value has one spelling, so capitals are refused.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some((nibble(pair[0])? << 4) | nibble(pair[1])?)).collect()
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Whether `text` is a SHA-256 in lower-case hexadecimal: a key id, or an id after its prefix.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| nibble(byte).is_some())
}

/// Whether `text` is the id of something signed.
pub(super) fn is_id(text: &str) -> bool {
    text.strip_prefix(ID_PREFIX).is_some_and(is_hash)
}

/// Standard base64 with padding.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64 with padding, in its one canonical spelling.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The JSON bytes of a payload that is about to be signed.
// invariant: payloads are structs of texts, integers and lists; serde_json cannot fail on them.
#[allow(clippy::expect_used)]
pub(super) fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("a payload is plain data")
}

/// What the parser met, without its line number, which is always 1 here.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.rsplit_once(" at line ").map_or(text.as_str(), |(cause, _)| cause);
    let cause: String = cause.chars().take(160).collect();
    format!("{cause} (column {})", error.column())
}

/// Reads a payload of one kind from an envelope of the type `expected`.
pub(super) fn read<T: DeserializeOwned>(
    envelope: &Envelope,
    expected: &'static str,
    what: &'static str,
    limit: usize,
) -> Result<T, Refusal> {
    if envelope.payload_type != expected {
        return Err(Refusal::WrongType { expected, found: envelope.payload_type.clone() });
    }
    let found = envelope.payload.len();
    if found > limit {
        return Err(Refusal::OverLimit { what, unit: "bytes", found, limit });
    }
    let parsed = serde_json::from_slice::<IJson>(&envelope.payload)
        .and_then(|_| serde_json::from_slice(&envelope.payload));
    parsed.map_err(|error| Refusal::Malformed { what, reason: reason(&error) })
}

/// Holds what was written in a later version of the same payload type.
pub(super) fn check_version(what: &'static str, version: u64) -> Result<(), Refusal> {
    if version == VERSION {
        return Ok(());
    }
    Err(Refusal::NeedsUpgrade { what, needed: version, own: VERSION })
}

/// Refuses `what` unless `holds`.
pub(super) fn require(holds: bool, what: &'static str, rule: &'static str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::Incoherent { what, rule }) }
}

/// Whether every JSON reader reads `number` alike.
pub(super) fn is_safe(number: u64) -> bool {
    number <= limits::INTEGER
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_value_has_one_spelling() {
        assert_eq!(hex(&[0, 0xaf]), "00af");
        assert_eq!(unhex("00af").unwrap(), [0, 0xaf]);
        assert_eq!(unhex("00AF"), None);
        assert_eq!(unhex("00a"), None);
        assert_eq!(from_base64("AA=="), Some(vec![0]));
        assert_eq!(from_base64("AB=="), None, "unused bits must be zero");
        assert_eq!(from_base64("AA"), None, "padding is required");
        assert_eq!(from_base64("__8="), None, "the web alphabet is another one");
    }
}
