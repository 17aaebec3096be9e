//! Comparing new leads with all others: what likeness proposes stands beside the lead until a person decides.
//!
//! A lead whose words are new is noted when its row is derived ([`project`](super::project)); comparing comes afterwards, so
//! that taking a file in never waits for it. The index lives only while there is something to compare: at a hundred thousand
//! leads it is the largest thing the program holds.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::local;
use crate::domain::why::Why;
use crate::matching::{Index, Judgement, Match, Record, Side, Verdict};
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
        let mut index = self.look(|tx, _, _| index(tx))?;
        let mut done = 0;
        loop {
            let pending = self.look(|tx, _, _| tx.unmatched(BATCH))?;
            if pending.is_empty() {
                return Ok(done);
            }
            done += pending.len();
            self.store.write(|tx| compare_batch(tx, &mut index, &pending))?;
            if tell(self, Compared { done, of: of.max(done) }).is_break() {
                return Ok(done);
            }
        }
    }
}

fn index(tx: &Writing<'_>) -> Result<Index<String>, StoreError> {
    let mut index = Index::new();
    tx.each_lead(|subject, data| {
        if let Ok(words) = serde_json::from_str::<Words>(data) {
            index.insert(subject.to_owned(), &words.record());
        }
        Ok(())
    })?;
    Ok(index)
}

fn compare_batch(
    tx: &mut Writing<'_>,
    index: &mut Index<String>,
    pending: &[String],
) -> Result<(), StoreError> {
    for subject in pending {
        // The words may have changed since the index was made.
        let row = tx.lead_row(subject)?.and_then(|data| serde_json::from_str::<Words>(&data).ok());
        let matches = match row {
            Some(words) => {
                index.insert(subject.clone(), &words.record());
                index.matches_within(subject)
            }
            None => Vec::new(),
        };
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
