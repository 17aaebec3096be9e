//! The audit: every signature, every chain and every derived row checked again, from the bytes up.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::store::StoreError;
use crate::sync::EVENT;
use crate::sync::envelope::{Envelope, content_id};
use crate::sync::event::SignedEvent;
use crate::sync::part::PartLine;
use crate::sync::segment::VerifiedSegment;

use super::{Desk, project};

/// Something the audit found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Catalogue key without its `audit-` prefix.
    pub key: &'static str,
    /// What it concerns: an id, a log.
    pub subject: String,
    /// What exactly, in English.
    pub detail: String,
}

/// What was checked, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Events whose id and signature were checked.
    pub events: usize,
    /// Segments whose id, signature and predecessor were checked.
    pub segments: usize,
    /// Parts whose hash was checked.
    pub parts: usize,
    /// Directories whose chain was verified from the first on.
    pub directories: usize,
    /// Derived rows compared with a rebuild.
    pub rows: usize,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Desk {
    /// Checks everything. Nothing is changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn audit(&mut self) -> Result<Audit, StoreError> {
        let mut audit = Audit::default();
        for line in self.store.check()? {
            audit.findings.push(Finding {
                key: "file",
                subject: "SQLite".to_owned(),
                detail: line,
            });
        }
        let context = self.context.clone();
        let own = self.secrets.key.public();
        self.store.read(|tx| -> Result<(), StoreError> {
            audit.directories = tx.directories()?.len();
            let mut held = HashSet::new();
            tx.each_event(|stored| -> Result<(), StoreError> {
                audit.events += 1;
                let id = content_id(EVENT, stored.body.as_bytes());
                let mut wrong = |key, detail: String| {
                    audit.findings.push(Finding { key, subject: stored.id.clone(), detail });
                };
                if id != stored.id {
                    wrong("event-id", format!("its bytes have the id {id}"));
                }
                let event = SignedEvent {
                    key: stored.key.clone(),
                    sig: stored.sig.clone(),
                    body: stored.body,
                };
                let known =
                    context.directory.as_ref().and_then(|d| d.desk(&event.key)?.public_key());
                let key = if event.key == own.key_id() { Some(own) } else { known };
                match key {
                    Some(key) if event.verify(&key) => {}
                    Some(_) => {
                        wrong("event-signature", "the signature does not fit the text".to_owned())
                    }
                    None => {
                        wrong("event-author", format!("the key {} is in no directory", event.key))
                    }
                }
                held.insert(stored.id.clone());
                Ok(())
            })?;
            let mut chains: BTreeMap<(String, String, String), HashSet<String>> = BTreeMap::new();
            for segment in tx.segments()? {
                audit.segments += 1;
                let mut wrong = |key, detail: String| {
                    audit.findings.push(Finding { key, subject: segment.id.clone(), detail });
                };
                let envelope = match Envelope::from_line(segment.line.as_bytes()) {
                    Ok(envelope) => envelope,
                    Err(fault) => {
                        wrong("segment", fault.to_string());
                        continue;
                    }
                };
                let verified = context
                    .directory
                    .as_ref()
                    .map(|d| VerifiedSegment::from_envelope(&envelope, d));
                match verified {
                    Some(Ok(verified)) if verified.id == segment.id => {
                        let missing =
                            verified.accepted().filter(|(id, _)| !held.contains(*id)).count();
                        if missing > 0 {
                            wrong(
                                "segment-events",
                                format!("{missing} of its events are not in the store"),
                            );
                        }
                    }
                    Some(Ok(verified)) => {
                        wrong("segment", format!("its bytes have the id {}", verified.id))
                    }
                    Some(Err(refusal)) => wrong("segment", refusal.to_string()),
                    None => wrong("segment", "there is no directory to verify it by".to_owned()),
                }
                let links = chains.entry((segment.key, segment.inc, segment.aud)).or_default();
                if segment.prev.as_ref().is_some_and(|prev| !links.contains(prev)) {
                    wrong("chain", format!("link {} follows one that is not here", segment.seq));
                }
                links.insert(segment.id.clone());
            }
            for part in tx.all_parts()? {
                audit.parts += 1;
                let subject = part.hash.clone();
                let line = PartLine { hash: part.hash, salt: part.salt, bytes: part.bytes };
                if !line.is_intact() {
                    let detail = "its bytes do not have the hash its event names".to_owned();
                    audit.findings.push(Finding { key: "part", subject, detail });
                }
            }
            Ok(())
        })?;
        self.compare_rows(&mut audit)?;
        Ok(audit)
    }

    /// Rebuilds the derived rows in a transaction that is given up again, and compares.
    fn compare_rows(&mut self, audit: &mut Audit) -> Result<(), StoreError> {
        enum GivenUp {
            Compared(Vec<String>, Vec<String>),
            Failed(StoreError),
        }
        impl From<StoreError> for GivenUp {
            fn from(error: StoreError) -> GivenUp {
                GivenUp::Failed(error)
            }
        }
        let context = self.context.clone();
        let outcome = self.store.write(|tx| -> Result<(), GivenUp> {
            let grown = tx.dump_projections()?;
            project::rebuild(tx, &context)?;
            Err(GivenUp::Compared(grown, tx.dump_projections()?))
        });
        match outcome {
            Err(GivenUp::Compared(grown, rebuilt)) => {
                audit.rows = rebuilt.len();
                let grown: HashSet<String> = grown.into_iter().collect();
                let rebuilt: HashSet<String> = rebuilt.into_iter().collect();
                for row in grown.symmetric_difference(&rebuilt).take(20) {
                    let subject: String = row.chars().take(80).collect();
                    let detail = "differs from what its events derive to; `daqu rebuild` mends it"
                        .to_owned();
                    audit.findings.push(Finding { key: "row", subject, detail });
                }
                Ok(())
            }
            Err(GivenUp::Failed(error)) => Err(error),
            Ok(()) => Ok(()),
        }
    }
}
