//! The table of remedies, row by row and state by state, the fold, and that hearing makes nothing worse.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Situation, find};
use super::measure::{MEASURES, amount, no_worse};
use super::{Measure, Proposed, Remedy, RemedyState, may_propose};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::hlc::Hlc;
use crate::domain::procedure::{Kind, To, Who};
use crate::domain::relief::Act;
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

fn start() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

fn proposed(kind: Measure, yuan: Option<i64>) -> Proposed {
    Proposed {
        number: "JC-EC-26-A-001".into(),
        case: None,
        kind,
        unit: Some("F1".into()),
        person_office: Some("一分公司市场部部长".into()),
        rule: "HYT-1".into(),
        facts: "会议通知未按时发出".into(),
        amount_fen: yuan.map(|yuan| yuan * 100),
        proposed_by_person: true,
        owner: Some(RegionCode::EC),
        at: start(),
    }
}

fn fine() -> Proposed {
    proposed(Measure::FineProposal, Some(100))
}

fn event(id: &str, base: &[&str], hours: i64, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Subject::derived(SubjectKind::Remedy, &["1"]),
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
    event(id, base, hours, by, Fact::RemedyActed(find(id).unwrap(), act))
}

fn fold(events: &[Recorded]) -> Remedy {
    Remedy::fold(events, None).unwrap()
}

/// A remedy that is taken step by step, an hour each.
struct Tale(Vec<Recorded>);

impl Tale {
    fn begun(proposed: Proposed) -> Tale {
        Tale(vec![event("proposed", &[], 0, EAST, Fact::RemedyProposed(proposed))])
    }

    fn then(self, id: &str) -> Tale {
        let by = if find(id).unwrap().who == Who::Headquarters { HQ } else { EAST };
        self.with(id, by, Texts::default())
    }

    fn with(mut self, id: &str, by: Authority, args: Texts) -> Tale {
        let (last, n) = (self.0.last().unwrap().id.clone(), self.0.len());
        let mut event = act(id, &[&last], n as i64, by, args);
        event.id = format!("{n}-{id}");
        self.0.push(event);
        self
    }

    fn decided(self, measure: &str, amount: &str) -> Tale {
        self.with("decide", HQ, Texts::from([("measure", measure), ("amount", amount)]))
    }

    fn remedy(&self) -> Remedy {
        fold(&self.0)
    }
}

fn heard(proposed: Proposed) -> Tale {
    Tale::begun(proposed).then("notify").then("hear")
}

fn removal() -> Proposed {
    proposed(Measure::RemovalProposal, None)
}

/// A remedy in every state, by a way that leads there.
fn in_state(state: RemedyState) -> Remedy {
    let decided = || heard(fine()).decided("fine_proposal", "100元");
    let tale = match state {
        RemedyState::Proposed => Tale::begun(fine()),
        RemedyState::Notified => Tale::begun(fine()).then("notify"),
        RemedyState::Heard => heard(fine()),
        RemedyState::Decided => decided(),
        RemedyState::Referred => heard(removal()).then("refer-to-board"),
        RemedyState::Executed => decided().then("execute"),
        RemedyState::Waived => decided().then("waive"),
        RemedyState::Withdrawn => Tale::begun(fine()).then("withdraw"),
    };
    let remedy = tale.remedy();
    assert_eq!(remedy.state, state, "the way to {state:?}");
    remedy
}

fn situation(remedy: &Remedy, authority: Authority) -> Situation<'_> {
    Situation { remedy, authority, lot_value_fen: None, book: Rulebook::bundled() }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(remedy: &Remedy, id: &str, by: Authority) -> Vec<String> {
    let unmet = find(id).unwrap().unmet(&situation(remedy, by));
    unmet.into_iter().map(|why| why.key).collect()
}

/// What is unmet of what is entered; of what is missing, its name.
fn unmet_by(remedy: &Remedy, id: &str, lot_value_fen: Option<i64>, args: &Texts) -> Vec<String> {
    let situation = Situation { lot_value_fen, ..situation(remedy, HQ) };
    let unmet = find(id).unwrap().unmet_by(&situation, args).into_iter();
    let told = unmet.map(|why| match why.key.as_str() {
        "argument-missing" => format!("no {}", why.args[0].1),
        _ => why.key,
    });
    told.filter(|told| told != "no reasons" && told != "no rules").collect()
}

/// The table of the procedure: which acts are open in which state.
const OPEN: &[(RemedyState, &str)] = &[
    (RemedyState::Proposed, "notify withdraw"),
    (RemedyState::Notified, "hear withdraw"),
    (RemedyState::Heard, "decide refer-to-board withdraw"),
    (RemedyState::Decided, "execute waive"),
    (RemedyState::Referred, "execute waive"),
    (RemedyState::Executed, ""),
    (RemedyState::Waived, ""),
    (RemedyState::Withdrawn, ""),
];

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    for state in RemedyState::ALL {
        let remedy = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS {
            let by = if row.who == Who::Headquarters { HQ } else { EAST };
            let keys = unmet(&remedy, row.id, by);
            let refused = keys.iter().any(|key| key == "remedy-wrong-state");
            let told = format!("{} in {state:?}: {keys:?}", row.id);
            match row.id {
                "resolve" => assert_eq!(keys, ["not-contested"], "{told}"),
                id => assert_eq!(refused, !open.contains(&id), "{told}"),
            }
            // Beside the state, only whose decision it is may stand in the way.
            let rest = keys.into_iter().filter(|key| key != "remedy-wrong-state");
            let expected: &[&str] = match (row.id, remedy.proposed.kind.is_for_the_board()) {
                ("resolve", _) => &["not-contested"],
                ("decide", true) => &["remedy-for-board"],
                ("refer-to-board", false) => &["remedy-not-for-board"],
                _ => &[],
            };
            assert_eq!(rest.collect::<Vec<_>>(), expected, "{told}");
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
    for state in RemedyState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == RemedyState::Proposed, "{state:?} is never reached");
    }
    let names: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
    assert_eq!(names, MEASURES);
    let offered = find("decide").unwrap().arguments.iter().find(|a| a.name == "measure").unwrap();
    assert_eq!(offered.kind, Kind::Choice(MEASURES));
}

#[test]
fn the_manager_prepares_and_headquarters_records_the_committee() {
    let remedy = in_state(RemedyState::Heard);
    assert_eq!(unmet(&remedy, "decide", EAST), ["headquarters-decides"]);
    assert_eq!(unmet(&remedy, "withdraw", SOUTH), ["relief-jurisdiction"]);
    assert_eq!(unmet(&remedy, "withdraw", HQ), ["relief-jurisdiction"]);
    // Where the manager himself is concerned headquarters proposes, and prepares the file alone.
    let own = Proposed { owner: None, ..fine() };
    let own = [event("proposed", &[], 0, HQ, Fact::RemedyProposed(own))];
    let remedy = fold(&own);
    assert!(unmet(&remedy, "notify", HQ).is_empty());
    assert_eq!(unmet(&remedy, "notify", EAST), ["headquarters-decides"]);
}

#[test]
fn what_another_region_wrote_has_no_effect_nor_what_no_person_proposed() {
    let foreign = event("proposed", &[], 0, SOUTH, Fact::RemedyProposed(fine()));
    assert!(Remedy::fold(&[foreign], None).is_none(), "nobody proposes in another region's name");
    let unowned = Proposed { owner: None, ..fine() };
    let unowned = event("proposed", &[], 0, EAST, Fact::RemedyProposed(unowned));
    assert!(Remedy::fold(&[unowned], None).is_none(), "nor in that of headquarters");
    let by_itself = Proposed { proposed_by_person: false, ..fine() };
    let by_itself = event("proposed", &[], 0, EAST, Fact::RemedyProposed(by_itself));
    assert!(Remedy::fold(&[by_itself], None).is_none());
    let tale = Tale::begun(fine()).with("notify", SOUTH, Texts::default());
    let remedy = tale.with("withdraw", HQ, Texts::default()).remedy();
    assert_eq!(remedy.state, RemedyState::Proposed);
    assert_eq!(remedy.timeline.iter().filter(|entry| !entry.in_power).count(), 2);
}

#[test]
fn nobody_is_decided_on_who_was_not_told_and_heard() {
    let skipped = Tale::begun(fine()).then("notify").decided("fine_proposal", "100元").remedy();
    assert_eq!((skipped.state, skipped.decided()), (RemedyState::Notified, None));
    let remedy = in_state(RemedyState::Notified);
    let hear = |pairs| unmet_by(&remedy, "hear", None, &Texts::from(pairs));
    assert_eq!(hear([("answer", "stated"), ("statement", "")]), ["no statement"]);
    assert!(hear([("answer", "stated"), ("statement", "停电所致")]).is_empty());
    assert!(hear([("answer", "right_waived"), ("statement", "")]).is_empty());
}

#[test]
fn hearing_never_makes_it_worse() {
    let remedy = heard(fine()).remedy();
    let decide = |measure: &str, amount: &str| {
        let args = Texts::from([("measure", measure), ("amount", amount)]);
        let refused = unmet_by(&remedy, "decide", None, &args);
        let counts = heard(fine()).decided(measure, amount).remedy().decided().is_some();
        (refused, counts)
    };
    let open = || (Vec::<String>::new(), true);
    let refused = |key: &str| (vec![key.to_owned()], false);
    assert_eq!(decide("fine_proposal", "100元"), open());
    assert_eq!(decide("fine_proposal", "50元"), open());
    assert_eq!(decide("written_warning", ""), open());
    assert_eq!(decide("oral_warning", ""), open());
    assert_eq!(decide("fine_proposal", "100.01元"), refused("remedy-amount-worse"));
    assert_eq!(decide("fine_proposal", "1万元"), refused("remedy-amount-worse"));
    assert_eq!(decide("pay_cut_proposal", "50元"), refused("remedy-harsher"));
    assert_eq!(decide("removal_proposal", ""), refused("remedy-harsher"));
    assert_eq!(decide("lead_restitution", ""), refused("remedy-another-measure"));
    assert_eq!(decide("fine_proposal", "一百"), refused("argument-misfit"));
    let harsher = no_worse(&fine(), Measure::PayCutProposal, None).unwrap_err();
    assert_eq!(harsher.rule.as_deref(), Some("CF-45"));
    let more = no_worse(&fine(), Measure::FineProposal, Some(10_001)).unwrap_err();
    assert_eq!(more.rule.as_deref(), Some("CF-45"));
    assert_eq!(more.args[0].1, "100.01");
}

#[test]
fn a_milder_penalty_is_one_in_the_order_of_harshness_and_nothing_else_has_a_place_in_it() {
    use Measure as M;
    let order =
        [M::OralWarning, M::WrittenWarning, M::FineProposal, M::PayCutProposal, M::RemovalProposal];
    for (own, kind) in order.into_iter().enumerate() {
        for (other, measure) in order.into_iter().enumerate() {
            let met = no_worse(&proposed(kind, None), measure, None).is_ok();
            assert_eq!(met, other <= own, "{measure:?} for {kind:?}");
        }
    }
    for kind in [M::Reward, M::Compensation, M::LeadRestitution, M::ProtectionReset] {
        for measure in M::ALL {
            let met = no_worse(&proposed(kind, None), measure, None).is_ok();
            assert_eq!(met, measure == kind, "{measure:?} for {kind:?}");
        }
    }
}

#[test]
fn a_sum_stands_with_the_measures_of_money_alone() {
    let decide = |kind: Measure, yuan: Option<i64>, amount: &str| {
        let remedy = heard(proposed(kind, yuan)).remedy();
        let args = [("measure", kind.name()), ("amount", amount), ("vouchers", "票据1至4")];
        unmet_by(&remedy, "decide", None, &Texts::from(args))
    };
    assert_eq!(decide(Measure::FineProposal, Some(100), ""), ["remedy-no-amount"]);
    assert_eq!(decide(Measure::FineProposal, Some(100), "0元"), ["remedy-no-amount"]);
    assert!(decide(Measure::Reward, None, "").is_empty(), "an honour");
    assert!(decide(Measure::Reward, None, "500元").is_empty());
    let misplaced = ["remedy-amount-worse", "remedy-amount-misplaced"];
    assert_eq!(decide(Measure::WrittenWarning, None, "1元"), misplaced);
    let sum = |text: &str| amount(&Texts::from([("amount", text)]), "amount").ok().flatten();
    assert_eq!(sum("1.2万元"), Some(1_200_000));
    assert_eq!(sum(" ￥100 "), Some(10_000));
    for text in ["100", "-100元", "100元或200元", "约100元"] {
        assert_eq!(sum(text), None, "{text}");
    }
}

#[test]
fn compensation_rests_on_vouchers_and_stays_within_its_share_of_the_lot() {
    let remedy = heard(proposed(Measure::Compensation, Some(9_000))).remedy();
    let decide = |amount: &str, lot_value: &str, known: Option<i64>, vouchers: &str| {
        let args = [
            ("measure", "compensation"),
            ("amount", amount),
            ("lot_value", lot_value),
            ("vouchers", vouchers),
        ];
        unmet_by(&remedy, "decide", known, &Texts::from(args))
    };
    // 0.3 % of two million is 6,000.
    assert!(decide("6000元", "200万元", None, "票据").is_empty());
    assert_eq!(decide("6000.01元", "200万元", None, "票据"), ["remedy-over-cap"]);
    assert_eq!(decide("6001元", "", Some(200_000_000), "票据"), ["remedy-over-cap"]);
    let larger = decide("6001元", "300万元", Some(200_000_000), "票据");
    assert_eq!(larger, ["remedy-over-cap"], "nobody widens it by what he enters");
    assert!(decide("9000元", "", None, "票据").is_empty(), "nobody knows the value");
    assert_eq!(decide("9001元", "", None, "票据"), ["remedy-amount-beyond"]);
    assert_eq!(decide("6000元", "", None, ""), ["no vouchers"]);
    assert_eq!(decide("6000元", "很多", None, "票据"), ["argument-misfit"]);
    let reward = heard(proposed(Measure::Reward, None)).remedy();
    let args = Texts::from([("measure", "reward"), ("amount", "6001元")]);
    assert!(unmet_by(&reward, "decide", Some(200_000_000), &args).is_empty(), "no compensation");
}

#[test]
fn only_the_board_removes() {
    let tale = heard(removal()).decided("removal_proposal", "");
    assert_eq!(tale.remedy().state, RemedyState::Heard, "the committee does not");
    assert_eq!(heard(removal()).decided("oral_warning", "").remedy().state, RemedyState::Heard);
    assert_eq!(heard(fine()).then("refer-to-board").remedy().state, RemedyState::Heard);
    let referred = heard(removal()).then("refer-to-board");
    let remedy = referred.remedy();
    let proof = Texts::from([("proof", "任免通知")]);
    assert_eq!(unmet_by(&remedy, "execute", None, &proof), ["no resolution"]);
    let resolved = Texts::from([("proof", "任免通知"), ("resolution", "董决〔2026〕3号")]);
    assert!(unmet_by(&remedy, "execute", None, &resolved).is_empty());
    let why = find("decide").unwrap().unmet(&situation(&heard(removal()).remedy(), HQ)).remove(0);
    assert_eq!((why.key.as_str(), why.rule.as_deref()), ("remedy-for-board", Some("SCXT-17")));
    let executed = referred.with("execute", HQ, proof);
    assert_eq!(executed.remedy().state, RemedyState::Referred, "no resolution, no removal");
    let executed = executed.with("execute", HQ, resolved).remedy();
    assert_eq!(executed.state, RemedyState::Executed);
}

#[test]
fn a_proposal_names_its_person_rule_facts_and_sum() {
    let keys = |proposed: Proposed| {
        let unmet = may_propose(&proposed, Rulebook::bundled());
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    assert!(keys(fine()).is_empty());
    assert_eq!(keys(Proposed { proposed_by_person: false, ..fine() }), ["remedy-no-person"]);
    assert_eq!(keys(Proposed { facts: " ".into(), ..fine() }), ["remedy-no-facts"]);
    assert_eq!(keys(Proposed { rule: "SCXT-99".into(), ..fine() }), ["rule-unknown"]);
    assert_eq!(keys(Proposed { rule: "SCXT-20".into(), ..fine() }), ["rules-blank"]);
    assert_eq!(keys(Proposed { amount_fen: None, ..fine() }), ["remedy-no-amount"]);
    assert_eq!(keys(Proposed { amount_fen: Some(-1), ..fine() }), ["remedy-no-amount"]);
    let nobody = Proposed { unit: None, person_office: None, ..fine() };
    assert_eq!(keys(nobody), ["remedy-nobody"]);
    assert_eq!(keys(Proposed { person_office: None, ..removal() }), ["remedy-no-office"]);
    assert_eq!(keys(proposed(Measure::OralWarning, Some(1))), ["remedy-amount-misplaced"]);
}

#[test]
fn what_was_withdrawn_and_decided_at_once_is_contested_until_headquarters_names_one() {
    let mut events = heard(fine()).0;
    let last = events.last().unwrap().id.clone();
    let decided = Texts::from([("measure", "oral_warning")]);
    events.push(act("decide", &[&last], 3, HQ, decided));
    events.push(act("withdraw", &[&last], 9, EAST, Texts::default()));
    let remedy = fold(&events);
    assert_eq!((remedy.state, remedy.contested.len()), (RemedyState::Decided, 2));
    assert_eq!(unmet(&remedy, "execute", HQ), ["contested"]);
    let named = Texts::from([("decision", "withdraw")]);
    events.push(act("resolve", &["decide", "withdraw"], 0, HQ, named));
    let remedy = fold(&events);
    assert_eq!((remedy.state, remedy.contested.len()), (RemedyState::Withdrawn, 0));
    assert_eq!(remedy.decided(), None, "what was overruled is no decision");
}

#[test]
fn an_act_that_is_written_reads_as_itself() {
    let fact = heard(fine()).decided("fine_proposal", "50元").0.remove(3).fact;
    let read = Fact::read(&fact.kind(), &fact.data().unwrap());
    assert!(matches!(read, Fact::RemedyActed(row, _) if row.id == "decide"));
    let fact = Fact::RemedyProposed(fine());
    let read = Fact::read(&fact.kind(), &fact.data().unwrap());
    assert!(matches!(read, Fact::RemedyProposed(read) if read.kind == Measure::FineProposal));
}

/// A proposal of any kind, and any act, by anybody, built on any of what came before.
fn chronicle() -> impl Strategy<Value = Vec<Recorded>> {
    let step = (0..ACTIONS.len(), 0..8usize, any::<[u8; 2]>(), 0..9usize, 0..300i64, 0..40i64);
    let first = (0..9usize, proptest::option::of(1..200i64));
    (first, proptest::collection::vec(step, 1..40)).prop_map(|((kind, yuan), steps)| {
        let mut events = Tale::begun(proposed(Measure::ALL[kind], yuan)).0;
        for (n, (row, by, seen, measure, yuan, hours)) in steps.into_iter().enumerate() {
            let by = [EAST, EAST, EAST, EAST, SOUTH, HQ, HQ, HQ][by];
            // Mostly one desk after the other, so that the procedure gets far enough.
            let latest = events.last().map(|event| event.id.clone());
            let base: Vec<String> = seen
                .iter()
                .filter(|place| **place > 128)
                .map(|place| events[usize::from(*place) % events.len()].id.clone())
                .chain(latest.filter(|_| seen[0] <= 160))
                .collect();
            let base: Vec<&str> = base.iter().map(String::as_str).collect();
            let rival = base.first().copied().unwrap_or_default();
            let mut args = Texts::from([("measure", MEASURES[measure]), ("decision", rival)]);
            if yuan > 0 {
                args.0.insert("amount".into(), format!("{yuan}元"));
            }
            let mut event = act(ACTIONS[row].id, &base, hours, by, args);
            event.id = format!("e{n}");
            events.push(event);
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is signed by whomever and in whatever order it arrives: every desk folds the same, and what is decided was
    /// told and heard before, and is no worse than what was proposed.
    #[test]
    fn nothing_worse_is_decided_and_no_order_of_arrival_matters(
        events in chronicle(),
        shuffle in any::<u64>(),
    ) {
        let remedy = fold(&events);
        let mut told = events.clone();
        let len = told.len() as u64;
        for place in 0..told.len() {
            told.swap(place, (shuffle.rotate_left(place as u32 * 7) % len) as usize);
        }
        let again = fold(&told);
        prop_assert_eq!(remedy.state, again.state);
        prop_assert_eq!(&remedy.contested, &again.contested);
        prop_assert_eq!(remedy.decided(), again.decided());
        if let Some(decided) = remedy.decided() {
            let proposed = &remedy.proposed;
            prop_assert!(!proposed.kind.is_for_the_board());
            prop_assert!(decided.measure.harshness() <= proposed.kind.harshness());
            if proposed.kind.is_penalty() {
                prop_assert!(decided.amount_fen <= proposed.amount_fen);
            }
            // While rivals stand, what led to one of them may be overruled already.
            if remedy.contested.is_empty() {
                let counting = || remedy.timeline.iter().filter(|entry| entry.counts);
                let before = |id: &str| {
                    let mut earlier = counting().take_while(|entry| entry.event != decided.event);
                    earlier.any(|entry| entry.action == id)
                };
                prop_assert!(before("notify") && before("hear"));
            }
        }
    }
}
