//! Out: what is unsealed is sealed into segments, and a file carries what its readers lack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::event::Authority;
use crate::domain::territory::RegionCode;
use crate::store::log::{StoredEvent, StoredSegment};
use crate::store::{StoreError, Writing};
use crate::sync::directory::{DeskEntry, Role, Standing, TrustedDirectory};
use crate::sync::event::SignedEvent;
use crate::sync::keys::DeskKey;
use crate::sync::segment::{HEADQUARTERS, LogId, Segment};
use crate::sync::{VERSION, limits, outer};

use super::super::backup::OLD_KEYS;
use super::super::context::{Context, Seat};
use super::super::{Desk, DeskError, history, instant, perform, system, witness};
use super::parcel::{Packer, Sender};
use super::{ExchangeError, visibility};

/// The highest class that leaves a desk in a bundle; class 5 is for the writer alone.
pub(in super::super) const CLASS_LIMIT: u8 = 4;

/// Bytes an event takes in a segment beside its body: key, signature, names, escapes.
const EVENT_FRAME: usize = 320;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Export {
    /// The files, in the order in which they are to be taken in: one, unless it would be too large.
    pub files: Vec<PathBuf>,
    /// Their size in bytes.
    pub bytes: usize,
    /// Segments in them, resent ones included.
    pub segments: usize,
    /// Events in those segments.
    pub events: usize,
    /// Events sealed just now.
    pub sealed: usize,
    /// Whether they are encrypted to their readers.
    pub encrypted: bool,
    /// A hash of what they say, whenever they were written.
    #[serde(skip)]
    pub gist: String,
}

impl Export {
    /// The files, as a sentence names them.
    pub fn named(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        names.join(" ")
    }
}

/// How a bundle is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Packing {
    /// Neither compressed nor encrypted.
    pub plain: bool,
    /// The most bytes of a file, as mail takes them.
    pub most: Option<usize>,
}

impl Desk {
    /// Seals and writes a bundle: for headquarters from a region's desk, for a region (`EC`) or a desk from headquarters. What
    /// is too much for one file goes on in `NAME-2`, `NAME-3` and so on.
    ///
    /// # Errors
    /// Where the desk is not enrolled, the addressee unknown, or a file not written; what was sealed stays sealed and goes into
    /// the next one, and the files that are there are whole.
    pub fn export(
        &mut self,
        to: Option<&str>,
        file: &Path,
        packing: Packing,
    ) -> Result<Export, DeskError> {
        if self.context.is_enrolled() {
            self.act(perform::record_all_due)?;
        }
        let context = self.current()?;
        let Some(directory) = context.directory.as_ref().filter(|_| context.is_enrolled()) else {
            return Err(ExchangeError::NotEnrolled.into());
        };
        let readers = readers(&context, directory, to)?;
        let now = self.now();
        let made = instant(now);
        let key = &self.secrets.key;
        let (sealed, mut packer) = self.store.write(|tx| -> Result<_, ExchangeError> {
            let mut sealed = 0;
            for audience in audiences(directory, &readers) {
                sealed += seal(tx, &context, directory, key, &audience, now)?;
            }
            let from = Sender { context: &context, directory, key, made: &made };
            Ok((sealed, Packer::new(tx, &from, &readers)?))
        })?;
        // Sealed is said: whatever becomes of the file, nothing else may bear these numbers.
        self.store.read(|tx| witness::keep(&self.home, tx, &context.profile))?;
        let recipients = packer.recipients().filter(|_| !packing.plain).unwrap_or_default();
        let (mut written, mut export) = (
            Vec::new(),
            Export {
                files: Vec::new(),
                bytes: 0,
                segments: 0,
                events: 0,
                sealed,
                encrypted: !recipients.is_empty(),
                gist: packer.gist(),
            },
        );
        let wrap = |text: &str| outer::wrap(text.as_bytes(), &recipients, packing.plain);
        while let Some(parcel) = self.store.read(|tx| packer.next(tx, packing.most, &wrap))? {
            let file = numbered(file, export.files.len() + 1);
            system::write_whole(&file, &parcel.bytes)?;
            export.files.push(file);
            export.bytes += parcel.bytes.len();
            export.segments += parcel.segments;
            export.events += parcel.events;
            written.extend(parcel.own_events);
            // Only a file that is safely written makes an event 已导出.
            self.store.write(|tx| -> Result<(), StoreError> {
                written.drain(..).try_for_each(|(event, subject): (String, String)| {
                    tx.put_outbox(&event, &subject, true)
                })
            })?;
        }
        self.store.write(|tx| -> Result<(), StoreError> {
            readers.iter().try_for_each(|reader| tx.drop_old_statuses(reader))
        })?;
        Ok(export)
    }
}

/// `up.daqu` for the first file of a bundle, `up-2.daqu` for the second.
fn numbered(file: &Path, n: usize) -> PathBuf {
    if n == 1 {
        return file.to_owned();
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let end = file.extension().map(|end| format!(".{}", end.to_string_lossy()));
    file.with_file_name(format!("{stem}-{n}{}", end.unwrap_or_default()))
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
        (Seat::Headquarters, Some(to)) if to.eq_ignore_ascii_case(Role::Hq.name()) => {
            desk.role == Role::Hq
        }
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
pub(super) fn audiences(directory: &TrustedDirectory, readers: &[String]) -> Vec<String> {
    let audience = |reader: &String| {
        let at_headquarters = directory.is_headquarters(reader);
        if at_headquarters { HEADQUARTERS.to_owned() } else { reader.clone() }
    };
    let mut audiences: Vec<String> = readers.iter().map(audience).collect();
    audiences.sort();
    audiences.dedup();
    audiences
}

/// Seals what this desk has not yet told an audience; gives the number of events.
fn seal(
    tx: &mut Writing<'_>,
    context: &Context,
    directory: &TrustedDirectory,
    key: &DeskKey,
    audience: &str,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let (profile, made) = (&context.profile, instant(now));
    let log =
        LogId { key: profile.key.clone(), inc: profile.inc.clone(), aud: audience.to_owned() };
    // Headquarters relays to regions; what others wrote for headquarters goes to its other machine as it came.
    let waiting = if audience == HEADQUARTERS {
        // What was signed with a key of before and never sealed, as after a restore on another laptop, is told as well.
        let old = tx.meta(OLD_KEYS)?.unwrap_or_default();
        let mut own = Vec::new();
        for key in old.split_whitespace().chain([profile.key.as_str()]) {
            let unsaid = tx.unsealed(&log.key, &log.aud, Some(key))?.into_iter();
            for event in unsaid {
                if key == profile.key || !tx.is_sealed(&event.id)? {
                    own.push(event);
                }
            }
        }
        own
    } else {
        tx.unsealed(&log.key, &log.aud, None)?
    };
    let waiting = visible(tx, context, directory, audience, waiting, now)?;
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
    now: DateTime<Utc>,
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
        // What has no effect here goes nowhere.
        if !context.cover.counts(&event.key, &event.id) && !is_adopted(tx, context, &event)? {
            continue;
        }
        let seen = match known.get(&event.subject) {
            Some(seen) => *seen,
            None => {
                let seen = match event.subject.parse() {
                    Ok(subject) => visibility::is_visible(tx, context, subject, region, now)?,
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

/// Whether headquarters gave an event of a revoked key its effect back.
fn is_adopted(
    tx: &Writing<'_>,
    context: &Context,
    event: &StoredEvent,
) -> Result<bool, StoreError> {
    let Ok(subject) = event.subject.parse() else { return Ok(false) };
    let events = history::of(tx, context, subject)?;
    Ok(events.iter().any(|known| known.id == event.id && known.authority != Authority::Revoked))
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
