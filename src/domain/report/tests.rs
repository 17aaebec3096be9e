//! The table of reports, row by row and state by state, the fold, what is late, and who is credited.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Situation, find};
use super::credit::{Credit, credit};
use super::*;
use crate::domain::calendar::{Calendar, from_local};
use crate::domain::event::Authority;
use crate::domain::hlc::Hlc;
use crate::domain::procedure::To;
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::SubjectKind;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// When reports are filed here, unless it is said otherwise: the first working day after the holiday.
const NOW: &str = "2026-10-08 09:00";

/// An instant by the clock in Shanghai. 2026-10-01 to 10-07 are days off, 10-08 is worked.
fn at(text: &str) -> DateTime<Utc> {
    from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn texts(pairs: &[(&str, &str)]) -> Texts {
    Texts(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

/// A tender that a salesman heard of, learned on Wednesday 30 September.
fn told(more: &[(&str, &str)]) -> Texts {
    let learned = at("2026-09-30 10:00").to_rfc3339();
    let mut args = texts(&[
        ("topic", "tender"),
        ("source", "frontline"),
        ("origin", "lawful"),
        ("role", "sales"),
        ("unit", "F1"),
        ("gist", "南京移动拟于十月招标管道工程"),
        ("reliability", "B"),
        ("learned", learned.as_str()),
    ]);
    args.0.extend(texts(more).0);
    args
}

fn filed(args: &Texts, now: &str) -> Filed {
    open("XX-EC-26-A-001".into(), Some(RegionCode::EC), args, at(now)).unwrap()
}

fn event(id: &str, base: &[&str], now: &str, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Subject::derived(SubjectKind::Report, &["1"]),
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
    event(id, base, now, by, Fact::ReportActed(find(id).unwrap(), act))
}

/// A report that is taken step by step, a minute each.
struct Tale(Vec<Recorded>);

impl Tale {
    fn of(args: &Texts, now: &str) -> Tale {
        Tale(vec![event("filed", &[], now, EAST, Fact::ReportFiled(filed(args, now)))])
    }

    fn begun() -> Tale {
        Tale::of(&told(&[]), NOW)
    }

    fn by(mut self, by: Authority, id: &str, pairs: &[(&str, &str)]) -> Tale {
        let (last, n) = (self.0.last().unwrap().id.clone(), self.0.len());
        let now = format!("2026-10-09 09:{n:02}");
        let mut event = act(id, &[&last], &now, by, texts(pairs));
        event.id = format!("{n}-{id}");
        self.0.push(event);
        self
    }

    fn then(self, id: &str, pairs: &[(&str, &str)]) -> Tale {
        self.by(EAST, id, pairs)
    }

    fn report(&self) -> Report {
        Report::fold(&self.0).unwrap()
    }
}

/// Where a lead is named.
fn lead() -> String {
    Subject::derived(SubjectKind::Lead, &["1"]).to_string()
}

fn situation(report: &Report, authority: Authority) -> Situation<'_> {
    Situation { report, authority }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(report: &Report, id: &str, by: Authority) -> Vec<String> {
    let unmet = find(id).unwrap().unmet(&situation(report, by));
    unmet.into_iter().map(|why| why.key).collect()
}

/// The sentence with what it is about: `argument-missing gist`.
fn sentence(why: Why) -> String {
    let about = why.args.iter().find(|(name, _)| name == "argument");
    about.map_or_else(|| why.key.clone(), |(_, value)| format!("{} {value}", why.key))
}

fn unmet_by(report: &Report, id: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let unmet = find(id).unwrap().unmet_by(&situation(report, EAST), &texts(pairs));
    unmet.into_iter().map(sentence).collect()
}

fn refused(args: &Texts) -> Vec<String> {
    let refused = open(String::new(), Some(RegionCode::EC), args, at(NOW));
    refused.err().unwrap_or_default().into_iter().map(sentence).collect()
}

/// A report in every state, by a way that leads there.
fn in_state(state: ReportState) -> Report {
    let tale = match state {
        ReportState::New => Tale::begun(),
        ReportState::Routed => Tale::begun().then("route", &[]),
        ReportState::Read => Tale::begun().then("route", &[]).then("read", &[]),
        ReportState::Used => Tale::begun().then("use", &[("how", "digest")]),
        ReportState::Archived => Tale::begun().then("archive", &[]),
    };
    let report = tale.report();
    assert_eq!(report.state, state, "the way to {state:?}");
    report
}

/// The table of the procedure: which acts are open in which state.
const OPEN: &[(ReportState, &str)] = &[
    (ReportState::New, "route use archive"),
    (ReportState::Routed, "route read use archive"),
    (ReportState::Read, "route use archive"),
    (ReportState::Used, "archive"),
    (ReportState::Archived, ""),
];

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    for state in ReportState::ALL {
        let report = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS.iter().filter(|row| row.id != "resolve") {
            let expected: &[&str] =
                if open.contains(&row.id) { &[] } else { &["report-wrong-state"] };
            assert_eq!(unmet(&report, row.id, EAST), expected, "{} in {state:?}", row.id);
        }
        assert_eq!(unmet(&report, "resolve", HQ), ["not-contested"]);
        assert_eq!(state.is_terminal(), open == [""], "{state:?}");
    }
    let report = in_state(ReportState::New);
    assert_eq!(unmet(&report, "route", SOUTH), ["relief-jurisdiction"]);
    let foreign = Tale::begun().by(SOUTH, "archive", &[]).report();
    assert_eq!(foreign.state, ReportState::New);
}

#[test]
fn every_rule_is_one_of_the_rulebook_and_every_state_is_reached() {
    let arguments = ACTIONS.iter().flat_map(|row| row.arguments).chain(OPENING);
    let asked = arguments.filter_map(|argument| argument.required);
    for rule in asked.chain(ACTIONS.iter().map(|row| row.rule)) {
        assert!(Rulebook::bundled().get(rule).is_some(), "{rule}");
    }
    for state in ReportState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == ReportState::New, "{state:?} is never reached");
    }
}

#[test]
fn roles_and_departments_are_those_of_the_routing_table() {
    let table = Table::bundled();
    let roles: Vec<&str> = table.roles().iter().map(|role| role.id.as_str()).collect();
    assert_eq!(roles, ROLES);
    assert!(DEPARTMENTS.iter().all(|id| table.department(id).is_some()));
    for role in ROLES {
        let department = department_of(role).unwrap();
        assert!(DEPARTMENTS.contains(&department), "{role} goes to {department}");
    }
    assert_eq!(department_of("sales"), Some("sales_management"));
    assert_eq!(department_of("nobody"), None);
}

#[test]
fn a_report_goes_to_the_department_of_the_role_or_the_one_chosen_and_may_be_passed_on() {
    assert_eq!(Tale::begun().report().department(), None);
    let routed = Tale::begun().then("route", &[]);
    assert_eq!(routed.report().department(), Some("sales_management"));
    let passed = routed.then("read", &[]).then("route", &[("department", "pr")]).report();
    assert_eq!((passed.department(), passed.state), (Some("pr"), ReportState::Routed));
    let elsewhere = [("department", "nowhere")];
    let report = Tale::begun().report();
    assert_eq!(unmet_by(&report, "route", &elsewhere), ["argument-misfit department"]);
}

#[test]
fn a_report_says_what_about_from_where_by_whose_role_and_when_it_was_learned() {
    assert!(refused(&told(&[])).is_empty());
    let missing = ["topic", "source", "origin", "role", "gist", "reliability", "learned"];
    assert_eq!(refused(&Texts::default()), missing.map(|name| format!("argument-missing {name}")));
    let learned = at("2026-10-08 09:01").to_rfc3339();
    let future = told(&[("learned", learned.as_str())]);
    assert_eq!(refused(&future), ["in-the-future learned"]);
    assert_eq!(refused(&told(&[("topic", "gossip")])), ["argument-misfit topic"]);
    assert_eq!(refused(&told(&[("reliability", "D")])), ["argument-misfit reliability"]);
}

#[test]
fn who_reported_and_the_whole_text_are_no_matter_for_the_body() {
    let private: Vec<&str> = OPENING.iter().filter(|a| a.is_private()).map(|a| a.name).collect();
    assert_eq!(private, ["text", "reporter"]);
    assert_eq!(refused(&told(&[("reporter", "张三")])), ["argument-unknown reporter"]);
}

#[test]
fn a_tender_is_reported_within_one_working_day_and_all_else_within_three() {
    let late = |topic: &str, now: &str| {
        Tale::of(&told(&[("topic", topic)]), now).report().is_late(Calendar::bundled())
    };
    // Learned on 30 September; the holiday lasts until 7 October, and Saturday 10 October is worked.
    assert!(!late("tender", "2026-10-08 17:30"));
    assert!(late("tender", "2026-10-08 17:31"));
    for topic in TOPICS.iter().filter(|topic| **topic != TENDER) {
        assert!(!late(topic, "2026-10-10 17:30"), "{topic}");
        assert!(late(topic, "2026-10-10 17:31"), "{topic}");
    }
}

#[test]
fn nothing_is_used_whose_origin_is_not_clear() {
    let unclear = || Tale::of(&told(&[("origin", "unclear")]), NOW);
    assert_eq!(unmet(&unclear().report(), "use", EAST), ["report-origin-unclear"]);
    assert!(unmet(&unclear().report(), "route", EAST).is_empty(), "it is told all the same");
    let signed = unclear().then("use", &[("how", "digest")]).report();
    assert_eq!((signed.state, signed.is_used()), (ReportState::New, false));
}

#[test]
fn what_became_a_lead_names_it() {
    let report = Tale::begun().report();
    let lead = lead();
    let claim = Subject::derived(SubjectKind::Claim, &["1"]).to_string();
    let used = |pairs: &[(&str, &str)]| unmet_by(&report, "use", pairs);
    assert!(used(&[("how", "digest")]).is_empty());
    assert!(used(&[("how", "lead"), ("about", lead.as_str())]).is_empty());
    assert_eq!(used(&[("how", "lead")]), ["argument-missing about"]);
    let other = [("how", "lead"), ("about", claim.as_str())];
    assert_eq!(used(&other), ["report-no-lead"]);
    assert_eq!(used(&[]), ["argument-missing how"]);
    assert_eq!(Tale::begun().then("use", &other).report().state, ReportState::New);
}

#[test]
fn credit_counts_by_unit_and_role_what_came_in_time_and_what_became_of_it() {
    let lead = lead();
    let became = [("how", "lead"), ("about", lead.as_str())];
    let reports = [
        Tale::begun().then("use", &became).then("archive", &[]).report(),
        Tale::of(&told(&[]), "2026-10-09 09:00").report(),
        Tale::begun().then("use", &[("how", "digest")]).report(),
        Tale::of(&told(&[("role", "research")]), NOW).report(),
        Tale::of(&told(&[("unit", "")]), NOW).then("archive", &[]).report(),
    ];
    let of = |unit: Option<&str>, role: &str, [filed, in_time, used, leads]: [usize; 4]| Credit {
        unit: unit.map(str::to_owned),
        role: role.to_owned(),
        filed,
        in_time,
        used,
        leads,
    };
    let expected = [
        of(None, "sales", [1, 1, 0, 0]),
        of(Some("F1"), "research", [1, 1, 0, 0]),
        of(Some("F1"), "sales", [3, 2, 2, 1]),
    ];
    assert_eq!(credit(&reports, Calendar::bundled()), expected);
    assert!(credit(&[], Calendar::bundled()).is_empty());
}

#[test]
fn what_was_used_and_put_aside_at_once_is_contested_until_headquarters_names_one() {
    let report = Report::fold(&rivals()).unwrap();
    assert_eq!(report.contested.len(), 2);
    assert!(unmet(&report, "resolve", HQ).is_empty());
    let mut events = rivals();
    let named = texts(&[("decision", "archive")]);
    events.push(act("resolve", &["use", "archive"], "2026-10-10 09:00", HQ, named));
    let report = Report::fold(&events).unwrap();
    assert_eq!((report.state, report.contested.len()), (ReportState::Archived, 0));
    assert!(!report.is_used(), "what was overruled credits nobody");
}

#[test]
fn what_is_written_reads_as_itself() {
    for event in rivals() {
        let read = Fact::read(&event.fact.kind(), &event.fact.data().unwrap());
        assert_eq!(format!("{read:?}"), format!("{:?}", event.fact));
        assert!(!matches!(read, Fact::Unknown { .. }), "{}", event.fact.kind());
    }
}

/// A report that was routed and read, and then used by one machine of the desk while the other put it aside.
fn rivals() -> Vec<Recorded> {
    let mut events = Tale::begun().0;
    let digest = texts(&[("how", "digest")]);
    events.push(act("route", &["filed"], "2026-10-08 10:00", EAST, Texts::default()));
    events.push(act("read", &["route"], "2026-10-08 11:00", EAST, Texts::default()));
    events.push(act("use", &["read"], "2026-10-08 14:00", EAST, digest));
    events.push(act("archive", &["read"], "2026-10-08 13:00", EAST, Texts::default()));
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// In whatever order events arrive, every desk folds the same.
    #[test]
    fn no_order_of_arrival_matters(told in Just(rivals()).prop_shuffle()) {
        let (report, again) = (Report::fold(&rivals()).unwrap(), Report::fold(&told).unwrap());
        prop_assert_eq!(report.state, again.state);
        prop_assert_eq!(&report.contested, &again.contested);
        prop_assert_eq!(report.is_used(), again.is_used());
        let order = |report: &Report| {
            report.timeline.iter().map(|entry| entry.event.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&report), order(&again));
    }
}
