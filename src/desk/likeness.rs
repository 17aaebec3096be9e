//! Comparing new leads with all others: what likeness proposes stands beside the lead until a person decides.
//!
//! A lead whose words are new is noted when its row is derived ([`project`](super::project)); comparing comes afterwards, so
//! that taking a file in never waits for it. The index lives only while there is something to compare: at a hundred thousand
//! leads it is the largest thing the program holds.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::local;
use crate::domain::why::Why;
use crate::matching::{Index, Judgement, Match, Print, Record, Side, Verdict, province_number};
use crate::store::likeness::MatchRow;
use crate::store::{StoreError, Writing};

use super::Desk;

/// Leads compared in one transaction.
const BATCH: usize = 100;

/// How far comparing is: leads done, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Done.
    pub done: usize,
    /// To do in all.
    pub of: usize,
}

/// The part of a lead's row that likeness reads.
#[derive(PartialEq, Deserialize)]
struct Words {
    title: String,
    customer: Option<String>,
    province: Option<String>,
    published: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>,
    budget_fen: Option<i64>,
    content: Option<String>,
    project_no: Option<String>,
    #[serde(default)]
    number_joins: bool,
}

impl Words {
    fn record(self) -> Record {
        let day = |at: DateTime<Utc>| local(at).date();
        Record {
            title: self.title,
            buyer: self.customer,
            province: self.province,
            published: self.published.map(day),
            deadline: self.deadline.map(day),
            amount_fen: self.budget_fen,
            project_no: self.project_no.filter(|_| self.number_joins),
            text: self.content,
            source: None,
        }
    }
}

/// Whether a lead must be compared anew: it has no row yet, or what likeness reads of it changed.
pub(super) fn is_news(old: Option<&str>, new: &str) -> bool {
    let words = |data: &str| serde_json::from_str::<Words>(data).ok();
    old.is_none_or(|old| words(old) != words(new))
}

impl Desk {
    /// How many pairs of leads look like one tender and wait for a person's word.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn likely_duplicates(&mut self) -> Result<usize, StoreError> {
        self.look(|tx, _, _| tx.count_open_matches())
    }

    /// Compares every lead that was not compared yet. `tell` hears how far it is, may use the desk meanwhile, and says
    /// whether to go on; what is left is compared the next time.
    ///
    /// # Errors
    /// When the store cannot be read or written; batches done before stay.
    pub fn compare(
        &mut self,
        tell: &mut dyn FnMut(&mut Desk, Compared) -> ControlFlow<()>,
    ) -> Result<usize, StoreError> {
        let of = self.look(|tx, _, _| tx.count_unmatched())?;
        if of == 0 {
            return Ok(0);
        }
        let mut filed = Filed::default();
        let mut done = 0;
        loop {
            let pending = self.look(|tx, _, _| tx.unmatched(BATCH))?;
            if pending.is_empty() {
                return Ok(done);
            }
            done += pending.len();
            self.store.write(|tx| compare_batch(tx, &mut filed, &pending))?;
            if tell(self, Compared { done, of: of.max(done) }).is_break() {
                return Ok(done);
            }
        }
    }
}

/// The leads that something is compared with. Two provinces never share a tender, so a lead that comes alone is compared
/// with those of its province and of none, and only they are read.
#[derive(Default)]
struct Filed {
    index: Index<String>,
    /// Provinces that were read.
    read: BTreeSet<String>,
}

impl Filed {
    /// Reads what these must be compared with, as far as it was not read yet.
    fn read_for(&mut self, tx: &Writing<'_>, pending: &[Record]) -> Result<(), StoreError> {
        // Nothing where one of them may be anywhere.
        let wanted: Option<BTreeSet<u8>> =
            pending.iter().map(|record| Print::of(record).province()).collect();
        for code in tx.lead_provinces()? {
            let here = match (&wanted, province_number(&code)) {
                (Some(wanted), Some(province)) => wanted.contains(&province),
                _ => true,
            };
            if here && !self.read.contains(&code) {
                tx.each_lead_in(&code, |subject, data| {
                    if let Ok(words) = serde_json::from_str::<Words>(data) {
                        self.index.insert(subject.to_owned(), &words.record());
                    }
                    Ok(())
                })?;
                self.read.insert(code);
            }
        }
        Ok(())
    }
}

fn compare_batch(
    tx: &mut Writing<'_>,
    filed: &mut Filed,
    pending: &[String],
) -> Result<(), StoreError> {
    let (mut gone, mut subjects, mut records) = (Vec::new(), Vec::new(), Vec::new());
    for subject in pending {
        let row = tx.lead_row(subject)?;
        match row.and_then(|data| serde_json::from_str::<Words>(&data).ok()) {
            Some(words) => {
                subjects.push(subject);
                records.push(words.record());
            }
            None => gone.push(subject),
        }
    }
    filed.read_for(tx, &records)?;
    for subject in gone {
        filed.index.remove(subject);
        tx.put_matches(subject, &[])?;
    }
    for (subject, record) in subjects.into_iter().zip(&records) {
        // The words may have changed since the lead was filed.
        filed.index.insert(subject.clone(), record);
        let matches = filed.index.matches_within(subject);
        let rows: Vec<MatchRow> = matches.into_iter().map(|found| row_of(subject, found)).collect();
        tx.put_matches(subject, &rows)?;
    }
    Ok(())
}

/// A pair is kept once, told from the side of the smaller subject, whichever of the two was compared.
fn row_of(subject: &str, found: Match<String>) -> MatchRow {
    let Match { key, judgement } = found;
    let (smaller, larger, judgement) = if subject > key.as_str() {
        (key, subject.to_owned(), judgement.exchanged())
    } else {
        (subject.to_owned(), key, judgement)
    };
    let kept =
        Kept { first: judgement.first.map(|side| side == Side::A), reasons: judgement.reasons };
    MatchRow {
        subject: smaller,
        other: larger,
        verdict: judgement.verdict.name().to_owned(),
        score: f64::from(judgement.score),
        why: serde_json::to_string(&kept).unwrap_or_default(),
    }
}

/// What is kept of a judgement beside verdict and score.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Whether the smaller subject comes first; nothing where the verdict has no order.
    first: Option<bool>,
    reasons: Vec<Why>,
}

/// A kept proposal as it reads from one lead's side: the other lead's subject, and the judgement with that lead as `a`.
pub(super) fn from_side(row: MatchRow, subject: &str) -> Option<(String, Judgement)> {
    let kept: Kept = serde_json::from_str(&row.why).ok()?;
    let judgement = Judgement {
        verdict: Verdict::parse(&row.verdict)?,
        score: row.score as f32,
        first: kept.first.map(|first| if first { Side::A } else { Side::B }),
        reasons: kept.reasons,
    };
    if row.subject == subject {
        Some((row.other, judgement))
    } else {
        Some((row.subject, judgement.exchanged()))
    }
}
