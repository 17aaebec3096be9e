//! A store that is damaged: what can be read of it goes into a new one, every row of it checked against its own hash; events are
//! taken from their segments as well; the lists are derived anew. The damaged file is set aside. What is missing then comes back from headquarters, to which
//! the desk counts anew.

use std::path::PathBuf;

use serde::Serialize;

use crate::domain::event::Body;
use crate::store::log::{StoredEvent, StoredSegment};
use crate::store::salvage::{Row, Salvaged};
use crate::store::{Store, StoreError, Writing};
use crate::sync::envelope::{Envelope, content_id};
use crate::sync::segment::VerifiedSegment;
use crate::sync::{EVENT, part};

use super::context::{Context, Profile, Seat};
use super::exchange::receipt::acknowledged;
use super::home::Home;
use super::{DeskError, OwnedEntropy, SharedClock, backup, project, witness};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rescued {
    /// Events that are here.
    pub events: usize,
    /// Tables of which something could not be read.
    pub incomplete: Vec<&'static str>,
    /// Where the damaged store is.
    pub set_aside: PathBuf,
}

/// Rescues the store of a home.
///
/// # Errors
/// [`DeskError::Whole`] where nothing is wrong with it; where too little can be read to make a desk of it. Nothing is changed then.
pub fn rescue(
    home: &Home,
    clock: &SharedClock,
    mut entropy: OwnedEntropy,
) -> Result<Rescued, DeskError> {
    if !home.is_settled() {
        return Err(DeskError::NoDesk(home.folder().to_owned()));
    }
    match Store::open(&home.store()) {
        Err(error @ StoreError::Busy(_)) => return Err(error.into()),
        Ok(store) if store.check().is_ok_and(|faults| faults.is_empty()) => {
            return Err(DeskError::Whole(home.store()));
        }
        _ => {}
    }
    let new = home.folder().join("rescue.db");
    // What an earlier try left is no store yet.
    for end in ["", "-wal", "-shm"] {
        let mut name = new.clone().into_os_string();
        name.push(end);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
    let mut store = Store::open(&new)?;
    let salvaged = store.salvage(&home.store(), &is_sound)?;
    let events = store.write(|tx| -> Result<usize, DeskError> {
        let lost = || DeskError::Lost(home.store());
        let context = Context::load(tx)?.ok_or_else(lost)?;
        if context.directory.is_none() && context.profile.org_fingerprint.is_some() {
            return Err(lost());
        }
        events_of_segments(tx, &context)?;
        outbox(tx, &context)?;
        acknowledged(tx, &context)?;
        witness::count_anew(tx, &context.profile, entropy.as_mut())?;
        project::rebuild(tx, &context)?;
        count(tx)
    })?;
    drop(store);
    let set_aside = backup::set_aside(home, clock)?;
    std::fs::rename(&new, home.store()).map_err(|error| DeskError::file(&new, &error))?;
    let incomplete = |one: &Salvaged| (!one.whole).then_some(one.table);
    Ok(Rescued { events, incomplete: salvaged.iter().filter_map(incomplete).collect(), set_aside })
}

fn is_sound(row: &Row<'_>) -> bool {
    match row {
        Row::Line { id, line } => {
            Envelope::from_line(line.as_bytes()).is_ok_and(|line| line.id() == *id)
        }
        Row::Event { id, body } => content_id(EVENT, body.as_bytes()) == *id,
        Row::Part { hash, salt, bytes } => part::hash(salt, bytes) == *hash,
    }
}

fn count(tx: &Writing<'_>) -> Result<usize, DeskError> {
    let mut events = 0;
    tx.each_event(|_| -> Result<(), StoreError> {
        events += 1;
        Ok(())
    })?;
    Ok(events)
}

/// Every segment holds its events: what was lost of the one table is in the other.
fn events_of_segments(tx: &mut Writing<'_>, context: &Context) -> Result<(), DeskError> {
    let Some(directory) = &context.directory else { return Ok(()) };
    for stored in tx.segments()? {
        let Ok(envelope) = Envelope::from_line(stored.line.as_bytes()) else { continue };
        let Ok(verified) = VerifiedSegment::from_envelope(&envelope, directory) else { continue };
        let mut ids = Vec::new();
        for (id, event) in verified.accepted() {
            let (subject, hlc) = match Body::read(&event.body) {
                Ok((body, hlc)) => (body.subject, hlc.to_string()),
                Err(_) => (String::new(), String::new()),
            };
            tx.append(&StoredEvent {
                id: id.to_owned(),
                key: event.key.clone(),
                sig: event.sig.clone(),
                subject,
                hlc,
                body: event.body.clone(),
            })?;
            ids.push(id.to_owned());
        }
        tx.append_segment(&StoredSegment { ..stored }, &ids)?;
    }
    Ok(())
}

/// What was never sealed waits to be told.
fn outbox(tx: &mut Writing<'_>, context: &Context) -> Result<(), DeskError> {
    let Profile { key, seat, .. } = &context.profile;
    if *seat == Seat::Headquarters {
        return Ok(());
    }
    for event in tx.events_by(key)? {
        if !tx.is_sealed(&event.id)? {
            tx.put_outbox(&event.id, &event.subject, false)?;
        }
    }
    Ok(())
}
