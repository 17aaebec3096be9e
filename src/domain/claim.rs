//! Claims (报备): a branch's report that it pursues a lead, and how well its time is proven.
//!
//! A first report is a presumption, not a right, and a laptop's clock is no proof: the grade follows the best
//! proof attached, D where there is none (the manager recorded it on the branch's behalf, 代录).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Authority, Fact, Recorded};
use super::fold::History;
use super::lead::Stage;
use super::subject::Subject;

/// How the claim's time is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// A receipt of the operator's portal.
    Portal,
    /// A mail with its header.
    Mail,
    /// A bundle that headquarters counter-signed.
    Sealed,
    /// A record of the branch's own device: photo, chat, document.
    Device,
}

/// A proof, and the instant it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What it is.
    pub kind: ProofKind,
    /// The instant it proves.
    pub at: DateTime<Utc>,
    /// What a person may look up: message id, receipt number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
}

/// How far a claim's time is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TimeGrade {
    /// A third party's time.
    A,
    /// Sealed in a bundle with a later counter-signature.
    B,
    /// A device's time.
    C,
    /// Recalled; recorded on behalf.
    D,
}

impl TimeGrade {
    /// The letter.
    pub fn letter(self) -> &'static str {
        match self {
            TimeGrade::A => "A",
            TimeGrade::B => "B",
            TimeGrade::C => "C",
            TimeGrade::D => "D",
        }
    }
}

/// A claim was recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Submitted {
    /// `BB-…`.
    pub number: String,
    /// The lead claimed.
    pub lead: Subject,
    /// The lots claimed.
    pub lots: Vec<String>,
    /// Unit code (`F1`).
    pub unit: String,
    /// Legal person of the unit when the claim was made.
    pub legal_entity: String,
    /// Who reported it, an office holder.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claimant: Option<String>,
    /// On what the claim rests, in the branch's words.
    pub basis: String,
    /// Stage of the tender when it was claimed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stage: Option<Stage>,
    /// Proofs of its time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proofs: Vec<Proof>,
    /// When it was recorded, by the desk's clock. Hybrid time only orders.
    pub recorded_at: DateTime<Utc>,
    /// Counts this desk's claims, so that backdating shows.
    pub device_seq: u64,
}

/// A claim was given up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Released {
    /// Why.
    pub reason: String,
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Recorded; live.
    Submitted,
    /// Given up.
    Released,
}

/// A claim as it stands.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its identity.
    pub subject: Subject,
    /// What was submitted.
    pub submitted: Submitted,
    /// When it was recorded on the desk.
    pub recorded_at: DateTime<Utc>,
    /// Its state.
    pub state: ClaimState,
    /// Why it was released.
    pub reason: Option<String>,
}

impl Claim {
    /// Folds a claim from its events.
    pub fn fold(events: &[Recorded]) -> Option<Claim> {
        let history = History::new(events);
        let (first, submitted) = history.effective().find_map(|e| match &e.fact {
            Fact::ClaimSubmitted(submitted) => Some((e, submitted)),
            _ => None,
        })?;
        let released = history.register(|e| match &e.fact {
            // A claim is given up by those who recorded it, or by headquarters.
            Fact::ClaimReleased(released) if may_release(e, first) => Some(released.reason.clone()),
            _ => None,
        });
        Some(Claim {
            subject: first.subject,
            submitted: submitted.clone(),
            recorded_at: submitted.recorded_at,
            state: if released.is_some() { ClaimState::Released } else { ClaimState::Submitted },
            reason: released.map(|r| r.shown),
        })
    }

    /// Whether it counts against others: only a live claim can be in conflict.
    pub fn is_live(&self) -> bool {
        self.state == ClaimState::Submitted
    }

    /// The grade of its time, by the best proof attached.
    pub fn time_grade(&self) -> TimeGrade {
        let grade = |proof: &Proof| match proof.kind {
            ProofKind::Portal | ProofKind::Mail => TimeGrade::A,
            ProofKind::Sealed => TimeGrade::B,
            ProofKind::Device => TimeGrade::C,
        };
        self.submitted.proofs.iter().map(grade).min().unwrap_or(TimeGrade::D)
    }

    /// The instant the grade speaks of: the best proof's, or that of recording.
    pub fn claimed_at(&self) -> DateTime<Utc> {
        let rank = |proof: &&Proof| (matches!(proof.kind, ProofKind::Device), proof.at);
        self.submitted.proofs.iter().min_by_key(rank).map_or(self.recorded_at, |proof| proof.at)
    }
}

fn may_release(event: &Recorded, first: &Recorded) -> bool {
    event.authority == Authority::Headquarters || event.authority == first.authority
}
