//! The made-up company: units, areas and key account posts, each by a made-up board resolution.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::domain::organisation::{AreaRecorded, AreaRight, KeyAccountRecorded, UnitRecorded};
use crate::domain::unit::{Unit, UnitKind};

use super::super::DeskError;
use super::super::organisation::OrganisationFact;
use super::month::Month;
use super::{fault, sheet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    resolution: Vec<ResolutionRow>,
    unit: Vec<UnitRow>,
    area: Vec<AreaRow>,
    post: Vec<PostRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolutionRow {
    key: String,
    n: u32,
    from: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    code: String,
    kind: UnitKind,
    name: String,
    en: String,
    entity: String,
    parent: Option<String>,
    city: Option<String>,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaRow {
    division: String,
    home: Option<String>,
    #[serde(default)]
    allowed: Vec<String>,
    #[serde(default)]
    barred: Vec<String>,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostRow {
    customer: String,
    holder: Option<String>,
    by: String,
}

/// A resolution's number, and the day from which it holds.
#[derive(Clone)]
struct Resolution {
    number: String,
    from: NaiveDate,
}

/// Everything headquarters records.
pub(super) fn read(month: Month) -> Result<Vec<OrganisationFact>, DeskError> {
    let sheet: Sheet = sheet("company", include_str!("../../../assets/demo/company.toml"))?;
    let mut resolutions = Vec::new();
    for row in &sheet.resolution {
        let from = month.day(&row.from)?;
        let number = format!("演董决〔{}〕{}号", from.year(), row.n);
        resolutions.push((row.key.as_str(), Resolution { number, from }));
    }
    let by = |key: &str| {
        let found = resolutions.iter().find(|(known, _)| *known == key);
        found
            .map(|(_, resolution)| resolution.clone())
            .ok_or_else(|| fault("company", format!("no resolution is called {key}")))
    };
    let mut facts = Vec::new();
    for row in sheet.unit {
        let Resolution { number, from } = by(&row.by)?;
        let unit = Unit {
            code: row.code,
            kind: row.kind,
            name: row.name,
            en: row.en,
            legal_entity: row.entity,
            parent: row.parent,
            city: row.city,
            assumed: false,
        };
        let recorded = UnitRecorded { unit, resolution: number, valid_from: from };
        facts.push(OrganisationFact::Unit(recorded));
    }
    for row in sheet.area {
        let resolution = by(&row.by)?;
        let home = row.home.into_iter().map(|unit| (unit, AreaRight::Home));
        let allowed = row.allowed.into_iter().map(|unit| (unit, AreaRight::Allowed));
        let barred = row.barred.into_iter().map(|unit| (unit, AreaRight::Barred));
        for (unit, right) in home.chain(allowed).chain(barred) {
            facts.push(OrganisationFact::Area(AreaRecorded {
                unit,
                division: row.division.clone(),
                right,
                resolution: resolution.number.clone(),
                valid_from: resolution.from,
            }));
        }
    }
    for row in sheet.post {
        let Resolution { number, from } = by(&row.by)?;
        facts.push(OrganisationFact::KeyAccount(KeyAccountRecorded {
            customer: row.customer,
            holder: row.holder,
            resolution: number,
            valid_from: from,
        }));
    }
    Ok(facts)
}
