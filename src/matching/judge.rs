//! The verdict on a pair, with its reasons.

use super::compare::Comparison;
use super::print::Print;
use super::rules::{Effect, RULES, THRESHOLD};
use super::title::Stage;
use crate::domain::why::Why;

/// What two records are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The same tender, told twice.
    Duplicate,
    /// The same tender, put out again.
    Round,
    /// One announces the other.
    PreNoticeOf,
    /// Another lot, phase or sort of work of the same project: no conflict.
    Sibling,
    /// Two tenders.
    Different,
}

impl Verdict {
    /// All, from closest to farthest.
    pub const ALL: [Verdict; 5] = [
        Verdict::Duplicate,
        Verdict::Round,
        Verdict::PreNoticeOf,
        Verdict::Sibling,
        Verdict::Different,
    ];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Duplicate => "duplicate",
            Verdict::Round => "round",
            Verdict::PreNoticeOf => "pre_notice_of",
            Verdict::Sibling => "sibling",
            Verdict::Different => "different",
        }
    }

    /// Reads the word for programs.
    pub fn parse(word: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == word)
    }

    /// Whether the two are one tender: two branches on them are in each other's way.
    pub fn is_same(self) -> bool {
        matches!(self, Verdict::Duplicate | Verdict::Round | Verdict::PreNoticeOf)
    }
}

/// The first or the second of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

/// A verdict and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What the two are to each other.
    pub verdict: Verdict,
    /// Belief that they are one tender, 0 to 1.
    pub score: f32,
    /// Which one comes first: the pre-notice, the earlier round. `None` where the verdict has no order.
    pub first: Option<Side>,
    /// What agrees and what differs; keys and values for the catalogue.
    pub reasons: Vec<Why>,
}

impl Judgement {
    /// The same judgement with the two exchanged.
    #[must_use]
    pub fn exchanged(mut self) -> Judgement {
        self.first = self.first.map(Side::other);
        for why in &mut self.reasons {
            for (name, _) in &mut why.args {
                let other = match name.as_str() {
                    "a" => "b",
                    "b" => "a",
                    _ => continue,
                };
                other.clone_into(name);
            }
            why.args.sort();
        }
        self
    }
}

/// Judges a pair. Exchanging the two exchanges `first` and the values of the reasons, and nothing else.
pub fn judge(a: &Print, b: &Print) -> Judgement {
    let comparison = Comparison::of(a, b);
    let (verdict, score) = decide(&comparison);
    let reasons: Vec<Why> = RULES
        .iter()
        .filter(|rule| (rule.test)(&comparison).is_some())
        .map(|rule| {
            (rule.args)(&comparison)
                .into_iter()
                .fold(Why::plain(rule.key), |why, (name, value)| why.with(name, value))
        })
        .collect();
    let first = order(verdict, a, b);
    Judgement { verdict, score, first, reasons }
}

/// The verdict alone, for the many pairs that nobody will read about.
pub(super) fn verdict(a: &Print, b: &Print) -> (Verdict, f32) {
    decide(&Comparison::of(a, b))
}

fn decide(c: &Comparison) -> (Verdict, f32) {
    let mut points = 0.0;
    let mut apart = None;
    for rule in RULES {
        match (rule.test)(c) {
            Some(Effect::Points(more)) => points += more,
            Some(Effect::Different) => apart = Some(Verdict::Different),
            Some(Effect::Sibling) => apart = apart.or(Some(Verdict::Sibling)),
            Some(Effect::Note) | None => {}
        }
    }
    let score = 1.0 / (1.0 + (THRESHOLD - points).exp());
    match apart {
        Some(Verdict::Sibling) if c.is_one_project() => (Verdict::Sibling, score.min(0.4)),
        Some(_) => (Verdict::Different, score.min(0.2)),
        None if points < THRESHOLD => (Verdict::Different, score),
        None => (same(c.a, c.b), score),
    }
}

/// How two papers of one tender stand to each other.
fn same(a: &Print, b: &Print) -> Verdict {
    if (a.stage == Stage::Early) != (b.stage == Stage::Early) {
        Verdict::PreNoticeOf
    } else if a.round() != b.round() {
        Verdict::Round
    } else {
        Verdict::Duplicate
    }
}

fn order(verdict: Verdict, a: &Print, b: &Print) -> Option<Side> {
    let a_first = match verdict {
        Verdict::PreNoticeOf => a.stage == Stage::Early,
        Verdict::Round => a.round() < b.round(),
        _ => return None,
    };
    Some(if a_first { Side::A } else { Side::B })
}
