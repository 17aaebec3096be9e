//! What a line says, read without being believed: for a person who asks what a file is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::directory::Directory;
use super::encoding;
use super::enrol::Enrol;
use super::envelope::Envelope;
use super::part::PartLine;
use super::reader::Line;
use super::segment::{LogId, Segment};
use super::status::Status;
use super::{SEGMENT, STATUS, limits};

/// What a line says of itself. Nothing of it is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Says {
    /// A directory.
    Directory {
        /// Its number.
        version: u64,
        /// The thirty digits of the organisation that it names.
        fingerprint: String,
        /// When it was issued.
        issued: String,
        /// How many root keys must sign, of how many.
        root: (u64, usize),
        /// How many signatures it bears, of whomever.
        signatures: usize,
        /// Desks by key id: short name and state.
        desks: BTreeMap<String, String>,
        /// How many keys it revokes.
        revoked: usize,
    },
    /// A segment.
    Segment {
        /// Whose log.
        log: LogId,
        /// Its number there.
        seq: u64,
        /// The id before.
        prev: Option<String>,
        /// When it was sealed.
        made: String,
        /// How many events of which kind.
        events: BTreeMap<String, usize>,
    },
    /// A status.
    Status {
        /// Key id of the desk that speaks.
        from: String,
        /// Whom it is for.
        to: String,
        /// When it was made.
        made: String,
        /// Which program wrote it.
        app: String,
        /// The newest directory that it holds.
        directory: u64,
        /// Of how many logs it holds something.
        logs: usize,
    },
    /// A part.
    Part {
        /// The hash that it promises.
        hash: String,
        /// How many bytes it brings.
        bytes: usize,
    },
    /// An enrolment.
    Enrol {
        /// What the desk is called.
        name: String,
        /// Its region, if it has one.
        region: Option<String>,
        /// The thirty digits of its key.
        fingerprint: String,
    },
    /// A line type of a later version.
    Unknown {
        /// Its payload type.
        payload_type: String,
    },
    /// A line whose payload cannot be read.
    Unreadable {
        /// Why.
        reason: String,
    },
}

impl Says {
    /// The word of the kind, as in JSON and in catalogue keys.
    pub fn name(&self) -> &'static str {
        match self {
            Says::Directory { .. } => "directory",
            Says::Segment { .. } => "segment",
            Says::Status { .. } => "status",
            Says::Part { .. } => "part",
            Says::Enrol { .. } => "enrol",
            Says::Unknown { .. } => "unknown",
            Says::Unreadable { .. } => "unreadable",
        }
    }

    /// What a line says.
    pub fn of(line: &Line) -> Says {
        let told = match line {
            Line::Directory(envelope) => Directory::read(envelope).map(|d| directory(&d, envelope)),
            Line::Segment(envelope) => {
                encoding::read(envelope, SEGMENT, "segment", limits::SEGMENT_BYTES).map(segment)
            }
            Line::Status(envelope) => {
                encoding::read(envelope, STATUS, "status", limits::LINE_BYTES).map(status)
            }
            Line::Part(envelope) => PartLine::from_envelope(envelope)
                .map(|part| Says::Part { hash: part.hash, bytes: part.bytes.len() }),
            Line::Enrol(envelope) => Enrol::from_envelope(envelope).map(|enrol| Says::Enrol {
                fingerprint: enrol.fingerprint(),
                name: enrol.name,
                region: enrol.region,
            }),
            Line::Unknown(envelope) => {
                Ok(Says::Unknown { payload_type: envelope.payload_type.clone() })
            }
        };
        told.unwrap_or_else(|refusal| Says::Unreadable { reason: refusal.to_string() })
    }
}

fn directory(directory: &Directory, envelope: &Envelope) -> Says {
    let state = |desk: &super::directory::DeskEntry| {
        let key = desk.key_id().unwrap_or_default();
        let revoked = directory.revocation(&key).is_some();
        let state = if revoked { "revoked" } else { desk.state.name() };
        (key, format!("{} {state}", desk.id))
    };
    Says::Directory {
        version: directory.version,
        fingerprint: directory.org_fingerprint(),
        issued: directory.issued.clone(),
        root: (directory.root.threshold, directory.root.keys.len()),
        signatures: envelope.signatures.len(),
        desks: directory.desks.iter().map(state).collect(),
        revoked: directory.revoked.len(),
    }
}

/// The kind of an event, and nothing else of it.
#[derive(Deserialize)]
struct Kind {
    #[serde(default)]
    kind: String,
}

fn segment(segment: Segment) -> Says {
    let mut events: BTreeMap<String, usize> = BTreeMap::new();
    for event in &segment.events {
        let kind = serde_json::from_str(&event.body).map_or(String::new(), |of: Kind| of.kind);
        *events.entry(kind).or_default() += 1;
    }
    let Segment { log, seq, prev, made, .. } = segment;
    Says::Segment { log, seq, prev, made, events }
}

fn status(status: Status) -> Says {
    Says::Status {
        logs: status.have.len(),
        directory: status.directory.0,
        from: status.from,
        to: status.to,
        made: status.made,
        app: status.app,
    }
}
