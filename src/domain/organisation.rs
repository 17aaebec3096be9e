//! What headquarters records of the organisation by board resolution: units, areas, key account posts (arts. 17 and 25).
//!
//! Each fact names the resolution it rests on and the day it takes effect; a desk without any shows the assumed defaults of
//! [`unit`](super::unit) and [`customer`](super::customer) with their 假定 badge.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Fact, Recorded};
use super::fold::History;
use super::unit::Unit;

/// A unit was set up, renamed or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecorded {
    /// The unit as it stands from `valid_from` on.
    pub unit: Unit,
    /// Number of the board resolution (art. 17).
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
}

/// How a unit stands to a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaRight {
    /// 主责.
    Home,
    /// 可进.
    Allowed,
    /// 禁入.
    Barred,
}

/// Which unit answers for a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRecorded {
    /// Unit code.
    pub unit: String,
    /// GB/T 2260 code of a province.
    pub division: String,
    /// The right.
    pub right: AreaRight,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
}

/// A key account post and who holds it (art. 25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAccountRecorded {
    /// Customer code.
    pub customer: String,
    /// Office holder's name, if the post is filled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<String>,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
}

/// The unit fact that stands.
pub fn unit(events: &[Recorded]) -> Option<UnitRecorded> {
    let pick = |e: &Recorded| match &e.fact {
        Fact::UnitRecorded(unit) => Some(unit.clone()),
        _ => None,
    };
    History::new(events).register(pick).map(|field| field.shown)
}

/// The area fact that stands.
pub fn area(events: &[Recorded]) -> Option<AreaRecorded> {
    let pick = |e: &Recorded| match &e.fact {
        Fact::AreaRecorded(area) => Some(area.clone()),
        _ => None,
    };
    History::new(events).register(pick).map(|field| field.shown)
}

/// The key account post that stands.
pub fn key_account(events: &[Recorded]) -> Option<KeyAccountRecorded> {
    let pick = |e: &Recorded| match &e.fact {
        Fact::KeyAccountRecorded(post) => Some(post.clone()),
        _ => None,
    };
    History::new(events).register(pick).map(|field| field.shown)
}
