//! The claim table, row by row and state by state, and the fold.
#![allow(clippy::unwrap_used)]

use crate::domain::event::Authority;
use crate::domain::organisation::Works;
use crate::domain::territory::RegionCode;
use chrono::Duration;

use super::action::{ACTIONS, CaseAbout, ClaimAction, Rival, Situation, To, Who, find};
use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::hlc::Hlc;
use crate::domain::lead::{Lead, Lot, Notice};
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::SubjectKind;
use crate::domain::unit::find_unit;

const HOME: Authority = Authority::Region(RegionCode::EC);
const ELSEWHERE: Authority = Authority::Region(RegionCode::NE);

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+08:00").parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2026-11-23T09:12")
}

fn subject() -> Subject {
    Subject::derived(SubjectKind::Claim, &["1"])
}

fn submitted() -> Submitted {
    Submitted {
        number: "BB-EC-26-A-001".into(),
        lead: Subject::derived(SubjectKind::Lead, &["1"]),
        lots: vec!["1".into()],
        unit: "F1".into(),
        legal_entity: "LE0".into(),
        claimant: None,
        basis: "已踏勘".into(),
        customer: Some("甲运营商".into()),
        site: Some("江苏".into()),
        scope: Some("全线".into()),
        origin: Some(Origin::Lawful),
        stage: None,
        proofs: vec![Proof::bare(ProofKind::Mail, at("2026-11-20T10:00"))],
        recorded_at: at("2026-11-20T11:00"),
        device_seq: 1,
        draft: false,
        refiles: None,
    }
}

fn event(id: &str, base: &[&str], authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: subject(),
        base: base.iter().map(|id| (*id).to_owned()).collect(),
        hlc: Hlc { millis: id.bytes().map(i64::from).sum(), counter: 0 },
        actor: "赵一".into(),
        office: String::new(),
        author: format!("{authority:?}"),
        authority,
        fact,
        parts: Vec::new(),
    }
}

fn act(row: &str, lots: &[&str]) -> Fact {
    let lots: Vec<String> = lots.iter().map(|lot| (*lot).to_owned()).collect();
    let until = match row {
        "protect" => lots.iter().map(|lot| (lot.clone(), now() + Duration::days(60))).collect(),
        "renew" => lots.iter().map(|lot| (lot.clone(), now() + Duration::days(90))).collect(),
        _ => Vec::new(),
    };
    Fact::ClaimActed(
        find(row).unwrap(),
        ClaimAct {
            args: Texts::default(),
            lots,
            missing: Vec::new(),
            until,
            proof: None,
            because: None,
            at: now(),
            rulebase: String::new(),
        },
    )
}

fn folded(events: &[Recorded]) -> Claim {
    Claim::fold(events, Some(RegionCode::EC)).unwrap()
}

fn claim() -> Claim {
    folded(&[event("a", &[], HOME, Fact::ClaimSubmitted(submitted()))])
}

fn in_state(state: ClaimState) -> Claim {
    let mut claim = claim();
    claim.lots[0].state = state;
    claim.lots[0].until = state.is_protected().then(|| now() + Duration::days(9));
    claim
}

fn lead() -> Lead {
    let mut notice = Notice::bare("1".into(), "光缆工程".into());
    notice.lots =
        ["1", "2"].map(|id| Lot { id: id.into(), title: String::new(), budget: None }).to_vec();
    Lead {
        works: Works::from(Some(RegionCode::EC)),
        subject: Subject::derived(SubjectKind::Lead, &["1"]),
        number: "XS-EC-26-A-001".into(),
        notice,
        other_versions: 0,
        kept_both: 0,
        captured_at: now(),
        verdict: None,
        passed_on: Vec::new(),
        lives: Vec::new(),
    }
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(
    row: &ClaimAction,
    claim: &Claim,
    change: impl Fn(&mut Situation<'_>),
    args: Option<&Texts>,
) -> Vec<String> {
    let lead = lead();
    let mut situation = Situation {
        claim,
        authority: HOME,
        now: now(),
        lead: Some(&lead),
        unit: find_unit("F1"),
        barred_by: None,
        rivals: &[],
        cases: &[],
        terms: &terms::DEFAULT,
        calendar: Calendar::bundled(),
    };
    change(&mut situation);
    let mut unmet = row.unmet(&situation);
    if let Some(args) = args {
        unmet.extend(row.unmet_by(&situation, args));
        unmet.extend(row.misfit_lots(&situation, args));
    }
    unmet.into_iter().map(|why| why.key).collect()
}

fn plain(row: &str, claim: &Claim) -> Vec<String> {
    unmet(find(row).unwrap(), claim, |_| {}, None)
}

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    use ClaimState as S;
    let live = [S::Submitted, S::Valid, S::Protected, S::Renewed];
    let alive = [S::Draft, S::Submitted, S::Valid, S::Protected, S::Renewed];
    let open: &[(&str, &[S])] = &[
        ("submit", &[S::Draft]),
        ("supplement", &[S::Draft, S::Submitted]),
        ("prove", &alive),
        ("validate", &[S::Submitted]),
        ("return", &[S::Submitted]),
        ("bar", &[S::Submitted, S::Valid]),
        ("protect", &[S::Valid]),
        ("renew", &[S::Protected]),
        ("release", &alive),
        ("supersede", &live),
        ("revoke", &live),
    ];
    for row in ACTIONS {
        for state in S::ALL {
            let keys = plain(row.id, &in_state(state));
            let expected: &[&str] = if row.who == Who::System {
                &["claim-by-itself"]
            } else {
                let from = open.iter().find(|(id, _)| *id == row.id).map(|(_, from)| *from);
                let from = from.unwrap_or_else(|| panic!("{} is not enumerated", row.id));
                if from.contains(&state) { &[] } else { &["claim-wrong-state"] }
            };
            assert_eq!(keys, expected, "{} in {state:?}", row.id);
        }
    }
}

#[test]
fn every_row_rests_on_a_rule_of_the_rulebook_and_every_state_is_reached() {
    for row in ACTIONS {
        let asked = row.arguments.iter().filter_map(|argument| argument.required);
        for rule in asked.chain([row.rule]) {
            assert!(Rulebook::bundled().get(rule).is_some(), "{}: {rule}", row.id);
        }
    }
    for state in ClaimState::ALL {
        let reached = ACTIONS.iter().any(|row| row.to == To::State(state));
        assert!(reached || state == ClaimState::Draft, "{state:?} is never reached");
    }
}

#[test]
fn what_a_valid_claim_needs_is_missed_one_by_one() {
    let row = find("validate").unwrap();
    let lacking = |change: fn(&mut Claim)| {
        let mut claim = claim();
        change(&mut claim);
        unmet(row, &claim, |_| {}, None)
    };
    assert_eq!(lacking(|_| {}), Vec::<String>::new());
    assert_eq!(lacking(|c| c.lots[0].lot = "9".into()), ["claim-unidentified"]);
    assert_eq!(lacking(|c| c.customer = Some("  ".into())), ["claim-no-customer"]);
    assert_eq!(lacking(|c| c.site = None), ["claim-no-site"]);
    assert_eq!(lacking(|c| c.scope = None), ["claim-no-scope"]);
    assert_eq!(lacking(|c| c.proofs.clear()), ["claim-no-proof"]);
    assert_eq!(lacking(|c| c.origin = None), ["claim-no-origin"]);
    assert_eq!(lacking(|c| c.origin = Some(Origin::Unclear)), ["claim-origin-unclear"]);
    let barred = unmet(row, &claim(), |s| s.barred_by = Some("董决〔2026〕3号"), None);
    assert_eq!(barred, ["claim-area-barred"]);
    assert_eq!(unmet(row, &claim(), |s| s.unit = None, None), ["no-unit"]);
    let named = lacking(|c| {
        c.proofs.clear();
        c.contact =
            Some(PartRef { name: CONTACT_PART.into(), class: 4, size: 1, hash: String::new() });
    });
    assert!(named.is_empty(), "a named contact is enough");
    let mut bare = claim();
    (bare.customer, bare.scope, bare.origin) = (None, None, None);
    let mut names = Vec::new();
    let lead = lead();
    let situation = Situation {
        claim: &bare,
        authority: HOME,
        now: now(),
        lead: Some(&lead),
        unit: find_unit("F1"),
        barred_by: None,
        rivals: &[],
        cases: &[],
        terms: &terms::DEFAULT,
        calendar: Calendar::bundled(),
    };
    names.extend(condition::missing(&situation));
    assert_eq!(names, ["customer", "scope", "origin"]);
}

#[test]
fn protection_waits_for_whoever_else_stands_on_the_ground() {
    let rival = |entity: &str, lot: &str, state| Rival {
        number: "BB-EC-26-A-002".into(),
        unit: "F3".into(),
        legal_entity: entity.into(),
        lots: vec![(lot.into(), state)],
    };
    let case = |lot: &str, undecided, bidders: &[&str]| CaseAbout {
        number: "XT-EC-26-A-001".into(),
        lot: lot.into(),
        undecided,
        bidders: bidders.iter().map(|unit| (*unit).to_owned()).collect(),
    };
    let row = find("protect").unwrap();
    let valid = in_state(ClaimState::Valid);
    let with = |rivals: &[Rival], cases: &[CaseAbout]| {
        let (rivals, cases) = (rivals.to_vec(), cases.to_vec());
        // The situation borrows; a leak of a test's few bytes keeps the helper simple.
        let (rivals, cases): (&'static [Rival], &'static [CaseAbout]) =
            (rivals.leak(), cases.leak());
        unmet(
            row,
            &valid,
            |s| {
                s.rivals = rivals;
                s.cases = cases;
            },
            None,
        )
    };
    let protected = |lot| rival("LE0", lot, ClaimState::Protected);
    assert_eq!(with(&[protected("1")], &[]), ["claim-other-protected"]);
    assert_eq!(with(&[protected("0")], &[]), ["claim-other-protected"], "the whole meets it");
    assert!(with(&[protected("2")], &[]).is_empty(), "another lot");
    assert!(with(&[rival("LE0", "1", ClaimState::Submitted)], &[]).is_empty());
    assert_eq!(with(&[rival("LE9", "1", ClaimState::Submitted)], &[]), ["claim-cross-entity"]);
    assert_eq!(with(&[], &[case("0", true, &[])]), ["claim-case-open"]);
    assert_eq!(with(&[], &[case("1", false, &["F3"])]), ["claim-decided-other"]);
    assert!(with(&[], &[case("1", false, &["F1"]), case("2", true, &[])]).is_empty());
}

#[test]
fn what_is_entered_is_looked_at_too() {
    let protect = find("protect").unwrap();
    let valid = in_state(ClaimState::Valid);
    let until = |text: &str| unmet(protect, &valid, |_| {}, Some(&Texts::from([("until", text)])));
    assert!(until("2026-12-31T00:00:00Z").is_empty());
    assert_eq!(until("2026-11-01T00:00:00Z"), ["claim-until-misfit"], "it has passed");
    assert_eq!(until("2027-11-01T00:00:00Z"), ["claim-until-misfit"], "beyond the period");
    assert_eq!(until("soon"), ["argument-misfit"]);
    let returned =
        |claim: &Claim, args: &Texts| unmet(find("return").unwrap(), claim, |_| {}, Some(args));
    assert_eq!(returned(&claim(), &Texts::default()), ["argument-missing"], "nothing is missing");
    assert!(returned(&claim(), &Texts::from([("reasons", "请补签字页")])).is_empty());
    let mut bare = claim();
    bare.scope = None;
    assert!(returned(&bare, &Texts::default()).is_empty());
    let prove = |seen: &str| {
        let args = Texts::from([("proof_kind", "mail"), ("seen", seen)]);
        unmet(find("prove").unwrap(), &claim(), |_| {}, Some(&args))
    };
    assert!(prove("2026-11-20T02:00:00Z").is_empty());
    assert_eq!(prove("2026-12-20T02:00:00Z"), ["claim-proof-future"]);
    let lots = Texts::from([("lots", "9"), ("reasons", "撤")]);
    let keys = unmet(find("release").unwrap(), &claim(), |_| {}, Some(&lots));
    assert_eq!(keys, ["claim-no-such-lot"]);
    let nothing = unmet(find("supplement").unwrap(), &claim(), |_| {}, Some(&Texts::default()));
    assert_eq!(nothing, ["claim-says-nothing"]);
}

#[test]
fn the_manager_of_the_works_decides_and_the_recorder_speaks_for_the_branch() {
    let events = [event("a", &[], ELSEWHERE, Fact::ClaimSubmitted(submitted()))];
    let claim = folded(&events);
    let as_who =
        |row: &str, authority| unmet(find(row).unwrap(), &claim, |s| s.authority = authority, None);
    assert_eq!(as_who("validate", ELSEWHERE), ["claim-jurisdiction"]);
    assert!(as_who("validate", HOME).is_empty());
    assert!(as_who("validate", Authority::Headquarters).is_empty());
    assert!(as_who("prove", ELSEWHERE).is_empty());
    assert_eq!(as_who("release", Authority::Region(RegionCode::SW)), ["claim-jurisdiction"]);
}

#[test]
fn a_protection_runs_out_by_the_clock_alone_and_heals_with_it() {
    let base = event("a", &[], HOME, Fact::ClaimSubmitted(submitted()));
    let valid = event("b", &["a"], HOME, act("validate", &["1"]));
    let protected = event("c", &["b"], HOME, act("protect", &["1"]));
    let claim = folded(&[base.clone(), valid.clone(), protected.clone()]);
    assert_eq!(claim.state_at(now()), ClaimState::Protected);
    let late = now() + Duration::days(61);
    assert_eq!(claim.state_at(late), ClaimState::Expired);
    assert!(claim.is_live_at(now()) && !claim.is_live_at(late));
    assert_eq!(claim.state_at(now()), ClaimState::Protected, "nothing was written down");
    let renewed = folded(&[base, valid, protected, event("d", &["c"], HOME, act("renew", &["1"]))]);
    assert_eq!(renewed.state_at(late), ClaimState::Renewed);
    assert_eq!(renewed.lives_until(), Life::Until(now() + Duration::days(90)));
}

#[test]
fn a_claim_stands_lot_by_lot() {
    let mut two = submitted();
    two.lots = vec!["1".into(), "2".into()];
    let events = [
        event("a", &[], HOME, Fact::ClaimSubmitted(two)),
        event("b", &["a"], HOME, act("validate", &["1"])),
        event("c", &["b"], HOME, act("release", &["2"])),
    ];
    let claim = folded(&events);
    let states: Vec<ClaimState> = claim.lots.iter().map(|lot| lot.state).collect();
    assert_eq!(states, [ClaimState::Valid, ClaimState::Released]);
    assert_eq!(claim.state_at(now()), ClaimState::Valid);
    assert!(claim.covers("1", now()) && claim.covers("0", now()) && !claim.covers("2", now()));
}

#[test]
fn acts_that_had_not_seen_each_other_are_in_contest_and_headquarters_is_shown() {
    let base = event("a", &[], HOME, Fact::ClaimSubmitted(submitted()));
    let valid = event("z", &["a"], HOME, act("validate", &["1"]));
    let revoked = event("b", &["a"], Authority::Headquarters, act("revoke", &["1"]));
    let claim = folded(&[base.clone(), valid.clone(), revoked.clone()]);
    assert_eq!(claim.lots[0].state, ClaimState::Revoked);
    assert_eq!(claim.lots[0].contested, [ClaimState::Valid, ClaimState::Revoked]);
    let ended = event("y", &["z", "b"], Authority::Headquarters, act("protect", &["1"]));
    let claim = folded(&[base, valid, revoked, ended]);
    assert_eq!((claim.lots[0].state, claim.lots[0].contested.len()), (ClaimState::Protected, 0));
}

#[test]
fn an_act_out_of_power_or_out_of_order_is_kept_without_effect() {
    let base = event("a", &[], HOME, Fact::ClaimSubmitted(submitted()));
    let foreign = event("b", &["a"], ELSEWHERE, act("revoke", &["1"]));
    let claim = folded(&[base.clone(), foreign]);
    assert_eq!(claim.lots[0].state, ClaimState::Submitted);
    assert!(claim.timeline.iter().any(|entry| entry.action == "revoke" && !entry.in_power));
    let skipped = folded(&[base, event("b", &["a"], HOME, act("renew", &["1"]))]);
    assert_eq!(skipped.lots[0].state, ClaimState::Submitted, "it was never protected");
}

#[test]
fn a_draft_counts_against_nobody_until_it_is_reported_with_the_time_of_that() {
    let base =
        event("a", &[], HOME, Fact::ClaimSubmitted(Submitted { draft: true, ..submitted() }));
    let draft = folded(std::slice::from_ref(&base));
    assert_eq!((draft.state_at(now()), draft.is_live_at(now())), (ClaimState::Draft, false));
    let reported = folded(&[base, event("b", &["a"], HOME, act("submit", &["1"]))]);
    assert_eq!(reported.state_at(now()), ClaimState::Submitted);
    assert_eq!(reported.recorded_at, now());
}

#[test]
fn events_of_before_the_table_still_read() {
    let claim = r#"{"number":"BB-EC-26-A-001","lead":"lead:018bcfe5-6800-7000-8000-000000000000",
        "lots":["0"],"unit":"F1","legal_entity":"LE0","basis":"已踏勘",
        "proofs":[{"kind":"device","at":"2026-11-20T02:00:00Z"}],
        "recorded_at":"2026-11-20T03:00:00Z","device_seq":1}"#;
    let raw = |text: &str| serde_json::value::RawValue::from_string(text.to_owned()).unwrap();
    let first = Fact::read("claim.submitted", &raw(claim));
    let released = Fact::read("claim.released", &raw(r#"{"reason":"重复登记"}"#));
    let events = [event("a", &[], HOME, first), event("b", &["a"], HOME, released)];
    let live = folded(&events[..1]);
    assert_eq!(live.state_at(now()), ClaimState::Submitted);
    assert_eq!(live.time().grade(), TimeGrade::C);
    let claim = folded(&events);
    assert_eq!(claim.state_at(now()), ClaimState::Released);
    assert_eq!(claim.reason(), Some("重复登记"));
}

#[test]
fn the_claimant_hears_what_it_may_know_and_nothing_of_the_other_side() {
    let mut claim = in_state(ClaimState::Superseded);
    let secret = "三分公司的平台回执早两日，报价低";
    claim.lots[0].by = Some("b".into());
    claim.timeline.push(Entry {
        event: "b".into(),
        action: "supersede",
        at: now(),
        actor: "赵一".into(),
        args: Texts::from([("case", "XT-EC-26-A-001"), ("note", secret)]),
        lots: vec!["1".into()],
        missing: Vec::new(),
        in_power: true,
    });
    let lines = told::told(&claim, now(), false);
    let keys: Vec<&str> = lines.iter().map(|why| why.key.as_str()).collect();
    assert_eq!(keys, ["told-own", "told-superseded", "told-appeal", "told-nothing-kept"]);
    let said = |lines: &[crate::domain::why::Why]| {
        lines.iter().flat_map(|why| why.args.clone()).map(|(_, text)| text).collect::<String>()
    };
    assert!(said(&lines).contains("XT-EC-26-A-001") && !said(&lines).contains("三分公司"));
    let referred = told::told(&claim, now(), true);
    assert!(!said(&referred).contains("XT-EC-26-A-001"), "between legal persons no case is named");
    for state in ClaimState::ALL.into_iter().filter(|state| state.is_lost_to_claimant()) {
        let lines = told::told(&in_state(state), now(), false);
        assert!(lines.len() > 2, "{state:?} says more than the claim's own time");
    }
}
