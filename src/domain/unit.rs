//! Units of the company: the parties of every conflict, and the legal person each one bids as.
//!
//! The legal person decides what may be done at all. Sharing out work among units of one legal
//! person is internal management; the same between separate legal persons is collusion
//! (招标投标法实施条例 arts. 39-40), and two units of one legal person in one lot spoil both bids
//! (art. 34). Every unit therefore carries one (gap G15).

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::why::Why;

/// What a unit is: the union of the lists of arts. 4 and 10, open to kinds that headquarters may
/// add (gap G27).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum UnitKind {
    /// Department of headquarters.
    HqDept,
    /// Branch company (分公司).
    Branch,
    /// Office (办事处).
    Office,
    /// Business unit (事业部).
    BusinessUnit,
    /// Engineering department (工程部).
    EngineeringDept,
    /// Works section (施工处).
    WorksSection,
    /// Controlled subsidiary, a legal person of its own.
    Subsidiary,
    /// Attached unit able to build.
    Attached,
    /// Parent body.
    Parent,
    /// Subordinate bureau.
    Bureau,
    /// A kind this version does not know, kept as written.
    Other(String),
}

impl UnitKind {
    /// The kind as it is written in events and files: `business_unit`.
    pub fn as_str(&self) -> &str {
        match self {
            UnitKind::HqDept => "hq_dept",
            UnitKind::Branch => "branch",
            UnitKind::Office => "office",
            UnitKind::BusinessUnit => "business_unit",
            UnitKind::EngineeringDept => "engineering_dept",
            UnitKind::WorksSection => "works_section",
            UnitKind::Subsidiary => "subsidiary",
            UnitKind::Attached => "attached",
            UnitKind::Parent => "parent",
            UnitKind::Bureau => "bureau",
            UnitKind::Other(text) => text,
        }
    }
}

impl From<String> for UnitKind {
    fn from(text: String) -> UnitKind {
        match text.as_str() {
            "hq_dept" => UnitKind::HqDept,
            "branch" => UnitKind::Branch,
            "office" => UnitKind::Office,
            "business_unit" => UnitKind::BusinessUnit,
            "engineering_dept" => UnitKind::EngineeringDept,
            "works_section" => UnitKind::WorksSection,
            "subsidiary" => UnitKind::Subsidiary,
            "attached" => UnitKind::Attached,
            "parent" => UnitKind::Parent,
            "bureau" => UnitKind::Bureau,
            _ => UnitKind::Other(text),
        }
    }
}

impl From<UnitKind> for String {
    fn from(kind: UnitKind) -> String {
        kind.as_str().to_owned()
    }
}

impl FromStr for UnitKind {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<UnitKind, Infallible> {
        Ok(UnitKind::from(text.to_owned()))
    }
}

impl fmt::Display for UnitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where a unit is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// 筹建.
    Planned,
    /// 运营.
    #[default]
    Active,
    /// 收缩.
    Shrinking,
    /// 撤销.
    Closed,
}

impl Unit {
    /// Why it takes up no business: it is not at work yet, or no more (art. 17).
    pub fn rests(&self) -> Option<Why> {
        let key = match self.state {
            UnitState::Planned => "unit-planned",
            UnitState::Closed => "unit-closed",
            UnitState::Active | UnitState::Shrinking => return None,
        };
        Some(Why::rule(key, "SCXT-17").with("unit", &self.code))
    }
}

impl UnitState {
    /// The word in data; the catalogue key is `unit-state-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            UnitState::Planned => "planned",
            UnitState::Active => "active",
            UnitState::Shrinking => "shrinking",
            UnitState::Closed => "closed",
        }
    }

    fn is_active(&self) -> bool {
        *self == UnitState::Active
    }
}

/// A unit of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Short code: `F1`.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Code of the legal person it bids as.
    pub legal_entity: String,
    /// Code of the unit above it, if recorded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<String>,
    /// GB/T 2260 code of the city it is based in, if known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub city: Option<String>,
    /// Where it is in its life.
    #[serde(default, skip_serializing_if = "UnitState::is_active")]
    pub state: UnitState,
    /// Whether this is a default that headquarters has not confirmed (假定).
    #[serde(default)]
    pub assumed: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    unit: Vec<Unit>,
}

/// The six branches as assumed until headquarters records its own (gap G2).
pub fn default_units() -> &'static [Unit] {
    static TABLE: OnceLock<Asset> = OnceLock::new();
    let asset = TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../assets/territory/units.toml")).unwrap_or_default()
    });
    &asset.unit
}

/// The assumed unit that a whole text names, by code in either case or by name.
pub fn find_unit(text: &str) -> Option<&'static Unit> {
    let wanted = text.trim();
    default_units()
        .iter()
        .find(|unit| unit.code.eq_ignore_ascii_case(wanted) || unit.name == wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn six_assumed_branches_of_one_legal_person() {
        let units = default_units();
        let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
        assert_eq!(codes, ["F1", "F2", "F3", "F4", "F5", "F6"]);
        let names: BTreeSet<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names.len(), 6);
        for unit in units {
            assert_eq!(unit.kind, UnitKind::Branch);
            assert!(unit.assumed && unit.city.is_none());
            assert_eq!(unit.legal_entity, units[0].legal_entity);
        }
        assert_eq!(find_unit("三分公司").unwrap().code, "F3");
        assert_eq!(find_unit(" f3 ").unwrap().code, "F3");
        assert_eq!(find_unit("七分公司"), None);
    }

    #[test]
    fn a_kind_from_a_later_version_survives_the_round_trip() {
        for text in ["branch", "business_unit", "joint_venture"] {
            let kind: UnitKind = serde_json::from_value(text.into()).unwrap();
            assert_eq!(serde_json::to_value(&kind).unwrap(), text);
            assert_eq!(kind, text.parse::<UnitKind>().unwrap());
        }
        assert_eq!("x".parse::<UnitKind>().unwrap(), UnitKind::Other("x".into()));
    }
}
