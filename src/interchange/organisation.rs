//! What headquarters publishes of the organisation, as a file that people write: one table for each kind of fact, in TOML.
//!
//! Places, units and customers are named by code or by name; `by` and `from` may stand once above all tables for the whole file. A
//! row with a word that nobody knows, or a name that means nothing, is refused with its place: half a publication is none.
//!
//! ```toml
//! by = "董决〔2026〕7号"
//! from = "2027-01-01"
//!
//! [[resolution]]
//! number = "董决〔2026〕7号"
//! date = "2026-11-20"
//! title = "江苏划归华南大区"
//! kind = "area"
//!
//! [[division]]
//! place = "江苏"
//! region = "SC"
//! ```

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::customer::CustomerKind;
use crate::domain::lead::class::BusinessClass;
use crate::domain::organisation::{
    AreaRecorded, AreaRight, Company, Confirmed, CustomerLevel, CustomerRecorded, DivisionAssigned,
    EntityRecorded, KeyAccountRecorded, OrganisationFact, PostKind, PostRecorded, ResolutionKind,
    ResolutionRecorded, ResolutionStatus, Seat, TargetSet, UnitRecorded,
};
use crate::domain::territory::{RegionCode, find_division, province_of};
use crate::domain::unit::{Unit, UnitKind, UnitState};
use crate::domain::why::Why;
use crate::text::clean::clean_line;
use crate::text::whole_amount;

/// Why a file publishes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is no TOML of this shape; the parser's own words, with the line.
    Text(String),
    /// Rows that mean nothing, each with its reason.
    Rows(Vec<Why>),
}

/// A day, as a text or as TOML writes days.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Written")]
struct Day(NaiveDate);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(toml::value::Datetime),
}

impl TryFrom<Written> for Day {
    type Error = String;

    fn try_from(written: Written) -> Result<Day, String> {
        let text = match written {
            Written::Text(text) => text,
            Written::Toml(day) => day.to_string(),
        };
        let day = text.trim().parse().map_err(|_| format!("`{text}` is no day such as 2027-01-01"));
        day.map(Day)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sheet {
    by: Option<String>,
    from: Option<Day>,
    resolution: Vec<ResolutionRow>,
    division: Vec<DivisionRow>,
    entity: Vec<EntityRow>,
    unit: Vec<UnitRow>,
    area: Vec<AreaRow>,
    post: Vec<PostRow>,
    key_account: Vec<AccountRow>,
    customer: Vec<CustomerRow>,
    confirm: Vec<ConfirmRow>,
    target: Vec<TargetRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolutionRow {
    number: String,
    date: Day,
    title: String,
    kind: ResolutionKind,
    #[serde(default)]
    status: ResolutionStatus,
    revoked_on: Option<Day>,
    passed_by: Option<String>,
    file: Option<String>,
}

/// When a fact holds, and by which resolution; what is not said here is said above all tables.
#[derive(Debug, Clone)]
struct Dates {
    by: Option<String>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

macro_rules! rows {
    ($($name:ident { $($field:ident: $kind:ty),* $(,)? })*) => {
        $(
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $name {
                $($field: $kind,)*
                by: Option<String>,
                from: Option<Day>,
                until: Option<Day>,
            }

            impl $name {
                fn dates(&self) -> Dates {
                    let days = [self.from, self.until].map(|day| day.map(|day| day.0));
                    Dates { by: self.by.clone(), from: days[0], until: days[1] }
                }
            }
        )*
    };
}

rows! {
    DivisionRow { place: String, region: Seat, name: Option<String> }
    EntityRow { code: String, name: String, credit_code: Option<String>, control_group: Option<String> }
    UnitRow {
        code: String, kind: UnitKind, name: String, en: Option<String>, entity: String,
        parent: Option<String>, city: Option<String>, state: Option<UnitState>,
    }
    AreaRow { unit: String, place: String, right: AreaRight, class: Option<BusinessClass> }
    PostRow {
        post: PostKind, region: Option<RegionCode>, unit: Option<String>, seat: Option<u8>, holder: Option<String>,
    }
    AccountRow { customer: String, seat: Option<u8>, holder: Option<String>, consult: Option<bool> }
    CustomerRow {
        code: String, kind: CustomerKind, level: CustomerLevel, parent: Option<String>, name: String,
        en: Option<String>, aliases: Option<Vec<String>>, place: Option<String>,
        successor_of: Option<Vec<String>>, key: Option<bool>,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmRow {
    gap: String,
    holds: Option<bool>,
    by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetRow {
    unit: String,
    month: String,
    amount: String,
    by: Option<String>,
}

/// Reads the facts of a file; names of units and customers are those that `company` knows on `today`, or the file brings.
///
/// # Errors
/// [`Fault`]: nothing of such a file is published.
pub fn read(
    text: &str,
    company: &Company,
    today: NaiveDate,
) -> Result<Vec<OrganisationFact>, Fault> {
    let sheet: Sheet = toml::from_str(text).map_err(|error| Fault::Text(error.to_string()))?;
    let names = sheet.unit.iter().map(|row| (row.name.clone(), row.code.clone())).collect();
    let mut reading = Reading {
        company,
        today,
        by: sheet.by.clone(),
        from: sheet.from.map(|day| day.0),
        units: names,
        faults: Vec::new(),
    };
    let mut facts: Vec<OrganisationFact> = Vec::new();
    facts.extend(sheet.resolution.into_iter().map(resolution));
    facts.extend(sheet.division.iter().filter_map(|row| reading.division(row)));
    facts.extend(sheet.entity.iter().filter_map(|row| reading.entity(row)));
    facts.extend(sheet.unit.iter().filter_map(|row| reading.unit(row)));
    facts.extend(sheet.area.iter().filter_map(|row| reading.area(row)));
    facts.extend(sheet.post.iter().filter_map(|row| reading.post(row)));
    facts.extend(sheet.key_account.iter().filter_map(|row| reading.account(row)));
    facts.extend(sheet.customer.iter().filter_map(|row| reading.customer(row)));
    facts.extend(sheet.confirm.into_iter().map(|row| reading.confirm(row)));
    facts.extend(sheet.target.iter().filter_map(|row| reading.target(row)));
    if reading.faults.is_empty() { Ok(facts) } else { Err(Fault::Rows(reading.faults)) }
}

fn line(text: &str) -> String {
    clean_line(text).trim().to_owned()
}

fn lines(texts: Option<&Vec<String>>) -> Vec<String> {
    texts.into_iter().flatten().map(|text| line(text)).collect()
}

fn resolution(row: ResolutionRow) -> OrganisationFact {
    OrganisationFact::Resolution(ResolutionRecorded {
        number: line(&row.number),
        date: row.date.0,
        title: line(&row.title),
        kind: row.kind,
        status: row.status,
        revoked_on: row.revoked_on.map(|day| day.0),
        passed_by: row.passed_by.as_deref().map(line),
        file: row.file.as_deref().map(line),
        signed: None,
    })
}

/// A file while its names are looked up.
struct Reading<'a> {
    company: &'a Company,
    today: NaiveDate,
    by: Option<String>,
    from: Option<NaiveDate>,
    units: Vec<(String, String)>,
    faults: Vec<Why>,
}

/// On what a fact rests, and when it holds.
struct Held {
    resolution: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Reading<'_> {
    fn fault<T>(&mut self, key: &str, fact: &str, value: &str) -> Option<T> {
        self.faults.push(Why::plain(key).with("fact", fact).with("value", line(value)));
        None
    }

    fn held(&mut self, dates: &Dates, fact: &str) -> Option<Held> {
        let resolution = dates.by.as_deref().or(self.by.as_deref()).map(line).unwrap_or_default();
        match dates.from.or(self.from) {
            Some(valid_from) => Some(Held { resolution, valid_from, valid_to: dates.until }),
            None => self.fault("publish-no-from", fact, ""),
        }
    }

    fn place(&mut self, text: &str, fact: &str) -> Option<String> {
        let known = find_division(text).map(|division| division.code.clone());
        // Counties and the like are named by code alone.
        let coded = || province_of(text.trim()).map(|_| text.trim().to_owned());
        known.or_else(coded).or_else(|| self.fault("publish-unread-place", fact, text))
    }

    fn unit_code(&mut self, text: &str, fact: &str) -> Option<String> {
        let wanted = text.trim();
        let own = self.units.iter().find(|(name, code)| name == wanted || code == wanted);
        let known = own.map(|(_, code)| code.clone());
        let known =
            known.or_else(|| self.company.find_unit(wanted, self.today).map(|unit| unit.code));
        known.or_else(|| self.fault("publish-unread-unit", fact, text))
    }

    fn division(&mut self, row: &DivisionRow) -> Option<OrganisationFact> {
        let division = self.place(&row.place, "division")?;
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.place)?;
        let (name, region) = (row.name.as_deref().map(line), row.region);
        Some(OrganisationFact::Division(DivisionAssigned {
            division,
            name,
            region,
            resolution,
            valid_from,
            valid_to,
            signed: None,
        }))
    }

    fn entity(&mut self, row: &EntityRow) -> Option<OrganisationFact> {
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.code)?;
        Some(OrganisationFact::Entity(EntityRecorded {
            code: line(&row.code),
            name: line(&row.name),
            credit_code: row.credit_code.as_deref().map(line),
            control_group: row.control_group.as_deref().map(line).filter(|group| !group.is_empty()),
            resolution,
            valid_from,
            valid_to,
        }))
    }

    fn unit(&mut self, row: &UnitRow) -> Option<OrganisationFact> {
        let parent = match &row.parent {
            Some(parent) => Some(self.unit_code(parent, &row.code)?),
            None => None,
        };
        let city = match &row.city {
            Some(city) => Some(self.place(city, &row.code)?),
            None => None,
        };
        if let UnitKind::Other(kind) = &row.kind {
            return self.fault("publish-unread-kind", &row.code, kind);
        }
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.code)?;
        let unit = Unit {
            code: line(&row.code),
            kind: row.kind.clone(),
            name: line(&row.name),
            en: row.en.as_deref().map(line).unwrap_or_default(),
            legal_entity: line(&row.entity),
            parent,
            city,
            state: row.state.unwrap_or_default(),
            assumed: false,
        };
        Some(OrganisationFact::Unit(UnitRecorded { unit, resolution, valid_from, valid_to }))
    }

    fn area(&mut self, row: &AreaRow) -> Option<OrganisationFact> {
        let unit = self.unit_code(&row.unit, "area")?;
        let division = self.place(&row.place, &row.unit)?;
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.unit)?;
        let (right, class) = (row.right, row.class);
        Some(OrganisationFact::Area(AreaRecorded {
            unit,
            division,
            class,
            right,
            resolution,
            valid_from,
            valid_to,
        }))
    }

    fn post(&mut self, row: &PostRow) -> Option<OrganisationFact> {
        let unit = match &row.unit {
            Some(unit) => Some(self.unit_code(unit, row.post.name())?),
            None => None,
        };
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), row.post.name())?;
        Some(OrganisationFact::Post(PostRecorded {
            post: row.post,
            region: row.region,
            unit,
            seat: row.seat.unwrap_or(1),
            holder: row.holder.as_deref().map(line).filter(|holder| !holder.is_empty()),
            resolution,
            valid_from,
            valid_to,
        }))
    }

    fn account(&mut self, row: &AccountRow) -> Option<OrganisationFact> {
        let found = self.company.find_customer(&row.customer, self.today);
        let customer = found.map_or_else(|| line(&row.customer), |node| node.code);
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.customer)?;
        Some(OrganisationFact::KeyAccount(KeyAccountRecorded {
            customer,
            seat: row.seat.unwrap_or(1),
            holder: row.holder.as_deref().map(line).filter(|holder| !holder.is_empty()),
            consult: row.consult.unwrap_or(true),
            resolution,
            valid_from,
            valid_to,
        }))
    }

    fn customer(&mut self, row: &CustomerRow) -> Option<OrganisationFact> {
        let division = match &row.place {
            Some(place) => Some(self.place(place, &row.code)?),
            None => None,
        };
        let Held { resolution, valid_from, valid_to } = self.held(&row.dates(), &row.code)?;
        Some(OrganisationFact::Customer(CustomerRecorded {
            code: line(&row.code),
            kind: row.kind,
            level: row.level,
            parent: row.parent.as_deref().map(line),
            name: line(&row.name),
            en: row.en.as_deref().map(line),
            aliases: lines(row.aliases.as_ref()),
            division,
            successor_of: lines(row.successor_of.as_ref()),
            key: row.key.unwrap_or(false),
            resolution,
            valid_from,
            valid_to,
        }))
    }

    fn confirm(&mut self, row: ConfirmRow) -> OrganisationFact {
        let by = row.by.as_deref().or(self.by.as_deref());
        OrganisationFact::Confirmed(Confirmed {
            gap: line(&row.gap),
            holds: row.holds.unwrap_or(true),
            resolution: by.map(line).unwrap_or_default(),
        })
    }

    fn target(&mut self, row: &TargetRow) -> Option<OrganisationFact> {
        let unit = self.unit_code(&row.unit, "target")?;
        let Some(amount_fen) = whole_amount(&row.amount) else {
            return self.fault("publish-unread-sum", &row.unit, &row.amount);
        };
        let by = row.by.as_deref().or(self.by.as_deref());
        Some(OrganisationFact::Target(TargetSet {
            unit,
            month: line(&row.month),
            amount_fen,
            resolution: by.map(line).unwrap_or_default(),
        }))
    }
}
