//! What the targets share: a headquarters desk in a temporary folder, and a region's desk of which the key is known, so that what
//! a target writes passes the gate that keeps strangers out.

use std::sync::Arc;

use daqu::desk::exchange::headquarters::RootFlag;
use daqu::desk::home::Home;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::{Desk, OwnedEntropy};
use daqu::sync::enrol::Enrol;
use daqu::sync::keys::{DeskKey, ED25519};
use tempfile::TempDir;

/// The region's key.
pub fn key() -> DeskKey {
    DeskKey::from_seed([7; 32])
}

/// The enrolment that presents it.
pub fn enrolment() -> Enrol {
    Enrol {
        v: 1,
        public: key().public().to_hex(),
        alg: ED25519.to_owned(),
        age: None,
        region: Some("EC".to_owned()),
        name: "华东".to_owned(),
        person: "王某".to_owned(),
        machine: "linux".to_owned(),
        trial: true,
        made: "2026-11-23T01:12:00Z".to_owned(),
    }
}

/// Headquarters, with the region's desk in its directory, and the folder it lives in.
pub struct Headquarters {
    /// The desk.
    pub desk: Desk,
    /// Links of the region's log that it has taken, and the last of them.
    pub taken: (u64, Option<String>),
    _folder: TempDir,
}

impl Headquarters {
    /// A new one.
    pub fn new() -> Headquarters {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock("2026-11-23T01:12:00Z".parse().unwrap()));
        let entropy: OwnedEntropy = Box::new(SeededEntropy::new(1));
        let flag = RootFlag { threshold: 1, keys: 1 };
        let home = Home::at(folder.path().join("hq"));
        let desk = Desk::init_headquarters(home, "总部", flag, None, clock, entropy);
        let mut desk = desk.unwrap();
        desk.enrol(&enrolment(), None).unwrap();
        Headquarters { desk, taken: (0, None), _folder: folder }
    }
}
