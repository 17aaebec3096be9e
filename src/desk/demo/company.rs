//! The made-up company: units, areas and key account posts, each by a made-up board resolution.

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use crate::domain::organisation::{
    AreaRecorded, AreaRight, EntityRecorded, KeyAccountRecorded, OrganisationFact, PostKind,
    PostRecorded, ResolutionKind, ResolutionRecorded, ResolutionStatus, TargetSet, UnitRecorded,
};
use crate::domain::territory::RegionCode;
use crate::domain::unit::{Unit, UnitKind, UnitState};

use super::super::DeskError;
use super::month::Month;
use super::{fault, sheet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    resolution: Vec<ResolutionRow>,
    entity: Vec<EntityRow>,
    unit: Vec<UnitRow>,
    area: Vec<AreaRow>,
    post: Vec<PostRow>,
    manager: Vec<ManagerRow>,
    target: Vec<TargetRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetRow {
    unit: String,
    yuan: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntityRow {
    code: String,
    name: String,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManagerRow {
    region: RegionCode,
    holder: String,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolutionRow {
    key: String,
    n: u32,
    from: String,
    title: String,
    kind: ResolutionKind,
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

/// For so many months up to the day of the show there are targets.
const TARGET_MONTHS: u32 = 6;

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
    for row in &sheet.resolution {
        let Resolution { number, from } = by(&row.key)?;
        facts.push(OrganisationFact::Resolution(ResolutionRecorded {
            number,
            date: from,
            title: row.title.clone(),
            kind: row.kind,
            status: ResolutionStatus::Passed,
            revoked_on: None,
            passed_by: None,
            file: None,
            signed: None,
        }));
    }
    for row in sheet.entity {
        let Resolution { number, from } = by(&row.by)?;
        facts.push(OrganisationFact::Entity(EntityRecorded {
            code: row.code,
            name: row.name,
            credit_code: None,
            control_group: None,
            resolution: number,
            valid_from: from,
            valid_to: None,
        }));
    }
    for row in sheet.manager {
        let Resolution { number, from } = by(&row.by)?;
        facts.push(OrganisationFact::Post(PostRecorded {
            post: PostKind::Rm,
            region: Some(row.region),
            unit: None,
            seat: 1,
            holder: Some(row.holder),
            resolution: number,
            valid_from: from,
            valid_to: None,
        }));
    }
    let today = month.day("b-0")?;
    for back in 0..TARGET_MONTHS {
        let of = today.checked_sub_months(Months::new(back)).unwrap_or(today);
        for row in &sheet.target {
            facts.push(OrganisationFact::Target(TargetSet {
                unit: row.unit.clone(),
                month: of.format("%Y-%m").to_string(),
                amount_fen: row.yuan * 100,
                resolution: String::new(),
            }));
        }
    }
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
            state: UnitState::Active,
            assumed: false,
        };
        let recorded = UnitRecorded { unit, resolution: number, valid_from: from, valid_to: None };
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
                class: None,
                right,
                resolution: resolution.number.clone(),
                valid_from: resolution.from,
                valid_to: None,
            }));
        }
    }
    for row in sheet.post {
        let Resolution { number, from } = by(&row.by)?;
        facts.push(OrganisationFact::KeyAccount(KeyAccountRecorded {
            customer: row.customer,
            seat: 1,
            holder: row.holder,
            consult: true,
            resolution: number,
            valid_from: from,
            valid_to: None,
        }));
    }
    Ok(facts)
}
