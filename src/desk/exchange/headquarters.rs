//! Headquarters: an organisation is its root keys; they sign directories, and directories say who is whose desk.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use crate::domain::ports::Entropy;
use crate::store::StoreError;
use crate::sync::directory::{DeskEntry, DeskState, Directory, Role, Root, RootKey};
use crate::sync::enrol::Enrol;
use crate::sync::envelope::Envelope;
use crate::sync::keyfile::{self, Kind, Secrets};
use crate::sync::keys::{DeskKey, ED25519, PublicKey};
use crate::sync::reader::{Line, read_lines};

use super::super::context::Seat;
use super::super::home::Home;
use super::super::{Desk, DeskError, OwnedEntropy, SharedClock, instant, system};
use super::{ExchangeError, enrolment};

/// A directory wants to be looked at again after half a year.
const REVIEW_DAYS: i64 = 182;

/// The number of root keys and how many of them must sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootFlag {
    /// How many must sign.
    pub threshold: usize,
    /// How many there are.
    pub keys: usize,
}

/// Two of three people, as signatures on paper are asked for in pairs.
impl Default for RootFlag {
    fn default() -> RootFlag {
        RootFlag { threshold: 2, keys: 3 }
    }
}

impl std::str::FromStr for RootFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<RootFlag, String> {
        let wrong = || format!("`{text}` is not M/N with 1 <= M <= N <= 16, such as 2/3");
        let (threshold, keys) = text.split_once('/').ok_or_else(wrong)?;
        let flag = RootFlag {
            threshold: threshold.parse().map_err(|_| wrong())?,
            keys: keys.parse().map_err(|_| wrong())?,
        };
        let fits = flag.threshold >= 1
            && flag.threshold <= flag.keys
            && flag.keys <= crate::sync::limits::SIGNATURES;
        if fits { Ok(flag) } else { Err(wrong()) }
    }
}

/// Makes a root key on the machine of the person who is to keep it, in a file; gives its public half, which whoever makes the
/// organisation is told.
///
/// # Errors
/// Where the file is there already or cannot be written.
pub fn make_root_key(
    file: &std::path::Path,
    passphrase: Option<&str>,
    entropy: &mut dyn Entropy,
) -> Result<PublicKey, DeskError> {
    let root = Secrets::generate(Kind::Root, entropy);
    let text = keyfile::seal(&root, passphrase, entropy);
    system::write_private(file, text.as_bytes())?;
    Ok(root.key.public())
}

/// What became of a directory that was to be published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// It holds.
    Done {
        /// Its number.
        version: u64,
    },
    /// Too few root keys are at hand: it waits in a file for the other signers.
    Draft {
        /// The file.
        file: std::path::PathBuf,
        /// Root keys that have signed.
        have: u64,
        /// Root keys that must sign.
        needed: u64,
    },
}

/// When a directory made now wants to be looked at again.
fn review_by(now: DateTime<Utc>) -> String {
    instant(now + Duration::days(REVIEW_DAYS))
}

impl Desk {
    /// Makes an organisation: root keys, the first headquarters desk, the first directory.
    ///
    /// # Errors
    /// Where a desk lives there already, or the folder cannot be written.
    pub fn init_headquarters(
        home: Home,
        org: &str,
        flag: RootFlag,
        passphrase: Option<&str>,
        clock: SharedClock,
        entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        Desk::init_headquarters_with(home, org, (flag, &[]), passphrase, clock, entropy)
    }

    /// As [`Desk::init_headquarters`], with root keys among them that were made on other machines ([`make_root_key`]): the rest is
    /// made here, and has to suffice for the first directory.
    ///
    /// # Errors
    /// As there; [`ExchangeError::TooFewRoots`] where the keys made here could not sign it.
    pub fn init_headquarters_with(
        home: Home,
        org: &str,
        (flag, elsewhere): (RootFlag, &[PublicKey]),
        passphrase: Option<&str>,
        clock: SharedClock,
        mut entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        let trial = passphrase.is_none_or(str::is_empty);
        let distinct: BTreeSet<&PublicKey> = elsewhere.iter().collect();
        let here = flag.keys.saturating_sub(elsewhere.len());
        if here < flag.threshold || distinct.len() != elsewhere.len() {
            return Err(ExchangeError::TooFewRoots { needed: flag.threshold, here }.into());
        }
        let roots: Vec<Secrets> =
            (0..here).map(|_| Secrets::generate(Kind::Root, entropy.as_mut())).collect();
        let files: Vec<String> =
            roots.iter().map(|root| keyfile::seal(root, passphrase, entropy.as_mut())).collect();
        let mut desk = Desk::settle(
            home,
            |secrets, entropy| {
                enrolment::profile(Seat::Headquarters, org, "总部", trial, secrets, entropy)
            },
            passphrase,
            clock,
            entropy,
        )?;
        for (n, text) in (1..).zip(&files) {
            let path = desk.home.root_file(n);
            if let Some(folder) = path.parent() {
                system::make_private_folder(folder)?;
            }
            system::write_private(&path, text.as_bytes())?;
        }
        let publics = roots.iter().map(|root| root.key.public()).chain(elsewhere.iter().copied());
        let key = |public: PublicKey| RootKey { alg: ED25519.to_owned(), public: public.to_hex() };
        let root = Root { threshold: flag.threshold as u64, keys: publics.map(key).collect() };
        let own = desk.own_entry(trial);
        let directory = Directory {
            v: crate::sync::VERSION,
            org: root.organisation(),
            version: 1,
            prev: None,
            issued: instant(desk.now()),
            review_by: review_by(desk.now()),
            root,
            desks: vec![own],
            revoked: Vec::new(),
        };
        let signers: Vec<&DeskKey> = roots.iter().map(|root| &root.key).collect();
        let envelope = directory.sign(&signers);
        let fingerprint = directory.org_fingerprint();
        desk.store.write(|tx| -> Result<(), StoreError> {
            tx.set_meta("org_fingerprint", &fingerprint)?;
            tx.put_directory(1, &envelope.id(), &envelope.to_line())
        })?;
        desk.reload()?;
        Ok(desk)
    }

    fn own_entry(&self, trial: bool) -> DeskEntry {
        DeskEntry {
            id: "hq-a".to_owned(),
            role: Role::Hq,
            region: None,
            name: self.context.profile.name.clone(),
            person: self.context.profile.actor.clone(),
            letter: "A".to_owned(),
            alg: ED25519.to_owned(),
            public: self.secrets.key.public().to_hex(),
            age: self.secrets.age.as_ref().map(|age| age.recipient()),
            trial,
            state: DeskState::Active,
        }
    }

    /// The organisation's thirty digits; `None` before a directory is known.
    pub fn org_fingerprint(&self) -> Option<String> {
        self.context.directory.as_ref().map(|directory| directory.org_fingerprint())
    }

    /// The root keys that the organisation began with, and how many of them it takes: what others verify directories with
    /// ([`Roots`](crate::sync::roots::Roots)). `None` before a directory is known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn first_root(&mut self) -> Result<Option<Root>, StoreError> {
        let lines = self.store.read(|tx| tx.directories())?;
        let first = lines.first().and_then(|line| Envelope::from_line(line.as_bytes()).ok());
        Ok(first.and_then(|first| Directory::read(&first).ok()).map(|first| first.root))
    }

    /// Puts a new desk into the next directory and gives its entry there.
    ///
    /// # Errors
    /// Where this is not headquarters, or the key is known already.
    pub fn enrol(
        &mut self,
        enrol: &Enrol,
        passphrase: Option<&str>,
    ) -> Result<(DeskEntry, Published), ExchangeError> {
        let Some(current) = self.context.directory.clone().filter(|_| self.is_headquarters())
        else {
            return Err(ExchangeError::NotHeadquarters);
        };
        if current.desks.iter().any(|desk| desk.public == enrol.public) {
            return Err(ExchangeError::Enrolment("this key is enrolled already".to_owned()));
        }
        if let Some(region) = &enrol.region
            && region.parse::<crate::domain::territory::RegionCode>().is_err()
        {
            return Err(ExchangeError::Enrolment(format!("{region} is not a region")));
        }
        let role = if enrol.region.is_some() { Role::Region } else { Role::Hq };
        let alike = |desk: &&DeskEntry| desk.role == role && desk.region == enrol.region;
        let letter = letter(current.desks.iter().filter(alike).count());
        let place = enrol.region.as_deref().unwrap_or(role.name());
        let entry = DeskEntry {
            id: format!("{}-{}", place.to_lowercase(), letter.to_lowercase()),
            role,
            region: enrol.region.clone(),
            name: enrol.name.clone(),
            person: enrol.person.clone(),
            letter,
            alg: enrol.alg.clone(),
            public: enrol.public.clone(),
            age: enrol.age.clone(),
            trial: enrol.trial,
            state: DeskState::Active,
        };
        let mut next = self.draft()?;
        next.desks.push(entry.clone());
        Ok((entry, self.publish(&next, passphrase)?))
    }

    /// The directory after this one, to be changed and published.
    pub(super) fn draft(&self) -> Result<Directory, ExchangeError> {
        let current = self.context.directory.as_ref().filter(|_| self.is_headquarters());
        let current = current.ok_or(ExchangeError::NotHeadquarters)?;
        let now = self.now();
        Ok(current.draft_next(current.id(), instant(now), review_by(now)))
    }

    /// Signs a directory with the root keys at hand. With enough of them it holds at once; else it is written to a file that goes
    /// from signer to signer ([`Draft`]) and is taken in as any bundle when it is whole.
    pub(super) fn publish(
        &mut self,
        next: &Directory,
        passphrase: Option<&str>,
    ) -> Result<Published, ExchangeError> {
        // Two directories of one number would part the organisation, and the second would overwrite the first.
        let file = self.home.directory_draft();
        let waiting = std::fs::read(&file).ok().and_then(|bytes| Draft::read(&bytes).ok());
        if waiting.is_some_and(|draft| draft.directory.version >= next.version) {
            return Err(ExchangeError::DraftWaits { file });
        }
        let mut roots = Vec::new();
        for n in 1..=next.root.keys.len() {
            let Ok(text) = std::fs::read_to_string(self.home.root_file(n)) else { continue };
            roots.extend(keyfile::open(&text, passphrase).ok());
        }
        let signers: Vec<&DeskKey> = roots.iter().map(|root| &root.key).collect();
        let envelope = next.sign(&signers);
        let (have, needed) = (next.root.signatures(&envelope), next.root.threshold);
        if have < needed {
            system::write_whole(&file, format!("{}\n", envelope.to_line()).as_bytes()).map_err(
                |error| ExchangeError::File { path: file.clone(), detail: error.to_string() },
            )?;
            return Ok(Published::Draft { file, have, needed });
        }
        let version = next.version;
        self.store.write(|tx| tx.put_directory(version, &envelope.id(), &envelope.to_line()))?;
        self.reload()?;
        self.settle_revocations()?;
        Ok(Published::Done { version })
    }

    /// Whether this is a desk of headquarters.
    pub fn is_headquarters(&self) -> bool {
        self.context.profile.seat == Seat::Headquarters
    }
}

/// A, B … Z, then AA, AB …: no two desks of a region share a letter, retired ones included.
fn letter(count: usize) -> String {
    let last = char::from(b'A' + u8::try_from(count % 26).unwrap_or(0));
    if count < 26 { last.to_string() } else { format!("{}{last}", letter(count / 26 - 1)) }
}

/// Reads the enrolment in a file.
///
/// # Errors
/// Where there is none, or it does not verify.
pub fn read_enrolment(bytes: &[u8]) -> Result<Enrol, ExchangeError> {
    let envelope = read_lines(bytes).find_map(|(_, line)| match line {
        Ok(Line::Enrol(envelope)) => Some(envelope),
        _ => None,
    });
    let envelope = envelope
        .ok_or_else(|| ExchangeError::Enrolment("the file holds no enrolment".to_owned()))?;
    Enrol::from_envelope(&envelope).map_err(|fault| ExchangeError::Enrolment(fault.to_string()))
}

/// A directory that waits for signatures, as it is shown to whoever is about to sign it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What would be signed.
    pub directory: Directory,
    envelope: Envelope,
}

impl Draft {
    /// Reads the directory in a file: its only line.
    ///
    /// # Errors
    /// Where the file holds something else.
    pub fn read(bytes: &[u8]) -> Result<Draft, ExchangeError> {
        let mut lines = read_lines(bytes).map(|(_, line)| line);
        let none = |why: &str| ExchangeError::NoDraft(why.to_owned());
        match (lines.next(), lines.next()) {
            (Some(Ok(Line::Directory(envelope))), None) => {
                let directory = Directory::read(&envelope);
                let directory = directory.map_err(|refusal| none(&refusal.to_string()))?;
                Ok(Draft { directory, envelope })
            }
            (_, Some(_)) => Err(none("it has more lines than one")),
            _ => Err(none("its line is no directory")),
        }
    }

    /// How many root keys have signed, and how many must.
    pub fn signatures(&self) -> (u64, u64) {
        (self.directory.root.signatures(&self.envelope), self.directory.root.threshold)
    }

    /// Adds the signature of the root key in a key file, and gives the line to be passed on.
    ///
    /// # Errors
    /// Where the key file does not open, or its key is no root of this directory.
    pub fn sign(&mut self, key: &str, passphrase: Option<&str>) -> Result<String, ExchangeError> {
        let secrets = keyfile::open(key, passphrase)
            .map_err(|fault| ExchangeError::NoDraft(fault.to_string()))?;
        let public = secrets.key.public();
        if !self.directory.root.public_keys().contains(&public) {
            let why = "this key is none of its root keys".to_owned();
            return Err(ExchangeError::NoDraft(why));
        }
        self.envelope.add_signature(&secrets.key);
        Ok(format!("{}\n", self.envelope.to_line()))
    }
}
