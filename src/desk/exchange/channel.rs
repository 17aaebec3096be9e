//! A channel: a folder that both sides reach, on a stick, in a synced folder, on a mounted share. Each reader has a folder in it,
//! named by the beginning of his key; a file is named by its content, is written whole and never changed. So whatever carries the
//! folder may copy, double and delay files without harm, and what is lost is made up for by the next one.
//!
//! Names are never believed: a file is taken in by its content, and only regular files in the own folder are looked at.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::store::StoreError;
use crate::sync::directory::{Role, Standing};

use super::super::context::Seat;
use super::super::{Desk, DeskError, instant};
use super::export::Packing;
use super::import::Import;
use super::medium::{self, Medium};
use super::{ExchangeError, channel_key};

/// Characters of a key and of a hash in names.
const NAME: usize = 16;

/// The meta row of the channel of the last time.
pub(in super::super) const CHANNEL: &str = "channel";

/// What a synchronisation does just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It takes in the nth of so many files.
    Takes {
        /// From 1.
        n: usize,
        /// How many there are.
        of: usize,
    },
    /// It writes for a desk.
    Writes {
        /// Its short name.
        desk: String,
    },
}

/// What is told each step: it may use the desk meanwhile, and says whether to go on.
pub type Going<'a> = dyn FnMut(&mut Desk, Step) -> ControlFlow<()> + 'a;

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Synced {
    /// Files taken in.
    pub taken: usize,
    /// What they brought.
    pub import: Import,
    /// Files that could not be taken in, with why; they stay where they are.
    pub bad: Vec<(PathBuf, String)>,
    /// Files written.
    pub sent: Vec<PathBuf>,
    /// It was stopped by the person; the next time goes on from there.
    pub stopped: bool,
}

impl Desk {
    /// Takes in what waits in a channel for this desk, and writes what its peers lack. `go_on` is told each step and may stop
    /// before the next; what was done stays done.
    ///
    /// # Errors
    /// Where the channel is not there or cannot be written, or the first directory's fingerprint has to be compared. A single bad
    /// file is no error.
    pub fn sync(
        &mut self,
        channel: &Path,
        org_fingerprint: Option<&str>,
        go_on: &mut Going<'_>,
    ) -> Result<Synced, DeskError> {
        let medium = medium::open(channel)?;
        let mut synced = Synced::default();
        self.take_waiting(medium.as_ref(), org_fingerprint, go_on, &mut synced)?;
        if !synced.stopped && self.context.is_enrolled() {
            self.write_waiting((channel, medium.as_ref()), go_on, &mut synced)?;
        }
        Ok(synced)
    }

    fn take_waiting(
        &mut self,
        medium: &dyn Medium,
        org_fingerprint: Option<&str>,
        go_on: &mut Going<'_>,
        synced: &mut Synced,
    ) -> Result<(), DeskError> {
        let inbox = name(&self.context.profile.key).to_owned();
        let listed = medium.list(&inbox);
        let files =
            listed.map_err(|detail| DeskError::File { path: medium.place(&inbox, ""), detail })?;
        let of = files.len();
        for (n, file) in (1..).zip(files) {
            // What is named by its content and was taken in is not fetched again. Whoever lies about a name only hides his own
            // file, which he could as well have deleted.
            if let Some(stem) = named_by_content(&file)
                && self.store.read(|tx| tx.was_taken_as(stem))?
            {
                continue;
            }
            let (read, file) = (medium.read(&inbox, &file), medium.place(&inbox, &file));
            let bytes = match read {
                Ok(bytes) => bytes,
                Err(detail) => {
                    synced.bad.push((file, detail));
                    continue;
                }
            };
            let hash = content(&bytes);
            if self.store.read(|tx| tx.was_taken(&hash))? {
                continue;
            }
            if go_on(self, Step::Takes { n, of }).is_break() {
                synced.stopped = true;
                return Ok(());
            }
            match self.import_bytes(&bytes, org_fingerprint) {
                Ok(import) => {
                    synced.taken += 1;
                    synced.import.add(import);
                    let at = instant(self.now());
                    self.store.write(|tx| tx.put_taken(&hash, &at))?;
                }
                // Whoever has no directory yet compares digits first: that is asked, and no file's fault.
                Err(error @ ExchangeError::FingerprintNeeded { .. }) => return Err(error.into()),
                Err(ExchangeError::Store(error)) => return Err(error.into()),
                Err(error) => synced.bad.push((file, error.to_string())),
            }
        }
        Ok(())
    }

    fn write_waiting(
        &mut self,
        channel: (&Path, &dyn Medium),
        go_on: &mut Going<'_>,
        synced: &mut Synced,
    ) -> Result<(), DeskError> {
        for (desk, keys) in self.audiences_of_files() {
            if go_on(self, Step::Writes { desk: desk.clone() }).is_break() {
                synced.stopped = true;
                return Ok(());
            }
            let scratch = self.home.exports().join("outgoing.daqu");
            let at_headquarters = self.context.profile.seat == Seat::Headquarters;
            let to = at_headquarters.then_some(desk.as_str());
            let export = self.export(to, &scratch, Packing::default())?;
            for (n, file) in (1..).zip(&export.files) {
                let bytes = std::fs::read(file).map_err(|error| DeskError::file(file, &error))?;
                // It was read: what cannot be removed is overwritten the next time.
                let _ = std::fs::remove_file(file);
                for key in &keys {
                    self.put(channel, (key, n), &bytes, &export.gist, synced)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the nth file for a reader, unless the channel holds one that says the same.
    fn put(
        &mut self,
        (channel, medium): (&Path, &dyn Medium),
        (key, n): (&str, usize),
        bytes: &[u8],
        gist: &str,
        synced: &mut Synced,
    ) -> Result<(), DeskError> {
        let folder = name(key);
        let meta = format!("{}:{n}", channel_key(channel, key));
        let before = self.store.read(|tx| tx.meta(&meta))?.unwrap_or_default();
        if let Some((said, there)) = before.split_once(' ')
            && said == gist
            && medium.holds(folder, there)
        {
            return Ok(());
        }
        let end = if bytes.starts_with(b"age-encryption.org/") { "daqu.age" } else { "daqu" };
        let file_name = format!("{}.{end}", &content(bytes)[..NAME]);
        let file = medium.place(folder, &file_name);
        let written = medium.write(folder, &file_name, bytes);
        written.map_err(|detail| DeskError::File { path: file.clone(), detail })?;
        let said = format!("{gist} {file_name}");
        self.store.write(|tx| -> Result<(), StoreError> { tx.set_meta(&meta, &said) })?;
        synced.sent.push(file);
        Ok(())
    }

    /// The channel of the last time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn channel(&mut self) -> Result<Option<String>, StoreError> {
        self.store.read(|tx| tx.meta(CHANNEL))
    }

    /// Remembers the channel for the next time.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remember_channel(&mut self, channel: &str) -> Result<(), StoreError> {
        self.store.write(|tx| tx.set_meta(CHANNEL, channel))
    }

    /// The files that are to be written: one for all of headquarters from a region, one for each other desk from headquarters.
    fn audiences_of_files(&self) -> Vec<(String, Vec<String>)> {
        let Some(directory) = &self.context.directory else { return Vec::new() };
        let own = &self.context.profile.key;
        let others = directory.desks.iter().filter_map(|desk| {
            let key = desk.key_id()?;
            let active = directory.standing(&key) == Some(Standing::Active);
            (active && key != *own).then(|| (desk.id.clone(), desk.role, key))
        });
        match self.context.profile.seat {
            Seat::Headquarters => others.map(|(id, _, key)| (id, vec![key])).collect(),
            Seat::Region(_) => {
                let keys: Vec<String> =
                    others.filter(|(_, role, _)| *role == Role::Hq).map(|(.., key)| key).collect();
                vec![(Role::Hq.name().to_owned(), keys)]
            }
        }
    }
}

/// The folder in a channel of what is for a desk.
pub(super) fn inbox(channel: &Path, key: &str) -> PathBuf {
    channel.join(name(key))
}

/// The beginning of the hash by which a desk names a file; `None` for what was put there by others.
pub(super) fn named_by_content(file: &str) -> Option<&str> {
    let stem = file.split('.').next()?;
    let hex = stem.len() == NAME && stem.bytes().all(|c| c.is_ascii_hexdigit());
    hex.then_some(stem)
}

fn name(key: &str) -> &str {
    key.get(..NAME).unwrap_or(key)
}

fn content(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
