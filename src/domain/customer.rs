//! Customers: who tenders and who supplies, under the names they go by, and the key account posts
//! of art. 25.
//!
//! The regulation is older than today's operators (gap G24): 网通, 铁通 and 卫通 have successors,
//! 中国铁塔 and 中国广电 are new. An operator's one-word name is an everyday word too (移动式,
//! 电信业务, 输电铁塔), so in free text it counts only beside a place or a word for a company; full
//! names always count. Two operators in one text mean: unknown.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::territory::{ends_with_place, place_in};

/// What a customer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// Telecom operator or tower company.
    Operator,
    /// Equipment vendor.
    Vendor,
    /// Anybody else.
    Other,
}

/// A customer as bundled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// Short code: `CMCC`.
    pub code: String,
    /// Operator, vendor, other.
    pub kind: CustomerKind,
    /// Usual Chinese name: 中国移动.
    pub name: String,
    /// One-word name: 移动.
    pub short: String,
    /// English name.
    pub en: String,
    /// Aliases that are certain wherever they stand in a text, `name` among them unless it is
    /// ambiguous.
    #[serde(rename = "names")]
    pub aliases: Vec<String>,
    /// Words before which `short` never means this customer.
    #[serde(default)]
    pub not_before: Vec<String>,
    /// Codes of customers whose business went over to this one.
    #[serde(default)]
    pub successor_of: Vec<String>,
    /// Last year as a customer of its own; `None` for one that exists today.
    #[serde(default)]
    pub valid_to: Option<u16>,
}

/// A key account post at headquarters (art. 25); who holds it is recorded by board resolution.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAccountPost {
    /// Short code: `KA-YD`.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Codes of the customers it looks after; none for the overseas market.
    pub customers: Vec<String>,
    /// Fewest people.
    pub headcount_min: u8,
    /// Most people.
    pub headcount_max: u8,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    customer: Vec<Customer>,
    post: Vec<KeyAccountPost>,
}

fn asset() -> &'static Asset {
    static TABLE: OnceLock<Asset> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../assets/territory/customers.toml")).unwrap_or_default()
    })
}

/// Every customer, operators first.
pub fn customers() -> &'static [Customer] {
    &asset().customer
}

/// The key account posts of art. 25.
pub fn key_account_posts() -> &'static [KeyAccountPost] {
    &asset().post
}

/// The customer with this code.
pub fn customer(code: &str) -> Option<&'static Customer> {
    customers().iter().find(|customer| customer.code == code)
}

/// The customer that a whole text names: by code or English name in any case, name, one-word name,
/// or alias.
pub fn find_customer(text: &str) -> Option<&'static Customer> {
    let wanted = text.trim();
    customers().iter().find(|c| {
        let names = [&c.code, &c.name, &c.short, &c.en];
        names.into_iter().chain(&c.aliases).any(|name| name.eq_ignore_ascii_case(wanted))
    })
}

/// The customer that a name as published means: one of the table as a whole, or the operator named in it.
pub fn named(text: &str) -> Option<&'static Customer> {
    find_customer(text).or_else(|| find_operator(text).map(|found| found.0))
}

impl Customer {
    /// Who carries this customer's business today: itself, or its last successor.
    pub fn today(&'static self) -> &'static Customer {
        let mut here = self;
        // A chain is shorter than the table; the bound keeps a faulty table from turning in a
        // circle.
        for _ in 0..customers().len() {
            let mut all = customers().iter();
            match all.find(|other| other.successor_of.contains(&here.code)) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    /// The key account posts that look after this customer or after those it succeeded.
    pub fn posts(&'static self) -> impl Iterator<Item = &'static KeyAccountPost> {
        let today = self.today();
        key_account_posts().iter().filter(move |post| {
            post.customers.iter().filter_map(|code| customer(code)).any(|c| c.today() == today)
        })
    }
}

/// The operator that a free text (a title, a buyer's name) names, and the bytes that do. `None` if
/// it names none, or two that do not belong together today. Historic names give the historic
/// customer; see [`Customer::today`].
pub fn find_operator(text: &str) -> Option<(&'static Customer, Range<usize>)> {
    let mut found = full_names(text);
    if found.is_empty() {
        found = one_word_names(text);
    }
    let (first, span) = found.first().cloned()?;
    found.iter().all(|(other, _)| other.today() == first.today()).then_some((first, span))
}

fn operators() -> impl Iterator<Item = &'static Customer> {
    customers().iter().filter(|customer| customer.kind == CustomerKind::Operator)
}

/// Certain names from left to right; of names that overlap the earlier, and of these the longest.
fn full_names(text: &str) -> Vec<(&'static Customer, Range<usize>)> {
    let mut all = Vec::new();
    for operator in operators() {
        // Most names are not in a text, and that is told faster than where they are.
        for alias in operator.aliases.iter().filter(|alias| text.contains(alias.as_str())) {
            for (start, name) in text.match_indices(alias.as_str()) {
                all.push((operator, start..start + name.len()));
            }
        }
    }
    all.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    all.retain(|(_, span)| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    all
}

/// One-word names whose surroundings make them an operator, from left to right.
fn one_word_names(text: &str) -> Vec<(&'static Customer, Range<usize>)> {
    let mut all = Vec::new();
    for operator in operators().filter(|operator| text.contains(operator.short.as_str())) {
        for (start, name) in text.match_indices(operator.short.as_str()) {
            let end = start + name.len();
            let before = text.get(..start).unwrap_or_default();
            let after = text.get(end..).unwrap_or_default();
            let barred = operator.not_before.iter().any(|word| after.starts_with(word.as_str()));
            if !barred && is_company(before, after) {
                all.push((operator, start..end));
            }
        }
    }
    all.sort_by_key(|(_, span)| span.start);
    all
}

/// Whether a one-word name between these two texts is a company: alone, after a place, before 公司
/// and the like, or as the label at the head of a line (移动·江苏).
fn is_company(before: &str, after: &str) -> bool {
    const COMPANY: [&str; 5] = ["公司", "分公司", "集团", "股份", "总部"];
    const MARKS: [char; 9] = ['·', '・', '|', '/', ':', '：', '-', '－', ' '];
    let generic = after.starts_with("通信") && !after.starts_with("通信集团");
    let head = before.trim().is_empty();
    if head && (after.trim().is_empty() || after.starts_with(MARKS)) {
        return true;
    }
    if head && !generic && place_in(after).is_some_and(|place| place.span.start == 0) {
        return true;
    }
    if COMPANY.iter().any(|word| after.starts_with(word)) {
        return true;
    }
    !generic && (before.ends_with(['省', '市', '州', '县', '区']) || ends_with_place(before))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    fn operator(text: &str) -> Option<(&str, &str)> {
        find_operator(text).map(|(who, span)| (who.short.as_str(), text.get(span).unwrap()))
    }

    #[test]
    fn codes_and_names_are_unique_and_references_resolve() {
        let codes: BTreeSet<&str> = customers().iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes.len(), customers().len());
        assert_eq!((codes.len(), operators().count()), (15, 8));
        let mut names = BTreeSet::new();
        for c in customers() {
            assert!(c.aliases.iter().chain([&c.short]).all(|n| !n.trim().is_empty()), "{}", c.code);
            for name in &c.aliases {
                assert!(names.insert(name), "{name}");
            }
            assert!(c.successor_of.iter().all(|code| customer(code).is_some()), "{}", c.code);
            assert_eq!(find_customer(&c.short), Some(c));
            assert_eq!(find_customer(&c.en.to_uppercase()), Some(c));
        }
        for post in key_account_posts() {
            assert!(post.customers.iter().all(|code| customer(code).is_some()), "{}", post.code);
            assert!(1 <= post.headcount_min && post.headcount_min <= post.headcount_max);
        }
    }

    #[test]
    fn customers_of_the_regulation_have_successors_today() {
        for (then, now) in [
            ("网通", "联通"),
            ("铁通", "移动"),
            ("卫通", "电信"),
            ("摩托罗拉", "诺基亚"),
            ("阿尔卡特", "诺基亚"),
            ("北电", "爱立信"),
        ] {
            let old = find_customer(then).unwrap();
            assert!(old.valid_to.is_some(), "{then}");
            assert_eq!(old.today().short, now);
        }
        assert!(customers().iter().all(|c| c.today().valid_to.is_none()), "today's exist today");
        let unicom = find_customer("联通").unwrap();
        let posts: Vec<&str> = unicom.posts().map(|post| post.code.as_str()).collect();
        assert_eq!(posts, ["KA-TN", "KA-LT"], "its own and the one of 网通");
        assert_eq!(find_customer("铁塔").unwrap().posts().count(), 0, "art. 25 is older");
    }

    #[test]
    fn a_full_name_is_certain_and_the_longest_is_taken() {
        assert_eq!(
            operator("中国移动通信集团江苏有限公司2026年工程"),
            Some(("移动", "中国移动通信集团"))
        );
        let tower = operator("关于中国铁塔股份有限公司的采购");
        assert_eq!(tower, Some(("铁塔", "中国铁塔股份有限公司")));
        assert_eq!(operator("中移铁通有限公司"), Some(("铁通", "中移铁通有限公司")));
    }

    #[test]
    fn a_one_word_name_counts_only_beside_a_place_or_a_company() {
        assert_eq!(operator("江苏移动传输线路工程"), Some(("移动", "移动")));
        assert_eq!(operator("移动·江苏"), Some(("移动", "移动")));
        assert_eq!(operator("移动江苏公司"), Some(("移动", "移动")));
        assert_eq!(operator("省电信公司管道"), Some(("电信", "电信")));
        assert_eq!(operator("电信"), Some(("电信", "电信")));
        let everyday =
            ["移动式发电机", "南京移动通信基站", "电信业务经营", "输电铁塔", "一网通办平台", ""];
        for text in everyday {
            assert_eq!(operator(text), None, "{text}");
        }
    }

    #[test]
    fn two_operators_in_one_text_stay_unknown_unless_one_became_the_other() {
        assert_eq!(operator("中国联通与中国电信共建共享"), None);
        assert_eq!(operator("江苏移动与江苏电信合建管道"), None);
        assert_eq!(operator("中国网通割接至中国联通"), Some(("网通", "中国网通")));
    }
}
