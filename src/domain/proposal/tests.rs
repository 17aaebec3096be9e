//! The table of proposals, row by row and state by state; the list of questions; what of a draft has effect; the fold.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

use super::action::{ACTIONS, Kind, Situation, To, Who, find};
use super::checklist::{self, ANSWERS, Holds, ITEM_IDS, ITEMS};
use super::{CHANGES, Change, Drafted, OPENING, Proposal, ProposalState, lacking, open};
use crate::domain::event::{Authority, Fact, PartRef, Recorded};
use crate::domain::hlc::Hlc;
use crate::domain::procedure::Argument;
use crate::domain::relief::Act;
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);
const HQ: Authority = Authority::Headquarters;

/// What a board resolution is recorded with.
const RESOLUTION: [(&str, &str); 2] = [("resolution", "董决〔2026〕7号"), ("from", "2027-02-01")];

fn start() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// What is entered to open a proposal of that change.
fn entered(change: Change) -> Texts {
    let mut args = Texts::from([
        ("change", change.name()),
        ("title", "机构调整"),
        ("effective", "2027-01-01"),
        ("pro", "业务量连续三年增长"),
        ("con", "每年增加费用"),
    ]);
    let rest: &[(&str, &str)] = match change {
        Change::SetUp => &[("name", "一分公司南京办事处"), ("place", "320100")],
        Change::Shrink | Change::Shut => &[("unit", "F1")],
        Change::MoveArea => &[("place", "410000"), ("to_region", "EC")],
        Change::Appoint => &[("unit", "F1"), ("post", "office_head"), ("candidate", "周宁")],
    };
    args.0.extend(rest.iter().map(|(name, text)| (owned(name), owned(text))));
    args
}

fn owned(text: &str) -> String {
    text.to_owned()
}

/// As a desk opens it: who is to hold a post does not stand in the body.
fn opened(args: &Texts) -> Result<Drafted, Vec<Why>> {
    let mut body = args.clone();
    kept_apart(OPENING, &mut body);
    let opened = open("BG-EC-26-A-001".into(), Some(RegionCode::EC), &body, start());
    let lacking = lacking(args);
    match opened {
        Ok(drafted) if lacking.is_empty() => Ok(drafted),
        Ok(_) => Err(lacking),
        Err(unmet) => Err(unmet.into_iter().chain(lacking).collect()),
    }
}

/// Takes what is private out of the input, as parts. Here the hash of a part is its text, by which [`revealed`] finds it.
fn kept_apart(arguments: &[Argument], args: &mut Texts) -> Vec<PartRef> {
    let private = arguments.iter().filter(|argument| argument.is_private());
    let part = |argument: &Argument| {
        let hash = args.0.remove(argument.name)?;
        Some(PartRef { name: argument.name.to_owned(), class: argument.class, size: 0, hash })
    };
    private.filter_map(part).collect()
}

/// The proposal at a desk that holds every part.
fn revealed(mut proposal: Proposal) -> Proposal {
    for entry in &mut proposal.timeline {
        let texts = entry.parts.iter().map(|part| (part.name.clone(), part.hash.clone()));
        entry.args.0.extend(texts);
    }
    proposal
}

fn event(id: &str, base: &[&str], hours: i64, authority: Authority, fact: Fact) -> Recorded {
    Recorded {
        id: id.into(),
        subject: Subject::derived(SubjectKind::Proposal, &["1"]),
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

fn act(id: &str, base: &[&str], hours: i64, by: Authority, mut args: Texts) -> Recorded {
    let at = start() + Duration::hours(hours);
    let row = find(id).unwrap();
    let parts = kept_apart(row.arguments, &mut args);
    let act = Act { args, at, rulebase: String::new(), lint: Vec::new() };
    Recorded { parts, ..event(id, base, hours, by, Fact::ProposalActed(row, act)) }
}

fn fold(events: &[Recorded]) -> Proposal {
    revealed(Proposal::fold(events).unwrap())
}

fn found(item: &str, holds: &str) -> Texts {
    Texts::from([("check_item", item), ("holds", holds), ("finding", "已查")])
}

/// A proposal that is taken step by step, an hour each.
struct Tale(Vec<Recorded>);

impl Tale {
    fn begun(change: Change) -> Tale {
        let mut entered = entered(change);
        let drafted = opened(&entered).unwrap();
        let parts = kept_apart(OPENING, &mut entered);
        let drafted = event("drafted", &[], 0, EAST, Fact::ProposalDrafted(drafted));
        Tale(vec![Recorded { parts, ..drafted }])
    }

    /// With every item of its list answered by yes.
    fn checked(change: Change) -> Tale {
        let begun = Tale::begun(change);
        checklist::of(change).fold(begun, |tale, item| tale.check(item.id, "yes"))
    }

    fn check(self, item: &str, holds: &str) -> Tale {
        self.with("check", EAST, found(item, holds))
    }

    fn then(self, id: &str) -> Tale {
        let by = if find(id).unwrap().who == Who::Headquarters { HQ } else { EAST };
        self.with(id, by, Texts::default())
    }

    fn revised(self, name: &str, text: &str) -> Tale {
        self.with("revise", EAST, Texts::from([(name, text), ("reasons", "更正")]))
    }

    fn resolved(self) -> Tale {
        self.with("resolve", HQ, Texts::from(RESOLUTION))
    }

    fn with(self, id: &str, by: Authority, args: Texts) -> Tale {
        let last = self.last();
        self.upon(&[&last], id, by, args)
    }

    /// An act of somebody who had seen no more than these.
    fn upon(mut self, base: &[&str], id: &str, by: Authority, args: Texts) -> Tale {
        let n = self.0.len();
        let mut event = act(id, base, n as i64, by, args);
        event.id = format!("{n}-{id}");
        self.0.push(event);
        self
    }

    fn last(&self) -> String {
        self.0.last().unwrap().id.clone()
    }

    fn proposal(&self) -> Proposal {
        fold(&self.0)
    }
}

fn submitted() -> Tale {
    Tale::checked(Change::SetUp).then("submit")
}

/// A proposal in every state, by a way that leads there.
fn in_state(state: ProposalState) -> Proposal {
    let tale = match state {
        ProposalState::Draft => Tale::checked(Change::SetUp),
        ProposalState::Submitted => submitted(),
        ProposalState::Resolved => submitted().resolved(),
        ProposalState::Rejected => submitted().then("decline"),
        ProposalState::Withdrawn => submitted().then("withdraw"),
    };
    let proposal = tale.proposal();
    assert_eq!(proposal.state, state, "the way to {state:?}");
    proposal
}

fn keys(whys: Vec<Why>) -> Vec<String> {
    whys.into_iter().map(|why| why.key).collect()
}

/// What is unmet of a row, by the keys of the sentences.
fn unmet(proposal: &Proposal, id: &str, authority: Authority) -> Vec<String> {
    keys(find(id).unwrap().unmet(&Situation { proposal, authority }))
}

/// What is unmet of what is entered; of what is missing, its name.
fn unmet_by(proposal: &Proposal, id: &str, args: &Texts) -> Vec<String> {
    let situation = Situation { proposal, authority: HQ };
    told(find(id).unwrap().unmet_by(&situation, args))
}

fn told(whys: Vec<Why>) -> Vec<String> {
    let told = whys.into_iter().map(|why| match why.key.as_str() {
        "argument-missing" => format!("no {}", why.args[0].1),
        _ => why.key,
    });
    told.collect()
}

fn candidate(proposal: &Proposal) -> &str {
    proposal.value("candidate").unwrap()
}

/// The items of a sentence of the list, with the articles behind them.
fn items(whys: &[Why]) -> Vec<(&str, &str)> {
    whys.iter().map(|why| (why.args[0].1.as_str(), why.rule.as_deref().unwrap())).collect()
}

/// The table of the procedure: which acts are open in which state.
const OPEN: &[(ProposalState, &str)] = &[
    (ProposalState::Draft, "check revise submit withdraw"),
    (ProposalState::Submitted, "send-back resolve decline withdraw"),
    (ProposalState::Resolved, ""),
    (ProposalState::Rejected, ""),
    (ProposalState::Withdrawn, ""),
];

#[test]
fn every_state_by_every_row_is_open_or_refused_for_a_stated_reason() {
    for state in ProposalState::ALL {
        let proposal = in_state(state);
        let (_, open) = OPEN.iter().find(|(of, _)| *of == state).unwrap();
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS {
            let by = if row.who == Who::Headquarters { HQ } else { EAST };
            let keys = unmet(&proposal, row.id, by);
            let expected: &[&str] = match row.id {
                "settle" => &["not-contested"],
                id if open.contains(&id) => &[],
                _ => &["proposal-wrong-state"],
            };
            assert_eq!(keys, expected, "{} in {state:?}", row.id);
        }
        let none_is_open = open == [""];
        assert_eq!(state.is_terminal(), none_is_open);
    }
}

#[test]
fn every_row_and_item_rests_on_a_rule_and_every_state_is_reached() {
    let mut ids: Vec<&str> = ACTIONS.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), ACTIONS.len());
    let asked = ACTIONS.iter().flat_map(|row| row.arguments).chain(OPENING);
    let rules = asked.filter_map(|argument| argument.required);
    let rules = rules.chain(ACTIONS.iter().map(|row| row.rule));
    for rule in rules.chain(ITEMS.iter().map(|item| item.rule)) {
        assert!(Rulebook::bundled().get(rule).is_some(), "{rule}");
    }
    for state in ProposalState::ALL {
        assert!(ACTIONS.iter().any(|row| row.to == To::State(state)), "{state:?}");
    }
}

#[test]
fn forms_offer_what_the_list_and_the_changes_know() {
    let names: Vec<&str> = Change::ALL.iter().map(|change| change.name()).collect();
    assert_eq!(names, CHANGES);
    assert!(Change::ALL.into_iter().all(|change| Change::parse(change.name()) == Some(change)));
    let ids: Vec<&str> = ITEMS.iter().map(|item| item.id).collect();
    assert_eq!(ids, ITEM_IDS);
    assert!(ANSWERS.iter().all(|word| Holds::parse(word).is_some()));
    for change in Change::ALL {
        let first = checklist::of(change).next().unwrap();
        assert_eq!((first.id, first.rule), ("pros_cons_weighed", "SCXT-14"), "{change:?}");
        assert!(checklist::of(change).count() > 1, "{change:?}");
    }
    // Where a finding is about one text, a revision can change that text.
    for name in ITEMS.iter().filter_map(|item| item.about) {
        assert!(super::action::revise::is_revised(name), "{name}");
        assert!(OPENING.iter().any(|argument| argument.name == name), "{name}");
    }
    let item = find("check").unwrap().arguments.iter().find(|a| a.name == "check_item").unwrap();
    assert_eq!(item.kind, Kind::Choice(ITEM_IDS));
}

#[test]
fn a_proposal_states_what_its_change_needs() {
    for change in Change::ALL {
        let args = entered(change);
        assert_eq!(opened(&args).unwrap().change(), Some(change));
        let always = ["title", "effective", "pro", "con", "change"];
        let own: &[&str] = match change {
            Change::SetUp => &["name", "place"],
            Change::Shrink | Change::Shut => &["unit"],
            Change::MoveArea => &["place"],
            Change::Appoint => &["post", "candidate"],
        };
        for name in always.iter().chain(own) {
            let mut without = args.clone();
            without.0.insert((*name).to_owned(), " ".to_owned());
            let refused = told(opened(&without).unwrap_err());
            assert_eq!(refused, [format!("no {name}")], "{change:?}");
        }
    }
    let misfit = |name: &str, text: &str| {
        let mut args = entered(Change::Appoint);
        args.0.insert(name.to_owned(), text.to_owned());
        keys(opened(&args).unwrap_err())
    };
    assert_eq!(misfit("effective", "很快"), ["argument-misfit"]);
    assert_eq!(misfit("post", "king"), ["argument-misfit"]);
    assert_eq!(misfit("change", "abolish"), ["argument-misfit"]);
    assert_eq!(misfit("salary", "1"), ["argument-unknown"]);
}

#[test]
fn an_area_goes_to_a_unit_or_a_region_and_a_post_is_one_of_either() {
    for change in [Change::MoveArea, Change::Appoint] {
        let with = |pairs: &[(&str, &str)]| {
            let mut args = entered(change);
            args.0.retain(|name, _| !["unit", "to_region"].contains(&name.as_str()));
            args.0.extend(pairs.iter().map(|(name, text)| (owned(name), owned(text))));
            opened(&args).map_or_else(keys, |_| Vec::new())
        };
        assert_eq!(with(&[]), ["proposal-needs-either"], "{change:?}");
        assert_eq!(with(&[("unit", "F1")]), [""; 0], "{change:?}");
        assert_eq!(with(&[("to_region", "EC")]), [""; 0], "{change:?}");
    }
}

#[test]
fn the_manager_drafts_and_headquarters_records_the_board() {
    let draft = in_state(ProposalState::Draft);
    assert_eq!(unmet(&draft, "submit", SOUTH), ["relief-jurisdiction"]);
    assert_eq!(unmet(&draft, "check", HQ), ["relief-jurisdiction"]);
    let submitted = in_state(ProposalState::Submitted);
    assert_eq!(unmet(&submitted, "resolve", EAST), ["headquarters-decides"]);
    assert_eq!(unmet(&submitted, "withdraw", HQ), ["relief-jurisdiction"]);
    // What headquarters drafted itself it prepares itself.
    let own = Drafted { owner: None, ..opened(&entered(Change::SetUp)).unwrap() };
    let own = fold(&[event("drafted", &[], 0, HQ, Fact::ProposalDrafted(own))]);
    assert_eq!(unmet(&own, "check", HQ), [""; 0]);
    assert_eq!(unmet(&own, "check", EAST), ["headquarters-decides"]);
}

#[test]
fn what_others_wrote_has_no_effect_nor_a_change_that_nobody_knows() {
    let drafted = || opened(&entered(Change::SetUp)).unwrap();
    let foreign = event("drafted", &[], 0, SOUTH, Fact::ProposalDrafted(drafted()));
    assert!(Proposal::fold(&[foreign]).is_none(), "nobody drafts in another region's name");
    let mut later = drafted();
    later.args.0.insert("change".into(), "merge_units".into());
    let later = event("drafted", &[], 0, EAST, Fact::ProposalDrafted(later));
    assert!(Proposal::fold(&[later]).is_none());
    let tale = Tale::checked(Change::SetUp).with("submit", SOUTH, Texts::default());
    assert_eq!(tale.proposal().state, ProposalState::Draft);
    let tale = submitted().with("resolve", EAST, Texts::from(RESOLUTION));
    assert_eq!(tale.proposal().state, ProposalState::Submitted);
    assert_eq!(tale.proposal().timeline.iter().filter(|entry| !entry.in_power).count(), 1);
    let tale = Tale::begun(Change::Shut).with("check", SOUTH, found("assets", "yes"));
    assert!(tale.proposal().findings().is_empty());
}

#[test]
fn nothing_is_submitted_while_an_item_of_its_list_has_no_finding() {
    for change in Change::ALL {
        let list: Vec<(&str, &str)> =
            checklist::of(change).map(|item| (item.id, item.rule)).collect();
        let mut tale = Tale::begun(change);
        for done in 0..=list.len() {
            let proposal = tale.proposal();
            let situation = Situation { proposal: &proposal, authority: EAST };
            let refused = find("submit").unwrap().unmet(&situation);
            assert!(refused.iter().all(|why| why.key == "proposal-unchecked"));
            assert_eq!(items(&refused), list[done..], "{change:?} with {done} checked");
            if let Some((item, _)) = list.get(done) {
                // An answer that is no yes is an answer.
                tale = tale.check(item, ANSWERS[done % ANSWERS.len()]);
            }
        }
    }
}

#[test]
fn an_item_of_another_change_is_refused_and_answers_nothing() {
    let proposal = Tale::begun(Change::Shut).proposal();
    assert_eq!(unmet_by(&proposal, "check", &found("assets", "yes")), [""; 0]);
    assert_eq!(unmet_by(&proposal, "check", &found("survey", "yes")), ["proposal-item-foreign"]);
    assert_eq!(unmet_by(&proposal, "check", &found("colour", "yes")), ["argument-misfit"]);
    assert_eq!(unmet_by(&proposal, "check", &found("assets", "maybe")), ["argument-misfit"]);
    let nothing = Texts::from([("check_item", "assets"), ("holds", "yes")]);
    assert_eq!(unmet_by(&proposal, "check", &nothing), ["no finding"]);
    let tale = Tale::begun(Change::Shut).check("survey", "yes").check("assets", "maybe");
    assert!(tale.with("check", EAST, nothing).proposal().findings().is_empty());
}

#[test]
fn what_does_not_hold_bars_nothing_and_is_told() {
    let tale = Tale::checked(Change::SetUp);
    assert_eq!(tale.proposal().doubts(), []);
    let tale = tale.check("profit", "no").check("survey", "no").check("head", "unclear");
    let proposal = tale.check("survey", "yes").proposal();
    assert_eq!(unmet(&proposal, "submit", EAST), [""; 0]);
    let doubts = proposal.doubts();
    assert_eq!(items(&doubts), [("profit", "SCXT-15"), ("head", "SCXT-15")]);
    assert_eq!(doubts[0].args[1].1, "已查");
    assert_eq!(keys(doubts), ["proposal-doubt", "proposal-unclear"]);
    let survey = proposal.findings().into_iter().find(|f| f.item.id == "survey").unwrap();
    assert_eq!(survey.holds, Holds::Yes, "the last finding counts");
}

#[test]
fn a_revision_says_what_it_changes_and_why() {
    let proposal = in_state(ProposalState::Draft);
    let revise = |name: &str, text: &str| {
        unmet_by(&proposal, "revise", &Texts::from([(name, text), ("reasons", "更正")]))
    };
    for name in ["title", "name", "candidate", "pro", "con"] {
        assert_eq!(revise(name, "另一写法"), [""; 0], "{name}");
    }
    assert_eq!(revise("effective", "2027-03-01"), [""; 0]);
    assert_eq!(revise("effective", "很快"), ["argument-misfit"]);
    assert_eq!(revise("title", " "), ["proposal-nothing-revised"]);
    let elsewhere = ["argument-unknown", "proposal-nothing-revised"];
    assert_eq!(revise("place", "330100"), elsewhere, "another place is another proposal");
    let unreasoned = unmet_by(&proposal, "revise", &Texts::from([("pro", "另一写法")]));
    assert_eq!(unreasoned, ["no reasons"]);
}

#[test]
fn the_last_revision_stands_and_its_reasons_are_not_those_of_the_proposal() {
    let tale = Tale::begun(Change::SetUp).revised("effective", "2027-03-01");
    let tale = tale.revised("con", "费用另计").revised("con", "费用由一分公司承担");
    let proposal = tale.proposal();
    assert_eq!(proposal.value("con"), Some("费用由一分公司承担"));
    assert_eq!(proposal.effective(), "2027-03-01".parse().ok());
    assert_eq!(proposal.drafted.effective(), "2027-01-01".parse().ok(), "what was drafted stays");
    assert_eq!(proposal.value("pro"), Some("业务量连续三年增长"));
    assert_eq!(proposal.value("reasons"), None);
    let foreign = Tale::begun(Change::SetUp).revised("place", "330100").proposal();
    assert_eq!(foreign.value("place"), Some("320100"), "whatever was signed");
}

#[test]
fn what_was_found_about_one_candidate_says_nothing_of_the_next() {
    let tale = Tale::checked(Change::Appoint).revised("title", "任命办事处主任");
    assert_eq!(unmet(&tale.proposal(), "submit", EAST), [""; 0]);
    let before = tale.last();
    let tale = tale.revised("candidate", "何清");
    let proposal = tale.proposal();
    assert_eq!(candidate(&proposal), "何清");
    assert_eq!(items(&proposal.unchecked()), [("qualified", "SCXT-17"), ("no_bond", "G12")]);
    // Of the other desk, which did not know of the new one yet.
    let revised = tale.last();
    let tale = tale.upon(&[&before], "check", EAST, found("no_bond", "yes"));
    assert_eq!(tale.proposal().lacking().len(), 2);
    let aside = tale.last();
    let tale = tale.upon(&[&revised, &aside], "check", EAST, found("qualified", "yes"));
    let proposal = tale.check("no_bond", "yes").proposal();
    assert!(proposal.lacking().is_empty());
}

#[test]
fn what_is_found_about_people_and_who_is_proposed_stand_in_no_body() {
    let tale = Tale::checked(Change::Appoint).check("no_bond", "no").revised("candidate", "何清");
    let tale = tale.check("qualified", "yes").check("no_bond", "unclear");
    for event in &tale.0 {
        let body = event.fact.data().unwrap().get().to_owned();
        assert!(!["周宁", "何清", "已查"].iter().any(|text| body.contains(text)), "{body}");
        assert!(event.parts.iter().all(|part| part.class == 4));
    }
    // Where the texts were not given, or were erased, the answers stand, and nobody passes for another.
    let unread = Proposal::fold(&tale.0).unwrap();
    assert!(unread.lacking().is_empty());
    assert_eq!(keys(unread.doubts()), ["proposal-unclear-unread"]);
    assert_eq!(keys(tale.proposal().doubts()), ["proposal-unclear"]);
    let mut erased = unread;
    erased.timeline[0].args.0.insert("candidate".into(), "周宁".into());
    assert_eq!(erased.value("candidate"), None, "the one before is proposed no more");
    // What earlier versions signed reads as it did.
    let mut drafted = opened(&entered(Change::Appoint)).unwrap();
    drafted.args.0.insert("candidate".into(), "周宁".into());
    let earlier = Proposal::fold(&[event("drafted", &[], 0, EAST, Fact::ProposalDrafted(drafted))]);
    assert_eq!(candidate(&earlier.unwrap()), "周宁");
}

#[test]
fn what_was_handed_over_is_not_changed_until_it_is_sent_back() {
    let tale = Tale::checked(Change::Appoint).then("submit");
    let tale = tale.revised("candidate", "何清").check("no_bond", "no");
    let proposal = tale.proposal();
    assert_eq!(candidate(&proposal), "周宁");
    assert_eq!((proposal.lacking().len(), proposal.doubts().len()), (0, 0));
    let tale = tale.then("send-back").revised("candidate", "何清");
    let proposal = tale.proposal();
    assert_eq!((proposal.state, candidate(&proposal)), (ProposalState::Draft, "何清"));
    let tale = tale.check("qualified", "yes").check("no_bond", "yes").then("submit");
    assert_eq!(tale.proposal().state, ProposalState::Submitted);
}

#[test]
fn the_board_resolved_on_what_it_was_shown() {
    let draft = Tale::checked(Change::SetUp);
    let before = draft.last();
    // The manager's second desk did not know that the first had submitted.
    let tale = draft.then("submit");
    let submitted = tale.last();
    let args = Texts::from([("name", "某某建设杭州办事处"), ("reasons", "更正")]);
    let tale = tale.upon(&[&before], "revise", EAST, args);
    assert_eq!(tale.proposal().value("name"), Some("某某建设杭州办事处"), "nobody decided yet");
    let revised = tale.last();
    let resolve = |tale: Tale, base: &[&str]| {
        tale.upon(base, "resolve", HQ, Texts::from(RESOLUTION)).proposal()
    };
    let unread = resolve(Tale(tale.0.clone()), &[&submitted]);
    assert_eq!(unread.value("name"), Some("一分公司南京办事处"));
    let read = resolve(tale, &[&submitted, &revised]);
    assert_eq!(read.value("name"), Some("某某建设杭州办事处"));
    assert_eq!((unread.state, read.state), (ProposalState::Resolved, ProposalState::Resolved));
}

#[test]
fn only_a_numbered_resolution_with_its_day_resolves() {
    for missing in ["resolution", "from"] {
        let mut args = Texts::from(RESOLUTION);
        args.0.remove(missing);
        let tale = submitted();
        assert_eq!(unmet_by(&tale.proposal(), "resolve", &args), [format!("no {missing}")]);
        let proposal = tale.with("resolve", HQ, args).proposal();
        assert_eq!((proposal.state, proposal.resolved()), (ProposalState::Submitted, None));
    }
    let resolved = submitted().resolved().proposal().resolved().unwrap();
    assert_eq!(resolved.resolution, "董决〔2026〕7号");
    assert_eq!(Some(resolved.from), "2027-02-01".parse().ok());
    assert_eq!(submitted().then("decline").proposal().resolved(), None);
}

#[test]
fn what_two_desks_resolved_and_declined_at_once_is_contested_until_headquarters_settles_it() {
    let tale = submitted();
    let last = tale.last();
    let tale = tale.upon(&[&last], "resolve", HQ, Texts::from(RESOLUTION));
    let resolved = tale.last();
    let tale = tale.upon(&[&last], "decline", HQ, Texts::from([("reasons", "缓办")]));
    let declined = tale.last();
    let proposal = tale.proposal();
    assert_eq!((proposal.state, proposal.contested.len()), (ProposalState::Rejected, 2));
    assert_eq!(proposal.resolved(), None, "the desks do not agree");
    assert_eq!(unmet(&proposal, "send-back", HQ), ["contested"]);
    assert_eq!(unmet(&proposal, "settle", HQ), [""; 0]);
    assert_eq!(unmet(&proposal, "settle", EAST), ["headquarters-decides"]);
    let name = |decision: &str| Texts::from([("decision", decision), ("reasons", "以决议为准")]);
    assert_eq!(unmet_by(&proposal, "settle", &name("1")), ["relief-no-rival"]);
    let place = proposal.timeline.iter().position(|entry| entry.event == resolved).unwrap() + 1;
    assert_eq!(unmet_by(&proposal, "settle", &name(&place.to_string())), [""; 0]);
    let settle = |kept: &str| {
        let both = [resolved.as_str(), declined.as_str()];
        Tale(tale.0.clone()).upon(&both, "settle", HQ, name(kept)).proposal()
    };
    let kept = settle(&resolved);
    assert_eq!((kept.state, kept.contested.len()), (ProposalState::Resolved, 0));
    assert_eq!(kept.resolved().unwrap().event, resolved);
    let kept = settle(&declined);
    assert_eq!((kept.state, kept.resolved()), (ProposalState::Rejected, None));
}

#[test]
fn two_desks_that_recorded_different_resolutions_at_once_are_in_contest() {
    let tale = submitted();
    let last = tale.last();
    let resolved = |numbers: [&str; 2], days: [&str; 2]| {
        let mut tale = Tale(tale.0.clone());
        for (number, day) in numbers.into_iter().zip(days) {
            let args = Texts::from([("resolution", number), ("from", day)]);
            tale = tale.upon(&[&last], "resolve", HQ, args);
        }
        tale
    };
    let (seven, day) = ("董决〔2026〕7号", "2027-02-01");
    let agreed = resolved([seven, seven], [day, day]).proposal();
    assert!(agreed.contested.is_empty() && agreed.resolved().is_some());
    let other_day = resolved([seven, seven], [day, "2027-03-01"]).proposal();
    assert_eq!((other_day.contested.len(), other_day.resolved()), (2, None));
    let tale = resolved([seven, "董决〔2026〕8号"], [day, day]);
    assert_eq!((tale.proposal().contested.len(), tale.proposal().resolved()), (2, None));
    let both: Vec<String> = tale.0.iter().rev().take(2).map(|event| event.id.clone()).collect();
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    let named = Texts::from([("decision", both[1]), ("reasons", "以七号为准")]);
    let settled = tale.upon(&both, "settle", HQ, named).proposal();
    assert!(settled.contested.is_empty());
    assert_eq!(settled.resolved().unwrap().resolution, seven);
}

#[test]
fn what_is_written_reads_as_itself() {
    let event = submitted().0.pop().unwrap();
    let read = Fact::read(&event.fact.kind(), &event.fact.data().unwrap());
    assert!(matches!(read, Fact::ProposalActed(row, _) if row.id == "submit"));
    let drafted = opened(&entered(Change::MoveArea)).unwrap();
    let fact = Fact::ProposalDrafted(drafted.clone());
    assert_eq!(fact.kind(), "proposal.drafted");
    let read = Fact::read(&fact.kind(), &fact.data().unwrap());
    assert!(matches!(read, Fact::ProposalDrafted(read) if read == drafted));
}

/// An appointment and any acts, by anybody, built on any of what came before.
fn chronicle() -> impl Strategy<Value = Vec<Recorded>> {
    let step = (0..ACTIONS.len(), 0..8usize, any::<[u8; 2]>(), 0..ITEM_IDS.len(), 0..40i64);
    proptest::collection::vec(step, 1..40).prop_map(|steps| {
        let mut events = Tale::begun(Change::Appoint).0;
        for (n, (row, by, seen, item, hours)) in steps.into_iter().enumerate() {
            let by = [EAST, EAST, EAST, SOUTH, HQ, HQ, HQ, HQ][by];
            // Mostly one desk after the other, so that the procedure gets far enough.
            let latest = events.last().map(|event| event.id.clone());
            let base: Vec<String> = seen
                .iter()
                .filter(|place| **place > 128)
                .map(|place| events[usize::from(*place) % events.len()].id.clone())
                .chain(latest.filter(|_| seen[0] <= 160))
                .collect();
            let base: Vec<&str> = base.iter().map(String::as_str).collect();
            let mut args = found(ITEM_IDS[item], ANSWERS[item % ANSWERS.len()]);
            let rival = base.first().copied().unwrap_or_default();
            let person = format!("人选{n}");
            let more = [("decision", rival), ("candidate", person.as_str())];
            args.0.extend(Texts::from(RESOLUTION).0);
            args.0.extend(Texts::from(more).0);
            let mut event = act(ACTIONS[row].id, &base, hours, by, args);
            event.id = format!("e{n}");
            events.push(event);
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is signed by whomever and in whatever order it arrives: every desk folds the same, nothing that the board had
    /// not seen when it decided has effect, and what counts as found about a candidate was found about this one.
    #[test]
    fn no_order_of_arrival_matters_and_nothing_slips_in_behind_the_board(
        (events, shuffled) in chronicle()
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let proposal = fold(&events);
        let again = fold(&shuffled);
        prop_assert_eq!(proposal.state, again.state);
        prop_assert_eq!(&proposal.contested, &again.contested);
        prop_assert_eq!(proposal.resolved(), again.resolved());
        prop_assert_eq!(proposal.value("candidate"), again.value("candidate"));
        let counts = |of: &Proposal| -> Vec<(String, bool)> {
            of.timeline.iter().map(|entry| (entry.event.clone(), entry.counts)).collect()
        };
        prop_assert_eq!(counts(&proposal), counts(&again));
        let place = |id: &str| proposal.timeline.iter().position(|entry| entry.event == id);
        let decided = || proposal.entries("resolve").chain(proposal.entries("decline"));
        for fact in proposal.entries("check").chain(proposal.entries("revise")) {
            prop_assert!(decided().all(|decision| place(&fact.event) < place(&decision.event)));
        }
        let revised = proposal.entries("revise").next_back().and_then(|entry| place(&entry.event));
        for finding in proposal.findings().iter().filter(|finding| finding.item.about.is_some()) {
            prop_assert!(revised.is_none() || place(&finding.entry.event) > revised);
        }
    }
}
