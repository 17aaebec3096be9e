//! The company as this desk knows it: every fact of the organisation, looked up by code, for any day.
//!
//! It is made once from what the store holds and then only read; ten thousand units are found as fast as six. What rests on a
//! resolution that is only a draft does not hold yet, and what rests on one that was revoked ends the day before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::fact::{
    AreaRecorded, Confirmed, CustomerRecorded, DivisionAssigned, EntityRecorded,
    KeyAccountRecorded, OrganisationFact, PostKind, PostRecorded, ResolutionRecorded,
    ResolutionStatus, TargetSet, UnitRecorded,
};
use super::span::{Decided, Timeline};
use super::territory::Territory;
use crate::domain::territory::RegionCode;
use crate::domain::unit::{Unit, UnitState, default_units};

/// The gap whose default says which province belongs to which region.
pub const REGIONS: &str = "G1";

/// The gap whose default names the six branches.
pub const BRANCHES: &str = "G2";

/// A right, of whom and where: unit, class of business.
type RightOf = (String, &'static str);

/// A post, of what: its kind, region, unit, and which of several alike.
type PostOf = (PostKind, Option<RegionCode>, Option<String>, u8);

/// All that is recorded of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Company {
    resolutions: BTreeMap<String, ResolutionRecorded>,
    /// When a resolution that was a draft at first was said to be passed.
    passed: BTreeMap<String, DateTime<Utc>>,
    territory: Territory,
    entities: BTreeMap<String, Timeline<EntityRecorded>>,
    units: BTreeMap<String, Timeline<UnitRecorded>>,
    /// Codes of units by what they were ever called, code and names, in small letters.
    called: BTreeMap<String, BTreeSet<String>>,
    areas: BTreeMap<String, BTreeMap<RightOf, Timeline<AreaRecorded>>>,
    posts: BTreeMap<PostOf, Timeline<PostRecorded>>,
    accounts: BTreeMap<(String, u8), Timeline<KeyAccountRecorded>>,
    customers: BTreeMap<String, Timeline<CustomerRecorded>>,
    confirmed: BTreeMap<String, Confirmed>,
    targets: BTreeMap<(String, String), TargetSet>,
}

impl Company {
    /// From the facts, of each thing in the order in which they were recorded.
    pub fn new(facts: impl IntoIterator<Item = OrganisationFact>) -> Company {
        let mut company = Company::default();
        let (mut dated, mut divisions) = (Vec::new(), Vec::new());
        for fact in facts {
            match fact {
                OrganisationFact::Resolution(it) => company.take_resolution(it),
                fact => dated.push(fact),
            }
        }
        for fact in dated {
            company.keep(fact, &mut divisions);
        }
        company.territory = Territory::new(divisions, company.is_confirmed(REGIONS));
        company
    }

    fn take_resolution(&mut self, it: ResolutionRecorded) {
        let before = self.resolutions.get(&it.number).map(|known| known.status);
        if let (Some(ResolutionStatus::Draft), ResolutionStatus::Passed, Some(signed)) =
            (before, it.status, it.signed)
        {
            self.passed.insert(it.number.clone(), signed);
        }
        self.resolutions.insert(it.number.clone(), it);
    }

    /// An assignment as its resolution carries it, and as it was known before that was revoked.
    fn assigned(&self, mut fact: DivisionAssigned) -> Vec<DivisionAssigned> {
        // While it was a draft nobody could know that it would hold.
        fact.signed = fact.signed.max(self.passed.get(&fact.resolution).copied());
        let resolution = self.resolutions.get(&fact.resolution);
        let revoked = resolution.filter(|it| it.status == ResolutionStatus::Revoked);
        let Some(revoked) = revoked else {
            return carried(&self.resolutions, fact).into_iter().collect();
        };
        let mut ended = fact.clone();
        ended.end_on(last_day(revoked));
        ended.signed = revoked.signed;
        vec![fact, ended]
    }

    fn keep(&mut self, fact: OrganisationFact, divisions: &mut Vec<DivisionAssigned>) {
        let resolutions = &self.resolutions;
        match fact {
            OrganisationFact::Division(it) => divisions.extend(self.assigned(it)),
            OrganisationFact::Entity(it) => {
                if let Some(it) = carried(resolutions, it) {
                    self.entities.entry(it.code.clone()).or_default().push(it);
                }
            }
            OrganisationFact::Unit(it) => {
                if let Some(it) = carried(resolutions, it) {
                    for name in [&it.unit.code, &it.unit.name, &it.unit.en] {
                        let codes = self.called.entry(name.to_lowercase()).or_default();
                        codes.insert(it.unit.code.clone());
                    }
                    self.units.entry(it.unit.code.clone()).or_default().push(it);
                }
            }
            OrganisationFact::Area(it) => {
                if let Some(it) = carried(resolutions, it) {
                    let class = it.class.map_or("", |class| class.name());
                    let here = self.areas.entry(it.division.clone()).or_default();
                    here.entry((it.unit.clone(), class)).or_default().push(it);
                }
            }
            OrganisationFact::Post(it) => {
                if let Some(it) = carried(resolutions, it) {
                    let of = (it.post, it.region, it.unit.clone(), it.seat);
                    self.posts.entry(of).or_default().push(it);
                }
            }
            OrganisationFact::KeyAccount(it) => {
                if let Some(it) = carried(resolutions, it) {
                    let of = (it.customer.clone(), it.seat);
                    self.accounts.entry(of).or_default().push(it);
                }
            }
            OrganisationFact::Customer(it) => {
                if let Some(it) = carried(resolutions, it) {
                    self.customers.entry(it.code.clone()).or_default().push(it);
                }
            }
            OrganisationFact::Confirmed(it) => {
                if is_passed(resolutions, &it.resolution) {
                    self.confirmed.insert(it.gap.clone(), it);
                }
            }
            OrganisationFact::Target(it) => {
                if is_passed(resolutions, &it.resolution) {
                    self.targets.insert((it.unit.clone(), it.month.clone()), it);
                }
            }
            OrganisationFact::Resolution(_) => {}
        }
    }

    /// The assignment of divisions.
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// A resolution by its number.
    pub fn resolution(&self, number: &str) -> Option<&ResolutionRecorded> {
        self.resolutions.get(number)
    }

    /// Every resolution, by number.
    pub fn resolutions(&self) -> impl Iterator<Item = &ResolutionRecorded> {
        self.resolutions.values()
    }

    /// Whether headquarters confirmed the default of a gap.
    pub fn is_confirmed(&self, gap: &str) -> bool {
        self.confirmed.get(gap).is_some_and(|confirmed| confirmed.holds)
    }

    /// What headquarters said of defaults.
    pub fn confirmations(&self) -> impl Iterator<Item = &Confirmed> {
        self.confirmed.values()
    }

    /// A unit on a day, by its code in either case: as recorded, else the assumed default.
    pub fn unit(&self, code: &str, day: NaiveDate) -> Option<Unit> {
        let code = code.trim();
        let line = self.units.get(code).or_else(|| {
            let alike = self.codes_called(code);
            alike.filter(|known| known.eq_ignore_ascii_case(code)).find_map(|c| self.units.get(c))
        });
        let recorded = line.and_then(|line| line.on(day)).map(|fact| fact.unit.clone());
        let elsewhen = || line.and_then(|line| out_of_its_time(line, day));
        recorded.or_else(|| self.default_unit(code)).or_else(elsewhen)
    }

    fn codes_called(&self, text: &str) -> impl Iterator<Item = &String> {
        self.called.get(&text.to_lowercase()).into_iter().flatten()
    }

    fn default_unit(&self, code: &str) -> Option<Unit> {
        let unit = default_units().iter().find(|unit| unit.code.eq_ignore_ascii_case(code))?;
        Some(Unit { assumed: unit.assumed && !self.is_confirmed(BRANCHES), ..unit.clone() })
    }

    /// Every unit on a day, by code, closed ones too; those that begin later as they will be.
    pub fn units(&self, day: NaiveDate) -> Vec<Unit> {
        let defaults = default_units().iter().map(|unit| unit.code.as_str());
        let codes: BTreeSet<&str> = self.units.keys().map(String::as_str).chain(defaults).collect();
        codes.into_iter().filter_map(|code| self.unit(code, day)).collect()
    }

    /// The unit that a whole text names on a day, by code or by name.
    pub fn find_unit(&self, text: &str, day: NaiveDate) -> Option<Unit> {
        let wanted = text.trim();
        let is_named = |unit: &Unit| unit.name == wanted || unit.en == wanted;
        let recorded =
            || self.codes_called(wanted).filter_map(|code| self.unit(code, day)).find(is_named);
        let default = || {
            let known = default_units().iter().filter_map(|unit| self.unit(&unit.code, day));
            known.into_iter().find(is_named)
        };
        self.unit(wanted, day).or_else(recorded).or_else(default)
    }

    /// How a unit stood over time.
    pub fn unit_line(&self, code: &str) -> Option<&Timeline<UnitRecorded>> {
        self.units.get(code)
    }

    /// Whether a unit is at work on a day: neither planned nor closed.
    pub fn is_at_work(&self, code: &str, day: NaiveDate) -> bool {
        let recorded =
            self.units.get(code).and_then(|line| line.on(day)).map(|fact| fact.unit.state);
        let state = recorded.or_else(|| self.default_unit(code).map(|unit| unit.state));
        state.is_some_and(|state| matches!(state, UnitState::Active | UnitState::Shrinking))
    }

    /// A legal person on a day.
    pub fn entity(&self, code: &str, day: NaiveDate) -> Option<&EntityRecorded> {
        let line = self.entities.get(code)?;
        line.on(day).or(line.facts().first())
    }

    /// Every legal person on a day.
    pub fn entities(&self, day: NaiveDate) -> impl Iterator<Item = &EntityRecorded> {
        self.entities.values().filter_map(move |line| line.on(day))
    }

    /// Who a unit's legal person is to the same-lot guard: its control group where it has one, else itself. One that nobody wrote
    /// down is empty, and met by none.
    pub fn bids_as(&self, entity: &str, day: NaiveDate) -> String {
        let group = self.entity(entity, day).and_then(|known| known.control_group.clone());
        group.unwrap_or_else(|| entity.trim().to_owned())
    }

    /// The rights that units have to a division itself on a day.
    pub fn rights(&self, division: &str, day: NaiveDate) -> impl Iterator<Item = &AreaRecorded> {
        let here = self.areas.get(division).into_iter().flat_map(BTreeMap::values);
        here.filter_map(move |line| line.on(day))
    }

    /// Every right on a day.
    pub fn all_rights(&self, day: NaiveDate) -> impl Iterator<Item = &AreaRecorded> {
        self.areas.values().flat_map(BTreeMap::values).filter_map(move |line| line.on(day))
    }

    /// Codes of the divisions to which units have rights of their own.
    pub fn divisions_with_rights(&self) -> impl Iterator<Item = &str> {
        self.areas.keys().map(String::as_str)
    }

    /// How rights to a division went over time, unit by unit.
    pub fn right_lines(&self, division: &str) -> impl Iterator<Item = &Timeline<AreaRecorded>> {
        self.areas.get(division).into_iter().flat_map(BTreeMap::values)
    }

    /// The posts of a kind on a day, of a region or of a unit.
    pub fn posts(&self, day: NaiveDate) -> impl Iterator<Item = &PostRecorded> {
        self.posts.values().filter_map(move |line| line.on(day))
    }

    /// A region's post on a day.
    pub fn region_post(
        &self,
        post: PostKind,
        region: RegionCode,
        day: NaiveDate,
    ) -> Option<&PostRecorded> {
        // Of several the first that somebody holds.
        let held = self.region_posts(post, region, day).find(|post| post.holder.is_some());
        held.or_else(|| self.region_posts(post, region, day).next())
    }

    /// A region's posts of a kind on a day, seat by seat.
    pub fn region_posts(
        &self,
        post: PostKind,
        region: RegionCode,
        day: NaiveDate,
    ) -> impl Iterator<Item = &PostRecorded> {
        let seat = |seat| (post, Some(region), None, seat);
        let held = self.posts.range(seat(u8::MIN)..=seat(u8::MAX));
        held.filter_map(move |(_, line)| line.on(day))
    }

    /// How a region's post was held over time.
    pub fn post_line(&self, post: PostKind, region: RegionCode) -> Option<&Timeline<PostRecorded>> {
        self.posts.get(&(post, Some(region), None, 1))
    }

    /// Key account posts on a day.
    pub fn key_accounts(&self, day: NaiveDate) -> impl Iterator<Item = &KeyAccountRecorded> {
        self.accounts.values().filter_map(move |line| line.on(day))
    }

    /// A recorded customer on a day.
    pub fn customer(&self, code: &str, day: NaiveDate) -> Option<&CustomerRecorded> {
        self.customers.get(code)?.on(day)
    }

    /// The recorded customers on a day.
    pub fn customers(&self, day: NaiveDate) -> impl Iterator<Item = &CustomerRecorded> {
        self.customers.values().filter_map(move |line| line.on(day))
    }

    /// Targets, by unit and month.
    pub fn targets(&self) -> impl Iterator<Item = &TargetSet> {
        self.targets.values()
    }

    /// The target of a unit in a month (`2026-11`).
    pub fn target(&self, unit: &str, month: &str) -> Option<&TargetSet> {
        self.targets.get(&(unit.to_owned(), month.to_owned()))
    }

    /// Codes of units that are a code but for small and capital letters.
    pub(super) fn unit_codes_like(&self, code: &str) -> impl Iterator<Item = &String> {
        let known = self.codes_called(code);
        known.filter(move |known| known.eq_ignore_ascii_case(code))
    }

    /// Codes of the divisions to which a unit has rights.
    pub(super) fn divisions_of(&self, unit: &str) -> impl Iterator<Item = &str> {
        let has = move |rights: &BTreeMap<RightOf, Timeline<AreaRecorded>>| {
            let first = (unit.to_owned(), "");
            rights.range(first..).next().is_some_and(|((of, _), _)| of == unit)
        };
        self.areas.iter().filter(move |(_, rights)| has(rights)).map(|(code, _)| code.as_str())
    }

    /// The days on which something begins or ends that rests on a resolution.
    pub(super) fn days_of(&self, resolution: &str) -> BTreeSet<NaiveDate> {
        fn of<T: Decided>(line: &Timeline<T>, resolution: &str) -> Vec<NaiveDate> {
            let by = line.facts().iter().filter(|fact| fact.resolution() == resolution);
            by.flat_map(|fact| [Some(fact.from()), fact.until().and_then(|last| last.succ_opt())])
                .flatten()
                .collect()
        }
        let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
        days.extend(self.units.values().flat_map(|line| of(line, resolution)));
        days.extend(self.areas.values().flat_map(BTreeMap::values).flat_map(|l| of(l, resolution)));
        days.extend(self.posts.values().flat_map(|line| of(line, resolution)));
        days.extend(self.accounts.values().flat_map(|line| of(line, resolution)));
        days.extend(self.territory.days_of(resolution));
        days
    }

    /// The days on which something changes anywhere.
    pub fn days(&self) -> BTreeSet<NaiveDate> {
        let mut days = self.territory.days();
        days.extend(self.units.values().flat_map(Timeline::changes));
        days.extend(self.areas.values().flat_map(BTreeMap::values).flat_map(Timeline::changes));
        days.extend(self.posts.values().flat_map(Timeline::changes));
        days.extend(self.accounts.values().flat_map(Timeline::changes));
        days
    }
}

/// A unit on a day of which none of its facts speaks: it is planned before the first, and closed after the last.
fn out_of_its_time(line: &Timeline<UnitRecorded>, day: NaiveDate) -> Option<Unit> {
    let last = line.standing().filter(|fact| fact.valid_from <= day).last();
    let (fact, state) = match last {
        Some(fact) => (fact, UnitState::Closed),
        None => (line.standing().next()?, UnitState::Planned),
    };
    Some(Unit { state, ..fact.unit.clone() })
}

/// A fact as far as its resolution carries it.
fn carried<T: Decided>(
    resolutions: &BTreeMap<String, ResolutionRecorded>,
    mut fact: T,
) -> Option<T> {
    let Some(resolution) = resolutions.get(fact.resolution()) else { return Some(fact) };
    match resolution.status {
        ResolutionStatus::Passed => Some(fact),
        ResolutionStatus::Draft => None,
        ResolutionStatus::Revoked => {
            let last = last_day(resolution);
            fact.end_on(last);
            (fact.from() <= last).then_some(fact)
        }
    }
}

/// Whether a resolution carries what has no days of its own: one that is a draft or was revoked does not.
fn is_passed(resolutions: &BTreeMap<String, ResolutionRecorded>, number: &str) -> bool {
    resolutions.get(number).is_none_or(|known| known.status == ResolutionStatus::Passed)
}

/// The last day on which a revoked resolution carries anything.
fn last_day(revoked: &ResolutionRecorded) -> NaiveDate {
    let first_without = revoked.revoked_on.unwrap_or(revoked.date);
    first_without.pred_opt().unwrap_or(first_without)
}
