//! What a change of the organisation would touch, found by letting its day come: open cases, live claims, protections and leads whose
//! place has another region or other units that answer for it, or whose unit is another.
//!
//! It decides nothing and moves nothing. Claims and leads go over with the place on its day; a case stays with the region that found
//! it until headquarters hands it over, and the list tells which those are.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::naming;
use crate::domain::organisation::owner::{Question, Right};
use crate::domain::organisation::{
    AreaRecorded, AreaRight, Company, DivisionAssigned, OrganisationFact, PostKind, PostRecorded,
    Seat, UnitRecorded,
};
use crate::domain::proposal::{Change, Proposal};
use crate::domain::territory::{RegionCode, province_of};
use crate::domain::unit::{Unit, UnitKind, UnitState};
use crate::domain::why::Why;

use super::organisation::stored;
use super::query::{Answer, Reading};
use super::view::{Filter, LeadRow};

/// Something that a change touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// Its number.
    pub number: String,
    /// Title of the tender.
    pub title: String,
    /// Unit codes.
    pub units: Vec<String>,
}

/// What a change touches on its first day.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Impact {
    /// The day.
    pub day: NaiveDate,
    /// Open cases.
    pub cases: Vec<Touched>,
    /// Live claims without protection.
    pub claims: Vec<Touched>,
    /// Protected claims.
    pub protections: Vec<Touched>,
    /// How many leads that nobody put away.
    pub leads: usize,
    /// Overlaps, holes and vacancies that were not there before, and what is odd about a name.
    pub faults: Vec<Why>,
}

/// Where the works of a lead are, as near as its notice tells.
fn site(row: &LeadRow) -> Option<&str> {
    row.city.as_deref().or(row.province.as_deref())
}

/// The company before and after a change.
struct Turn {
    before: Arc<Company>,
    after: Company,
    day: NaiveDate,
}

impl Turn {
    fn place(&self, code: &str) -> bool {
        let asked = Question { division: code, class: None, customer: None, day: self.day };
        let said = |company: &Company| {
            let answer = company.owner(&asked)?;
            let rights =
                [&answer.home, &answer.allowed, &answer.barred].map(|rights| plain(rights));
            Some((answer.seat, rights))
        };
        said(&self.before) != said(&self.after)
    }

    fn unit(&self, code: &str) -> bool {
        let said = |company: &Company| {
            company.unit(code, self.day).map(|unit| (unit.state, unit.legal_entity))
        };
        said(&self.before) != said(&self.after)
    }

    fn manager(&self, region: Option<RegionCode>) -> bool {
        let Some(region) = region else { return false };
        let said = |company: &Company| {
            let post = company.region_post(PostKind::Rm, region, self.day);
            post.and_then(|post| post.holder.clone())
        };
        said(&self.before) != said(&self.after)
    }
}

fn plain(rights: &[Right]) -> BTreeSet<(String, Option<&'static str>)> {
    let one = |right: &Right| (right.unit.clone(), right.class.map(|class| class.name()));
    rights.iter().map(one).collect()
}

impl Reading<'_, '_> {
    /// What facts would touch on a day, were they signed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn impact(&self, facts: &[OrganisationFact], day: NaiveDate) -> Answer<Impact> {
        let known = stored(self.tx)?.into_iter();
        let after = Company::new(known.chain(facts.iter().cloned()));
        let turn = Turn { before: Arc::clone(&self.context.company), after, day };
        let mut impact = Impact { day, ..Impact::default() };
        for case in self.cases(&Filter::default(), false)? {
            let site = self.site_of(&case.lead)?.or_else(|| case.province.clone());
            let place = site.is_some_and(|code| turn.place(&code));
            let unit = case.parties.iter().any(|unit| turn.unit(unit));
            if place || unit || turn.manager(case.owner) {
                let (number, title, units) = (case.number, case.title, case.parties);
                impact.cases.push(Touched { number, title, units });
            }
        }
        for claim in self.claims()?.into_iter().filter(|claim| claim.live) {
            let row = self.row_of(&claim.lead)?;
            let place = row.as_ref().and_then(site);
            if !(place.is_some_and(|code| turn.place(code)) || turn.unit(&claim.unit)) {
                continue;
            }
            let title = row.map(|row| row.title).unwrap_or_default();
            let protected = claim.state.is_protected();
            let touched = Touched { number: claim.number, title, units: vec![claim.unit] };
            if protected { &mut impact.protections } else { &mut impact.claims }.push(touched);
        }
        impact.leads = self.leads_touched(&turn)?;
        let known = turn.before.faults(day);
        impact.faults = turn.after.faults(day);
        impact.faults.retain(|fault| !known.contains(fault));
        Ok(impact)
    }

    /// How many leads that nobody put away lie where another answers. Only provinces in which a place changes are gone through.
    fn leads_touched(&self, turn: &Turn) -> Answer<usize> {
        let mut touched = 0;
        for (province, count) in self.tx.leads_by_province()? {
            let own = |code: &&str| province_of(code).is_some_and(|one| one.code == province);
            let places = turn.after.territory().codes().chain(turn.after.divisions_with_rights());
            let cities: BTreeSet<&str> =
                places.filter(own).filter(|code| *code != province).collect();
            let here = province_of(&province).is_some() && turn.place(&province);
            if cities.iter().all(|code| turn.place(code) == here) && (here || cities.is_empty()) {
                touched += if here { count } else { 0 };
                continue;
            }
            for data in self.tx.rows_in(&province)? {
                let row = serde_json::from_str::<LeadRow>(&data).ok();
                touched +=
                    usize::from(row.as_ref().and_then(site).is_some_and(|at| turn.place(at)));
            }
        }
        Ok(touched)
    }

    fn row_of(&self, number: &str) -> Answer<Option<LeadRow>> {
        let Some(lead) = self.numbered(number)? else { return Ok(None) };
        let data = self.tx.lead_row(&lead.to_string())?;
        Ok(data.and_then(|data| serde_json::from_str(&data).ok()))
    }

    fn site_of(&self, number: &str) -> Answer<Option<String>> {
        Ok(self.row_of(number)?.as_ref().and_then(site).map(str::to_owned))
    }

    /// What a proposal would touch on its day; nothing where its day cannot be read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn impact_of(&self, proposal: &Proposal) -> Answer<Option<Impact>> {
        let Some(day) = proposal.effective() else { return Ok(None) };
        let facts = simulated(proposal, &self.context.company, day);
        let mut impact = self.impact(&facts, day)?;
        impact.faults.extend(names(proposal, &self.context.company, day));
        Ok(Some(impact))
    }
}

/// The facts that the board would decide, were it to follow a proposal.
fn simulated(proposal: &Proposal, company: &Company, day: NaiveDate) -> Vec<OrganisationFact> {
    let value = |name: &str| proposal.value(name).map(str::to_owned);
    let resolution = String::new();
    let unit = |state| {
        let unit = value("unit").and_then(|code| company.unit(&code, day));
        unit.map(|unit| Unit { state, ..unit })
    };
    let region = value("to_region").and_then(|code| code.parse::<RegionCode>().ok());
    let recorded = |unit| {
        let resolution = resolution.clone();
        OrganisationFact::Unit(UnitRecorded { unit, resolution, valid_from: day, valid_to: None })
    };
    match proposal.change {
        // What is not there yet touches nothing.
        Change::SetUp => Vec::new(),
        Change::Shrink => unit(UnitState::Shrinking).map(recorded).into_iter().collect(),
        Change::Shut => unit(UnitState::Closed).map(recorded).into_iter().collect(),
        Change::MoveArea => {
            let Some(division) = value("place") else { return Vec::new() };
            let moved = region.map(|region| {
                OrganisationFact::Division(DivisionAssigned {
                    division: division.clone(),
                    name: None,
                    region: Seat::Region(region),
                    resolution: resolution.clone(),
                    valid_from: day,
                    valid_to: None,
                    signed: None,
                })
            });
            let home = value("unit").map(|unit| {
                OrganisationFact::Area(AreaRecorded {
                    unit,
                    division: division.clone(),
                    class: None,
                    right: AreaRight::Home,
                    resolution: resolution.clone(),
                    valid_from: day,
                    valid_to: None,
                })
            });
            // It takes the place of whoever had it.
            let before = value("unit").map(|unit| ended_homes(company, &division, &unit, day));
            let before = before.into_iter().flatten().map(OrganisationFact::Area);
            moved.into_iter().chain(before).chain(home).collect()
        }
        Change::Appoint => {
            let post = match value("post").as_deref() {
                Some("rm") => PostKind::Rm,
                Some("deputy") => PostKind::Deputy,
                Some("recorder") => PostKind::Recorder,
                _ => return Vec::new(),
            };
            let held = PostRecorded {
                post,
                region,
                unit: None,
                seat: 1,
                holder: value("candidate"),
                resolution,
                valid_from: day,
                valid_to: None,
            };
            vec![OrganisationFact::Post(held)]
        }
    }
}

/// The 主责 of others for all business of a place, ended on the day before.
fn ended_homes(company: &Company, place: &str, unit: &str, day: NaiveDate) -> Vec<AreaRecorded> {
    let homes = company
        .rights(place, day)
        .filter(|area| area.right == AreaRight::Home && area.class.is_none() && area.unit != unit);
    let ended = |area: &AreaRecorded| AreaRecorded { valid_to: day.pred_opt(), ..area.clone() };
    homes.map(ended).collect()
}

/// What is odd about the name of a unit that is to be set up (art. 13).
fn names(proposal: &Proposal, company: &Company, day: NaiveDate) -> Vec<Why> {
    if proposal.change != Change::SetUp {
        return Vec::new();
    }
    let name = proposal.value("name").unwrap_or_default();
    let parent = proposal.value("unit").and_then(|code| company.unit(code, day));
    let kind = if name.ends_with("办事处") { UnitKind::Office } else { UnitKind::Branch };
    naming::lint(
        name,
        &kind,
        proposal.value("place"),
        None,
        parent.as_ref().map(|u| u.name.as_str()),
    )
}
