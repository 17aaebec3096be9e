//! What goes into the files of a bundle: every directory its readers may need, the segments they lack, the parts those refer to,
//! and a status. Each file stands on its own; what one of them cannot hold goes into the next.

use std::collections::{BTreeSet, VecDeque};

use sha2::{Digest, Sha256};

use crate::domain::event::Body;
use crate::store::{StoreError, Writing};
use crate::sync::directory::TrustedDirectory;
use crate::sync::have::{have, lacks};
use crate::sync::keys::DeskKey;
use crate::sync::outer::OuterFault;
use crate::sync::part::PartLine;
use crate::sync::segment::{HEADQUARTERS, LogId};
use crate::sync::status::Status;
use crate::sync::{VERSION, limits};

use super::super::context::{Context, Seat};
use super::super::witness::OLD;
use super::export::{CLASS_LIMIT, audiences};
use super::{ExchangeError, index, statuses_of};

/// A file stays well under what readers take.
const TARGET_BYTES: usize = limits::FILE_BYTES / 2;

/// As [`TARGET_BYTES`], in lines.
const TARGET_LINES: usize = limits::FILE_LINES / 2;

/// How much smaller than its lines a compressed file is, at first guess; what comes out corrects it.
const DENSITY: usize = 4;

/// Who writes, and by which directory.
pub(super) struct Sender<'a> {
    pub context: &'a Context,
    pub directory: &'a TrustedDirectory,
    pub key: &'a DeskKey,
    pub made: &'a str,
}

/// A file that is to be written.
pub(super) struct Parcel {
    pub bytes: Vec<u8>,
    pub segments: usize,
    pub events: usize,
    /// Own events in it, with their subjects.
    pub own_events: Vec<(String, String)>,
}

/// A line of a file, and what it counts for.
#[derive(Clone)]
struct Piece {
    line: String,
    segment: Option<Counted>,
}

#[derive(Clone)]
struct Counted {
    events: usize,
    own: Vec<(String, String)>,
}

/// Puts files together, one after the other.
pub(super) struct Packer {
    key: String,
    at_headquarters: bool,
    /// Lines that begin each file.
    head: Vec<String>,
    /// Ids of segments that are not in a file yet.
    left: VecDeque<String>,
    /// Lines that were read and are not in a file yet.
    ready: VecDeque<Piece>,
    /// Parts that are in a file, or waiting for one.
    parts: BTreeSet<String>,
    /// Lines that end each file.
    tail: Vec<String>,
    /// What the statuses say, but for when they were made.
    said: Vec<String>,
    recipients: Option<Vec<String>>,
    /// Bytes of lines that go into the next file.
    budget: Option<usize>,
    begun: bool,
}

impl Packer {
    /// Looks at what the readers lack.
    pub fn new(
        tx: &Writing<'_>,
        from: &Sender<'_>,
        readers: &[String],
    ) -> Result<Packer, ExchangeError> {
        let Sender { context, directory, .. } = *from;
        let index = index(tx)?;
        let statuses = statuses_of(tx, directory, readers)?;
        let at_headquarters = context.profile.seat == Seat::Headquarters;
        let sees = |log: &LogId, reader: &String| {
            log.visible_to(reader, directory.is_headquarters(reader))
        };
        let may_see = |log: &LogId| readers.iter().any(|reader| sees(log, reader));
        let left = lacks(&index, &statuses, may_see).into_iter().map(|(.., id)| id).collect();
        let mut packer = Packer {
            key: context.profile.key.clone(),
            at_headquarters,
            head: tx.directories()?,
            left,
            ready: VecDeque::new(),
            parts: BTreeSet::new(),
            tail: Vec::new(),
            said: Vec::new(),
            recipients: readers
                .iter()
                .map(|reader| directory.desk(reader).and_then(|desk| desk.age.clone()))
                .collect(),
            budget: None,
            begun: false,
        };
        // What a reader knows of and never got; it can only name what an event it holds refers to.
        for hash in statuses.iter().flat_map(|status| &status.want) {
            packer.part(tx, hash)?;
        }
        let want = tx.wanted_parts()?.into_iter().take(limits::WANTED_PARTS);
        let want: Vec<String> = want.map(|(hash, _)| hash).collect();
        let old = tx.meta(OLD)?.unwrap_or_default();
        for to in audiences(directory, readers) {
            let status = Status {
                v: VERSION,
                org: directory.org.clone(),
                from: context.profile.key.clone(),
                inc: context.profile.inc.clone(),
                old: old.split_whitespace().map(str::to_owned).collect(),
                have: have(&index, |log| log.visible_to(&to, to == HEADQUARTERS)),
                to,
                made: from.made.to_owned(),
                app: concat!("daqu ", env!("CARGO_PKG_VERSION")).to_owned(),
                directory: (directory.version, directory.id().to_owned()),
                want: want.clone(),
            };
            let (have, old) = (&status.have, &status.old);
            packer.said.push(format!("{} {have:?} {old:?} {want:?}", status.to));
            packer.tail.push(status.sign(from.key).to_line());
        }
        Ok(packer)
    }

    /// A hash of what the files say: which segments and parts, and what this desk holds. The time at which they are written is no
    /// part of it.
    pub fn gist(&self) -> String {
        let mut hash = Sha256::new();
        let pieces = self.ready.iter().map(|piece| &piece.line);
        for text in self.left.iter().chain(pieces).chain(&self.head).chain(&self.said) {
            hash.update(text);
            hash.update("\n");
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whom the files are encrypted to; nobody unless every reader has a key for it.
    pub fn recipients(&self) -> Option<Vec<String>> {
        self.recipients.clone()
    }

    /// The next file; none once everything is in one. There is one at least: it carries the status.
    pub fn next(
        &mut self,
        tx: &Writing<'_>,
        most: Option<usize>,
        wrap: &dyn Fn(&str) -> Result<Vec<u8>, OuterFault>,
    ) -> Result<Option<Parcel>, ExchangeError> {
        if self.begun && self.ready.is_empty() && self.left.is_empty() {
            return Ok(None);
        }
        self.begun = true;
        let first = most.map_or(TARGET_BYTES, |most| most.saturating_mul(DENSITY));
        let mut budget = self.budget.unwrap_or(first).min(TARGET_BYTES);
        loop {
            let count = self.gather(tx, budget)?;
            let body = self.ready.iter().take(count).map(|piece| &piece.line);
            let lines = self.head.iter().chain(body).chain(&self.tail);
            let bytes = wrap(&lines.fold(String::new(), |text, line| text + line + "\n"))?;
            let Some(most) = most.filter(|most| bytes.len() > *most) else {
                let fits = budget.saturating_mul(9) / 10;
                let scale = |most: usize| fits.saturating_mul(most) / bytes.len().max(1);
                self.budget = most.map(scale);
                return Ok(Some(self.parcel(count, bytes)));
            };
            if count <= 1 {
                return Err(ExchangeError::FileTooSmall { most, needed: bytes.len() });
            }
            budget = self.ready.iter().take(count).map(|piece| piece.line.len()).sum::<usize>() / 2;
        }
    }

    /// Reads lines until so many bytes are ready; how many of the lines go into a file.
    fn gather(&mut self, tx: &Writing<'_>, budget: usize) -> Result<usize, StoreError> {
        let (mut count, mut size) = (0, 0);
        loop {
            if count == self.ready.len() && !self.read(tx)? {
                return Ok(count);
            }
            let Some(piece) = self.ready.get(count) else { continue };
            size += piece.line.len();
            if count > 0 && (size > budget || count >= TARGET_LINES) {
                return Ok(count);
            }
            count += 1;
        }
    }

    /// Reads the next segment with its parts; `false` where there is none.
    fn read(&mut self, tx: &Writing<'_>) -> Result<bool, StoreError> {
        let Some(id) = self.left.pop_front() else { return Ok(false) };
        let Some(line) = tx.segment_line(&id)? else { return Ok(true) };
        let mut counted = Counted { events: 0, own: Vec::new() };
        let mut parts = Vec::new();
        for id in tx.sealed_in(&id)? {
            let Some(event) = tx.event(&id)? else { continue };
            counted.events += 1;
            if let Ok((body, _)) = Body::read(&event.body) {
                let open = body.parts.into_iter().filter(|part| part.class <= CLASS_LIMIT);
                parts.extend(open.map(|part| part.hash));
            }
            if !self.at_headquarters && event.key == self.key {
                counted.own.push((event.id, event.subject));
            }
        }
        self.ready.push_back(Piece { line, segment: Some(counted) });
        parts.iter().try_for_each(|hash| self.part(tx, hash))?;
        Ok(true)
    }

    fn part(&mut self, tx: &Writing<'_>, hash: &str) -> Result<(), StoreError> {
        if !self.parts.insert(hash.to_owned()) {
            return Ok(());
        }
        if tx.is_purged(hash)? {
            return Ok(());
        }
        if let Some(part) = tx.part(hash)?.filter(|part| part.class <= CLASS_LIMIT) {
            let part = PartLine { hash: part.hash, salt: part.salt, bytes: part.bytes };
            self.ready.push_back(Piece { line: part.to_envelope().to_line(), segment: None });
        }
        Ok(())
    }

    fn parcel(&mut self, count: usize, bytes: Vec<u8>) -> Parcel {
        let mut parcel = Parcel { bytes, segments: 0, events: 0, own_events: Vec::new() };
        for counted in self.ready.drain(..count).filter_map(|piece| piece.segment) {
            parcel.segments += 1;
            parcel.events += counted.events;
            parcel.own_events.extend(counted.own);
        }
        parcel
    }
}
