//! What holds from when until when, by whose decision: one thing's facts in the order in which they were recorded.
//!
//! A fact says "from this day on it is so"; of those that cover a day the one that begins last holds. A fact with an end lies over
//! what held before: after its last day the earlier one holds again, as after a deputy's three months. Of two that begin alike only
//! the one recorded later counts, for that is how a fact is corrected, and how it is ended: the same again, with a last day.
//! Nothing here knows today's date.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

/// A fact that a board resolution carries (art. 17).
pub trait Decided {
    /// Number of the resolution; empty for an assumed default.
    fn resolution(&self) -> &str;
    /// First day.
    fn from(&self) -> NaiveDate;
    /// Last day; `None` for a fact without an end.
    fn until(&self) -> Option<NaiveDate>;
    /// Ends it on a day, or earlier where it ended before.
    fn end_on(&mut self, day: NaiveDate);

    /// Whether it speaks of a day.
    fn covers(&self, day: NaiveDate) -> bool {
        self.from() <= day && self.until().is_none_or(|last| day <= last)
    }
}

/// Implements [`Decided`] for structs with the fields `resolution`, `valid_from` and `valid_to`.
macro_rules! decided {
    ($($name:ty),* $(,)?) => {
        $(impl Decided for $name {
            fn resolution(&self) -> &str {
                &self.resolution
            }
            fn from(&self) -> NaiveDate {
                self.valid_from
            }
            fn until(&self) -> Option<NaiveDate> {
                self.valid_to
            }
            fn end_on(&mut self, day: NaiveDate) {
                self.valid_to = Some(self.valid_to.map_or(day, |last| last.min(day)));
            }
        })*
    };
}
pub(super) use decided;

/// The facts of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<T> {
    /// In the order in which they were recorded.
    facts: Vec<T>,
    /// Which of them count, by their first day; no two begin alike.
    standing: Vec<usize>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Timeline<T> {
        Timeline { facts: Vec::new(), standing: Vec::new() }
    }
}

impl<T: Decided> Timeline<T> {
    /// Facts in the order in which they were recorded.
    pub fn new(facts: Vec<T>) -> Timeline<T> {
        let mut line = Timeline::default();
        facts.into_iter().for_each(|fact| line.push(fact));
        line
    }

    /// Adds what was recorded after all others.
    pub fn push(&mut self, fact: T) {
        let place = self.facts.len();
        match self.standing.binary_search_by_key(&fact.from(), |n| self.facts[*n].from()) {
            Ok(same) => self.standing[same] = place,
            Err(between) => self.standing.insert(between, place),
        }
        self.facts.push(fact);
    }

    /// What holds on a day.
    pub fn on(&self, day: NaiveDate) -> Option<&T> {
        let begun = self.standing.partition_point(|n| self.facts[*n].from() <= day);
        let mut begun = self.standing[..begun].iter().rev().map(|n| &self.facts[*n]);
        begun.find(|fact| fact.covers(day))
    }

    /// What held on a day by the facts that `is_known` picks, as if the others had not been recorded.
    pub fn on_by(&self, day: NaiveDate, is_known: impl Fn(&T) -> bool) -> Option<&T> {
        let begun = self.facts.iter().filter(|fact| fact.from() <= day && is_known(fact));
        let standing: BTreeMap<NaiveDate, &T> = begun.map(|fact| (fact.from(), fact)).collect();
        standing.into_values().rev().find(|fact| fact.covers(day))
    }

    /// Every fact, in the order in which they were recorded.
    pub fn facts(&self) -> &[T] {
        &self.facts
    }

    /// Those that count, by their first day: what was corrected since is not among them.
    pub fn standing(&self) -> impl Iterator<Item = &T> {
        self.standing.iter().map(|n| &self.facts[*n])
    }

    /// The days on which something may change, in order.
    pub fn changes(&self) -> BTreeSet<NaiveDate> {
        let ends = self.standing().filter_map(|fact| fact.until()?.checked_add_days(Days::new(1)));
        self.standing().map(Decided::from).chain(ends).collect()
    }

    /// Who or what held when: spells that follow each other without overlap, the last one open where its fact is. Days on which
    /// nothing holds are in none of them.
    pub fn spells(&self) -> Vec<Spell<'_, T>> {
        let days: Vec<NaiveDate> = self.changes().into_iter().collect();
        let mut spells: Vec<Spell<'_, T>> = Vec::new();
        for (n, from) in days.iter().enumerate() {
            let Some(fact) = self.on(*from) else { continue };
            let until = days.get(n + 1).and_then(|next| next.pred_opt());
            match spells.last_mut() {
                Some(last) if std::ptr::eq(last.fact, fact) && joins(last.until, *from) => {
                    last.until = until;
                }
                _ => spells.push(Spell { fact, from: *from, until }),
            }
        }
        spells
    }
}

fn joins(until: Option<NaiveDate>, from: NaiveDate) -> bool {
    until.and_then(|last| last.succ_opt()) == Some(from)
}

/// A fact, and a time in which it is the one that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell<'a, T> {
    /// The fact.
    pub fact: &'a T,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while there is no end.
    pub until: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Held {
        by: u8,
        resolution: String,
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
    }
    decided!(Held);

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
    }

    fn held(by: u8, from: u64, to: Option<u64>) -> Held {
        Held { by, resolution: String::new(), valid_from: day(from), valid_to: to.map(day) }
    }

    fn by(line: &Timeline<Held>, n: u64) -> Option<u8> {
        line.on(day(n)).map(|held| held.by)
    }

    #[test]
    fn the_last_to_begin_holds_and_a_correction_takes_the_place_of_what_it_corrects() {
        let line = Timeline::new(vec![held(1, 0, None), held(2, 10, None), held(3, 10, None)]);
        assert_eq!([by(&line, 9), by(&line, 10)], [Some(1), Some(3)]);
        let ended = Timeline::new(vec![held(1, 0, None), held(2, 10, None), held(2, 10, Some(19))]);
        assert_eq!([by(&ended, 19), by(&ended, 20)], [Some(2), Some(1)], "it was given an end");
        let earlier = Timeline::new(vec![held(2, 10, None), held(1, 0, None)]);
        assert_eq!(by(&earlier, 11), Some(2), "what was recorded later may begin earlier");
    }

    #[test]
    fn what_lies_over_another_for_a_while_gives_way_to_it_again() {
        let line = Timeline::new(vec![held(1, 0, None), held(9, 10, Some(19))]);
        let seen: Vec<Option<u8>> = [9, 10, 19, 20].map(|n| by(&line, n)).into();
        assert_eq!(seen, [Some(1), Some(9), Some(9), Some(1)]);
        let spells: Vec<(u8, NaiveDate, Option<NaiveDate>)> =
            line.spells().iter().map(|s| (s.fact.by, s.from, s.until)).collect();
        assert_eq!(
            spells,
            [(1, day(0), Some(day(9))), (9, day(10), Some(day(19))), (1, day(20), None)]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Spells say of every day what a look at all facts says of it, and never two things.
        #[test]
        fn spells_and_single_days_agree(facts in prop::collection::vec((0u8..5, 0u64..40, prop::option::of(0u64..20)), 0..12)) {
            let facts = facts.into_iter().map(|(by, from, long)| held(by, from, long.map(|n| from + n)));
            let line = Timeline::new(facts.collect());
            let spells = line.spells();
            for n in 0..70 {
                let mut covering = spells.iter().filter(|s| s.from <= day(n) && s.until.is_none_or(|last| day(n) <= last));
                prop_assert_eq!(covering.next().map(|s| s.fact.by), by(&line, n));
                prop_assert!(covering.next().is_none());
                prop_assert_eq!(line.on_by(day(n), |_| true).map(|held| held.by), by(&line, n));
            }
        }
    }
}
