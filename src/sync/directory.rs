//! The directory: which key is whose desk, which keys are revoked, and who may say so.
//!
//! Root keys sign directories and nothing else; m of n of them speak for the organisation. Each
//! version names the id of the one before. This file holds the values; what makes a directory
//! trusted is in [`trust`](super::trust).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::encoding::{self, require};
use super::envelope::Envelope;
use super::fault::Refusal;
use super::keys::{DeskKey, ED25519, PublicKey, fingerprint};
use super::segment::LogId;
use super::{DIRECTORY, VERSION, limits};

pub use super::trust::{
    DirectoryFault, Standing, TrustedDirectory, verify_chain, verify_genesis, verify_next,
};

const WHAT: &str = "directory";

/// The payload of a directory line, in the order of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// Format version.
    pub v: u64,
    /// Organisation id: that of the first directory's [`Root`].
    pub org: String,
    /// Number of this directory, from 1, without gaps.
    pub version: u64,
    /// Id of the directory before; `None` for the first alone.
    #[serde(default)]
    pub prev: Option<String>,
    /// When it was issued: RFC 3339. Shown, never relied on.
    pub issued: String,
    /// When it wants to be looked at again: RFC 3339. Past it, readers warn and work on.
    pub review_by: String,
    /// Who may sign this directory and the next.
    pub root: Root,
    /// Every desk there is or was.
    pub desks: Vec<DeskEntry>,
    /// Keys that lost their effect.
    pub revoked: Vec<Revocation>,
}

/// The root keys and how many of them it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// How many different root keys must sign.
    pub threshold: u64,
    /// The root keys.
    pub keys: Vec<RootKey>,
}

/// One root key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootKey {
    /// Signature algorithm; [`ED25519`].
    pub alg: String,
    /// The raw public key in hexadecimal.
    #[serde(rename = "pub")]
    pub public: String,
}

/// What a desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A desk of headquarters, a member of every audience.
    Hq,
    /// A region's desk.
    Region,
    /// A role of a later version.
    #[serde(other)]
    Other,
}

impl Role {
    /// The word in directories.
    pub fn name(self) -> &'static str {
        match self {
            Role::Hq => "hq",
            Role::Region => "region",
            Role::Other => "other",
        }
    }
}

/// Whether a desk still writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeskState {
    /// In use.
    #[default]
    Active,
    /// Replaced by another key; what it wrote stays in effect.
    Retired,
    /// A state of a later version; not counted as active.
    #[serde(other)]
    Other,
}

impl DeskState {
    /// The word in directories.
    pub fn name(self) -> &'static str {
        match self {
            DeskState::Active => "active",
            DeskState::Retired => "retired",
            DeskState::Other => "other",
        }
    }
}

/// One desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskEntry {
    /// Short name, unique in the directory.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// Region code (`NE`, `EC`, `SC`, `SW`); `None` at headquarters.
    #[serde(default)]
    pub region: Option<String>,
    /// What the desk is called.
    #[serde(default)]
    pub name: String,
    /// Who answers for it.
    #[serde(default)]
    pub person: String,
    /// Device letter in human numbers.
    #[serde(default)]
    pub letter: String,
    /// Signature algorithm of `public`.
    pub alg: String,
    /// The raw public key in hexadecimal.
    #[serde(rename = "pub")]
    pub public: String,
    /// age recipient that bundles for it are encrypted to.
    #[serde(default)]
    pub age: Option<String>,
    /// Its private key is not sealed by a passphrase.
    #[serde(default)]
    pub trial: bool,
    /// Whether it still writes.
    #[serde(default)]
    pub state: DeskState,
}

impl DeskEntry {
    /// The signing key, if it is of the algorithm that this version checks.
    pub fn public_key(&self) -> Option<PublicKey> {
        if self.alg != ED25519 {
            return None;
        }
        PublicKey::from_hex(&self.public)
    }

    /// The id of the signing key, of whatever algorithm.
    pub fn key_id(&self) -> Option<String> {
        let raw = encoding::unhex(&self.public)?;
        Some(encoding::hex(&Sha256::digest(raw)))
    }
}

/// A key that lost its effect, and up to where it had one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Key id.
    pub key: String,
    /// Why, for people.
    pub reason: String,
    /// What headquarters held of its logs when it decided: these segments and those before them
    /// keep their effect, everything else of this key has none.
    pub cut: Vec<(LogId, u64, String)>,
}

impl Directory {
    /// Signs with root keys: all at once, or one after the other by [`Envelope::add_signature`].
    pub fn sign(&self, roots: &[&DeskKey]) -> Envelope {
        Envelope::signed(DIRECTORY, encoding::to_json(self), roots)
    }

    /// Reads a directory line and checks that it is coherent. This is *not* trust.
    ///
    /// # Errors
    /// [`Refusal`]: another type of line, unreadable, or against a rule of the format.
    pub fn read(envelope: &Envelope) -> Result<Directory, Refusal> {
        let directory: Directory = encoding::read(envelope, DIRECTORY, WHAT, limits::LINE_BYTES)?;
        directory.check()?;
        Ok(directory)
    }

    /// The thirty digits that stand for the organisation: [`fingerprint`] of the organisation id's
    /// 32 hexadecimal digits. The same for every version, however the roots change.
    pub fn org_fingerprint(&self) -> String {
        fingerprint(&[self.org.as_bytes()])
    }

    /// The revocation of a key, if it is revoked.
    pub fn revocation(&self, key_id: &str) -> Option<&Revocation> {
        self.revoked.iter().find(|revocation| revocation.key == key_id)
    }

    /// The successor to be edited and signed: next version, naming `id` of this one.
    pub fn draft_next(&self, id: &str, issued: String, review_by: String) -> Directory {
        let (version, prev) = (self.version + 1, Some(id.to_owned()));
        Directory { v: VERSION, version, prev, issued, review_by, ..self.clone() }
    }

    fn check(&self) -> Result<(), Refusal> {
        encoding::check_version(WHAT, self.v)?;
        let org = self.org.len() == 32 && encoding::unhex(&self.org).is_some();
        require(org, WHAT, "the organisation is 32 hexadecimal digits")?;
        // below the last safe integer, so that there is always a next version
        let numbered = self.version >= 1 && self.version < limits::INTEGER;
        require(numbered, WHAT, "versions go from 1")?;
        let first = self.version == 1;
        require(first == self.prev.is_none(), WHAT, "all but the first name the one before")?;
        let named = self.prev.as_deref().is_none_or(encoding::is_id);
        require(named, WHAT, "the one before is named by its id")?;
        self.root.check()?;
        let ids: BTreeSet<&str> = self.desks.iter().map(|desk| desk.id.as_str()).collect();
        require(ids.len() == self.desks.len(), WHAT, "each desk has its own id")?;
        let keys: Option<BTreeSet<String>> = self.desks.iter().map(DeskEntry::key_id).collect();
        let distinct = keys.is_some_and(|keys| keys.len() == self.desks.len());
        require(distinct, WHAT, "each desk has its own key, in hexadecimal")?;
        let usable = |desk: &DeskEntry| desk.alg != ED25519 || desk.public_key().is_some();
        require(self.desks.iter().all(usable), WHAT, "an ed25519 key has 32 bytes")?;
        let keys: BTreeSet<&str> = self.revoked.iter().map(|entry| entry.key.as_str()).collect();
        let once =
            keys.len() == self.revoked.len() && keys.iter().all(|key| encoding::is_hash(key));
        require(once, WHAT, "a key is revoked once, by its id")?;
        let mut cuts = self.revoked.iter().flat_map(|entry| &entry.cut);
        let named = cuts.all(|(log, seq, id)| {
            log.is_well_formed() && encoding::is_safe(*seq) && encoding::is_id(id)
        });
        require(named, WHAT, "a cut-off is a log, a number and an id")
    }
}

impl Root {
    /// The root keys that this version can check.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        let known = self.keys.iter().filter(|key| key.alg == ED25519);
        known.filter_map(|key| PublicKey::from_hex(&key.public)).collect()
    }

    /// How many different root keys signed the envelope. A key counts once, however often it signs.
    pub fn signatures(&self, envelope: &Envelope) -> u64 {
        let signed = |key: &PublicKey| {
            let id = key.key_id();
            let mut own = envelope.signatures.iter().filter(|signature| signature.keyid == id);
            own.any(|own| key.verify(&envelope.payload_type, &envelope.payload, &own.sig))
        };
        let keys: BTreeSet<PublicKey> = self.public_keys().into_iter().collect();
        keys.iter().fold(0, |count, key| count + u64::from(signed(key)))
    }

    /// The id of the organisation that begins with these root keys and this threshold: the first 32 hexadecimal digits of the
    /// SHA-256 of [`Root::told`]. Whoever was told the organisation's digits was told all of it: neither another key nor
    /// a lower threshold has the same.
    pub fn organisation(&self) -> String {
        encoding::hex(&Sha256::digest(self.told())[..16])
    }

    /// The root keys and their threshold as they are told to others ([`Roots`](super::roots::Roots)): `ed25519` and the key in
    /// hexadecimal, one a line and sorted, then `threshold 2`.
    pub fn told(&self) -> String {
        let keys: BTreeSet<String> =
            self.keys.iter().map(|key| format!("{} {}\n", key.alg, key.public)).collect();
        format!("{}threshold {}\n", keys.into_iter().collect::<String>(), self.threshold)
    }

    fn check(&self) -> Result<(), Refusal> {
        let (found, limit) = (self.keys.len(), limits::SIGNATURES);
        if found > limit {
            return Err(Refusal::OverLimit { what: WHAT, unit: "root keys", found, limit });
        }
        let keys: BTreeSet<PublicKey> = self.public_keys().into_iter().collect();
        require(keys.len() == found, WHAT, "root keys are ed25519 and all different")?;
        // at most SIGNATURES keys, so the length fits any integer
        let possible = self.threshold >= 1 && self.threshold <= found as u64;
        require(possible, WHAT, "the threshold is between one and all of the root keys")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::{genesis, key};

    #[test]
    fn the_specifications_own_directory_is_read() {
        let text = concat!(
            r#"{"v":1,"org":"d098d1c98849f7c8c45be05f0dd410be","version":1,"#,
            r#""issued":"2026-11-01T00:00:00Z","review_by":"2027-05-01T00:00:00Z","root":"#,
            r#"{"threshold":2,"keys":[{"alg":"ed25519","pub":"#,
            r#""5fe2333d3eedf6b354a219ac00c750a8d886598881654892fcab4047a7c0923f"},{"alg":"#,
            r#""ed25519","pub":"1d8ffe25168c5dba245fb3fecbff4b879d581b4c78c59ef780ea886be368fec7"#,
            r#""},{"alg":"ed25519","pub":"#,
            r#""ef8e8dcbd278c895c6f5603704e5a21e4a9bccb43e19d5e4a4a16a15d1248825"}]},"desks":"#,
            r#"[{"id":"hq-a","role":"hq","alg":"ed25519","pub":"#,
            r#""673439cdb2822f49a612b4103827a4bf6d1fcb1684a8d0fbc72745d655f9314b"},"#,
            r#"{"id":"east","role":"region","region":"华东","person":"王某","alg":"ed25519","#,
            r#""pub":"e248a9665b5e1aab4deb9a8f1f96c4ccb202b1b88bbbef6a3d81f74057cdd4f9"}],"#,
            r#""revoked":[]}"#,
        );
        let roots = [&key("root1"), &key("root3")];
        let envelope = Envelope::signed(DIRECTORY, text.into(), &roots);
        let id = "sha256:05333280e1bda45be0e947a8a4ea6e0daa0be328951c70f56db6d4ee8502a988";
        assert_eq!(envelope.id(), id);
        let directory = Directory::read(&envelope).unwrap();
        assert_eq!(directory.desks[1].key_id(), Some(key("east").public().key_id()));
        assert_eq!(directory.org_fingerprint(), "14062 68501 25301 35245 32894 54074");
        assert_eq!(directory.root.signatures(&envelope), 2);
    }

    #[test]
    fn what_later_versions_add_does_not_make_a_directory_unreadable() {
        let text = String::from_utf8(genesis().sign(&[]).payload).unwrap();
        let later = text
            .replace(r#""role":"hq""#, r#""role":"legal","colour":7"#)
            .replace(r#""state":"active""#, r#""state":"lent""#);
        let envelope = Envelope::signed(DIRECTORY, later.into(), &[]);
        let directory = Directory::read(&envelope).unwrap();
        assert_eq!(directory.desks[0].role, Role::Other);
        assert_eq!(directory.desks[0].state, DeskState::Other);
    }

    #[test]
    fn an_impossible_threshold_and_a_doubled_key_are_refused() {
        for threshold in [0, 4] {
            let mut directory = genesis();
            directory.root.threshold = threshold;
            assert!(Directory::read(&directory.sign(&[])).is_err());
        }
        let mut doubled = genesis();
        doubled.root.keys[1] = doubled.root.keys[0].clone();
        assert!(Directory::read(&doubled.sign(&[])).is_err());
        let mut shared = genesis();
        shared.desks[1].public = shared.desks[0].public.clone();
        assert!(Directory::read(&shared.sign(&[])).is_err());
    }
}
