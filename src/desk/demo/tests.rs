#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use chrono::Duration;
use tempfile::TempDir;

use super::super::command::Command;
use super::super::query::Reading;
use super::super::view::{Delivery, Filter, Overview};
use super::*;
use crate::domain::case::State;
use crate::domain::lead::{FieldState, Verdict};
use crate::domain::meeting::NoticeState;
use crate::domain::organisation::OrganisationFact;
use crate::store::StoreError;

/// Monday, 09:12 in Shanghai.
const MONDAY: &str = "2026-11-23T01:12:00Z";

struct Shown {
    desk: Desk,
    _folder: TempDir,
}

fn shown(now: &str, seed: u64) -> Shown {
    let folder = tempfile::tempdir().unwrap();
    let desk = make_frozen(folder.path(), now.parse().unwrap(), seed).unwrap();
    Shown { desk, _folder: folder }
}

fn overview(desk: &mut Desk) -> Overview {
    let seen: Result<Overview, StoreError> = desk
        .look(|tx, context, now| Reading { tx, context, now }.overview(&Filter::default(), 0, 200));
    seen.unwrap()
}

#[test]
fn the_month_shows_every_sort_of_work() {
    let Shown { _folder, mut desk } = shown(MONDAY, 1);
    let now = desk.now();
    assert_eq!(now, MONDAY.parse::<DateTime<Utc>>().unwrap(), "it stands still");
    let seen = overview(&mut desk);

    let leads = &seen.leads.rows;
    assert!(leads.len() >= 66 && leads.len() == seen.leads.total);
    assert_eq!(seen.new_leads, 16, "one of them is back from being deferred");
    assert!(leads.iter().any(|lead| lead.triage.back));
    for verdict in [Verdict::Accept, Verdict::Irrelevant, Verdict::Defer, Verdict::PassOn] {
        assert!(leads.iter().any(|lead| lead.verdict == Some(verdict)), "{verdict:?}");
    }
    for state in [
        FieldState::Recognised,
        FieldState::NotStated,
        FieldState::AttachmentPending,
        FieldState::ToReview,
    ] {
        assert!(leads.iter().any(|lead| lead.deadline_state == state), "{state:?}");
    }
    for delivery in [Delivery::Local, Delivery::Exported, Delivery::Received] {
        assert!(leads.iter().any(|lead| lead.delivery == delivery), "{delivery:?}");
    }
    let received = leads.iter().filter(|lead| lead.delivery == Delivery::Received).count();
    assert!(received * 2 > leads.len(), "headquarters holds most of it");
    let home = ["31", "32", "33", "34", "35", "36", "37"];
    for region in home {
        let lies_there = |code: &String| code.starts_with(region);
        assert!(leads.iter().any(|lead| lead.province.as_ref().is_some_and(lies_there)));
    }
    assert!(leads.iter().any(|lead| lead.lots.len() == 2));
    assert!(leads.iter().any(|lead| lead.title.contains("（第二次）")));

    let cases = desk.cases(true).unwrap();
    let states: BTreeSet<State> = cases.iter().map(|case| case.state).collect();
    let wanted = [
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
        State::Suspended,
        State::Escalated,
        State::Closed,
        State::Rejected,
        State::Withdrawn,
        State::Lapsed,
    ];
    assert_eq!(states, BTreeSet::from(wanted));
    assert!(cases.len() >= 12);
    let waiting: Vec<_> = cases.iter().filter(|case| case.state == State::Detected).collect();
    let last = |hours: std::ops::Range<i64>| {
        waiting.iter().any(|case| {
            let left = case.last_moment.map(|moment| (moment - now).num_minutes());
            left.is_some_and(|left| (hours.start * 60..hours.end * 60).contains(&left))
        })
    };
    assert!(last(5..7), "one has to be taken up within some six hours");
    assert!(last(-120..0), "one is overdue");
    assert!(waiting.iter().any(|case| case.hard_stop.as_ref().is_some_and(|stop| stop.estimated)));
    let across: Vec<_> = cases.iter().filter(|case| case.cross_entity).collect();
    assert!(!across.is_empty() && across.iter().all(|case| case.state == State::Detected));
    assert!(cases.iter().any(|case| case.parties.len() == 3));
}

#[test]
fn meetings_and_the_company_are_there() {
    let Shown { _folder, mut desk } = shown(MONDAY, 1);
    let now = desk.now();
    let seen = overview(&mut desk);
    let (past, coming): (Vec<_>, Vec<_>) = seen.meetings.iter().partition(|m| m.start < now);
    assert!(past.len() >= 4 && coming.len() == 3);
    assert_eq!(past.iter().filter(|meeting| meeting.minutes_version > 0).count(), 2);
    assert!(past.iter().any(|meeting| meeting.minutes_version == 2));
    assert_eq!(seen.meetings.iter().filter(|meeting| meeting.has_draft).count(), 1);
    let notices: Vec<NoticeState> = coming.iter().map(|meeting| meeting.notice).collect();
    assert_eq!(notices, [NoticeState::Due, NoticeState::Exempt, NoticeState::InTime]);
    assert!(coming[0].start - now < Duration::days(2) && !coming[0].cases.is_empty());

    assert_eq!(seen.units.iter().filter(|unit| unit.parent.is_none() && !unit.assumed).count(), 7);
    assert!(seen.units.len() > 6 * 3 && seen.units.iter().all(|unit| !unit.assumed));
    assert!(seen.key_accounts.iter().any(|post| post.holder.is_none()));
    assert!(seen.key_accounts.iter().filter(|post| post.holder.is_some()).count() >= 5);
    let open = |province: &&super::super::view::ProvinceRow| {
        province
            .standing
            .as_ref()
            .is_none_or(|at| at.home.is_empty() && at.allowed.is_empty() && at.barred.is_empty())
    };
    let own = seen.provinces.iter().filter(|province| province.region == Some(RegionCode::EC));
    assert_eq!(own.filter(open).count(), 1, "one province is nobody's yet");
    assert!(seen.summary.heard_from_hq.is_some() && seen.summary.unacknowledged > 0);

    let facts: Vec<OrganisationFact> = Vec::new();
    let refusal = desk.perform(Command::Record(facts)).unwrap_err();
    let Refusal::Refused(whys) = refusal else { panic!("the store failed") };
    assert_eq!(whys[0].rule.as_deref(), Some("SCXT-17"));
}

/// Numbers and titles of leads, numbers of cases.
fn named(shown: &mut Shown) -> (Vec<(String, String)>, Vec<String>) {
    let leads = overview(&mut shown.desk).leads.rows;
    let mut leads: Vec<_> = leads.into_iter().map(|lead| (lead.number, lead.title)).collect();
    leads.sort();
    let cases = shown.desk.cases(true).unwrap();
    let mut cases: Vec<String> =
        cases.into_iter().map(|case| format!("{} {}", case.number, case.title)).collect();
    cases.sort();
    (leads, cases)
}

#[test]
fn a_seed_and_a_day_give_one_month() {
    let morning = named(&mut shown(MONDAY, 7));
    // Half past midnight and late evening of the same Monday in Shanghai.
    assert_eq!(morning, named(&mut shown("2026-11-22T16:30:00Z", 7)));
    assert_eq!(morning, named(&mut shown("2026-11-23T15:55:00Z", 7)));
    assert_ne!(morning.0, named(&mut shown(MONDAY, 8)).0);
}

#[test]
fn it_can_be_shown_on_any_day() {
    // Spring Festival, National Day, New Year's Day, a year without a calendar.
    for now in [
        "2026-02-20T16:05:00Z",
        "2026-10-05T04:00:00Z",
        "2026-01-01T02:00:00Z",
        "2028-05-06T11:00:00Z",
    ] {
        let mut shown = shown(now, 1);
        let states: BTreeSet<State> =
            shown.desk.cases(true).unwrap().iter().map(|case| case.state).collect();
        assert!(states.len() >= 13, "{now}: {states:?}");
    }
}

#[test]
fn its_clock_runs_on() {
    let folder = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = MONDAY.parse().unwrap();
    let desk = make(folder.path(), now, 1).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2));
    assert!(desk.now() > now);
}
