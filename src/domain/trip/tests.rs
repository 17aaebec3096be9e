//! The table of trips, row by row and state by state, the fold, the late mark and the limit to close.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Situation, find};
use super::*;
use crate::domain::calendar::{Calendar, from_local};
use crate::domain::case::timing::Verdict;
use crate::domain::event::Authority;
use crate::domain::hlc::Hlc;
use crate::domain::procedure::{To, Who};
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::SubjectKind;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// An instant by the clock in Shanghai. 2026-10-01 to 10-07 are days off, 10-08 is worked.
fn at(text: &str) -> DateTime<Utc> {
    from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// The same, as it is signed.
fn signed(text: &str) -> String {
    at(text).to_rfc3339()
}

fn texts(pairs: &[(&str, &str)]) -> Texts {
    Texts(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

/// A trip to a customer in Nanjing.
fn entered(leaves: &str, returns: &str) -> Texts {
    let (leaves, returns) = (signed(leaves), signed(returns));
    texts(&[
        ("unit", "F1"),
        ("errand", "省干项目技术交流"),
        ("customer", "CMCC"),
        ("destination", "320100"),
        ("leaves", leaves.as_str()),
        ("returns", returns.as_str()),
    ])
}

fn filed(args: &Texts, now: &str) -> Filed {
    open("WC-EC-26-A-001".into(), Some(RegionCode::EC), args, at(now)).unwrap()
}

fn event(id: &str, base: &[&str], now: &str, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Subject::derived(SubjectKind::Trip, &["1"]),
        base: base.iter().map(|id| (*id).to_owned()).collect(),
        hlc: Hlc { millis: at(now).timestamp_millis(), counter: 0 },
        actor: String::new(),
        office: String::new(),
        author: format!("{authority:?}"),
        authority,
        fact,
        parts: Vec::new(),
    }
}

fn act(id: &str, base: &[&str], now: &str, by: Authority, args: Texts) -> Recorded {
    let act = Act { args, at: at(now), rulebase: String::new(), lint: Vec::new() };
    event(id, base, now, by, Fact::TripActed(find(id).unwrap(), act))
}

/// A trip that is taken step by step.
struct Tale(Vec<Recorded>);

impl Tale {
    fn of(filed: Filed) -> Tale {
        Tale(vec![event("filed", &[], "2026-09-28 09:00", EAST, Fact::TripFiled(filed))])
    }

    /// Entered on Monday 28 September, for Tuesday to Wednesday.
    fn begun() -> Tale {
        Tale::of(filed(&entered("2026-09-29 08:00", "2026-09-30 17:00"), "2026-09-28 09:00"))
    }

    fn with(mut self, id: &str, now: &str, by: Authority, args: Texts) -> Tale {
        let (last, n) = (self.0.last().unwrap().id.clone(), self.0.len());
        let mut event = act(id, &[&last], now, by, args);
        event.id = format!("{n}-{id}");
        self.0.push(event);
        self
    }

    fn closed(self, from: &str, to: &str, now: &str) -> Tale {
        self.with("close", now, EAST, told(from, to))
    }

    fn moved(self, place: &str, now: &str) -> Tale {
        self.with("amend", now, EAST, texts(&[("destination", place), ("reasons", "客户改地点")]))
    }

    fn cancelled(self) -> Tale {
        self.with("cancel", "2026-09-29 07:00", EAST, texts(&[("reasons", "客户改期")]))
    }

    fn trip(&self) -> Trip {
        Trip::fold(&self.0).unwrap()
    }
}

/// What is told of a trip when it is closed.
fn told(from: &str, to: &str) -> Texts {
    let (from, to) = (signed(from), signed(to));
    texts(&[
        ("actual_from", from.as_str()),
        ("actual_to", to.as_str()),
        ("result", "已交流"),
        ("gifts", "no"),
    ])
}

fn situation<'a>(trip: &'a Trip, authority: Authority, now: &str) -> Situation<'a> {
    Situation { trip, authority, now: at(now) }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(trip: &Trip, id: &str, by: Authority) -> Vec<String> {
    let unmet = find(id).unwrap().unmet(&situation(trip, by, "2026-10-08 09:00"));
    unmet.into_iter().map(|why| why.key).collect()
}

/// The sentence with what it is about: `argument-missing result`.
fn sentence(why: Why) -> String {
    let about = why.args.iter().find(|(name, _)| name == "argument");
    about.map_or_else(|| why.key.clone(), |(_, value)| format!("{} {value}", why.key))
}

/// What is unmet of what is entered on 8 October at nine.
fn unmet_by(trip: &Trip, id: &str, args: &Texts) -> Vec<String> {
    let unmet = find(id).unwrap().unmet_by(&situation(trip, EAST, "2026-10-08 09:00"), args);
    unmet.into_iter().map(sentence).collect()
}

fn refused(args: &Texts) -> Vec<String> {
    let refused = open(String::new(), Some(RegionCode::EC), args, at("2026-09-28 09:00"));
    refused.err().unwrap_or_default().into_iter().map(sentence).collect()
}

/// A trip in every state, by a way that leads there.
fn in_state(state: TripState) -> Trip {
    let tale = match state {
        TripState::Filed => Tale::begun(),
        TripState::Closed => {
            Tale::begun().closed("2026-09-29 08:00", "2026-09-30 17:00", "2026-09-30 17:20")
        }
        TripState::Cancelled => Tale::begun().cancelled(),
    };
    let trip = tale.trip();
    assert_eq!(trip.state, state, "the way to {state:?}");
    trip
}

#[test]
fn a_trip_is_moved_by_its_desk_while_it_is_open_and_by_nobody_afterwards() {
    for state in TripState::ALL {
        let trip = in_state(state);
        for row in ACTIONS.iter().filter(|row| row.id != "resolve") {
            let open = unmet(&trip, row.id, EAST).is_empty();
            assert_eq!(open, !state.is_terminal(), "{} in {state:?}", row.id);
        }
        assert_eq!(unmet(&trip, "resolve", HQ), ["not-contested"]);
    }
    assert_eq!(unmet(&in_state(TripState::Closed), "amend", EAST), ["trip-wrong-state"]);
    let trip = in_state(TripState::Filed);
    assert_eq!(unmet(&trip, "close", SOUTH), ["relief-jurisdiction"]);
    assert_eq!(unmet(&trip, "close", HQ), ["relief-jurisdiction"]);
    let foreign = Tale::begun().with("cancel", "2026-09-29 07:00", SOUTH, Texts::default());
    assert_eq!(foreign.trip().state, TripState::Filed);
}

#[test]
fn nobody_enters_a_trip_in_another_regions_name() {
    let filed = filed(&entered("2026-09-29 08:00", "2026-09-30 17:00"), "2026-09-28 09:00");
    let event = event("filed", &[], "2026-09-28 09:00", SOUTH, Fact::TripFiled(filed));
    assert!(Trip::fold(&[event]).is_none());
}

#[test]
fn every_rule_is_one_of_the_rulebook_and_every_state_is_reached() {
    let rows = ACTIONS.iter().flat_map(|row| row.arguments).chain(OPENING);
    let asked = rows.filter_map(|argument| argument.required);
    for rule in asked.chain(ACTIONS.iter().map(|row| row.rule)) {
        assert!(Rulebook::bundled().get(rule).is_some(), "{rule}");
    }
    for state in TripState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == TripState::Filed, "{state:?} is never reached");
    }
    assert!(ACTIONS.iter().all(|row| row.who == Who::Recorder || row.id == "resolve"));
}

#[test]
fn names_of_people_are_no_matter_for_the_body() {
    let private: Vec<&str> = OPENING.iter().filter(|a| a.is_private()).map(|a| a.name).collect();
    assert_eq!(private, ["who", "companions", "approver"]);
    let mut args = entered("2026-09-29 08:00", "2026-09-30 17:00");
    args.0.insert("who".into(), "林岚".into());
    assert_eq!(refused(&args), ["argument-unknown who"]);
    let close = find("close").unwrap().arguments;
    let private: Vec<&str> = close.iter().filter(|a| a.is_private()).map(|a| a.name).collect();
    assert_eq!(private, ["met", "gift_note"]);
}

#[test]
fn a_trip_states_unit_errand_place_and_time_and_ends_after_it_begins() {
    assert!(refused(&entered("2026-09-29 08:00", "2026-09-29 08:00")).is_empty());
    let backwards = entered("2026-09-30 17:00", "2026-09-29 08:00");
    assert_eq!(refused(&backwards), ["trip-backwards"]);
    let missing = ["unit", "errand", "destination", "leaves", "returns"];
    assert_eq!(refused(&Texts::default()), missing.map(|name| format!("argument-missing {name}")));
    let mut args = entered("2026-09-29 08:00", "2026-09-30 17:00");
    args.0.insert("leaves".into(), "明天".into());
    assert_eq!(refused(&args), ["argument-misfit leaves"]);
}

#[test]
fn who_has_left_before_he_enters_it_is_late_and_taken_all_the_same() {
    let late = |now: &str| {
        let args = entered("2026-09-29 08:00", "2026-09-30 17:00");
        Tale::of(filed(&args, now)).trip().is_late()
    };
    assert!(!late("2026-09-29 08:00"));
    assert!(late("2026-09-29 08:01"));
    // It was entered on the 28th at nine; he had left the day before.
    let closed = Tale::begun().closed("2026-09-27 10:00", "2026-09-30 17:00", "2026-09-30 17:20");
    assert!(closed.trip().is_late());
    let leaves = signed("2026-09-28 08:00");
    let earlier = texts(&[("leaves", leaves.as_str())]);
    let amended = Tale::begun().with("amend", "2026-09-28 10:00", EAST, earlier);
    assert!(amended.trip().is_late());
    assert!(amended.cancelled().trip().is_late(), "the mark stays");
}

#[test]
fn the_plan_is_what_was_amended_last_before_the_end() {
    let tale = Tale::begun().moved("320500", "2026-09-28 10:00");
    let tale = tale.moved("330100", "2026-09-28 11:00");
    assert_eq!(tale.trip().planned("destination"), Some("330100"));
    assert_eq!(tale.trip().planned("errand"), Some("省干项目技术交流"));
    let closed = tale.closed("2026-09-29 08:00", "2026-09-30 17:00", "2026-09-30 17:20");
    let tale = closed.moved("310100", "2026-10-08 09:00");
    assert_eq!(tale.trip().planned("destination"), Some("330100"), "it was closed");
}

#[test]
fn an_amendment_says_what_changes_and_keeps_the_plan_in_order() {
    let trip = Tale::begun().trip();
    let amend = |name: &str, value: &str| {
        unmet_by(&trip, "amend", &texts(&[("reasons", "客户改期"), (name, value)]))
    };
    assert!(amend("errand", "交标书").is_empty());
    assert_eq!(amend("errand", ""), ["nothing-corrected"]);
    assert!(amend("leaves", &signed("2026-09-30 17:00")).is_empty());
    assert_eq!(amend("leaves", &signed("2026-09-30 17:01")), ["trip-backwards"]);
    assert_eq!(amend("returns", &signed("2026-09-29 07:59")), ["trip-backwards"]);
    let unreasoned = unmet_by(&trip, "amend", &texts(&[("errand", "交标书")]));
    assert_eq!(unreasoned, ["argument-missing reasons"]);
}

#[test]
fn a_trip_is_closed_that_has_ended_with_its_result_and_its_gifts() {
    let trip = Tale::begun().trip();
    let close = |from: &str, to: &str, more: &[(&str, &str)]| {
        let mut args = told(from, to);
        args.0.extend(texts(more).0);
        unmet_by(&trip, "close", &args)
    };
    let (from, to) = ("2026-09-29 08:00", "2026-10-08 09:00");
    assert!(close(from, to, &[]).is_empty());
    assert_eq!(close(from, "2026-10-08 09:01", &[]), ["in-the-future actual_to"]);
    assert_eq!(close(from, "2026-09-29 07:59", &[]), ["trip-backwards"]);
    assert_eq!(close(from, to, &[("gifts", "yes")]), ["argument-missing gift_amount"]);
    assert!(close(from, to, &[("gifts", "yes"), ("gift_amount", "20000")]).is_empty());
    assert_eq!(close(from, to, &[("gift_amount", "20000")]), ["trip-gift-misplaced"]);
    let nothing = unmet_by(&trip, "close", &Texts::default());
    let missing = ["actual_from", "actual_to", "result", "gifts"];
    assert_eq!(nothing, missing.map(|name| format!("argument-missing {name}")));
}

#[test]
fn what_was_merely_signed_closes_no_trip_that_has_not_ended() {
    let state =
        |args: Texts| Tale::begun().with("close", "2026-09-30 17:20", EAST, args).trip().state;
    assert_eq!(state(told("2026-09-29 08:00", "2026-09-30 17:20")), TripState::Closed);
    assert_eq!(state(told("2026-09-29 08:00", "2026-09-30 17:21")), TripState::Filed);
    assert_eq!(state(told("2026-09-30 08:00", "2026-09-29 17:00")), TripState::Filed);
    assert_eq!(state(Texts::default()), TripState::Filed);
}

#[test]
fn it_is_closed_within_a_working_day_of_the_return() {
    let calendar = Calendar::bundled();
    let open = Tale::begun().trip();
    // Back on Wednesday 30 September; the holiday lasts until 7 October.
    assert_eq!(open.close_by(calendar), Some(at("2026-10-08 17:30")));
    let verdict = |now: &str| open.verdict(at(now), calendar);
    assert_eq!(verdict("2026-09-30 16:59"), Verdict::Ahead);
    assert_eq!(verdict("2026-09-30 17:00"), Verdict::Running);
    assert_eq!(verdict("2026-10-08 17:30"), Verdict::Running);
    assert_eq!(verdict("2026-10-08 17:31"), Verdict::Overdue);
    let closed = |to: &str, now: &str| {
        let trip = Tale::begun().closed("2026-09-29 08:00", to, now).trip();
        (trip.close_by(calendar).unwrap(), trip.verdict(at("2026-11-01 09:00"), calendar))
    };
    let due = at("2026-10-08 17:30");
    assert_eq!(closed("2026-09-30 17:00", "2026-10-08 17:30"), (due, Verdict::Kept));
    assert_eq!(closed("2026-10-03 12:00", "2026-10-08 17:31"), (due, Verdict::Late));
    // Back a day earlier than planned, the limit is earlier as well.
    let earlier = at("2026-09-30 17:30");
    assert_eq!(closed("2026-09-29 20:00", "2026-10-08 09:00"), (earlier, Verdict::Late));
    let cancelled = Tale::begun().cancelled().trip();
    assert_eq!(cancelled.verdict(at("2026-11-01 09:00"), calendar), Verdict::Skipped);
}

#[test]
fn the_watch_sees_who_was_visited_and_what_is_only_planned() {
    let visits = in_state(TripState::Filed).visits();
    assert_eq!(visits.len(), 1);
    let told = |visit: &Visit| {
        (visit.unit.clone(), visit.customer.clone(), visit.place.clone(), visit.happened)
    };
    let expected = |customer: &str, happened| {
        ("F1".to_owned(), Some(customer.to_owned()), Some("320100".to_owned()), happened)
    };
    assert_eq!(told(&visits[0]), expected("CMCC", false));
    assert!(in_state(TripState::Cancelled).visits().is_empty());
    let closed = in_state(TripState::Closed).visits();
    assert_eq!(told(&closed[0]), expected("CMCC", true));
    let mut args = self::told("2026-09-29 08:00", "2026-09-29 18:00");
    args.0.insert("visited".into(), "CTOW".into());
    let other = Tale::begun().with("close", "2026-09-30 09:00", EAST, args).trip().visits();
    assert_eq!(told(&other[0]), expected("CTOW", true));
    assert_eq!(other[0].to, Some(at("2026-09-29 18:00")));
}

#[test]
fn what_was_closed_and_called_off_at_once_is_contested_until_headquarters_names_one() {
    let trip = Trip::fold(&rivals()).unwrap();
    assert_eq!(trip.contested.len(), 2);
    assert_eq!(unmet(&trip, "amend", EAST)[0], "contested");
    assert!(unmet(&trip, "resolve", HQ).is_empty());
    let mut events = rivals();
    let named = texts(&[("decision", "close")]);
    events.push(act("resolve", &["close", "cancel"], "2026-10-08 10:00", HQ, named));
    let trip = Trip::fold(&events).unwrap();
    assert_eq!((trip.state, trip.contested.len()), (TripState::Closed, 0));
}

#[test]
fn two_closings_that_tell_different_things_are_contested_and_two_that_agree_are_not() {
    let contested = |pairs: &[(&str, &str)]| {
        let other = told("2026-09-29 08:00", "2026-09-30 17:00");
        let mut own = other.clone();
        own.0.extend(texts(pairs).0);
        let mut events = Tale::begun().0;
        for (id, args) in [("one", own), ("other", other)] {
            let mut closed = act("close", &["filed"], "2026-09-30 17:20", EAST, args);
            closed.id = id.into();
            events.push(closed);
        }
        Trip::fold(&events).unwrap().contested.len()
    };
    assert_eq!(contested(&[]), 0, "they tell the same");
    assert_eq!(contested(&[("gifts", "yes"), ("gift_amount", "20000")]), 2);
    assert_eq!(contested(&[("visited", "CTOW")]), 2);
    let mut events = Tale::begun().0;
    for (id, why) in [("one", "客户改期"), ("other", "客户推迟")] {
        let reasons = texts(&[("reasons", why)]);
        let mut cancelled = act("cancel", &["filed"], "2026-09-29 07:00", EAST, reasons);
        cancelled.id = id.into();
        events.push(cancelled);
    }
    assert!(Trip::fold(&events).unwrap().contested.is_empty(), "reasons are worded as one likes");
}

#[test]
fn what_is_written_reads_as_itself() {
    for event in rivals() {
        let read = Fact::read(&event.fact.kind(), &event.fact.data().unwrap());
        assert_eq!(format!("{read:?}"), format!("{:?}", event.fact));
        assert!(!matches!(read, Fact::Unknown { .. }), "{}", event.fact.kind());
    }
}

/// A trip that one machine of the desk amended and closed while the other called it off.
fn rivals() -> Vec<Recorded> {
    let mut events = Tale::begun().0;
    let amended = texts(&[("destination", "320500")]);
    events.push(act("amend", &["filed"], "2026-09-28 10:00", EAST, amended));
    let closed = told("2026-09-29 08:00", "2026-09-30 17:00");
    events.push(act("close", &["amend"], "2026-09-30 17:20", EAST, closed));
    events.push(act("cancel", &["filed"], "2026-09-29 07:00", EAST, Texts::default()));
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// In whatever order events arrive, every desk folds the same.
    #[test]
    fn no_order_of_arrival_matters(told in Just(rivals()).prop_shuffle()) {
        let (trip, again) = (Trip::fold(&rivals()).unwrap(), Trip::fold(&told).unwrap());
        prop_assert_eq!(trip.state, again.state);
        prop_assert_eq!(&trip.contested, &again.contested);
        prop_assert_eq!(trip.planned("destination"), again.planned("destination"));
        let order = |trip: &Trip| {
            trip.timeline.iter().map(|entry| entry.event.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&trip), order(&again));
    }
}
