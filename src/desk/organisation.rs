//! What headquarters records of the organisation: units, areas, key account posts, each by board resolution (arts. 17, 25).
//!
//! Their identities follow from what they are about, so that two desks of headquarters that record the same unit write on
//! one subject, and a later resolution stands over the earlier one instead of beside it.

use crate::domain::event::Fact;
use crate::domain::organisation::{AreaRecorded, KeyAccountRecorded, UnitRecorded};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;

use super::command::{Done, Refusal};
use super::context::Seat;
use super::session::Session;

/// One fact of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganisationFact {
    /// A unit was set up or changed.
    Unit(UnitRecorded),
    /// How a unit stands to a province.
    Area(AreaRecorded),
    /// A key account post and its holder.
    KeyAccount(KeyAccountRecorded),
}

impl OrganisationFact {
    /// What it is about: a unit by its code, an area by unit and division, a post by customer and holder.
    pub fn subject(&self) -> Subject {
        match self {
            OrganisationFact::Unit(unit) => Subject::derived(SubjectKind::Unit, &[&unit.unit.code]),
            OrganisationFact::Area(area) => {
                Subject::derived(SubjectKind::Area, &[&area.unit, &area.division])
            }
            OrganisationFact::KeyAccount(post) => {
                let holder = post.holder.as_deref().unwrap_or_default();
                Subject::derived(SubjectKind::KeyAccount, &[&post.customer, holder])
            }
        }
    }

    fn into_fact(self) -> Fact {
        match self {
            OrganisationFact::Unit(unit) => Fact::UnitRecorded(unit),
            OrganisationFact::Area(area) => Fact::AreaRecorded(area),
            OrganisationFact::KeyAccount(post) => Fact::KeyAccountRecorded(post),
        }
    }
}

/// Records facts of the organisation; at a region's desk they are headquarters' to record, by resolution (art. 17).
pub(super) fn record(
    session: &mut Session<'_, '_>,
    facts: Vec<OrganisationFact>,
) -> Result<Done, Refusal> {
    if session.context.profile.seat != Seat::Headquarters {
        return Err(Refusal::because(Why::rule("headquarters-decides", "SCXT-17")));
    }
    let count = facts.len();
    for fact in facts {
        let subject = fact.subject();
        session.record(subject, &fact.into_fact())?;
    }
    let args = vec![("count".to_owned(), count.to_string())];
    Ok(Done { key: "organisation", args, subject: None, number: None, notices: Vec::new() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use chrono::NaiveDate;

    use super::*;

    fn post(holder: Option<&str>) -> OrganisationFact {
        OrganisationFact::KeyAccount(KeyAccountRecorded {
            customer: "CMCC".into(),
            holder: holder.map(str::to_owned),
            resolution: "1".into(),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        })
    }

    #[test]
    fn two_holders_of_one_customer_hold_two_posts() {
        assert_eq!(post(Some("甲")).subject(), post(Some("甲")).subject());
        assert_ne!(post(Some("甲")).subject(), post(Some("乙")).subject());
        assert_ne!(post(Some("甲")).subject(), post(None).subject());
        assert_eq!(post(None).subject().kind, SubjectKind::KeyAccount);
    }
}
