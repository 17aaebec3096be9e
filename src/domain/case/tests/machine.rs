//! Every state by every act, and what the acts leave.

use super::*;

/// The table of the procedure: which acts are open to whom in which state. What is not listed is refused for the state it is
/// in.
const OPEN: &[(State, &str)] = &[
    (
        State::Detected,
        "challenge decide-challenge evidence object disclose ex-parte accept reject refer merge transfer suspend escalate withdraw amend letter copy correct",
    ),
    (
        State::Accepted,
        "challenge decide-challenge evidence object disclose ex-parte finding refer merge transfer consult interim-order suspend escalate withdraw amend letter copy correct",
    ),
    (
        State::Consulting,
        "challenge decide-challenge evidence object disclose ex-parte finding refer transfer consult statement settle recommend interim-order suspend escalate withdraw amend letter copy correct",
    ),
    (
        State::Recommended,
        "challenge decide-challenge evidence object disclose ex-parte finding refer transfer consult reply agree order suspend escalate withdraw amend letter copy correct",
    ),
    (
        State::Ordered,
        "breach remand annul challenge decide-challenge evidence object disclose ex-parte statement confirm ruling serve suspend escalate amend letter copy correct",
    ),
    (
        State::Settled,
        "breach remand annul challenge decide-challenge evidence object disclose ex-parte ruling serve suspend escalate amend letter copy correct",
    ),
    (
        State::Effective,
        "breach remand annul challenge decide-challenge evidence object disclose ex-parte statement confirm ruling close supersede suspend escalate amend letter copy correct",
    ),
    (
        State::Suspended,
        "transfer decide-challenge evidence object disclose ex-parte refer resume escalate amend letter copy correct",
    ),
    (
        State::Escalated,
        "decide-challenge evidence object disclose ex-parte assign return ruling conclude amend letter copy correct",
    ),
    (State::Transferred, "assign letter copy correct"),
    (State::Closed, "letter copy correct"),
    (State::Superseded, "letter copy correct"),
    (State::Rejected, "letter copy correct"),
    (State::Merged, "letter copy correct"),
    (State::Withdrawn, "letter copy correct"),
    (State::Lapsed, "letter copy correct"),
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
    let tale = Tale::begun().consulted().with("settle", EAST, settled);
    let broken = |case: &Case, unit: &str| {
        let args = Texts::from([("unit", unit), ("breach", "submitted_bid"), ("text", "已递交")]);
        let now = start() + Duration::hours(9);
        let unmet = find("breach").unwrap().unmet_by(&situation(case, EAST, now), &args);
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    assert_eq!(broken(&tale.case(), "F3"), ["not-served"], "nobody breaks what he was not told");
    let case = tale.served().case();
    assert_eq!(broken(&case, "F3"), Vec::<String>::new());
    assert_eq!(broken(&case, "F1"), ["not-barred"]);
    assert_eq!(broken(&case, "F5"), ["not-barred", "not-served"], "who is no party");
}

#[test]
fn where_a_row_leads_is_a_state_or_a_rule_and_every_state_is_led_to() {
    for state in State::ALL {
        assert!(ACTIONS.iter().any(|action| action.to == To::State(state)), "{state:?}");
    }
}
