//! How well a claim's time is proven, and which instant counts against whom.
//!
//! A grade is that of the best proof attached. When two claims are compared, both are taken at the *lower* of their grades:
//! each with the earliest instant that its proofs of that grade or better name. Better proofs count at every lower grade,
//! so attaching one never harms; a weaker proof never counts above its grade, so a time that cannot be proven wins nothing.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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

impl ProofKind {
    /// Every kind, the best first.
    pub const ALL: [ProofKind; 4] =
        [ProofKind::Portal, ProofKind::Mail, ProofKind::Sealed, ProofKind::Device];

    /// The word in data and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ProofKind::Portal => "portal",
            ProofKind::Mail => "mail",
            ProofKind::Sealed => "sealed",
            ProofKind::Device => "device",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<ProofKind> {
        ProofKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The grade it gives.
    pub fn grade(self) -> TimeGrade {
        match self {
            ProofKind::Portal | ProofKind::Mail => TimeGrade::A,
            ProofKind::Sealed => TimeGrade::B,
            ProofKind::Device => TimeGrade::C,
        }
    }
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
    /// Name of the event's part that holds the text offered, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part: Option<String>,
    /// The text offered, on its way into that part: evidence of a party is not for the event's body.
    #[serde(skip)]
    pub text: Option<String>,
}

impl Proof {
    /// A proof with nothing beside its instant.
    pub fn bare(kind: ProofKind, at: DateTime<Utc>) -> Proof {
        Proof { kind, at, reference: None, part: None, text: None }
    }
}

/// How far a claim's time is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// Which instant the grade compares, as a word (`compared-<word>`).
    pub fn compares(self) -> &'static str {
        match self {
            TimeGrade::A => "third_party",
            TimeGrade::B => "seal",
            TimeGrade::C => "device",
            TimeGrade::D => "recorded",
        }
    }
}

/// Everything known of when a claim was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimTime {
    /// Proofs by grade and instant.
    proofs: Vec<(TimeGrade, DateTime<Utc>)>,
    /// When the desk recorded it.
    recorded_at: DateTime<Utc>,
    /// The order of the desk's numbers contradicts its time: nothing before this instant is believed.
    not_before: Option<DateTime<Utc>>,
}

impl ClaimTime {
    /// From proofs and the recording. `not_before` is the sign of backdating: the latest time of a claim the same desk had
    /// numbered before; the grade then falls to D whatever is attached, and that instant is the earliest that counts.
    pub fn new(
        proofs: &[Proof],
        recorded_at: DateTime<Utc>,
        not_before: Option<DateTime<Utc>>,
    ) -> ClaimTime {
        let proofs = if not_before.is_some() {
            Vec::new()
        } else {
            proofs.iter().map(|proof| (proof.kind.grade(), proof.at)).collect()
        };
        ClaimTime { proofs, recorded_at, not_before }
    }

    /// The grade: that of the best proof.
    pub fn grade(&self) -> TimeGrade {
        self.proofs.iter().map(|(grade, _)| *grade).min().unwrap_or(TimeGrade::D)
    }

    /// The instant that counts when compared at a grade, at or below the claim's own.
    pub fn at(&self, grade: TimeGrade) -> DateTime<Utc> {
        let recorded = self.not_before.map_or(self.recorded_at, |b| b.max(self.recorded_at));
        let level = grade.max(self.grade());
        let proven = self.proofs.iter().filter(|(of, _)| *of <= level).map(|(_, at)| *at);
        let desk = (level == TimeGrade::D).then_some(recorded);
        proven.chain(desk).min().unwrap_or(recorded)
    }

    /// The instant that its own grade compares.
    pub fn own(&self) -> DateTime<Utc> {
        self.at(self.grade())
    }

    /// Attaches one more proof.
    #[cfg(test)]
    pub(super) fn add(&mut self, proof: Proof) {
        self.proofs.push((proof.kind.grade(), proof.at));
    }

    /// Whether the desk's numbers contradict its time.
    pub fn is_backdated(&self) -> bool {
        self.not_before.is_some()
    }
}

/// Which of a desk's claims bear the sign of backdating: their number comes later and their time earlier than what most of
/// the others say. `claims` are (number in the series, recorded time); the answer gives, for each place of the input, the
/// earliest instant that can be believed.
///
/// A desk whose clock once ran ahead must not make everything after it look backdated: kept is the longest row of claims
/// whose times do not go back, and what breaks it is marked. A lone claim far ahead breaks it itself, but then it claims
/// a *later* time, which harms nobody else, and it is not marked.
pub fn backdated(claims: &[(u32, DateTime<Utc>)]) -> Vec<Option<DateTime<Utc>>> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&place| (claims[place].0, claims[place].1));
    if order.windows(2).all(|pair| claims[pair[0]].1 <= claims[pair[1]].1) {
        return vec![None; claims.len()];
    }
    // The longest row ending at each place, and its predecessor; of equal ones the earlier numbers are kept.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
    for (here, &place) in order.iter().enumerate() {
        let mut chosen = (1, None);
        for (before, &other) in order[..here].iter().enumerate() {
            if claims[other].1 <= claims[place].1 && best[before].0 + 1 > chosen.0 {
                chosen = (best[before].0 + 1, Some(before));
            }
        }
        best.push(chosen);
    }
    let longest = best.iter().map(|(length, _)| *length).max().unwrap_or(0);
    let mut at = best.iter().position(|(length, _)| *length == longest);
    let mut kept = vec![false; order.len()];
    while let Some(here) = at {
        kept[here] = true;
        at = best[here].1;
    }
    let mut marks = vec![None; claims.len()];
    let mut latest: Option<DateTime<Utc>> = None;
    for (here, &place) in order.iter().enumerate() {
        if kept[here] {
            latest = latest.max(Some(claims[place].1));
        } else if let Some(before) = latest.filter(|before| *before > claims[place].1) {
            marks[place] = Some(before);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T02:00:00Z").parse().unwrap()
    }

    #[test]
    fn the_grade_follows_the_best_proof_and_a_weaker_one_never_counts_above_its_grade() {
        let proofs = [Proof::bare(ProofKind::Device, at(10)), Proof::bare(ProofKind::Mail, at(12))];
        let time = ClaimTime::new(&proofs, at(13), None);
        assert_eq!((time.grade(), time.own()), (TimeGrade::A, at(12)));
        assert_eq!(time.at(TimeGrade::B), at(12), "nothing better than the mail speaks at B");
        assert_eq!(time.at(TimeGrade::C), at(10));
        assert_eq!(time.at(TimeGrade::D), at(10));
        let recalled = ClaimTime::new(&[], at(13), None);
        assert_eq!((recalled.grade(), recalled.own()), (TimeGrade::D, at(13)));
    }

    #[test]
    fn a_desk_whose_numbers_contradict_its_time_is_at_grade_d_whatever_is_attached() {
        let proofs = [Proof::bare(ProofKind::Mail, at(2))];
        let time = ClaimTime::new(&proofs, at(3), Some(at(9)));
        assert_eq!((time.grade(), time.own(), time.is_backdated()), (TimeGrade::D, at(9), true));
    }

    #[test]
    fn the_number_that_comes_later_with_an_earlier_time_is_marked() {
        let claims = [(1, at(5)), (2, at(6)), (3, at(2)), (4, at(7))];
        assert_eq!(backdated(&claims), [None, None, Some(at(6)), None]);
        let shuffled = [(4, at(7)), (3, at(2)), (1, at(5)), (2, at(6))];
        assert_eq!(backdated(&shuffled), [None, Some(at(6)), None, None]);
    }

    #[test]
    fn a_clock_that_once_ran_ahead_marks_nobody_else() {
        let claims = [(1, at(1)), (2, at(28)), (3, at(3)), (4, at(4)), (5, at(5))];
        assert_eq!(backdated(&claims), vec![None; 5]);
        assert_eq!(backdated(&[]), Vec::<Option<DateTime<Utc>>>::new());
    }
}
