//! When a decision kept a unit from the tender.

use super::super::bar::Kept;
use super::*;

fn at(hours: i64) -> DateTime<Utc> {
    start() + Duration::hours(hours)
}

/// Settled in favour of F1 in the fifth hour, served on F1 in the sixth and on F3 in the seventh.
fn settled() -> Tale {
    let settled = Texts::from([("outcome", "sole"), ("lead_unit", "F1")]);
    Tale::begun().consulted().with("settle", EAST, settled).served()
}

/// How the hours of a visit lie to the bar of F3.
fn kept(tale: &Tale, from: i64, to: i64) -> Kept {
    tale.case().kept_away("F3", at(from), at(to))
}

#[test]
fn nobody_is_kept_away_before_he_was_served() {
    let tale = settled();
    assert_eq!(kept(&tale, 5, 6), Kept::Not);
    assert_eq!(kept(&tale, 6, 8), Kept::InPart);
    assert_eq!(kept(&tale, 7, 99), Kept::Throughout);
    assert_eq!(tale.case().kept_away("F1", at(7), at(8)), Kept::Not, "who bids");
    assert_eq!(tale.case().kept_away("F5", at(7), at(8)), Kept::Not, "who is no party");
}

#[test]
fn what_was_done_while_it_was_in_force_stays_so_after_its_end() {
    // Closed in the ninth hour.
    let closed = settled().then("take-effect").then("close");
    assert_eq!(kept(&closed, 7, 8), Kept::Throughout);
    assert_eq!(kept(&closed, 8, 10), Kept::InPart);
    assert_eq!(kept(&closed, 9, 10), Kept::Not);
    // Held from the eighth to the ninth hour.
    let held = settled().then("suspend").then("resume");
    assert_eq!(
        [kept(&held, 7, 7), kept(&held, 8, 8), kept(&held, 9, 9)],
        [Kept::Throughout, Kept::Not, Kept::Throughout,]
    );
}

#[test]
fn a_decision_that_ended_on_its_day_or_was_not_confirmed_keeps_away_until_then() {
    let until = at(12).to_rfc3339();
    let args =
        Texts::from([("outcome", "sole"), ("lead_unit", "F1"), ("in_force_until", until.as_str())]);
    // Ordered in the seventh hour, served on F3 in the ninth.
    let ordered = Tale::begun().recommended().replied("F1", "refuse").with("order", EAST, args);
    let ordered = ordered.served();
    assert_eq!([kept(&ordered, 9, 11), kept(&ordered, 12, 13)], [Kept::Throughout, Kept::Not]);
    // Lapses in the eighth hour.
    let interim = Tale::begun().then("accept").interim().served();
    assert_eq!([kept(&interim, 4, 7), kept(&interim, 8, 9)], [Kept::Throughout, Kept::Not]);
    let expired = interim.then("expire-interim");
    assert_eq!([kept(&expired, 4, 4), kept(&expired, 6, 7)], [Kept::Throughout, Kept::Not]);
}

#[test]
fn a_decision_that_fell_kept_nobody_from_anything() {
    let fallen = settled().with("annul", HQ, Texts::default());
    assert_eq!(kept(&fallen, 7, 7), Kept::Not);
    let remanded = settled().with("remand", HQ, Texts::default());
    assert_eq!(kept(&remanded, 7, 7), Kept::Not);
}

#[test]
fn a_breach_that_two_desks_saw_counts_once_and_what_a_person_wrote_down_always() {
    let breach = |id: &str, text: &str, because: Option<&str>| {
        let args = Texts::from([("unit", "F3"), ("breach", "visited_customer"), ("text", text)]);
        let mut event = act("breach", &["detected"], 9, EAST, args);
        event.id = id.into();
        if let Fact::Acted(_, act) = &mut event.fact {
            act.because = because.map(str::to_owned);
        }
        event
    };
    let count = |breaches: &[Recorded]| {
        let events: Vec<Recorded> = [detected()].iter().chain(breaches).cloned().collect();
        fold(&events).breaches().len()
    };
    let trip = "WC-EC-26-A-100";
    let seen = [breach("a", trip, Some("close-a")), breach("b", trip, Some("close-b"))];
    assert_eq!(count(&seen), 1);
    let other = breach("c", "WC-EC-26-A-1000", Some("close-c"));
    assert_eq!(count(&[seen[0].clone(), other]), 2);
    let told = [breach("d", "客户来电", None), breach("e", "客户来电", None)];
    assert_eq!(count(&told), 2);
}
