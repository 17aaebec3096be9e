//! The relation (回避关系): what ties a regional manager to a unit, declared once and before any case, so that he does not have to
//! remember it in each (art. 19, gap G12).
//!
//! While it lasts the desk decides nothing in a case to which that unit is a party: the manager hands the case to his deputy, or
//! headquarters says that he may stay. What the tie is stands in the body; the particulars are class 4 and travel as a part.
//! A relation is the person's: his successor at the same desk has none of it.

pub mod action;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use action::RelationAction;

use super::calendar::local;
use super::event::{Fact, Recorded};
use super::fold::History;
use super::relief::{self, Act, Course, Entry, Opened};
use super::subject::Subject;
use super::territory::RegionCode;
use super::why::Why;

/// What ties a person to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// 亲属.
    Kin,
    /// 原任职单位; for [`FORMER_UNIT_YEARS`] after leaving it.
    FormerUnit,
    /// 经济利益.
    Finance,
    /// 争议 with the unit or its head.
    Dispute,
    /// 馈赠.
    Gift,
    /// 先前参与 in what the unit does.
    PriorRole,
}

/// So many years after he left a unit somebody is still tied to it (assumed, G12).
pub const FORMER_UNIT_YEARS: u32 = 3;

impl Tie {
    /// Every tie, as forms offer them.
    pub const ALL: [Tie; 6] =
        [Tie::Kin, Tie::FormerUnit, Tie::Finance, Tie::Dispute, Tie::Gift, Tie::PriorRole];

    /// The word in data and forms.
    pub fn name(self) -> &'static str {
        match self {
            Tie::Kin => "kin",
            Tie::FormerUnit => "former_unit",
            Tie::Finance => "finance",
            Tie::Dispute => "dispute",
            Tie::Gift => "gift",
            Tie::PriorRole => "prior_role",
        }
    }

    /// The tie of that name.
    pub fn parse(name: &str) -> Option<Tie> {
        Tie::ALL.into_iter().find(|tie| tie.name() == name.trim())
    }
}

/// A manager declared a relation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Declared {
    /// `HB-…`.
    pub number: String,
    /// What it is.
    pub tie: Tie,
    /// Unit code.
    pub unit: String,
    /// Whose it is: the holder of the desk's post.
    pub person: String,
    /// When he left the unit; of a former unit alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub left_on: Option<NaiveDate>,
    /// The region of the desk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

/// Where a relation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationState {
    /// 存续.
    Standing,
    /// 已解除.
    Ended,
}

impl RelationState {
    /// The word in data; the catalogue key is `state-relation-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            RelationState::Standing => "standing",
            RelationState::Ended => "ended",
        }
    }
}

/// A relation as it stands.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its identity.
    pub subject: Subject,
    /// What was declared.
    pub declared: Declared,
    /// The state that stands.
    pub state: RelationState,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

/// What a relation in force keeps somebody from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bond {
    /// `HB-…`.
    pub number: String,
    /// What it is.
    pub tie: Tie,
    /// Unit code.
    pub unit: String,
}

impl Relation {
    /// Folds a relation.
    pub fn fold(events: &[Recorded]) -> Option<Relation> {
        let history = History::new(events);
        let (event, declared) = relief::first(&history, None, |event| match &event.fact {
            Fact::RelationDeclared(declared) => Some((declared, declared.owner)),
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "declare",
            at: declared.at,
            owner: declared.owner,
            state: RelationState::Standing,
        };
        let Course { state, timeline, .. } =
            relief::course(&history, &opened, performed, |_, _| true);
        Some(Relation { subject: event.subject, declared: declared.clone(), state, timeline })
    }

    /// Until which day it holds, where that is known before: a former unit ceases to be one.
    pub fn until(&self) -> Option<NaiveDate> {
        let left = self.declared.left_on.filter(|_| self.declared.tie == Tie::FormerUnit)?;
        left.checked_add_months(Months::new(12 * FORMER_UNIT_YEARS))
    }

    /// What it keeps a person from at an instant; nothing where it is another's, or over.
    pub fn bond(&self, person: &str, now: DateTime<Utc>) -> Option<Bond> {
        let Declared { number, tie, unit, person: whose, .. } = &self.declared;
        let over = self.until().is_some_and(|until| until < local(now).date());
        let binds = self.state == RelationState::Standing && !over && whose == person;
        binds.then(|| Bond { number: number.clone(), tie: *tie, unit: unit.clone() })
    }
}

fn performed(event: &Recorded) -> Option<(&'static RelationAction, &Act)> {
    match &event.fact {
        Fact::RelationActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// What keeps a relation from being declared so.
pub fn may_declare(declared: &Declared) -> Option<Why> {
    let today = local(declared.at).date();
    match (declared.tie, declared.left_on) {
        (Tie::FormerUnit, None) => {
            Some(Why::rule("argument-missing", "G12").with("argument", "left_on"))
        }
        (_, Some(day)) if day > today => {
            Some(Why::rule("in-the-future", "G12").with("argument", "left_on"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Authority;
    use crate::domain::hlc::Hlc;
    use crate::domain::strict::Texts;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn event(id: &str, base: &[&str], fact: Fact) -> Recorded {
        Recorded {
            id: id.into(),
            subject: "relation:018bcfe5-6800-7000-8000-000000000000".parse().unwrap(),
            base: base.iter().map(|id| (*id).to_owned()).collect(),
            hlc: Hlc { millis: base.len() as i64, counter: 0 },
            actor: "林岚".into(),
            office: String::new(),
            author: "desk".into(),
            authority: Authority::Region(RegionCode::EC),
            fact,
            parts: Vec::new(),
        }
    }

    fn declared(tie: Tie, left_on: Option<&str>) -> Declared {
        Declared {
            number: "HB-EC-26-A-001".into(),
            tie,
            unit: "F1".into(),
            person: "林岚".into(),
            left_on: left_on.map(|day| day.parse().unwrap()),
            owner: Some(RegionCode::EC),
            at: at("2026-11-23T01:00:00Z"),
        }
    }

    fn fold(declared: Declared, ended: bool) -> Relation {
        let mut events = vec![event("d", &[], Fact::RelationDeclared(declared))];
        if ended {
            let act = Act {
                args: Texts::from([("reasons", "已退还")]),
                at: at("2026-11-24T01:00:00Z"),
                rulebase: String::new(),
                lint: Vec::new(),
            };
            let row = action::find("end").unwrap();
            events.push(event("e", &["d"], Fact::RelationActed(row, act)));
        }
        Relation::fold(&events).unwrap()
    }

    #[test]
    fn a_relation_binds_whose_it_is_until_it_is_ended() {
        let now = at("2026-11-25T01:00:00Z");
        let relation = fold(declared(Tie::Gift, None), false);
        assert_eq!(relation.bond("林岚", now).unwrap().unit, "F1");
        assert_eq!(relation.bond("周宁", now), None, "his successor has none of it");
        assert_eq!(fold(declared(Tie::Gift, None), true).bond("林岚", now), None);
    }

    #[test]
    fn a_former_unit_ceases_to_be_one_after_three_years() {
        let relation = fold(declared(Tie::FormerUnit, Some("2024-01-31")), false);
        assert!(relation.bond("林岚", at("2027-01-31T01:00:00Z")).is_some());
        assert!(relation.bond("林岚", at("2027-02-01T01:00:00Z")).is_none());
        let refused = |tie, day| may_declare(&declared(tie, day)).map(|why| why.key);
        assert_eq!(refused(Tie::FormerUnit, None).as_deref(), Some("argument-missing"));
        assert_eq!(refused(Tie::Kin, Some("2026-12-24")).as_deref(), Some("in-the-future"));
        assert_eq!(refused(Tie::Kin, None), None);
    }

    #[test]
    fn every_tie_reads_back_by_its_name() {
        assert!(Tie::ALL.into_iter().all(|tie| Tie::parse(tie.name()) == Some(tie)));
    }
}
