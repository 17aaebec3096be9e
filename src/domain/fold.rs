//! The history of one subject in causal order: who had seen what, and what stands now.
//!
//! The order of the result never depends on the order of arrival. Events come after everything they name in `base`
//! (directly or through others); where neither had seen the other, hybrid time and then the id decide the place, but that
//! place has no meaning for a *state*: concurrency is found from `base` alone, however wrong a clock was.

use std::collections::{BTreeSet, HashMap};

use super::event::{Authority, Fact, Recorded, Writer};
use super::register::Register;

/// One subject's events, ordered, with those without effect set aside.
#[derive(Debug)]
pub struct History<'a> {
    order: Vec<&'a Recorded>,
    position: HashMap<&'a str, usize>,
    /// For each place, the places that its event had seen.
    before: Vec<BTreeSet<usize>>,
    retracted: BTreeSet<usize>,
    /// Places of events whose effect headquarters took away.
    voided: BTreeSet<usize>,
}

impl<'a> History<'a> {
    /// Orders the events of one subject. Predecessors that are not (yet) here are passed over.
    pub fn new(events: &'a [Recorded]) -> History<'a> {
        let by_id: HashMap<&str, &Recorded> = events.iter().map(|e| (e.id.as_str(), e)).collect();
        let mut ready: BTreeSet<(super::hlc::Hlc, &str)> = BTreeSet::new();
        let mut waiting: HashMap<&str, usize> = HashMap::new();
        let mut followers: HashMap<&str, Vec<&Recorded>> = HashMap::new();
        for event in by_id.values() {
            let seen: BTreeSet<&str> = event.base.iter().map(String::as_str).collect();
            let held = seen.iter().filter(|id| by_id.contains_key(*id));
            let mut count = 0;
            for id in held {
                followers.entry(id).or_default().push(event);
                count += 1;
            }
            if count == 0 {
                ready.insert((event.hlc, &event.id));
            } else {
                waiting.insert(&event.id, count);
            }
        }
        let mut order = Vec::with_capacity(by_id.len());
        while let Some((_, id)) = ready.pop_first() {
            order.push(by_id[id]);
            for follower in followers.remove(id).unwrap_or_default() {
                let left = waiting.entry(&follower.id).or_insert(1);
                *left -= 1;
                if *left == 0 {
                    ready.insert((follower.hlc, &follower.id));
                }
            }
        }
        let position: HashMap<&str, usize> =
            order.iter().enumerate().map(|(i, e)| (e.id.as_str(), i)).collect();
        let mut before: Vec<BTreeSet<usize>> = Vec::with_capacity(order.len());
        for event in &order {
            let mut seen = BTreeSet::new();
            for place in event.base.iter().filter_map(|id| position.get(id.as_str())) {
                seen.insert(*place);
                seen.extend(before[*place].iter().copied());
            }
            before.push(seen);
        }
        let mut history = History {
            order,
            position,
            before,
            retracted: BTreeSet::new(),
            voided: BTreeSet::new(),
        };
        history.voided = history.voids();
        history.retracted = history.retractions();
        history
    }

    /// An event is taken back by its own author, and only while nothing was built on it: an act that others have answered
    /// needs an act that reverses it.
    fn retractions(&self) -> BTreeSet<usize> {
        let is_retraction = |place: usize| matches!(self.order[place].fact, Fact::Retracted(_));
        let mut taken = BTreeSet::new();
        for (place, event) in self.order.iter().enumerate() {
            let Fact::Retracted(retracted) = &event.fact else { continue };
            if event.authority == Authority::Revoked || self.voided.contains(&place) {
                continue;
            }
            let Some(&target) = self.position.get(retracted.event.as_str()) else { continue };
            let own = self.order[target].author == event.author;
            // Only what the retraction itself had seen counts: what came later was written in spite of it.
            let built_on = self.before[place].iter().any(|&other| {
                !is_retraction(other)
                    && !taken.contains(&other)
                    && self.before[other].contains(&target)
            });
            if own && self.before[place].contains(&target) && !built_on {
                taken.insert(target);
            }
        }
        taken
    }

    /// What headquarters voided, and did not adopt later. A ruling stands whatever was built on the event, and a void needs no
    /// other's word: it is how an event that had escaped before its key was revoked loses its effect everywhere.
    fn voids(&self) -> BTreeSet<usize> {
        let mut voided = BTreeSet::new();
        for event in self.order.iter().filter(|e| e.authority == Authority::Headquarters) {
            match &event.fact {
                Fact::Voided(ruled) => voided.extend(self.position.get(ruled.event.as_str())),
                Fact::Adopted(ruled) => {
                    if let Some(place) = self.position.get(ruled.event.as_str()) {
                        voided.remove(place);
                    }
                }
                _ => {}
            }
        }
        voided
    }

    /// Whether headquarters voided an event.
    pub fn is_voided(&self, event: &str) -> bool {
        self.position.get(event).is_some_and(|place| self.voided.contains(place))
    }

    /// The events that have effect, in causal order: not retracted, not voided, and within their author's powers.
    pub fn effective(&self) -> impl Iterator<Item = &'a Recorded> + '_ {
        let places =
            self.order.iter().enumerate().filter(|(place, _)| {
                !self.retracted.contains(place) && !self.voided.contains(place)
            });
        places.map(|(_, event)| *event).filter(|event| within_powers(event))
    }

    /// All events in causal order, with or without effect.
    pub fn all(&self) -> impl Iterator<Item = &'a Recorded> + '_ {
        self.order.iter().copied()
    }

    /// The event whose parts an order erases; nothing where headquarters did not order it.
    pub fn purged_by(&self, order: &str) -> Option<&'a Recorded> {
        let order = self.order.get(*self.position.get(order)?)?;
        match &order.fact {
            Fact::Purged(ruled) if order.authority == Authority::Headquarters => {
                self.order.get(*self.position.get(ruled.event.as_str())?).copied()
            }
            _ => None,
        }
    }

    /// What headquarters said last: taken up or sent back, by that event. Nothing once somebody has acted in knowledge of it.
    pub fn ruling(&self) -> Option<&'a Recorded> {
        let rules = |event: &&Recorded| matches!(event.fact, Fact::Adopted(_) | Fact::Returned(_));
        let last = self.effective().filter(rules).last()?;
        let answered = |event: &Recorded| {
            event.authority != Authority::Headquarters && self.has_seen(event, last)
        };
        (!self.effective().any(answered)).then_some(last)
    }

    /// Whether `later` had seen `earlier`.
    pub fn has_seen(&self, later: &Recorded, earlier: &Recorded) -> bool {
        match (self.position.get(later.id.as_str()), self.position.get(earlier.id.as_str())) {
            (Some(later), Some(earlier)) => self.before[*later].contains(earlier),
            _ => false,
        }
    }

    /// Ids of the events that nothing here has seen yet: the `base` of the next one.
    pub fn heads(&self) -> Vec<String> {
        let seen: BTreeSet<usize> = self.before.iter().flatten().copied().collect();
        let heads = self.order.iter().enumerate().filter(|(place, _)| !seen.contains(place));
        heads.map(|(_, event)| event.id.clone()).collect()
    }

    /// Among the effective events that `pick` chooses, those that no other chosen one has seen: one when the desks agree,
    /// several when they wrote without knowing of each other.
    pub fn live<T>(&self, pick: impl Fn(&'a Recorded) -> Option<T>) -> Vec<(&'a Recorded, T)> {
        let chosen: Vec<(&Recorded, T)> =
            self.effective().filter_map(|e| pick(e).map(|t| (e, t))).collect();
        let overtaken: Vec<bool> = chosen
            .iter()
            .map(|(event, _)| chosen.iter().any(|(other, _)| self.has_seen(other, event)))
            .collect();
        chosen.into_iter().zip(overtaken).filter(|(_, gone)| !gone).map(|(live, _)| live).collect()
    }

    /// A field with several writers: the live values, the latest by (hybrid time, id) shown, the others kept.
    pub fn register<T>(&self, pick: impl Fn(&'a Recorded) -> Option<T>) -> Option<Register<T>> {
        let mut live = self.live(pick);
        live.sort_by(|(a, _), (b, _)| (a.hlc, &a.id).cmp(&(b.hlc, &b.id)));
        let (_, shown) = live.pop()?;
        Some(Register { shown, others: live.into_iter().map(|(_, value)| value).collect() })
    }
}

fn within_powers(event: &Recorded) -> bool {
    event.authority != Authority::Revoked
        && (event.fact.writer() == Writer::Anyone || event.authority == Authority::Headquarters)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Retracted;
    use crate::domain::hlc::Hlc;

    fn event(id: &str, base: &[&str], millis: i64) -> Recorded {
        Recorded {
            id: id.into(),
            subject: "lead:018bcfe5-6800-7000-8000-000000000000".parse().unwrap(),
            base: base.iter().map(|b| (*b).to_owned()).collect(),
            hlc: Hlc { millis, counter: 0 },
            actor: String::new(),
            office: String::new(),
            author: "desk".into(),
            authority: Authority::Unknown,
            fact: Fact::Unknown { kind: "x".into() },
            parts: Vec::new(),
        }
    }

    fn order(events: &[Recorded]) -> Vec<String> {
        History::new(events).all().map(|e| e.id.clone()).collect()
    }

    #[test]
    fn what_had_been_seen_comes_first_whatever_the_clocks_say() {
        let late_clock = event("a", &[], 9_000);
        let early_clock = event("b", &["a"], 1_000);
        let aside = event("c", &["missing"], 5_000);
        let forward = order(&[late_clock.clone(), early_clock.clone(), aside.clone()]);
        let backward = order(&[aside, early_clock, late_clock]);
        assert_eq!(forward, backward);
        assert_eq!(forward, ["c", "a", "b"]);
    }

    #[test]
    fn two_desks_that_did_not_know_of_each_other_leave_two_values() {
        let events = [event("a", &[], 1), event("b", &["a"], 2), event("c", &["a"], 3)];
        let history = History::new(&events);
        let field = history.register(|e| Some(e.id.as_str())).unwrap();
        assert_eq!((field.shown, field.others), ("c", vec!["b"]));
        assert_eq!(history.heads(), ["b", "c"]);
    }

    #[test]
    fn only_the_author_takes_an_event_back() {
        let mut back = event("z", &["a"], 3);
        back.fact = Fact::Retracted(Retracted { event: "a".into() });
        let mut foreign = back.clone();
        foreign.author = "other".into();
        let own = [event("a", &[], 1), back];
        let other = [event("a", &[], 1), foreign];
        assert!(!History::new(&own).effective().any(|e| e.id == "a"));
        assert!(History::new(&other).effective().any(|e| e.id == "a"));
    }
}
