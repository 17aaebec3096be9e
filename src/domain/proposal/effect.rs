//! Which findings and revisions have effect: those made while their author saw a draft, and, once the board has decided, those
//! that the decision had seen. Nothing slips into a proposal after it was handed over, and nothing into what was resolved.
//!
//! Who had seen what tells, and no clock: every desk comes to the same.

use std::collections::HashMap;

use super::action::{check, decline, resolve, revise, send_back, submit, withdraw};
use super::checklist;
use crate::domain::event::Recorded;
use crate::domain::fold::History;
use crate::domain::relief::Entry;

/// Who had seen what, by the ids of events.
struct Seen<'h, 'a> {
    history: &'h History<'a>,
    events: HashMap<&'a str, &'a Recorded>,
}

impl<'h, 'a> Seen<'h, 'a> {
    fn new(history: &'h History<'a>) -> Seen<'h, 'a> {
        let events = history.effective().map(|event| (event.id.as_str(), event)).collect();
        Seen { history, events }
    }

    /// Whether the author of `later` had seen `earlier`.
    fn has(&self, later: &str, earlier: &str) -> bool {
        match (self.events.get(later), self.events.get(earlier)) {
            (Some(later), Some(earlier)) => self.history.has_seen(later, earlier),
            _ => false,
        }
    }
}

/// Ids of the entries by some rows that have effect.
fn ids(timeline: &[Entry], rows: &[&str]) -> Vec<String> {
    let entries = timeline.iter().filter(|entry| entry.counts && rows.contains(&entry.action));
    entries.map(|entry| entry.event.clone()).collect()
}

/// Takes the effect from what came too late, and from what was found about somebody who is no longer proposed.
pub(super) fn weigh(history: &History<'_>, timeline: &mut [Entry]) {
    let seen = Seen::new(history);
    take_late(&seen, timeline);
    take_outdated(&seen, timeline);
}

fn take_late(seen: &Seen<'_, '_>, timeline: &mut [Entry]) {
    let handed_over = ids(timeline, &[submit::ROW.id, withdraw::ROW.id]);
    let returned = ids(timeline, &[send_back::ROW.id]);
    let decided = ids(timeline, &[resolve::ROW.id, decline::ROW.id]);
    let in_draft = |fact: &str| {
        handed_over
            .iter()
            .filter(|gone| seen.has(fact, gone))
            .all(|gone| returned.iter().any(|back| seen.has(fact, back) && seen.has(back, gone)))
    };
    let is_fact = |entry: &Entry| [check::ROW.id, revise::ROW.id].contains(&entry.action);
    for entry in timeline.iter_mut().filter(|entry| is_fact(entry)) {
        let was_read = decided.iter().all(|decision| seen.has(decision, &entry.event));
        entry.counts &= was_read && in_draft(&entry.event);
    }
}

/// A finding on an item that is about one text of the proposal knows every revision of that text, or says nothing of it.
fn take_outdated(seen: &Seen<'_, '_>, timeline: &mut [Entry]) {
    let revisions: Vec<Entry> = timeline
        .iter()
        .filter(|entry| entry.counts && entry.action == revise::ROW.id)
        .cloned()
        .collect();
    for entry in timeline.iter_mut().filter(|entry| entry.action == check::ROW.id) {
        let item = entry.args.get("check_item").and_then(checklist::find);
        let Some(name) = item.and_then(|item| item.about) else { continue };
        let mut revised = revisions.iter().filter(|revision| revision.says(name));
        entry.counts &= revised.all(|revision| seen.has(&entry.event, &revision.event));
    }
}
