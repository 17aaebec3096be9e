//! The decision register and its monthly digest: what was decided, by which means, criterion and rules, and how long it took. It
//! names no customer, no sum and no reasons, so that every branch may read it (gap G21), and is signed.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;

use crate::domain::case::timing::Verdict;
use crate::domain::case::{Case, timing};
use crate::domain::fairness::{CaseFact, How};
use crate::domain::sla::Track;
use crate::sync::DIGEST;
use crate::sync::document::{self, DocumentFault};

use super::fairness::{Fairness, Period};
use super::query::{Answer, Reading};
use super::{Desk, history};
use crate::store::StoreError;

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    /// `XT-…`.
    pub number: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Unit codes.
    pub parties: Vec<String>,
    /// The outcome's word.
    pub outcome: Option<String>,
    /// Unit codes of who bids.
    pub bidders: Vec<String>,
    /// By which means.
    pub how: Option<How>,
    /// The criterion that decided.
    pub criterion: Option<String>,
    /// Rule ids.
    pub rules: Vec<String>,
    /// The limits' track.
    pub track: Track,
    /// Working minutes from detection to decision.
    pub minutes: Option<i64>,
    /// Steps that were late.
    pub late: usize,
    /// Appeals, and those that changed something.
    pub appeals: (u32, u32),
}

impl Period {
    /// A month by its first day, whole.
    pub fn month(day: NaiveDate) -> Option<Period> {
        let first = day.with_day(1)?;
        let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
        Some(Period { from: Some(first), to: Some(last) })
    }
}

impl Reading<'_, '_> {
    /// The decisions of a period, the earliest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn register(&self, period: Period) -> Answer<Vec<Decided>> {
        let mut rows = Vec::new();
        for subject in self.tx.cases(None, true)? {
            let Ok(subject) = subject.parse() else { continue };
            let Some((case, lead)) = history::case(self.tx, self.context, subject)? else {
                continue;
            };
            let fact = CaseFact::of(&case, lead.as_ref(), self.now, self.context.calendar());
            let Some(fact) = fact.filter(CaseFact::is_decided) else { continue };
            let Some(at) = fact.decided_at.filter(|at| period.holds(*at)) else { continue };
            let appeals = self.appeals_of(case.subject)?;
            rows.push(self.decided(&case, fact, at, appeals));
        }
        rows.sort_by(|a, b| (a.at, &a.number).cmp(&(b.at, &b.number)));
        Ok(rows)
    }

    fn decided(
        &self,
        case: &Case,
        fact: CaseFact,
        at: DateTime<Utc>,
        appeals: (u32, u32),
    ) -> Decided {
        let limits = timing::record(case, self.now, self.context.calendar());
        let rules = case.decision.as_ref().map(|decision| decision.args.list("rules"));
        Decided {
            number: fact.number,
            at,
            parties: fact.parties,
            outcome: fact.outcome,
            bidders: fact.favoured,
            how: fact.how,
            criterion: fact.criterion,
            rules: rules.unwrap_or_default(),
            track: limits.track,
            minutes: fact.minutes,
            late: limits.steps.iter().filter(|time| time.verdict == Verdict::Late).count(),
            appeals,
        }
    }
}

impl Desk {
    /// The register of a period.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn register(&mut self, period: Period) -> Result<Vec<Decided>, StoreError> {
        self.look(|tx, context, now| Reading { tx, context, now }.register(period))
    }

    /// The digest of a period as one signed line.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn digest(&mut self, period: Period) -> Result<String, StoreError> {
        let text = self.look(|tx, context, now| {
            let reading = Reading { tx, context, now };
            let Fairness { table, discretion, limits, .. } = reading.fairness(period)?;
            let region = context.profile.region().map(|region| region.to_string());
            // Sums are not for every branch: of the tables the rows alone.
            let digest = json!({
                "v": 1, "org": context.org(), "region": region, "period": period, "issued": now,
                "register": reading.register(period)?, "branches": table.rows,
                "discretion": discretion.rows, "limits": limits,
            });
            Ok::<String, StoreError>(digest.to_string())
        })?;
        Ok(document::sign(DIGEST, text, &self.secrets.key))
    }

    /// Checks a signed digest by the directory of this desk; gives its text and the name of the desk that signed it.
    ///
    /// # Errors
    /// Why it is none, or that this desk has no directory yet.
    pub fn check_digest(&self, line: &[u8]) -> Result<(String, String), DocumentFault> {
        self.check_document(DIGEST, line)
    }

    /// Checks a signed document of a type, as [`Desk::check_digest`] does.
    pub(super) fn check_document(
        &self,
        kind: &str,
        line: &[u8],
    ) -> Result<(String, String), DocumentFault> {
        let directory = self.context.directory.as_ref();
        let directory = directory.ok_or(DocumentFault::UnknownSigner)?;
        document::check(kind, line, directory).map(|(text, signer)| (text, signer.desk))
    }
}
