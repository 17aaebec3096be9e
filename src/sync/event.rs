//! One event as it travels inside a segment: the exact text its author signed, and the signature.
//!
//! The text is never parsed and written again, so an event proves its author wherever it is shown,
//! years later and to a third party. What it says is read elsewhere; here only what decides whether
//! it may be believed.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::encoding;
use super::envelope::content_id;
use super::fault::EventFault;
use super::ijson::IJson;
use super::keys::{DeskKey, PublicKey};
use super::trust::TrustedDirectory;
use super::{EVENT, limits};

/// An event with its signature, field by field as inside a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedEvent {
    /// Key id of the author's desk.
    pub key: String,
    /// The signature, in base64.
    pub sig: String,
    /// The exact text that was signed: one line of JSON in UTF-8.
    pub body: String,
}

/// The two fields that bear on trust.
#[derive(Deserialize)]
struct Head {
    org: String,
    #[serde(default)]
    desk: String,
    #[serde(default)]
    base: Vec<IgnoredAny>,
}

/// Signs `body`, which from now on never changes.
///
/// # Errors
/// [`EventFault::TooLong`] or [`EventFault::Malformed`]: no reader would take it.
pub fn sign_event(body: String, key: &DeskKey) -> Result<SignedEvent, EventFault> {
    check_length(&body)?;
    check_text(&body)?;
    let sig = encoding::to_base64(&key.sign(EVENT, body.as_bytes()));
    Ok(SignedEvent { key: key.public().key_id(), sig, body })
}

fn check_length(body: &str) -> Result<(), EventFault> {
    if body.len() > limits::EVENT_BYTES {
        return Err(EventFault::TooLong { found: body.len(), limit: limits::EVENT_BYTES });
    }
    Ok(())
}

fn check_text(body: &str) -> Result<(), EventFault> {
    serde_json::from_str::<IJson>(body).map(drop).map_err(malformed)
}

fn malformed(error: serde_json::Error) -> EventFault {
    EventFault::Malformed { reason: encoding::reason(&error) }
}

impl SignedEvent {
    /// The event's id, by which others name it.
    pub fn id(&self) -> String {
        content_id(EVENT, self.body.as_bytes())
    }

    /// Whether `key` is the key named and signed exactly this text.
    pub fn verify(&self, key: &PublicKey) -> bool {
        key.key_id() == self.key && self.fits(key)
    }

    fn fits(&self, key: &PublicKey) -> bool {
        encoding::from_base64(&self.sig)
            .is_some_and(|sig| key.verify(EVENT, self.body.as_bytes(), &sig))
    }

    /// Checks everything that decides whether this event may be stored as its author's, and gives
    /// its id. An event written before enrolment names no organisation; any other must name this.
    ///
    /// Retired and revoked authors pass: revocation decides about effect, not about storage.
    ///
    /// # Errors
    /// [`EventFault`], by cause.
    pub fn check(&self, directory: &TrustedDirectory) -> Result<String, EventFault> {
        check_length(&self.body)?;
        let key = self.key.clone();
        let Some(desk) = directory.desk(&self.key) else {
            return Err(EventFault::UnknownKey { key });
        };
        let Some(public) = desk.public_key() else {
            return Err(EventFault::UnknownAlgorithm { key, alg: desk.alg.clone() });
        };
        // The directory found the desk by the id of its key.
        if !self.fits(&public) {
            return Err(EventFault::BadSignature { key });
        }
        check_text(&self.body)?;
        let head: Head = serde_json::from_str(&self.body).map_err(malformed)?;
        if !head.org.is_empty() && head.org != directory.org {
            return Err(EventFault::OtherOrganisation { found: head.org });
        }
        if !head.desk.is_empty() && head.desk != self.key {
            return Err(EventFault::OtherAuthor { key, named: head.desk });
        }
        let found = head.base.len();
        if found > limits::EVENT_BASE {
            return Err(EventFault::TooManyBases { found, limit: limits::EVENT_BASE });
        }
        Ok(self.id())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::{genesis, key, trusted};

    fn body(org: &str) -> String {
        format!(r#"{{"v":1,"org":"{org}","kind":"conflict.open","base":[]}}"#)
    }

    #[test]
    fn a_copy_signed_by_another_desk_is_not_taken_for_its_own() {
        let east = crate::sync::testing::key("east");
        let text = format!(r#"{{"org":"","desk":"{}"}}"#, east.public().key_id());
        let own = sign_event(text.clone(), &east).unwrap();
        let copy = sign_event(text, &crate::sync::testing::key("hq-a")).unwrap();
        let directory = crate::sync::testing::trusted();
        assert_eq!(own.check(&directory), Ok(own.id()));
        assert!(matches!(copy.check(&directory), Err(EventFault::OtherAuthor { .. })));
    }

    #[test]
    fn an_event_is_bound_to_its_author_its_text_and_its_organisation() {
        let directory = trusted();
        let event = sign_event(body(&genesis().org), &key("east")).unwrap();
        assert_eq!(event.check(&directory), Ok(event.id()));
        let early = sign_event(body(""), &key("east")).unwrap();
        assert!(early.check(&directory).is_ok(), "written before enrolment");

        let edited = SignedEvent { body: event.body.replace("open", "shut"), ..event.clone() };
        let fault = EventFault::BadSignature { key: event.key.clone() };
        assert_eq!(edited.check(&directory), Err(fault));
        let claimed = SignedEvent { key: key("hq-a").public().key_id(), ..event.clone() };
        assert!(matches!(claimed.check(&directory), Err(EventFault::BadSignature { .. })));
        let stranger = sign_event(body(&genesis().org), &key("stranger")).unwrap();
        assert!(matches!(stranger.check(&directory), Err(EventFault::UnknownKey { .. })));
        let foreign = sign_event(body("ffffffffffffffffffffffffffffffff"), &key("east")).unwrap();
        let fault = foreign.check(&directory).unwrap_err();
        assert!(matches!(fault, EventFault::OtherOrganisation { .. }));
    }

    #[test]
    fn what_readers_would_read_differently_is_neither_written_nor_read() {
        let east = key("east");
        let whole = sign_event(body(""), &east).unwrap();
        for odd in [r#""office":"\ud800""#, r#""org":"""#, r#""km":1.5"#, r#""n":9007199254740993"#]
        {
            let text = body("").replace(r#""base":[]"#, odd);
            assert!(matches!(sign_event(text.clone(), &east), Err(EventFault::Malformed { .. })));
            let sig = encoding::to_base64(&east.sign(EVENT, text.as_bytes()));
            let signed = SignedEvent { sig, body: text, ..whole.clone() };
            let fault = signed.check(&trusted()).unwrap_err();
            assert!(matches!(fault, EventFault::Malformed { .. }), "{odd}: {fault}");
        }
    }

    #[test]
    fn an_oversized_event_is_neither_written_nor_read() {
        let long = "长".repeat(limits::EVENT_BYTES / 3 + 1);
        assert!(matches!(sign_event(long, &key("east")), Err(EventFault::TooLong { .. })));
        let bases = vec!["\"x\""; limits::EVENT_BASE + 1].join(",");
        let body = format!(r#"{{"org":"","base":[{bases}]}}"#);
        let event = sign_event(body, &key("east")).unwrap();
        assert!(matches!(event.check(&trusted()), Err(EventFault::TooManyBases { .. })));
    }
}
