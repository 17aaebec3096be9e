//! What a change of the organisation would touch, found by letting its day come: open cases, live claims, protections and leads whose
//! place has another region or other units that answer for it, or whose unit is another.
//!
//! It decides nothing and moves nothing. A case and a claim stay with whoever answered when they arose, until they are handed over;
//! the list tells what there is to hand over.

use std::collections::BTreeSet;

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
use super::view::Filter;

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

/// The company before and after a change.
struct Turn {
    before: Company,
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
        let known = stored(self.tx)?;
        let before = Company::new(known.iter().cloned());
        let after = Company::new(known.into_iter().chain(facts.iter().cloned()));
        let turn = Turn { before, after, day };
        let mut impact = Impact { day, ..Impact::default() };
        for case in self.cases(&Filter::default(), false)? {
            let place = case.province.as_deref().is_some_and(|code| turn.place(code));
            let unit = case.parties.iter().any(|unit| turn.unit(unit));
            if place || unit || turn.manager(case.owner) {
                let (number, title, units) = (case.number, case.title, case.parties);
                impact.cases.push(Touched { number, title, units });
            }
        }
        for claim in self.claims()?.into_iter().filter(|claim| claim.live) {
            let lead = self.numbered(&claim.lead)?;
            let row = lead.map(|lead| self.tx.lead_row(&lead.to_string())).transpose()?.flatten();
            let row = row.and_then(|data| serde_json::from_str::<super::view::LeadRow>(&data).ok());
            let place = row.as_ref().and_then(|row| row.province.as_deref());
            if !(place.is_some_and(|code| turn.place(code)) || turn.unit(&claim.unit)) {
                continue;
            }
            let title = row.map(|row| row.title).unwrap_or_default();
            let protected = claim.state.is_protected();
            let touched = Touched { number: claim.number, title, units: vec![claim.unit] };
            if protected { &mut impact.protections } else { &mut impact.claims }.push(touched);
        }
        let leads = self.tx.leads_by_province()?;
        let here = leads.iter().filter(|(code, _)| province_of(code).is_some() && turn.place(code));
        impact.leads = here.map(|(_, count)| *count).sum();
        let known = turn.before.faults(day);
        impact.faults = turn.after.faults(day);
        impact.faults.retain(|fault| !known.contains(fault));
        Ok(impact)
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
            moved.into_iter().chain(home).collect()
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
