//! The desk: the one door. Everything that happens, from the screen or from the command line, is a
//! [`Command`](command::Command) performed here or a file taken in here, and every change is one transaction (of a long file,
//! each batch of its rows).
//!
//! [`Desk`] owns the store, the key and the context; clock and randomness are handed to it. [`session`] is the pen of an
//! act: it signs facts and derives the rows they touch. What may be done is decided by `domain`; what travels is verified by
//! `sync`; this layer brings them together.
//!
//! | module | the thought |
//! |---|---|
//! | [`command`], [`perform`], [`entry`] | everything that can be done, doing it, and what people write read into it |
//! | [`session`], [`project`], [`history`] | one act as one transaction; rows from events; facts from stored texts |
//! | [`intake`], `import`, [`mapping`], `address` | files of notices: row by row, from a path, their headings, under which name |
//! | [`paste`] | a text understood, before anything is recorded |
//! | [`likeness`], `family` | which leads look alike; which are one tender by somebody's word |
//! | [`lead_export`] | leads for other people's programs |
//! | [`triage`] | the inbox: verdicts and where a lead goes |
//! | [`claims`], `claims_query` | what stands around a claim; questions about claims |
//! | [`query`], [`view`], [`service`] | questions, their answers, and the thread that serves both |
//! | [`relief`], [`register`] | files that a table moves: what is common to all kinds, and the registers |
//! | [`survey`], [`awaiting`] | the regional digest; what awaits headquarters |
//! | [`place`] | a province in full, on a day |
//! | [`impact`] | what a change of the organisation would touch |
//! | [`meeting`], [`meeting_review`], [`minutes`], [`organisation`] | a meeting in full; texts of minutes; what headquarters records of units, areas and posts |
//! | [`letter`], [`files`], `exports`, [`trace`] | letters from templates; files of evidence; files for people; whose copy came to light |
//! | [`exchange`], [`audit`] | bundles and trust; everything checked again |
//! | [`divergence`], `cover` | on what desks differ; how far a revoked key counts |
//! | [`backup`], [`rescue`], `witness`, [`doctor`] | copies and restoring; a damaged store; how far the own logs had gone; what is at risk |
//! | [`handover`], [`passphrase`] | the pack for a new manager; another passphrase for a key file |
//! | [`context`], [`home`], [`system`] | who this desk is, where it lives, the clock and randomness it is handed |
//! | [`demo`] | a month of made-up work, played |

mod address;
pub mod audit;
pub mod awaiting;
pub mod backup;
pub mod case_query;
pub mod claims;
mod claims_query;
pub mod command;
pub mod context;
mod cover;
pub mod demo;
pub mod digest;
pub mod divergence;
pub mod doctor;
pub mod entry;
pub mod exchange;
mod exports;
pub mod fairness;
mod family;
pub mod files;
pub mod handover;
pub mod history;
pub mod home;
pub mod impact;
mod import;
pub mod intake;
pub mod lead_export;
pub mod letter;
pub mod likeness;
pub mod mapping;
pub mod meeting;
pub mod meeting_review;
pub mod minutes;
pub mod organisation;
pub mod passphrase;
pub mod paste;
pub mod perform;
pub mod phrase;
pub mod place;
pub mod project;
pub mod publication;
pub mod query;
pub mod register;
pub mod relation;
pub mod relief;
pub mod rescue;
pub mod retention;
pub mod service;
pub mod session;
pub mod survey;
pub mod system;
pub mod trace;
pub mod triage;
pub mod view;
mod witness;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::ports::{Clock, Entropy};
use crate::domain::rulebook::Rulebook;
use crate::store::{Store, StoreError, Writing};
use crate::sync::keyfile::{self, KeyFileError, Secrets};

use context::{Context, Profile};
use home::Home;
use session::Session;

/// A clock that threads may share.
pub type SharedClock = Arc<dyn Clock + Send + Sync>;

/// Randomness that may go to the store's thread.
pub type OwnedEntropy = Box<dyn Entropy + Send>;

/// Why a desk could not be opened or made.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no desk in this folder.
    #[error("there is no desk in {0}; make one with `daqu init`")]
    NoDesk(std::path::PathBuf),
    /// There is one already.
    #[error("{0} already holds a desk; nothing was changed")]
    AlreadySettled(std::path::PathBuf),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key file.
    #[error("the key file {path}: {fault}")]
    Key {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong.
        fault: KeyFileError,
    },
    /// A file of the desk could not be read or written.
    #[error("{path}: {detail}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        detail: String,
    },
    /// A folder that holds no backup of this desk.
    #[error("{path} holds no backup that could be restored here: {detail}; nothing was changed")]
    NoBackup {
        /// The folder.
        path: std::path::PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// There is nothing to rescue.
    #[error("the store at {0} is whole; nothing was changed")]
    Whole(std::path::PathBuf),
    /// Too little of a damaged store can be read.
    #[error(
        "of the store at {0} too little can be read to make a desk of it; nothing was changed: restore a backup"
    )]
    Lost(std::path::PathBuf),
    /// A folder that a synchroniser copies while it is written.
    #[error(
        "{0} is in a folder that is synchronised: the copies tear the store; choose a local one with --home, and exchange through a channel"
    )]
    Synced(std::path::PathBuf),
    /// The key file is of another desk than the store.
    #[error(
        "the key file {0} is of another desk than the store; put the right one there, or restore a backup"
    )]
    OtherKey(std::path::PathBuf),
    /// Exchange with headquarters.
    #[error(transparent)]
    Exchange(#[from] exchange::ExchangeError),
}

impl DeskError {
    /// A file fault of the system.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> DeskError {
        DeskError::File { path: path.to_owned(), detail: error.to_string() }
    }
}

/// An open desk.
pub struct Desk {
    store: Store,
    home: Home,
    context: Context,
    secrets: Secrets,
    clock: SharedClock,
    entropy: OwnedEntropy,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({})", self.home.folder().display())
    }
}

impl Desk {
    /// Opens the desk that lives in a home.
    ///
    /// # Errors
    /// Where there is none, its store or key file cannot be read, or the passphrase is wrong or missing.
    pub fn open(
        home: Home,
        passphrase: Option<&str>,
        clock: SharedClock,
        mut entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        if !home.is_settled() && !rescue::completed(&home)? {
            return Err(DeskError::NoDesk(home.folder().to_owned()));
        }
        let mut store = Store::open(&home.store())?;
        let context = store.read(|tx| Context::load(tx))?;
        let mut context = context.ok_or_else(|| DeskError::NoDesk(home.folder().to_owned()))?;
        store.write(|tx| begin(tx, &context))?;
        if store.read(|tx| witness::is_ahead(&home, tx, &context.profile))? {
            let profile = &context.profile;
            store.write(|tx| witness::count_anew(tx, profile, entropy.as_mut()))?;
            context = store
                .read(|tx| Context::load(tx))?
                .ok_or_else(|| DeskError::NoDesk(home.folder().to_owned()))?;
            // Else it would be found behind again at every start.
            store.read(|tx| witness::keep(&home, tx, &context.profile))?;
        }
        let path = home.key_file();
        let text =
            std::fs::read_to_string(&path).map_err(|error| DeskError::file(&path, &error))?;
        let secrets =
            keyfile::open(&text, passphrase).map_err(|fault| DeskError::Key { path, fault })?;
        if secrets.key.public().key_id() != context.profile.key {
            return Err(DeskError::OtherKey(home.key_file()));
        }
        let mut desk = Desk { store, home, context, secrets, clock, entropy };
        desk.settle_purges()?;
        Ok(desk)
    }

    /// Makes a desk in an empty home: key file, store, profile. What it is to whom comes later, by enrolment.
    ///
    /// # Errors
    /// Where a desk lives there already, or the folder cannot be written; nothing is overwritten.
    pub fn settle(
        home: Home,
        profile: impl FnOnce(&Secrets, &mut dyn Entropy) -> Profile,
        passphrase: Option<&str>,
        clock: SharedClock,
        mut entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        if home.is_settled() || home.key_file().exists() {
            return Err(DeskError::AlreadySettled(home.folder().to_owned()));
        }
        if doctor::is_synced(home.folder()) {
            return Err(DeskError::Synced(home.folder().to_owned()));
        }
        system::make_private_folder(home.folder())?;
        let secrets = Secrets::generate(keyfile::Kind::Desk, entropy.as_mut());
        let text = keyfile::seal(&secrets, passphrase, entropy.as_mut());
        system::write_private(&home.key_file(), text.as_bytes())?;
        let profile = profile(&secrets, entropy.as_mut());
        let mut store = Store::open(&home.store())?;
        store.write(|tx| profile.save(tx))?;
        let context = Context::of(profile);
        store.write(|tx| begin(tx, &context))?;
        Ok(Desk { store, home, context, secrets, clock, entropy })
    }

    /// Its home.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// What it knows of itself and of the organisation.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Now, by the clock it was given.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The clock it was given.
    pub fn clock(&self) -> SharedClock {
        Arc::clone(&self.clock)
    }

    /// Cases by slack; those that are over too, if `all`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases(&mut self, all: bool) -> Result<Vec<view::CaseRow>, StoreError> {
        self.look(|tx, context, now| {
            query::Reading { tx, context, now }.cases(&view::Filter::default(), all)
        })
    }

    /// The number of the lead that a notice of this identity is already.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead_of(&mut self, identity: &str) -> Result<Option<String>, StoreError> {
        self.look(|tx, context, now| query::Reading { tx, context, now }.lead_of(identity))
    }

    /// Every claim.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(&mut self) -> Result<Vec<view::ClaimRow>, StoreError> {
        self.look(|tx, context, now| query::Reading { tx, context, now }.claims())
    }

    /// Protections that end within so many days, the nearest end first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn protections(&mut self, days: i64) -> Result<Vec<view::ProtectionRow>, StoreError> {
        self.look(|tx, context, now| query::Reading { tx, context, now }.protections(days))
    }

    /// The thirty digits of this desk's own key.
    pub fn fingerprint(&self) -> String {
        self.secrets.key.public().fingerprint()
    }

    /// Runs one act as one transaction with a pen.
    fn act<T, E: From<StoreError>>(
        &mut self,
        act: impl FnOnce(&mut Session<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.refresh()?;
        let Desk { store, context, secrets, entropy, clock, home, .. } = self;
        let (now, home) = (clock.now(), home.clone());
        let mut written = Vec::new();
        let done = store.write(|tx| {
            let files = (home, &mut written);
            let mut session =
                Session::open(tx, context, &secrets.key, entropy.as_mut(), now, files)?;
            let done = act(&mut session)?;
            session.close()?;
            Ok(done)
        });
        if done.is_err() {
            exports::take_back(&written);
        }
        done
    }

    /// Looks at the store without changing it.
    fn look<T, E: From<StoreError>>(
        &mut self,
        look: impl FnOnce(&mut Writing<'_>, &Context, DateTime<Utc>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.refresh()?;
        let now = self.clock.now();
        let context = &self.context;
        self.store.read(|tx| look(tx, context, now))
    }

    /// Drops every derived row and derives all of them anew; gives the number of subjects.
    ///
    /// # Errors
    /// When the store cannot be read or written; the old rows stay then.
    pub fn rebuild(&mut self) -> Result<usize, StoreError> {
        let context = self.current()?;
        self.store.write(|tx| project::rebuild(tx, &context))
    }

    /// Reads the organisation again where an act or a bundle changed it.
    fn refresh(&mut self) -> Result<(), StoreError> {
        let Desk { store, context, .. } = self;
        store.read(|tx| context.refresh(tx)).map(|_| ())
    }

    /// What is known by now of the desk and of the organisation, to be kept while the store is written.
    fn current(&mut self) -> Result<Context, StoreError> {
        self.refresh()?;
        Ok(self.context.clone())
    }

    /// Reads the context again after a directory came in.
    fn reload(&mut self) -> Result<(), StoreError> {
        if let Some(context) = self.store.read(|tx| Context::load(tx))? {
            self.context = context;
        }
        Ok(())
    }
}

/// What a store needs before it is used by this version: rows as this version derives them, and the rules that are in force now.
fn begin(tx: &mut Writing<'_>, context: &Context) -> Result<(), StoreError> {
    project::renew(tx, context)?;
    tx.keep_rulebase(&Rulebook::bundled().hash(), Rulebook::source_text())
}

/// An instant as it is written into lines: RFC 3339, whole seconds, UTC.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
