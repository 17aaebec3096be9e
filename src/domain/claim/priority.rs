//! Who was first: a rebuttable presumption (gap G18), never a right.
//!
//! Two claims are compared at the lower of their grades: each with the instant that grade compares ([`ClaimTime::at`]). A
//! gap under the tie window (one working day; none where a third party's time proves both) is 同时.
//!
//! Pairs told apart one by one need not make an order: windows overlap, and instants differ with the grade. So claims are
//! put into groups: whoever cannot be told apart from another, directly or around a circle, stands in one group with it.
//! Between two groups every member of the earlier one is proven earlier than every member of the later one. Nothing is put
//! before another that its proofs do not put there, and the result never depends on the order of the input.

use chrono::{DateTime, Utc};

use super::terms::Terms;
use super::{Claim, ClaimTime, TimeGrade};
use crate::domain::calendar::{Calendar, to_the_minute};
use crate::domain::subject::Subject;
use crate::domain::why::Why;

/// What is compared of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    /// The claim.
    pub claim: Subject,
    /// `BB-…`.
    pub number: String,
    /// Unit code.
    pub unit: String,
    /// Legal person of the unit.
    pub legal_entity: String,
    /// Its time.
    pub time: ClaimTime,
}

impl Contender {
    /// What is compared of a claim.
    pub fn of(claim: &Claim) -> Contender {
        Contender {
            claim: claim.subject,
            number: claim.submitted.number.clone(),
            unit: claim.submitted.unit.clone(),
            legal_entity: claim.submitted.legal_entity.clone(),
            time: claim.time(),
        }
    }
}

/// Where a claim stands among those on its ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The claim.
    pub claim: Subject,
    /// From 1; `None` among several legal persons, where no order is drawn.
    pub rank: Option<usize>,
    /// Others stand in the same place.
    pub tied: bool,
    /// Why, in words.
    pub why: Why,
}

/// The order of the claims on one lot of a family of leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Each claim with its place: earlier groups first, inside a group by number.
    pub places: Vec<Place>,
    /// Units of several legal persons: facts are recorded and referred to legal review, and nothing is allocated.
    pub cross_entity: bool,
}

impl Ranking {
    /// The place of a claim.
    pub fn place(&self, claim: Subject) -> Option<&Place> {
        self.places.iter().find(|place| place.claim == claim)
    }
}

/// How two claims compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    First,
    Second,
    Same,
}

/// The lower grade of two, the instant each has there, and the working minutes between them.
fn compared(
    one: &ClaimTime,
    other: &ClaimTime,
    calendar: &Calendar,
) -> (TimeGrade, DateTime<Utc>, DateTime<Utc>, i64) {
    let grade = one.grade().max(other.grade());
    let (a, b) = (one.at(grade), other.at(grade));
    (grade, a, b, calendar.working_between(a.min(b), a.max(b)))
}

fn pair(one: &ClaimTime, other: &ClaimTime, terms: &Terms, calendar: &Calendar) -> Pair {
    let (grade, a, b, gap) = compared(one, other, calendar);
    let told_apart = if grade == TimeGrade::A { a != b } else { gap >= terms.tie_minutes };
    match told_apart {
        false => Pair::Same,
        true if a < b => Pair::First,
        true => Pair::Second,
    }
}

/// Orders the live claims on one ground.
pub fn priority(contenders: &[Contender], terms: &Terms, calendar: &Calendar) -> Ranking {
    let mut all: Vec<&Contender> = contenders.iter().collect();
    all.sort_by(|a, b| (&a.number, a.claim).cmp(&(&b.number, b.claim)));
    all.dedup_by(|a, b| a.claim == b.claim);
    if is_cross_entity(&all) {
        let why = || Why::rule("rank-cross-entity", "TL-39");
        let place = |c: &&Contender| Place { claim: c.claim, rank: None, tied: false, why: why() };
        return Ranking { places: all.iter().map(place).collect(), cross_entity: true };
    }
    // `not_after[a][b]`: nothing proves that `a` came after `b`, directly or around a circle.
    let count = all.len();
    let mut not_after = vec![vec![false; count]; count];
    for (i, one) in all.iter().enumerate() {
        for (j, other) in all.iter().enumerate() {
            not_after[i][j] =
                i == j || pair(&one.time, &other.time, terms, calendar) != Pair::Second;
        }
    }
    (0..count).for_each(|middle| {
        let through = not_after[middle].clone();
        for row in not_after.iter_mut().filter(|row| row[middle]) {
            row.iter_mut().zip(&through).for_each(|(cell, more)| *cell |= more);
        }
    });
    let same = |i: usize, j: usize| not_after[i][j] && not_after[j][i];
    let before = |i: usize| (0..count).filter(|&j| not_after[j][i] && !same(i, j)).count();
    let mut places: Vec<(usize, Place)> = Vec::with_capacity(count);
    for (i, &own) in all.iter().enumerate() {
        let peers: Vec<&Contender> =
            (0..count).filter(|&j| j != i && same(i, j)).map(|j| all[j]).collect();
        let (rank, tied) = (before(i) + 1, !peers.is_empty());
        let why = reason(own, &peers, &all, rank, terms, calendar);
        places.push((rank, Place { claim: own.claim, rank: Some(rank), tied, why }));
    }
    places.sort_by_key(|(rank, _)| *rank);
    let places = places.into_iter().map(|(_, place)| place).collect();
    Ranking { places, cross_entity: false }
}

/// Claims of units that are not known to be one legal person (gap G15).
fn is_cross_entity(all: &[&Contender]) -> bool {
    let Some(first) = all.first() else { return false };
    let own = first.legal_entity.trim();
    all.len() > 1 && !all.iter().all(|c| !own.is_empty() && c.legal_entity.trim() == own)
}

/// Why a claim stands where it does: against its peers, or against the nearest it is told apart from.
fn reason(
    own: &Contender,
    peers: &[&Contender],
    all: &[&Contender],
    rank: usize,
    terms: &Terms,
    calendar: &Calendar,
) -> Why {
    let of = |other: &Contender| pair(&other.time, &own.time, terms, calendar);
    let (against, key) = if !peers.is_empty() {
        // Of a longer chain the reason names who cannot be told apart directly.
        let direct = peers.iter().copied().filter(|peer| of(peer) == Pair::Same);
        match nearest(own, direct, calendar) {
            Some(peer) => (Some(peer), "rank-tied"),
            None => (nearest(own, peers.iter().copied(), calendar), "rank-circle"),
        }
    } else if all.len() == 1 {
        let why = Why::rule("rank-alone", "G18").with("at", to_the_minute(own.time.own()));
        return why.with("grade", own.time.grade().letter());
    } else if rank == 1 {
        (nearest(own, all.iter().copied().filter(|c| c.claim != own.claim), calendar), "rank-first")
    } else {
        let earlier = all.iter().copied().filter(|other| of(other) == Pair::First);
        (nearest(own, earlier, calendar), "rank-later")
    };
    let Some(other) = against else { return Why::rule("rank-alone", "G18") };
    let (grade, at, other_at, gap) = compared(&own.time, &other.time, calendar);
    let units: Vec<&str> = peers.iter().map(|peer| peer.unit.as_str()).collect();
    let units = if peers.is_empty() { other.unit.clone() } else { units.join("、") };
    let window = if grade == TimeGrade::A { 0 } else { terms.tie_minutes };
    Why::rule(key, "G18")
        .with("grade", grade.letter())
        .with("compared", grade.compares())
        .with("at", to_the_minute(at))
        .with("other_at", to_the_minute(other_at))
        .with("units", units)
        .with("gap", hours(gap))
        .with("window", hours(window))
}

/// The one closest in time, as the two are compared; of equally close ones the first by number.
fn nearest<'a>(
    own: &Contender,
    others: impl Iterator<Item = &'a Contender>,
    calendar: &Calendar,
) -> Option<&'a Contender> {
    others.min_by_key(|other| {
        let (_, a, b, gap) = compared(&own.time, &other.time, calendar);
        (gap, (a - b).abs())
    })
}

/// Working minutes as hours and minutes: `46:24`.
fn hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::super::terms::DEFAULT;
    use super::super::{Proof, ProofKind};
    use super::*;
    use crate::domain::subject::SubjectKind;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00+08:00").parse().unwrap()
    }

    fn contender(unit: &str, proofs: &[(ProofKind, &str)], recorded: &str) -> Contender {
        let proofs: Vec<Proof> =
            proofs.iter().map(|(kind, text)| Proof::bare(*kind, at(text))).collect();
        Contender {
            claim: Subject::derived(SubjectKind::Claim, &[unit]),
            number: format!("BB-{unit}"),
            unit: unit.to_owned(),
            legal_entity: "LE0".to_owned(),
            time: ClaimTime::new(&proofs, at(recorded), None),
        }
    }

    fn order(contenders: &[Contender]) -> Vec<(String, usize, bool, String)> {
        let ranking = priority(contenders, &DEFAULT, Calendar::bundled());
        let unit = |claim| contenders.iter().find(|c| c.claim == claim).unwrap().unit.clone();
        let places = ranking.places.iter();
        places.map(|p| (unit(p.claim), p.rank.unwrap(), p.tied, p.why.key.clone())).collect()
    }

    fn row(unit: &str, rank: usize, tied: bool, why: &str) -> (String, usize, bool, String) {
        (unit.to_owned(), rank, tied, why.to_owned())
    }

    #[test]
    fn two_third_party_times_are_told_apart_by_the_minute() {
        let one = contender("F1", &[(ProofKind::Mail, "2026-11-23T10:05")], "2026-11-23T11:00");
        let two = contender("F2", &[(ProofKind::Portal, "2026-11-23T10:00")], "2026-11-23T12:00");
        assert_eq!(
            order(&[one, two]),
            [row("F2", 1, false, "rank-first"), row("F1", 2, false, "rank-later")]
        );
    }

    #[test]
    fn under_one_working_day_apart_is_at_the_same_time_unless_both_are_proven_by_others() {
        let mail = contender("F1", &[(ProofKind::Mail, "2026-11-20T16:00")], "2026-11-20T17:00");
        // Friday to Monday: four and a half working hours.
        let photo = contender("F2", &[(ProofKind::Device, "2026-11-23T11:30")], "2026-11-23T12:00");
        assert_eq!(
            order(&[photo.clone(), mail.clone()]),
            [row("F1", 1, true, "rank-tied"), row("F2", 1, true, "rank-tied")]
        );
        let late = contender("F2", &[(ProofKind::Device, "2026-11-24T11:30")], "2026-11-24T12:00");
        assert_eq!(
            order(&[late, mail]),
            [row("F1", 1, false, "rank-first"), row("F2", 2, false, "rank-later")]
        );
    }

    #[test]
    fn the_better_proof_is_compared_at_the_grade_of_the_weaker() {
        // F1 has a mail of the 25th and a photo of the 18th; F2 only a photo of the 20th.
        let one = contender(
            "F1",
            &[(ProofKind::Mail, "2026-11-25T10:00"), (ProofKind::Device, "2026-11-18T10:00")],
            "2026-11-25T11:00",
        );
        let two = contender("F2", &[(ProofKind::Device, "2026-11-20T10:00")], "2026-11-25T11:00");
        assert_eq!(order(&[two, one])[0], row("F1", 1, false, "rank-first"));
    }

    #[test]
    fn a_weak_claim_between_two_proven_ones_ties_them_and_each_reason_is_true() {
        let one = contender("F1", &[(ProofKind::Mail, "2026-11-23T10:05")], "2026-11-23T11:00");
        let two = contender("F2", &[(ProofKind::Portal, "2026-11-23T10:00")], "2026-11-23T12:00");
        let weak = contender("F3", &[(ProofKind::Device, "2026-11-23T10:02")], "2026-11-23T12:00");
        let ranking = priority(&[one, two, weak], &DEFAULT, Calendar::bundled());
        for place in &ranking.places {
            assert_eq!((place.rank, place.tied), (Some(1), true));
            let said = |name: &str| {
                place.why.args.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str())
            };
            assert_eq!((place.why.key.as_str(), said("grade")), ("rank-tied", Some("C")));
        }
    }

    #[test]
    fn one_claim_is_alone_and_several_legal_persons_get_no_order() {
        let one = contender("F1", &[], "2026-11-23T10:00");
        assert_eq!(order(std::slice::from_ref(&one)), [row("F1", 1, false, "rank-alone")]);
        let two =
            Contender { legal_entity: "LE9".into(), ..contender("Z1", &[], "2026-11-20T10:00") };
        let ranking = priority(&[one, two], &DEFAULT, Calendar::bundled());
        assert!(ranking.cross_entity && ranking.places.iter().all(|p| p.rank.is_none()));
        let unknown = |unit: &str| Contender {
            legal_entity: " ".into(),
            ..contender(unit, &[], "2026-11-20T10:00")
        };
        assert!(
            priority(&[unknown("F1"), unknown("F2")], &DEFAULT, Calendar::bundled()).cross_entity
        );
    }

    fn any_contender(index: usize) -> impl Strategy<Value = Contender> {
        let kind = prop::sample::select(ProofKind::ALL.to_vec());
        let minute = 0..20_000i64;
        let start: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
        let when = move |minutes: i64| start + chrono::Duration::minutes(minutes);
        let proofs = prop::collection::vec((kind, minute.clone()), 0..3);
        (proofs, minute.clone(), prop::option::weighted(0.1, minute)).prop_map(
            move |(proofs, recorded, not_before)| {
                let proofs: Vec<Proof> =
                    proofs.into_iter().map(|(kind, m)| Proof::bare(kind, when(m))).collect();
                Contender {
                    claim: Subject::derived(SubjectKind::Claim, &[&index.to_string()]),
                    number: format!("BB-{index}"),
                    unit: format!("F{index}"),
                    legal_entity: "LE0".to_owned(),
                    time: ClaimTime::new(&proofs, when(recorded), not_before.map(when)),
                }
            },
        )
    }

    fn contenders() -> impl Strategy<Value = Vec<Contender>> {
        (0usize..7).prop_flat_map(|n| (0..n).map(any_contender).collect::<Vec<_>>())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_order_never_depends_on_the_order_of_the_input(
            all in contenders(), turn in 0usize..7,
        ) {
            let mut turned = all.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
                turned.reverse();
            }
            let calendar = Calendar::bundled();
            prop_assert_eq!(
                priority(&all, &DEFAULT, calendar),
                priority(&turned, &DEFAULT, calendar)
            );
        }

        #[test]
        fn ranks_are_a_total_preorder_and_nobody_is_put_before_another_without_proof(
            all in contenders(),
        ) {
            let calendar = Calendar::bundled();
            let ranking = priority(&all, &DEFAULT, calendar);
            prop_assert_eq!(ranking.places.len(), all.len());
            let rank = |c: &Contender| ranking.place(c.claim).unwrap().rank.unwrap();
            for one in &all {
                // A rank is one more than the number of claims before it.
                let before = all.iter().filter(|other| rank(other) < rank(one)).count();
                prop_assert_eq!(rank(one), before + 1);
                for other in &all {
                    let grade = one.time.grade().max(other.time.grade());
                    let (a, b) = (one.time.at(grade), other.time.at(grade));
                    if rank(one) < rank(other) {
                        // What puts it there are proofs of that grade or better, or the desk's own record at D.
                        prop_assert!(a < b);
                        let gap = calendar.working_between(a, b);
                        prop_assert!(grade == TimeGrade::A || gap >= DEFAULT.tie_minutes);
                    }
                    if pair(&one.time, &other.time, &DEFAULT, calendar) == Pair::Same {
                        prop_assert_eq!(rank(one), rank(other));
                    }
                }
            }
        }

        #[test]
        fn a_weaker_proof_of_an_earlier_time_wins_nothing_against_the_better_proven(
            own in any_contender(1), other in any_contender(2), early in 0..20_000i64,
        ) {
            let grade = own.time.grade().max(other.time.grade());
            prop_assume!(grade < TimeGrade::C && !own.time.is_backdated());
            let calendar = Calendar::bundled();
            let plain = pair(&own.time, &other.time, &DEFAULT, calendar);
            let at = "2026-10-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap()
                + chrono::Duration::minutes(early);
            let mut time = own.time.clone();
            time.add(Proof::bare(ProofKind::Device, at));
            prop_assert_eq!(pair(&time, &other.time, &DEFAULT, calendar), plain);
        }
    }
}
