//! The organisation at the desk: its facts out of the store, recorded by headquarters, and looked at before they are signed.
//!
//! Rows of the store hold, thing by thing, every fact that counts, in causal order; [`load`] makes of them the
//! [`Company`] that everything else asks. [`STAMP`] tells readers when it is time to load again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use crate::domain::calendar::local;
use crate::domain::event::{Fact, PartRef};
use crate::domain::organisation::publish::Publication;
use crate::domain::organisation::{Company, OrganisationFact, Standards, standard};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::unit::Unit;
use crate::domain::why::Why;
use crate::store::{StoreError, Writing};

use super::Desk;
use super::command::{Done, Refusal};
use super::context::{Context, Seat};
use super::history;
use super::query::Reading;
use super::session::Session;
use super::view::{Filter, ProvinceRow, UnitRow};

/// The meta row that counts how often the organisation changed.
pub const STAMP: &str = "organisation";

/// The units of one day, as the screen lists them: made once, however many frames show them.
#[derive(Debug, Default)]
pub struct Roster(Mutex<Option<(NaiveDate, Arc<[UnitRow]>)>>);

impl Roster {
    /// The units on a day, by code.
    pub fn on(&self, company: &Company, day: NaiveDate) -> Arc<[UnitRow]> {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((of, rows)) = kept.as_ref()
            && *of == day
        {
            return Arc::clone(rows);
        }
        let rows: Arc<[UnitRow]> = company.units(day).into_iter().map(row).collect();
        *kept = Some((day, Arc::clone(&rows)));
        rows
    }
}

fn row(unit: Unit) -> UnitRow {
    let Unit { code, kind, name, en, parent, city, state, assumed, .. } = unit;
    UnitRow { code, name, en, parent, city, kind, state, assumed }
}

/// The organisation as the store holds it.
///
/// # Errors
/// When the store cannot be read.
pub fn load(tx: &Writing<'_>) -> Result<Company, StoreError> {
    Ok(Company::new(stored(tx)?))
}

/// Rulebook and calendar as headquarters published them, else as bundled.
///
/// # Errors
/// When the store cannot be read.
pub fn standards(tx: &Writing<'_>, company: &Company) -> Result<Standards, StoreError> {
    let text = |data: &String| -> Result<Option<String>, StoreError> {
        let part = serde_json::from_str::<PartRef>(data).ok();
        part.map(|part| history::text_of(tx, &part)).transpose().map(Option::flatten)
    };
    let rules = tx.organisation_of(SubjectKind::Rulebase.name())?;
    let rules = rules.first().map(text).transpose()?.flatten();
    let years = tx.organisation_of(SubjectKind::Calendar.name())?;
    let years: Vec<Option<String>> = years.iter().map(text).collect::<Result<_, _>>()?;
    let years: Vec<String> = years.into_iter().flatten().collect();
    Ok(Standards::new(rules.as_deref(), &years, company))
}

/// Publishes a rulebook or the working days of a year, whole.
pub(super) fn publish(session: &mut Session<'_, '_>, text: Published) -> Result<Done, Refusal> {
    if session.context.profile.seat != Seat::Headquarters {
        return Err(Refusal::because(Why::rule("headquarters-decides", "SCXT-17")));
    }
    let unread = |detail: String| Refusal::because(unread(detail));
    let (subject, fact, text, name) = match text {
        Published::Rules { text, resolution } => {
            let fact =
                standard::rules(&text, &resolution).map_err(|fault| unread(fault.to_string()))?;
            let version = fact.version.clone();
            let subject = Subject::derived(SubjectKind::Rulebase, &["rulebook"]);
            (subject, Fact::RulesPublished(fact), text, version)
        }
        Published::Calendar { text } => {
            let fact = standard::calendar(&text).map_err(|fault| unread(fault.to_string()))?;
            let year = fact.year.to_string();
            let subject = Subject::derived(SubjectKind::Calendar, &[&year]);
            (subject, Fact::CalendarPublished(fact), text, year)
        }
    };
    let part = (standard::TEXT, standard::CLASS, text.into_bytes());
    session.record_with(subject, &fact, vec![part])?;
    let args = vec![("name".to_owned(), name)];
    Ok(Done { key: "published", args, subject: None, number: None, notices: Vec::new() })
}

/// What is published whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// A rulebook.
    Rules {
        /// Its text, TOML.
        text: String,
        /// Number of the resolution behind it; empty where there is none.
        resolution: String,
    },
    /// The working days of a year.
    Calendar {
        /// The paper, JSON of holiday-cn.
        text: String,
    },
}

impl Published {
    /// By which name it is known: the version of a book, the year of a paper.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn name(&self) -> Result<String, Why> {
        match self {
            Published::Rules { text, resolution } => standard::rules(text, resolution)
                .map(|book| book.version)
                .map_err(|fault| unread(fault.to_string())),
            Published::Calendar { text } => standard::calendar(text)
                .map(|paper| paper.year.to_string())
                .map_err(|fault| unread(fault.to_string())),
        }
    }
}

fn unread(detail: String) -> Why {
    Why::plain("publish-unread-text").with("detail", detail)
}

/// Every fact that counts.
pub(super) fn stored(tx: &Writing<'_>) -> Result<Vec<OrganisationFact>, StoreError> {
    let rows = tx.organisation()?.into_iter();
    // Rows of an earlier version are derived anew before anybody acts on them.
    let facts = rows.filter_map(|data| serde_json::from_str::<Vec<OrganisationFact>>(&data).ok());
    Ok(facts.flatten().collect())
}

/// Says that the organisation changed.
///
/// # Errors
/// When the store cannot be written.
pub(super) fn stamp(tx: &mut Writing<'_>) -> Result<(), StoreError> {
    let count = tx.meta(STAMP)?.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    tx.set_meta(STAMP, &(count + 1).to_string())
}

/// Which state of the organisation the store holds; empty for one that has never known any.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn stamp_of(tx: &Writing<'_>) -> Result<String, StoreError> {
    Ok(tx.meta(STAMP)?.unwrap_or_default())
}

/// Whether the organisation changed since a context was read.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn is_stale(tx: &Writing<'_>, context: &Context) -> Result<bool, StoreError> {
    Ok(context.company_of.as_ref() != Some(&stamp_of(tx)?))
}

/// What a publication would bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// What refuses it.
    pub refusals: Vec<Why>,
    /// What its author should look at twice.
    pub doubts: Vec<Why>,
    /// The facts that are not published yet.
    pub news: Vec<OrganisationFact>,
}

/// What says something that is not known yet: to publish a file again signs nothing twice.
fn news(known: &[OrganisationFact], facts: &[OrganisationFact]) -> Vec<OrganisationFact> {
    let key = |fact: &OrganisationFact| (fact.subject(), fact.days().map(|(from, _)| from));
    let mut last = HashMap::new();
    for fact in known {
        last.insert(key(fact), fact);
    }
    let is_new = |fact: &&OrganisationFact| last.get(&key(fact)).is_none_or(|it| !it.is_same(fact));
    facts.iter().filter(is_new).cloned().collect()
}

/// Looks at facts before they are signed.
///
/// # Errors
/// When the store cannot be read.
pub fn foresee(
    tx: &Writing<'_>,
    context: &Context,
    facts: &[OrganisationFact],
    today: NaiveDate,
) -> Result<Foreseen, StoreError> {
    let known = stored(tx)?;
    let news = news(&known, facts);
    let facts = news.as_slice();
    let after = Company::new(known.into_iter().chain(facts.iter().cloned()));
    let book = context.book();
    let publication = Publication { before: &context.company, after: &after, facts, book, today };
    let mut refusals = publication.refusals();
    if facts.is_empty() {
        refusals.push(Why::plain("publish-nothing"));
    }
    // What could not be true is not worth doubting.
    let doubts = if refusals.is_empty() { publication.doubts() } else { Vec::new() };
    Ok(Foreseen { refusals, doubts, news })
}

impl Desk {
    /// The organisation as this desk knows it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn company(&mut self) -> Result<Arc<Company>, StoreError> {
        self.look(|_, context, _| Ok(Arc::clone(&context.company)))
    }

    /// By what everything is judged and counted today.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn standards(&mut self) -> Result<Arc<Standards>, StoreError> {
        self.look(|_, context, _| Ok(Arc::clone(&context.standards)))
    }

    /// The province-level divisions with what lies in them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn provinces(&mut self) -> Result<Vec<ProvinceRow>, StoreError> {
        self.look(|tx, context, now| {
            let reading = Reading { tx, context, now };
            Ok(reading.overview(&Filter::default(), 0, 0)?.provinces)
        })
    }

    /// What a publication of facts would bring, before anything is signed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn foresee(&mut self, facts: &[OrganisationFact]) -> Result<Foreseen, StoreError> {
        self.look(|tx, context, now| foresee(tx, context, facts, local(now).date()))
    }
}

/// Records facts of the organisation; at a region's desk they are headquarters' to record, by resolution (art. 17). What is
/// published together shares a batch, which undo follows.
pub(super) fn record(
    session: &mut Session<'_, '_>,
    facts: Vec<OrganisationFact>,
) -> Result<Done, Refusal> {
    if session.context.profile.seat != Seat::Headquarters {
        return Err(Refusal::because(Why::rule("headquarters-decides", "SCXT-17")));
    }
    let foreseen = foresee(session.tx, session.context, &facts, local(session.now).date())?;
    if !foreseen.refusals.is_empty() {
        return Err(Refusal::Refused(foreseen.refusals));
    }
    let count = foreseen.news.len();
    let batch = (count > 1).then(|| session.new_batch());
    for fact in foreseen.news {
        session.record(fact.subject(), &fact.into_fact(batch.clone()))?;
    }
    let args = vec![("count".to_owned(), count.to_string())];
    let notices = foreseen.doubts;
    Ok(Done { key: "organisation", args, subject: None, number: None, notices })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::organisation::KeyAccountRecorded;
    use crate::domain::subject::SubjectKind;

    fn post(holder: Option<&str>, seat: u8) -> OrganisationFact {
        OrganisationFact::KeyAccount(KeyAccountRecorded {
            customer: "CMCC".into(),
            seat,
            holder: holder.map(str::to_owned),
            consult: true,
            resolution: "1".into(),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            valid_to: None,
        })
    }

    #[test]
    fn a_successor_takes_the_post_and_a_second_post_stands_beside_it() {
        assert_eq!(post(Some("甲"), 1).subject(), post(Some("乙"), 1).subject());
        assert_eq!(post(Some("甲"), 1).subject(), post(None, 1).subject());
        assert_ne!(post(Some("甲"), 1).subject(), post(Some("甲"), 2).subject());
        assert_eq!(post(None, 1).subject().kind, SubjectKind::KeyAccount);
    }
}
