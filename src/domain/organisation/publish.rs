//! What keeps a fact of the organisation from being published, and what its author should look at twice.
//!
//! A refusal is a fact that could not be true: of a unit nobody knows, by no resolution, ending before it begins. A doubt is one
//! that may be meant: a place without 主责 from some day on, a decision that reaches back behind its own date. Headquarters is told
//! both before anything is signed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::company::Company;
use super::fact::{
    AreaRecorded, CustomerRecorded, OrganisationFact, PostKind, PostRecorded, ResolutionRecorded,
    ResolutionStatus, TargetSet, UnitRecorded,
};
use crate::domain::rulebook::{Rule, Rulebook, Status};
use crate::domain::territory::{province_of, provinces};
use crate::domain::why::Why;

/// Years in which a fact of this company can begin or end.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2199;

/// What is to be published, with what stands.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The company as it stands.
    pub before: &'a Company,
    /// The company as it would stand.
    pub after: &'a Company,
    /// The facts.
    pub facts: &'a [OrganisationFact],
    /// The rulebook.
    pub book: &'a Rulebook,
    /// The day of the publication.
    pub today: NaiveDate,
}

impl Publication<'_> {
    /// What refuses it; empty when nothing does.
    pub fn refusals(&self) -> Vec<Why> {
        let mut whys: Vec<Why> = Vec::new();
        let mut said = BTreeSet::new();
        for fact in self.facts {
            whys.extend(self.on_resolution(fact));
            if let Some((from, Some(until))) = fact.days()
                && until < from
            {
                whys.push(about("publish-ends-first", fact).with("until", until.to_string()));
            }
            let (from, until) = fact.days().unwrap_or((self.today, None));
            let strange = |day: &NaiveDate| !YEARS.contains(&day.year());
            if let Some(day) = [Some(from), until].into_iter().flatten().find(strange) {
                whys.push(about("publish-strange-day", fact).with("day", day.to_string()));
            }
            if !said.insert((fact.subject(), fact.days().map(|(from, _)| from))) {
                whys.push(about("publish-twice", fact));
            }
            whys.extend(self.misfits(fact));
        }
        whys
    }

    /// Everything but a customer, a target and a confirmation rests on a resolution that the board passed (art. 17).
    fn on_resolution(&self, fact: &OrganisationFact) -> Option<Why> {
        let free = matches!(
            fact,
            OrganisationFact::Customer(_)
                | OrganisationFact::Target(_)
                | OrganisationFact::Confirmed(_)
                | OrganisationFact::Resolution(_)
        );
        let number = fact.resolution().trim();
        if number.is_empty() {
            let why = about("publish-no-resolution", fact);
            return (!free).then_some(why);
        }
        let Some(known) = self.after.resolution(number) else {
            return Some(about("publish-resolution-unknown", fact).with("resolution", number));
        };
        let begins = fact.days().map(|(from, _)| from);
        let carries = known.carries(begins.unwrap_or(self.today));
        let is_resolution = matches!(fact, OrganisationFact::Resolution(_));
        let why = || about("publish-resolution-revoked", fact).with("resolution", number);
        (!carries && !is_resolution).then(why)
    }

    fn misfits(&self, fact: &OrganisationFact) -> Vec<Why> {
        match fact {
            OrganisationFact::Resolution(it) => resolution(it, fact),
            OrganisationFact::Division(it) => self.place(&it.division, fact).into_iter().collect(),
            OrganisationFact::Entity(it) => named(&[&it.code, &it.name], fact),
            OrganisationFact::Unit(it) => self.unit(it, fact),
            OrganisationFact::Area(it) => self.area(it, fact),
            OrganisationFact::Post(it) => self.post(it, fact),
            OrganisationFact::KeyAccount(it) => {
                let known = self.after.find_customer(&it.customer, it.valid_from).is_some();
                let why = || about("publish-no-customer", fact).with("customer", &it.customer);
                (!known).then(why).into_iter().collect()
            }
            OrganisationFact::Customer(it) => self.customer(it, fact),
            OrganisationFact::Confirmed(it) => {
                let is_open = |rule: &Rule| {
                    rule.status == Status::Assumed || self.before.is_confirmed(&it.gap)
                };
                let assumed = self.book.get(&it.gap).is_some_and(is_open);
                let why = || about("publish-no-gap", fact).with("gap", &it.gap);
                (!assumed).then(why).into_iter().collect()
            }
            OrganisationFact::Target(it) => self.target(it, fact),
        }
    }

    fn place(&self, code: &str, fact: &OrganisationFact) -> Option<Why> {
        province_of(code).is_none().then(|| about("publish-no-place", fact).with("division", code))
    }

    fn known_unit(&self, code: &str, fact: &OrganisationFact) -> Option<Why> {
        let known = self.after.unit(code, self.today).is_some();
        (!known).then(|| about("publish-no-unit", fact).with("unit", code))
    }

    fn unit(&self, it: &UnitRecorded, fact: &OrganisationFact) -> Vec<Why> {
        let unit = &it.unit;
        let mut whys = named(&[&unit.code, &unit.name, &unit.legal_entity], fact);
        let known = self.before.unit(&unit.code, self.today).map(|known| known.code);
        let alike = self.after.unit_codes_like(&unit.code).cloned().chain(known);
        if let Some(other) = alike.into_iter().find(|code| *code != unit.code) {
            whys.push(about("publish-unit-alike", fact).with("unit", other));
        }
        whys.extend(unit.city.as_deref().and_then(|city| self.place(city, fact)));
        if let Some(parent) = &unit.parent {
            whys.extend(self.known_unit(parent, fact));
            let above = |code: &str| self.after.unit(code, self.today)?.parent;
            if is_above_itself(&unit.code, above) {
                whys.push(about("publish-circle", fact).with("unit", &unit.code));
            }
        }
        whys
    }

    fn area(&self, it: &AreaRecorded, fact: &OrganisationFact) -> Vec<Why> {
        self.known_unit(&it.unit, fact).into_iter().chain(self.place(&it.division, fact)).collect()
    }

    fn post(&self, it: &PostRecorded, fact: &OrganisationFact) -> Vec<Why> {
        let of_unit = it.post == PostKind::OfficeHead;
        let fits = it.region.is_some() != of_unit && it.unit.is_some() == of_unit && it.seat > 0;
        let mut whys: Vec<Why> =
            it.unit.as_deref().and_then(|unit| self.known_unit(unit, fact)).into_iter().collect();
        if !fits {
            whys.push(about("publish-post-of", fact).with("post", it.post.name()));
        }
        whys
    }

    fn customer(&self, it: &CustomerRecorded, fact: &OrganisationFact) -> Vec<Why> {
        let mut whys = named(&[&it.code, &it.name], fact);
        whys.extend(it.division.as_deref().and_then(|code| self.place(code, fact)));
        for code in it.parent.iter().chain(&it.successor_of) {
            if *code == it.code || self.after.find_customer(code, it.valid_from).is_none() {
                whys.push(about("publish-no-customer", fact).with("customer", code));
            }
        }
        let above = |code: &str| self.after.customer(code, it.valid_from)?.parent.clone();
        if it.parent.is_some() && is_above_itself(&it.code, above) {
            whys.push(about("publish-customer-circle", fact));
        }
        whys
    }

    fn target(&self, it: &TargetSet, fact: &OrganisationFact) -> Vec<Why> {
        let day = format!("{}-01", it.month).parse::<NaiveDate>();
        let mut whys: Vec<Why> = self.known_unit(&it.unit, fact).into_iter().collect();
        if it.month.len() != 7 || day.is_err() || it.amount_fen < 0 {
            whys.push(about("publish-target", fact).with("month", &it.month));
        }
        whys
    }

    /// What its author should look at twice.
    pub fn doubts(&self) -> Vec<Why> {
        let mut doubts: Vec<Why> = Vec::new();
        let mut entities: BTreeSet<&str> = BTreeSet::new();
        for fact in self.facts {
            doubts.extend(self.revived(fact));
            if let (OrganisationFact::Division(_), Some((from, _))) = (fact, fact.days())
                && from < self.today
            {
                doubts.push(about("publish-behind", fact).with("from", from.to_string()));
            }
            let resolution = self.after.resolution(fact.resolution());
            if let (Some((from, _)), Some(resolution)) = (fact.days(), resolution) {
                if from < resolution.date {
                    let why = about("publish-reaches-back", fact).with("from", from.to_string());
                    doubts.push(why.with("date", resolution.date.to_string()));
                }
                if resolution.status == ResolutionStatus::Draft {
                    let number = resolution.number.as_str();
                    doubts.push(about("publish-draft", fact).with("resolution", number));
                }
            }
            if let OrganisationFact::Unit(it) = fact
                && entities.insert(it.unit.legal_entity.as_str())
            {
                doubts.extend(self.unwritten_entity(it));
            }
        }
        doubts.extend(self.new_faults());
        doubts
    }

    /// The same-lot guard rests on who a unit bids as; a legal person that nobody described is met by its code alone (gap G15).
    fn unwritten_entity(&self, it: &UnitRecorded) -> Option<Why> {
        let entity = &it.unit.legal_entity;
        let unwritten = self.after.entity(entity, it.valid_from).is_none();
        let why = || Why::rule("publish-entity-unwritten", "G15").with("entity", entity);
        unwritten.then(|| why().with("unit", &it.unit.code))
    }

    /// A resolution that was revoked and is said to be passed again: whoever repeats a file may not mean that.
    fn revived(&self, fact: &OrganisationFact) -> Option<Why> {
        let OrganisationFact::Resolution(it) = fact else { return None };
        let before = self.before.resolution(&it.number)?.status;
        let revived = before == ResolutionStatus::Revoked && it.status != ResolutionStatus::Revoked;
        revived.then(|| about("publish-revived", fact))
    }

    /// Overlaps and holes that were not there before, on the first day on which each is. Only provinces are looked at in which
    /// something begins or ends on the day.
    fn new_faults(&self) -> Vec<Why> {
        let all: BTreeSet<&str> = provinces().iter().map(|one| one.code.as_str()).collect();
        let mut days: BTreeMap<NaiveDate, BTreeSet<&str>> = BTreeMap::new();
        days.insert(self.today, all.clone());
        for fact in self.facts {
            let touched = self.provinces_of(fact, &all);
            if let Some((from, until)) = fact.days() {
                days.entry(from.max(self.today)).or_default().extend(&touched);
                let after = until.and_then(|last| last.succ_opt());
                if let Some(day) = after.filter(|day| *day > self.today) {
                    days.entry(day).or_default().extend(&touched);
                }
            }
            if let OrganisationFact::Resolution(it) = fact {
                // What rests on it begins, or ends, with it.
                let turns = self.after.days_of(&it.number).into_iter().chain(it.revoked_on);
                for day in turns.filter(|day| *day > self.today) {
                    days.entry(day).or_default().extend(&all);
                }
            }
        }
        let mut told: Vec<Why> = Vec::new();
        let mut dated = Vec::new();
        for (day, provinces) in days {
            let places = self.after.places_in(&provinces);
            let before = self.before.faults_at(&places, day);
            let before: Vec<Why> =
                before.into_iter().chain(self.before.vacant_accounts(day)).collect();
            let after = self.after.faults_at(&places, day).into_iter();
            for fault in after.chain(self.after.vacant_accounts(day)) {
                if !before.contains(&fault) && !told.contains(&fault) {
                    dated.push(fault.clone().with("from", day.to_string()));
                    told.push(fault);
                }
            }
        }
        dated
    }

    /// In which provinces an answer may be another for a fact.
    fn provinces_of<'b>(
        &self,
        fact: &OrganisationFact,
        all: &BTreeSet<&'b str>,
    ) -> BTreeSet<&'b str> {
        let of = |code: &str| {
            let province = province_of(code).map(|province| province.code.as_str());
            province.and_then(|code| all.get(code).copied())
        };
        match fact {
            OrganisationFact::Division(it) => of(&it.division).into_iter().collect(),
            OrganisationFact::Area(it) => of(&it.division).into_iter().collect(),
            OrganisationFact::Unit(it) => {
                let rights = self.after.divisions_of(&it.unit.code);
                rights.filter_map(of).collect()
            }
            // A region's post is as vacant in one of its provinces as in all.
            OrganisationFact::Post(it) if it.region.is_some() => all.clone(),
            _ => BTreeSet::new(),
        }
    }
}

/// Whether whatever stands above something leads back to it, or goes round above it.
fn is_above_itself(code: &str, above: impl Fn(&str) -> Option<String>) -> bool {
    let mut seen = BTreeSet::from([code.to_owned()]);
    let mut here = code.to_owned();
    while let Some(parent) = above(&here) {
        if !seen.insert(parent.clone()) {
            return true;
        }
        here = parent;
    }
    false
}

/// A refusal of a fact, told by what the fact is about.
fn about(key: &str, fact: &OrganisationFact) -> Why {
    Why::rule(key, "SCXT-17").with("fact", label(fact))
}

/// What a fact is about, as its author calls it: kind and code.
pub fn label(fact: &OrganisationFact) -> String {
    let kind = fact.subject().kind.name();
    let code = match fact {
        OrganisationFact::Resolution(it) => it.number.clone(),
        OrganisationFact::Division(it) => it.division.clone(),
        OrganisationFact::Entity(it) => it.code.clone(),
        OrganisationFact::Unit(it) => it.unit.code.clone(),
        OrganisationFact::Area(it) => format!("{} {}", it.unit, it.division),
        OrganisationFact::Post(it) => {
            let of = it.region.map(|region| region.to_string()).or_else(|| it.unit.clone());
            format!("{} {}", it.post.name(), of.unwrap_or_default())
        }
        OrganisationFact::KeyAccount(it) => format!("{} {}", it.customer, it.seat),
        OrganisationFact::Customer(it) => it.code.clone(),
        OrganisationFact::Confirmed(it) => it.gap.clone(),
        OrganisationFact::Target(it) => format!("{} {}", it.unit, it.month),
    };
    format!("{kind} {code}")
}

fn named(texts: &[&String], fact: &OrganisationFact) -> Vec<Why> {
    let empty = texts.iter().any(|text| text.trim().is_empty());
    empty.then(|| about("publish-nameless", fact)).into_iter().collect()
}

fn resolution(it: &ResolutionRecorded, fact: &OrganisationFact) -> Vec<Why> {
    let mut whys = named(&[&it.number, &it.title], fact);
    if it.revoked_on.is_some_and(|day| day < it.date) {
        whys.push(about("publish-revoked-first", fact));
    }
    whys
}
