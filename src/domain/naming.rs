//! How a unit is named and where it sits (art. 13): departments sit in main cities, and a name is the company's prefix with
//! region, branch or office. 某某建设一分公司南京办事处 sits in 南京, and says whose office it is.
//!
//! It lints and bars nothing. What is not known is not held against a name: without the company's prefix or the name of the
//! unit above, nothing is said of them.

use super::territory::{Division, Level, cities_of, division, place_in, province_of};
use super::unit::UnitKind;
use super::why::Why;
use crate::text::clean::is_hidden;
use crate::text::columns;

/// A name wider than this many columns stands in no list whole.
pub const MOST_COLUMNS: usize = 40;

/// The article behind every finding.
const RULE: &str = "SCXT-13";

/// Brackets other than the pair （）, in which a company's name may hold a word.
const BRACKETS: &str = "()[]{}<>【】〔〕［］｛｝《》〈〉＜＞「」『』";

/// The words in which the name of a unit of this kind may end; empty where there is no telling.
fn endings(kind: &UnitKind) -> &'static [&'static str] {
    match kind {
        UnitKind::HqDept => &["部", "室", "办", "中心"],
        UnitKind::Branch => &["分公司"],
        UnitKind::Office => &["办事处"],
        UnitKind::BusinessUnit => &["事业部"],
        UnitKind::EngineeringDept => &["工程部"],
        UnitKind::WorksSection => &["施工处"],
        UnitKind::Subsidiary => &["公司"],
        UnitKind::Bureau => &["局"],
        UnitKind::Attached | UnitKind::Parent | UnitKind::Other(_) => &[],
    }
}

/// What does not fit in a unit's name and seat, each by art. 13. `city` is the GB/T 2260 code of the city it sits in, `prefix`
/// what the names of the company's units begin with, `parent` the name of the unit above it.
pub fn lint(
    name: &str,
    kind: &UnitKind,
    city: Option<&str>,
    prefix: Option<&str>,
    parent: Option<&str>,
) -> Vec<Why> {
    if name.trim().is_empty() {
        return vec![Why::rule("argument-missing", RULE).with("argument", "name")];
    }
    let seat = city.and_then(city_of);
    let above = parent.map(|parent| without(parent, prefix)).filter(|above| !above.is_empty());
    let own = without(without(name, prefix), above);
    let whys = [
        lacks_prefix(name, prefix),
        ends_otherwise(name, kind),
        hides_whose(name, kind, above),
        is_odd(name),
        is_too_long(name),
        seat.is_none().then(|| Why::rule("naming-no-seat", RULE)),
        seat.and_then(|seat| names_elsewhere(own, seat)),
    ];
    whys.into_iter().flatten().collect()
}

/// The city of that code; of a county's, the one that it belongs to. A province is none, unless it has no cities: those are
/// cities themselves.
fn city_of(code: &str) -> Option<&'static Division> {
    let code = code.trim();
    let province = province_of(code)?;
    let around = code.get(..4).and_then(|head| division(&format!("{head}00")));
    let found = division(code).or(around).unwrap_or(province);
    let is_city = found.level == Level::City || cities_of(&found.code).next().is_none();
    is_city.then_some(found)
}

/// A name without what it begins with, where it does and that is known.
fn without<'a>(name: &'a str, beginning: Option<&str>) -> &'a str {
    let name = name.trim();
    beginning.and_then(|beginning| name.strip_prefix(beginning.trim())).unwrap_or(name)
}

fn lacks_prefix(name: &str, prefix: Option<&str>) -> Option<Why> {
    let prefix = prefix.map(str::trim).filter(|prefix| !prefix.is_empty())?;
    let lacks = !name.trim().starts_with(prefix);
    lacks.then(|| Why::rule("naming-no-prefix", RULE).with("prefix", prefix))
}

fn ends_otherwise(name: &str, kind: &UnitKind) -> Option<Why> {
    let endings = endings(kind);
    let ends = endings.iter().any(|ending| name.trim().ends_with(*ending));
    let otherwise = !endings.is_empty() && !ends;
    otherwise.then(|| Why::rule("naming-ending", RULE).with("endings", endings.join(" / ")))
}

/// An office carries the name of the unit whose office it is.
fn hides_whose(name: &str, kind: &UnitKind, above: Option<&str>) -> Option<Why> {
    let above = above.filter(|_| *kind == UnitKind::Office)?;
    (!name.contains(above)).then(|| Why::rule("naming-no-parent", RULE).with("parent", above))
}

/// Characters that show nothing or act on the terminal, blanks at the ends, and brackets that are none of a name's.
fn is_odd(name: &str) -> Option<Why> {
    let hidden = name != name.trim() || name.chars().any(is_hidden);
    let odd = hidden || !brackets_fit(name);
    odd.then(|| Why::rule("naming-odd-marks", RULE))
}

/// Only （）, in pairs, not one within another, and with something between them.
fn brackets_fit(name: &str) -> bool {
    let mut inside: Option<usize> = None;
    for c in name.chars() {
        inside = match (c, inside) {
            ('（', None) => Some(0),
            ('）', Some(held)) if held > 0 => None,
            ('（' | '）', _) => return false,
            (c, _) if BRACKETS.contains(c) => return false,
            (_, inside) => inside.map(|held| held + 1),
        };
    }
    inside.is_none()
}

fn is_too_long(name: &str) -> Option<Why> {
    let wide = columns(name);
    let why = || Why::rule("naming-too-long", RULE).with("columns", wide.to_string());
    (wide > MOST_COLUMNS).then(|| why().with("most", MOST_COLUMNS.to_string()))
}

/// The place in a name is not where the unit sits. A name that says the province alone fits every city of it.
fn names_elsewhere(own: &str, seat: &'static Division) -> Option<Why> {
    let place = place_in(own)?;
    let named = place.city.unwrap_or(place.province);
    let fits = match named.level {
        Level::City => named.code == seat.code,
        Level::Province => province_of(&seat.code) == Some(named),
    };
    let why = || Why::rule("naming-elsewhere", RULE).with("place", named.name.as_str());
    (!fits).then(|| why().with("seat", seat.name.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const NANJING: Option<&str> = Some("320100");
    const COMPANY: Option<&str> = Some("某某建设");

    fn keys(whys: Vec<Why>) -> Vec<String> {
        assert!(whys.iter().all(|why| why.rule.as_deref() == Some("SCXT-13")));
        whys.into_iter().map(|why| why.key).collect()
    }

    /// An office of 一分公司 in 南京.
    fn office(name: &str) -> Vec<String> {
        keys(lint(name, &UnitKind::Office, NANJING, COMPANY, Some("某某建设一分公司")))
    }

    fn branch(name: &str, city: Option<&str>, prefix: Option<&str>) -> Vec<String> {
        keys(lint(name, &UnitKind::Branch, city, prefix, None))
    }

    #[test]
    fn a_name_by_the_rule_passes() {
        let none: [&str; 0] = [];
        assert_eq!(office("某某建设一分公司南京办事处"), none);
        assert_eq!(branch("某某建设一分公司", NANJING, COMPANY), none);
        assert_eq!(branch("某某建设（集团）江苏分公司", NANJING, COMPANY), none);
    }

    #[test]
    fn the_prefix_is_asked_for_once_it_is_known() {
        assert_eq!(branch("一分公司", NANJING, COMPANY), ["naming-no-prefix"]);
        assert_eq!(branch("一分公司", NANJING, None), [""; 0]);
        assert_eq!(branch("一分公司", NANJING, Some(" ")), [""; 0]);
        let why = lint("一分公司", &UnitKind::Branch, NANJING, COMPANY, None).remove(0);
        assert_eq!(why.args, [("prefix".to_owned(), "某某建设".to_owned())]);
    }

    #[test]
    fn a_name_ends_in_the_word_of_its_kind() {
        let ends = |name: &str, kind: UnitKind| keys(lint(name, &kind, NANJING, None, None));
        for (kind, good, bad) in [
            (UnitKind::HqDept, "市场部", "市场科"),
            (UnitKind::Branch, "一分公司", "一公司"),
            (UnitKind::Office, "南京办事处", "南京办"),
            (UnitKind::BusinessUnit, "传输事业部", "传输部"),
            (UnitKind::EngineeringDept, "第一工程部", "第一工程队"),
            (UnitKind::WorksSection, "三施工处", "三施工队"),
            (UnitKind::Subsidiary, "某某通信有限公司", "某某通信"),
            (UnitKind::Bureau, "工程一局", "工程一队"),
        ] {
            assert_eq!(ends(good, kind.clone()), [""; 0], "{good}");
            assert_eq!(ends(bad, kind), ["naming-ending"], "{bad}");
        }
        assert_eq!(ends("机械队", UnitKind::Attached), [""; 0], "no word is known");
        assert_eq!(ends("联营体", UnitKind::Other("joint_venture".into())), [""; 0]);
    }

    #[test]
    fn the_place_in_the_name_is_where_the_unit_sits() {
        let sits =
            |name: &str, city: &str| keys(lint(name, &UnitKind::Office, Some(city), None, None));
        assert_eq!(sits("南京办事处", "320100"), [""; 0]);
        assert_eq!(sits("南京办事处", "330100"), ["naming-elsewhere"]);
        assert_eq!(sits("南京办事处", "320500"), ["naming-elsewhere"], "苏州 is not 南京");
        assert_eq!(sits("江苏办事处", "320500"), [""; 0], "the province is enough");
        assert_eq!(sits("浙江办事处", "320500"), ["naming-elsewhere"]);
        assert_eq!(sits("上海办事处", "310000"), [""; 0], "a city and a province");
        assert_eq!(sits("南京杭州办事处", "320100"), [""; 0], "two places prove nothing");
        let why = lint("南京办事处", &UnitKind::Office, Some("330100"), None, None).remove(0);
        let told: Vec<&str> = why.args.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(told, ["南京市", "杭州市"]);
    }

    #[test]
    fn the_place_of_the_company_or_of_the_branch_is_none_of_the_office() {
        let name = "北京建设杭州分公司南京办事处";
        let lint = |parent| lint(name, &UnitKind::Office, NANJING, Some("北京建设"), Some(parent));
        assert_eq!(keys(lint("北京建设杭州分公司")), [""; 0]);
        assert_eq!(keys(lint("杭州分公司")), [""; 0], "also where it is recorded without prefix");
    }

    #[test]
    fn a_unit_sits_in_a_city_that_is_known() {
        assert_eq!(branch("一分公司", None, None), ["naming-no-seat"]);
        assert_eq!(branch("一分公司", Some("999999"), None), ["naming-no-seat"]);
        assert_eq!(branch("一分公司", Some("320000"), None), ["naming-no-seat"], "a province");
        assert_eq!(branch("一分公司", Some("310000"), None), [""; 0], "上海 is a city");
        assert_eq!(branch("苏州分公司", Some("320583"), None), [""; 0], "昆山 belongs to 苏州");
        assert_eq!(branch("南京分公司", Some("320583"), None), ["naming-elsewhere"]);
    }

    #[test]
    fn an_office_says_whose_it_is() {
        assert_eq!(office("某某建设南京办事处"), ["naming-no-parent"]);
        assert_eq!(office("某某建设三分公司南京办事处"), ["naming-no-parent"]);
        let of_company =
            |parent| lint("某某建设南京办事处", &UnitKind::Office, NANJING, COMPANY, parent);
        assert_eq!(keys(of_company(None)), [""; 0], "nobody recorded the unit above");
        assert_eq!(keys(of_company(COMPANY)), [""; 0], "the company's own");
        let section = "某某建设施工处";
        let of_branch = lint(section, &UnitKind::WorksSection, NANJING, COMPANY, Some("一分公司"));
        assert_eq!(keys(of_branch), [""; 0], "only offices");
    }

    #[test]
    fn a_name_holds_no_odd_marks_and_fits_in_a_list() {
        for odd in [
            "某某\u{7}一分公司",
            "某某\u{200B}一分公司",
            " 一分公司",
            "某某(集团)一分公司",
            "【某某】一分公司",
            "某某（集团一分公司",
            "某某）集团（一分公司",
            "某某（）一分公司",
            "某某（集（团））一分公司",
        ] {
            assert_eq!(branch(odd, NANJING, None), ["naming-odd-marks"], "{odd:?}");
        }
        let long = |han: usize| branch(&format!("{}分公司", "某".repeat(han)), NANJING, None);
        assert_eq!(long(17), [""; 0], "40 columns");
        assert_eq!(long(18), ["naming-too-long"]);
        assert_eq!(branch(" ", NANJING, COMPANY), ["argument-missing"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is before it: a name that begins with the prefix and ends in the word of its kind is not told otherwise.
        #[test]
        fn prefix_and_ending_are_read_at_the_ends_alone(middle in "[一二三四五六东南西北（）()a-z]{0,30}") {
            let keys = branch(&format!("某某建设{middle}分公司"), NANJING, COMPANY);
            prop_assert!(!keys.iter().any(|key| key == "naming-no-prefix" || key == "naming-ending"));
            let round = middle.contains(['(', ')']);
            prop_assert!(!round || keys.iter().any(|key| key == "naming-odd-marks"));
        }
    }
}
