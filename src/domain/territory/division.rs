//! Provinces and prefecture-level cities: the table, and finding one in what a person typed or a
//! notice says.
//!
//! A whole field (`苏`, `江苏`, `320000`) is looked up by [`find_province`]. Free text is read by
//! [`place_in`], which takes the longest name at each position and says nothing when the names it
//! found lie in two provinces: a wrong province would send a lead to the wrong desk, an unknown one
//! is asked about. 南京东路 is a street, not a city; 来宾 alone is a guest.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

/// Which storey of the code book a division stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Province, autonomous region, municipality, special administrative region.
    Province,
    /// Prefecture-level city, prefecture, league, autonomous prefecture.
    City,
}

/// A division of GB/T 2260.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Six digits: `320000`, `320100`.
    pub code: String,
    /// Full Chinese name: 江苏省, 恩施土家族苗族自治州.
    pub name: String,
    /// Short Chinese name: 江苏, 恩施.
    pub short: String,
    /// One character, as on number plates; provinces only.
    pub abbr: Option<String>,
    /// English name; provinces only.
    pub en: Option<String>,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// Province or city.
    pub level: Level,
    /// Code of the province, for a city.
    pub parent: Option<String>,
}

/// A place that a free text names without contradiction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The province.
    pub province: &'static Division,
    /// The city, if the text names exactly one.
    pub city: Option<&'static Division>,
    /// Bytes of the text that name it first.
    pub span: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    ordinary: Vec<String>,
    decoys: Vec<String>,
    province: Vec<RawProvince>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProvince {
    code: String,
    name: String,
    short: String,
    abbr: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    cities: Vec<String>,
}

/// A name to look for in free text.
struct Name {
    text: String,
    /// Index of the division; `None` for a word that only looks like a name.
    means: Option<usize>,
}

/// Provinces first, then cities; names by their first character, longest first.
#[derive(Default)]
struct Table {
    all: Vec<Division>,
    provinces: usize,
    names: HashMap<char, Vec<Name>>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../../assets/territory/divisions.toml");
        toml::from_str::<Asset>(text).map(Table::build).unwrap_or_default()
    })
}

impl Table {
    fn build(asset: Asset) -> Table {
        let mut table = Table { provinces: asset.province.len(), ..Table::default() };
        let mut cities = Vec::new();
        for raw in asset.province {
            cities.extend(raw.cities.iter().filter_map(|line| city(line, &raw.code)));
            table.all.push(Division {
                code: raw.code,
                name: raw.name,
                short: raw.short,
                abbr: Some(raw.abbr),
                en: Some(raw.en),
                aliases: raw.aliases,
                level: Level::Province,
                parent: None,
            });
        }
        table.all.append(&mut cities);
        // The first to claim a name keeps it: everyday words before cities' short names, 吉林 the
        // province before the city.
        for word in asset.decoys.iter().chain(&asset.ordinary) {
            add(&mut table.names, word, None);
        }
        for (index, division) in table.all.iter().enumerate() {
            add(&mut table.names, &division.name, Some(index));
            add(&mut table.names, &division.short, Some(index));
            for alias in division.aliases.iter().filter(|alias| alias.chars().count() > 1) {
                add(&mut table.names, alias, Some(index));
            }
            if division.name.ends_with("自治州") && !division.short.ends_with('州') {
                add(&mut table.names, &format!("{}州", division.short), Some(index));
            }
        }
        for names in table.names.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.text.len()));
        }
        table
    }
}

fn add(names: &mut HashMap<char, Vec<Name>>, text: &str, means: Option<usize>) {
    let Some(first) = text.chars().next() else { return };
    let list = names.entry(first).or_default();
    if list.iter().all(|name| name.text != text) {
        list.push(Name { text: text.to_owned(), means });
    }
}

/// A city from its line `code name [short]`.
fn city(line: &str, province: &str) -> Option<Division> {
    let mut words = line.split_whitespace();
    let (code, name) = (words.next()?, words.next()?);
    let short = words.next().unwrap_or_else(|| name.strip_suffix('市').unwrap_or(name));
    Some(Division {
        code: code.to_owned(),
        name: name.to_owned(),
        short: short.to_owned(),
        abbr: None,
        en: None,
        aliases: Vec::new(),
        level: Level::City,
        parent: Some(province.to_owned()),
    })
}

/// Every division: the 34 of province level, then the cities, each group by code.
pub fn divisions() -> &'static [Division] {
    &table().all
}

/// The 34 province-level divisions by code.
pub fn provinces() -> &'static [Division] {
    let table = table();
    table.all.get(..table.provinces).unwrap_or_default()
}

/// The cities of a province, by its code. Municipalities and 港澳台 have none in the table.
pub fn cities_of(province: &str) -> impl Iterator<Item = &'static Division> {
    divisions().iter().filter(move |division| division.parent.as_deref() == Some(province))
}

/// The division with this six-digit code.
pub fn division(code: &str) -> Option<&'static Division> {
    divisions().iter().find(|division| division.code == code)
}

/// The province with this six-digit code; `None` for a city's code.
pub fn province(code: &str) -> Option<&'static Division> {
    provinces().iter().find(|province| province.code == code)
}

/// The province of a division: itself, or where the city lies. Codes of counties and the like, which the table does not have,
/// tell it by their first two digits.
pub fn province_of(code: &str) -> Option<&'static Division> {
    let well_formed = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let province = code.get(..2).filter(|_| well_formed)?;
    provinces().iter().find(|known| known.code.starts_with(province))
}

/// The division that a whole text names: a province as [`find_province`] reads it, or a city by code, name or short name. `None`
/// where two cities go by that name.
pub fn find_division(text: &str) -> Option<&'static Division> {
    let wanted = text.trim();
    let named = |city: &&Division| {
        city.level == Level::City
            && (city.code == wanted || city.name == wanted || city.short == wanted)
    };
    find_province(wanted).or_else(|| {
        let mut cities = divisions().iter().filter(named);
        cities.next().filter(|_| cities.next().is_none())
    })
}

/// The province that a whole text names: by code, full or short name, abbreviation, alias, or
/// English name in any case.
pub fn find_province(text: &str) -> Option<&'static Division> {
    let wanted = text.trim();
    provinces().iter().find(|p| {
        p.code == wanted
            || p.name == wanted
            || p.short == wanted
            || p.abbr.as_deref() == Some(wanted)
            || p.en.as_deref().is_some_and(|en| en.eq_ignore_ascii_case(wanted))
            || p.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(wanted))
    })
}

/// The province, and the city if there is just one, that a free text names. `None` if it names
/// none, or places in more than one province. One-character abbreviations are not looked for.
pub fn place_in(text: &str) -> Option<Place> {
    let found = places(text);
    let (first, span) = found.first().cloned()?;
    let province = province_of(&first.code)?;
    let mut city: Option<&'static Division> = None;
    let mut several = false;
    for (division, _) in &found {
        if province_of(&division.code) != Some(province) {
            return None;
        }
        if division.level == Level::City {
            several |= city.is_some_and(|other| other != *division);
            city = Some(*division);
        }
    }
    Some(Place { province, city: city.filter(|_| !several), span })
}

/// The province of [`place_in`] and the bytes that name it or its city first.
pub fn province_in(text: &str) -> Option<(&'static Division, Range<usize>)> {
    place_in(text).map(|place| (place.province, place.span))
}

/// Whether a text ends with the name of a place, as 江苏 before 移动 in 江苏移动.
pub fn ends_with_place(text: &str) -> bool {
    divisions().iter().any(|d| {
        let aliases = d.aliases.iter().filter(|alias| alias.chars().count() > 1);
        let mut names = [&d.name, &d.short].into_iter().chain(aliases);
        names.any(|name| text.ends_with(name.as_str()))
    })
}

/// Every place a text names, from left to right, without overlaps.
fn places(text: &str) -> Vec<(&'static Division, Range<usize>)> {
    let table = table();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        let known = table.names.get(&first).map(Vec::as_slice).unwrap_or_default();
        let Some(name) = known.iter().find(|name| rest.starts_with(name.text.as_str())) else {
            at += first.len_utf8();
            continue;
        };
        let end = at + name.text.len();
        if let Some(division) = name.means.and_then(|index| table.all.get(index)) {
            let short = name.text != division.name;
            if !(short && text.get(end..).is_some_and(names_something_smaller)) {
                found.push((division, at..end));
            }
        }
        at = end;
    }
    found
}

/// Whether what follows a short name makes it the name of a street, town or village: 南京 + 东路,
/// 南阳 + 镇; not 天津 + 路灯.
fn names_something_smaller(rest: &str) -> bool {
    if rest.starts_with(['镇', '乡', '村']) {
        return true;
    }
    let rest = rest.trim_start_matches(['东', '南', '西', '北', '中', '一', '二', '三']);
    match rest.strip_prefix('路') {
        Some(after) => !after.starts_with(['由', '桥', '局', '灯', '网', '政', '面']),
        None => ["街", "大街", "大道"].iter().any(|street| rest.starts_with(street)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    fn at(text: &str) -> Option<(&str, &str, &str)> {
        let place = place_in(text)?;
        let city = place.city.map_or("", |city| city.short.as_str());
        Some((place.province.short.as_str(), city, text.get(place.span).unwrap()))
    }

    #[test]
    fn the_code_book_is_whole_and_consistent() {
        assert_eq!((provinces().len(), divisions().len()), (34, 367));
        let codes: BTreeSet<&str> = divisions().iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes.len(), divisions().len(), "every code once");
        for division in divisions() {
            let Division { code, parent, .. } = division;
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
            match division.level {
                Level::Province => assert!(code.ends_with("0000") && parent.is_none(), "{code}"),
                Level::City => {
                    let parent = parent.as_deref().unwrap();
                    assert_eq!(code.get(..2), parent.get(..2), "{code}");
                    assert!(code.ends_with("00") && province(parent).is_some(), "{code}");
                }
            }
        }
        assert_eq!(cities_of("320000").count(), 13);
    }

    #[test]
    fn no_two_provinces_share_a_name() {
        let mut seen = BTreeSet::new();
        for p in provinces() {
            assert_eq!(p.abbr.as_ref().unwrap().chars().count(), 1, "{}", p.name);
            let (abbr, en) = (p.abbr.as_ref().unwrap(), p.en.as_ref().unwrap());
            let words = [&p.code, &p.name, &p.short, abbr, en];
            for word in words.into_iter().chain(&p.aliases) {
                assert!(seen.insert(word.to_lowercase()), "{word}");
                assert_eq!(find_province(word), Some(p), "{word}");
            }
        }
        let row: String = ["贵州", "甘肃", "陕西", "四川", "重庆", "云南", "台湾", "香港", "澳门"]
            .iter()
            .map(|short| find_province(short).unwrap().abbr.clone().unwrap())
            .collect();
        assert_eq!(row, "黔甘陕川渝滇台港澳");
    }

    #[test]
    fn a_field_is_looked_up_as_a_whole() {
        for text in ["320000", "江苏省", " 江苏 ", "苏", "Jiangsu", "JIANGSU"] {
            assert_eq!(find_province(text).unwrap().code, "320000", "{text}");
        }
        assert_eq!(find_province("江苏移动"), None);
        assert_eq!(find_province(""), None);
        assert_eq!(province("320100"), None);
        assert_eq!(province_of("320100"), province("320000"));
    }

    #[test]
    fn free_text_gives_province_city_and_span() {
        assert_eq!(at("中国移动通信集团江苏有限公司"), Some(("江苏", "", "江苏")));
        assert_eq!(at("2026年江苏省南京市管道工程"), Some(("江苏", "南京", "江苏省")));
        assert_eq!(at("宜昌分公司光缆迁改"), Some(("湖北", "宜昌", "宜昌")));
        assert_eq!(at("浙江西部干线"), Some(("浙江", "", "浙江")), "not 江西");
        assert_eq!(at("海南藏族自治州基站"), Some(("青海", "海南州", "海南藏族自治州")));
        assert_eq!(at("恩施州传输"), Some(("湖北", "恩施", "恩施州")));
        assert_eq!(at("吉林通信管道"), Some(("吉林", "", "吉林")), "the city is not said");
        assert_eq!(at("南京、苏州两地"), Some(("江苏", "", "南京")), "two cities, one province");
    }

    #[test]
    fn two_provinces_or_none_stay_unknown() {
        assert_eq!(at("江苏与浙江交界光缆"), None);
        assert_eq!(at("省内干线光缆扩容"), None);
        assert_eq!(at(""), None);
        assert_eq!(at("苏移2026年工程"), None, "abbreviations prove nothing in free text");
    }

    #[test]
    fn streets_and_everyday_words_are_no_places() {
        assert_eq!(at("昆明市北京路管道"), Some(("云南", "昆明", "昆明市")));
        assert_eq!(at("南京东路、长江西路"), None);
        assert_eq!(at("某县南阳镇复合肥仓库"), None);
        assert_eq!(at("天津路灯改造"), Some(("天津", "", "天津")));
        assert_eq!(at("来宾接待与大理石采购"), None);
        assert_eq!(at("来宾市接入网"), Some(("广西", "来宾", "来宾市")));
    }

    #[test]
    fn a_place_can_be_recognised_before_another_word() {
        assert!(ends_with_place("2026年江苏"));
        assert!(!ends_with_place("江苏的"));
    }
}
