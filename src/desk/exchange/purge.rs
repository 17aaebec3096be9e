//! Orders of headquarters to erase the confidential parts of events: their time is over, or a person asked for it. The event, its
//! signature and every chain stay.
//!
//! What is ordered away is hidden at once and goes nowhere any more. Its bytes are overwritten only after [`PURGE_DAYS`]: until then
//! an order of a key that turns out to be stolen ends with that key's revocation, as everything it signed does. A part that an
//! event names beside another is erased only with the last of them, so that nobody has somebody else's text erased by naming it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use crate::domain::fold::History;
use crate::domain::subject::Subject;
use crate::store::{StoreError, Writing};

use super::super::context::Context;
use super::super::{Desk, history};

/// So many days pass between an order and the erasure of the bytes.
pub const PURGE_DAYS: i64 = 7;

/// What came of the orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Parts that are hidden since now.
    pub hidden: usize,
    /// Parts whose bytes were erased just now.
    pub erased: usize,
}

impl Desk {
    /// Brings the parts in line with the orders that hold.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(in super::super) fn settle_purges(&mut self) -> Result<Purged, StoreError> {
        if self.store.read(|tx| tx.purge_orders())?.is_empty() {
            return Ok(Purged::default());
        }
        let (now, context) = (self.now(), self.context.clone());
        let purged = self.store.write(|tx| settle(tx, &context, now))?;
        if purged.erased > 0 {
            self.store.empty_journal()?;
        }
        Ok(purged)
    }
}

/// The orders that hold.
#[derive(Default)]
struct Orders {
    /// Parts that are ordered away, since when.
    parts: BTreeMap<String, DateTime<Utc>>,
    /// Events whose parts they are.
    events: BTreeSet<String>,
    /// Every part of the subjects concerned, with its class.
    classes: BTreeMap<String, u8>,
}

fn orders(tx: &Writing<'_>, context: &Context) -> Result<Orders, StoreError> {
    let mut orders = Orders::default();
    for order in tx.purge_orders()? {
        let Ok(subject) = order.subject.parse::<Subject>() else { continue };
        let events = history::of(tx, context, subject)?;
        let parts = events.iter().flat_map(|event| &event.parts);
        orders.classes.extend(parts.map(|part| (part.hash.clone(), part.class)));
        let Some(target) = History::new(&events).purged_by(&order.event) else { continue };
        orders.events.insert(target.id.clone());
        // An order without a time of its own has only just come.
        let since = order.since.parse().unwrap_or(DateTime::<Utc>::MAX_UTC);
        for part in &target.parts {
            let known = orders.parts.entry(part.hash.clone()).or_insert(since);
            *known = since.min(*known);
        }
    }
    Ok(orders)
}

fn settle(
    tx: &mut Writing<'_>,
    context: &Context,
    now: DateTime<Utc>,
) -> Result<Purged, StoreError> {
    let orders = orders(tx, context)?;
    let before: BTreeMap<String, bool> = tx.purged()?.into_iter().collect();
    let mut purged = Purged::default();
    for (hash, erased) in &before {
        if !erased && !orders.parts.contains_key(hash) {
            tx.show_part(hash, orders.classes.get(hash).copied().unwrap_or(1))?;
        }
    }
    for (hash, since) in &orders.parts {
        if !before.contains_key(hash) {
            tx.hide_part(hash)?;
            purged.hidden += 1;
        }
        let is_time = now.signed_duration_since(since) >= Duration::days(PURGE_DAYS);
        let erased = before.get(hash).copied().unwrap_or(false);
        if is_time
            && !erased
            && tx.events_naming(hash)?.iter().all(|event| orders.events.contains(event))
        {
            tx.erase_part(hash)?;
            purged.erased += 1;
        }
    }
    Ok(purged)
}
