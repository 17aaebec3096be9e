//! Orders of headquarters to erase the confidential parts of events: their time is over, or a person asked for it. The event, its
//! signature and every chain stay.
//!
//! What is ordered away is hidden at once and goes nowhere any more. Its bytes are overwritten only after [`PURGE_DAYS`]: until then
//! an order of a key that turns out to be stolen ends with that key's revocation, as everything it signed does. A part that an
//! event names beside another is erased only with the last of them, so that nobody has somebody else's text erased by naming it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use crate::domain::case::evidence::FileRef;
use crate::domain::event::{Fact, PartRef};
use crate::domain::fold::History;
use crate::domain::subject::Subject;
use crate::store::{StoreError, Writing};

use super::super::context::Context;
use super::super::{Desk, history};

/// So many days pass between an order and the erasure of the bytes.
pub const PURGE_DAYS: i64 = 7;

/// What came of the orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Parts that are hidden since now.
    pub hidden: usize,
    /// Parts whose bytes were erased just now.
    pub erased: usize,
    /// Files of evidence that are to go as well.
    files: Vec<FileRef>,
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
        let (now, context) = (self.now(), self.current()?);
        let purged = self.store.write(|tx| settle(tx, &context, now))?;
        let kept = self.home.files();
        purged.files.iter().for_each(|file| kept.remove(file));
        if purged.erased > 0 {
            self.store.empty_journal()?;
        }
        Ok(purged)
    }
}

/// One order that holds.
struct Order {
    event: String,
    since: DateTime<Utc>,
    /// The event whose parts are ordered away.
    target: String,
    parts: Vec<PartRef>,
    file: Option<FileRef>,
}

/// The orders that hold, and the class of every part of the subjects concerned.
type Orders = (Vec<Order>, BTreeMap<String, u8>);

fn orders(tx: &Writing<'_>, context: &Context) -> Result<Orders, StoreError> {
    let (mut orders, mut classes) = (Vec::new(), BTreeMap::new());
    let stored = tx.purge_orders()?;
    for of_subject in stored.chunk_by(|one, other| one.subject == other.subject) {
        let Ok(subject) = of_subject[0].subject.parse::<Subject>() else { continue };
        let events = history::of(tx, context, subject)?;
        let history = History::new(&events);
        let parts = events.iter().flat_map(|event| &event.parts);
        classes.extend(parts.map(|part| (part.hash.clone(), part.class)));
        for order in of_subject {
            let Some(target) = history.purged_by(&order.event) else { continue };
            let file = match &target.fact {
                Fact::Acted(_, act) => act.file.clone(),
                _ => None,
            };
            orders.push(Order {
                event: order.event.clone(),
                // An order without a time of its own has only just come.
                since: order.since.parse().unwrap_or(DateTime::<Utc>::MAX_UTC),
                target: target.id.clone(),
                parts: target.parts.clone(),
                file,
            });
        }
    }
    Ok((orders, classes))
}

fn settle(
    tx: &mut Writing<'_>,
    context: &Context,
    now: DateTime<Utc>,
) -> Result<Purged, StoreError> {
    let (orders, classes) = orders(tx, context)?;
    let mut before: BTreeMap<String, bool> = tx.purged()?.into_iter().collect();
    let mut purged = Purged::default();
    let named: BTreeSet<&String> =
        orders.iter().flat_map(|order| &order.parts).map(|part| &part.hash).collect();
    for (hash, erased) in &before {
        if !erased && !named.contains(hash) {
            tx.show_part(hash, classes.get(hash).copied().unwrap_or(1))?;
        }
    }
    let targets: BTreeSet<&String> = orders.iter().map(|order| &order.target).collect();
    // Nobody has somebody else's text erased by naming it beside his own.
    let alone = |tx: &Writing<'_>, hash: &str| -> Result<bool, StoreError> {
        Ok(tx.events_naming(hash)?.iter().all(|event| targets.contains(event)))
    };
    for order in &orders {
        for part in &order.parts {
            if !before.contains_key(&part.hash) {
                tx.hide_part(&part.hash)?;
                before.insert(part.hash.clone(), false);
                purged.hidden += 1;
            }
        }
        if now.signed_duration_since(order.since) < Duration::days(PURGE_DAYS) {
            continue;
        }
        let mut done = true;
        for part in order.parts.iter().filter(|part| before.get(&part.hash) == Some(&false)) {
            if alone(tx, &part.hash)? {
                tx.erase_part(&part.hash)?;
                purged.erased += 1;
            } else {
                done = false;
            }
        }
        if let Some(file) = &order.file {
            if alone(tx, &file.hash)? {
                purged.files.push(file.clone());
            } else {
                done = false;
            }
        }
        if done {
            tx.end_purge_order(&order.event)?;
        }
    }
    Ok(purged)
}
