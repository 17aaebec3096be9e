//! What the engine is told of a tender: a few plain fields, whoever they come from.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::calendar::local;
use crate::domain::lead::Notice;

/// A tender as one publisher put it, read only as far as it helps to recognise it. What is unknown is `None`, never a guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Full title.
    pub title: String,
    /// Who buys, as published.
    pub buyer: Option<String>,
    /// GB/T 2260 code of the province of the works; `None` also for a notice that says 全国.
    pub province: Option<String>,
    /// Day of publication.
    pub published: Option<NaiveDate>,
    /// Day of the response deadline.
    pub deadline: Option<NaiveDate>,
    /// Budget or cap in fen.
    pub amount_fen: Option<i64>,
    /// A number that stands for the project through all its notices. A number of the single notice does not belong here.
    pub project_no: Option<String>,
    /// What is bought, or the body of the notice.
    pub text: Option<String>,
    /// Where it was found; two sources of one kind are as one.
    pub source: Option<String>,
}

impl Record {
    /// The record of a notice that the desk holds. The project number is left out: what it numbers differs by publisher, so
    /// whoever knows that it numbers the project sets it.
    pub fn of_notice(notice: &Notice) -> Record {
        let day = |at: DateTime<Utc>| local(at).date();
        Record {
            title: notice.title.clone(),
            buyer: notice.customer.value.clone(),
            province: notice.province.value.clone(),
            published: notice.published.value.map(day),
            deadline: notice.deadline.value.map(day),
            amount_fen: notice.budget.value.map(|amount| amount.fen),
            project_no: None,
            text: notice.content.value.clone(),
            source: None,
        }
    }
}
