//! The table of appeals, row by row and state by state, the fold, the limits, and who may file.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Situation, find};
use super::filing::{Filing, in_time_until, may_file, runs_from, took_part};
use super::timing::Step;
use super::{Appeal, AppealState, Filed, QUORUM, sitting};
use crate::domain::calendar::Calendar;
use crate::domain::case::timing::Verdict;
use crate::domain::case::{self, Case, Party, Trigger};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::hlc::Hlc;
use crate::domain::procedure::{To, Who};
use crate::domain::relief::Act;
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// The event that decided.
const DECISION: &str = "sha256:d";

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+08:00").parse().unwrap()
}

/// Monday, 23 November 2026, 09:00 in Shanghai.
fn start() -> DateTime<Utc> {
    at("2026-11-23T09:00")
}

fn lead() -> Subject {
    "lead:018bcfe5-6800-7000-8000-000000000000".parse().unwrap()
}

fn filed() -> Filed {
    Filed {
        number: "SS-EC-26-A-001".into(),
        case: Case::subject(lead(), "0", 1),
        case_number: "XT-EC-26-A-001".into(),
        party: "F3".into(),
        request: "变更牵头单位".into(),
        reasons: "先报时间认定有误".into(),
        decision: DECISION.into(),
        served_at: start() - Duration::days(3),
        filed_at: start(),
        express: false,
        owner: Some(RegionCode::EC),
        at: start(),
    }
}

fn event(id: &str, base: &[&str], hours: i64, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Appeal::subject(DECISION, "F3"),
        base: base.iter().map(|id| (*id).to_owned()).collect(),
        hlc: Hlc { millis: (start() + Duration::hours(hours)).timestamp_millis(), counter: 0 },
        actor: String::new(),
        office: String::new(),
        author: format!("{authority:?}"),
        authority,
        fact,
        parts: Vec::new(),
    }
}

fn act(id: &str, base: &[&str], hours: i64, by: Authority, args: Texts) -> Recorded {
    let at = start() + Duration::hours(hours);
    let act = Act { args, at, rulebase: String::new(), lint: Vec::new() };
    event(id, base, hours, by, Fact::AppealActed(find(id).unwrap(), act))
}

fn fold(events: &[Recorded]) -> Appeal {
    Appeal::fold(events, Some(RegionCode::EC)).unwrap()
}

/// An appeal that is taken step by step, an hour each.
#[derive(Clone)]
struct Tale(Vec<Recorded>);

impl Tale {
    fn begun() -> Tale {
        Tale(vec![event("filed", &[], 0, EAST, Fact::AppealFiled(filed()))])
    }

    fn then(self, id: &str) -> Tale {
        let by = if find(id).unwrap().who == Who::Headquarters { HQ } else { EAST };
        self.with(id, by, Texts::default())
    }

    fn with(self, id: &str, by: Authority, args: Texts) -> Tale {
        let hours = self.0.len() as i64;
        self.after(id, by, args, hours)
    }

    fn after(mut self, id: &str, by: Authority, args: Texts, hours: i64) -> Tale {
        let last = self.0.last().unwrap().id.clone();
        let mut event = act(id, &[&last], hours, by, args);
        event.id = format!("{}-{id}", self.0.len());
        self.0.push(event);
        self
    }

    fn reviewed(self) -> Tale {
        self.with("review", HQ, Texts::from([("members", "甲,乙,丙")]))
    }

    fn appeal(&self) -> Appeal {
        fold(&self.0)
    }
}

/// An appeal in every state, by a way that leads there.
fn in_state(state: AppealState) -> Appeal {
    let heard = || Tale::begun().then("accept").then("dossier").reviewed();
    let tale = match state {
        AppealState::Filed => Tale::begun(),
        AppealState::Accepted => Tale::begun().then("accept").then("dossier"),
        AppealState::Reviewing => heard(),
        AppealState::Upheld => heard().then("uphold"),
        AppealState::Modified => heard().then("modify"),
        AppealState::Annulled => heard().then("annul"),
        AppealState::Remanded => heard().then("remand"),
        AppealState::Inadmissible => Tale::begun().then("declare-inadmissible"),
        AppealState::Closed => heard().then("uphold").then("close"),
    };
    let appeal = tale.appeal();
    assert_eq!(appeal.state, state, "the way to {state:?}");
    appeal
}

fn situation(appeal: &Appeal, authority: Authority, now: DateTime<Utc>) -> Situation<'_> {
    let (calendar, book) = (Calendar::bundled(), Rulebook::bundled());
    Situation { appeal, authority, now, took_part: &[], calendar, book }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(appeal: &Appeal, id: &str, by: Authority, now: DateTime<Utc>) -> Vec<String> {
    let unmet = find(id).unwrap().unmet(&situation(appeal, by, now));
    unmet.into_iter().map(|why| why.key).collect()
}

/// What is unmet of what is entered, once everything required is there.
fn unmet_by(appeal: &Appeal, id: &str, args: &Texts, took_part: &[String]) -> Vec<String> {
    let now = start() + Duration::hours(5);
    let situation = Situation { took_part, ..situation(appeal, HQ, now) };
    let unmet = find(id).unwrap().unmet_by(&situation, args).into_iter().map(|why| why.key);
    unmet.filter(|key| key != "argument-missing").collect()
}

/// The table of the procedure: which acts are open in which state.
const OPEN: &[(AppealState, &str)] = &[
    (AppealState::Filed, "accept declare-inadmissible respond"),
    (AppealState::Accepted, "dossier respond stay review"),
    (AppealState::Reviewing, "dossier respond stay review uphold modify annul remand"),
    (AppealState::Upheld, "close"),
    (AppealState::Modified, "close"),
    (AppealState::Annulled, "close"),
    (AppealState::Remanded, "close"),
    (AppealState::Inadmissible, ""),
    (AppealState::Closed, ""),
];

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    for state in AppealState::ALL {
        let appeal = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS {
            let by = if row.who == Who::Headquarters { HQ } else { EAST };
            let keys = unmet(&appeal, row.id, by, start() + Duration::hours(5));
            let expected: &[&str] = match row.id {
                "resolve" => &["not-contested"],
                id if open.contains(&id) => &[],
                _ => &["appeal-wrong-state"],
            };
            assert_eq!(keys, expected, "{} in {state:?}", row.id);
        }
    }
}

#[test]
fn every_row_rests_on_a_rule_of_the_rulebook_and_every_state_is_reached() {
    let mut ids: Vec<&str> = ACTIONS.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), ACTIONS.len());
    for row in ACTIONS {
        let asked = row.arguments.iter().filter_map(|argument| argument.required);
        for rule in asked.chain([row.rule]) {
            assert!(Rulebook::bundled().get(rule).is_some(), "{}: {rule}", row.id);
        }
    }
    for state in AppealState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == AppealState::Filed, "{state:?} is never reached");
    }
}

#[test]
fn headquarters_records_the_committee_and_the_owning_region_speaks_for_the_manager() {
    let appeal = in_state(AppealState::Accepted);
    let now = start() + Duration::hours(3);
    assert_eq!(unmet(&appeal, "review", EAST, now), ["headquarters-decides"]);
    assert_eq!(unmet(&appeal, "dossier", SOUTH, now), ["relief-jurisdiction"]);
    assert_eq!(unmet(&appeal, "dossier", HQ, now), ["relief-jurisdiction"]);
    assert!(unmet(&appeal, "dossier", EAST, now).is_empty());
}

#[test]
fn what_another_region_wrote_has_no_effect() {
    let foreign = event("filed", &[], 0, SOUTH, Fact::AppealFiled(filed()));
    assert!(Appeal::fold(&[foreign], None).is_none(), "nobody files in another region's name");
    let tale = Tale::begun()
        .with("accept", SOUTH, Texts::default())
        .with("accept", EAST, Texts::default())
        .then("accept")
        .with("dossier", SOUTH, Texts::default());
    let appeal = tale.appeal();
    assert_eq!(appeal.state, AppealState::Accepted);
    assert_eq!(appeal.accepted_at(), Some(start() + Duration::hours(3)));
    assert_eq!(appeal.dossier_at(), None);
    assert_eq!(appeal.timeline.iter().filter(|entry| !entry.in_power).count(), 3);
    // One that a region opened in its own name beside the owner's, by a clock set back, comes after it.
    let early = Filed { owner: Some(RegionCode::SC), request: "无".into(), ..filed() };
    let both =
        [event("early", &[], -9, SOUTH, Fact::AppealFiled(early)), Tale::begun().0.remove(0)];
    assert_eq!(fold(&both).filed.owner, Some(RegionCode::EC));
}

#[test]
fn an_appeal_stands_under_the_identity_of_what_it_is_about() {
    let other = Filed { party: "F1".into(), ..filed() };
    let other = event("filed", &[], 0, EAST, Fact::AppealFiled(other));
    assert!(Appeal::fold(&[other], None).is_none());
    assert_ne!(Appeal::subject(DECISION, "F1"), Appeal::subject(DECISION, "F3"));
}

#[test]
fn a_step_that_nothing_led_to_moves_nothing_although_it_is_signed() {
    let appeal = Tale::begun().then("accept").then("uphold").appeal();
    assert_eq!(appeal.state, AppealState::Accepted);
    assert!(appeal.decision().is_none());
    assert!(appeal.timeline.iter().any(|entry| entry.action == "uphold" && !entry.counts));
}

#[test]
fn what_was_not_handed_over_in_time_is_no_basis_to_uphold() {
    let deciding = ["uphold", "modify", "annul", "remand"];
    let (limit, after) = (at("2026-11-24T17:30"), at("2026-11-24T17:31"));
    let silent = Tale::begun().then("accept").reviewed();
    for id in deciding {
        assert_eq!(unmet(&silent.appeal(), id, HQ, limit), ["appeal-dossier-awaited"], "{id}");
    }
    assert_eq!(unmet(&silent.appeal(), "uphold", HQ, after), ["appeal-no-basis"]);
    for id in &deciding[1..] {
        assert!(unmet(&silent.appeal(), id, HQ, after).is_empty(), "{id} is open without it");
    }
    let late = silent.clone().after("dossier", EAST, Texts::default(), 40).appeal();
    assert_eq!(unmet(&late, "uphold", HQ, at("2026-11-25T09:00")), ["appeal-no-basis"]);
    assert!(unmet(&late, "annul", HQ, at("2026-11-25T09:00")).is_empty());
    let kept = silent.clone().then("dossier").appeal();
    assert!(unmet(&kept, "uphold", HQ, at("2026-12-01T09:00")).is_empty(), "one in time stays so");
    let twice = silent.then("dossier").after("dossier", EAST, Texts::default(), 40).appeal();
    assert!(unmet(&twice, "uphold", HQ, after).is_empty(), "more may come later");
    let why = find("uphold").unwrap().unmet(&situation(&late, HQ, after)).remove(0);
    assert_eq!(why.rule.as_deref(), Some("FY-70"));
}

#[test]
fn three_of_five_remain_and_nobody_sits_over_his_own_act() {
    let appeal = in_state(AppealState::Accepted);
    let took_part = ["赵一".to_owned()];
    let sits = |members: &str, recused: &str| {
        let args = Texts::from([("members", members), ("recused", recused)]);
        unmet_by(&appeal, "review", &args, &took_part)
    };
    assert!(sits("甲,乙,丙", "").is_empty());
    assert_eq!(sits("甲,乙", ""), ["appeal-no-quorum"]);
    assert_eq!(sits("甲，乙、乙", ""), ["appeal-no-quorum"], "nobody counts twice");
    assert_eq!(sits("甲,乙,丙", "丙"), ["appeal-no-quorum"]);
    assert!(sits("甲,乙,丙,丁", "丙").is_empty());
    assert_eq!(sits("甲,乙,丙,赵一", ""), ["appeal-took-part"]);
    assert!(sits("甲,乙,丙,赵一", "赵一").is_empty(), "he is recused");
    assert_eq!(sits("甲,乙,赵一", "赵一"), ["appeal-no-quorum"]);
    assert_eq!(sits("甲,乙,丙,丁,戊,己", ""), ["appeal-too-many"]);
    assert_eq!(sits("甲,乙,丙,丁,戊,己", "己"), ["appeal-too-many"], "the recused have seats too");
}

#[test]
fn a_sitting_without_a_quorum_is_none_although_it_is_signed() {
    let few = Texts::from([("members", "甲,乙,丙"), ("recused", "丙")]);
    let appeal = Tale::begun().then("accept").with("review", HQ, few).then("annul").appeal();
    assert_eq!(appeal.state, AppealState::Accepted);
}

#[test]
fn a_ground_that_does_not_stand_turns_no_appeal_down() {
    let ground = |filed: Filed, ground: &str| {
        let appeal = fold(&[event("filed", &[], 0, EAST, Fact::AppealFiled(filed))]);
        unmet_by(&appeal, "declare-inadmissible", &Texts::from([("ground", ground)]), &[])
    };
    assert_eq!(ground(filed(), "late"), ["appeal-in-time"]);
    let served_at = at("2026-11-17T17:00");
    assert!(ground(Filed { served_at, ..filed() }, "late").is_empty());
    assert_eq!(ground(filed(), "no_reasons"), ["appeal-reasoned"]);
    assert!(ground(Filed { reasons: " ".into(), ..filed() }, "no_reasons").is_empty());
    assert!(ground(filed(), "no_standing").is_empty());
}

#[test]
fn a_decision_rests_on_rules_that_carry_it_and_contains_nothing_forbidden() {
    let appeal = in_state(AppealState::Reviewing);
    let with = |id: &str, pairs: [(&str, &str); 2]| unmet_by(&appeal, id, &Texts::from(pairs), &[]);
    assert!(with("uphold", [("reasons", "事实清楚"), ("rules", "SCXT-8")]).is_empty());
    assert_eq!(with("uphold", [("reasons", "同上"), ("rules", "FY-70")]), ["rules-blank"]);
    assert_eq!(with("annul", [("reasons", "同上"), ("rules", "SCXT-99")]), ["rule-unknown"]);
    assert_eq!(
        with("modify", [("changes", "三分公司陪标"), ("rules", "SCXT-8")]),
        ["forbidden-term"]
    );
    assert!(with("annul", [("reasons", "查明有陪标"), ("rules", "SCXT-8")]).is_empty());
}

#[test]
fn a_stay_holds_until_the_committee_decides_and_is_granted_once() {
    let appeal = Tale::begun().then("accept").appeal();
    assert!(appeal.stay().is_none(), "an appeal alone holds up nothing");
    let stayed = Tale::begun().then("accept").then("stay").then("dossier");
    assert!(stayed.appeal().stay().is_some());
    assert_eq!(unmet(&stayed.appeal(), "stay", HQ, start()), ["appeal-stayed"]);
    // Granted in the second hour.
    let within = |appeal: &Appeal, from: i64, to: i64| {
        appeal.stays_within(start() + Duration::hours(from), start() + Duration::hours(to))
    };
    let open = stayed.appeal();
    assert_eq!(
        [within(&open, 0, 1), within(&open, 1, 2), within(&open, 9, 9)],
        [false, true, true]
    );
    let upheld = stayed.reviewed().then("uphold").appeal();
    assert!(upheld.stay().is_none());
    assert_eq!(
        [within(&upheld, 0, 1), within(&upheld, 2, 3), within(&upheld, 99, 99)],
        [false, true, false,]
    );
}

#[test]
fn limits_are_counted_in_working_days_after_the_day_itself() {
    let calendar = Calendar::bundled();
    let verdicts =
        |tale: &Tale, now: &str| tale.appeal().limits(at(now), calendar).map(|limit| limit.verdict);
    use Verdict as V;
    let tale = Tale::begun();
    let [accept, ..] = tale.appeal().limits(start(), calendar);
    assert_eq!((accept.step, accept.due), (Step::Accept, Some(at("2026-11-24T17:30"))));
    assert_eq!(verdicts(&tale, "2026-11-24T17:30"), [V::Running, V::Ahead, V::Ahead]);
    assert_eq!(verdicts(&tale, "2026-11-24T17:31"), [V::Overdue, V::Ahead, V::Ahead]);
    let taken_up = tale.then("accept");
    let [_, dossier, decide] = taken_up.appeal().limits(start(), calendar);
    assert_eq!(dossier.due, Some(at("2026-11-24T17:30")));
    assert_eq!(decide.due, Some(at("2026-12-07T17:30")));
    assert_eq!(verdicts(&taken_up, "2026-11-26T09:00"), [V::Kept, V::Overdue, V::Running]);
    let late = taken_up.after("dossier", EAST, Texts::default(), 40).reviewed();
    assert_eq!(verdicts(&late, "2026-11-26T09:00"), [V::Kept, V::Late, V::Running]);
    assert_eq!(verdicts(&late, "2026-12-07T17:31"), [V::Kept, V::Late, V::Overdue]);
    let decided = late.then("annul");
    assert_eq!(verdicts(&decided, "2027-01-05T09:00"), [V::Kept, V::Late, V::Kept]);
    let early = Tale::begun().then("accept").reviewed().then("annul");
    assert_eq!(verdicts(&early, "2026-12-30T09:00"), [V::Kept, V::Skipped, V::Kept]);
    let turned_down = Tale::begun().then("declare-inadmissible");
    assert_eq!(verdicts(&turned_down, "2026-12-30T09:00"), [V::Kept, V::Skipped, V::Skipped]);
    let express = Filed { express: true, ..filed() };
    let express = Tale(vec![event("filed", &[], 0, EAST, Fact::AppealFiled(express))]);
    let [_, _, decide] = express.then("accept").appeal().limits(start(), calendar);
    assert_eq!(decide.due, Some(at("2026-11-25T17:30")));
}

#[test]
fn rival_records_are_contested_until_headquarters_names_one() {
    let accept = act("accept", &["filed"], 1, HQ, Texts::default());
    let refuse = act("declare-inadmissible", &["filed"], 2, HQ, Texts::default());
    let rivals = [Tale::begun().0.remove(0), accept, refuse];
    let appeal = fold(&rivals);
    assert_eq!(appeal.contested.len(), 2);
    assert_eq!(unmet(&appeal, "dossier", EAST, start()), ["contested"]);
    assert!(unmet(&appeal, "resolve", HQ, start()).is_empty());
    let by = |decision: &str| Texts::from([("decision", decision)]);
    assert_eq!(unmet_by(&appeal, "resolve", &by("1"), &[]), ["relief-no-rival"]);
    assert_eq!(unmet_by(&appeal, "resolve", &by("9"), &[]), ["no-entry"]);
    assert!(unmet_by(&appeal, "resolve", &by("2"), &[]).is_empty());
    let resolved = |decision: &str| {
        let resolve = act("resolve", &["accept", "declare-inadmissible"], 0, HQ, by(decision));
        let mut events = rivals.to_vec();
        events.insert(0, resolve);
        let appeal = fold(&events);
        (appeal.state, appeal.contested.len())
    };
    assert_eq!(resolved("accept"), (AppealState::Accepted, 0));
    assert_eq!(resolved("filed").1, 2, "what is no rival is not chosen");
}

#[test]
fn what_was_overruled_has_no_effect_and_an_overruled_choice_overrules_nothing() {
    let by = |decision: &str| Texts::from([("decision", decision)]);
    let mut events = vec![
        Tale::begun().0.remove(0),
        act("accept", &["filed"], 1, HQ, Texts::default()),
        act("declare-inadmissible", &["filed"], 2, HQ, Texts::default()),
        act("resolve", &["accept", "declare-inadmissible"], 3, HQ, by("declare-inadmissible")),
    ];
    let appeal = fold(&events);
    assert_eq!((appeal.state, appeal.accepted_at()), (AppealState::Inadmissible, None));
    // The committee had sat meanwhile, on a desk that knew nothing of it; headquarters lets that stand.
    let members = Texts::from([("members", "甲,乙,丙")]);
    events.push(act("review", &["accept"], 4, HQ, members));
    assert_eq!(fold(&events).contested.len(), 2);
    let mut last = act("resolve", &["resolve", "review"], 5, HQ, by("review"));
    last.id = "last".into();
    events.push(last);
    let appeal = fold(&events);
    assert_eq!((appeal.state, appeal.contested.len()), (AppealState::Reviewing, 0));
    assert_eq!(appeal.accepted_at(), Some(start() + Duration::hours(1)));
}

#[test]
fn two_decisions_of_one_kind_that_say_different_things_are_contested() {
    let tale = Tale::begun().then("accept").then("dossier").reviewed();
    let last = tale.0.last().unwrap().id.clone();
    let modify = |id: &str, changes: &str| {
        let mut event = act("modify", &[&last], 9, HQ, Texts::from([("changes", changes)]));
        event.id = id.into();
        event
    };
    let with = |one: &str, other: &str| {
        let mut events = tale.0.clone();
        events.extend([modify("x", one), modify("y", other)]);
        events
    };
    assert!(fold(&with("改由三分公司", "改由三分公司")).contested.is_empty());
    let mut events = with("改由三分公司", "期限延长");
    assert_eq!(fold(&events).contested.len(), 2);
    events.push(act("resolve", &["x", "y"], 10, HQ, Texts::from([("decision", "x")])));
    let appeal = fold(&events);
    assert_eq!((appeal.state, appeal.contested.len()), (AppealState::Modified, 0));
    assert_eq!(appeal.decision().unwrap().event, "x");
}

/// A case whose decision is served on its parties on Monday and on Wednesday.
fn decided_case(served: bool) -> Case {
    let party = |unit: &str| Party { unit: unit.into(), legal_entity: "LE0".into(), claim: None };
    let detected = case::Detected {
        number: "XT-EC-26-A-001".into(),
        lead: lead(),
        lot: "0".into(),
        round: 1,
        trigger: Trigger::Claims,
        parties: vec![party("F1"), party("F3")],
        hard_stop: None,
        owner: Some(RegionCode::EC),
        at: start(),
        reasons: None,
    };
    let mut events = vec![event("detected", &[], 0, EAST, Fact::CaseDetected(detected))];
    let serve = |party: &str| Texts::from([("party", party), ("proof", "receipt")]);
    let mut steps = vec![("accept", 1, Texts::default()), ("consult", 2, Texts::default())];
    steps.push(("settle", 3, Texts::default()));
    if served {
        steps.extend([("serve", 4, serve("F3")), ("serve", 52, serve("F1"))]);
    }
    for (n, (id, hours, args)) in steps.into_iter().enumerate() {
        let last = events.last().unwrap().id.clone();
        let at = Some(start() + Duration::hours(hours));
        let act = case::Act { args, at, ..case::Act::default() };
        let fact = Fact::Acted(case::action::find(id).unwrap(), act);
        let mut event = event(&format!("{n}-{id}"), &[&last], hours, EAST, fact);
        event.actor = "赵一".into();
        events.push(event);
    }
    for event in &mut events {
        event.subject = Case::subject(lead(), "0", 1);
    }
    Case::fold(&events, None, Calendar::bundled()).unwrap()
}

#[test]
fn a_party_appeals_with_reasons_within_three_working_days_of_the_last_service() {
    let calendar = Calendar::bundled();
    let case = decided_case(true);
    let filing =
        Filing { party: "F3", request: "撤销", reasons: "未听取意见", filed_at: start() };
    let keys = |case: &Case, filing: Filing<'_>, filed_at: &str| {
        let filing = Filing { filed_at: at(filed_at), ..filing };
        let unmet = may_file(case, &filing, at("2026-12-20T09:00"), calendar);
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    // Served last on Wednesday: Thursday, Friday, and the Monday after.
    let served = runs_from(&case).unwrap();
    assert_eq!(served, at("2026-11-25T13:00"));
    assert_eq!(in_time_until(served, calendar), at("2026-11-30T17:30"));
    assert!(keys(&case, filing, "2026-11-30T17:30").is_empty());
    assert_eq!(keys(&case, filing, "2026-11-30T17:31"), ["appeal-late"]);
    assert_eq!(keys(&case, filing, "2027-01-05T09:00"), ["appeal-late", "in-the-future"]);
    let stranger = Filing { party: "F5", ..filing };
    assert_eq!(keys(&case, stranger, "2026-11-26T09:00"), ["not-a-party"]);
    let bare = Filing { request: "", reasons: " ", ..filing };
    assert_eq!(keys(&case, bare, "2026-11-26T09:00"), ["appeal-no-request", "appeal-no-reasons"]);
    assert_eq!(keys(&decided_case(false), filing, "2026-11-26T09:00"), ["appeal-no-decision"]);
    let closed = Case { state: case::State::Closed, ..case.clone() };
    assert!(keys(&closed, filing, "2026-11-26T09:00").is_empty(), "its decision still stands");
    let superseded = Case { state: case::State::Superseded, ..case.clone() };
    assert_eq!(keys(&superseded, filing, "2026-11-26T09:00"), ["appeal-no-decision"]);
    assert_eq!(took_part(&case), ["赵一"]);
}

#[test]
fn an_act_that_is_written_reads_as_itself() {
    let Fact::AppealActed(row, act) = act("stay", &[], 1, HQ, Texts::default()).fact else {
        panic!("an act of the table");
    };
    let fact = Fact::AppealActed(row, act);
    let read = Fact::read(&fact.kind(), &fact.data().unwrap());
    assert!(matches!(read, Fact::AppealActed(row, _) if row.id == "stay"));
    let fact = Fact::AppealFiled(filed());
    let read = Fact::read(&fact.kind(), &fact.data().unwrap());
    assert!(matches!(read, Fact::AppealFiled(read) if read.party == "F3"));
}

/// Any act, by anybody, built on any of what came before.
fn chronicle() -> impl Strategy<Value = Vec<Recorded>> {
    let step = (0..ACTIONS.len(), 0..8usize, any::<[u8; 2]>(), 0..5usize, 0..40i64);
    proptest::collection::vec(step, 1..40).prop_map(|steps| {
        let mut events = vec![Tale::begun().0.remove(0)];
        for (n, (row, by, seen, sits, hours)) in steps.into_iter().enumerate() {
            let by = [EAST, EAST, SOUTH, HQ, HQ, HQ, HQ, HQ][by];
            // Mostly one desk after the other, so that the procedure gets far enough.
            let latest = events.last().map(|event| event.id.clone());
            let base: Vec<String> = seen
                .iter()
                .filter(|place| **place > 128)
                .map(|place| events[usize::from(*place) % events.len()].id.clone())
                .chain(latest.filter(|_| seen[0] <= 160))
                .collect();
            let base: Vec<&str> = base.iter().map(String::as_str).collect();
            let members = ["甲", "乙", "丙", "丁", "戊"][..=sits].join(",");
            let rival = base.first().copied().unwrap_or_default();
            let args = Texts::from([("members", members.as_str()), ("decision", rival)]);
            let mut event = act(ACTIONS[row].id, &base, hours, by, args);
            event.id = format!("e{n}");
            events.push(event);
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is signed by whomever and in whatever order it arrives: every desk folds the same, and a decision stands only
    /// where headquarters took the appeal up and the committee sat with a quorum.
    #[test]
    fn no_decision_without_a_sitting_and_no_order_of_arrival_matters(
        events in chronicle(),
        shuffle in any::<u64>(),
    ) {
        let appeal = fold(&events);
        let mut told = events.clone();
        let len = told.len() as u64;
        for place in 0..told.len() {
            told.swap(place, (shuffle.rotate_left(place as u32 * 7) % len) as usize);
        }
        let again = fold(&told);
        prop_assert_eq!(appeal.state, again.state);
        prop_assert_eq!(&appeal.contested, &again.contested);
        prop_assert_eq!(appeal.decision().map(|e| &e.event), again.decision().map(|e| &e.event));
        prop_assert_eq!(appeal.dossier_at(), again.dossier_at());
        let counting: Vec<_> = appeal.timeline.iter().filter(|entry| entry.counts).collect();
        // While rivals stand, what led to one of them may be overruled already.
        if let Some(decision) = appeal.decision().filter(|_| appeal.contested.is_empty()) {
            let place = counting.iter().position(|entry| entry.event == decision.event).unwrap();
            let before = |id: &str| counting[..place].iter().any(|entry| entry.action == id);
            prop_assert!(before("accept") && before("review"));
        }
        for review in appeal.entries("review") {
            prop_assert!(sitting(&review.args).len() >= QUORUM);
        }
    }
}
