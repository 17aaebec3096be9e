//! What a revoked key still counts for. Its directory entry names what headquarters held of it when it decided: what was sealed
//! up to there keeps its effect, everything else of that key has none until headquarters adopts it. No clock plays a part, so
//! dating back helps nobody; and nothing is deleted, so whoever decided too early may adopt.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::{StoreError, Writing};
use crate::sync::directory::{Standing, TrustedDirectory};
use crate::sync::have::{Index, up_to};
use crate::sync::segment::{LogId, Tip};

/// Per revoked key, the segments and the events that keep their effect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover(BTreeMap<String, Kept>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kept {
    segments: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Cover {
    /// Reads what is covered. A region's desk does not hold the logs of other desks: what headquarters relayed to it is covered,
    /// and what headquarters wants undone of that it voids by an act of its own.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load(
        tx: &Writing<'_>,
        directory: &TrustedDirectory,
        at_headquarters: bool,
    ) -> Result<Cover, StoreError> {
        let mut cover = Cover::default();
        if directory.revoked.is_empty() {
            return Ok(cover);
        }
        let index = super::exchange::index(tx)?;
        let relays = |log: &LogId| {
            directory.is_headquarters(&log.key)
                && directory.standing(&log.key) != Some(Standing::Revoked)
        };
        let relayed = if at_headquarters { Vec::new() } else { relayed(tx, &index, &relays)? };
        for revocation in &directory.revoked {
            let mut kept = Kept { events: relayed.iter().cloned().collect(), ..Kept::default() };
            for (log, seq, id) in &revocation.cut {
                let tips: [Tip; 1] = [(*seq, id.clone())];
                kept.segments.extend(up_to(&index, log, &tips));
            }
            for segment in &kept.segments {
                kept.events.extend(tx.sealed_in(segment)?);
            }
            cover.0.insert(revocation.key.clone(), kept);
        }
        Ok(cover)
    }

    /// Whether what a key signed counts: it is not revoked, or the event is covered.
    pub fn counts(&self, key: &str, event: &str) -> bool {
        self.0.get(key).is_none_or(|kept| kept.events.contains(event))
    }

    /// Whether a segment of a revoked key lies beyond its cut-off.
    pub fn is_beyond(&self, key: &str, segment: &str) -> bool {
        self.0.get(key).is_some_and(|kept| !kept.segments.contains(segment))
    }

    /// The revoked keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn relayed(
    tx: &Writing<'_>,
    index: &Index,
    relays: &impl Fn(&LogId) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut events = Vec::new();
    for links in index.iter().filter(|(log, _)| relays(log)).map(|(_, links)| links) {
        for (_, id) in links.keys() {
            events.extend(tx.sealed_in(id)?);
        }
    }
    Ok(events)
}
