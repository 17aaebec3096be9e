//! In: a file is verified line by line and applied in one transaction. What cannot be applied is held or named; nothing that
//! is already here is ever lost to a bad file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;

use crate::domain::event::Body;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::StoreError;
use crate::store::exchange::HeldLine;
use crate::store::log::{StoredEvent, StoredPart, StoredSegment};
use crate::sync::envelope::{Envelope, content_id};
use crate::sync::event::SignedEvent;
use crate::sync::fault::Refusal;
use crate::sync::part::PartLine;
use crate::sync::reader::{Line, read_lines};
use crate::sync::segment::{LogId, VerifiedSegment};
use crate::sync::status::Status;
use crate::sync::trust::{DirectoryFault, TrustedDirectory, verify_genesis, verify_next};
use crate::sync::{EVENT, outer};

use super::super::context::{Context, Seat};
use super::super::session::Session;
use super::super::{Desk, history, instant, perform};
use super::{ExchangeError, enrolment, index, receipt, statuses_of};

/// A line that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Catalogue key without its `line-` prefix.
    pub key: &'static str,
    /// What exactly, in English.
    pub detail: String,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Lines read.
    pub lines: usize,
    /// Directories that were not here.
    pub directories: usize,
    /// Segments applied.
    pub segments: usize,
    /// Segments that were here already.
    pub known: usize,
    /// Events that were not here.
    pub events: usize,
    /// Parts whose bytes were not here.
    pub parts: usize,
    /// Own events that headquarters now has.
    pub acknowledged: usize,
    /// Segments held until their predecessor comes, or daqu knows more.
    pub held: usize,
    /// Logs with two different links of one number: both are kept.
    pub forks: Vec<String>,
    /// This desk was found restored or doubled, and counts anew.
    pub new_incarnation: bool,
    /// Lines that were not taken in.
    pub rejected: Vec<BadLine>,
}

impl Desk {
    /// Takes a bundle in. `org_fingerprint` is what a person compared by another way; the first directory needs it.
    ///
    /// # Errors
    /// Where the file cannot be opened at all, or the first directory is not that of the named organisation. Single bad
    /// lines are no error: they are named in the answer.
    pub fn import(
        &mut self,
        file: &Path,
        org_fingerprint: Option<&str>,
    ) -> Result<Import, ExchangeError> {
        let read = std::fs::read(file);
        let bytes = read.map_err(|error| ExchangeError::File {
            path: file.to_owned(),
            detail: error.to_string(),
        })?;
        self.import_bytes(&bytes, org_fingerprint)
    }

    /// As [`Desk::import`], from bytes.
    ///
    /// # Errors
    /// As there.
    pub fn import_bytes(
        &mut self,
        bytes: &[u8],
        org_fingerprint: Option<&str>,
    ) -> Result<Import, ExchangeError> {
        let identities: Vec<_> = self.secrets.age.iter().map(|age| age.identity()).collect();
        let plain = outer::unwrap(bytes, &identities)?;
        let mut import = Import::default();
        let mut lines = Vec::new();
        for (number, line) in read_lines(&plain) {
            import.lines += 1;
            match line {
                Ok(line) => lines.push((number, line)),
                Err(fault) => {
                    let key = if fault == crate::sync::fault::LineFault::Truncated {
                        "truncated"
                    } else {
                        "broken"
                    };
                    import.rejected.push(BadLine { line: number, key, detail: fault.to_string() });
                }
            }
        }
        self.take_directories(&lines, org_fingerprint, &mut import)?;
        let context = self.context.clone();
        let Some(directory) = context.directory.as_ref() else {
            return if lines.is_empty() { Ok(import) } else { Err(ExchangeError::NotEnrolled) };
        };
        let verified = verify_all(&lines, directory);
        let Desk { store, secrets, entropy, clock, .. } = self;
        let now = clock.now();
        let import = store.write(|tx| -> Result<Import, ExchangeError> {
            let mut session = Session::open(tx, &context, &secrets.key, entropy.as_mut(), now)?;
            Receiving { session: &mut session, context: &context, directory, import: &mut import }
                .take(&lines, verified)?;
            session.close()?;
            Ok(import)
        })?;
        self.reload()?;
        Ok(import)
    }

    /// Directories first, in their own transaction: trust in them does not depend on the rest of the file.
    fn take_directories(
        &mut self,
        lines: &[(usize, Line)],
        org_fingerprint: Option<&str>,
        import: &mut Import,
    ) -> Result<(), ExchangeError> {
        let mut trusted = self.context.directory.clone();
        let mut taken: Vec<TrustedDirectory> = Vec::new();
        for (number, line) in lines {
            let Line::Directory(envelope) = line else { continue };
            let result = match &trusted {
                None => match org_fingerprint {
                    Some(fingerprint) => Ok(verify_genesis(envelope, fingerprint)?),
                    None => return Err(fingerprint_needed(envelope)),
                },
                Some(current) => verify_next(current, envelope),
            };
            match result {
                Ok(next) => {
                    taken.push(next.clone());
                    trusted = Some(next);
                }
                // Files carry every directory their reader may need: those held already are no news.
                Err(DirectoryFault::AlreadyHeld { .. } | DirectoryFault::Rollback { .. }) => {}
                Err(fault) => {
                    import.rejected.push(BadLine {
                        line: *number,
                        key: "directory",
                        detail: fault.to_string(),
                    });
                }
            }
        }
        if let (Some(fingerprint), Some(current)) = (org_fingerprint, &trusted)
            && crate::sync::keys::parse_fingerprint(fingerprint) != Some(current.org_fingerprint())
        {
            let (found, expected) = (current.org_fingerprint(), fingerprint.to_owned());
            return Err(DirectoryFault::OtherFingerprint { found, expected }.into());
        }
        if taken.is_empty() {
            return Ok(());
        }
        import.directories = taken.len();
        self.store.write(|tx| -> Result<(), StoreError> {
            for directory in &taken {
                tx.set_meta("org_fingerprint", &directory.org_fingerprint())?;
                tx.put_directory(
                    directory.version,
                    directory.id(),
                    &directory.envelope().to_line(),
                )?;
            }
            Ok(())
        })?;
        self.reload()?;
        Ok(())
    }
}

fn fingerprint_needed(envelope: &Envelope) -> ExchangeError {
    match crate::sync::directory::Directory::read(envelope) {
        Ok(directory) => ExchangeError::FingerprintNeeded { found: directory.org_fingerprint() },
        Err(fault) => ExchangeError::Directory(fault.into()),
    }
}

/// Verifies every segment, spread over the cores; no signature is skipped.
fn verify_all(
    lines: &[(usize, Line)],
    directory: &TrustedDirectory,
) -> BTreeMap<usize, Result<VerifiedSegment, Refusal>> {
    let segments: Vec<(usize, &Envelope)> = lines
        .iter()
        .filter_map(|(number, line)| match line {
            Line::Segment(envelope) => Some((*number, envelope)),
            _ => None,
        })
        .collect();
    let workers =
        std::thread::available_parallelism().map_or(1, usize::from).min(segments.len().max(1));
    let share = segments.len().div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        let verify =
            |part: &[(usize, &Envelope)]| -> Vec<(usize, Result<VerifiedSegment, Refusal>)> {
                part.iter()
                    .map(|(n, envelope)| (*n, VerifiedSegment::from_envelope(envelope, directory)))
                    .collect()
            };
        let handles: Vec<_> =
            segments.chunks(share).map(|part| scope.spawn(move || verify(part))).collect();
        let results = handles.into_iter().map(|handle| handle.join());
        results
            .flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

struct Receiving<'r, 'a, 't> {
    session: &'r mut Session<'a, 't>,
    context: &'r Context,
    directory: &'r TrustedDirectory,
    import: &'r mut Import,
}

type Taken = Result<(), StoreError>;

impl Receiving<'_, '_, '_> {
    fn take(
        mut self,
        lines: &[(usize, Line)],
        mut verified: BTreeMap<usize, Result<VerifiedSegment, Refusal>>,
    ) -> Taken {
        let mut expected = BTreeSet::new();
        for (number, line) in lines {
            match line {
                Line::Segment(envelope) => match verified.remove(number) {
                    Some(Ok(segment)) => {
                        expected.extend(parts_of(&segment));
                        self.segment(*number, envelope, segment)?;
                    }
                    Some(Err(refusal)) => self.refuse(*number, envelope, &refusal)?,
                    None => {}
                },
                Line::Part(envelope) => self.part(*number, envelope, &expected)?,
                Line::Status(envelope) => self.status(*number, envelope)?,
                Line::Unknown(envelope) => self.hold(envelope, "kind")?,
                Line::Enrol(_) => {
                    let detail = "an enrolment is taken in by `daqu hq enrol`".to_owned();
                    self.import.rejected.push(BadLine { line: *number, key: "enrolment", detail });
                }
                Line::Directory(_) => {}
            }
        }
        self.retry_held()?;
        self.acknowledge()?;
        self.detect()
    }

    fn refuse(&mut self, number: usize, envelope: &Envelope, refusal: &Refusal) -> Taken {
        let key = match refusal {
            Refusal::NeedsUpgrade { .. } => return self.hold(envelope, "reader"),
            Refusal::UnknownKey { .. } => {
                self.hold(envelope, "key")?;
                "unknown-device"
            }
            Refusal::OtherOrganisation { .. } => "other-organisation",
            Refusal::BadSignature { .. } | Refusal::WrongSigner { .. } => "signature",
            Refusal::RevokedKey { .. } => "revoked",
            _ => "broken",
        };
        self.import.rejected.push(BadLine { line: number, key, detail: refusal.to_string() });
        Ok(())
    }

    fn hold(&mut self, envelope: &Envelope, reason: &str) -> Taken {
        self.import.held += 1;
        let held =
            HeldLine { id: envelope.id(), reason: reason.to_owned(), line: envelope.to_line() };
        self.session.tx.hold(&held)
    }

    fn segment(&mut self, number: usize, envelope: &Envelope, verified: VerifiedSegment) -> Taken {
        let log = &verified.segment.log;
        let at_headquarters = self.context.profile.seat == Seat::Headquarters;
        if !log.visible_to(&self.context.profile.key, at_headquarters) {
            let detail = format!("it is for {}", log.aud);
            self.import.rejected.push(BadLine { line: number, key: "not-for-us", detail });
            return Ok(());
        }
        for (place, verdict) in verified.verdicts.iter().enumerate() {
            if let Err(fault) = verdict {
                let detail = format!("event {}: {fault}", place + 1);
                self.import.rejected.push(BadLine { line: number, key: "event", detail });
            }
        }
        let links = self.links(log)?;
        if links.iter().any(|(_, id)| *id == verified.id) {
            self.import.known += 1;
            return Ok(());
        }
        let follows = match &verified.segment.prev {
            None => true,
            Some(prev) => {
                links.iter().any(|(seq, id)| id == prev && *seq + 1 == verified.segment.seq)
            }
        };
        if !follows {
            return self.hold(envelope, "gap");
        }
        if links.iter().any(|(seq, _)| *seq == verified.segment.seq) {
            self.import.forks.push(log.to_string());
        }
        if log.key == self.context.profile.key && log.inc == self.context.profile.inc {
            self.count_anew()?;
        }
        self.apply(envelope, &verified)
    }

    fn links(&self, log: &LogId) -> Result<Vec<(u64, String)>, StoreError> {
        self.session.tx.links(&log.key, &log.inc, &log.aud)
    }

    fn apply(&mut self, envelope: &Envelope, verified: &VerifiedSegment) -> Taken {
        let mut ids = Vec::new();
        for (id, event) in verified.accepted() {
            ids.push(id.to_owned());
            self.event(id, event)?;
        }
        let LogId { key, inc, aud } = verified.segment.log.clone();
        let segment = StoredSegment {
            id: verified.id.clone(),
            key,
            inc,
            aud,
            seq: verified.segment.seq,
            prev: verified.segment.prev.clone(),
            line: envelope.to_line(),
        };
        self.session.tx.append_segment(&segment, &ids)?;
        self.session.tx.release(&verified.id)?;
        self.import.segments += 1;
        Ok(())
    }

    fn event(&mut self, id: &str, event: &SignedEvent) -> Taken {
        // A body this version cannot read is stored and relayed all the same; it only has no place in a subject.
        let (subject, hlc) = match Body::read(&event.body) {
            Ok((body, hlc)) => {
                self.session.observe(hlc);
                (body.subject, hlc.to_string())
            }
            Err(_) => (String::new(), String::new()),
        };
        if let Ok(subject) = subject.parse::<Subject>() {
            self.session.touch(subject);
        }
        let stored = StoredEvent {
            id: id.to_owned(),
            key: event.key.clone(),
            sig: event.sig.clone(),
            subject,
            hlc,
            body: event.body.clone(),
        };
        if self.session.tx.append(&stored)? {
            self.import.events += 1;
            let kept = self.session.tx.event(id)?;
            let whole = kept.is_some_and(|kept| content_id(EVENT, kept.body.as_bytes()) == id);
            if !whole {
                return Err(StoreError::Damaged(
                    "the store did not keep what was written".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn part(&mut self, number: usize, envelope: &Envelope, expected: &BTreeSet<String>) -> Taken {
        let part = match PartLine::from_envelope(envelope) {
            Ok(part) => part,
            Err(refusal) => return self.refuse(number, envelope, &refusal),
        };
        if !expected.contains(&part.hash) {
            let detail = "no event in this file refers to it".to_owned();
            self.import.rejected.push(BadLine { line: number, key: "stray-part", detail });
            return Ok(());
        }
        if self.session.tx.part(&part.hash)?.is_none() {
            self.import.parts += 1;
            let stored = StoredPart { hash: part.hash, salt: part.salt, bytes: part.bytes };
            self.session.tx.put_part(&stored)?;
        }
        Ok(())
    }

    fn status(&mut self, number: usize, envelope: &Envelope) -> Taken {
        let status = match Status::from_envelope(envelope, self.directory) {
            Ok(status) => status,
            Err(refusal) => return self.refuse(number, envelope, &refusal),
        };
        if status.from == self.context.profile.key {
            return Ok(());
        }
        let received = instant(self.session.now);
        self.session.tx.put_status(&status.from, &status.inc, &received, &envelope.to_line())?;
        for old in &status.old {
            self.session.tx.drop_status(&status.from, old)?;
        }
        // A peer that holds a link of ours that we lack knows a future we lost: we were restored from a backup.
        let profile = &self.context.profile;
        for have in status
            .have
            .iter()
            .filter(|have| have.log.key == profile.key && have.log.inc == profile.inc)
        {
            let links = self.links(&have.log)?;
            if have.tips.iter().any(|(_, id)| !links.iter().any(|(_, known)| known == id)) {
                self.count_anew()?;
            }
        }
        Ok(())
    }

    /// A new incarnation, once: from now on this desk's logs start over, and nothing is numbered twice.
    fn count_anew(&mut self) -> Taken {
        if self.import.new_incarnation {
            return Ok(());
        }
        self.import.new_incarnation = true;
        let old = self.session.tx.meta("old_incarnations")?.unwrap_or_default();
        let inc = enrolment::incarnation(self.session.entropy);
        self.session
            .tx
            .set_meta("old_incarnations", format!("{old} {}", self.context.profile.inc).trim())?;
        self.session.tx.set_meta("inc", &inc)
    }

    /// What waited may follow now.
    fn retry_held(&mut self) -> Taken {
        loop {
            let mut applied = false;
            for held in self.session.tx.held()?.into_iter().filter(|held| held.reason != "kind") {
                let Ok(envelope) = Envelope::from_line(held.line.as_bytes()) else { continue };
                let Ok(verified) = VerifiedSegment::from_envelope(&envelope, self.directory) else {
                    continue;
                };
                let links = self.links(&verified.segment.log)?;
                let follows = match &verified.segment.prev {
                    None => true,
                    Some(prev) => links.iter().any(|(_, id)| id == prev),
                };
                if follows {
                    self.apply(&envelope, &verified)?;
                    applied = true;
                }
            }
            if !applied {
                return Ok(());
            }
        }
    }

    fn acknowledge(&mut self) -> Taken {
        if self.context.profile.seat == Seat::Headquarters {
            return Ok(());
        }
        let keys: Vec<String> =
            self.directory.desks.iter().filter_map(|desk| desk.key_id()).collect();
        let statuses = statuses_of(self.session.tx, self.directory, &keys)?;
        let index = index(self.session.tx)?;
        self.import.acknowledged =
            receipt::settle(self.session.tx, self.context, &index, &statuses)?;
        Ok(())
    }

    /// Claims that came in may meet claims that were here.
    fn detect(&mut self) -> Taken {
        self.session.derive()?;
        let claims: Vec<Subject> = self
            .session
            .touched()
            .iter()
            .filter(|subject| subject.kind == SubjectKind::Claim)
            .copied()
            .collect();
        for subject in claims {
            let Some(claim) = history::claim(self.session.tx, self.context, subject)? else {
                continue;
            };
            let Some(lead) = history::lead(self.session.tx, self.context, claim.submitted.lead)?
            else {
                continue;
            };
            for lot in &claim.submitted.lots {
                perform::detect(self.session, &lead, lot)?;
            }
        }
        Ok(())
    }
}

fn parts_of(segment: &VerifiedSegment) -> Vec<String> {
    let bodies = segment.accepted().filter_map(|(_, event)| Body::read(&event.body).ok());
    bodies.flat_map(|(body, _)| body.parts.into_iter().map(|part| part.hash)).collect()
}
