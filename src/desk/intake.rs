//! Taking notices in: every row becomes a lead, is known already, or is named with its reason.
//!
//! A file is read row by row and kept in batches, each a transaction of its own: memory is bounded by the batch, whoever
//! waits is told how far it is, and a person who stops it loses nothing, for what was taken in is known the next time. A
//! file that breaks off keeps the rows before the break.

use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::domain::event::{Fact, Recorded};
use crate::domain::lead::{Captured, Notice, Revised};
use crate::domain::subject::{Subject, SubjectKind};
use crate::interchange::table::mapping::Mapping;
use crate::interchange::{self, Bytes, FileFault, Opened, Rejected};
use crate::matching::identity::over;
use crate::matching::{Known, by_identity};
use crate::store::StoreError;

use super::Desk;
use super::address::{at, known_here};
use super::perform::detect_all;
use super::session::Session;

/// Rows that are kept together: few enough that whoever asks the desk in between hardly waits, and enough that a
/// transaction's own cost (the disk, a new piece of the search index) is shared by many.
const BATCH: usize = 500;

/// So many rejected rows of a file are remembered with their reasons; all of them are told as they come, and counted.
const REMEMBERED: usize = 1_000;

/// A row that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Catalogue key of the reason.
    pub key: &'static str,
    /// Values of the sentence.
    pub args: Vec<(String, String)>,
}

impl From<Rejected> for RejectedRow {
    fn from(rejected: Rejected) -> RejectedRow {
        RejectedRow { row: rejected.row, key: rejected.reason.key(), args: rejected.reason.args() }
    }
}

/// What became of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The format that read it.
    pub format: &'static str,
    /// Rows read.
    pub read: usize,
    /// Leads that were not here.
    pub new: usize,
    /// Rows that were here already.
    pub known: usize,
    /// Of those, rows whose words changed; the lead keeps both versions.
    pub revised: usize,
    /// How many rows could not be taken in.
    pub rejected: usize,
    /// The first of them, with their reasons.
    pub reasons: Vec<RejectedRow>,
    /// The person stopped it; what came before is kept.
    pub stopped: bool,
    /// The file broke off; the rows before are kept.
    pub broken: Option<FileFault>,
}

impl Intake {
    /// Whether anything of the file was left out.
    pub fn is_partial(&self) -> bool {
        self.rejected > 0 || self.stopped || self.broken.is_some()
    }
}

/// What is told while a file is taken in.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A row was rejected.
    Rejected(&'a RejectedRow),
    /// A batch is safe.
    Kept(&'a Intake, Place),
}

/// How far the reading is, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Where it stands.
    pub at: u64,
    /// Where it ends.
    pub of: u64,
}

/// Hears what is told, may use the desk meanwhile, and says whether to go on.
pub type Telling<'a> = dyn FnMut(&mut Desk, Told<'_>) -> ControlFlow<()> + 'a;

/// For [`Desk::take_in`] where nobody listens.
pub fn unheard(_: &mut Desk, _: Told<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Why a file was not taken in at all; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file could not be read.
    #[error("{0}")]
    File(io::Error),
    /// It is not what a reader can take.
    #[error("{0}")]
    Fault(FileFault),
    /// The store; batches kept before stay.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The files that a path stands for: itself, or the files of a folder by name. Hidden files and folders inside are left out.
///
/// # Errors
/// When the folder cannot be listed.
pub fn files_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

impl Desk {
    /// Takes a file of notices in.
    ///
    /// # Errors
    /// Where the file cannot be read, not one row of it can be, or the store cannot be written.
    pub fn take_in(&mut self, path: &Path, tell: &mut Telling<'_>) -> Result<Intake, IntakeError> {
        self.take_in_mapped(path, None, tell)
    }

    /// As [`Desk::take_in`], with what a person said of a table's headings; it is remembered once a file was read by it.
    ///
    /// # Errors
    /// As there.
    pub fn take_in_mapped(
        &mut self,
        path: &Path,
        given: Option<&Mapping>,
        tell: &mut Telling<'_>,
    ) -> Result<Intake, IntakeError> {
        let meta = std::fs::metadata(path).map_err(IntakeError::File)?;
        if meta.is_dir() {
            return Err(IntakeError::File(io::ErrorKind::IsADirectory.into()));
        }
        if !meta.is_file() {
            return Err(IntakeError::File(io::Error::other("not a regular file")));
        }
        let file = File::open(path).map_err(IntakeError::File)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.take_in_from(&name, file, meta.len(), given, tell)
    }

    /// As [`Desk::take_in`], from bytes in memory and untold.
    ///
    /// # Errors
    /// As there.
    pub fn take_in_bytes(&mut self, bytes: &[u8]) -> Result<Intake, IntakeError> {
        self.take_in_from("", Cursor::new(bytes), bytes.len() as u64, None, &mut unheard)
    }

    fn take_in_from(
        &mut self,
        name: &str,
        bytes: impl Bytes,
        of: u64,
        given: Option<&Mapping>,
        tell: &mut Telling<'_>,
    ) -> Result<Intake, IntakeError> {
        let at = Rc::new(Cell::new(0));
        let mut bytes = Followed { bytes, at: Rc::clone(&at) };
        let mappings = self.mappings(given.cloned())?;
        let mut opened = Opened::new(name, &mut bytes).with(&mappings);
        let (mut intake, mut batch) = (Intake::default(), Vec::with_capacity(BATCH));
        let mut failed = None;
        let ended = interchange::read(&mut opened, &mut |row| {
            intake.read += 1;
            match row {
                Ok(notice) => batch.push(notice),
                Err(rejected) => {
                    let rejected = RejectedRow::from(rejected);
                    intake.rejected += 1;
                    // What is told of one row does not stop a file; the next batch may.
                    let _ = tell(self, Told::Rejected(&rejected));
                    if intake.reasons.len() < REMEMBERED {
                        intake.reasons.push(rejected);
                    }
                }
            }
            if intake.read % BATCH != 0 {
                return ControlFlow::Continue(());
            }
            if let Err(error) = self.keep_batch(&mut intake, &mut batch) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            let next = tell(self, Told::Kept(&intake, Place { at: at.get(), of }));
            intake.stopped = next.is_break();
            next
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        self.keep_batch(&mut intake, &mut batch)?;
        self.remember(&mappings)?;
        match ended {
            Ok(format) => intake.format = format,
            Err(fault) if intake.read == 0 => return Err(IntakeError::Fault(fault)),
            Err(fault) => intake.broken = Some(fault),
        }
        Ok(intake)
    }

    /// Keeps a batch as one transaction and empties it.
    fn keep_batch(
        &mut self,
        intake: &mut Intake,
        batch: &mut Vec<Notice>,
    ) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(batch);
        let counted = self.act(|session| keep_all(session, rows))?;
        intake.new += counted.new;
        intake.known += counted.same + counted.revised;
        intake.revised += counted.revised;
        Ok(())
    }
}

/// What became of a batch's rows.
#[derive(Default)]
struct Counted {
    new: usize,
    same: usize,
    revised: usize,
}

fn keep_all(session: &mut Session<'_, '_>, rows: Vec<Notice>) -> Result<Counted, StoreError> {
    let mut counted = Counted::default();
    let mut coming = Coming::default();
    for notice in rows {
        if coming.may_hold(&notice) {
            coming.record(session)?;
            session.derive()?;
        }
        let (notice, events) = known_here(session, notice)?;
        let subject = notice.subject();
        let versions: Vec<&Notice> = events.iter().filter_map(notice_of).collect();
        match by_identity(&notice, &versions) {
            Known::Same => counted.same += 1,
            Known::New if events.is_empty() => {
                counted.new += 1;
                coming.push(session, subject, notice)?;
            }
            Known::New => {
                // Something was said of it before it came: a claim's lead from another desk.
                counted.new += 1;
                let number = session.next_number(SubjectKind::Lead, subject)?;
                session.record(subject, &Fact::LeadCaptured(Captured { number, notice }))?;
                session.derive()?;
            }
            Known::Revised => {
                counted.revised += 1;
                let notice = match versions.last() {
                    Some(standing) => over(notice, standing),
                    None => notice,
                };
                session.record(subject, &Fact::LeadRevised(Revised { notice }))?;
                session.derive()?;
                detect_all(session, subject)?;
            }
        }
    }
    coming.record(session)?;
    Ok(counted)
}

/// New leads of a batch that wait to be recorded together.
#[derive(Default)]
struct Coming {
    facts: Vec<(Subject, Fact)>,
    names: HashSet<Subject>,
    addresses: HashSet<String>,
}

impl Coming {
    fn push(
        &mut self,
        session: &mut Session<'_, '_>,
        subject: Subject,
        notice: Notice,
    ) -> Result<(), StoreError> {
        self.names.insert(subject);
        self.addresses.extend(notice.url.clone());
        let number = session.next_number(SubjectKind::Lead, subject)?;
        self.facts.push((subject, Fact::LeadCaptured(Captured { number, notice })));
        Ok(())
    }

    /// Whether a notice may be one of these, under its name or at its address.
    fn may_hold(&self, notice: &Notice) -> bool {
        if self.facts.is_empty() {
            return false;
        }
        let at_address = notice.url.as_deref().is_some_and(|url| {
            // Two names of the publisher's own are two notices, at whatever address.
            let unnamed = url == notice.identity;
            if unnamed { self.addresses.contains(url) } else { self.names.contains(&at(url)) }
        });
        at_address || self.names.contains(&notice.subject())
    }

    fn record(&mut self, session: &mut Session<'_, '_>) -> Result<(), StoreError> {
        let coming = std::mem::take(self);
        session.record_first(coming.facts)
    }
}

/// The notice that an event of a lead brings.
pub(super) fn notice_of(event: &Recorded) -> Option<&Notice> {
    match &event.fact {
        Fact::LeadCaptured(captured) => Some(&captured.notice),
        Fact::LeadRevised(revised) => Some(&revised.notice),
        _ => None,
    }
}

/// Bytes that tell how far they were read.
struct Followed<B> {
    bytes: B,
    at: Rc<Cell<u64>>,
}

impl<B: Read> Read for Followed<B> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.at.set(self.at.get() + read as u64);
        Ok(read)
    }
}

impl<B: Seek> Seek for Followed<B> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        let at = self.bytes.seek(place)?;
        self.at.set(at);
        Ok(at)
    }
}
