//! Applying verified lines inside one transaction: what follows is appended, what does not is held, the rest is named.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::event::{Body, Fact};
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::StoreError;
use crate::store::exchange::HeldLine;
use crate::store::log::{StoredEvent, StoredPart, StoredSegment};
use crate::sync::envelope::{Envelope, content_id};
use crate::sync::event::SignedEvent;
use crate::sync::fault::{EventFault, Refusal};
use crate::sync::keys::fingerprint_of_id;
use crate::sync::part::PartLine;
use crate::sync::reader::Line;
use crate::sync::segment::{HEADQUARTERS, LogId, VerifiedSegment};
use crate::sync::status::Status;
use crate::sync::trust::TrustedDirectory;
use crate::sync::{EVENT, limits};

use super::super::context::{Context, Seat};
use super::super::session::Session;
use super::super::{history, instant, perform, witness};
use super::export::CLASS_LIMIT;
use super::import::{BadLine, Import};
use super::receipt;

/// A file being applied.
pub(super) struct Receiving<'r, 'a, 't> {
    pub session: &'r mut Session<'a, 't>,
    pub context: &'r Context,
    pub directory: &'r TrustedDirectory,
    pub import: &'r mut Import,
}

type Taken = Result<(), StoreError>;

/// Where a segment stands to what is held of its log.
enum Place {
    /// It is here.
    Known,
    /// The link before it is here, or it is the first.
    Next {
        /// Another link of the same number is here: a fork, of which both are kept.
        is_fork: bool,
    },
    /// Links between are missing.
    Ahead,
}

impl Receiving<'_, '_, '_> {
    pub fn take(
        mut self,
        lines: &[(usize, Line)],
        mut verified: BTreeMap<usize, Result<VerifiedSegment, Refusal>>,
    ) -> Taken {
        let mut expected: BTreeMap<String, u8> =
            self.session.tx.wanted_parts()?.into_iter().collect();
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
            Refusal::UnknownKey { key } => {
                self.hold(envelope, "key")?;
                let digits = fingerprint_of_id(key).unwrap_or_default();
                let detail = format!("its fingerprint is {digits}; enrol it or leave it");
                self.import.rejected.push(BadLine { line: number, key: "unknown-device", detail });
                return Ok(());
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
        if !self.is_for_us(&verified.segment.log) {
            let detail = format!("it is for {}", verified.segment.log.aud);
            self.import.rejected.push(BadLine { line: number, key: "not-for-us", detail });
            return Ok(());
        }
        if has_unknown_author(&verified) {
            // A newer directory may know the author; the segment waits whole, so that nothing of it is lost.
            return self.hold(envelope, "key");
        }
        for (place, verdict) in verified.verdicts.iter().enumerate() {
            if let Err(fault) = verdict {
                let detail = format!("event {}: {fault}", place + 1);
                self.import.rejected.push(BadLine { line: number, key: "event", detail });
            }
        }
        match self.place(&verified)? {
            Place::Known => {
                self.import.known += 1;
                Ok(())
            }
            Place::Next { .. } | Place::Ahead if self.is_too_much(envelope, &verified)? => {
                let detail = format!("{} bytes of this key are here", limits::REVOKED_BYTES);
                self.import.rejected.push(BadLine { line: number, key: "revoked", detail });
                Ok(())
            }
            Place::Ahead => self.hold(envelope, "gap"),
            Place::Next { is_fork } => self.apply(envelope, &verified, is_fork),
        }
    }

    /// Whether a revoked key has signed more beyond its cut-off than is stored: a thief does not fill the disk.
    fn is_too_much(
        &self,
        envelope: &Envelope,
        verified: &VerifiedSegment,
    ) -> Result<bool, StoreError> {
        let (cover, key) = (&self.context.cover, &verified.segment.log.key);
        let (log, seq) = (&verified.segment.log, verified.segment.seq);
        if !cover.is_beyond(key, &verified.id) {
            return Ok(false);
        }
        // On the way to a cut-off that is not here yet, which comes last, the first link of a number may be one that counts.
        let links = self.links(log)?;
        let is_missing = |tip: &String| links.iter().all(|(_, id)| id != tip);
        let may_lead_there = self.directory.revocation(key).is_some_and(|revoked| {
            let mut cut = revoked.cut.iter();
            cut.any(|(of, to, tip)| of == log && seq <= *to && is_missing(tip))
        });
        if may_lead_there && links.iter().all(|(number, _)| *number != seq) {
            return Ok(false);
        }
        let sizes = self.session.tx.segment_sizes(key)?;
        let beyond = sizes.iter().filter(|(id, _)| cover.is_beyond(key, id)).map(|(_, size)| size);
        // What waits for a link that is missing is on the disk as well.
        let waits = |held: &HeldLine| {
            let line = Envelope::from_line(held.line.as_bytes());
            let of_key = line.is_ok_and(|line| line.signatures.iter().any(|by| by.keyid == *key));
            (of_key && held.id != verified.id).then_some(held.line.len())
        };
        let waiting: usize = self.session.tx.held()?.iter().filter_map(waits).sum();
        let all = beyond.sum::<usize>() + waiting + envelope.payload.len();
        Ok(all > limits::REVOKED_BYTES)
    }

    fn is_for_us(&self, log: &LogId) -> bool {
        let profile = &self.context.profile;
        log.visible_to(&profile.key, profile.seat == Seat::Headquarters)
    }

    fn links(&self, log: &LogId) -> Result<Vec<(u64, String)>, StoreError> {
        self.session.tx.links(&log.key, &log.inc, &log.aud)
    }

    /// Where a segment stands to what is held of its log.
    fn place(&self, verified: &VerifiedSegment) -> Result<Place, StoreError> {
        let (links, segment) = (self.links(&verified.segment.log)?, &verified.segment);
        if links.iter().any(|(_, id)| *id == verified.id) {
            return Ok(Place::Known);
        }
        let follows = match &segment.prev {
            None => true,
            Some(prev) => links.iter().any(|(seq, id)| id == prev && *seq + 1 == segment.seq),
        };
        let is_fork = links.iter().any(|(seq, _)| *seq == segment.seq);
        Ok(if follows { Place::Next { is_fork } } else { Place::Ahead })
    }

    fn apply(&mut self, envelope: &Envelope, verified: &VerifiedSegment, is_fork: bool) -> Taken {
        let log = &verified.segment.log;
        if is_fork {
            self.import.forks.push(log.to_string());
        }
        if log.key == self.context.profile.key && log.inc == self.context.profile.inc {
            // Our own link, which we do not have: written by a life of this desk that was lost, or by a copy of it.
            self.count_anew()?;
        }
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
        let mut purges = false;
        let (subject, hlc) = match Body::read(&event.body) {
            Ok((body, hlc)) => {
                self.session.observe(hlc);
                // A region's word orders nothing, and is not to be looked after.
                purges = self.directory.is_headquarters(&event.key)
                    && matches!(Fact::read(&body.kind, &body.data), Fact::Purged(_));
                for part in body.parts.iter().filter(|part| part.class <= CLASS_LIMIT) {
                    if self.session.tx.part(&part.hash)?.is_none()
                        && !self.session.tx.is_purged(&part.hash)?
                    {
                        self.session.tx.want_part(&part.hash, part.class)?;
                    }
                }
                (body.subject, hlc.to_string())
            }
            Err(_) => (String::new(), String::new()),
        };
        if let Ok(subject) = subject.parse::<Subject>() {
            self.session.touch(subject);
            if purges {
                self.session.order_purge(id, subject)?;
            }
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

    fn part(
        &mut self,
        number: usize,
        envelope: &Envelope,
        expected: &BTreeMap<String, u8>,
    ) -> Taken {
        let part = match PartLine::from_envelope(envelope) {
            Ok(part) => part,
            Err(refusal) => return self.refuse(number, envelope, &refusal),
        };
        let Some(class) = expected.get(&part.hash).copied() else {
            let detail = "no event in this file refers to it".to_owned();
            self.import.rejected.push(BadLine { line: number, key: "stray-part", detail });
            return Ok(());
        };
        // What was erased by order does not come back with a sender who has not heard.
        if self.session.tx.part(&part.hash)?.is_none() && !self.session.tx.is_purged(&part.hash)? {
            self.import.parts += 1;
            let stored = StoredPart { hash: part.hash, class, salt: part.salt, bytes: part.bytes };
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
        let at_headquarters = self.context.profile.seat == Seat::Headquarters;
        let for_us =
            status.to == self.context.profile.key || (at_headquarters && status.to == HEADQUARTERS);
        if !for_us {
            // What a peer holds of another desk's logs says nothing of ours.
            let detail = format!("it is for {}", status.to);
            self.import.rejected.push(BadLine { line: number, key: "not-for-us", detail });
            return Ok(());
        }
        let received = instant(self.session.now);
        self.session.tx.put_status(&status.from, &status.inc, &received, &envelope.to_line())?;
        for old in &status.old {
            self.session.tx.call_old(&status.from, old)?;
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
        witness::count_anew(self.session.tx, &self.context.profile, self.session.entropy)?;
        Ok(())
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
                if !self.is_for_us(&verified.segment.log) {
                    self.session.tx.release(&held.id)?;
                    continue;
                }
                if has_unknown_author(&verified) {
                    continue;
                }
                match self.place(&verified)? {
                    Place::Known => self.session.tx.release(&held.id)?,
                    Place::Next { .. } if self.is_too_much(&envelope, &verified)? => {
                        self.session.tx.release(&held.id)?;
                        let detail =
                            format!("{} bytes of this key are here", limits::REVOKED_BYTES);
                        // It came in an earlier file, so it has no line in this one.
                        self.import.rejected.push(BadLine { line: 0, key: "revoked", detail });
                    }
                    Place::Next { is_fork } => {
                        self.apply(&envelope, &verified, is_fork)?;
                        applied = true;
                    }
                    Place::Ahead => {}
                }
            }
            if !applied {
                return Ok(());
            }
        }
    }

    fn acknowledge(&mut self) -> Taken {
        self.import.acknowledged = receipt::acknowledged(self.session.tx, self.context)?;
        Ok(())
    }

    /// Claims that came in may meet claims that were here, and a notice that came may show what its claims are about. A trip may
    /// have ended otherwise than this desk knew.
    fn detect(&mut self) -> Taken {
        self.session.derive()?;
        let mut leads = BTreeSet::new();
        for subject in self.session.touched().clone() {
            match subject.kind {
                SubjectKind::Lead => {
                    leads.insert(subject);
                }
                SubjectKind::Claim => {
                    let claim = history::claim(self.session.tx, self.context, subject)?;
                    leads.extend(claim.map(|claim| claim.submitted.lead));
                }
                SubjectKind::Trip => {
                    perform::visits::follow(self.session, subject)?;
                }
                _ => {}
            }
        }
        // Whose business they are is told by the organisation as it came with the same bundle.
        let mut context = self.context.clone();
        context.refresh(self.session.tx)?;
        self.session.under(&context, |session| {
            leads.into_iter().try_for_each(|lead| perform::detect_all(session, lead))
        })
    }
}

fn has_unknown_author(verified: &VerifiedSegment) -> bool {
    verified.verdicts.iter().any(|verdict| matches!(verdict, Err(EventFault::UnknownKey { .. })))
}

fn parts_of(segment: &VerifiedSegment) -> Vec<(String, u8)> {
    let bodies = segment.accepted().filter_map(|(_, event)| Body::read(&event.body).ok());
    bodies
        .flat_map(|(body, _)| body.parts.into_iter().map(|part| (part.hash, part.class)))
        .collect()
}
