//! Whatever is signed, in whatever order it arrives.

use super::*;

use crate::domain::fairness::lasting::{Lasting, Told};

/// Any act, by anybody, built on any of what came before, told in any order.
fn chronicle() -> impl Strategy<Value = Vec<Recorded>> {
    // Mostly one desk after the other, so that the ladder is climbed often enough.
    let step = (0..ACTIONS.len(), 0..8usize, any::<[u8; 2]>(), any::<bool>(), 0..40i64);
    proptest::collection::vec(step, 1..60).prop_map(|steps| {
        let mut events = vec![detected()];
        for (n, (row, by, seen, grounded, hours)) in steps.into_iter().enumerate() {
            let by = [EAST, EAST, EAST, EAST, EAST, SOUTH, HQ, HQ][by];
            let latest = events.last().map(|event| event.id.clone());
            let base: Vec<String> = seen
                .iter()
                .filter(|place| **place > 128)
                .map(|place| events[usize::from(*place) % events.len()].id.clone())
                .chain(latest.filter(|_| seen[0] <= 160))
                .collect();
            let base: Vec<&str> = base.iter().map(String::as_str).collect();
            let mut args = Texts::from([("state", "ordered"), ("to", "SC"), ("party", "F1,F3")]);
            if grounded {
                args.0.insert("ground".into(), "售卖今日截止".into());
            }
            let action: &Action = ACTIONS[row];
            let mut event = act(action.id, &base, hours, by, args);
            event.id = format!("e{n}");
            event.author = format!("desk{}", by.rank());
            events.push(event);
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is kept of a case for the statistics is what is told of it at any later instant.
    #[test]
    fn what_lasts_is_what_is_told_later(events in chronicle(), hours in 0..2000i64) {
        let (case, calendar) = (fold(&events), Calendar::bundled());
        if let Some(lasting) = Lasting::of(&case, None, calendar) {
            let later = lasting.from + Duration::hours(hours);
            prop_assert_eq!(lasting.told, Told::of(&case, None, later, calendar));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is signed by whomever and in whatever order it arrives: an order stands only where a recommendation after
    /// consultation came before it, where urgency was stated, or where headquarters ruled.
    #[test]
    fn no_order_without_consultation_or_an_urgency_ground(
        events in chronicle(),
        shuffle in any::<u64>(),
    ) {
        let case = fold(&events);
        let mut told = events.clone();
        let len = told.len() as u64;
        for place in 0..told.len() {
            told.swap(place, (shuffle.rotate_left(place as u32 * 7) % len) as usize);
        }
        let again = fold(&told);
        prop_assert_eq!(case.state, again.state);
        prop_assert_eq!(&case.contested, &again.contested);
        prop_assert_eq!(&case.decision, &again.decision);
        let reached = case.state == State::Ordered || case.contested.contains(&State::Ordered);
        if reached || case.decision.is_some() {
            let taken = case.timeline.iter().filter(|entry| entry.counts);
            let taken: Vec<&crate::domain::case::Entry> = taken.collect();
            for (place, entry) in taken.iter().enumerate() {
                let before = |id: &str| taken[..place].iter().any(|earlier| earlier.action == id);
                match entry.action {
                    "order" => prop_assert!(before("consult") && before("recommend")),
                    "interim-order" => prop_assert!(entry.args.get("ground").is_some()),
                    _ => {}
                }
            }
            let deciding = ["order", "interim-order", "ruling", "settle", "agree"];
            prop_assert!(taken.iter().any(|entry| deciding.contains(&entry.action)));
        }
    }
}
