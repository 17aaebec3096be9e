//! Is it the same buyer? One buyer is spelled with and without its province, with a campus, or with a former name in brackets;
//! another one differs by a single number (第一医院, 第四医院).

use super::print::unit;
use crate::domain::customer::{Customer, find_operator};
use crate::domain::territory::divisions;
use crate::text::normal::fold;
use crate::text::numeral::is_han_numeral;

/// A buyer's name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Buyer {
    /// The name in full, folded.
    pub whole: Vec<char>,
    /// The same as units.
    pub units: Box<[u16]>,
    /// The names it goes by: outside and inside its brackets.
    names: Vec<Vec<char>>,
    /// The operator it belongs to.
    pub operator: Option<&'static Customer>,
}

/// How two buyers' names stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerRelation {
    /// The same name.
    Same,
    /// Units of the same operator.
    SameOperator,
    /// One name is the other with something added.
    Alike,
    /// At least one is not known.
    Unknown,
    /// Two buyers.
    Apart,
}

/// Takes a buyer's name apart; `None` where nothing is left of it.
pub(super) fn read(name: &str) -> Option<Buyer> {
    let whole = fold(name);
    let mut names: Vec<Vec<char>> =
        whole.split(['(', ')', '[', ']']).map(core).filter(|part| part.len() >= 4).collect();
    if names.is_empty() {
        names.push(core(&whole));
    }
    let operator = find_operator(name).map(|(customer, _)| customer.today());
    // An agent stands in for a buyer who is not named.
    if operator.is_none() && is_agent(&whole) {
        return None;
    }
    let whole: Vec<char> = whole.chars().collect();
    let units = whole.iter().map(|c| unit(*c)).collect();
    (!whole.is_empty()).then_some(Buyer { whole, units, names, operator })
}

/// Words by which a company is known to act for the buyer.
const AGENTS: [&str; 7] =
    ["招标", "咨询", "代理", "项目管理", "工程管理", "交易中心", "技术设备有限公司"];

/// Whether a name is that of a company or office that buys for others.
pub(super) fn is_agent(name: &str) -> bool {
    AGENTS.iter().any(|word| name.contains(word))
}

/// Without legal form and without the words for the rank of a place.
fn core(name: &str) -> Vec<char> {
    let mut name = name.to_owned();
    for form in ["有限责任公司", "股份有限公司", "有限公司", "公司"] {
        name = name.replace(form, "");
    }
    name.chars()
        .filter(|c| c.is_alphanumeric() && !matches!(c, '省' | '市' | '县' | '区'))
        .collect()
}

impl Buyer {
    /// Whether a title names this buyer.
    pub fn is_named_in(&self, core: &[u16]) -> bool {
        let named = |name: &Vec<char>| {
            let name: Vec<u16> = name.iter().map(|c| unit(*c)).collect();
            name.len() >= 5 && core.windows(name.len()).any(|window| window == name)
        };
        self.names.iter().chain([&self.whole]).any(named)
    }
}

/// How two buyers stand to each other.
pub(super) fn relation(a: Option<&Buyer>, b: Option<&Buyer>) -> BuyerRelation {
    let (Some(a), Some(b)) = (a, b) else { return BuyerRelation::Unknown };
    if a.whole == b.whole {
        return BuyerRelation::Same;
    }
    match (a.operator, b.operator) {
        (Some(one), Some(other)) if one == other => return BuyerRelation::SameOperator,
        (Some(_), Some(_)) => return BuyerRelation::Apart,
        _ => {}
    }
    let alike = a.names.iter().any(|one| b.names.iter().any(|other| alike(one, other)));
    if alike { BuyerRelation::Alike } else { BuyerRelation::Apart }
}

/// Whether two names name one buyer: one holds the other, and what it adds is no number that makes it another.
fn alike(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || ordinals(short) != ordinals(long) {
        return short == long;
    }
    let inside = long.windows(short.len()).position(|window| window == short);
    match inside {
        // 人民医院 alone is half of all hospitals: what stands before it must be a place the short name leaves out.
        Some(at) => {
            at == 0
                || short.len() >= 6
                || is_place(long.get(..at).unwrap_or_default()) && short.len() >= 5
        }
        None => nearly(short, long),
    }
}

/// Whether two names share most of their pairs of characters and neither has a place the other lacks.
fn nearly(a: &[char], b: &[char]) -> bool {
    let common = a.windows(2).filter(|pair| b.windows(2).any(|other| other == *pair)).count();
    let share = 2 * common * 100 / (a.len() + b.len() - 2).max(1);
    share >= 75 && a.first() == b.first() && a.get(1) == b.get(1)
}

/// The numerals that tell units of one kind apart: 第一医院, 七院, 三小; not the numeral of a place (四川, 九江).
fn ordinals(name: &[char]) -> Vec<char> {
    let counts = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| name.get(at));
        let after = name.get(at + 1);
        before == Some(&'第')
            || after.is_some_and(|c| {
                matches!(c, '院' | '医' | '中' | '小' | '附' | '号' | '局' | '处' | '所')
            })
    };
    let numeral = |c: char| is_han_numeral(c) || c.is_ascii_digit();
    name.iter().enumerate().filter(|(at, c)| numeral(**c) && counts(*at)).map(|(_, c)| *c).collect()
}

fn is_place(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    divisions().iter().any(|division| {
        text == division.short || core(&division.name).iter().collect::<String>() == text
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn of(a: &str, b: &str) -> BuyerRelation {
        relation(read(a).as_ref(), read(b).as_ref())
    }

    #[test]
    fn one_buyer_has_several_spellings() {
        for (a, b) in [
            ("云南省曲靖市第二人民医院", "曲靖市第二人民医院"),
            ("曲靖人民医院", "曲靖市人民医院"),
            ("曲靖市儿童医院", "曲靖市儿童医院北院"),
            ("曲靖市人民医院（曲靖市第四医院）", "曲靖市第四医院"),
            ("四川省达州市中医医院", "达州市中医医院"),
        ] {
            assert_eq!(of(a, b), BuyerRelation::Alike, "{a} / {b}");
        }
    }

    #[test]
    fn another_number_or_place_is_another_buyer() {
        for (a, b) in [
            ("某某大学第一医院", "某某大学第四医院"),
            ("曲靖市人民医院", "曲靖市第二人民医院"),
            ("曲靖市人民医院", "达州市人民医院"),
            ("中国移动", "中国电信"),
        ] {
            assert_eq!(of(a, b), BuyerRelation::Apart, "{a} / {b}");
        }
    }

    #[test]
    fn operators_are_known_and_agents_are_no_buyers() {
        let long = "中国移动通信集团江苏有限公司";
        assert_eq!(of("中国移动", long), BuyerRelation::SameOperator);
        assert_eq!(of("某某招标代理有限公司", "曲靖市人民医院"), BuyerRelation::Unknown);
    }
}
