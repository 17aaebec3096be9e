//! Calendars (RFC 5545): a meeting as an invitation, what was decided as things to do.
//!
//! Times are in UTC, so that no time zone has to be told; a day on which something is due is a date. People of the company have no
//! mail address here: they are named, with an address that says so.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property, Todo as Task};

/// The product that wrote it.
const PRODUCT: &str = "-//daqu//meetings//ZH";

/// The address of somebody whose address is not known.
const NO_ADDRESS: &str = "invalid:nomail";

/// Whether a meeting is called or called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// REQUEST: it is called, or moved.
    Request,
    /// CANCEL: it is called off.
    Cancel,
}

/// A meeting to invite to.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// Its identity, the same for ever.
    pub uid: &'a str,
    /// How often what was told of it has changed.
    pub sequence: usize,
    /// Its title.
    pub title: &'a str,
    /// What is said of it besides.
    pub description: &'a str,
    /// Where.
    pub place: Option<&'a str>,
    /// From when.
    pub start: DateTime<Utc>,
    /// Until when, where that is known.
    pub end: Option<DateTime<Utc>>,
    /// Who calls it.
    pub organizer: &'a str,
    /// Who is invited.
    pub attendees: &'a [String],
}

/// A meeting as an invitation, or as its withdrawal.
pub fn invitation(of: &Invitation<'_>, method: Method, now: DateTime<Utc>) -> String {
    let mut event = Event::new();
    event.uid(of.uid).timestamp(now).summary(of.title).starts(of.start);
    if let Some(end) = of.end {
        event.ends(end);
    }
    event.add_property("SEQUENCE", of.sequence.to_string());
    if !of.description.is_empty() {
        event.description(of.description);
    }
    if let Some(place) = of.place {
        event.location(place);
    }
    event.append_property(named("ORGANIZER", of.organizer));
    for name in of.attendees {
        let mut attendee = named("ATTENDEE", name);
        attendee.add_parameter("ROLE", "REQ-PARTICIPANT");
        attendee.add_parameter("PARTSTAT", "NEEDS-ACTION");
        event.append_multi_property(attendee);
    }
    let method = match method {
        Method::Request => {
            event.status(EventStatus::Confirmed);
            "REQUEST"
        }
        Method::Cancel => {
            event.status(EventStatus::Cancelled);
            "CANCEL"
        }
    };
    let mut calendar = empty();
    calendar.append_property(Property::new("METHOD", method));
    calendar.push(event);
    calendar.to_string()
}

/// Something to do.
#[derive(Debug, Clone)]
pub struct Todo<'a> {
    /// Its identity, the same for ever.
    pub uid: String,
    /// What.
    pub what: &'a str,
    /// Number of the meeting that decided it.
    pub of: String,
    /// Until which day.
    pub due: Option<NaiveDate>,
}

/// Things to do.
pub fn todos(todos: &[Todo<'_>], now: DateTime<Utc>) -> String {
    let mut calendar = empty();
    for todo in todos {
        let mut task = Task::new();
        task.uid(&todo.uid).timestamp(now).summary(todo.what).description(&todo.of);
        if let Some(day) = todo.due {
            task.due(day);
        }
        calendar.push(task);
    }
    calendar.to_string()
}

fn empty() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", PRODUCT));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar
}

/// A person by name: a value that holds a colon, a semicolon or a comma stands in quotes, and none may hold a quote.
fn named(property: &str, name: &str) -> Property {
    let name: String = name.chars().map(|c| if c == '"' { '\'' } else { c }).collect();
    let quoted = name.contains([':', ';', ',']);
    let mut named = Property::new(property, NO_ADDRESS);
    named.add_parameter("CN", &if quoted { format!("\"{name}\"") } else { name });
    named
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn an_invitation_says_its_time_in_utc_who_is_asked_and_how_often_it_changed() {
        let attendees = ["李工".to_owned(), "F1; \"三\"".to_owned()];
        let of = Invitation {
            uid: "018bcfe5-6800-7000-8000-000000000000",
            sequence: 2,
            title: "省干协调会，第二次",
            description: "议题一\n议题二",
            place: Some("南京; 三楼"),
            start: at("2026-11-24T06:00:00Z"),
            end: Some(at("2026-11-24T07:30:00Z")),
            organizer: "林岚",
            attendees: &attendees,
        };
        let text = invitation(&of, Method::Request, at("2026-11-23T01:12:00Z"));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        let text = unfolded(&text);
        for line in [
            "BEGIN:VCALENDAR\r\nVERSION:2.0",
            "METHOD:REQUEST",
            "UID:018bcfe5-6800-7000-8000-000000000000",
            "SEQUENCE:2",
            "DTSTAMP:20261123T011200Z",
            "DTSTART:20261124T060000Z",
            "DTEND:20261124T073000Z",
            "SUMMARY:省干协调会，第二次",
            "DESCRIPTION:议题一\\n议题二",
            "LOCATION:南京\\; 三楼",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=林岚:invalid:nomail",
            "\"F1; '三'\"",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert_eq!(text.matches("ATTENDEE").count(), 2);
        let gone = unfolded(&invitation(&of, Method::Cancel, at("2026-11-23T01:12:00Z")));
        assert!(gone.contains("METHOD:CANCEL") && gone.contains("STATUS:CANCELLED"), "{gone}");
    }

    #[test]
    fn a_thing_to_do_is_due_on_a_day() {
        let due = NaiveDate::from_ymd_opt(2026, 11, 27);
        let todo = Todo { uid: "u-1".into(), what: "报送记录", of: "HY-1".into(), due };
        let bare = Todo { uid: "u-2".into(), due: None, ..todo.clone() };
        let text = todos(&[todo, bare], at("2026-11-24T07:00:00Z"));
        assert_eq!(text.matches("BEGIN:VTODO").count(), 2);
        assert!(text.contains("DUE;VALUE=DATE:20261127"), "{text}");
        assert_eq!(text.matches("DUE").count(), 1);
    }
}
