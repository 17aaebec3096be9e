//! Many records at once: which ones are worth comparing with this one.
//!
//! Each print is filed, under its province, by every pair of neighbouring characters of its core. Whoever shares half of the
//! pairs of the shorter title is a candidate; nothing is left out for being common, so the answer does not depend on the order
//! in which records came. Pairs are hashed into drawers: two pairs in one drawer make a candidate too many, never one too few.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::buyer::Buyer;
use super::judge::{Judgement, Verdict, judge, verdict};
use super::print::Print;
use super::record::Record;

/// Prints by key, findable by what they say.
#[derive(Debug, Clone)]
pub struct Index<K> {
    slots: Vec<Option<Slot<K>>>,
    free: Vec<u32>,
    places: HashMap<K, u32>,
    drawers: Vec<Vec<u32>>,
    /// Provinces that occur, the unknown one as nought.
    provinces: Vec<u8>,
    buyers: HashMap<Box<str>, Arc<Buyer>>,
}

#[derive(Debug, Clone)]
struct Slot<K> {
    key: K,
    print: Print,
    pairs: u16,
}

/// A record of the index that is not simply another tender.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<K> {
    /// Which one.
    pub key: K,
    /// What it is to the record asked about (`a` is the one asked about, `b` this one).
    pub judgement: Judgement,
}

/// How many drawers there are.
const DRAWERS: usize = 1 << 17;

/// A pair of characters that more titles of a province share is not looked up. Real ones stay far below: a hundred thousand
/// notices have some three thousand in a province.
const CROWDED: usize = 8_000;

/// So many of the closest are judged.
const CLOSEST: usize = 200;

/// The drawer of a pair of characters in a province.
fn drawer(pair: u32, province: u8) -> usize {
    let mixed = (u64::from(pair) | u64::from(province) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 47).unwrap_or(0) % DRAWERS
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Index {
            slots: Vec::new(),
            free: Vec::new(),
            places: HashMap::new(),
            drawers: vec![Vec::new(); DRAWERS],
            provinces: Vec::new(),
            buyers: HashMap::new(),
        }
    }
}

impl<K: Clone + Eq + Hash + Ord> Index<K> {
    /// An empty index.
    pub fn new() -> Self {
        Index::default()
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Files a record; one that is there under the same key goes.
    pub fn insert(&mut self, key: K, record: &Record) {
        self.remove(&key);
        let mut print = Print::of(record);
        if let (Some(name), Some(buyer)) = (&record.buyer, &print.buyer) {
            let shared = self.buyers.entry(name.as_str().into()).or_insert_with(|| buyer.clone());
            print.buyer = Some(shared.clone());
        }
        let (pairs, province) = (print.pairs(), print.province.unwrap_or(0));
        let slot =
            Slot { key: key.clone(), print, pairs: u16::try_from(pairs.len()).unwrap_or(u16::MAX) };
        let at = match self.free.pop() {
            Some(at) => at,
            None => {
                self.slots.push(None);
                u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
            }
        };
        for pair in pairs {
            if let Some(drawer) = self.drawers.get_mut(drawer(pair, province)) {
                drawer.push(at);
            }
        }
        if !self.provinces.contains(&province) {
            self.provinces.push(province);
        }
        self.places.insert(key, at);
        if let Some(place) = self.slots.get_mut(at as usize) {
            *place = Some(slot);
        }
    }

    /// Takes a record out; whether it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(at) = self.places.remove(key) else { return false };
        if let Some(slot) = self.slots.get_mut(at as usize).and_then(Option::take) {
            let province = slot.print.province.unwrap_or(0);
            for pair in slot.print.pairs() {
                let Some(drawer) = self.drawers.get_mut(drawer(pair, province)) else { continue };
                if let Some(place) = drawer.iter().position(|filed| *filed == at) {
                    drawer.swap_remove(place);
                }
            }
        }
        self.free.push(at);
        true
    }

    /// Keys of the records that are worth comparing with a print, in order.
    pub fn candidates(&self, print: &Print) -> Vec<&K> {
        let mut keys: Vec<&K> = self.close(print).map(|slot| &slot.key).collect();
        keys.sort_unstable();
        keys
    }

    fn close(&self, print: &Print) -> impl Iterator<Item = &Slot<K>> {
        let pairs = print.pairs();
        let mut shared: Vec<u16> = vec![0; self.slots.len()];
        let mut touched = Vec::new();
        let here: Vec<u8> = match print.province {
            Some(province) => vec![province, 0],
            None => self.provinces.clone(),
        };
        let drawers =
            here.iter().flat_map(|province| pairs.iter().map(|pair| drawer(*pair, *province)));
        // A pair that half a country's titles share tells nothing, and reading all of them for it takes for ever.
        let mut own = 0;
        let drawers = drawers.filter_map(|drawer| self.drawers.get(drawer));
        for drawer in drawers.filter(|drawer| drawer.len() <= CROWDED) {
            own += 1;
            for at in drawer {
                if let Some(count) = shared.get_mut(*at as usize) {
                    if *count == 0 {
                        touched.push(*at);
                    }
                    *count += 1;
                }
            }
        }
        let own = own.min(pairs.len());
        let province = print.province;
        let mut close: Vec<(u16, &Slot<K>)> = touched
            .into_iter()
            .filter_map(|at| {
                let slot = self.slots.get(at as usize)?.as_ref()?;
                let shared = shared.get(at as usize).copied().unwrap_or(0);
                let least = own.min(usize::from(slot.pairs));
                let elsewhere = province.zip(slot.print.province).is_some_and(|(a, b)| a != b);
                (2 * usize::from(shared) >= least && !elsewhere).then_some((shared, slot))
            })
            .collect();
        // Of hundreds that are alike to the letter a person reads the closest.
        if close.len() > CLOSEST {
            close.sort_unstable_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.key.cmp(&y.key)));
            close.truncate(CLOSEST);
        }
        close.into_iter().map(|(_, slot)| slot)
    }

    /// What the index holds of the same tender or project as a record, best first. A record of the same key is not compared.
    pub fn matches(&self, key: &K, record: &Record) -> Vec<Match<K>> {
        self.matches_of(key, &Print::of(record))
    }

    /// The same for a record that is in the index.
    pub fn matches_within(&self, key: &K) -> Vec<Match<K>> {
        let slot = self.places.get(key).and_then(|at| self.slots.get(*at as usize)?.as_ref());
        slot.map_or_else(Vec::new, |slot| self.matches_of(key, &slot.print))
    }

    /// The verdict on one record of the index, whatever it is.
    pub fn judge(&self, print: &Print, key: &K) -> Option<Judgement> {
        let slot = self.slots.get(*self.places.get(key)? as usize)?.as_ref()?;
        Some(judge(print, &slot.print))
    }

    fn matches_of(&self, key: &K, print: &Print) -> Vec<Match<K>> {
        let mut found: Vec<Match<K>> = self
            .close(print)
            .filter(|slot| slot.key != *key && verdict(print, &slot.print).0 != Verdict::Different)
            .map(|slot| Match { key: slot.key.clone(), judgement: judge(print, &slot.print) })
            .collect();
        found.sort_by(|x, y| {
            y.judgement.score.total_cmp(&x.judgement.score).then_with(|| x.key.cmp(&y.key))
        });
        found
    }
}
