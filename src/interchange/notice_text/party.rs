//! Who buys, who runs the procedure, and where the works are.
//!
//! The customer is the operator that a name names, down to the unit that the name spells out; the place is where the works
//! are: what is said of the site first, then the buyer's name, then the title. Places that contradict each other inside one of
//! these tell nothing.

use std::ops::Range;

use super::layout::trimmed;
use super::mark::{Read, Said, said, words};
use crate::domain::customer::find_operator;
use crate::domain::territory::place_in;
use crate::text::normal::is_han;

/// Longest name of a company, in characters.
const LONGEST_NAME: usize = 60;

/// What ends a name inside a value: the rest is an address or a telephone.
const NAME_ENDS: [&str; 12] =
    ["  ", "\u{3000}", "联系", "地址", "电话", "（以下", "(以下", "，", "；", "。", "/", "\n"];

/// Customer and unit of the customer as one name tells them.
pub(super) struct Buyer {
    pub(super) customer: Read<String>,
    pub(super) unit: Read<String>,
    /// The name as a whole.
    pub(super) name: Range<usize>,
}

/// The buyer of a labelled value.
pub(super) fn buyer(text: &str, value: Range<usize>) -> Buyer {
    let span = name_span(text, value.clone());
    let name = text.get(span.clone()).unwrap_or_default();
    let none = |customer| Buyer { customer, unit: Read::none(), name: span.clone() };
    match said(text.get(value.clone()).unwrap_or_default()) {
        Said::Nothing => return none(Read::none()),
        Said::Elsewhere => return none(Read::pending(value)),
        Said::Something if name.chars().count() > LONGEST_NAME || !is_name(name) => {
            return none(Read::doubt(value));
        }
        Said::Something => {}
    }
    operator(name, span.clone()).unwrap_or_else(|| none(Read::known(name.to_owned(), span.clone())))
}

/// The operator that the beginning of a text names, with its unit where the name runs on to one: 江苏移动苏州分公司 2026年….
pub(super) fn buyer_in(text: &str, span: Range<usize>) -> Option<Buyer> {
    let words = text.get(span.clone())?;
    let (_, named) = find_operator(words)?;
    // Back to the place before it (江苏 before 移动), and on to the last word for a company.
    let before = words.get(..named.start)?;
    let run = before.trim_end_matches(is_han).len();
    let place = place_in(before.get(run..)?).map(|place| run + place.span.start);
    let start = place.unwrap_or(named.start);
    let run = words.get(start..)?;
    let run = run.get(..run.find(|c: char| !is_han(c)).unwrap_or(run.len()))?;
    let company = ["分公司", "有限公司", "公司"]
        .iter()
        .filter_map(|word| Some(run.rfind(word)? + word.len()));
    let end = start + company.max().unwrap_or(named.end - start).max(named.end - start);
    let whole = span.start + start..span.start + end;
    let name = text.get(whole.clone())?;
    let found = operator(name, whole)?;
    (name.chars().count() <= LONGEST_NAME).then_some(found)
}

fn operator(name: &str, span: Range<usize>) -> Option<Buyer> {
    let (operator, named) = find_operator(name)?;
    let place = span.start + named.start..span.start + named.end;
    let unit = name.ends_with("公司") && name.chars().count() > operator.name.chars().count() + 2;
    let unit = if unit { Read::known(name.to_owned(), span.clone()) } else { Read::none() };
    Some(Buyer { customer: Read::known(operator.name.clone(), place), unit, name: span })
}

/// The agency of a labelled value.
pub(super) fn agency(text: &str, value: Range<usize>) -> Read<String> {
    let span = name_span(text, value);
    let read = words(text, span.clone());
    let odd = read
        .value
        .as_deref()
        .is_some_and(|name| !is_name(name) || name.chars().count() > LONGEST_NAME);
    if odd { Read::doubt(span) } else { read }
}

/// The bytes of the name at the beginning of a value.
fn name_span(text: &str, value: Range<usize>) -> Range<usize> {
    let words = text.get(value.clone()).unwrap_or_default();
    let end = NAME_ENDS.iter().filter_map(|end| words.find(end)).min().unwrap_or(words.len());
    trimmed(text, value.start..value.start + end)
}

/// Whether words can be a company's name at all.
fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.starts_with(['的', '为', '有', '不'])
}

/// Where the works are.
pub(super) struct Where {
    pub(super) province: Read<String>,
    pub(super) city: Read<String>,
}

/// The province that the first of these parts of the text names, and the first city of it that one of them names.
pub(super) fn place(text: &str, parts: &[Range<usize>]) -> Where {
    let mut found = Where { province: Read::none(), city: Read::none() };
    for part in parts {
        let Some(words) = text.get(part.clone()) else { continue };
        let Some(place) = place_in(words) else { continue };
        let span = part.start + place.span.start..part.start + place.span.end;
        match &found.province.value {
            None => found.province = Read::known(place.province.code.clone(), span.clone()),
            Some(code) if *code != place.province.code => break,
            Some(_) => {}
        }
        if let Some(city) = place.city {
            let named = [&city.name, &city.short].into_iter().find_map(|name| {
                let at = words.find(name.as_str())?;
                Some(part.start + at..part.start + at + name.len())
            });
            found.city = Read::known(city.code.clone(), named.unwrap_or(span));
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<String>) {
        let buyer = buyer(text, 0..text.len());
        (buyer.customer.value, buyer.unit.value)
    }

    fn pair(customer: &str, unit: &str) -> (Option<String>, Option<String>) {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (some(customer), some(unit))
    }

    #[test]
    fn a_buyer_is_an_operator_with_its_unit_or_whoever_is_named() {
        let full = "中国移动通信集团江苏有限公司苏州分公司";
        assert_eq!(read(full), pair("中国移动", full));
        assert_eq!(read("中国铁塔"), pair("中国铁塔", ""));
        assert_eq!(read("某某建设集团有限公司（以下简称甲方）"), pair("某某建设集团有限公司", ""));
        assert_eq!(read("甲公司  联系人：某某"), pair("甲公司", ""));
        assert_eq!(read("的规定为准"), pair("", ""));
    }

    #[test]
    fn a_message_begins_with_its_operator() {
        let text = "江苏移动苏州分公司 2026年传输线路施工询比";
        let buyer = buyer_in(text, 0..text.len()).unwrap();
        assert_eq!(buyer.customer.value.as_deref(), Some("中国移动"));
        assert_eq!(buyer.unit.value.as_deref(), Some("江苏移动苏州分公司"));
        let place = place(text, &[buyer.name]);
        assert_eq!(place.province.value.as_deref(), Some("320000"));
        assert_eq!(place.city.value.as_deref(), Some("320500"));
        assert_eq!(text.get(place.city.span.unwrap()), Some("苏州"));
        assert!(buyer_in("移动式发电机采购", 0..24).is_none());
    }
}
