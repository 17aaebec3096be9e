//! The machine of a case, in the words of its procedure.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Action, Situation, find};
use super::evidence::{evidence, frozen_stands, list_hash};
use super::grid::grid;
use super::hearing::{hearing, same_limit};
use super::timing::{self, Verdict};
use super::{Act, Case, Detected, Interim, Party, State, Trigger};
use crate::domain::calendar::Calendar;
use crate::domain::claim::TimeGrade;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::hard_stop::{Basis, HardStop};
use crate::domain::hlc::Hlc;
use crate::domain::procedure::{To, Who};
use crate::domain::rulebook::Rulebook;
use crate::domain::sla::{Step, Track};
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// Monday, 23 November 2026, 09:00 in Shanghai.
fn start() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

fn lead() -> Subject {
    "lead:018bcfe5-6800-7000-8000-000000000000".parse().unwrap()
}

fn event(id: &str, base: &[&str], hours: i64, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Case::subject(lead(), "0", 1),
        base: base.iter().map(|id| (*id).to_owned()).collect(),
        hlc: Hlc { millis: (start() + Duration::hours(hours)).timestamp_millis(), counter: 0 },
        actor: String::new(),
        office: String::new(),
        author: id.into(),
        authority,
        fact,
        parts: Vec::new(),
    }
}

fn party(unit: &str, legal_entity: &str) -> Party {
    Party { unit: unit.into(), legal_entity: legal_entity.into(), claim: None }
}

/// A conflict of two branches, found with three days to go.
fn detected() -> Recorded {
    let stop =
        HardStop { at: start() + Duration::days(3), estimated: false, basis: Basis::SaleEnd };
    let detected = Detected {
        number: "XT-EC-26-A-001".into(),
        lead: lead(),
        lot: "0".into(),
        round: 1,
        trigger: Trigger::Claims,
        parties: vec![party("F1", "LE0"), party("F3", "LE0")],
        hard_stop: Some(stop),
        owner: Some(RegionCode::EC),
        at: start(),
        reasons: None,
    };
    event("detected", &[], 0, EAST, Fact::CaseDetected(detected))
}

fn act(id: &str, base: &[&str], hours: i64, by: Authority, args: Texts) -> Recorded {
    let at = Some(start() + Duration::hours(hours));
    let act = Act { args, at, ..Act::default() };
    event(id, base, hours, by, Fact::Acted(find(id).unwrap(), act))
}

fn fold(events: &[Recorded]) -> Case {
    Case::fold(events, None, Calendar::bundled()).unwrap()
}

fn situation(case: &Case, authority: Authority, now: DateTime<Utc>) -> Situation<'_> {
    let (calendar, book) = (Calendar::bundled(), Rulebook::bundled());
    Situation { case, authority, now, calendar, book }
}

/// A case that one desk takes step by step, an hour each.
struct Tale(Vec<Recorded>);

impl Tale {
    fn begun() -> Tale {
        Tale(vec![detected()])
    }

    fn then(self, id: &str) -> Tale {
        self.with(id, EAST, Texts::default())
    }

    fn with(mut self, id: &str, by: Authority, args: Texts) -> Tale {
        let (last, n) = (self.0.last().unwrap().id.clone(), self.0.len());
        let mut event = act(id, &[&last], n as i64, by, args);
        event.id = format!("{n}-{id}");
        event.author = "desk".into();
        self.0.push(event);
        self
    }

    fn said(self, party: &str, result: &str) -> Tale {
        self.with("statement", EAST, Texts::from([("party", party), ("result", result)]))
    }

    fn consulted(self) -> Tale {
        let told = Texts::from([("notified", "F1,F3"), ("limit", "2026-11-23T09:30:00Z")]);
        self.then("accept").with("consult", EAST, told).said("F1", "failed").said("F3", "open")
    }

    fn recommended(self) -> Tale {
        let args = Texts::from([
            ("outcome", "sole"),
            ("lead_unit", "F1"),
            ("reply_limit", "2026-11-24T02:00:00Z"),
        ]);
        self.consulted().with("recommend", EAST, args)
    }

    fn replied(self, party: &str, answer: &str) -> Tale {
        self.with("reply", EAST, Texts::from([("party", party), ("answer", answer)]))
    }

    fn served(self) -> Tale {
        let receipt = |party| Texts::from([("party", party), ("proof", "receipt")]);
        self.with("serve", EAST, receipt("F1")).with("serve", EAST, receipt("F3"))
    }

    /// An interim order that lapses eight hours after the case was found.
    fn interim(self) -> Tale {
        let args =
            Texts::from([("ground", "售卖今日截止"), ("outcome", "sole"), ("lead_unit", "F1")]);
        let mut tale = self.with("interim-order", EAST, args);
        if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
            act.until = Some(start() + Duration::hours(8));
        }
        tale
    }

    fn case(&self) -> Case {
        fold(&self.0)
    }

    fn state(&self) -> State {
        self.case().state
    }
}

/// A case in every state, by a way that leads there.
fn in_state(state: State) -> Case {
    let rejected = Texts::from([("ground", "no_fact")]);
    let tale = match state {
        State::Detected => Tale::begun(),
        State::Accepted => Tale::begun().then("accept"),
        State::Consulting => Tale::begun().consulted(),
        State::Recommended => Tale::begun().recommended(),
        State::Ordered => Tale::begun().recommended().replied("F1", "refuse").then("order"),
        State::Settled => Tale::begun().consulted().then("settle"),
        State::Effective => Tale::begun().consulted().then("settle").served().then("take-effect"),
        State::Suspended => Tale::begun().then("accept").then("suspend"),
        State::Escalated => Tale::begun().then("accept").then("escalate"),
        State::Closed => {
            Tale::begun().consulted().then("settle").served().then("take-effect").then("close")
        }
        State::Superseded => {
            Tale::begun().consulted().then("settle").served().then("take-effect").then("supersede")
        }
        State::Rejected => Tale::begun().with("reject", EAST, rejected),
        State::Merged => Tale::begun().then("merge"),
        State::Withdrawn => Tale::begun().then("withdraw"),
        State::Transferred => Tale::begun().then("transfer"),
        State::Lapsed => {
            let case = Tale::begun().case();
            return Case { state: State::Lapsed, ..case };
        }
    };
    let case = tale.case();
    assert_eq!(case.state, state, "the way to {state:?}");
    case
}

/// The table of the procedure: which acts are open to whom in which state. What is not listed is refused for the state it is
/// in.
const OPEN: &[(State, &str)] = &[
    (
        State::Detected,
        "challenge decide-challenge evidence object disclose ex-parte accept reject refer merge transfer suspend escalate withdraw amend letter correct",
    ),
    (
        State::Accepted,
        "challenge decide-challenge evidence object disclose ex-parte finding refer merge transfer consult interim-order suspend escalate withdraw amend letter correct",
    ),
    (
        State::Consulting,
        "challenge decide-challenge evidence object disclose ex-parte finding refer transfer consult statement settle recommend interim-order suspend escalate withdraw amend letter correct",
    ),
    (
        State::Recommended,
        "challenge decide-challenge evidence object disclose ex-parte finding refer transfer reply agree order suspend escalate withdraw amend letter correct",
    ),
    (
        State::Ordered,
        "breach remand challenge decide-challenge evidence object disclose ex-parte statement confirm ruling serve suspend escalate amend letter correct",
    ),
    (
        State::Settled,
        "breach remand challenge decide-challenge evidence object disclose ex-parte ruling serve suspend escalate amend letter correct",
    ),
    (
        State::Effective,
        "breach remand decide-challenge evidence object disclose ex-parte statement confirm ruling close supersede suspend escalate amend letter correct",
    ),
    (
        State::Suspended,
        "breach decide-challenge evidence object disclose ex-parte refer resume escalate amend letter correct",
    ),
    (
        State::Escalated,
        "decide-challenge evidence object disclose ex-parte assign return ruling conclude amend letter correct",
    ),
    (State::Transferred, "assign letter correct"),
    (State::Closed, "letter correct"),
    (State::Superseded, "letter correct"),
    (State::Rejected, "letter correct"),
    (State::Merged, "letter correct"),
    (State::Withdrawn, "letter correct"),
    (State::Lapsed, "letter correct"),
];

#[test]
fn every_state_by_every_act_is_open_or_refused_for_its_state() {
    for state in State::ALL {
        let case = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for action in ACTIONS {
            let by = if action.who == Who::Headquarters { HQ } else { EAST };
            let now = start() + Duration::hours(1);
            let situation = situation(&case, by, now);
            let keys: Vec<String> =
                action.unmet(&situation).into_iter().map(|why| why.key).collect();
            let by_state = ["wrong-state", "case-over", "not-in-state"];
            let refused = keys.iter().any(|key| by_state.contains(&key.as_str()));
            let told = format!("{} in {state:?}: {keys:?}", action.id);
            match action.who {
                Who::System => assert_eq!(keys, ["by-itself"], "{told}"),
                _ if action.id == "resolve" => assert_eq!(keys, ["not-contested"], "{told}"),
                _ => assert_eq!(refused, !open.contains(&action.id), "{told}"),
            }
        }
    }
}

#[test]
fn every_refusal_names_its_article_or_the_circumstance() {
    let case = in_state(State::Detected);
    let refused = |id: &str, authority: Authority| {
        let now = start() + Duration::hours(1);
        let situation = situation(&case, authority, now);
        let unmet = find(id).unwrap().unmet(&situation);
        unmet.into_iter().map(|why| (why.key, why.rule.unwrap_or_default())).collect::<Vec<_>>()
    };
    let said = |key: &str, rule: &str| (key.to_owned(), rule.to_owned());
    assert_eq!(refused("accept", EAST), []);
    assert_eq!(refused("accept", SOUTH), [said("jurisdiction", "SCXT-6")]);
    assert!(refused("order", EAST).contains(&said("wrong-state", "SCXT-8")));
    assert!(refused("recommend", EAST).contains(&said("not-heard", "SCXT-8")));
    assert!(refused("ruling", EAST).contains(&said("headquarters-decides", "SCXT-9")));
    assert_eq!(refused("refer", EAST), [said("not-cross-entity", "TL-39")]);
}

#[test]
fn between_legal_persons_nothing_is_open_but_the_referral() {
    let case = Tale::begun().case();
    let parties = vec![party("F1", "LE0"), party("Z1", "LE9")];
    let case = Case { parties, ..case };
    let now = start() + Duration::hours(1);
    let situation = situation(&case, EAST, now);
    let open: Vec<&str> = ACTIONS
        .iter()
        .filter(|action| action.unmet(&situation).is_empty())
        .map(|action| action.id)
        .collect();
    assert_eq!(open, ["refer", "evidence", "letter", "correct"]);
}

#[test]
fn what_another_region_wrote_is_kept_without_effect() {
    let case = Tale::begun().with("accept", SOUTH, Texts::default()).case();
    assert_eq!(case.state, State::Detected);
    assert!(case.timeline.iter().any(|entry| entry.action == "accept" && !entry.in_power));
}

#[test]
fn a_step_that_nothing_led_to_moves_nothing_although_it_is_signed() {
    let case = Tale::begun().then("accept").then("order").case();
    assert_eq!(case.state, State::Accepted);
    let order = case.timeline.iter().find(|entry| entry.action == "order").unwrap();
    assert!(order.in_power && !order.counts && case.decision.is_none());
}

#[test]
fn rival_transitions_are_contested_until_headquarters_resolves() {
    let accept = act("accept", &["detected"], 1, EAST, Texts::default());
    let reject = act("reject", &["detected"], 2, EAST, Texts::default());
    let rivals = [detected(), accept, reject];
    let case = fold(&rivals);
    assert_eq!(case.contested, [State::Accepted, State::Rejected]);
    let resolved = |state: &str| {
        let chosen = Texts::from([("state", state)]);
        let resolve = act("resolve", &["accept", "reject"], 0, HQ, chosen);
        let mut events = rivals.to_vec();
        events.insert(0, resolve);
        let case = fold(&events);
        (case.state, case.contested)
    };
    assert_eq!(resolved("accepted"), (State::Accepted, vec![]));
    let (_, still) = resolved("ordered");
    assert_eq!(still, [State::Accepted, State::Rejected], "a state that nobody had reached");
}

#[test]
fn a_resumed_case_is_back_where_it_was() {
    let tale = Tale::begun().then("accept").then("suspend");
    assert_eq!((tale.state(), tale.case().paused_from), (State::Suspended, Some(State::Accepted)));
    assert_eq!(tale.then("resume").state(), State::Accepted);
    let sent_up = Tale::begun().recommended().then("suspend").then("escalate");
    let back = sent_up.with("return", HQ, Texts::default());
    assert_eq!(back.state(), State::Suspended);
    assert_eq!(back.then("resume").state(), State::Recommended);
}

#[test]
fn a_waiting_case_lapses_at_its_hard_stop_and_a_late_found_one_does_not() {
    let case = Tale::begun().case();
    let stop = case.hard_stop.unwrap().at;
    assert_eq!(case.state_at(stop - Duration::seconds(1)), State::Detected);
    assert_eq!(case.state_at(stop), State::Lapsed);
    let late = Case { detected_at: stop + Duration::hours(1), ..case.clone() };
    assert_eq!(late.state_at(stop + Duration::days(9)), State::Detected);
    let estimated = HardStop { estimated: true, ..case.hard_stop.unwrap() };
    let guessed = Case { hard_stop: Some(estimated), ..case };
    assert_eq!(guessed.state_at(stop + Duration::days(9)), State::Detected);
}

#[test]
fn facts_that_are_awaited_do_not_stop_the_customers_clock_and_the_customer_does() {
    let suspended = |ground: &str| {
        let args = Texts::from([("ground", ground)]);
        let case = Tale::begun().then("accept").with("suspend", EAST, args).case();
        case.state_at(case.hard_stop.unwrap().at)
    };
    assert_eq!(suspended("facts_pending"), State::Lapsed);
    assert_eq!(suspended("customer_paused"), State::Suspended);
    let sent_up = Tale::begun().then("escalate").case();
    assert_eq!(sent_up.state_at(sent_up.hard_stop.unwrap().at), State::Lapsed);
}

#[test]
fn a_decision_takes_effect_when_it_is_served_on_every_party() {
    let serve = |tale: Tale, party: &str, proof: &str| {
        tale.with("serve", EAST, Texts::from([("party", party), ("proof", proof)]))
    };
    let tale = Tale::begun().consulted().then("settle");
    let tale = serve(serve(tale, "F1", "receipt"), "F3", "attempt");
    assert_eq!(tale.case().state_at(start()), State::Settled, "one attempt is not service");
    let tale = serve(tale, "F3", "attempt");
    assert_eq!(tale.case().state_at(start()), State::Effective);
    let ruled = tale.with("ruling", HQ, Texts::from([("outcome", "none_bid")]));
    assert_eq!(ruled.case().unserved(), ["F1", "F3"], "a new decision is served anew");
}

#[test]
fn two_orders_that_say_different_things_are_contested_and_one_is_chosen() {
    let Tale(ladder) = Tale::begun().recommended().replied("F1", "refuse");
    let last = ladder.last().unwrap().id.clone();
    let order = |id: &str, unit: &str| {
        let args = Texts::from([("outcome", "sole"), ("lead_unit", unit)]);
        let mut event = act("order", &[&last], 20, EAST, args);
        event.id = id.into();
        event
    };
    let with = |orders: Vec<Recorded>| fold(&[ladder.clone(), orders].concat());
    assert_eq!(with(vec![order("o1", "F1"), order("o2", "F3")]).contested, [State::Ordered]);
    assert_eq!(with(vec![order("o1", "F1"), order("o2", "F1")]).contested, []);
    let chosen = Texts::from([("state", "ordered"), ("decision", "o1")]);
    let resolve = act("resolve", &["o1", "o2"], 21, HQ, chosen);
    let case = with(vec![order("o1", "F1"), order("o2", "F3"), resolve]);
    assert_eq!(case.contested, []);
    assert_eq!(case.decision.unwrap().args.get("lead_unit"), Some("F1"));
}

#[test]
fn nobody_opens_a_case_in_another_regions_name() {
    let mut foreign = detected();
    foreign.authority = SOUTH;
    assert!(Case::fold(&[foreign.clone()], None, Calendar::bundled()).is_none());
    // Nor in its own, where the tender says whose the works are and that region has found the conflict too.
    foreign.id = "earlier".into();
    foreign.hlc.millis = 0;
    assert_eq!(fold(&[foreign, detected()]).owner, Some(RegionCode::EC));
}

#[test]
fn an_interim_order_lapses_unless_it_is_confirmed_in_time() {
    let tale = Tale::begun().then("accept").interim().served();
    let case = tale.case();
    let lapses = start() + Duration::hours(8);
    let interim = Interim { until: lapses, before: State::Accepted, confirmed: false };
    assert_eq!(case.decision.as_ref().unwrap().interim, Some(interim));
    assert_eq!(case.state_at(lapses - Duration::seconds(1)), State::Effective);
    assert_eq!(case.state_at(lapses), State::Accepted, "it holds no longer");
    assert_eq!(case.state_at(case.hard_stop.unwrap().at), State::Lapsed, "and nothing was decided");
    let written = tale.then("take-effect").then("expire-interim");
    assert_eq!(written.state(), State::Accepted);
    let told = Texts::from([("notified", "F1,F3")]);
    assert_eq!(
        written.with("consult", EAST, told).state(),
        State::Consulting,
        "the ladder is open"
    );

    let confirmed = Tale::begun().then("accept").interim().served().then("confirm").case();
    assert_eq!(confirmed.state_at(lapses + Duration::days(9)), State::Effective);
}

#[test]
fn an_interim_order_without_a_ground_is_none() {
    let case = Tale::begun().then("accept").then("interim-order").case();
    assert_eq!((case.state, case.decision), (State::Accepted, None));
}

#[test]
fn after_an_interim_order_the_parties_are_heard_and_it_is_confirmed_once() {
    let open = |tale: &Tale, id: &str, hours: i64| {
        let case = tale.case();
        let now = start() + Duration::hours(hours);
        let situation = situation(&case, EAST, now);
        let unmet = find(id).unwrap().unmet(&situation);
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    let tale = Tale::begun().then("accept").interim();
    assert_eq!(open(&tale, "statement", 3), Vec::<String>::new());
    assert_eq!(open(&tale, "confirm", 3), ["not-heard"]);
    let heard = tale.said("F1", "open").said("F3", "open");
    assert_eq!(open(&heard, "confirm", 5), Vec::<String>::new());
    let confirmed = heard.then("confirm");
    assert_eq!(open(&confirmed, "confirm", 6), ["interim-confirmed"]);
    assert_eq!(open(&confirmed, "statement", 6), ["interim-confirmed"]);
    let lapsed = Tale::begun().then("accept").interim();
    assert!(open(&lapsed, "interim-order", 9).contains(&"interim-again".to_owned()));
}

#[test]
fn only_a_reply_to_this_recommendation_counts_and_a_late_acceptance_is_silence() {
    let tale = Tale::begun().recommended().replied("F1", "accept");
    assert_eq!(tale.case().replies(), (vec!["F3".to_owned()], vec![]));
    let mut late = tale.replied("F3", "accept");
    if let Some(Fact::Acted(_, act)) = late.0.last_mut().map(|event| &mut event.fact) {
        act.at = Some(start() + Duration::days(2));
    }
    assert_eq!(late.case().replies(), (vec![], vec!["F3".to_owned()]));
}

#[test]
fn a_challenge_waits_for_headquarters_and_a_recused_manager_hands_the_case_over() {
    let open = |tale: &Tale, id: &str| {
        let case = tale.case();
        let now = start() + Duration::hours(12);
        let unmet = find(id).unwrap().unmet(&situation(&case, EAST, now));
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    let challenged =
        Tale::begun().consulted().with("challenge", EAST, Texts::from([("party", "F3")]));
    assert_eq!(open(&challenged, "recommend"), ["challenge-open"]);
    let decided = |answer: &str| {
        let answer = Texts::from([("answer", answer)]);
        let tale = Tale::begun().consulted();
        let tale = tale.with("challenge", EAST, Texts::from([("party", "F3")]));
        tale.with("decide-challenge", HQ, answer)
    };
    assert!(open(&decided("stays"), "recommend").is_empty());
    let recused = decided("recused");
    assert_eq!(open(&recused, "recommend"), ["recused"]);
    assert!(open(&recused, "transfer").is_empty());
    let south = Texts::from([("to", "SC")]);
    let handed = recused.with("transfer", EAST, south.clone()).with("assign", HQ, south);
    assert!(!handed.case().is_recused(), "the deputy is not");
}

#[test]
fn headquarters_names_the_deputy_who_begins_anew() {
    let south = Texts::from([("to", "SC"), ("ground", "recused")]);
    let named = Texts::from([("to", "SC")]);
    let tale = Tale::begun().consulted().with("transfer", EAST, south).with("assign", HQ, named);
    let case = tale.case();
    assert_eq!((case.state, case.owner), (State::Detected, Some(RegionCode::SC)));
    assert_eq!(case.unheard(), ["F1", "F3"], "what the recused manager heard opens nothing");
    assert_eq!(tale.with("accept", EAST, Texts::default()).state(), State::Detected);
    let tale = Tale::begun()
        .with("transfer", EAST, Texts::from([("to", "SC")]))
        .with("assign", HQ, Texts::from([("to", "SC")]))
        .with("accept", SOUTH, Texts::default());
    assert_eq!(tale.state(), State::Accepted);
}

#[test]
fn a_step_in_time_is_kept_and_one_past_its_limit_is_late() {
    let calendar = Calendar::bundled();
    let tale = Tale::begun();
    let running = timing::record(&tale.case(), start() + Duration::hours(1), calendar);
    assert_eq!(running.track, Track::Express);
    let accept = &running.steps[0];
    assert_eq!(accept.due, Some(start() + Duration::hours(2)), "two working hours");
    assert_eq!(accept.verdict, Verdict::Running);
    assert!(accept.latest < Some(start() + Duration::days(3)), "and the rest must still fit");
    let late = timing::record(&tale.case(), start() + Duration::hours(5), calendar);
    assert_eq!(late.steps[0].verdict, Verdict::Overdue);
    let done = tale.then("accept").case();
    let record = timing::record(&done, start() + Duration::hours(5), calendar);
    assert_eq!(record.steps[0].verdict, Verdict::Kept, "done after one hour");
    assert_eq!(record.at_hand().unwrap().step, Step::StateCase);
}

#[test]
fn the_clock_stands_still_while_the_case_is_suspended() {
    let calendar = Calendar::bundled();
    let tale = Tale::begun().then("suspend").then("resume");
    let record = timing::record(&tale.case(), start() + Duration::minutes(150), calendar);
    assert_eq!(record.suspended, 60);
    let due = record.steps[0].due.unwrap();
    assert_eq!(due, start() + Duration::hours(3), "two working hours and the one of the pause");
    assert_eq!(record.steps[0].verdict, Verdict::Running);
}

#[test]
fn what_was_missed_twice_goes_up_and_an_ended_case_keeps_its_verdicts() {
    let calendar = Calendar::bundled();
    let mut tale = Tale::begun().recommended().replied("F1", "refuse").then("order");
    let reckoned = timing::record(&tale.case(), start() + Duration::days(2), calendar);
    let verdict = |step: Step| reckoned.steps.iter().find(|t| t.step == step).unwrap().verdict;
    assert_eq!(verdict(Step::Accept), Verdict::Kept);
    assert_eq!(verdict(Step::Service), Verdict::Overdue);
    let frozen = timing::at_end(&tale.case(), start() + Duration::days(2), calendar);
    let late = frozen.steps.iter().filter(|time| time.verdict == Verdict::Late).count();
    assert_eq!(late, 1, "{frozen:?}");
    assert!(!frozen.calls_for_escalation() && frozen.calendar.contains("2024-2026"));
    tale = tale.served().then("take-effect").then("close");
    if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
        act.closing = Some(frozen.clone());
    }
    let none = Calendar::default();
    assert_eq!(timing::record(&tale.case(), start() + Duration::days(900), &none), frozen);
    assert!(!timing::at_end(&tale.case(), start(), &none).certain, "a year without a calendar");
}

#[test]
fn a_trunk_line_ranks_earlier_and_the_reason_says_so() {
    let calendar = Calendar::bundled();
    let plain = Tale::begun().case();
    let trunk = Case { trunk: true, ..plain.clone() };
    assert!(trunk.last_moment(calendar) < plain.last_moment(calendar));
    let reasons = |case: &Case, hours: i64| {
        let rank = timing::rank(case, start() + Duration::hours(hours), calendar);
        rank.reasons.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&trunk, 1), ["queue-slack", "queue-trunk"]);
    assert_eq!(reasons(&plain, 1), ["queue-slack"]);
    assert_eq!(reasons(&plain, 60), ["queue-past", "queue-urgent-only"]);
    let silent = Case { hard_stop: None, ..plain };
    assert_eq!(reasons(&silent, 1), ["queue-no-time"]);
}

impl Tale {
    fn shown(self, title: &str, by: &str) -> Tale {
        let args = [("evidence_kind", "photo"), ("title", title), ("origin", "lawful")];
        let args = args.into_iter().chain([("offered_by", by)]);
        let args = args.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        self.with("evidence", EAST, Texts(args))
    }

    fn found(self, party: &str, criterion: &str, found: &str) -> Tale {
        let args = [("party", party), ("criterion", criterion), ("found", found), ("text", "踏勘")];
        self.with("finding", EAST, Texts::from(args))
    }

    fn last(&self) -> String {
        self.0.last().unwrap().id.clone()
    }
}

#[test]
fn evidence_is_graded_by_its_proof_and_tells_who_saw_it_and_who_objects() {
    let tale = Tale::begun().then("accept").shown("踏勘照片", "F1");
    let photo = tale.last();
    let shown = Texts::from([("entries", photo.as_str()), ("party", "F3")]);
    let objected = Texts::from([("of", photo.as_str()), ("party", "F3"), ("text", "非本标段")]);
    let tale = tale.with("disclose", EAST, shown).with("object", EAST, objected);
    let [piece] = evidence(&tale.case()).try_into().unwrap();
    assert_eq!((piece.n, piece.grade), (3, TimeGrade::D), "nothing proves its time");
    assert_eq!(piece.seen_by, ["F1", "F3"]);
    assert_eq!(piece.objections, [("F3".to_owned(), "非本标段".to_owned())]);
}

#[test]
fn a_decision_freezes_the_evidence_and_what_comes_later_is_marked() {
    let tale = Tale::begun().consulted().shown("照片", "F1");
    let frozen = list_hash(&tale.case());
    let mut tale = tale.then("settle");
    if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
        act.evidence = Some(frozen);
    }
    assert_eq!(frozen_stands(&tale.case()), Some(true));
    let later = tale.shown("合同", "F3").case();
    assert_eq!(frozen_stands(&later), Some(true), "what came later was not on the table");
    let late: Vec<bool> = evidence(&later).iter().map(|piece| piece.late).collect();
    assert_eq!(late, [false, true]);
    let mut without = Tale::begun().consulted().then("settle");
    if let Some(Fact::Acted(_, act)) = without.0.last_mut().map(|event| &mut event.fact) {
        act.evidence = Some(list_hash(&later));
    }
    assert_eq!(frozen_stands(&without.case()), Some(false));
}

#[test]
fn equal_hearing_tells_who_lacks_what() {
    let tale = Tale::begun().consulted().shown("照片", "F1");
    let photo = tale.last();
    let talk = Texts::from([("party", "F1"), ("summary", "问施工队")]);
    let tale = tale.with("ex-parte", EAST, talk);
    let alone = tale.last();
    let rows = hearing(&tale.case());
    assert!(rows[0].is_whole() && same_limit(&rows));
    assert_eq!((rows[1].seen, rows[1].of, rows[1].behind_its_back), (0, 1, 1));
    let both = format!("{photo},{alone}");
    let opened =
        tale.with("disclose", EAST, Texts::from([("entries", both.as_str()), ("party", "F3")]));
    assert!(hearing(&opened.case()).iter().all(|row| row.is_whole()));
}

#[test]
fn the_first_criterion_that_tells_the_parties_apart_decides() {
    let met = |tale: &Tale, args: &Texts| {
        let case = tale.case();
        let now = start() + Duration::hours(12);
        let unmet = find("recommend").unwrap().unmet_by(&situation(&case, EAST, now), args);
        let keys = unmet.into_iter().map(|why| why.key).filter(|key| key != "argument-missing");
        keys.collect::<Vec<_>>()
    };
    let by = |criterion: &str| {
        Texts::from([("criterion", criterion), ("outcome", "sole"), ("lead_unit", "F1")])
    };
    let tale = Tale::begun().consulted();
    assert_eq!(met(&tale, &by("K6")), ["criterion-open"]);
    let even = tale.found("F1", "K6", "even").found("F3", "K6", "even");
    assert_eq!(met(&even, &by("K6")), ["criterion-even"]);
    let apart = even.found("F1", "K6", "favours");
    assert!(met(&apart, &by("K6")).is_empty(), "the later finding stands");
    let outranked = apart.found("F1", "K4", "against").found("F3", "K4", "favours");
    assert_eq!(met(&outranked, &by("K6")), ["criterion-outranked"]);
    let barred = outranked.found("F1", "K1", "against").found("F3", "K1", "even");
    assert_eq!(met(&barred, &by("K1")), ["bidder-barred"]);
    let line = grid(&barred.case(), Rulebook::bundled()).into_iter().next().unwrap();
    assert_eq!((line.criterion.as_str(), line.tells_apart()), ("K1", true));
}

#[test]
fn words_of_collusion_carry_no_decision_and_a_settlement_names_no_price() {
    let case = Tale::begun().consulted().case();
    let refused = |id: &str, name: &str, text: &str| {
        let args = Texts::from([(name, text)]);
        let now = start() + Duration::hours(12);
        let unmet = find(id).unwrap().unmet_by(&situation(&case, EAST, now), &args);
        unmet.iter().any(|why| why.key == "forbidden-term")
    };
    assert!(refused("settle", "terms", "三分公司陪标"));
    assert!(refused("settle", "terms", "报价不得低于预算"));
    assert!(refused("order", "duties", "由三分公司转包"));
    assert!(!refused("order", "reasons", "报价由投标单位自行决定"), "a price alone bars no order");
    assert!(!refused("settle", "terms", "三分公司移交资料"));
}

#[test]
fn a_remanded_case_begins_anew_and_its_decision_no_longer_stands() {
    let tale = Tale::begun().consulted().then("settle").served().then("take-effect");
    let remanded = tale.with("remand", HQ, Texts::from([("instructions", "重新听取")]));
    let case = remanded.case();
    assert_eq!(case.state, State::Accepted);
    assert_eq!(
        (case.unheard(), case.unnotified()),
        (vec!["F1".into(), "F3".into()], vec!["F1".into(), "F3".into()])
    );
    assert_eq!(remanded.with("remand", EAST, Texts::default()).state(), State::Accepted);
}

#[test]
fn only_whom_the_decision_keeps_from_bidding_can_break_it() {
    let settled = Texts::from([("outcome", "sole"), ("lead_unit", "F1")]);
    let case = Tale::begun().consulted().with("settle", EAST, settled).case();
    let broken = |unit: &str| {
        let args = Texts::from([("unit", unit), ("breach", "submitted_bid"), ("text", "已递交")]);
        let now = start() + Duration::hours(9);
        let unmet = find("breach").unwrap().unmet_by(&situation(&case, EAST, now), &args);
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    assert_eq!(broken("F3"), Vec::<String>::new());
    assert_eq!(broken("F1"), ["not-barred"]);
    assert_eq!(broken("F5"), ["not-barred"], "who is no party was told nothing");
}

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
            let taken: Vec<&super::Entry> = taken.collect();
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

#[test]
fn where_a_row_leads_is_a_state_or_a_rule_and_every_state_is_led_to() {
    for state in State::ALL {
        assert!(ACTIONS.iter().any(|action| action.to == To::State(state)), "{state:?}");
    }
}
