//! The machine of a case, in the words of its procedure.

#![allow(clippy::unwrap_used)]

mod arrival;
mod bar;
mod facts;
mod guarantees;
mod limits;
mod machine;

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
    Situation { case, authority, now, calendar, book, bonds: &[] }
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
