//! A store that is damaged: what can be read of it goes into a new one, every row of it judged by what it says of itself; events are
//! taken from their segments as well; the lists are derived anew. The damaged file is set aside. What is missing then comes back
//! from headquarters, to which the desk counts anew.
//!
//! What always holds of a store holds of the new one: a link is there only with all before it, and so is a directory. So what comes
//! after a lost one is left out, and comes again by the one transfer rule.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::cut;
use crate::domain::event::{Body, Fact};
use crate::store::log::{StoredEvent, StoredSegment};
use crate::store::purged::PurgeOrder;
use crate::store::salvage::{Row, Salvaged};
use crate::store::{Store, StoreError, Writing, lock};
use crate::sync::envelope::{Envelope, content_id};
use crate::sync::event::SignedEvent;
use crate::sync::keys::PublicKey;
use crate::sync::segment::{Segment, VerifiedSegment};
use crate::sync::trust::{TrustedDirectory, verify_genesis, verify_next};
use crate::sync::{EVENT, part};

use super::backup::{OLD_KEYS, move_aside, own_key, place};
use super::context::{Context, Profile, Seat};
use super::exchange::export::CLASS_LIMIT;
use super::exchange::receipt::acknowledged;
use super::home::Home;
use super::{DeskError, OwnedEntropy, SharedClock, instant, project, witness};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rescued {
    /// Events that are here.
    pub events: usize,
    /// Tables of which something could not be read.
    pub incomplete: Vec<&'static str>,
    /// Where the damaged store is; `None` where an earlier rescue was cut off after that.
    pub set_aside: Option<PathBuf>,
}

/// Rescues the store of a home.
///
/// # Errors
/// [`DeskError::Whole`] where nothing is wrong with it; where too little can be read to make a desk of it. Nothing is changed then.
pub fn rescue(
    home: &Home,
    clock: &SharedClock,
    entropy: OwnedEntropy,
) -> Result<Rescued, DeskError> {
    if !home.folder().is_dir() {
        return Err(DeskError::NoDesk(home.folder().to_owned()));
    }
    // Nobody writes meanwhile into what is going to be set aside.
    let _lock = lock(&home.store())?;
    if completed(home)? {
        let mut store = Store::open_for_reading(&home.store())?;
        let events = store.read(count)?;
        return Ok(Rescued { events, incomplete: Vec::new(), set_aside: None });
    }
    if !home.is_settled() {
        return Err(DeskError::NoDesk(home.folder().to_owned()));
    }
    remove(home);
    let made = make(home, clock.now(), entropy);
    let (events, salvaged) = made.inspect_err(|_| remove(home))?;
    let faults = Store::open_for_reading(&home.store()).and_then(|store| store.check());
    if salvaged.iter().all(|one| one.whole) && faults.is_ok_and(|faults| faults.is_empty()) {
        remove(home);
        return Err(DeskError::Whole(home.store()));
    }
    let set_aside = move_aside(home, clock)?;
    place(home, &home.rescued_store())?;
    remove(home);
    let incomplete = |one: &Salvaged| (!one.whole).then_some(one.table);
    let incomplete = salvaged.iter().filter_map(incomplete).collect();
    Ok(Rescued { events, incomplete, set_aside: Some(set_aside) })
}

/// Puts a rescue that was cut off at the last step into its place, where there was one.
///
/// # Errors
/// When the system does not move it.
pub fn completed(home: &Home) -> Result<bool, DeskError> {
    let new = home.rescued_store();
    let waits = !home.is_settled() && new.is_file();
    if waits {
        place(home, &new)?;
    }
    Ok(waits)
}

/// What an earlier try left is no store, or one whose time is over.
pub(super) fn remove(home: &Home) {
    let part = home.store_in_rescue();
    for end in ["", "-wal", "-shm"] {
        let mut name = part.clone().into_os_string();
        name.push(end);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
    let _ = std::fs::remove_file(part.with_extension("lock"));
    let _ = std::fs::remove_file(home.rescued_store());
}

fn make(
    home: &Home,
    now: DateTime<Utc>,
    mut entropy: OwnedEntropy,
) -> Result<(usize, Vec<Salvaged>), DeskError> {
    let lost = || DeskError::Lost(home.store());
    let of_damage = |error: StoreError| if error.is_damage() { lost() } else { error.into() };
    let part = home.store_in_rescue();
    let mut store = Store::open(&part)?;
    let mut judge = Judge { own: own_key(home)?, ..Judge::default() };
    let salvaged = store.salvage(&home.store(), &mut |row| judge.is_sound(row));
    let salvaged = salvaged.map_err(of_damage)?;
    let events = store.write(|tx| -> Result<usize, DeskError> {
        let context = Context::load(tx).map_err(of_damage)?.ok_or_else(lost)?;
        let key = &context.profile.key;
        let other = judge.own.as_ref().is_some_and(|own| own.key_id() != *key);
        let unnamed = context.directory.is_none() && tx.directory_version()? > 0;
        if key.is_empty() || other || unnamed {
            return Err(lost());
        }
        events_of_segments(tx, &context, &judge.orphans)?;
        // What a revoked key's events count for follows from the segments that hold them.
        let context = Context::load(tx)?.ok_or_else(lost)?;
        outbox(tx, &context)?;
        acknowledged(tx, &context)?;
        want_parts(tx, now)?;
        witness::count_anew(tx, &context.profile, entropy.as_mut())?;
        project::rebuild(tx, &context)?;
        count(tx)
    })?;
    // It is finished where all of it stands in the one file: a full disk would leave some of it in the journal.
    store.empty_journal()?;
    if let Some(fault) = store.check()?.pop() {
        return Err(StoreError::Failed(format!("the new store is not whole: {fault}")).into());
    }
    drop(store);
    if Store::is_in_journal(&part) {
        return Err(StoreError::Failed("the new store could not be finished".to_owned()).into());
    }
    let new = home.rescued_store();
    std::fs::rename(&part, &new).map_err(|error| DeskError::file(&part, &error))?;
    cut::may_fall();
    Ok((events, salvaged))
}

/// Knows of rows whether they are what was written.
#[derive(Default)]
struct Judge {
    /// This desk's key, where its file is here.
    own: Option<PublicKey>,
    fingerprint: String,
    directory: Option<TrustedDirectory>,
    /// Segments whose chain is whole up to the first.
    grounded: BTreeSet<String>,
    /// Lines of those whose chain is not: their events are kept all the same.
    orphans: Vec<String>,
}

impl Judge {
    fn is_sound(&mut self, row: &Row<'_>) -> bool {
        match row.table {
            "meta" => {
                if row.text("key") == "org_fingerprint" {
                    self.fingerprint = row.text("value").to_owned();
                }
                true
            }
            "directory" => self.directory(row),
            "segment" => self.segment(row),
            "event" => self.event(row),
            "part" => part::hash(row.bytes("salt"), row.bytes("bytes")) == row.text("hash"),
            _ => true,
        }
    }

    fn directory(&mut self, row: &Row<'_>) -> bool {
        let Ok(line) = Envelope::from_line(row.text("line").as_bytes()) else { return false };
        let next = match &self.directory {
            None => verify_genesis(&line, &self.fingerprint),
            Some(current) => verify_next(current, &line),
        };
        let sound = next.is_ok() && line.id() == row.text("id");
        if sound {
            self.directory = next.ok();
        }
        sound
    }

    fn segment(&mut self, row: &Row<'_>) -> bool {
        let Ok(line) = Envelope::from_line(row.text("line").as_bytes()) else { return false };
        let Ok(segment) = serde_json::from_slice::<Segment>(&line.payload) else { return false };
        let log = [&segment.log.key, &segment.log.inc, &segment.log.aud];
        let named = log == ["key", "inc", "aud"].map(|name| row.text(name));
        let prev = segment.prev.as_deref().unwrap_or_default();
        let numbered = row.number("seq").and_then(|seq| u64::try_from(seq).ok());
        let same = line.id() == row.text("id") && named && prev == row.text("prev");
        if !same || numbered != Some(segment.seq) {
            return false;
        }
        let grounded = segment.prev.is_none() || self.grounded.contains(prev);
        if grounded {
            self.grounded.insert(line.id());
        } else {
            self.orphans.push(row.text("line").to_owned());
        }
        grounded
    }

    fn event(&self, row: &Row<'_>) -> bool {
        let (key, body) = (row.text("key"), row.text("body"));
        if content_id(EVENT, body.as_bytes()) != row.text("id") {
            return false;
        }
        let named = Body::read(body).map_or_else(
            |_| row.text("subject").is_empty(),
            |(body, hlc)| body.subject == row.text("subject") && hlc.to_string() == row.text("hlc"),
        );
        let of_directory = || self.directory.as_ref()?.desk(key)?.public_key();
        let public = self.own.filter(|own| own.key_id() == key).or_else(of_directory);
        let event = SignedEvent {
            key: key.to_owned(),
            sig: row.text("sig").to_owned(),
            body: body.to_owned(),
        };
        // Whose key is not known cannot be judged; its text is what its id says.
        named && public.is_none_or(|public| event.verify(&public))
    }
}

fn count(tx: &mut Writing<'_>) -> Result<usize, DeskError> {
    let mut events = 0;
    tx.each_event(|_| -> Result<(), StoreError> {
        events += 1;
        Ok(())
    })?;
    Ok(events)
}

/// Every segment holds its events: what was lost of the one table is in the other.
fn events_of_segments(
    tx: &mut Writing<'_>,
    context: &Context,
    orphans: &[String],
) -> Result<(), DeskError> {
    let Some(directory) = &context.directory else { return Ok(()) };
    let verified = |line: &str| {
        let line = Envelope::from_line(line.as_bytes()).ok()?;
        VerifiedSegment::from_envelope(&line, directory).ok()
    };
    for stored in tx.segments()? {
        let Some(verified) = verified(&stored.line) else { continue };
        let ids = append(tx, &verified)?;
        tx.append_segment(&StoredSegment { ..stored }, &ids)?;
    }
    for verified in orphans.iter().filter_map(|line| verified(line)) {
        append(tx, &verified)?;
    }
    Ok(())
}

fn append(tx: &mut Writing<'_>, verified: &VerifiedSegment) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    for (id, event) in verified.accepted() {
        let (subject, hlc) = match Body::read(&event.body) {
            Ok((body, hlc)) => (body.subject, hlc.to_string()),
            Err(_) => (String::new(), String::new()),
        };
        let SignedEvent { key, sig, body } = event.clone();
        tx.append(&StoredEvent { id: id.to_owned(), key, sig, subject, hlc, body })?;
        ids.push(id.to_owned());
    }
    Ok(ids)
}

/// What was never sealed waits to be told, also what was signed with a key of before.
fn outbox(tx: &mut Writing<'_>, context: &Context) -> Result<(), DeskError> {
    let Profile { key, seat, .. } = &context.profile;
    if *seat == Seat::Headquarters {
        return Ok(());
    }
    let old = tx.meta(OLD_KEYS)?.unwrap_or_default();
    for key in old.split_whitespace().chain([key.as_str()]) {
        for event in tx.events_by(key)? {
            if !tx.is_sealed(&event.id)? {
                tx.put_outbox(&event.id, &event.subject, false)?;
            }
        }
    }
    Ok(())
}

/// The bytes of parts that were lost are asked for again, but for those that nobody is to have.
fn want_parts(tx: &mut Writing<'_>, now: DateTime<Utc>) -> Result<(), DeskError> {
    let (mut named, mut retracted, mut orders) = (Vec::new(), BTreeSet::new(), Vec::new());
    tx.each_event(|stored| -> Result<(), StoreError> {
        let Ok((body, _)) = Body::read(&stored.body) else { return Ok(()) };
        match Fact::read(&body.kind, &body.data) {
            Fact::Retracted(taken) => {
                retracted.insert(taken.event);
            }
            // Where it was lost when the order came, it has come now.
            Fact::Purged(_) => orders.push(PurgeOrder {
                event: stored.id.clone(),
                subject: stored.subject.clone(),
                since: instant(now),
            }),
            _ => {}
        }
        let parts = body.parts.into_iter().filter(|part| part.class <= CLASS_LIMIT);
        named.extend(parts.map(|part| (stored.id.clone(), part.hash, part.class)));
        Ok(())
    })?;
    orders.iter().try_for_each(|order| tx.put_purge_order(order))?;
    for (_, hash, class) in named.into_iter().filter(|(event, ..)| !retracted.contains(event)) {
        if tx.part(&hash)?.is_none() && !tx.is_purged(&hash)? {
            tx.want_part(&hash, class)?;
        }
    }
    Ok(())
}
