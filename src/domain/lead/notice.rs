//! A notice as published, field by field, with what is known and what is not.
//!
//! A field is `recognised`, `not_stated`, `attachment_pending` or `to_review`, and keeps the words it was read from. Nothing
//! is guessed: a deadline given as a day without an hour is `to_review`, not midnight.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::calendar::Calendar;
use super::super::hard_stop::{HardStop, MethodKind, TenderTimes, hard_stop};
use super::super::subject::{Subject, SubjectKind};
use super::super::territory::division;

/// The number of the lot that stands for the undivided whole.
pub const WHOLE_LOT: &str = "0";

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

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field::not_stated()
    }
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

    /// Whether nothing is said of it; such a field is not written down.
    pub fn is_not_stated(&self) -> bool {
        self.state == FieldState::NotStated && self.text.is_none()
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
    /// 更正、澄清、延期: a notice that stands was changed.
    Change,
    /// 中标候选人公示.
    Candidates,
    /// 结果公告: it was awarded.
    Award,
    /// 终止、废标、流标: it will not be awarded.
    Cancelled,
}

/// What one project number stands for. Publishers differ, and a number alone does not tell (data of 2025-26: 电信 and 铁塔
/// number each notice, 联通 numbers join rounds, 移动 publishes none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// Each notice has one of its own: an equal number is the same notice.
    Notice,
    /// One number joins the rounds of a tender.
    Project,
    /// Not known.
    Unknown,
}

/// Whose numbering a project number belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberScheme {
    /// Who numbers: a customer's code (`CUCC`), or a platform's name.
    pub issuer: String,
    /// What a number stands for.
    pub numbers: Numbers,
}

/// A lot (标段、标包) of a tender; `0` stands for the undivided whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The publisher's number of it.
    pub id: String,
    /// Its name, if it has one.
    pub title: String,
    /// Its own budget or cap, where stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub budget: Option<Amount>,
}

impl Lot {
    /// The undivided whole.
    pub fn whole() -> Lot {
        Lot { id: WHOLE_LOT.to_owned(), title: String::new(), budget: None }
    }
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
    /// Open Contracting id of the process, where the publisher gives one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ocid: Option<String>,
    /// Title in full.
    pub title: String,
    /// Customer's name as published; a unit of the customer is not guessed from the title.
    pub customer: Field<String>,
    /// The unit of the customer that buys, as written (某某有限公司苏州分公司).
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub customer_unit: Field<String>,
    /// The agency that runs the procedure for the customer.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub agency: Field<String>,
    /// GB/T 2260 code of the province of the works.
    pub province: Field<String>,
    /// GB/T 2260 code of the city of the works.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub city: Field<String>,
    /// Where the works are, in the publisher's words.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub site: Field<String>,
    /// What sort of notice, in the publisher's word.
    pub category: Field<String>,
    /// Stage, from the category.
    pub stage: Field<Stage>,
    /// Way of buying, from the category.
    pub method: Field<MethodKind>,
    /// Project number; what it numbers differs by publisher.
    pub project_no: Field<String>,
    /// Whose numbering that is, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number_scheme: Option<NumberScheme>,
    /// Which round the title names (第二次); not stated means that no round is named.
    pub round: Field<u32>,
    /// When it was published.
    pub published: Field<DateTime<Utc>>,
    /// Documents are sold from.
    pub sale_start: Field<DateTime<Utc>>,
    /// Documents are sold until.
    pub sale_end: Field<DateTime<Utc>>,
    /// Registration ends.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub registration_end: Field<DateTime<Utc>>,
    /// Response deadline.
    pub deadline: Field<DateTime<Utc>>,
    /// Responses are opened.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub opening: Field<DateTime<Utc>>,
    /// Budget.
    pub budget: Field<Amount>,
    /// The most that a response may ask (最高限价).
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub cap: Field<Amount>,
    /// What is bought.
    pub content: Field<String>,
    /// Who may bid.
    pub qualification: Field<String>,
    /// What must have been done before.
    pub performance: Field<String>,
    /// The clause on several units of one legal person, quoted: what the same-lot guard cites.
    pub branch_clause: Field<String>,
    /// Whether a consortium (联合体) may bid.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub consortium: Field<bool>,
    /// The clause on authorisation (授权) of a branch or an agent, quoted.
    #[serde(skip_serializing_if = "Field::is_not_stated", default)]
    pub authorisation: Field<String>,
    /// Lots; one lot `0` when undivided or not stated.
    pub lots: Vec<Lot>,
}

impl Notice {
    /// A notice of which nothing is known but its identity and title: a reader fills in what it finds.
    pub fn bare(identity: String, title: String) -> Notice {
        Notice {
            identity,
            url: None,
            platform: None,
            ocid: None,
            title,
            customer: Field::default(),
            customer_unit: Field::default(),
            agency: Field::default(),
            province: Field::default(),
            city: Field::default(),
            site: Field::default(),
            category: Field::default(),
            stage: Field::default(),
            method: Field::default(),
            project_no: Field::default(),
            number_scheme: None,
            round: Field::default(),
            published: Field::default(),
            sale_start: Field::default(),
            sale_end: Field::default(),
            registration_end: Field::default(),
            deadline: Field::default(),
            opening: Field::default(),
            budget: Field::default(),
            cap: Field::default(),
            content: Field::default(),
            qualification: Field::default(),
            performance: Field::default(),
            branch_clause: Field::default(),
            consortium: Field::default(),
            authorisation: Field::default(),
            lots: vec![Lot::whole()],
        }
    }

    /// The customer as the notice has it, for a person to confirm: the unit that buys, else the company.
    pub fn customer_said(&self) -> Option<String> {
        self.customer_unit.value.clone().or_else(|| self.customer.value.clone())
    }

    /// GB/T 2260 code of where the works are, as near as it is known: the city, else the province.
    pub fn works_site(&self) -> Option<&str> {
        self.city.value.as_deref().or(self.province.value.as_deref())
    }

    /// Where the works are as the notice has it, for a person to confirm: its own words, else city and province.
    pub fn site_said(&self) -> Option<String> {
        let name = |code: &Option<String>| {
            code.as_deref().and_then(division).map(|division| division.short.clone())
        };
        let place: Vec<String> =
            [name(&self.province.value), name(&self.city.value)].into_iter().flatten().collect();
        let said = || (!place.is_empty()).then(|| place.concat());
        self.site.value.clone().or_else(said)
    }

    /// The lead that every desk derives for this notice.
    pub fn subject(&self) -> Subject {
        Subject::derived(SubjectKind::Lead, &[&self.identity])
    }

    /// The last moment at which a decision still helps, where the notice lets it be told.
    pub fn hard_stop(&self, calendar: &Calendar) -> Option<HardStop> {
        let times = TenderTimes {
            published: self.published.value,
            sale_end: self.sale_end.value,
            registration_end: self.registration_end.value,
            prequal_deadline: None,
            bid_deadline: self.deadline.value,
            method: self.method.value.unwrap_or(MethodKind::Unknown),
        };
        hard_stop(&times, calendar)
    }
}
