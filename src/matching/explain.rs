//! What in a gap between two titles says nothing of the object: the buyer's name, the province, words that the other title has
//! elsewhere, the rank of a place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::compare::is_one_of;
use super::print::{Print, unit};
use crate::domain::customer::{Customer, customers};
use crate::domain::territory::{Division, provinces};

/// A rank or a measure word alone says nothing, unless something else stands against it: 某市 and 某, 室 more or less.
const LIGHT: [char; 9] = ['省', '市', '县', '区', '镇', '乡', '年', '度', '室'];

/// Shortest piece of a buyer's name that counts as its name; operators and provinces have names of two characters.
const NAME: usize = 3;
const SHORT_NAME: usize = 2;

/// Which units of one core are explained; the gaps come as its own range and that of the other.
pub(super) fn explained<'g>(
    own: &Print,
    other: &Print,
    gaps: impl Iterator<Item = (&'g Range<usize>, &'g Range<usize>)>,
    one_buyer: bool,
) -> Vec<bool> {
    let mut known = vec![false; own.core.len()];
    for buyer in [&own.buyer, &other.buyer].into_iter().flatten().filter(|_| one_buyer) {
        cover(&own.core, &buyer.units, NAME, &mut known);
        for name in buyer.operator.map(operator_names).unwrap_or_default() {
            cover(&own.core, name, SHORT_NAME, &mut known);
        }
    }
    for name in own
        .province
        .filter(|_| own.province == other.province)
        .map(province_names)
        .unwrap_or_default()
    {
        cover(&own.core, name, SHORT_NAME, &mut known);
    }
    for (range, opposite) in gaps {
        let (Some(words), Some(known)) =
            (own.core.get(range.clone()), known.get_mut(range.clone()))
        else {
            continue;
        };
        // Said again: the words stand elsewhere in the other title.
        cover(words, &other.core, SHORT_NAME, known);
        for (word, known) in words.iter().zip(known).filter(|_| opposite.is_empty()) {
            *known |= is_one_of(*word, &LIGHT);
        }
    }
    known
}

/// Marks every unit of a text that lies in a run of at least `least` units (at most four) which stands in `other` as well.
fn cover(text: &[u16], other: &[u16], least: usize, known: &mut [bool]) {
    // A run is one number: this is asked of every pair of candidates, for every piece of a title.
    let number = |run: &[u16]| run.iter().fold(0u64, |all, unit| all << 16 | u64::from(*unit));
    let stands: Vec<u64> = other.windows(least).map(number).collect();
    if stands.is_empty() {
        return;
    }
    for (at, run) in text.windows(least).enumerate() {
        if stands.contains(&number(run)) {
            for known in known.iter_mut().skip(at).take(least) {
                *known = true;
            }
        }
    }
}

/// Names as units, by what they name.
type Names<K> = OnceLock<HashMap<K, Vec<Vec<u16>>>>;

fn units(name: &str) -> Vec<u16> {
    name.chars().map(unit).collect()
}

fn province_names(code: u8) -> &'static [Vec<u16>] {
    static TABLE: Names<u8> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let row = |province: &Division| {
            let code = province.code.get(..2)?.parse().ok()?;
            Some((code, vec![units(&province.name), units(&province.short)]))
        };
        provinces().iter().filter_map(row).collect()
    });
    table.get(&code).map(Vec::as_slice).unwrap_or_default()
}

fn operator_names(operator: &'static Customer) -> &'static [Vec<u16>] {
    static TABLE: Names<&'static str> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let names = |c: &'static Customer| {
            c.aliases.iter().chain([&c.name, &c.short]).map(|name| units(name)).collect()
        };
        customers().iter().map(|customer| (customer.code.as_str(), names(customer))).collect()
    });
    table.get(operator.code.as_str()).map(Vec::as_slice).unwrap_or_default()
}
