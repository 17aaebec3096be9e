//! Taking notices in: every row becomes a lead, is known already, or is named with its reason.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use crate::domain::event::{Fact, Recorded};
use crate::domain::lead::{Captured, Notice, Revised};
use crate::domain::subject::SubjectKind;
use crate::interchange::table::mapping::Mapping;
use crate::interchange::{self, FileFault, Opened};
use crate::matching::identity::over;
use crate::matching::{Known, by_identity};
use crate::store::StoreError;

use super::address::known_here;
use super::perform::detect_all;
use super::session::Session;
use super::{Desk, history};

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

/// What became of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// Rows read.
    pub read: usize,
    /// Leads that were not here.
    pub new: usize,
    /// Rows that were here already.
    pub known: usize,
    /// Of those, rows whose words changed; the lead keeps both versions.
    pub revised: usize,
    /// Rows that could not be taken in.
    pub rejected: Vec<RejectedRow>,
}

/// Why a file was not taken in at all; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file could not be read.
    #[error("{0}")]
    File(std::io::Error),
    /// It is not what a reader can take.
    #[error("{0}")]
    Fault(FileFault),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// Takes a file of notices in, whole or not at all.
    ///
    /// # Errors
    /// Where the file cannot be read, is no file of notices, or the store cannot be written.
    pub fn take_in(&mut self, path: &Path) -> Result<Intake, IntakeError> {
        self.take_in_mapped(path, None)
    }

    /// As [`Desk::take_in`], with what a person said of a table's headings; it is remembered once a file was read by it.
    ///
    /// # Errors
    /// As there.
    pub fn take_in_mapped(
        &mut self,
        path: &Path,
        given: Option<Mapping>,
    ) -> Result<Intake, IntakeError> {
        let bytes = std::fs::read(path).map_err(IntakeError::File)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.take_in_named(&name, &bytes, given)
    }

    /// As [`Desk::take_in`], from bytes.
    ///
    /// # Errors
    /// As there.
    pub fn take_in_bytes(&mut self, bytes: &[u8]) -> Result<Intake, IntakeError> {
        self.take_in_named("", bytes, None)
    }

    fn take_in_named(
        &mut self,
        name: &str,
        bytes: &[u8],
        given: Option<Mapping>,
    ) -> Result<Intake, IntakeError> {
        let mappings = self.mappings(given)?;
        let mut rows = Vec::new();
        let mut bytes = Cursor::new(bytes);
        interchange::read(&mut Opened::new(name, &mut bytes).with(&mappings), &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .map_err(IntakeError::Fault)?;
        self.remember(&mappings)?;
        self.act(|session| {
            let mut intake = Intake { read: rows.len(), ..Intake::default() };
            for row in rows {
                match row {
                    Ok(notice) => match keep(session, notice)? {
                        Known::New => intake.new += 1,
                        Known::Same => intake.known += 1,
                        Known::Revised => {
                            intake.known += 1;
                            intake.revised += 1;
                        }
                    },
                    Err(rejected) => intake.rejected.push(RejectedRow {
                        row: rejected.row,
                        key: rejected.reason.key(),
                        args: rejected.reason.args(),
                    }),
                }
            }
            Ok(intake)
        })
    }
}

fn keep(session: &mut Session<'_, '_>, notice: Notice) -> Result<Known, StoreError> {
    let notice = known_here(session, notice)?;
    let subject = notice.subject();
    let events = history::of(session.tx, session.context, subject)?;
    let versions: Vec<&Notice> = events.iter().filter_map(notice_of).collect();
    let known = by_identity(&notice, &versions);
    match known {
        Known::Same => {}
        Known::New => {
            let number = session.next_number(SubjectKind::Lead, subject)?;
            session.record(subject, &Fact::LeadCaptured(Captured { number, notice }))?;
        }
        Known::Revised => {
            let notice = match versions.last() {
                Some(standing) => over(notice, standing),
                None => notice,
            };
            session.record(subject, &Fact::LeadRevised(Revised { notice }))?;
            session.derive()?;
            detect_all(session, subject)?;
        }
    }
    Ok(known)
}

fn notice_of(event: &Recorded) -> Option<&Notice> {
    match &event.fact {
        Fact::LeadCaptured(captured) => Some(&captured.notice),
        Fact::LeadRevised(revised) => Some(&revised.notice),
        _ => None,
    }
}
