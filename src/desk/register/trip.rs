//! The register of trips (art. 24).

use chrono::{DateTime, Utc};

use crate::domain::event::{Fact, Recorded};
use crate::domain::procedure::{Argument, Row};
use crate::domain::relief::{Act, Entry};
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::territory::RegionCode;
use crate::domain::trip::action::{ACTIONS, Situation, TripAction};
use crate::domain::trip::{self, OPENING, Trip};
use crate::domain::why::Why;

use super::super::relief::{FileKind, FileLimit, is_open};
use super::{By, Kept, Told};

/// Trips.
#[derive(Debug)]
pub struct Trips;

impl Kept for Trips {
    type Matter = Trip;
    const KIND: FileKind = FileKind::Trip;
    const SUBJECT: SubjectKind = SubjectKind::Trip;
    const OPENING: &'static [Argument] = OPENING;

    fn fold(events: &[Recorded]) -> Option<Trip> {
        Trip::fold(events)
    }

    fn rows() -> &'static [&'static TripAction] {
        ACTIONS
    }

    fn situation<'a>(trip: &'a Trip, by: &By<'a>) -> Situation<'a> {
        Situation { trip, authority: by.authority, now: by.now }
    }

    fn fact(row: &'static Row<Trip>, act: Act) -> Fact {
        Fact::TripActed(row, act)
    }

    fn opened(
        number: String,
        owner: Option<RegionCode>,
        args: &Texts,
        now: DateTime<Utc>,
    ) -> Result<Fact, Vec<Why>> {
        trip::open(number, owner, args, now).map(Fact::TripFiled)
    }

    fn timeline(trip: &mut Trip) -> &mut Vec<Entry> {
        &mut trip.timeline
    }

    fn told(trip: &Trip, by: &By<'_>) -> Told {
        let close = FileLimit {
            step: "close-trip",
            due: trip.close_by(by.calendar),
            done: trip.closed().map(|entry| entry.at),
            verdict: trip.verdict(by.now, by.calendar),
        };
        let late = trip.is_late().then(|| Why::rule("trip-late", "SCXT-24a"));
        let planned = OPENING.iter().filter_map(|argument| {
            Some((argument.name.to_owned(), trip.planned(argument.name)?.to_owned()))
        });
        Told {
            number: trip.filed.number.clone(),
            said: Texts(planned.collect()),
            open: is_open(trip.state.is_terminal(), &trip.contested),
            at: trip.filed.at,
            concerns: trip.filed.unit().to_owned(),
            sort: None,
            limits: vec![close],
            notes: late.into_iter().collect(),
        }
    }
}
