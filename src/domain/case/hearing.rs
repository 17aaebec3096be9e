//! Equal hearing (art. 7): both sides got the same notice, the same time and the same access.
//!
//! A checklist that follows from the timeline. It blocks nothing by itself; it shows the manager what the other side could hold
//! against the decision, and the committee what was done.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Case;
use super::evidence::evidence;
use crate::domain::procedure::moment;

/// What one party got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// Unit code.
    pub unit: String,
    /// It was told of the claims.
    pub notified: bool,
    /// Until when it may state its case, by the last notice to it.
    pub limit: Option<DateTime<Utc>>,
    /// It was heard, or its silence noted.
    pub heard: bool,
    /// Pieces of evidence open to the parties that it has seen.
    pub seen: usize,
    /// Pieces of evidence open to the parties.
    pub of: usize,
    /// Talks with others alone whose summary it has not been shown.
    pub behind_its_back: usize,
}

impl Hearing {
    /// Whether nothing is missing for this party.
    pub fn is_whole(&self) -> bool {
        self.notified && self.heard && self.seen == self.of && self.behind_its_back == 0
    }
}

/// The checklist, a party each.
pub fn hearing(case: &Case) -> Vec<Hearing> {
    let open: Vec<_> =
        evidence(case).into_iter().filter(|piece| piece.is_open_to_parties()).collect();
    let (unnotified, unheard) = (case.unnotified(), case.unheard());
    let row = |unit: &String| {
        let told =
            case.current("consult").filter(|entry| entry.args.list("notified").contains(unit));
        let alone = case.entries("ex-parte").filter(|talk| {
            let party = talk.args.list("party");
            let shown = case.entries("disclose").any(|entry| {
                entry.args.list("entries").contains(&talk.event)
                    && entry.args.list("party").contains(unit)
            });
            !party.contains(unit) && !shown
        });
        Hearing {
            unit: unit.clone(),
            notified: !unnotified.contains(unit),
            limit: told.filter_map(|entry| moment(&entry.args, "limit")).next_back(),
            heard: !unheard.contains(unit),
            seen: open.iter().filter(|piece| piece.seen_by.contains(unit)).count(),
            of: open.len(),
            behind_its_back: alone.count(),
        }
    };
    case.parties.iter().map(|party| row(&party.unit)).collect()
}

/// Whether all parties had the same limit.
pub fn same_limit(rows: &[Hearing]) -> bool {
    rows.windows(2).all(|pair| pair[0].limit == pair[1].limit)
}
