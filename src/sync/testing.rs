//! Keys and an organisation for this folder's tests: those of the wire's specification.
#![allow(clippy::expect_used)]

use sha2::{Digest, Sha256};

use super::directory::{DeskEntry, DeskState, Directory, Role, Root, RootKey};
use super::keys::{DeskKey, ED25519};
use super::segment::LogId;
use super::trust::{TrustedDirectory, verify_genesis};
use crate::domain::ports::Entropy;

/// The key that the specification derives from a name.
pub(super) fn key(name: &str) -> DeskKey {
    let mut hash = Sha256::new();
    hash.update("daqu test vector: ");
    hash.update(name);
    DeskKey::from_seed(hash.finalize().into())
}

/// Bytes that count up from a start: different on every call, the same on every run.
pub(super) struct Counting(pub u8);

impl Entropy for Counting {
    fn fill(&mut self, buf: &mut [u8]) {
        for byte in buf {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
}

/// The desk entry of the key derived from `name`.
pub(super) fn desk(name: &str, role: Role, region: Option<&str>) -> DeskEntry {
    DeskEntry {
        id: name.to_owned(),
        role,
        region: region.map(str::to_owned),
        name: String::new(),
        person: String::new(),
        letter: "A".to_owned(),
        alg: ED25519.to_owned(),
        public: key(name).public().to_hex(),
        age: None,
        trial: false,
        state: DeskState::Active,
    }
}

/// Root keys by name.
pub(super) fn roots(threshold: u64, names: &[&str]) -> Root {
    let keys = names
        .iter()
        .map(|name| RootKey { alg: ED25519.to_owned(), public: key(name).public().to_hex() });
    Root { threshold, keys: keys.collect() }
}

/// The first directory: two of three roots, one desk of headquarters, one of East China.
pub(super) fn genesis() -> Directory {
    let root = roots(2, &["root1", "root2", "root3"]);
    Directory {
        v: 1,
        org: root.organisation(),
        version: 1,
        prev: None,
        issued: "2026-11-01T00:00:00Z".to_owned(),
        review_by: "2027-05-01T00:00:00Z".to_owned(),
        root,
        desks: vec![desk("hq-a", Role::Hq, None), desk("east", Role::Region, Some("EC"))],
        revoked: Vec::new(),
    }
}

/// The first directory, signed by two roots and accepted.
pub(super) fn trusted() -> TrustedDirectory {
    let genesis = genesis();
    let envelope = genesis.sign(&[&key("root1"), &key("root3")]);
    verify_genesis(&envelope, &genesis.org_fingerprint()).expect("the first directory is sound")
}

/// The log of East China's desk for headquarters.
pub(super) fn east_log() -> LogId {
    LogId {
        key: key("east").public().key_id(),
        inc: "4f9c1a7be2d03358".to_owned(),
        aud: "role:hq".to_owned(),
    }
}
