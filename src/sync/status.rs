//! Statuses: what a desk holds, signed. Acknowledgement, receipt and sign of life in one.
//!
//! A status is not chained and may get lost or be replayed: an old one only makes its reader send
//! something again. Readers keep the last *received* for each key and incarnation, and drop those
//! of the incarnations it calls old. Clocks play no part.

use serde::{Deserialize, Serialize};

use super::encoding;
use super::envelope::Envelope;
use super::fault::Refusal;
use super::keys::DeskKey;
use super::segment::{LogId, Tip, is_audience, is_incarnation};
use super::trust::{Standing, TrustedDirectory};
use super::{STATUS, limits};

const WHAT: &str = "status";

/// What is held of one log: everything from its beginning up to these ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Have {
    /// The log.
    pub log: LogId,
    /// Number and id of the last segment of each branch; more than one after a fork.
    pub tips: Vec<Tip>,
}

/// The payload of a status line, in the order of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Format version.
    pub v: u64,
    /// Organisation id.
    pub org: String,
    /// Key id of the desk that speaks.
    pub from: String,
    /// Its present incarnation.
    pub inc: String,
    /// Its earlier incarnations; their statuses no longer count.
    pub old: Vec<String>,
    /// Whom the status is for: `role:hq` or the key id of a desk.
    pub to: String,
    /// When it was made, by the writer's clock: RFC 3339. Shown, never relied on.
    pub made: String,
    /// Program and version that wrote it.
    pub app: String,
    /// Version and id of the newest directory it holds.
    pub directory: (u64, String),
    /// What it holds of every log that the reader may see.
    pub have: Vec<Have>,
    /// Hashes of parts that events here refer to and whose bytes did not come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub want: Vec<String>,
}

impl Status {
    /// Signs the status with the key it speaks for.
    pub fn sign(&self, key: &DeskKey) -> Envelope {
        Envelope::signed(STATUS, encoding::to_json(self), &[key])
    }

    /// Verifies a status line: the signature before anything is parsed, then its own rules.
    ///
    /// # Errors
    /// [`Refusal`], by cause. A revoked key has nothing more to acknowledge.
    pub fn from_envelope(
        envelope: &Envelope,
        directory: &TrustedDirectory,
    ) -> Result<Status, Refusal> {
        let (key, _) = directory.check_signer(envelope)?;
        if directory.standing(key) == Some(Standing::Revoked) {
            return Err(Refusal::RevokedKey { key: key.to_owned() });
        }
        let status: Status = encoding::read(envelope, STATUS, WHAT, limits::LINE_BYTES)?;
        status.check(key, &directory.org)?;
        Ok(status)
    }

    fn check(&self, signer: &str, org: &str) -> Result<(), Refusal> {
        encoding::check_version(WHAT, self.v)?;
        if self.org != org {
            return Err(Refusal::OtherOrganisation { found: self.org.clone() });
        }
        if self.from != signer {
            let (signer, named) = (signer.to_owned(), self.from.clone());
            return Err(Refusal::WrongSigner { signer, named });
        }
        let (found, limit) = (self.have.len(), limits::HAVE_LOGS);
        if found > limit {
            return Err(Refusal::OverLimit { what: WHAT, unit: "logs", found, limit });
        }
        let incarnations =
            is_incarnation(&self.inc) && self.old.iter().all(|old| is_incarnation(old));
        encoding::require(incarnations, WHAT, "incarnations are letters and digits")?;
        encoding::require(is_audience(&self.to), WHAT, "it is for a role or a desk")?;
        let (version, id) = &self.directory;
        let known = encoding::is_safe(*version) && encoding::is_id(id);
        encoding::require(known, WHAT, "the directory is named by version and id")?;
        let logs = self.have.iter().all(|have| have.log.is_well_formed());
        encoding::require(logs, WHAT, "a log is key, incarnation, audience")?;
        let mut tips = self.have.iter().flat_map(|have| &have.tips);
        let named =
            tips.all(|(seq, id)| *seq >= 1 && encoding::is_safe(*seq) && encoding::is_id(id));
        encoding::require(named, WHAT, "a tip is a number from 1 to 2^53 - 1 and an id")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::{east_log, genesis, key, trusted};

    fn status() -> Status {
        let id = |digit: &str| format!("sha256:{}", digit.repeat(64));
        Status {
            v: 1,
            org: genesis().org,
            from: key("east").public().key_id(),
            inc: "4f9c1a7be2d03358".to_owned(),
            old: Vec::new(),
            to: "role:hq".to_owned(),
            made: "2026-11-23T09:00:01Z".to_owned(),
            app: "daqu 0.1.0".to_owned(),
            directory: (1, id("0")),
            have: vec![Have { log: east_log(), tips: vec![(2, id("1"))] }],
            want: Vec::new(),
        }
    }

    #[test]
    fn a_status_is_written_in_the_order_of_the_specification() {
        let envelope = status().sign(&key("east"));
        let text = String::from_utf8(envelope.payload.clone()).unwrap();
        assert!(
            text.starts_with(r#"{"v":1,"org":"b2c3a847a6719b418fe9887b3d9bc082","from":"e79f"#)
        );
        assert!(text.contains(r#""old":[],"to":"role:hq","made":"2026-11-23T09:00:01Z","app":"#));
        assert!(text.contains(r#""directory":[1,"sha256:0"#));
        assert!(text.contains(r#""aud":"role:hq"},"tips":[[2,"sha256:1"#));
        assert_eq!(Status::from_envelope(&envelope, &trusted()), Ok(status()));
    }

    #[test]
    fn numbers_that_other_readers_would_round_are_refused() {
        let good = String::from_utf8(status().sign(&key("east")).payload).unwrap();
        for number in ["9007199254740992", "2.0", "-1", "1e400", "99999999999999999999"] {
            let bad = good.replace("[[2,", &format!("[[{number},"));
            let envelope = Envelope::signed(STATUS, bad.into_bytes(), &[&key("east")]);
            assert!(Status::from_envelope(&envelope, &trusted()).is_err(), "{number}");
        }
    }

    #[test]
    fn a_status_speaks_for_its_signer_only() {
        let envelope = status().sign(&key("hq-a"));
        let refused = Status::from_envelope(&envelope, &trusted()).unwrap_err();
        assert!(matches!(refused, Refusal::WrongSigner { .. }));
    }
}
