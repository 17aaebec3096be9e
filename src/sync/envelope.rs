//! One line of a bundle: a DSSE v1 envelope.
//!
//! What is signed and hashed is the *pre-authentication encoding* ([`pae`]) of payload type and
//! payload, so a payload can never be passed off as one of another type. The payload stays the
//! bytes it was signed as. Source: the DSSE protocol, v1.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use sha2::{Digest, Sha256};

use super::encoding::{self, ID_PREFIX};
use super::fault::LineFault;
use super::keys::DeskKey;
use super::limits;

/// A payload with its type and signatures, checked for form only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Media type of the payload, ASCII.
    pub payload_type: String,
    /// The exact bytes that were signed.
    pub payload: Vec<u8>,
    /// Who signed, none of it verified yet.
    pub signatures: Vec<Signature>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Key id of the signer: hexadecimal SHA-256 of the raw public key.
    pub keyid: String,
    /// The raw signature.
    pub sig: Vec<u8>,
}

/// The bytes that are signed and hashed: `DSSEv1 <length> <type> <length> <payload>`, lengths in
/// bytes.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    let mut bytes = Vec::with_capacity(head.len() + payload.len());
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// The id of anything signed: `sha256:` and the hexadecimal SHA-256 of its [`pae`].
pub fn content_id(payload_type: &str, payload: &[u8]) -> String {
    let hash = Sha256::digest(pae(payload_type, payload));
    format!("{ID_PREFIX}{}", encoding::hex(&hash))
}

impl Envelope {
    /// Wraps `payload` and signs it with each of `keys`.
    pub fn signed(payload_type: &str, payload: Vec<u8>, keys: &[&DeskKey]) -> Envelope {
        let payload_type = payload_type.to_owned();
        let mut envelope = Envelope { payload_type, payload, signatures: Vec::new() };
        for key in keys {
            envelope.add_signature(key);
        }
        envelope
    }

    /// Signs the same bytes with one more key, replacing an earlier signature of that key. This is
    /// how a directory goes from root holder to root holder.
    pub fn add_signature(&mut self, key: &DeskKey) {
        let keyid = key.public().key_id();
        let sig = key.sign(&self.payload_type, &self.payload);
        self.signatures.retain(|signature| signature.keyid != keyid);
        self.signatures.push(Signature { keyid, sig });
    }

    /// The id of the signed bytes; signatures are no part of it.
    pub fn id(&self) -> String {
        content_id(&self.payload_type, &self.payload)
    }

    /// Reads one line (without its line end). Nothing is verified but the form.
    ///
    /// # Errors
    /// [`LineFault`]: cut off, too long, too many signatures, a field given twice, not an envelope.
    pub fn from_line(line: &[u8]) -> Result<Envelope, LineFault> {
        if line.len() > limits::LINE_BYTES {
            return Err(LineFault::LineTooLong { found: line.len(), limit: limits::LINE_BYTES });
        }
        // serde would also take the fields from an array
        if line.trim_ascii_start().first() != Some(&b'{') {
            let reason = "it does not begin with `{`".to_owned();
            return Err(LineFault::Malformed { reason });
        }
        let wire: WireEnvelope<'_> = serde_json::from_slice(line).map_err(|e| classify(&e))?;
        let SignatureList { kept, total } = wire.signatures;
        if total > limits::SIGNATURES {
            return Err(LineFault::TooManySignatures { found: total, limit: limits::SIGNATURES });
        }
        let named = wire.payload_type.len() <= limits::TYPE_BYTES
            && wire.payload_type.bytes().all(|byte| byte.is_ascii_graphic());
        if !named {
            let reason = "its payload type is not a short ASCII word".to_owned();
            return Err(LineFault::Malformed { reason });
        }
        let payload = encoding::from_base64(&wire.payload)
            .ok_or(LineFault::NotBase64 { field: "payload" })?;
        let mut signatures = Vec::with_capacity(kept.len());
        for WireSignature { keyid, sig } in kept {
            if !encoding::is_hash(&keyid) {
                let reason = "a key id is not 64 hexadecimal digits".to_owned();
                return Err(LineFault::Malformed { reason });
            }
            let sig = encoding::from_base64(&sig).ok_or(LineFault::NotBase64 { field: "sig" })?;
            signatures.push(Signature { keyid, sig });
        }
        Ok(Envelope { payload_type: wire.payload_type.into_owned(), payload, signatures })
    }

    /// The line as it is written: one JSON object in ASCII, without a line end.
    // invariant: three texts and a list; serde_json cannot fail on them.
    #[allow(clippy::expect_used)]
    pub fn to_line(&self) -> String {
        let signatures = self.signatures.iter().map(|signature| WireSignature {
            keyid: signature.keyid.clone(),
            sig: encoding::to_base64(&signature.sig),
        });
        let out = OutEnvelope {
            payload_type: &self.payload_type,
            payload: encoding::to_base64(&self.payload),
            signatures: signatures.collect(),
        };
        serde_json::to_string(&out).expect("an envelope is plain data")
    }
}

fn classify(error: &serde_json::Error) -> LineFault {
    if error.classify() == Category::Eof {
        return LineFault::Truncated;
    }
    let text = error.to_string();
    let field = text.strip_prefix("duplicate field `").and_then(|rest| rest.split_once('`'));
    match field {
        Some((field, _)) => LineFault::DuplicateField { field: field.to_owned() },
        None => LineFault::Malformed { reason: encoding::reason(error) },
    }
}

#[derive(Deserialize)]
struct WireEnvelope<'a> {
    #[serde(rename = "payloadType", borrow)]
    payload_type: Cow<'a, str>,
    #[serde(borrow)]
    payload: Cow<'a, str>,
    signatures: SignatureList,
}

#[derive(Serialize)]
struct OutEnvelope<'a> {
    #[serde(rename = "payloadType")]
    payload_type: &'a str,
    payload: String,
    signatures: Vec<WireSignature>,
}

#[derive(Serialize, Deserialize)]
struct WireSignature {
    keyid: String,
    sig: String,
}

/// Keeps as many signatures as are allowed and only counts the rest.
struct SignatureList {
    kept: Vec<WireSignature>,
    total: usize,
}

impl<'de> Deserialize<'de> for SignatureList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SignatureList, D::Error> {
        struct Bounded;
        impl<'de> Visitor<'de> for Bounded {
            type Value = SignatureList;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of signatures")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SignatureList, A::Error> {
                let mut kept = Vec::new();
                while kept.len() < limits::SIGNATURES {
                    match seq.next_element::<WireSignature>()? {
                        Some(signature) => kept.push(signature),
                        None => return Ok(SignatureList { total: kept.len(), kept }),
                    }
                }
                let mut total = kept.len();
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    total += 1;
                }
                Ok(SignatureList { kept, total })
            }
        }
        deserializer.deserialize_seq(Bounded)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::key;
    use crate::sync::{SEGMENT, STATUS};

    #[test]
    fn lengths_are_counted_in_bytes() {
        assert_eq!(pae("类型", "负载".as_bytes()), "DSSEv1 6 类型 6 负载".as_bytes());
        let id = "sha256:1802b390997d62e9228b221b8146bffebf5e8edc1b0665918817f2baf9ee8b8d";
        assert_eq!(content_id(STATUS, br#"{"v":1}"#), id);
    }

    #[test]
    fn a_line_comes_back_as_it_was_written() {
        let east = key("east");
        let envelope = Envelope::signed(STATUS, "负载".into(), &[&east]);
        let line = envelope.to_line();
        assert!(line.is_ascii());
        assert!(
            line.starts_with(r#"{"payloadType":"application/vnd.daqu.status.v1+json","payload""#)
        );
        let read = Envelope::from_line(line.as_bytes()).unwrap();
        assert_eq!(read, envelope);
        assert!(east.public().verify(STATUS, &read.payload, &read.signatures[0].sig));
        assert!(!east.public().verify(SEGMENT, &read.payload, &read.signatures[0].sig));
    }

    #[test]
    fn every_cut_of_a_line_is_reported_as_cut() {
        let line = Envelope::signed(STATUS, vec![1, 2, 3], &[&key("east")]).to_line();
        for end in 1..line.len() {
            assert_eq!(Envelope::from_line(&line.as_bytes()[..end]), Err(LineFault::Truncated));
        }
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        let twice = br#"{"payloadType":"a","payload":"","payload":"AA==","signatures":[]}"#;
        let field = "payload".to_owned();
        assert_eq!(Envelope::from_line(twice), Err(LineFault::DuplicateField { field }));
        let web = br#"{"payloadType":"a","payload":"__8=","signatures":[]}"#;
        assert_eq!(Envelope::from_line(web), Err(LineFault::NotBase64 { field: "payload" }));
        let list = br#"["a","",[]]"#;
        assert!(matches!(Envelope::from_line(list), Err(LineFault::Malformed { .. })));
        let tail = br#"{"payloadType":"a","payload":"","signatures":[]} {}"#;
        assert!(matches!(Envelope::from_line(tail), Err(LineFault::Malformed { .. })));
        let future = br#"{"later":[1],"payloadType":"a","payload":"","signatures":[]}"#;
        assert!(Envelope::from_line(future).is_ok(), "unknown fields belong to later versions");
    }

    #[test]
    fn a_flood_of_signatures_is_counted_and_not_kept() {
        let one = Envelope::signed(STATUS, vec![], &[&key("east")]).to_line();
        let start = one.find("[{").unwrap() + 1;
        let end = one.rfind(']').unwrap();
        let many = vec![&one[start..end]; 1_000].join(",");
        let line = format!("{}{many}{}", &one[..start], &one[end..]);
        let fault = LineFault::TooManySignatures { found: 1_000, limit: limits::SIGNATURES };
        assert_eq!(Envelope::from_line(line.as_bytes()), Err(fault));
    }
}
