//! What a party can rely on, whoever comes late, sits by, or disagrees.

use super::*;
use crate::domain::relation::{Bond, Tie};

fn unmet(tale: &Tale, id: &str, hours: i64) -> Vec<String> {
    let case = tale.case();
    let now = start() + Duration::hours(hours);
    let row = find(id).unwrap();
    let by = if row.who == Who::Headquarters { HQ } else { EAST };
    row.unmet(&situation(&case, by, now)).into_iter().map(|why| why.key).collect()
}

fn unmet_by(tale: &Tale, id: &str, hours: i64, args: &Texts) -> Vec<String> {
    let case = tale.case();
    let now = start() + Duration::hours(hours);
    let unmet = find(id).unwrap().unmet_by(&situation(&case, EAST, now), args);
    unmet.into_iter().map(|why| why.key).filter(|key| key != "argument-missing").collect()
}

impl Tale {
    /// A third branch is found to be after the lot.
    fn joined(mut self, unit: &str) -> Tale {
        let last = self.last();
        let mut again = detected();
        again.id = format!("joined-{unit}");
        again.base = vec![last];
        again.author = "desk".into();
        again.hlc.millis += 3_600_000 * self.0.len() as i64;
        if let Fact::CaseDetected(detected) = &mut again.fact {
            detected.parties.push(party(unit, "LE0"));
        }
        self.0.push(again);
        self
    }
}

#[test]
fn who_comes_after_the_recommendation_is_consulted_before_anything_is_decided() {
    let tale = Tale::begun().recommended().replied("F1", "refuse").joined("F5");
    assert_eq!(unmet(&tale, "order", 9), ["not-heard"]);
    assert_eq!(unmet(&tale, "consult", 9), Vec::<String>::new());
    let told = Texts::from([("notified", "F5"), ("limit", "2026-11-24T02:00:00Z")]);
    let again = tale.with("consult", EAST, told);
    assert_eq!(again.state(), State::Consulting);
    assert_eq!(unmet(&again, "recommend", 10), ["not-heard"]);
    assert_eq!(unmet(&again.said("F5", "open"), "recommend", 11), Vec::<String>::new());
    let accepted = Tale::begun().recommended().replied("F1", "accept").replied("F3", "accept");
    assert_eq!(unmet(&accepted.joined("F5"), "agree", 9), ["not-heard", "not-accepted"]);
}

#[test]
fn a_case_that_waits_takes_parties_only_where_nothing_is_decided() {
    let takes = |tale: Tale| tale.case().takes_parties(start() + Duration::hours(9));
    assert!(takes(Tale::begun().then("accept").then("suspend")));
    assert!(!takes(Tale::begun().consulted().then("settle").then("suspend")));
}

#[test]
fn silence_is_noted_for_nobody_whose_limit_did_not_pass() {
    let default = |unit: &str| Texts::from([("party", unit), ("result", "default")]);
    let untold =
        Tale::begun().then("accept").with("consult", EAST, Texts::from([("notified", "F1,F3")]));
    assert_eq!(unmet_by(&untold, "statement", 9, &default("F1")), ["default-early"], "none ran");
    let told = Texts::from([("notified", "F1,F3"), ("limit", "2026-11-23T03:00:00Z")]);
    let tale = Tale::begun().then("accept").with("consult", EAST, told);
    assert_eq!(unmet_by(&tale, "statement", 2, &default("F1")), Vec::<String>::new());
    let more = Texts::from([("notified", "F3"), ("limit", "2026-11-23T06:00:00Z")]);
    let tale = tale.with("consult", EAST, more);
    assert_eq!(unmet_by(&tale, "statement", 4, &default("F1")), Vec::<String>::new());
    assert_eq!(unmet_by(&tale, "statement", 4, &default("F3")), ["default-early"], "its own limit");
    // After an interim order a party has one working hour to answer.
    let interim = Tale::begun().then("accept").interim();
    assert_eq!(unmet_by(&interim, "statement", 2, &default("F1")), ["default-early"]);
    let noon_is_no_work = 5;
    assert!(unmet_by(&interim, "statement", noon_is_no_work, &default("F1")).is_empty());
}

#[test]
fn a_suspension_puts_off_what_the_parties_were_given() {
    let told = Texts::from([("notified", "F1,F3"), ("limit", "2026-11-23T08:00:00Z")]);
    let tale = Tale::begun().then("accept").with("consult", EAST, told);
    let tale = tale.said("F1", "open").said("F1", "open").then("suspend").then("resume");
    let told: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
    let limit = tale.case().consult_limit();
    assert_eq!(limit, Some(told + Duration::hours(1)), "from 14:00 to 15:00 it was suspended");
}

#[test]
fn a_pause_ends_with_whatever_moves_the_case_on() {
    let tale = Tale::begun().then("suspend").then("escalate").with(
        "assign",
        HQ,
        Texts::from([("to", "EC")]),
    );
    let now = start() + Duration::hours(9);
    let record = timing::record(&tale.case(), now, Calendar::bundled());
    assert_eq!(record.suspended, 60, "from the first hour to the second, and no longer");
    let back = Tale::begun().then("suspend").then("escalate").with("return", HQ, Texts::default());
    let record = timing::record(&back.case(), start() + Duration::hours(6), Calendar::bundled());
    assert!(record.suspended > 60, "given back to where it was suspended, it stands still again");
}

#[test]
fn a_challenge_holds_up_every_decision_and_is_open_while_one_stands() {
    let challenge = Texts::from([("party", "F3")]);
    let tale = Tale::begun().then("accept").with("challenge", EAST, challenge.clone());
    assert!(unmet(&tale, "interim-order", 3).contains(&"challenge-open".to_owned()));
    let tale = Tale::begun().then("accept").interim().served();
    let tale = tale.said("F1", "open").said("F3", "open").with("challenge", EAST, challenge);
    assert_eq!(unmet(&tale, "confirm", 7), ["challenge-open"]);
}

#[test]
fn recusal_outlasts_a_remand_and_the_recused_still_carries_out_what_is_decided() {
    let tale = Tale::begun().consulted().with("challenge", EAST, Texts::from([("party", "F3")]));
    let recused = tale.with("decide-challenge", HQ, Texts::from([("answer", "recused")]));
    let settled = recused.then("settle");
    assert_eq!(unmet(&settled, "serve", 9), Vec::<String>::new());
    assert_eq!(unmet(&settled, "suspend", 9), ["recused"]);
    let remanded = settled.with("remand", HQ, Texts::default());
    assert!(remanded.case().is_recused());
    assert_eq!(unmet(&remanded, "consult", 9), ["recused"]);
    assert_eq!(unmet(&remanded, "transfer", 9), Vec::<String>::new());
}

#[test]
fn verdicts_are_frozen_by_what_ended_the_case_and_by_nothing_else() {
    let mut rival = act("reject", &["detected"], 2, EAST, Texts::default());
    let frozen = timing::at_end(&fold(&[detected()]), start(), Calendar::bundled());
    if let Fact::Acted(_, act) = &mut rival.fact {
        act.closing = Some(frozen.clone());
    }
    let accept = act("accept", &["detected"], 1, EAST, Texts::default());
    let chosen = |state: &str| {
        let resolve = act("resolve", &["accept", "reject"], 3, HQ, Texts::from([("state", state)]));
        fold(&[detected(), accept.clone(), rival.clone(), resolve]).closing
    };
    assert_eq!(chosen("accepted"), None, "the case is open");
    assert_eq!(chosen("rejected"), Some(frozen));
}

#[test]
fn a_decision_that_ended_on_its_day_keeps_nobody_from_anything() {
    let args = Texts::from([
        ("outcome", "sole"),
        ("lead_unit", "F1"),
        ("in_force_until", "2026-12-01T00:00:00Z"),
    ]);
    let tale = Tale::begun().recommended().replied("F1", "refuse").with("order", EAST, args);
    let case = tale.case();
    assert!(case.is_barred("F3", start()) && !case.is_barred("F3", start() + Duration::days(9)));
}

#[test]
fn who_saw_that_desks_disagree_leaves_it_to_headquarters() {
    let accept = act("accept", &["detected"], 1, EAST, Texts::default());
    let reject = act("reject", &["detected"], 2, EAST, Texts::default());
    let consult = act("consult", &["accept", "reject"], 3, EAST, Texts::default());
    let case = fold(&[detected(), accept, reject, consult]);
    assert_eq!(case.contested, [State::Accepted, State::Rejected]);
    assert!(case.timeline.iter().any(|entry| entry.action == "consult" && !entry.counts));
}

#[test]
fn a_remand_is_an_acceptance_and_the_decision_is_gone() {
    let tale =
        Tale::begun().consulted().then("settle").served().with("remand", HQ, Texts::default());
    let case = tale.case();
    assert_eq!(case.decision, None);
    let record = timing::record(&case, start() + Duration::hours(9), Calendar::bundled());
    let done = |step: Step| record.steps.iter().find(|time| time.step == step).unwrap().done;
    assert!(done(Step::Accept).is_some());
    assert_eq!((done(Step::StateCase), done(Step::Service)), (None, None), "it begins anew");
    let late = unmet(&tale, "remand", 24 * 9);
    assert!(late.contains(&"hard-stop-passed".to_owned()), "{late:?}");
}

#[test]
fn a_decision_that_falls_on_an_appeal_binds_nobody_and_is_still_told() {
    let tale =
        Tale::begun().consulted().then("settle").served().with("annul", HQ, Texts::default());
    let case = tale.case();
    assert_eq!(case.state, State::Superseded);
    assert!(case.decision.is_some(), "the register still tells what was decided");
    assert_eq!(unmet(&tale, "annul", 9), ["wrong-state"]);
}

#[test]
fn nobody_is_preferred_against_the_criterion_that_decides() {
    let tale = Tale::begun().consulted().found("F1", "K6", "against").found("F3", "K6", "even");
    let by =
        |unit: &str| Texts::from([("criterion", "K6"), ("outcome", "sole"), ("lead_unit", unit)]);
    assert_eq!(unmet_by(&tale, "recommend", 12, &by("F1")), ["criterion-against"]);
    assert!(unmet_by(&tale, "recommend", 12, &by("F3")).is_empty());
    let barred = tale.found("F3", "K1", "against").found("F1", "K1", "even");
    for row in ["settle", "interim-order", "ruling"] {
        let args = Texts::from([("outcome", "sole"), ("lead_unit", "F3")]);
        assert_eq!(unmet_by(&barred, row, 12, &args), ["bidder-barred"], "{row}");
    }
}

#[test]
fn who_is_tied_to_a_party_decides_nothing_unless_headquarters_lets_him_stay() {
    let bonds = [Bond { number: "HB-EC-26-A-001".into(), tie: Tie::Kin, unit: "F1".into() }];
    let refused = |tale: &Tale, id: &str, bonds: &[Bond]| {
        let case = tale.case();
        let situation = Situation { bonds, ..situation(&case, EAST, start() + Duration::hours(9)) };
        let unmet = find(id).unwrap().unmet(&situation);
        unmet.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    let tale = Tale::begun().consulted();
    assert_eq!(refused(&tale, "recommend", &bonds), ["tied"]);
    assert!(refused(&tale, "transfer", &bonds).is_empty());
    let other = [Bond { unit: "F5".into(), ..bonds[0].clone() }];
    assert!(refused(&tale, "recommend", &other).is_empty(), "no party");
    let challenged = tale.with("challenge", EAST, Texts::from([("party", "F3")]));
    let stays = challenged.with("decide-challenge", HQ, Texts::from([("answer", "stays")]));
    assert!(refused(&stays, "recommend", &bonds).is_empty());
}
