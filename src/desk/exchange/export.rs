//! Out: what is unsealed is sealed into segments, and a file carries what its readers lack.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::event::Body;
use crate::domain::territory::RegionCode;
use crate::store::log::{StoredEvent, StoredSegment};
use crate::store::{StoreError, Writing};
use crate::sync::directory::{DeskEntry, Role, Standing, TrustedDirectory};
use crate::sync::event::SignedEvent;
use crate::sync::have::{have, lacks};
use crate::sync::keys::DeskKey;
use crate::sync::part::PartLine;
use crate::sync::segment::{HEADQUARTERS, LogId, Segment};
use crate::sync::status::Status;
use crate::sync::{VERSION, limits, outer};

use super::super::context::{Context, Seat};
use super::super::{Desk, DeskError, instant, perform, system};
use super::{ExchangeError, index, statuses_of, visibility};

/// The highest class that leaves a desk in a bundle; class 5 is for the writer alone.
pub(super) const CLASS_LIMIT: u8 = 4;

/// Bytes an event takes in a segment beside its body: key, signature, names, escapes.
const EVENT_FRAME: usize = 320;

/// A file stays well under what readers take; what does not fit goes once its reader has answered.
const FILE_TARGET: usize = limits::FILE_BYTES / 2;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Export {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: usize,
    /// Segments in it, resent ones included.
    pub segments: usize,
    /// Events in those segments.
    pub events: usize,
    /// Events sealed just now.
    pub sealed: usize,
    /// Segments that did not fit: they go into the next file, after this one was answered.
    pub left_out: usize,
    /// Whether it is encrypted to its readers.
    pub encrypted: bool,
}

/// The lines of a file and whom it is for.
struct Parcel {
    lines: Vec<String>,
    recipients: Vec<String>,
    own_events: Vec<(String, String)>,
    segments: usize,
    events: usize,
    sealed: usize,
    left_out: usize,
}

impl Desk {
    /// Seals and writes a bundle: for headquarters from a region's desk, for a region (`EC`) or a desk from headquarters.
    ///
    /// # Errors
    /// Where the desk is not enrolled, the addressee unknown, or the file not written; what was sealed stays sealed and
    /// goes into the next file.
    pub fn export(
        &mut self,
        to: Option<&str>,
        file: &Path,
        plain: bool,
    ) -> Result<Export, DeskError> {
        // Headquarters owns no case, so it has nothing to write down.
        if self.context.is_enrolled() && !self.is_headquarters() {
            self.act(perform::record_all_due)?;
        }
        let parcel = self.pack(to)?;
        let text = parcel.lines.iter().fold(String::new(), |text, line| text + line + "\n");
        let encrypts = !plain && !parcel.recipients.is_empty();
        let recipients: &[String] = if encrypts { &parcel.recipients } else { &[] };
        let bytes = outer::wrap(text.as_bytes(), recipients, plain).map_err(ExchangeError::from)?;
        system::write_whole(file, &bytes)?;
        // Only a file that is safely written makes an event 已导出.
        self.store.write(|tx| -> Result<(), StoreError> {
            parcel
                .own_events
                .iter()
                .try_for_each(|(event, subject)| tx.put_outbox(event, subject, true))
        })?;
        Ok(Export {
            file: file.to_owned(),
            bytes: bytes.len(),
            segments: parcel.segments,
            events: parcel.events,
            sealed: parcel.sealed,
            left_out: parcel.left_out,
            encrypted: encrypts,
        })
    }

    fn pack(&mut self, to: Option<&str>) -> Result<Parcel, ExchangeError> {
        let context = self.context.clone();
        let Some(directory) = context.directory.as_ref().filter(|_| context.is_enrolled()) else {
            return Err(ExchangeError::NotEnrolled);
        };
        let readers = readers(&context, directory, to)?;
        let made = instant(self.now());
        let key = &self.secrets.key;
        self.store.write(|tx| {
            let mut sealed = 0;
            for audience in audiences(&context, &readers) {
                sealed += seal(tx, &context, directory, key, &audience, &made)?;
            }
            pack(tx, &context, directory, key, &readers, &made, sealed)
        })
    }
}

/// Key ids of the desks a file is for.
fn readers(
    context: &Context,
    directory: &TrustedDirectory,
    to: Option<&str>,
) -> Result<Vec<String>, ExchangeError> {
    let is_active = |desk: &&DeskEntry| {
        desk.key_id().and_then(|key| directory.standing(&key)) == Some(Standing::Active)
    };
    let active = directory.desks.iter().filter(is_active);
    let wanted = |desk: &&DeskEntry| match (context.profile.seat, to) {
        (Seat::Region(_), _) => desk.role == Role::Hq,
        (Seat::Headquarters, Some(to)) => {
            desk.id.eq_ignore_ascii_case(to)
                || desk.region.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(to))
        }
        (Seat::Headquarters, None) => false,
    };
    let keys: Vec<String> = active.filter(wanted).filter_map(|desk| desk.key_id()).collect();
    let own = &context.profile.key;
    let keys: Vec<String> = keys.into_iter().filter(|key| key != own).collect();
    if keys.is_empty() {
        return Err(ExchangeError::NoAddressee(to.unwrap_or("HQ").to_owned()));
    }
    Ok(keys)
}

/// The audiences to seal for: headquarters as a role, a region's desks one by one.
fn audiences(context: &Context, readers: &[String]) -> Vec<String> {
    match context.profile.seat {
        Seat::Region(_) => vec![HEADQUARTERS.to_owned()],
        Seat::Headquarters => readers.to_vec(),
    }
}

/// Seals what this desk has not yet told an audience; gives the number of events.
fn seal(
    tx: &mut Writing<'_>,
    context: &Context,
    directory: &TrustedDirectory,
    key: &DeskKey,
    audience: &str,
    made: &str,
) -> Result<usize, StoreError> {
    let profile = &context.profile;
    let log =
        LogId { key: profile.key.clone(), inc: profile.inc.clone(), aud: audience.to_owned() };
    let only_own = (profile.seat != Seat::Headquarters).then_some(profile.key.as_str());
    let waiting = tx.unsealed(&log.key, &log.aud, only_own)?;
    let waiting = visible(tx, context, directory, audience, waiting)?;
    let total = waiting.len();
    for events in portions(waiting) {
        let last = tx.last_segment(&log.key, &log.inc, &log.aud)?;
        let (seq, prev) = last.map_or((1, None), |last| (last.seq + 1, Some(last.id)));
        let segment = Segment {
            v: VERSION,
            org: directory.org.clone(),
            log: log.clone(),
            seq,
            prev: prev.clone(),
            made: made.to_owned(),
            min_reader: None,
            events: events.iter().map(signed).collect(),
        };
        let envelope = segment.sign(key);
        let LogId { key, inc, aud } = log.clone();
        let stored =
            StoredSegment { id: envelope.id(), key, inc, aud, seq, prev, line: envelope.to_line() };
        let ids: Vec<String> = events.into_iter().map(|event| event.id).collect();
        tx.append_segment(&stored, &ids)?;
    }
    Ok(total)
}

fn signed(event: &StoredEvent) -> SignedEvent {
    SignedEvent { key: event.key.clone(), sig: event.sig.clone(), body: event.body.clone() }
}

/// To headquarters everything; to a region's desk its region's business, without what that desk wrote itself (its own
/// segments go back to it by the transfer rule).
fn visible(
    tx: &Writing<'_>,
    context: &Context,
    directory: &TrustedDirectory,
    audience: &str,
    events: Vec<StoredEvent>,
) -> Result<Vec<StoredEvent>, StoreError> {
    if audience == HEADQUARTERS {
        return Ok(events);
    }
    let region = directory
        .desk(audience)
        .and_then(|desk| desk.region.as_deref()?.parse::<RegionCode>().ok());
    let Some(region) = region else { return Ok(Vec::new()) };
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut kept = Vec::new();
    for event in events.into_iter().filter(|event| event.key != audience) {
        let seen = match known.get(&event.subject) {
            Some(seen) => *seen,
            None => {
                let seen = match event.subject.parse() {
                    Ok(subject) => visibility::is_visible(tx, context, subject, region)?,
                    Err(_) => false,
                };
                known.insert(event.subject.clone(), seen);
                seen
            }
        };
        if seen {
            kept.push(event);
        }
    }
    Ok(kept)
}

/// Cuts a row of events into segments within the format's targets.
fn portions(events: Vec<StoredEvent>) -> Vec<Vec<StoredEvent>> {
    let mut portions: Vec<Vec<StoredEvent>> = Vec::new();
    let mut size = 0;
    for event in events {
        let weight = event.body.len() + EVENT_FRAME;
        match portions.last_mut() {
            Some(last)
                if size + weight <= limits::SEGMENT_TARGET_BYTES
                    && last.len() < limits::SEGMENT_TARGET_EVENTS =>
            {
                size += weight;
                last.push(event);
            }
            _ => {
                size = weight;
                portions.push(vec![event]);
            }
        }
    }
    portions
}

/// Puts a file together: every directory, the segments its readers lack, the parts those refer to, a status.
fn pack(
    tx: &mut Writing<'_>,
    context: &Context,
    directory: &TrustedDirectory,
    key: &DeskKey,
    readers: &[String],
    made: &str,
    sealed: usize,
) -> Result<Parcel, ExchangeError> {
    let index = index(tx)?;
    let statuses = statuses_of(tx, directory, readers)?;
    let at_headquarters = context.profile.seat == Seat::Headquarters;
    let may_see =
        |log: &LogId| readers.iter().any(|reader| log.visible_to(reader, !at_headquarters));
    let mut lines = tx.directories()?;
    let (mut own_events, mut parts, mut events) = (Vec::new(), BTreeSet::new(), 0);
    let mut segments = 0;
    let (mut size, mut left_out) = (0, 0);
    for (.., id) in lacks(&index, &statuses, may_see) {
        let Some(line) = tx.segment_line(&id)? else { continue };
        size += line.len();
        if size > FILE_TARGET || lines.len() >= limits::FILE_LINES / 2 {
            left_out += 1;
            continue;
        }
        segments += 1;
        lines.push(line);
        for id in tx.sealed_in(&id)? {
            let Some(event) = tx.event(&id)? else { continue };
            events += 1;
            if let Ok((body, _)) = Body::read(&event.body) {
                parts.extend(
                    body.parts
                        .into_iter()
                        .filter(|part| part.class <= CLASS_LIMIT)
                        .map(|part| part.hash),
                );
            }
            if !at_headquarters && event.key == context.profile.key {
                own_events.push((event.id, event.subject));
            }
        }
    }
    // What a reader knows of and never got; it can only name what an event it holds refers to.
    parts.extend(statuses.iter().flat_map(|status| status.want.iter().cloned()));
    for hash in parts {
        if let Some(part) = tx.part(&hash)?.filter(|part| part.class <= CLASS_LIMIT) {
            let line = PartLine { hash: part.hash, salt: part.salt, bytes: part.bytes };
            lines.push(line.to_envelope().to_line());
        }
    }
    let want: Vec<String> =
        tx.wanted_parts()?.into_iter().take(limits::WANTED_PARTS).map(|(hash, _)| hash).collect();
    let old = tx.meta("old_incarnations")?.unwrap_or_default();
    for to in audiences(context, readers) {
        let status = Status {
            v: VERSION,
            org: directory.org.clone(),
            from: context.profile.key.clone(),
            inc: context.profile.inc.clone(),
            old: old.split_whitespace().map(str::to_owned).collect(),
            have: have(&index, |log| log.visible_to(&to, !at_headquarters)),
            to,
            made: made.to_owned(),
            app: concat!("daqu ", env!("CARGO_PKG_VERSION")).to_owned(),
            directory: (directory.version, directory.id().to_owned()),
            want: want.clone(),
        };
        lines.push(status.sign(key).to_line());
    }
    let recipients: Option<Vec<String>> = readers
        .iter()
        .map(|reader| directory.desk(reader).and_then(|desk| desk.age.clone()))
        .collect();
    Ok(Parcel {
        lines,
        recipients: recipients.unwrap_or_default(),
        own_events,
        segments,
        events,
        sealed,
        left_out,
    })
}
