//! The evidence of a case as its timeline tells it: what was offered by whom, how far its time is to be trusted, who has seen
//! it, who objects, and the hash under which the list is frozen when a decision is taken.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::action::evidence::ROW;
use super::{Case, DECISIONS, Entry};
use crate::domain::claim::{ProofKind, TimeGrade};
use crate::domain::procedure::{PARTIES, moment};

/// A file by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// `sha256:` and the hex of the bytes.
    pub hash: String,
    /// Bytes.
    pub size: u64,
}

impl FileRef {
    /// A file of these bytes.
    pub fn of(bytes: &[u8]) -> FileRef {
        let size = bytes.len() as u64;
        FileRef { hash: written(&Sha256::digest(bytes)), size }
    }

    /// Whether bytes are those of the file.
    pub fn is(&self, bytes: &[u8]) -> bool {
        FileRef::of(bytes) == *self
    }
}

/// A hash as it is written: `sha256:` and its hex.
pub fn written(digest: &[u8]) -> String {
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its number in the timeline.
    pub n: usize,
    /// Id of its event.
    pub event: String,
    /// What it is; one of [`KINDS`](super::action::evidence::KINDS).
    pub kind: String,
    /// In words.
    pub title: String,
    /// It was come by lawfully; otherwise that is not clear.
    pub lawful: bool,
    /// The party that offered it; the manager himself where nobody is named.
    pub offered_by: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// The instant that its proof names, or at which it was recorded.
    pub at: DateTime<Utc>,
    /// How far that is to be trusted.
    pub grade: TimeGrade,
    /// The file.
    pub file: Option<FileRef>,
    /// Confidentiality class.
    pub class: u8,
    /// What the manager makes of it.
    pub weight: Option<String>,
    /// Units that have seen it.
    pub seen_by: Vec<String>,
    /// Objections: who, and what.
    pub objections: Vec<(String, String)>,
    /// Who decided had not seen it: it carries no decision.
    pub late: bool,
}

impl Evidence {
    /// Whether the parties may see it.
    pub fn is_open_to_parties(&self) -> bool {
        self.class <= PARTIES
    }
}

/// The evidence of a case, in the order of its timeline.
pub fn evidence(case: &Case) -> Vec<Evidence> {
    let decided = case.decision.as_ref().map(|decision| &decision.event);
    let decided = case.timeline.iter().find(|entry| Some(&entry.event) == decided);
    let entries = case.timeline.iter().enumerate().filter(|(_, entry)| is_evidence(entry));
    entries.map(|(at, entry)| piece(case, at, entry, decided)).collect()
}

/// Whether an entry of the timeline is a piece of evidence.
pub fn is_evidence(entry: &Entry) -> bool {
    entry.action == ROW.id && entry.counts
}

fn piece(case: &Case, place: usize, entry: &Entry, decided: Option<&Entry>) -> Evidence {
    let text = |name: &str| entry.args.get(name).map(str::to_owned);
    let proof = entry.args.get("proof_kind").and_then(ProofKind::parse);
    let proven = proof.zip(moment(&entry.args, "seen"));
    let offered_by = text("offered_by");
    let mut seen_by: Vec<String> = offered_by.iter().cloned().collect();
    for shown in case.entries("disclose") {
        if names(shown, "entries", &entry.event) {
            seen_by.extend(shown.args.list("party"));
        }
    }
    seen_by.sort();
    seen_by.dedup();
    let objections = case.entries("object").filter(|objected| names(objected, "of", &entry.event));
    let said = |objected: &Entry| {
        let text = |name: &str| objected.args.get(name).unwrap_or_default().to_owned();
        (text("party"), text("text"))
    };
    Evidence {
        n: place + 1,
        event: entry.event.clone(),
        kind: text("evidence_kind").unwrap_or_default(),
        title: text("title").unwrap_or_default(),
        lawful: entry.args.get("origin") == Some("lawful"),
        offered_by,
        author: text("author"),
        at: proven.map_or(entry.at, |(_, at)| at),
        grade: proven.map_or(TimeGrade::D, |(kind, _)| kind.grade()),
        file: entry.file.clone(),
        class: class_of(entry),
        weight: text("weight_note"),
        seen_by,
        objections: objections.map(said).collect(),
        late: decided.is_some_and(|decided| !decided.known.contains(&entry.event)),
    }
}

/// The class under which evidence is kept: what its author said, the parties' class otherwise.
pub fn class_of(entry: &Entry) -> u8 {
    entry.args.get("evidence_class").and_then(|class| class.parse().ok()).unwrap_or(PARTIES)
}

fn names(entry: &Entry, argument: &str, event: &str) -> bool {
    entry.args.list(argument).iter().any(|named| named == event)
}

/// The hash of the evidence that lies on the table: SHA-256 over one line for each piece, its event and its file. A decision
/// freezes it, and anybody who holds the events reckons it again.
pub fn list_hash(case: &Case) -> String {
    hash_of(case.timeline.iter())
}

fn hash_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut lines: Vec<String> = entries
        .filter(|entry| is_evidence(entry))
        .map(|entry| {
            let file = entry.file.as_ref().map_or("-", |file| file.hash.as_str());
            format!("{} {file}\n", entry.event)
        })
        .collect();
    lines.sort();
    written(&Sha256::digest(lines.concat()))
}

/// Whether the evidence that a decision froze is what its author had before him, as far as it lies here; `None` where the decision froze none.
pub fn frozen_stands(case: &Case) -> Option<bool> {
    let decides = |entry: &&Entry| DECISIONS.contains(&entry.action) && entry.counts;
    let entry = case.timeline.iter().rfind(decides)?;
    let known = case.timeline.iter().filter(|piece| entry.known.contains(&piece.event));
    Some(*entry.frozen.as_ref()? == hash_of(known))
}
