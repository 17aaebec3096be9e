//! Where a case stands by its history: which transitions count, what two rival ones leave, what goes back to where.

use std::collections::BTreeSet;

use super::action::{Action, To, Who};
use super::{Entry, State};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;

/// Whether an author has the power for a row (art. 6): its manager's rows and what happens by itself are the owning region's to
/// write, what headquarters decides is headquarters'. A case whose province is
/// unknown belongs to the region that found it, so there is always an owner but in damaged events.
pub fn may_act(who: Who, authority: Authority, owner: Option<RegionCode>) -> bool {
    let owns = matches!(authority, Authority::Region(region) if owner == Some(region));
    match who {
        Who::Manager | Who::System => owns,
        Who::Headquarters => authority == Authority::Headquarters,
    }
}

/// Whether an event of a case has effect. What anybody else wrote is kept and shown without it.
pub(super) fn in_power(event: &Recorded, owner: Option<RegionCode>) -> bool {
    match &event.fact {
        // Detection is an event of its own; a row of that name in an act would set a case back.
        Fact::Acted(action, _) if action.to == To::State(State::Detected) => false,
        Fact::Acted(action, _) => may_act(action.who, event.authority, owner),
        _ => true,
    }
}

pub(super) fn entry(event: &Recorded, owner: Option<RegionCode>) -> Option<Entry> {
    let (action, args) = match &event.fact {
        Fact::CaseDetected(_) => ("detect", Texts::default()),
        Fact::Acted(action, act) => (action.id, act.args.clone()),
        _ => return None,
    };
    Some(Entry {
        event: event.id.clone(),
        action,
        at: event.hlc.wall(),
        actor: event.actor.clone(),
        office: event.office.clone(),
        args,
        in_power: in_power(event, owner),
    })
}

/// The state that stands, and the states in contest. A later `resolve` of headquarters has seen the rivals and so ends it.
pub(super) fn stand(history: &History<'_>, owner: Option<RegionCode>) -> (State, Vec<State>) {
    let mut live = history.live(|event| transition(event, owner));
    live.sort_by(|(a, _), (b, _)| {
        (a.authority.rank(), a.hlc, &a.id).cmp(&(b.authority.rank(), b.hlc, &b.id))
    });
    // What follows by itself is nobody's decision and rivals none.
    if live.iter().any(|(_, action)| action.who != Who::System) {
        live.retain(|(_, action)| action.who != Who::System);
    }
    let states: Vec<State> =
        live.iter().map(|(event, action)| reached(history, event, action, owner)).collect();
    let Some(&shown) = states.last() else { return (State::Detected, Vec::new()) };
    let distinct: BTreeSet<State> = states.into_iter().collect();
    let contested = if distinct.len() > 1 || decides_twice(&live) {
        distinct.into_iter().collect()
    } else {
        Vec::new()
    };
    (shown, contested)
}

/// Two decisions that say different things are in contest although both are decisions.
fn decides_twice(live: &[(&Recorded, &'static Action)]) -> bool {
    let mut said = live.iter().filter_map(|(event, action)| match (&event.fact, action.to) {
        (Fact::Acted(_, act), To::State(State::Ordered | State::Settled)) => Some(&act.args),
        _ => None,
    });
    said.next().is_some_and(|first| said.any(|other| other != first))
}

fn transition(event: &Recorded, owner: Option<RegionCode>) -> Option<&'static Action> {
    match &event.fact {
        Fact::Acted(action, _) if in_power(event, owner) && !matches!(action.to, To::Same) => {
            Some(action)
        }
        _ => None,
    }
}

fn reached(
    history: &History<'_>,
    event: &Recorded,
    action: &Action,
    owner: Option<RegionCode>,
) -> State {
    match action.to {
        To::State(state) => state,
        To::Chosen => chosen(event).unwrap_or(State::Detected),
        To::Same | To::Back => {
            let earlier = history.live(|e| {
                let pauses = |a: &Action| {
                    matches!(a.to, To::Back | To::State(State::Suspended | State::Escalated))
                };
                transition(e, owner).filter(|a| !pauses(a) && history.has_seen(event, e))
            });
            match earlier.last().map(|(event, action)| (event, action.to)) {
                Some((_, To::State(state))) => state,
                Some((event, To::Chosen)) => chosen(event).unwrap_or(State::Detected),
                _ => State::Detected,
            }
        }
    }
}

fn chosen(event: &Recorded) -> Option<State> {
    match &event.fact {
        Fact::Acted(_, act) => act.args.get("state").and_then(State::parse),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::case::{Act, Case, Detected, Party, Trigger, action};
    use crate::domain::hard_stop::{Basis, HardStop};
    use crate::domain::hlc::Hlc;
    use crate::domain::subject::Subject;
    use chrono::{DateTime, Duration, Utc};

    const EAST: Authority = Authority::Region(RegionCode::EC);

    fn start() -> DateTime<Utc> {
        "2026-11-23T01:00:00Z".parse().unwrap()
    }

    fn lead() -> Subject {
        "lead:018bcfe5-6800-7000-8000-000000000000".parse().unwrap()
    }

    fn subject() -> Subject {
        Case::subject(lead(), "0", 1)
    }

    fn event(id: &str, base: &[&str], hours: i64, authority: Authority, fact: Fact) -> Recorded {
        Recorded {
            id: id.into(),
            subject: subject(),
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

    fn detected() -> Recorded {
        let lead = lead();
        let party =
            |unit: &str| Party { unit: unit.into(), legal_entity: "LE0".into(), claim: lead };
        let stop =
            HardStop { at: start() + Duration::days(3), estimated: false, basis: Basis::SaleEnd };
        let detected = Detected {
            number: "XT-EC-26-A-001".into(),
            lead,
            lot: "0".into(),
            round: 1,
            trigger: Trigger::Claims,
            parties: vec![party("F1"), party("F3")],
            hard_stop: Some(stop),
            owner: Some(RegionCode::EC),
            at: start(),
        };
        event("detected", &[], 0, EAST, Fact::CaseDetected(detected))
    }

    fn act(id: &'static str, base: &[&str], hours: i64, by: Authority, args: Texts) -> Recorded {
        let act = Act { args, rulebase: String::new(), track: None };
        event(id, base, hours, by, Fact::Acted(action::find(id).unwrap(), act))
    }

    fn fold(events: &[Recorded]) -> Case {
        Case::fold(events, None, Calendar::bundled()).unwrap()
    }

    #[test]
    fn what_another_region_wrote_is_kept_without_effect() {
        let south = Authority::Region(RegionCode::SC);
        let case = fold(&[detected(), act("accept", &["detected"], 1, south, Texts::default())]);
        assert_eq!(case.state, State::Detected);
        assert!(case.timeline.iter().any(|entry| entry.action == "accept" && !entry.in_power));
    }

    #[test]
    fn rival_transitions_are_contested_until_headquarters_resolves() {
        let accept = act("accept", &["detected"], 1, EAST, Texts::default());
        let reject = act("reject", &["detected"], 2, EAST, Texts::default());
        let rivals = [detected(), accept, reject];
        let case = fold(&rivals);
        assert_eq!(case.contested, [State::Accepted, State::Rejected]);
        let chosen = Texts::from([("state", "accepted")]);
        let resolve = act("resolve", &["accept", "reject"], 0, Authority::Headquarters, chosen);
        let mut settled = rivals.to_vec();
        settled.insert(0, resolve);
        let case = fold(&settled);
        assert_eq!((case.state, case.contested), (State::Accepted, vec![]));
    }

    #[test]
    fn a_resumed_case_is_back_where_it_was() {
        let events = [
            detected(),
            act("accept", &["detected"], 1, EAST, Texts::default()),
            act("suspend", &["accept"], 2, EAST, Texts::default()),
            act("resume", &["suspend"], 3, EAST, Texts::default()),
        ];
        assert_eq!(fold(&events[..3]).state, State::Suspended);
        assert_eq!(fold(&events).state, State::Accepted);
    }

    #[test]
    fn a_waiting_case_lapses_at_its_hard_stop_and_a_late_found_one_does_not() {
        let case = fold(&[detected()]);
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
    fn a_decision_takes_effect_when_it_is_served_on_every_party() {
        let serve = |id: &str, base: &str, party: &str, proof: &str| {
            let args = Texts::from([("party", party), ("proof", proof)]);
            let mut event = act("serve", &[base], 3, EAST, args);
            event.id = id.into();
            event
        };
        let mut events = vec![
            detected(),
            act("settle", &["detected"], 1, EAST, Texts::default()),
            serve("s1", "settle", "F1", "receipt"),
            serve("s2", "s1", "F3", "attempt"),
        ];
        assert_eq!(fold(&events).state_at(start()), State::Settled, "one attempt is not service");
        events.push(serve("s3", "s2", "F3", "attempt"));
        assert_eq!(fold(&events).state_at(start()), State::Effective);
    }

    #[test]
    fn two_orders_that_say_different_things_are_contested() {
        let order = |id: &str, unit: &str| {
            let args = Texts::from([("outcome", "sole"), ("lead_unit", unit)]);
            let mut event = act("order", &["detected"], 1, EAST, args);
            event.id = id.into();
            event
        };
        let apart = fold(&[detected(), order("o1", "F1"), order("o2", "F3")]);
        assert_eq!(apart.contested, [State::Ordered]);
        let alike = fold(&[detected(), order("o1", "F1"), order("o2", "F1")]);
        assert_eq!(alike.contested, []);
    }

    #[test]
    fn nobody_opens_a_case_in_another_regions_name() {
        let mut foreign = detected();
        foreign.authority = Authority::Region(RegionCode::SC);
        assert!(Case::fold(&[foreign.clone()], None, Calendar::bundled()).is_none());
        // Nor in its own, where the tender says whose the works are and that region has found the conflict too.
        foreign.id = "earlier".into();
        foreign.hlc.millis = 0;
        assert_eq!(fold(&[foreign, detected()]).owner, Some(RegionCode::EC));
    }
}
