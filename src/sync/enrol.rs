//! Enrolment: a new desk shows its keys before any directory names them.
//!
//! The line is signed by the key it presents, which binds the age recipient and the names to it,
//! and proves that the sender holds the private half. That the key is the right *person's* is
//! settled by two people who read the fingerprint to each other; then headquarters drafts the next
//! directory.

use serde::{Deserialize, Serialize};

use super::age_key;
use super::encoding::{self, require};
use super::envelope::Envelope;
use super::fault::Refusal;
use super::keys::{DeskKey, ED25519, PublicKey};
use super::{ENROL, limits};

const WHAT: &str = "enrolment";

/// The payload of an enrolment line, in the order of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// Format version.
    pub v: u64,
    /// The raw public key in hexadecimal.
    #[serde(rename = "pub")]
    pub public: String,
    /// Signature algorithm of `public`; [`ED25519`].
    pub alg: String,
    /// age recipient that bundles for this desk are to be encrypted to.
    pub age: Option<String>,
    /// Region code (`NE`, `EC`, `SC`, `SW`); `None` for a desk of headquarters.
    pub region: Option<String>,
    /// What the desk is called.
    pub name: String,
    /// Who works at it.
    #[serde(default)]
    pub person: String,
    /// What it runs on: the operating system.
    pub machine: String,
    /// The private key is not sealed by a passphrase.
    pub trial: bool,
    /// When it was made, by the writer's clock: RFC 3339.
    pub made: String,
}

impl Enrol {
    /// Signs with the key it presents.
    pub fn sign(&self, key: &DeskKey) -> Envelope {
        Envelope::signed(ENROL, encoding::to_json(self), &[key])
    }

    /// Reads an enrolment and verifies its own signature. This is *not* trust: compare the
    /// [`Enrol::fingerprint`].
    ///
    /// # Errors
    /// [`Refusal`], by cause.
    pub fn from_envelope(envelope: &Envelope) -> Result<Enrol, Refusal> {
        let [signature] = envelope.signatures.as_slice() else {
            return Err(Refusal::NotOneSignature { found: envelope.signatures.len() });
        };
        let enrol: Enrol = encoding::read(envelope, ENROL, WHAT, limits::EVENT_BYTES)?;
        encoding::check_version(WHAT, enrol.v)?;
        let key = signature.keyid.clone();
        if enrol.alg != ED25519 {
            return Err(Refusal::UnknownAlgorithm { key, alg: enrol.alg });
        }
        let Some(public) = enrol.public_key() else {
            return Err(Refusal::Incoherent { what: WHAT, rule: "an ed25519 key has 32 bytes" });
        };
        let named = public.key_id();
        if named != key {
            return Err(Refusal::WrongSigner { signer: key, named });
        }
        if !public.verify(ENROL, &envelope.payload, &signature.sig) {
            return Err(Refusal::BadSignature { key });
        }
        let readable = enrol.age.as_deref().is_none_or(age_key::is_recipient);
        require(readable, WHAT, "the age recipient is one")?;
        Ok(enrol)
    }

    /// The key it presents.
    pub fn public_key(&self) -> Option<PublicKey> {
        PublicKey::from_hex(&self.public)
    }

    /// The thirty digits that both sides read to each other; empty if there is no key.
    pub fn fingerprint(&self) -> String {
        self.public_key().map(|key| key.fingerprint()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::age_key::AgeKey;
    use crate::sync::testing::key;

    fn enrol() -> Enrol {
        Enrol {
            v: 1,
            public: key("east").public().to_hex(),
            alg: ED25519.to_owned(),
            age: Some(AgeKey::from_seed(&[7; 32]).recipient()),
            region: Some("EC".to_owned()),
            name: "华东".to_owned(),
            person: "王某".to_owned(),
            machine: "华东一号".to_owned(),
            trial: false,
            made: "2026-11-23T03:05:00Z".to_owned(),
        }
    }

    #[test]
    fn an_enrolment_presents_the_key_that_signed_it() {
        let envelope = enrol().sign(&key("east"));
        let read = Enrol::from_envelope(&envelope).unwrap();
        assert_eq!(read, enrol());
        assert_eq!(read.fingerprint(), "04331 93090 81222 25798 23054 64315");
        let other = Enrol::from_envelope(&enrol().sign(&key("stranger"))).unwrap_err();
        assert!(matches!(other, Refusal::WrongSigner { .. }));
        let mut edited = envelope;
        let text = String::from_utf8(edited.payload).unwrap().replace("EC", "NE");
        edited.payload = text.into_bytes();
        let refused = Enrol::from_envelope(&edited).unwrap_err();
        assert!(matches!(refused, Refusal::BadSignature { .. }));
        let unreadable = Enrol { age: Some("age1nonsense".to_owned()), ..enrol() };
        assert!(Enrol::from_envelope(&unreadable.sign(&key("east"))).is_err());
    }
}
