//! Questions about fairness: the branch tables of a period, the decision register, and the precedents of a case.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::calendar::local;
use crate::domain::fairness::CaseFact;
use crate::domain::fairness::lasting::{Lasting, Told};
use crate::domain::fairness::precedent::{Precedent, nearest};
use crate::domain::fairness::table::{LimitSummary, Table, discretion, limits, table};
use crate::domain::subject::Subject;

use super::history;
use super::query::{Answer, Reading};

/// Days from which to which, both included; an end that is not named is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Whether an instant lies in it, by the day in Shanghai.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        let day = local(at).date();
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What the decisions of a period look like from outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fairness {
    /// The period.
    pub period: Period,
    /// Every branch, over all cases.
    pub table: Table,
    /// The same over the cases where judgement counted.
    pub discretion: Table,
    /// How the limits were kept.
    pub limits: LimitSummary,
}

impl Reading<'_, '_> {
    /// What the decisions of a period look like.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn fairness(&self, period: Period) -> Answer<Fairness> {
        let mut claims: BTreeMap<String, usize> = BTreeMap::new();
        for claim in self.claims()?.iter().filter(|claim| period.holds(claim.claimed_at)) {
            *claims.entry(claim.unit.clone()).or_default() += 1;
        }
        let (facts, suspended) = self.facts(period)?;
        Ok(Fairness {
            period,
            table: table(&facts, &claims),
            discretion: discretion(&facts, &claims),
            limits: limits(&facts, Some(suspended)),
        })
    }

    /// What each case decided or lapsed in a period adds to the statistics, the earliest number first; and the working
    /// minutes for which the cases of the period stood suspended.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facts(&self, period: Period) -> Answer<(Vec<CaseFact>, i64)> {
        let (mut facts, mut suspended) = (Vec::new(), 0);
        for (subject, kept) in self.tx.cases_told()? {
            let Ok(subject) = subject.parse() else { continue };
            let Some(told) = self.told(subject, &kept)?.filter(|told| period.holds(told.when))
            else {
                continue;
            };
            suspended += told.suspended;
            if let Some(fact) = told.fact {
                let (appeals, appeals_upheld) = self.appeals_of(subject)?;
                facts.push(CaseFact { appeals, appeals_upheld, ..fact });
            }
        }
        facts.sort_by(|a, b| a.number.cmp(&b.number));
        Ok((facts, suspended))
    }

    /// A case in the statistics: as it was kept where that still holds, else as it stands now.
    fn told(&self, subject: Subject, kept: &str) -> Answer<Option<Told>> {
        let kept = serde_json::from_str::<Lasting>(kept).ok();
        if let Some(lasting) = kept.filter(|lasting| lasting.from <= self.now) {
            return Ok(Some(lasting.told));
        }
        let found = history::case(self.tx, self.context, subject)?;
        let calendar = self.context.calendar();
        Ok(found.map(|(case, lead)| Told::of(&case, lead.as_ref(), self.now, calendar)))
    }

    /// The nearest earlier cases to one that is to be decided so; all of them that share anything, the nearest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn precedents(&self, proposed: &CaseFact) -> Answer<Vec<Precedent>> {
        let (facts, _) = self.facts(Period::default())?;
        Ok(nearest(proposed, &facts, usize::MAX))
    }
}
