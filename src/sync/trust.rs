//! What makes a directory trusted: the digits people compare for the first, the chain of root
//! signatures for every later one.
//!
//! A [`TrustedDirectory`] can only be made here, so whatever asks for one has the proof in hand.
//! The rules are those of the TUF root role, with the exact next version and the id of the one
//! before, and without hard expiry.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use thiserror::Error;

use super::directory::{DeskEntry, DeskState, Directory, Role, Root};
use super::envelope::Envelope;
use super::fault::Refusal;
use super::keys::{ED25519, parse_fingerprint};
use super::roots::Roots;

/// Why a directory is not taken over. Some of these are everyday: files carry every directory
/// their reader may need, so older ones come again and again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DirectoryFault {
    /// Not a readable, coherent directory.
    #[error(transparent)]
    Unreadable(#[from] Refusal),
    /// No directory is held yet, and this is not a first one.
    #[error("directory {version} is not a first directory; the first one is missing")]
    NotGenesis {
        /// Version found.
        version: u64,
    },
    /// The organisation's fingerprint is not the one that was told by another way.
    #[error("the organisation's fingerprint is {found}, not {expected}")]
    OtherFingerprint {
        /// Digits of this directory.
        found: String,
        /// Digits that were asked for.
        expected: String,
    },
    /// The root keys of a first directory are not those that were told by another way.
    #[error("the root keys of the first directory are not those that were told")]
    OtherRoots,
    /// The first directory's organisation id is not that of its own root keys and threshold.
    #[error("the organisation's id does not belong to these root keys and their threshold")]
    ForgedOrganisation,
    /// A directory of another organisation.
    #[error("the directory belongs to organisation {found}, not to this one")]
    OtherOrganisation {
        /// Organisation id found.
        found: String,
    },
    /// Not enough different root keys signed.
    #[error("directory {version}: {valid} of {needed} signatures of the {side} root keys")]
    TooFewSignatures {
        /// Version found.
        version: u64,
        /// Different root keys that signed.
        valid: u64,
        /// Different root keys needed.
        needed: u64,
        /// Whose root keys.
        side: RootSide,
    },
    /// This very directory is held already.
    #[error("directory {version} is held already")]
    AlreadyHeld {
        /// Version held.
        version: u64,
    },
    /// An older directory than the one held: replayed, or simply sent along.
    #[error("directory {found} is older than {held}, which is held")]
    Rollback {
        /// Version held.
        held: u64,
        /// Version found.
        found: u64,
    },
    /// A directory beyond the next: those between are missing.
    #[error("directory {found} cannot follow {held}; those between are missing")]
    Gap {
        /// Version held.
        held: u64,
        /// Version found.
        found: u64,
    },
    /// The next directory, but it follows another one than the one held.
    #[error("directory {version} follows another directory than the one held")]
    OtherPredecessor {
        /// Version found.
        version: u64,
    },
    /// 根目录分叉: two directories of one version, both validly signed. The first is kept, newer
    /// ones are to wait until people have compared fingerprints.
    #[error("two valid directories of version {version}: {held} is held, {found} was found")]
    Fork {
        /// The version both have.
        version: u64,
        /// Id of the one held.
        held: String,
        /// Id of the other.
        found: String,
    },
}

/// Whose root keys are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootSide {
    /// Those of the directory before, which hand over.
    Old,
    /// Those of the directory itself, which take over.
    New,
}

impl std::fmt::Display for RootSide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            RootSide::Old => "previous",
            RootSide::New => "new",
        })
    }
}

/// What a key counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It writes.
    Active,
    /// It no longer writes; what it wrote stands.
    Retired,
    /// It has no effect beyond its cut-off.
    Revoked,
}

/// A directory whose signatures and lineage were verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedDirectory {
    directory: Directory,
    id: String,
    envelope: Envelope,
    /// The roots that handed over to this version: a fork of it must convince the same.
    handed_over_by: Option<Root>,
    by_key: BTreeMap<String, usize>,
}

impl Deref for TrustedDirectory {
    type Target = Directory;

    fn deref(&self) -> &Directory {
        &self.directory
    }
}

impl TrustedDirectory {
    fn new(directory: Directory, envelope: &Envelope, by: Option<Root>) -> TrustedDirectory {
        let keyed = directory.desks.iter().enumerate();
        let by_key = keyed.filter_map(|(place, desk)| Some((desk.key_id()?, place))).collect();
        let (id, envelope) = (envelope.id(), envelope.clone());
        TrustedDirectory { directory, id, envelope, handed_over_by: by, by_key }
    }

    /// The id of the signed bytes.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The line as it came, to be passed on.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The desk whose signing key has this id, in whatever state.
    pub fn desk(&self, key_id: &str) -> Option<&DeskEntry> {
        self.by_key.get(key_id).and_then(|place| self.directory.desks.get(*place))
    }

    /// Whether a key is that of a desk of headquarters.
    pub fn is_headquarters(&self, key_id: &str) -> bool {
        self.desk(key_id).is_some_and(|desk| desk.role == Role::Hq)
    }

    /// What a key counts for; `None` for a stranger's. A state of a later version counts as
    /// retired: it is read, but nothing is sent to it.
    pub fn standing(&self, key_id: &str) -> Option<Standing> {
        if self.directory.revocation(key_id).is_some() {
            return Some(Standing::Revoked);
        }
        self.desk(key_id).map(|desk| match desk.state {
            DeskState::Active => Standing::Active,
            DeskState::Retired | DeskState::Other => Standing::Retired,
        })
    }

    /// Verifies that exactly one desk of this directory signed the line, whatever its standing,
    /// and gives its key id and entry. Nothing of the payload is parsed.
    ///
    /// # Errors
    /// [`Refusal`]: not one signature, unknown key or algorithm, signature that does not fit.
    pub fn check_signer<'a>(
        &'a self,
        envelope: &'a Envelope,
    ) -> Result<(&'a str, &'a DeskEntry), Refusal> {
        let [signature] = envelope.signatures.as_slice() else {
            return Err(Refusal::NotOneSignature { found: envelope.signatures.len() });
        };
        let key = signature.keyid.clone();
        let Some(desk) = self.desk(&key) else {
            return Err(Refusal::UnknownKey { key });
        };
        let Some(public) = desk.public_key() else {
            return Err(Refusal::UnknownAlgorithm { key, alg: desk.alg.clone() });
        };
        if !public.verify(&envelope.payload_type, &envelope.payload, &signature.sig) {
            return Err(Refusal::BadSignature { key });
        }
        Ok((signature.keyid.as_str(), desk))
    }
}

/// A directory of version 1 whose organisation id belongs to its own root keys. This is *not* trust.
fn read_first(envelope: &Envelope) -> Result<Directory, DirectoryFault> {
    let directory = Directory::read(envelope)?;
    if directory.version != 1 {
        return Err(DirectoryFault::NotGenesis { version: directory.version });
    }
    check_origin(&directory)?;
    Ok(directory)
}

/// Accepts a first directory: its organisation id belongs to its root keys, enough of them signed,
/// and its fingerprint is `expected`, which came by another way. `expected` may be typed freely.
///
/// # Errors
/// [`DirectoryFault`], by cause.
pub fn verify_genesis(
    envelope: &Envelope,
    expected: &str,
) -> Result<TrustedDirectory, DirectoryFault> {
    let directory = read_first(envelope)?;
    let found = directory.org_fingerprint();
    if parse_fingerprint(expected).as_deref() != Some(found.as_str()) {
        let expected = expected.chars().take(80).collect();
        return Err(DirectoryFault::OtherFingerprint { found, expected });
    }
    check_threshold(&directory.root, RootSide::New, directory.version, envelope)?;
    Ok(TrustedDirectory::new(directory, envelope, None))
}

/// Accepts a first directory for somebody who was told the root keys by another way, and not the digits: its root keys are those
/// that he was told, and enough of them signed.
///
/// # Errors
/// [`DirectoryFault`], by cause.
pub fn verify_first_by(
    envelope: &Envelope,
    told: &Roots,
) -> Result<TrustedDirectory, DirectoryFault> {
    let directory = read_first(envelope)?;
    // Keys beside those could be anybody's: one holder of a root key would make himself an organisation of them.
    let named: BTreeSet<String> =
        directory.root.keys.iter().map(|key| format!("{} {}", key.alg, key.public)).collect();
    let known: BTreeSet<String> =
        told.keys.iter().map(|key| format!("{ED25519} {}", key.to_hex())).collect();
    if named != known {
        return Err(DirectoryFault::OtherRoots);
    }
    let root = Root {
        threshold: told.needed(directory.root.threshold),
        keys: directory.root.keys.clone(),
    };
    check_threshold(&root, RootSide::New, directory.version, envelope)?;
    Ok(TrustedDirectory::new(directory, envelope, None))
}

/// Accepts the directory after `current`: exactly the next version, naming the id of `current`,
/// signed by the threshold of both root sets.
///
/// # Errors
/// [`DirectoryFault`], by cause; `current` stays valid in each case.
pub fn verify_next(
    current: &TrustedDirectory,
    envelope: &Envelope,
) -> Result<TrustedDirectory, DirectoryFault> {
    let next = Directory::read(envelope)?;
    if next.org != current.org {
        return Err(DirectoryFault::OtherOrganisation { found: next.org });
    }
    let (held, found) = (current.version, next.version);
    if found < held {
        return Err(DirectoryFault::Rollback { held, found });
    }
    if found == held {
        return Err(same_version(current, &next, envelope));
    }
    if found > held + 1 {
        return Err(DirectoryFault::Gap { held, found });
    }
    if next.prev.as_deref() != Some(current.id()) {
        return Err(DirectoryFault::OtherPredecessor { version: found });
    }
    check_threshold(&current.root, RootSide::Old, found, envelope)?;
    check_threshold(&next.root, RootSide::New, found, envelope)?;
    Ok(TrustedDirectory::new(next, envelope, Some(current.root.clone())))
}

/// Verifies a whole stored chain, from the first directory on.
///
/// # Errors
/// [`DirectoryFault`] of the first directory that does not follow.
pub fn verify_chain(
    envelopes: &[Envelope],
    expected: &str,
) -> Result<TrustedDirectory, DirectoryFault> {
    let Some((first, later)) = envelopes.split_first() else {
        return Err(DirectoryFault::NotGenesis { version: 0 });
    };
    let first = verify_genesis(first, expected)?;
    later.iter().try_fold(first, |current, envelope| verify_next(&current, envelope))
}

/// Only what convinces the same roots as the held one is a fork: otherwise anybody could raise the
/// alarm and keep newer directories out.
fn same_version(
    current: &TrustedDirectory,
    other: &Directory,
    envelope: &Envelope,
) -> DirectoryFault {
    let version = other.version;
    let found = envelope.id();
    if found == current.id {
        return DirectoryFault::AlreadyHeld { version };
    }
    let convinced = match &current.handed_over_by {
        Some(old) => check_threshold(old, RootSide::Old, version, envelope),
        None => check_origin(other),
    };
    let convinced =
        convinced.and_then(|()| check_threshold(&other.root, RootSide::New, version, envelope));
    match convinced {
        Ok(()) => DirectoryFault::Fork { version, held: current.id.clone(), found },
        Err(fault) => fault,
    }
}

fn check_origin(first: &Directory) -> Result<(), DirectoryFault> {
    if first.root.organisation() == first.org {
        return Ok(());
    }
    Err(DirectoryFault::ForgedOrganisation)
}

fn check_threshold(
    root: &Root,
    side: RootSide,
    version: u64,
    envelope: &Envelope,
) -> Result<(), DirectoryFault> {
    let (valid, needed) = (root.signatures(envelope), root.threshold);
    if valid < needed {
        return Err(DirectoryFault::TooFewSignatures { version, valid, needed, side });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::directory::Revocation;
    use crate::sync::testing::{desk, genesis, key, roots, trusted};

    fn next(current: &TrustedDirectory) -> Directory {
        current.draft_next(
            current.id(),
            "2026-12-01T00:00:00Z".into(),
            "2027-06-01T00:00:00Z".into(),
        )
    }

    fn too_few(fault: &DirectoryFault) -> bool {
        matches!(fault, DirectoryFault::TooFewSignatures { valid: 1, needed: 2, .. })
    }

    #[test]
    fn the_first_directory_needs_the_digits_and_two_different_roots() {
        let first = genesis();
        let digits = first.org_fingerprint();
        let both = first.sign(&[&key("root1"), &key("root3")]);
        assert!(verify_genesis(&both, &digits.replace(' ', "-")).is_ok());
        let told = "00000 00000 00000 00000 00000 00000";
        let fault = verify_genesis(&both, told).unwrap_err();
        assert!(matches!(fault, DirectoryFault::OtherFingerprint { .. }));

        let one = first.sign(&[&key("root1")]);
        assert!(too_few(&verify_genesis(&one, &digits).unwrap_err()));
        let mut twice = one.clone();
        twice.signatures.push(one.signatures[0].clone());
        assert!(too_few(&verify_genesis(&twice, &digits).unwrap_err()));
        let mut renamed = one.clone();
        renamed.signatures.push(one.signatures[0].clone());
        renamed.signatures[1].keyid = key("root2").public().key_id();
        assert!(too_few(&verify_genesis(&renamed, &digits).unwrap_err()));

        let mut forged = genesis();
        forged.root = roots(1, &["thief"]);
        let fault = verify_genesis(&forged.sign(&[&key("thief")]), &digits).unwrap_err();
        assert_eq!(fault, DirectoryFault::ForgedOrganisation);
    }

    #[test]
    fn the_digits_tell_how_many_root_keys_it_takes() {
        let mut lowered = genesis();
        let digits = lowered.org_fingerprint();
        lowered.root.threshold = 1;
        let by_one = |directory: &Directory| {
            verify_genesis(&directory.sign(&[&key("root1")]), &digits).unwrap_err()
        };
        assert_eq!(by_one(&lowered), DirectoryFault::ForgedOrganisation);
        lowered.org = lowered.root.organisation();
        assert!(matches!(by_one(&lowered), DirectoryFault::OtherFingerprint { .. }));
    }

    #[test]
    fn roots_rotate_only_with_the_old_and_the_new_threshold() {
        let first = trusted();
        let mut draft = next(&first);
        draft.root = roots(2, &["root3", "root4", "root5"]);
        let old_only = draft.sign(&[&key("root1"), &key("root3")]);
        assert!(too_few(&verify_next(&first, &old_only).unwrap_err()));
        let new_only = draft.sign(&[&key("root4"), &key("root5")]);
        assert!(verify_next(&first, &new_only).is_err());
        let mut passed_on = draft.sign(&[&key("root1")]);
        passed_on.add_signature(&key("root3"));
        passed_on.add_signature(&key("root5"));
        let second = verify_next(&first, &passed_on).unwrap();
        assert_eq!(second.version, 2);
        assert_eq!(second.org_fingerprint(), first.org_fingerprint());
        let third = next(&second).sign(&[&key("root4"), &key("root5")]);
        assert_eq!(verify_next(&second, &third).unwrap().version, 3);
        let chain = [first.envelope().clone(), passed_on, third];
        assert_eq!(verify_chain(&chain, &first.org_fingerprint()).unwrap().version, 3);
    }

    #[test]
    fn rollback_jump_and_wrong_predecessor_are_told_apart() {
        let first = trusted();
        let signers = [&key("root1"), &key("root2")];
        let second = verify_next(&first, &next(&first).sign(&signers)).unwrap();
        let fault =
            |directory: &Directory| verify_next(&second, &directory.sign(&signers)).unwrap_err();
        assert_eq!(fault(&genesis()), DirectoryFault::Rollback { held: 2, found: 1 });
        assert_eq!(fault(&next(&first)), DirectoryFault::AlreadyHeld { version: 2 });
        let mut jump = next(&second);
        jump.version = 4;
        assert_eq!(fault(&jump), DirectoryFault::Gap { held: 2, found: 4 });
        let mut stray = next(&second);
        stray.prev = Some(first.id().to_owned());
        assert_eq!(fault(&stray), DirectoryFault::OtherPredecessor { version: 3 });
    }

    #[test]
    fn only_the_same_roots_can_raise_the_alarm_of_a_fork() {
        let first = trusted();
        let signers = [&key("root1"), &key("root2")];
        let second = verify_next(&first, &next(&first).sign(&signers)).unwrap();
        let mut other = next(&first);
        other.desks.push(desk("south", crate::sync::directory::Role::Region, Some("SC")));
        let fault = verify_next(&second, &other.sign(&signers)).unwrap_err();
        assert!(matches!(fault, DirectoryFault::Fork { version: 2, .. }));
        other.root = roots(1, &["thief"]);
        let fault = verify_next(&second, &other.sign(&[&key("thief")])).unwrap_err();
        assert!(matches!(fault, DirectoryFault::TooFewSignatures { valid: 0, .. }));

        let mut first_again = genesis();
        first_again.review_by = "2030-01-01T00:00:00Z".to_owned();
        let fault = verify_next(&first, &first_again.sign(&signers)).unwrap_err();
        assert!(matches!(fault, DirectoryFault::Fork { version: 1, .. }));
    }

    #[test]
    fn a_revoked_key_is_known_and_without_standing() {
        let first = trusted();
        let east = key("east").public().key_id();
        let mut draft = next(&first);
        let revocation = Revocation { key: east.clone(), reason: "遗失".into(), cut: Vec::new() };
        draft.revoked.push(revocation);
        let second = verify_next(&first, &draft.sign(&[&key("root1"), &key("root2")])).unwrap();
        assert_eq!(first.standing(&east), Some(Standing::Active));
        assert_eq!(second.standing(&east), Some(Standing::Revoked));
        assert_eq!(second.standing(&key("stranger").public().key_id()), None);
        assert!(second.desk(&east).is_some());
    }
}
