//! A receipt: the proof, for somebody who has neither desk nor network, that headquarters held an event. It is a file of the
//! directories, the segments from the event's to the last one that a status of headquarters names, and that status; nothing else
//! of the log is shown.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::event::Authority;
use crate::store::{StoreError, Writing};
use crate::sync::envelope::Envelope;
use crate::sync::have::{Index, covered, up_to};
use crate::sync::segment::{LogId, Tip};
use crate::sync::status::Status;

use super::super::context::Context;
use super::super::{Desk, DeskError, system};
use super::{ExchangeError, index};

/// A receipt that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The event.
    pub event: String,
    /// Short name of the desk of headquarters that held it.
    pub by: String,
    /// When that desk said so, by its own clock.
    pub made: String,
    /// The file.
    pub file: PathBuf,
}

/// What is put into the file.
struct Found {
    event: String,
    by: String,
    made: String,
    lines: Vec<String>,
}

impl Desk {
    /// Writes the receipt of an event, or of the latest event of a record that headquarters holds.
    ///
    /// # Errors
    /// Where there is no such event, headquarters has not said that it holds it, or the file cannot be written.
    pub fn receipt(&mut self, what: &str, file: &Path) -> Result<Proof, DeskError> {
        let context = self.current()?;
        let found = self.store.read(|tx| find(tx, &context, what.trim()))?;
        let Found { event, by, made, lines } = found;
        let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
        system::write_whole(file, text.as_bytes())?;
        Ok(Proof { event, by, made, file: file.to_owned() })
    }
}

fn find(tx: &Writing<'_>, context: &Context, what: &str) -> Result<Found, ExchangeError> {
    let events: Vec<String> = match tx.event(what)? {
        Some(event) => vec![event.id],
        None => match tx.numbered(what)? {
            Some(subject) => tx.events(&subject)?.into_iter().rev().map(|event| event.id).collect(),
            None => Vec::new(),
        },
    };
    if events.is_empty() {
        return Err(ExchangeError::NoEvent(what.to_owned()));
    }
    let index = index(tx)?;
    let statuses = statuses(tx, context)?;
    for event in &events {
        for ([key, inc, aud], seq, id) in tx.places_of(event)? {
            let log = LogId { key, inc, aud };
            for (by, status, line) in &statuses {
                let of_log = status.have.iter().filter(|have| have.log == log);
                let tips: Vec<Tip> = of_log.flat_map(|have| have.tips.clone()).collect();
                let tip = tips
                    .iter()
                    .find(|tip| covered(&index, &log, seq, &id, std::slice::from_ref(tip)));
                let Some(tip) = tip else { continue };
                let mut lines = tx.directories()?;
                for id in chain(&index, &log, seq, tip) {
                    lines.extend(tx.segment_line(&id)?);
                }
                lines.push(line.clone());
                let (event, by, made) = (event.clone(), by.clone(), status.made.clone());
                return Ok(Found { event, by, made, lines });
            }
        }
    }
    Err(ExchangeError::NotHeld(what.to_owned()))
}

/// What headquarters said last, by short name.
fn statuses(
    tx: &Writing<'_>,
    context: &Context,
) -> Result<Vec<(String, Status, String)>, StoreError> {
    let directory = context.directory.as_ref();
    let statuses = tx.statuses()?.into_iter().filter_map(|(key, _, line)| {
        let name = directory?.desk(&key).map(|desk| desk.id.clone())?;
        let envelope = Envelope::from_line(line.as_bytes()).ok()?;
        // As whoever is shown it will judge it: what a revoked key says proves nothing.
        let status = Status::from_envelope(&envelope, directory?).ok()?;
        (context.authority(&key) == Authority::Headquarters).then_some((name, status, line))
    });
    Ok(statuses.collect())
}

/// Ids of the segments from one number to a tip, in order.
fn chain(index: &Index, log: &LogId, from: u64, tip: &Tip) -> Vec<String> {
    let held = up_to(index, log, std::slice::from_ref(tip));
    let links = index.get(log).into_iter().flat_map(|links| links.keys());
    links.filter(|(seq, id)| *seq >= from && held.contains(id)).map(|(_, id)| id.clone()).collect()
}
