//! Amendments of signed minutes: on whose word and why, what was signed before and what was signed after. What was signed first
//! stays on record with its hash.

use serde::Serialize;

use super::action::{amend, sign};
use super::{HASH, Meeting, SIGNED, VERSION};
use crate::domain::relief::Entry;

/// A text that was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// Its version.
    pub version: u32,
    /// SHA-256 of the text.
    pub hash: String,
    /// The event of the version.
    #[serde(skip)]
    pub of: Option<String>,
}

impl Signed {
    fn by(entry: &Entry) -> Signed {
        let text = |name: &str| entry.args.get(name).map(str::to_owned);
        Signed {
            version: text(VERSION).and_then(|version| version.parse().ok()).unwrap_or(0),
            hash: text(HASH).unwrap_or_default(),
            of: text(SIGNED),
        }
    }
}

/// Signed minutes that were opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amendment {
    /// On whose word.
    pub proposed_by: String,
    /// Why.
    pub reasons: String,
    /// What was signed before it.
    pub before: Signed,
    /// What was signed after it; nothing while nobody has signed anew.
    pub after: Option<Signed>,
}

/// The amendments of a meeting's minutes, in order.
pub fn amendments(meeting: &Meeting) -> Vec<Amendment> {
    let mut amendments: Vec<Amendment> = Vec::new();
    let mut stands: Option<Signed> = None;
    for entry in meeting.timeline.iter().filter(|entry| entry.counts) {
        let text = |name: &str| entry.args.get(name).unwrap_or_default().to_owned();
        if entry.action == sign::ROW.id {
            let signed = Signed::by(entry);
            if let Some(open) = amendments.last_mut().filter(|last| last.after.is_none()) {
                open.after = Some(signed.clone());
            }
            stands = Some(signed);
        } else if entry.action == amend::ROW.id
            && let Some(before) = stands.clone()
        {
            let (proposed_by, reasons) = (text("proposed_by"), text("reasons"));
            amendments.push(Amendment { proposed_by, reasons, before, after: None });
        }
    }
    amendments
}
