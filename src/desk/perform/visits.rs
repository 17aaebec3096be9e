//! The watch over visits: a unit that a decision keeps from a tender goes to its customer. A plan is warned of; a visit that was
//! made is written into the case, measured by the decision as it stood while the trip lasted.
//!
//! What stands in the cases always follows from the trip as it stands: closed, called off, taken back, or decided by headquarters
//! where its closings differ.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::calendar::local;
use crate::domain::case::Case;
use crate::domain::case::action::breach::ROW;
use crate::domain::case::bar::Kept;
use crate::domain::event::{Fact, Recorded, Retracted};
use crate::domain::fold::History;
use crate::domain::lead::Lead;
use crate::domain::organisation::Company;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::territory::province_of;
use crate::domain::trip::{Trip, Visit};
use crate::domain::why::Why;
use crate::store::StoreError;

use super::super::history;
use super::super::session::Session;
use super::watch::{is_watched, kept_away, write_down};

/// The word of a visit among [`BREACHES`](crate::domain::case::action::breach::BREACHES).
const VISITED: &str = "visited_customer";

/// Brings the cases of this desk into line with a trip: writes down the visits that broke a decision and are not written down
/// yet, and takes back what the trip no longer tells. Answers what a person should know.
///
/// # Errors
/// When the store cannot be read or written.
pub fn follow(session: &mut Session<'_, '_>, trip: Subject) -> Result<Vec<Why>, StoreError> {
    let events = history::of(session.tx, session.context, trip)?;
    let folded = Trip::fold(&events);
    // What was closed and called off at once is neither until headquarters says which.
    if folded.as_ref().is_some_and(|trip| !trip.contested.is_empty()) {
        return Ok(Vec::new());
    }
    let own: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let mut told = Vec::new();
    for case in cases_where(session, &events)? {
        let Some((case, lead)) = history::case(session.tx, session.context, case)? else {
            continue;
        };
        if !is_watched(session, &case) {
            continue;
        }
        let recorded = history::of(session.tx, session.context, case.subject)?;
        let written = written(&recorded, &own);
        let mut broken = BTreeSet::new();
        for visit in folded.iter().flat_map(Trip::visits) {
            let day = local(visit.to.unwrap_or(session.now)).date();
            let company = &session.context.company;
            let about = lead.as_ref().is_some_and(|lead| is_to(company, &visit, lead, day));
            let kept = if about { measured(session, &case, &visit)? } else { Kept::Not };
            match (kept, visit.happened) {
                (Kept::Not, _) => {}
                (_, false) => told.push(warning("visit-planned", &case, &visit)),
                (Kept::InPart, true) => told.push(warning("visit-in-part", &case, &visit)),
                (Kept::Throughout, true) => {
                    broken.insert(visit.unit);
                }
            }
        }
        for breach in &written {
            let own = recorded_here(session, breach.event);
            if own && !broken.contains(breach.unit) {
                let event = breach.event.id.clone();
                session.record(case.subject, &Fact::Retracted(Retracted { event }))?;
            }
        }
        let Some(trip) = &folded else { continue };
        let Some(closing) = trip.closed() else { continue };
        let number = trip.filed.number.as_str();
        for unit in broken {
            let known = written.iter().any(|breach| breach.unit == unit)
                || case.entries(ROW.id).any(|entry| tells_of(&entry.args, &unit, number));
            if !known {
                let event = closing.event.as_str();
                told.push(write_down(session, &case, &unit, VISITED, number, event)?);
            }
        }
    }
    Ok(told)
}

/// The cases about works in the provinces to which a trip was ever to go, open or over: a case that was closed meanwhile was
/// open when the visit was made.
fn cases_where(
    session: &Session<'_, '_>,
    events: &[Recorded],
) -> Result<BTreeSet<Subject>, StoreError> {
    let place = |event: &Recorded| match &event.fact {
        Fact::TripFiled(filed) => filed.args.get("destination").and_then(province_of),
        Fact::TripActed(_, act) => act.args.get("destination").and_then(province_of),
        _ => None,
    };
    let provinces: BTreeSet<&str> =
        events.iter().filter_map(place).map(|province| province.code.as_str()).collect();
    let mut cases = BTreeSet::new();
    for province in provinces {
        let found = session.tx.cases_in(province)?;
        cases.extend(found.iter().filter_map(|case| case.parse::<Subject>().ok()));
    }
    Ok(cases)
}

/// A breach as it stands in a case.
struct Written<'a> {
    event: &'a Recorded,
    unit: &'a str,
}

/// What stands in a case because of the events of a trip.
fn written<'a>(recorded: &'a [Recorded], own: &BTreeSet<&str>) -> Vec<Written<'a>> {
    let breach = |event: &'a Recorded| match &event.fact {
        Fact::Acted(row, act) if row.id == ROW.id => {
            let followed = act.because.as_deref().is_some_and(|because| own.contains(because));
            let unit = act.args.get("unit").filter(|_| followed)?;
            Some(Written { event, unit })
        }
        _ => None,
    };
    History::new(recorded).effective().filter_map(breach).collect()
}

/// Whether an event is this desk's own: only its author takes one back.
fn recorded_here(session: &Session<'_, '_>, event: &Recorded) -> bool {
    event.author == session.context.profile.key
}

/// Whether a breach that a person wrote down tells of a visit by a unit on a trip.
fn tells_of(args: &Texts, unit: &str, number: &str) -> bool {
    let names = args.list("unit").iter().any(|named| named == unit);
    names && args.get("text").is_some_and(|text| mentions(text, number))
}

/// Whether a text has a number in it as a whole: `WC-EC-26-A-100` is not in `WC-EC-26-A-1000`.
fn mentions(text: &str, number: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(number).any(|(start, _)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + number.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

/// Whether a visit is one to the customer of a tender, where its works are; by the customers that headquarters published as by
/// those that come with the program.
fn is_to(company: &Company, visit: &Visit, lead: &Lead, day: NaiveDate) -> bool {
    let customer = lead.notice.customer.value.as_deref();
    let customer = customer.and_then(|name| company.customer_named(name, day));
    let visited = visit.customer.as_deref();
    let works = lead.notice.province.value.as_deref();
    let place = visit.place.as_deref().and_then(province_of);
    works.zip(place).is_none_or(|(works, place)| works == place.code)
        && customer
            .zip(visited)
            .is_some_and(|(one, other)| company.is_one_customer(&one, other, day))
}

/// How the trip lies to the time in which the decision kept its unit from the tender.
fn measured(session: &Session<'_, '_>, case: &Case, visit: &Visit) -> Result<Kept, StoreError> {
    let stretch: Option<(DateTime<Utc>, DateTime<Utc>)> = visit.from.zip(visit.to);
    let Some(stretch) = stretch else { return Ok(Kept::Not) };
    kept_away(session, case, &visit.unit, stretch)
}

fn warning(key: &str, case: &Case, visit: &Visit) -> Why {
    Why::rule(key, "SCXT-8").with("unit", &visit.unit).with("number", &case.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_as_a_whole() {
        assert!(mentions("WC-EC-26-A-100", "WC-EC-26-A-100"));
        assert!(mentions("见外出登记WC-EC-26-A-100，客户证实", "WC-EC-26-A-100"));
        assert!(mentions("WC-EC-26-A-1000、WC-EC-26-A-100", "WC-EC-26-A-100"));
        assert!(!mentions("WC-EC-26-A-1000", "WC-EC-26-A-100"));
        assert!(!mentions("XWC-EC-26-A-100", "WC-EC-26-A-100"));
    }
}
