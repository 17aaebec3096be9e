//! Which region a place belongs to on a day (arts. 17 and 18).
//!
//! A city's assignment goes before its province's, a province's before the assumed default (gap G1); what neither says belongs to
//! nobody. A province therefore lies in exactly one region on any date, or with headquarters: there is no way to write two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::fact::{DivisionAssigned, Seat};
use super::span::{Decided, Spell, Timeline};
use crate::domain::calendar::local;
use crate::domain::territory::{self, RegionCode, divisions, province_of};

/// The assignment of divisions, day by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Territory {
    assigned: BTreeMap<String, Arc<Timeline<DivisionAssigned>>>,
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
            let line = territory.assigned.entry(fact.division.clone()).or_default();
            Arc::make_mut(line).push(fact);
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
        let seat = default_seat(&province.code)?;
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

    /// Who answers for a place, day by day, and as it was known on every day.
    pub fn works(&self, code: &str) -> Works {
        let Some(province) = province_of(code) else { return Works::default() };
        let line = |code: &str| self.assigned.get(code).map(Arc::clone).unwrap_or_default();
        let city = if code == province.code { Arc::default() } else { line(code) };
        Works { default: default_seat(&province.code), city, province: line(&province.code) }
    }

    /// The days on which the assignment of a division itself may change, the day after each end among them.
    pub fn changes(&self, code: &str) -> BTreeSet<NaiveDate> {
        self.assigned.get(code).map(|line| line.changes()).unwrap_or_default()
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
        self.assigned.get(code).map(|line| line.spells()).unwrap_or_default()
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
        self.assigned.values().flat_map(|line| line.changes()).collect()
    }

    /// The days on which something begins or ends that rests on a resolution.
    pub(super) fn days_of(&self, resolution: &str) -> Vec<NaiveDate> {
        let facts = self.assigned.values().flat_map(|line| line.facts());
        facts
            .filter(|fact| fact.resolution == resolution)
            .flat_map(|fact| [Some(fact.valid_from), fact.valid_to.and_then(|d| d.succ_opt())])
            .flatten()
            .collect()
    }

    /// The fact on which a place's assignment rests on a day, if one does.
    pub fn resolution(&self, code: &str, day: NaiveDate) -> Option<&str> {
        Some(self.on(code, day)?.by?.resolution())
    }
}

/// Whose a province is while nobody decided (gap G1).
fn default_seat(province: &str) -> Option<Seat> {
    match territory::region_of(province) {
        Some(region) => Some(Seat::Region(region)),
        None => territory::is_hq_direct(province).then_some(Seat::Headquarters),
    }
}

/// Who answers for one place, at any instant. A manager acts by what held and was known when he acted: what is decided later, even
/// from an earlier day on, takes back nothing that he did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Works {
    default: Option<Seat>,
    city: Arc<Timeline<DivisionAssigned>>,
    province: Arc<Timeline<DivisionAssigned>>,
}

/// One region, ever since.
impl From<Option<RegionCode>> for Works {
    fn from(region: Option<RegionCode>) -> Works {
        Works { default: region.map(Seat::Region), ..Works::default() }
    }
}

impl Works {
    /// Who answers at an instant, by all that is known; `None` where nobody can tell, for the place is unknown.
    pub fn seat_at(&self, now: DateTime<Utc>) -> Option<Seat> {
        self.seat_on(local(now).date())
    }

    /// Who answers on a day, by all that is known.
    pub fn seat_on(&self, day: NaiveDate) -> Option<Seat> {
        self.seat(|line| line.on(day))
    }

    /// The region at an instant, by all that is known; `None` also where headquarters coordinates.
    pub fn at(&self, now: DateTime<Utc>) -> Option<RegionCode> {
        self.seat_at(now)?.region()
    }

    /// Who answered at an instant, by what headquarters had signed until then.
    pub fn stood_at(&self, then: DateTime<Utc>) -> Option<Seat> {
        let is_known = |fact: &DivisionAssigned| fact.signed.is_none_or(|signed| signed <= then);
        self.seat(|line| line.on_by(local(then).date(), is_known))
    }

    /// Those who answer one after the other, each from its first day; the first one has none.
    pub fn turns(&self) -> Vec<(Option<NaiveDate>, Option<Seat>)> {
        let mut turns = vec![(None, self.default)];
        for day in self.days() {
            let seat = self.seat_on(day);
            if turns.last().is_none_or(|(_, last)| *last != seat) {
                turns.push((Some(day), seat));
            }
        }
        turns
    }

    /// Whether a region answered for the place at any time from one instant to another.
    pub fn answered(&self, region: RegionCode, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let (first, last) = (local(from).date(), local(to).date());
        let between = self.days().into_iter().filter(|day| *day > first && *day <= last);
        let mut days = [first].into_iter().chain(between);
        days.any(|day| self.seat_on(day) == Some(Seat::Region(region)))
            || self.stood_at(from) == Some(Seat::Region(region))
    }

    /// The days on which something may change.
    fn days(&self) -> BTreeSet<NaiveDate> {
        self.city.changes().into_iter().chain(self.province.changes()).collect()
    }

    /// A city's assignment goes before its province's, and that before the default.
    fn seat<'a>(
        &'a self,
        held: impl Fn(&'a Timeline<DivisionAssigned>) -> Option<&'a DivisionAssigned>,
    ) -> Option<Seat> {
        let held = held(&self.city).or_else(|| held(&self.province));
        held.map(|fact| fact.region).or(self.default)
    }
}
