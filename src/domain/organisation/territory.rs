//! Which region a place belongs to on a day (arts. 17 and 18).
//!
//! A city's assignment goes before its province's, a province's before the assumed default (gap G1); what neither says belongs to
//! nobody. A province therefore lies in exactly one region on any date, or with headquarters: there is no way to write two.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::fact::{DivisionAssigned, Seat};
use super::span::{Decided, Spell, Timeline};
use crate::domain::calendar::local;
use crate::domain::territory::{self, RegionCode, divisions, province_of};

/// The assignment of divisions, day by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Territory {
    assigned: BTreeMap<String, Timeline<DivisionAssigned>>,
    confirmed: bool,
}

/// To whom a place belongs on a day, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment<'a> {
    /// A region, or headquarters.
    pub seat: Seat,
    /// The fact behind it; `None` for the assumed default.
    pub by: Option<&'a DivisionAssigned>,
    /// The default, which nobody confirmed (假定).
    pub assumed: bool,
}

impl Territory {
    /// From the assignments, and whether headquarters confirmed the default.
    pub fn new(assigned: impl IntoIterator<Item = DivisionAssigned>, confirmed: bool) -> Territory {
        let mut territory = Territory { confirmed, ..Territory::default() };
        for fact in assigned {
            territory.assigned.entry(fact.division.clone()).or_default().push(fact);
        }
        territory
    }

    /// To whom a place belongs on a day; nothing for a code that is unknown.
    pub fn on(&self, code: &str, day: NaiveDate) -> Option<Assignment<'_>> {
        let province = province_of(code)?;
        let recorded = |code: &str| self.assigned.get(code).and_then(|line| line.on(day));
        if let Some(fact) = recorded(code).or_else(|| recorded(&province.code)) {
            return Some(Assignment { seat: fact.region, by: Some(fact), assumed: false });
        }
        let seat = match territory::region_of(&province.code) {
            Some(region) => Seat::Region(region),
            None if territory::is_hq_direct(&province.code) => Seat::Headquarters,
            None => return None,
        };
        Some(Assignment { seat, by: None, assumed: !self.confirmed })
    }

    /// The region of a place on a day; `None` where headquarters coordinates, or the code is unknown.
    pub fn region_on(&self, code: &str, day: NaiveDate) -> Option<RegionCode> {
        self.on(code, day)?.seat.region()
    }

    /// The region of a place at an instant.
    pub fn region_at(&self, code: &str, now: DateTime<Utc>) -> Option<RegionCode> {
        self.region_on(code, local(now).date())
    }

    /// The region of a place, day by day.
    pub fn works(&self, code: &str) -> Works {
        let Some(province) = province_of(code) else { return Works::default() };
        let days: BTreeSet<NaiveDate> =
            [code, &province.code].iter().flat_map(|code| self.changes(code)).collect();
        let default = territory::region_of(&province.code);
        let turns = days.into_iter().map(|day| (day, self.region_on(code, day)));
        Works { first: default, turns: turns.collect() }
    }

    /// The days on which the assignment of a division itself may change, the day after each end among them.
    pub fn changes(&self, code: &str) -> BTreeSet<NaiveDate> {
        self.assigned.get(code).map(Timeline::changes).unwrap_or_default()
    }

    /// Codes of divisions that were assigned by themselves, cities among them.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.assigned.keys().map(String::as_str)
    }

    /// Name of a division that the code book does not have.
    pub fn name(&self, code: &str, day: NaiveDate) -> Option<&str> {
        self.assigned.get(code)?.on(day)?.name.as_deref()
    }

    /// How a division was assigned over time; what lies before the first is the default.
    pub fn spells(&self, code: &str) -> Vec<Spell<'_, DivisionAssigned>> {
        self.assigned.get(code).map(Timeline::spells).unwrap_or_default()
    }

    /// The province-level divisions of a region on a day, or of headquarters.
    pub fn provinces(&self, seat: Seat, day: NaiveDate) -> Vec<&'static str> {
        let here = |code: &str| self.on(code, day).is_some_and(|assigned| assigned.seat == seat);
        let provinces = divisions().iter().filter(|division| division.parent.is_none());
        provinces.map(|p| p.code.as_str()).filter(|code| here(code)).collect()
    }

    /// Whether any of the four regions rests on the assumed default on a day.
    pub fn assumed(&self, day: NaiveDate) -> BTreeSet<RegionCode> {
        let provinces = divisions().iter().filter(|division| division.parent.is_none());
        let assumed = provinces.filter_map(|p| self.on(&p.code, day).filter(|a| a.assumed));
        assumed.filter_map(|assignment| assignment.seat.region()).collect()
    }

    /// The days on which something changes anywhere.
    pub fn days(&self) -> BTreeSet<NaiveDate> {
        self.assigned.values().flat_map(Timeline::changes).collect()
    }

    /// The fact on which a place's assignment rests on a day, if one does.
    pub fn resolution(&self, code: &str, day: NaiveDate) -> Option<&str> {
        Some(self.on(code, day)?.by?.resolution())
    }
}

/// The region that answers for one place, at any instant: a manager acts by what held when he acted, not by what was decided since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Works {
    first: Option<RegionCode>,
    turns: Vec<(NaiveDate, Option<RegionCode>)>,
}

/// One region, ever since.
impl From<Option<RegionCode>> for Works {
    fn from(region: Option<RegionCode>) -> Works {
        Works { first: region, turns: Vec::new() }
    }
}

impl Works {
    /// The region at an instant.
    pub fn at(&self, now: DateTime<Utc>) -> Option<RegionCode> {
        self.on(local(now).date())
    }

    /// The regions one after the other, each from its first day; the first one has none.
    pub fn turns(&self) -> impl Iterator<Item = (Option<NaiveDate>, Option<RegionCode>)> {
        let turns = self.turns.iter().map(|(day, region)| (Some(*day), *region));
        [(None, self.first)].into_iter().chain(turns)
    }

    /// Whether a region ever answers for the place.
    pub fn ever(&self, region: RegionCode) -> bool {
        self.first == Some(region) || self.turns.iter().any(|(_, seat)| *seat == Some(region))
    }

    /// The region on a day.
    pub fn on(&self, day: NaiveDate) -> Option<RegionCode> {
        let turn = self.turns.iter().rev().find(|(from, _)| *from <= day);
        turn.map_or(self.first, |(_, region)| *region)
    }
}
