//! Leads (线索): a tender as its publisher put it, field by field, with what is known and what is not.
//!
//! A field is `recognised`, `not_stated`, `attachment_pending` or `to_review`, and keeps the words it
//! was read from. Nothing is guessed: a deadline given as a day without an hour is `to_review`, not midnight.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::event::{Authority, Fact, Recorded};
use super::fold::History;
use super::hard_stop::{HardStop, MethodKind, TenderTimes, hard_stop};
use super::subject::{Subject, SubjectKind};

/// How much is known of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldState {
    /// Read without doubt.
    Recognised,
    /// The publisher says nothing of it, or says that nothing is said.
    NotStated,
    /// The publisher refers to an attachment that is not here.
    AttachmentPending,
    /// Something stands there that a person must read.
    ToReview,
}

/// One field of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    /// How much is known.
    pub state: FieldState,
    /// The value; present exactly when `state` is `recognised`.
    #[serde(skip_serializing_if = "Option::is_none", default = "none")]
    pub value: Option<T>,
    /// The words it was read from (cleaned), for a person to compare.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Where those words stood: the publisher's field name, with a byte span inside it where it is only a part.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
}

fn none<T>() -> Option<T> {
    None
}

/// Where a value was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The publisher's field.
    pub field: String,
    /// Byte offsets inside that field's cleaned text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<(u32, u32)>,
}

impl<T> Field<T> {
    /// Nothing is said of it.
    pub fn not_stated() -> Field<T> {
        Field { state: FieldState::NotStated, value: None, text: None, source: None }
    }

    /// A value read without doubt from `text` in `field`.
    pub fn recognised(value: T, text: &str, field: &str) -> Field<T> {
        let source = Some(Source { field: field.to_owned(), span: None });
        Field {
            state: FieldState::Recognised,
            value: Some(value),
            text: Some(text.to_owned()),
            source,
        }
    }

    /// Words that a person must read.
    pub fn to_review(text: &str, field: &str) -> Field<T> {
        let source = Some(Source { field: field.to_owned(), span: None });
        Field { state: FieldState::ToReview, value: None, text: Some(text.to_owned()), source }
    }

    /// It is in an attachment that is not here.
    pub fn attachment_pending(text: &str, field: &str) -> Field<T> {
        Field { state: FieldState::AttachmentPending, ..Field::to_review(text, field) }
    }

    /// Narrows the source to a byte span.
    #[must_use]
    pub fn at(mut self, span: std::ops::Range<usize>) -> Field<T> {
        if let Some(source) = &mut self.source {
            let bounds = (u32::try_from(span.start).ok(), u32::try_from(span.end).ok());
            source.span = bounds.0.zip(bounds.1);
        }
        self
    }
}

/// Where in its life a tender was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 意见征求、预公告.
    PreNotice,
    /// 招标、询比、采购公告.
    Notice,
    /// 直接采购 made known: no competition is invited.
    DirectAward,
}

/// A lot (标段、标包) of a tender; `0` stands for the undivided whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The publisher's number of it.
    pub id: String,
    /// Its name, if it has one.
    pub title: String,
}

/// Money in 分 with what is known of tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Hundredths of a yuan.
    pub fen: i64,
    /// Tax included, where stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tax_included: Option<bool>,
}

/// A notice as published, read field by field. Text is cleaned of control characters when it enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The publisher's own identity of the notice (`telecom-1846…`): the same file twice adds nothing.
    pub identity: String,
    /// Where it is published.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The publisher's platform.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub platform: Option<String>,
    /// Title in full.
    pub title: String,
    /// Customer's name as published; a unit of the customer is not guessed from the title.
    pub customer: Field<String>,
    /// GB/T 2260 code of the province of the works.
    pub province: Field<String>,
    /// What sort of notice, in the publisher's word.
    pub category: Field<String>,
    /// Stage, from the category.
    pub stage: Field<Stage>,
    /// Way of buying, from the category.
    pub method: Field<MethodKind>,
    /// Project number; what it numbers differs by publisher.
    pub project_no: Field<String>,
    /// Which round the title names (第二次); not stated means that no round is named.
    pub round: Field<u32>,
    /// When it was published.
    pub published: Field<DateTime<Utc>>,
    /// Documents are sold from.
    pub sale_start: Field<DateTime<Utc>>,
    /// Documents are sold until.
    pub sale_end: Field<DateTime<Utc>>,
    /// Response deadline.
    pub deadline: Field<DateTime<Utc>>,
    /// Budget or cap.
    pub budget: Field<Amount>,
    /// What is bought.
    pub content: Field<String>,
    /// Who may bid.
    pub qualification: Field<String>,
    /// What must have been done before.
    pub performance: Field<String>,
    /// The clause on several units of one legal person, quoted: what the same-lot guard cites.
    pub branch_clause: Field<String>,
    /// Lots; one lot `0` when undivided or not stated.
    pub lots: Vec<Lot>,
}

impl Notice {
    /// The lead that every desk derives for this notice.
    pub fn subject(&self) -> Subject {
        Subject::derived(SubjectKind::Lead, &[&self.identity])
    }

    /// The last moment at which a decision still helps, where the notice lets it be told.
    pub fn hard_stop(&self, calendar: &Calendar) -> Option<HardStop> {
        let times = TenderTimes {
            published: self.published.value,
            sale_end: self.sale_end.value,
            registration_end: None,
            prequal_deadline: None,
            bid_deadline: self.deadline.value,
            method: self.method.value.unwrap_or(MethodKind::Unknown),
        };
        hard_stop(&times, calendar)
    }
}

/// A notice came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Captured {
    /// `XS-…`.
    pub number: String,
    /// As read.
    pub notice: Notice,
}

/// The same notice came again with other words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Revised {
    /// As read now.
    pub notice: Notice,
}

/// The inbox verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Worth pursuing.
    Accept,
    /// Not ours.
    Irrelevant,
    /// Look again later.
    Defer,
}

/// A lead was screened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Screened {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; asked for `irrelevant` and `defer`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// A lead as it stands.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Its identity.
    pub subject: Subject,
    /// The earliest number given to it.
    pub number: String,
    /// The notice that stands.
    pub notice: Notice,
    /// How many other versions stand beside it, written by desks that did not know of each other.
    pub other_versions: usize,
    /// When it came in.
    pub captured_at: DateTime<Utc>,
    /// The verdict that stands, and its reason.
    pub verdict: Option<(Verdict, Option<String>)>,
}

impl Lead {
    /// Folds a lead from its events; `None` while no notice is among them. The inbox verdict is each seat's own: what one
    /// region puts away is still new to another.
    pub fn fold(events: &[Recorded], seat: Authority) -> Option<Lead> {
        let history = History::new(events);
        let (first, number) = history
            .effective()
            .filter_map(|e| match &e.fact {
                Fact::LeadCaptured(captured) => Some((e, captured.number.clone())),
                _ => None,
            })
            .min_by(|(a, _), (b, _)| (a.hlc, &a.id).cmp(&(b.hlc, &b.id)))?;
        let notice = history.register(|e| match &e.fact {
            Fact::LeadCaptured(captured) => Some(&captured.notice),
            Fact::LeadRevised(revised) => Some(&revised.notice),
            _ => None,
        })?;
        let verdict = history.register(|e| match &e.fact {
            Fact::LeadScreened(screened) if e.authority == seat => {
                Some((screened.verdict, screened.reason.clone()))
            }
            _ => None,
        });
        let other_versions = notice.others.iter().filter(|other| **other != notice.shown).count();
        Some(Lead {
            subject: first.subject,
            number,
            notice: notice.shown.clone(),
            other_versions,
            captured_at: first.hlc.wall(),
            verdict: verdict.map(|v| v.shown),
        })
    }

    /// The round the case id is made of: what the title names, else the first.
    pub fn round(&self) -> u32 {
        self.notice.round.value.unwrap_or(1)
    }

    /// Whether the tender has a lot of this number.
    pub fn has_lot(&self, lot: &str) -> bool {
        self.notice.lots.iter().any(|known| known.id == lot)
    }
}
