//! The four regions, their provinces, and who stands in for whom.
//!
//! Seats are given by art. 18; the lists of provinces are an assumed default (gap G1). When a
//! regional manager is recused or absent, the neighbour in a fixed ring takes over (gap G12): 东北
//! → 华东 → 华南 → 西南 → 东北.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A region's code: what numbers, keys and bundles carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RegionCode {
    /// 东北, seat 沈阳.
    NE,
    /// 华东, seat 上海.
    EC,
    /// 华南, seat 广州.
    SC,
    /// 西南, seat 成都.
    SW,
}

impl RegionCode {
    /// The four codes in the order of the ring of deputies.
    pub const ALL: [RegionCode; 4] =
        [RegionCode::NE, RegionCode::EC, RegionCode::SC, RegionCode::SW];

    /// The code as text: `EC`.
    pub fn as_str(self) -> &'static str {
        match self {
            RegionCode::NE => "NE",
            RegionCode::EC => "EC",
            RegionCode::SC => "SC",
            RegionCode::SW => "SW",
        }
    }

    /// The region whose manager stands in when this one's is recused or absent (gap G12).
    #[must_use]
    pub fn deputy(self) -> RegionCode {
        match self {
            RegionCode::NE => RegionCode::EC,
            RegionCode::EC => RegionCode::SC,
            RegionCode::SC => RegionCode::SW,
            RegionCode::SW => RegionCode::NE,
        }
    }

    /// The bundled row of this region.
    pub fn region(self) -> Option<&'static Region> {
        regions().iter().find(|region| region.code == self)
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that names none of the four regions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no region is called '{0}' (known: NE, EC, SC, SW)")]
pub struct UnknownRegion(
    /// The text as given.
    pub String,
);

impl FromStr for RegionCode {
    type Err = UnknownRegion;

    /// Accepts the code in either case, the Chinese name with or without 大区, and the English
    /// name.
    fn from_str(text: &str) -> Result<RegionCode, UnknownRegion> {
        let wanted = text.trim();
        let name = wanted.strip_suffix("大区").unwrap_or(wanted);
        let by_code =
            RegionCode::ALL.into_iter().find(|code| code.as_str().eq_ignore_ascii_case(wanted));
        let by_name = || {
            let mut all = regions().iter();
            all.find(|r| r.name == name || r.en.eq_ignore_ascii_case(wanted)).map(|r| r.code)
        };
        by_code.or_else(by_name).ok_or_else(|| UnknownRegion(text.to_owned()))
    }
}

/// A region as bundled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Code.
    pub code: RegionCode,
    /// Chinese name without 大区: 华东.
    pub name: String,
    /// English name.
    pub en: String,
    /// City where the regional manager sits (art. 18).
    pub seat: String,
    /// GB/T 2260 codes of its provinces.
    pub provinces: Vec<String>,
    /// Whether the list of provinces is a default that headquarters has not confirmed (假定).
    pub assumed: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    hq_direct: Vec<String>,
    region: Vec<Region>,
}

fn asset() -> &'static Asset {
    static TABLE: OnceLock<Asset> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/territory/regions.toml")).unwrap_or_default()
    })
}

/// The four regions.
pub fn regions() -> &'static [Region] {
    &asset().region
}

/// Codes of the divisions that headquarters coordinates itself (总部直管): 港澳台.
pub fn hq_direct() -> &'static [String] {
    &asset().hq_direct
}

/// Whether a division, province or city, is coordinated by headquarters directly.
pub fn is_hq_direct(code: &str) -> bool {
    super::province_of(code).is_some_and(|province| hq_direct().contains(&province.code))
}

/// The region of a province, or of the province a city lies in. `None` for what headquarters
/// coordinates and for a code that is unknown; [`is_hq_direct`] tells them apart.
pub fn region_of(code: &str) -> Option<RegionCode> {
    let province = super::province_of(code)?;
    regions().iter().find(|region| region.provinces.contains(&province.code)).map(|r| r.code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeMap;

    use super::super::{find_province, provinces};
    use super::*;

    #[test]
    fn the_31_provinces_stand_in_exactly_one_region_each_and_the_rest_with_headquarters() {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for code in regions().iter().flat_map(|region| &region.provinces).chain(hq_direct()) {
            *times.entry(code.as_str()).or_default() += 1;
        }
        assert_eq!(times.len(), 34);
        for province in provinces() {
            assert_eq!(times.get(province.code.as_str()), Some(&1), "{}", province.name);
            let regional = region_of(&province.code).is_some();
            assert_ne!(regional, is_hq_direct(&province.code), "{}", province.name);
        }
        let sizes: Vec<usize> = regions().iter().map(|region| region.provinces.len()).collect();
        assert_eq!(sizes, [8, 7, 6, 10], "gap G1");
    }

    #[test]
    fn provinces_are_where_the_default_puts_them() {
        for (region, abbreviations) in [
            (RegionCode::NE, "辽吉黑蒙京津冀晋"),
            (RegionCode::EC, "沪苏浙皖鲁闽赣"),
            (RegionCode::SC, "粤桂琼湘鄂豫"),
            (RegionCode::SW, "川渝黔滇藏陕甘青宁新"),
        ] {
            for abbreviation in abbreviations.chars() {
                let province = find_province(&abbreviation.to_string()).unwrap();
                assert_eq!(region_of(&province.code), Some(region), "{abbreviation}");
            }
        }
        assert_eq!(region_of("320100"), Some(RegionCode::EC), "a city follows its province");
        assert_eq!((region_of("710000"), region_of("nonsense")), (None, None));
        assert!(regions().iter().all(|region| region.assumed));
    }

    #[test]
    fn a_region_is_understood_by_code_and_by_name() {
        for text in ["EC", "ec", "华东", "华东大区", " 华东大区 ", "East China"] {
            assert_eq!(text.parse::<RegionCode>(), Ok(RegionCode::EC), "{text}");
        }
        assert!("华北".parse::<RegionCode>().is_err());
        assert!("".parse::<RegionCode>().is_err());
        for code in RegionCode::ALL {
            assert_eq!(code.to_string().parse::<RegionCode>(), Ok(code));
            assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{code}\""));
            assert_eq!(code.region().map(|region| region.code), Some(code));
        }
    }

    #[test]
    fn the_ring_of_deputies_visits_all_four_and_nobody_deputises_for_himself() {
        let mut here = RegionCode::NE;
        for expected in [RegionCode::EC, RegionCode::SC, RegionCode::SW, RegionCode::NE] {
            assert_ne!(here.deputy(), here);
            here = here.deputy();
            assert_eq!(here, expected);
        }
    }
}
