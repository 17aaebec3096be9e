//! A province in full, on a day: who answers for it and each of its cities, since when, by which resolution, and what lies there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::organisation::owner::{Question, Standing};
use crate::domain::organisation::tree::Node;
use crate::domain::organisation::{AreaRight, Seat};
use crate::domain::territory::{cities_of, province_of};
use crate::domain::unit::Unit;

use super::query::{Answer, Reading};
use super::view::{Filter, LeadRow};

/// A city, or another place below the province.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityRow {
    /// GB/T 2260 code.
    pub code: String,
    /// Name; of one that the code book does not have, as it was recorded.
    pub name: String,
    /// Region or headquarters.
    pub seat: Option<Seat>,
    /// Units whose home it is.
    pub home: Vec<String>,
    /// It is answered for otherwise than its province.
    pub differs: bool,
    /// Open cases.
    pub conflicts: usize,
    /// Leads that nobody put away.
    pub leads: usize,
}

/// From when until when something held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// First day; `None` for what was so from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day; `None` while there is no end.
    pub until: Option<NaiveDate>,
    /// Region or headquarters, of the assignment; the unit's code, of a home.
    pub who: String,
    /// By which resolution.
    pub resolution: String,
}

/// A place in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceDetail {
    /// The province.
    pub province: String,
    /// Who answers for the place asked about, on the day asked about.
    pub standing: Standing,
    /// The cities of the province, on that day.
    pub cities: Vec<CityRow>,
    /// The days on which something about the province or its cities changes, in order.
    pub changes: Vec<NaiveDate>,
    /// Its regions over time.
    pub regions: Vec<Held>,
    /// Its 主责 units over time.
    pub homes: Vec<Held>,
    /// Units based there.
    pub units: Vec<Unit>,
    /// Customers recorded there.
    pub customers: Vec<Node>,
}

/// A place that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// GB/T 2260 code of the place whose answer is wanted.
    pub division: String,
    /// The day; today where none is said.
    pub day: Option<NaiveDate>,
}

impl Reading<'_, '_> {
    /// A province in full, and who answers for the place asked about; `None` for a code that no province has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn place(&self, asked: &Asked) -> Answer<Option<PlaceDetail>> {
        let Some(province) = province_of(&asked.division).map(|one| one.code.clone()) else {
            return Ok(None);
        };
        let company = &self.context.company;
        let day = asked.day.unwrap_or_else(|| self.today());
        let about = |division: &str| {
            company.owner(&Question { division, class: None, customer: None, day })
        };
        let (Some(standing), Some(above)) = (about(&asked.division), about(&province)) else {
            return Ok(None);
        };
        let conflicts = self.conflicts_by_city(&province)?;
        let leads: BTreeMap<String, usize> =
            self.tx.leads_by_city(&province)?.into_iter().collect();
        let codes = self.codes_in(&province);
        let city = |code: &String| {
            let at = about(code)?;
            let home: Vec<String> = at.home.iter().map(|right| right.unit.clone()).collect();
            let homes = above.home.iter().map(|right| &right.unit);
            Some(CityRow {
                name: self.place_name(code, day),
                differs: at.seat != above.seat || !home.iter().eq(homes),
                seat: at.seat,
                home,
                conflicts: conflicts.get(code).copied().unwrap_or_default(),
                leads: leads.get(code).copied().unwrap_or_default(),
                code: code.clone(),
            })
        };
        let cities = codes.iter().filter_map(city).collect();
        let in_province = |code: &str| province_of(code).is_some_and(|one| one.code == province);
        let units = company.units(day).into_iter();
        let customers = company.customer_tree(day).into_iter();
        Ok(Some(PlaceDetail {
            cities,
            changes: self.changes_in(&province, &codes),
            regions: self.regions_of(&province),
            homes: self.homes_of(&province),
            units: units.filter(|unit| unit.city.as_deref().is_some_and(in_province)).collect(),
            customers: customers
                .filter(|node| node.division.as_deref().is_some_and(in_province))
                .collect(),
            standing,
            province,
        }))
    }

    /// The places below a province: its cities, and whatever headquarters recorded of it.
    fn codes_in(&self, province: &str) -> Vec<String> {
        let company = &self.context.company;
        let recorded = company.divisions_with_rights().chain(company.territory().codes());
        let recorded = recorded.filter(|code| {
            *code != province && province_of(code).is_some_and(|one| one.code == province)
        });
        let cities = cities_of(province).map(|city| city.code.as_str());
        let all: std::collections::BTreeSet<&str> = cities.chain(recorded).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    fn place_name(&self, code: &str, day: NaiveDate) -> String {
        let known = crate::domain::territory::division(code).map(|city| city.short.clone());
        let recorded = || self.context.territory().name(code, day).map(str::to_owned);
        known.or_else(recorded).unwrap_or_else(|| code.to_owned())
    }

    fn conflicts_by_city(&self, province: &str) -> Answer<BTreeMap<String, usize>> {
        let mut by_city = BTreeMap::new();
        let filter = Filter { province: Some(province.to_owned()), ..Filter::default() };
        for case in self.cases(&filter, false)? {
            let Some(lead) = self.numbered(&case.lead)? else { continue };
            let row = self.tx.lead_row(&lead.to_string())?;
            let row = row.and_then(|data| serde_json::from_str::<LeadRow>(&data).ok());
            if let Some(city) = row.and_then(|row| row.city) {
                *by_city.entry(city).or_insert(0) += 1;
            }
        }
        Ok(by_city)
    }

    /// Where something begins, and where it is over: on the day after an end what held before holds again, or nothing.
    fn changes_in(&self, province: &str, codes: &[String]) -> Vec<NaiveDate> {
        let company = &self.context.company;
        let mut days = std::collections::BTreeSet::new();
        for code in codes.iter().map(String::as_str).chain([province]) {
            days.extend(company.territory().changes(code));
            days.extend(company.right_lines(code).flat_map(|line| line.changes()));
        }
        days.into_iter().collect()
    }

    /// Its regions over time, the assumed default where nobody decided.
    fn regions_of(&self, province: &str) -> Vec<Held> {
        let works = self.context.territory().works(province);
        let spells = works.turns();
        let ends = spells.iter().skip(1).map(|(from, _)| from.and_then(|day| day.pred_opt()));
        let ends = ends.chain([None]);
        let held = spells.iter().zip(ends).map(|((from, seat), until)| Held {
            from: *from,
            until,
            who: seat.map_or("HQ", Seat::code).to_owned(),
            resolution: from
                .and_then(|day| self.context.territory().resolution(province, day))
                .unwrap_or_default()
                .to_owned(),
        });
        held.collect()
    }

    fn homes_of(&self, province: &str) -> Vec<Held> {
        let lines = self.context.company.right_lines(province);
        let spells = lines.flat_map(|line| line.spells());
        let home = spells
            .filter(|spell| spell.fact.right == AreaRight::Home && spell.fact.class.is_none());
        let held = home.map(|spell| Held {
            from: Some(spell.from),
            until: spell.until,
            who: spell.fact.unit.clone(),
            resolution: spell.fact.resolution.clone(),
        });
        let mut held: Vec<Held> = held.collect();
        held.sort_by_key(|held| held.from);
        held
    }
}
