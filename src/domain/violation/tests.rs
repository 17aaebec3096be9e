//! The table of violations, row by row and state by state, the fold, and what is not taken here.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Situation, find};
use super::*;
use crate::domain::calendar::from_local;
use crate::domain::event::Authority;
use crate::domain::hlc::Hlc;
use crate::domain::procedure::{To, Who};
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::SubjectKind;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// When violations are reported here.
const NOW: &str = "2026-10-08 00:30";

/// An instant by the clock in Shanghai.
fn at(text: &str) -> DateTime<Utc> {
    from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn texts(pairs: &[(&str, &str)]) -> Texts {
    Texts(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

/// A unit that went to a customer without entering the trip.
fn entered(more: &[(&str, &str)]) -> Texts {
    let mut args = texts(&[
        ("violation", "unregistered_trip"),
        ("unit", "F1"),
        ("facts", "九月三十日赴南京移动，未作登记"),
        ("occurred", "2026-09-30"),
    ]);
    args.0.extend(texts(more).0);
    args
}

fn reported() -> Reported {
    open("WG-EC-26-A-001".into(), Some(RegionCode::EC), &entered(&[]), at(NOW)).unwrap()
}

fn event(id: &str, base: &[&str], now: &str, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Subject::derived(SubjectKind::Violation, &["1"]),
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
    event(id, base, now, by, Fact::ViolationActed(find(id).unwrap(), act))
}

/// A violation that is taken step by step, a minute each, by who may.
struct Tale(Vec<Recorded>);

impl Tale {
    fn begun() -> Tale {
        Tale(vec![event("reported", &[], NOW, EAST, Fact::ViolationReported(reported()))])
    }

    fn by(mut self, by: Authority, id: &str) -> Tale {
        let (last, n) = (self.0.last().unwrap().id.clone(), self.0.len());
        let now = format!("2026-10-08 09:{n:02}");
        let mut event = act(id, &[&last], &now, by, Texts::default());
        event.id = format!("{n}-{id}");
        self.0.push(event);
        self
    }

    fn then(self, id: &str) -> Tale {
        self.by(author(id), id)
    }

    fn violation(&self) -> Violation {
        Violation::fold(&self.0).unwrap()
    }
}

/// Who may perform a row.
fn author(id: &str) -> Authority {
    if find(id).unwrap().who == Who::Headquarters { HQ } else { EAST }
}

fn situation(violation: &Violation, authority: Authority) -> Situation<'_> {
    Situation { violation, authority, book: Rulebook::bundled() }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(violation: &Violation, id: &str, by: Authority) -> Vec<String> {
    let unmet = find(id).unwrap().unmet(&situation(violation, by));
    unmet.into_iter().map(|why| why.key).collect()
}

/// The sentence with what it is about: `argument-missing facts`.
fn sentence(why: Why) -> String {
    let about = why.args.iter().find(|(name, _)| name == "argument");
    about.map_or_else(|| why.key.clone(), |(_, value)| format!("{} {value}", why.key))
}

fn unmet_by(violation: &Violation, id: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let unmet = find(id).unwrap().unmet_by(&situation(violation, HQ), &texts(pairs));
    unmet.into_iter().map(sentence).collect()
}

fn refused(args: &Texts) -> Vec<String> {
    let refused = open(String::new(), Some(RegionCode::EC), args, at(NOW));
    refused.err().unwrap_or_default().into_iter().map(sentence).collect()
}

/// A violation in every state, by a way that leads there.
fn in_state(state: ViolationState) -> Violation {
    let tale = match state {
        ViolationState::Reported => Tale::begun(),
        ViolationState::Referred => Tale::begun().then("refer"),
        ViolationState::Found => Tale::begun().then("refer").then("uphold"),
        ViolationState::Dismissed => Tale::begun().then("refer").then("dismiss"),
        ViolationState::Withdrawn => Tale::begun().then("withdraw"),
    };
    let violation = tale.violation();
    assert_eq!(violation.state, state, "the way to {state:?}");
    violation
}

/// The table of the procedure: which acts are open in which state.
const OPEN: &[(ViolationState, &str)] = &[
    (ViolationState::Reported, "refer withdraw"),
    (ViolationState::Referred, "uphold dismiss"),
    (ViolationState::Found, ""),
    (ViolationState::Dismissed, ""),
    (ViolationState::Withdrawn, ""),
];

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    for state in ViolationState::ALL {
        let violation = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS.iter().filter(|row| row.id != "resolve") {
            let expected: &[&str] =
                if open.contains(&row.id) { &[] } else { &["violation-wrong-state"] };
            let keys = unmet(&violation, row.id, author(row.id));
            assert_eq!(keys, expected, "{} in {state:?}", row.id);
        }
        assert_eq!(unmet(&violation, "resolve", HQ), ["not-contested"]);
        assert_eq!(state.is_terminal(), open == [""], "{state:?}");
        let found = violation.finding().map(|entry| entry.action);
        let expected = match state {
            ViolationState::Found => Some("uphold"),
            ViolationState::Dismissed => Some("dismiss"),
            _ => None,
        };
        assert_eq!(found, expected, "{state:?}");
    }
}

#[test]
fn every_rule_is_one_of_the_rulebook_and_every_state_is_reached() {
    let arguments = ACTIONS.iter().flat_map(|row| row.arguments).chain(OPENING);
    let asked = arguments.filter_map(|argument| argument.required);
    for rule in asked.chain(ACTIONS.iter().map(|row| row.rule)) {
        assert!(Rulebook::bundled().get(rule).is_some(), "{rule}");
    }
    for state in ViolationState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == ViolationState::Reported, "{state:?} is never reached");
    }
}

#[test]
fn every_kind_is_measured_by_a_rule_that_carries_a_finding() {
    let kinds: Vec<&str> = RULES.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, VIOLATIONS);
    for kind in VIOLATIONS {
        let rule = Rulebook::bundled().get(rule_of(kind).unwrap()).unwrap();
        assert!(rule.may_be_sole_basis(), "{kind}: {}", rule.id);
    }
    assert_eq!(reported().rule(), Some("SCXT-24a"));
}

#[test]
fn complaints_of_favour_and_of_leaks_are_not_taken_here() {
    for kind in ["bias", "leak"] {
        assert_eq!(rule_of(kind), None);
        assert_eq!(refused(&entered(&[("violation", kind)])), ["argument-misfit violation"]);
        let written = Reported { args: entered(&[("violation", kind)]), ..reported() };
        let written = event("reported", &[], NOW, EAST, Fact::ViolationReported(written));
        assert!(Violation::fold(&[written]).is_none(), "nor by what was merely signed");
    }
}

#[test]
fn a_violation_states_kind_unit_and_facts_of_what_has_happened() {
    assert!(refused(&entered(&[])).is_empty());
    assert!(refused(&entered(&[("office", "一分公司市场部部长"), ("occurred", "")])).is_empty());
    let missing = ["violation", "unit", "facts"];
    assert_eq!(refused(&Texts::default()), missing.map(|name| format!("argument-missing {name}")));
    // It is half past midnight of the eighth in Shanghai, and still the seventh in Greenwich.
    assert!(refused(&entered(&[("occurred", "2026-10-08")])).is_empty());
    assert_eq!(refused(&entered(&[("occurred", "2026-10-09")])), ["in-the-future occurred"]);
}

#[test]
fn who_informed_is_no_matter_for_the_body() {
    let private: Vec<&str> = OPENING.iter().filter(|a| a.is_private()).map(|a| a.name).collect();
    assert_eq!(private, ["informant"]);
    assert_eq!(refused(&entered(&[("informant", "张三")])), ["argument-unknown informant"]);
}

#[test]
fn the_manager_refers_and_headquarters_records_what_the_committee_found() {
    let referred = in_state(ViolationState::Referred);
    assert_eq!(unmet(&referred, "uphold", EAST), ["headquarters-decides"]);
    assert_eq!(unmet(&referred, "dismiss", EAST), ["headquarters-decides"]);
    let reported = in_state(ViolationState::Reported);
    assert_eq!(unmet(&reported, "refer", SOUTH), ["relief-jurisdiction"]);
    assert_eq!(unmet(&reported, "refer", HQ), ["relief-jurisdiction"]);
    let by_himself = Tale::begun().then("refer").by(EAST, "uphold").violation();
    assert_eq!(by_himself.state, ViolationState::Referred);
    let unreferred = Tale::begun().then("uphold").violation();
    assert_eq!(unreferred.state, ViolationState::Reported);
}

#[test]
fn a_finding_has_reasons_and_a_rule_that_carries_it() {
    let violation = in_state(ViolationState::Referred);
    for row in ["uphold", "dismiss"] {
        let found =
            |rules: &str| unmet_by(&violation, row, &[("reasons", "经查"), ("rules", rules)]);
        assert!(found("SCXT-24a").is_empty(), "{row}");
        assert_eq!(found("SCXT-20"), ["rules-blank"], "{row}");
        assert_eq!(found("SCXT-99"), ["rule-unknown"], "{row}");
        let nothing = unmet_by(&violation, row, &[]);
        assert_eq!(nothing, ["argument-missing reasons", "argument-missing rules"], "{row}");
        // What was found may be what the lint looks for.
        let lent = [("reasons", "经查，出借资质给他人投标"), ("rules", "SCXT-24b")];
        assert!(unmet_by(&violation, row, &lent).is_empty(), "{row}");
    }
}

#[test]
fn what_was_referred_and_taken_back_at_once_is_contested_until_headquarters_names_one() {
    let violation = Violation::fold(&rivals()).unwrap();
    assert_eq!(violation.contested.len(), 2);
    assert!(unmet(&violation, "resolve", HQ).is_empty());
    let mut events = rivals();
    let named = texts(&[("decision", "refer")]);
    events.push(act("resolve", &["refer", "withdraw"], "2026-10-09 09:00", HQ, named));
    let violation = Violation::fold(&events).unwrap();
    assert_eq!((violation.state, violation.contested.len()), (ViolationState::Referred, 0));
}

#[test]
fn what_is_written_reads_as_itself() {
    for event in rivals() {
        let read = Fact::read(&event.fact.kind(), &event.fact.data().unwrap());
        assert_eq!(format!("{read:?}"), format!("{:?}", event.fact));
        assert!(!matches!(read, Fact::Unknown { .. }), "{}", event.fact.kind());
    }
}

/// A violation that one machine of the desk referred while the other took it back.
fn rivals() -> Vec<Recorded> {
    let mut events = Tale::begun().0;
    events.push(act("refer", &["reported"], "2026-10-08 10:00", EAST, Texts::default()));
    events.push(act("withdraw", &["reported"], "2026-10-08 09:00", EAST, Texts::default()));
    events
}

/// The same, and what the committee found of what was referred, with and without knowledge of the rival.
fn found_among_rivals() -> Vec<Recorded> {
    let mut events = rivals();
    events.push(act("uphold", &["refer"], "2026-10-08 11:00", HQ, Texts::default()));
    events.push(act("dismiss", &["refer", "withdraw"], "2026-10-08 12:00", HQ, Texts::default()));
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// In whatever order events arrive, every desk folds the same.
    #[test]
    fn no_order_of_arrival_matters(told in Just(found_among_rivals()).prop_shuffle()) {
        let violation = Violation::fold(&found_among_rivals()).unwrap();
        let again = Violation::fold(&told).unwrap();
        prop_assert_eq!(violation.state, again.state);
        prop_assert_eq!(&violation.contested, &again.contested);
        prop_assert_eq!(
            violation.finding().map(|entry| &entry.event),
            again.finding().map(|entry| &entry.event)
        );
        let order = |violation: &Violation| {
            violation.timeline.iter().map(|entry| entry.event.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&violation), order(&again));
    }
}
