//! Segments: signed links of a log, and the list of signed events each of them carries.
//!
//! A log belongs to one desk key in one incarnation and speaks to one audience. A new incarnation
//! begins when a desk finds that it was restored or cloned, so that nothing is ever numbered twice
//! by one honest program. The audience is signed, so a segment cannot be passed on as meant for
//! somebody else.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::cores::spread;
use super::directory::DeskEntry;
use super::encoding;
use super::envelope::Envelope;
use super::event::SignedEvent;
use super::fault::{EventFault, Refusal};
use super::keys::DeskKey;
use super::trust::TrustedDirectory;
use super::{READER, SEGMENT, limits};

const WHAT: &str = "segment";

/// The audience of everything written for headquarters.
pub const HEADQUARTERS: &str = "role:hq";

/// One end of a log: sequence number and id of a segment.
pub type Tip = (u64, String);

/// The name of a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    /// Key id of the desk that writes it.
    pub key: String,
    /// Incarnation of that desk: random, letters and digits.
    pub inc: String,
    /// Whom it speaks to: [`HEADQUARTERS`] or the key id of a desk.
    pub aud: String,
}

impl LogId {
    /// Whether a desk may hold this log: its author, its audience, and always headquarters.
    pub fn visible_to(&self, desk: &str, is_headquarters: bool) -> bool {
        is_headquarters || self.key == desk || self.aud == desk
    }

    /// Whether the three parts have their form, so that the written name has one reading.
    pub fn is_well_formed(&self) -> bool {
        encoding::is_hash(&self.key) && is_incarnation(&self.inc) && is_audience(&self.aud)
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.key, self.inc, self.aud)
    }
}

/// Whether `text` can name an incarnation: 1 to 64 ASCII letters and digits.
pub(super) fn is_incarnation(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether `text` can name an audience: `role:` and lower-case letters, or a key id.
pub(super) fn is_audience(text: &str) -> bool {
    match text.strip_prefix("role:") {
        Some(role) => {
            (1..=32).contains(&role.len()) && role.bytes().all(|byte| byte.is_ascii_lowercase())
        }
        None => encoding::is_hash(text),
    }
}

/// The payload of a segment line, in the order of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Format version.
    pub v: u64,
    /// Organisation id.
    pub org: String,
    /// The log this is a link of.
    pub log: LogId,
    /// Place in the log, from 1.
    pub seq: u64,
    /// Id of the segment before; `None` for the first alone.
    pub prev: Option<String>,
    /// When it was sealed, by the writer's clock: RFC 3339. Shown, never relied on.
    pub made: String,
    /// The oldest reader that may take it; see [`READER`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_reader: Option<u32>,
    /// The events, in the order they were written.
    pub events: Vec<SignedEvent>,
}

impl Segment {
    /// Seals the segment with the key its log names.
    pub fn sign(&self, key: &DeskKey) -> Envelope {
        Envelope::signed(SEGMENT, encoding::to_json(self), &[key])
    }

    fn check(&self, signer: &str, org: &str) -> Result<(), Refusal> {
        encoding::check_version(WHAT, self.v)?;
        if let Some(needed) = self.min_reader.filter(|needed| *needed > READER) {
            let (needed, own) = (u64::from(needed), u64::from(READER));
            return Err(Refusal::NeedsUpgrade { what: WHAT, needed, own });
        }
        if self.org != org {
            return Err(Refusal::OtherOrganisation { found: self.org.clone() });
        }
        encoding::require(self.log.is_well_formed(), WHAT, "a log is key, incarnation, audience")?;
        if self.log.key != signer {
            let (signer, named) = (signer.to_owned(), self.log.key.clone());
            return Err(Refusal::WrongSigner { signer, named });
        }
        let numbered = self.seq >= 1 && encoding::is_safe(self.seq);
        encoding::require(numbered, WHAT, "numbers go from 1 to 2^53 - 1")?;
        let first = self.seq == 1;
        encoding::require(
            first == self.prev.is_none(),
            WHAT,
            "all but the first name the one before",
        )?;
        let named = self.prev.as_deref().is_none_or(encoding::is_id);
        encoding::require(named, WHAT, "the one before is named by its id")
    }
}

/// Fewer signatures are not worth a thread.
const LEAST: usize = 16;

/// A segment whose signature, author and organisation have been checked, and each of its events.
///
/// Not checked here, because it needs what is stored: whether the segment before is held, whether
/// this is a fork, whether this desk may see the log, and from where on a revoked key has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSegment {
    /// The segment.
    pub segment: Segment,
    /// Its id.
    pub id: String,
    /// The desk that signed it, as the directory tells it.
    pub desk: DeskEntry,
    /// For each of its events the event's id, or why that event is not accepted.
    pub verdicts: Vec<Result<String, EventFault>>,
}

impl VerifiedSegment {
    /// Verifies a segment line: the signature before anything is parsed, then the segment's own
    /// rules, then every event.
    ///
    /// # Errors
    /// [`Refusal`] if the segment is not accepted at all; faults of single events are in
    /// [`VerifiedSegment::verdicts`].
    pub fn from_envelope(
        envelope: &Envelope,
        directory: &TrustedDirectory,
    ) -> Result<VerifiedSegment, Refusal> {
        let mut opened = VerifiedSegment::open(envelope, directory)?;
        opened.verdicts = opened.segment.events.iter().map(|e| e.check(directory)).collect();
        Ok(opened)
    }

    /// As [`VerifiedSegment::from_envelope`] of many lines, with every core at work: events are shared out among them, not
    /// segments, of which a file may hold a single large one.
    pub fn from_all(
        envelopes: Vec<&Envelope>,
        directory: &TrustedDirectory,
    ) -> Vec<Result<VerifiedSegment, Refusal>> {
        let mut opened = spread(envelopes, 1, |line| VerifiedSegment::open(line, directory));
        let events: Vec<&SignedEvent> =
            opened.iter().flatten().flat_map(|opened| &opened.segment.events).collect();
        let mut verdicts = spread(events, LEAST, |event| event.check(directory)).into_iter();
        for opened in opened.iter_mut().flatten() {
            opened.verdicts = verdicts.by_ref().take(opened.segment.events.len()).collect();
        }
        opened
    }

    /// Its events are not judged yet.
    fn open(envelope: &Envelope, directory: &TrustedDirectory) -> Result<VerifiedSegment, Refusal> {
        let (key, desk) = directory.check_signer(envelope)?;
        let segment: Segment = encoding::read(envelope, SEGMENT, WHAT, limits::SEGMENT_BYTES)?;
        segment.check(key, &directory.org)?;
        let verdicts = Vec::new();
        Ok(VerifiedSegment { id: envelope.id(), desk: desk.clone(), verdicts, segment })
    }

    /// The events that passed, each with its id.
    pub fn accepted(&self) -> impl Iterator<Item = (&str, &SignedEvent)> {
        let judged = self.verdicts.iter().zip(&self.segment.events);
        judged.filter_map(|(verdict, event)| verdict.as_ref().ok().map(|id| (id.as_str(), event)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::event::sign_event;
    use crate::sync::testing::{east_log, genesis, key, trusted};

    fn first(events: Vec<SignedEvent>) -> Segment {
        Segment {
            v: 1,
            org: genesis().org,
            log: east_log(),
            seq: 1,
            prev: None,
            made: "2026-11-23T03:05:00Z".to_owned(),
            min_reader: None,
            events,
        }
    }

    fn refusal(segment: &Segment, signer: &str) -> Refusal {
        VerifiedSegment::from_envelope(&segment.sign(&key(signer)), &trusted()).unwrap_err()
    }

    #[test]
    fn an_edited_event_is_rejected_and_the_rest_applies() {
        let east = key("east");
        let good = sign_event(r#"{"org":"","data":"苏州"}"#.to_owned(), &east).unwrap();
        let forged = SignedEvent { body: good.body.replace("苏州", "无锡"), ..good.clone() };
        let envelope = first(vec![good.clone(), forged]).sign(&east);
        let verified = VerifiedSegment::from_envelope(&envelope, &trusted()).unwrap();
        assert_eq!(verified.id, envelope.id());
        assert_eq!(verified.verdicts[0], Ok(good.id()));
        assert!(matches!(verified.verdicts[1], Err(EventFault::BadSignature { .. })));
        assert_eq!(verified.accepted().count(), 1);
    }

    #[test]
    fn of_many_segments_each_is_judged_as_it_is_alone() {
        let east = key("east");
        let event = |n: u64| sign_event(format!(r#"{{"org":"","data":{n}}}"#), &east).unwrap();
        let forged = SignedEvent { sig: event(1).sig, ..event(2) };
        let many: Vec<SignedEvent> = (3..60).map(event).chain([forged]).collect();
        let lines = [first(many).sign(&east), first(vec![event(1)]).sign(&key("hq-a"))];
        let lines = [&lines[0], &lines[1], &first(vec![event(99)]).sign(&east)];
        let alone = lines.map(|line| VerifiedSegment::from_envelope(line, &trusted()));
        assert_eq!(VerifiedSegment::from_all(lines.to_vec(), &trusted()), alone);
        assert!(alone[0].as_ref().is_ok_and(|alone| alone.accepted().count() == 57));
    }

    #[test]
    fn a_segment_speaks_for_one_desk_of_one_organisation() {
        let segment = first(Vec::new());
        assert!(matches!(refusal(&segment, "stranger"), Refusal::UnknownKey { .. }));
        assert!(matches!(refusal(&segment, "hq-a"), Refusal::WrongSigner { .. }));
        let foreign = Segment { org: "f".repeat(32), ..segment.clone() };
        assert!(matches!(refusal(&foreign, "east"), Refusal::OtherOrganisation { .. }));
        let mut edited = segment.sign(&key("east"));
        let place = edited.payload.len() - 3;
        edited.payload[place] ^= 1;
        let refused = VerifiedSegment::from_envelope(&edited, &trusted()).unwrap_err();
        assert!(matches!(refused, Refusal::BadSignature { .. }));
    }

    #[test]
    fn the_chain_is_numbered_and_a_newer_format_is_held() {
        let segment = first(Vec::new());
        let gap = Segment { seq: 2, ..segment.clone() };
        assert!(matches!(refusal(&gap, "east"), Refusal::Incoherent { .. }));
        let large = Segment { seq: 1 << 53, prev: Some(segment.sign(&key("east")).id()), ..gap };
        assert!(matches!(refusal(&large, "east"), Refusal::Malformed { .. }));
        let newer = Segment { min_reader: Some(READER + 1), ..segment.clone() };
        assert!(matches!(refusal(&newer, "east"), Refusal::NeedsUpgrade { .. }));
        let slash = LogId { inc: "a/b".to_owned(), ..east_log() };
        let odd = Segment { log: slash, ..segment };
        assert!(matches!(refusal(&odd, "east"), Refusal::Incoherent { .. }));
    }

    #[test]
    fn headquarters_sees_every_log_and_a_region_its_own() {
        let log = east_log();
        let (hq, south) = (key("hq-a").public().key_id(), key("south").public().key_id());
        assert!(log.visible_to(&hq, true) && log.visible_to(&log.key, false));
        assert!(!log.visible_to(&south, false));
        let relayed = LogId { key: hq, inc: log.inc, aud: south.clone() };
        assert!(relayed.visible_to(&south, false));
    }
}
