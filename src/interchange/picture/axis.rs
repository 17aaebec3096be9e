//! How much of a room a part takes, in whole places: pixels of a picture or columns of a terminal.
//!
//! All of it is reckoned in whole numbers, so that the same datum gives the same picture everywhere.

use chrono::{Datelike, NaiveDate};

use super::Span;

/// Steps in which months may be told, and beyond them decades.
const STEPS: [i64; 7] = [1, 2, 3, 6, 12, 24, 60];

/// Ten years, in months.
const DECADE: i64 = 120;

/// The most steps between the ends of a scale.
const STEPS_OF_SCALE: i128 = 5;

/// Of `room` places, those that `part` takes of `whole`, rounded down. None where either is not above nought, all where the part
/// is more than the whole.
pub fn share(part: i128, whole: i128, room: usize) -> usize {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    let places = i128::try_from(room).unwrap_or(i128::MAX).saturating_mul(part.min(whole)) / whole;
    usize::try_from(places).unwrap_or(room)
}

/// Round figures at equal distances from one at or below `low` to one at or above `high`, seven at most.
pub fn ticks(low: i64, high: i64) -> Vec<i128> {
    let (low, high) = (i128::from(low.min(high)), i128::from(high.max(low)));
    let extent = (high - low).max(1);
    let mut steps = (0..20).flat_map(|power| [1, 2, 5].map(|first| first * 10_i128.pow(power)));
    let fits = |step: &i128| (extent + step - 1) / step <= STEPS_OF_SCALE;
    let step = steps.find(fits).unwrap_or(extent);
    let first = low.div_euclid(step) * step;
    let mut all = vec![first];
    let mut last = first;
    while last < high || all.len() < 2 {
        last += step;
        all.push(last);
    }
    all
}

/// Beginnings of months from one day to another, at most `most`, at equal distances; the first day alone where no month begins.
pub fn months(from: NaiveDate, to: NaiveDate, most: usize) -> Vec<NaiveDate> {
    if most == 0 || to < from {
        return Vec::new();
    }
    let (first, last) = (month_of(from), month_of(to));
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let fits = |step: &i64| (last - first) / step < most;
    let decades = ((last - first) / most / DECADE + 1) * DECADE;
    let step = STEPS.into_iter().find(fits).unwrap_or(decades);
    let mut month = first.div_euclid(step) * step;
    let mut days = Vec::new();
    while month <= last {
        days.extend(begin_of(month).filter(|day| *day >= from));
        month += step;
    }
    if days.is_empty() {
        days.push(from);
    }
    days
}

/// A day of [`months`] in figures: `2026-11`, with the day where it is not the first.
pub fn month(day: NaiveDate) -> String {
    let format = if day.day() == 1 { "%Y-%m" } else { "%Y-%m-%d" };
    day.format(format).to_string()
}

fn month_of(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

fn begin_of(month: i64) -> Option<NaiveDate> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = u32::try_from(month.rem_euclid(12)).ok()?;
    NaiveDate::from_ymd_opt(year, month + 1, 1)
}

/// Days laid out on places, the first and the last day included.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    from: NaiveDate,
    to: NaiveDate,
    room: usize,
}

/// The places that a span takes: at least one.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'s> {
    /// The first place.
    pub start: usize,
    /// The first place after it.
    pub end: usize,
    /// Whether it began before the first day.
    pub earlier: bool,
    /// Whether it goes on after the last day.
    pub later: bool,
    /// What takes them.
    pub span: &'s Span,
}

impl Days {
    /// The days from one to another on `room` places; one day where the other is before it.
    pub fn new(from: NaiveDate, to: NaiveDate, room: usize) -> Days {
        Days { from, to: to.max(from), room }
    }

    /// The place at which a day begins.
    pub fn place(self, day: NaiveDate) -> usize {
        self.after(gone(self.from, day))
    }

    /// The place after so many days.
    fn after(self, days: i64) -> usize {
        share(i128::from(days), i128::from(gone(self.from, self.to)) + 1, self.room)
    }

    /// The places of a span; `None` where it has no day, or none that is shown.
    fn stretch(self, span: &Span) -> Option<Stretch<'_>> {
        let last = span.to.unwrap_or(self.to.max(span.from));
        if self.room == 0 || last < span.from || last < self.from || span.from > self.to {
            return None;
        }
        let start = self.place(span.from).min(self.room - 1);
        let end = self.after(gone(self.from, last).saturating_add(1)).max(start + 1);
        let earlier = span.from < self.from;
        let later = span.to.is_none_or(|last| last > self.to);
        Some(Stretch { start, end, earlier, later, span })
    }

    /// The spans of one row, each on the first line on which it overlaps no other: nothing hides anything.
    pub fn lanes(self, spans: &[Span]) -> Vec<Vec<Stretch<'_>>> {
        let mut all: Vec<Stretch<'_>> =
            spans.iter().filter_map(|span| self.stretch(span)).collect();
        all.sort_by_key(|piece| (piece.start, piece.end));
        let mut lanes: Vec<Vec<Stretch<'_>>> = Vec::new();
        for piece in all {
            let free = |lane: &&mut Vec<Stretch<'_>>| {
                lane.last().is_none_or(|before| before.end <= piece.start)
            };
            match lanes.iter_mut().find(free) {
                Some(lane) => lane.push(piece),
                None => lanes.push(vec![piece]),
            }
        }
        lanes
    }
}

fn gone(from: NaiveDate, day: NaiveDate) -> i64 {
    day.signed_duration_since(from).num_days()
}

/// A letter for a place in a list: A to Z, then AA.
pub fn letter(index: usize) -> String {
    let last = u8::try_from(index % 26).map_or('?', |place| char::from(b'A' + place));
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: Option<&str>) -> Span {
        Span { from: day(from), to: to.map(day), text: from.to_owned() }
    }

    #[test]
    fn a_part_never_takes_more_than_the_room() {
        assert_eq!(share(1, 3, 10), 3);
        assert_eq!(share(9, 3, 10), 10);
        assert_eq!(share(-1, 3, 10), 0);
        assert_eq!(share(1, 0, 10), 0);
        assert_eq!(share(i128::from(u64::MAX), i128::from(u64::MAX), 960), 960);
    }

    #[test]
    fn a_scale_is_round_and_holds_its_ends() {
        assert_eq!(ticks(0, 0), [0, 1]);
        assert_eq!(ticks(0, 7), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(-3, 12), [-5, 0, 5, 10, 15]);
        for (low, high) in [(0, 1), (-99, 1), (0, 1_234_567), (i64::MIN, i64::MAX), (5, 3)] {
            let all = ticks(low, high);
            assert!((2..=7).contains(&all.len()), "{all:?}");
            assert!(all.first().unwrap() <= &i128::from(low.min(high)), "{all:?}");
            assert!(all.last().unwrap() >= &i128::from(high.max(low)), "{all:?}");
        }
    }

    #[test]
    fn months_are_told_as_many_as_fit() {
        let told = |from, to, most| -> Vec<String> {
            months(day(from), day(to), most).into_iter().map(month).collect()
        };
        assert_eq!(told("2026-01-01", "2026-03-31", 9), ["2026-01", "2026-02", "2026-03"]);
        assert_eq!(told("2026-01-02", "2026-12-31", 5), ["2026-04", "2026-07", "2026-10"]);
        assert_eq!(told("2026-11-05", "2026-11-20", 5), ["2026-11-05"]);
        assert_eq!(told("2026-11-05", "2026-11-20", 0), Vec::<String>::new());
        assert_eq!(told("2026-11-05", "2026-11-01", 3), Vec::<String>::new());
        for most in 1..40 {
            let shown = told("0001-01-01", "9999-12-31", most);
            assert!((1..=most).contains(&shown.len()), "{} of {most}", shown.len());
        }
    }

    #[test]
    fn a_span_takes_the_places_of_its_days_and_at_least_one() {
        let days = Days::new(day("2026-01-01"), day("2026-01-10"), 10);
        let spans = [
            span("2026-01-03", Some("2026-01-04")),
            span("2025-12-01", Some("2026-01-01")),
            span("2026-01-05", None),
            span("2026-02-01", None),
            span("2025-01-01", Some("2025-12-31")),
            span("2026-01-09", Some("2026-01-08")),
        ];
        let lanes = days.lanes(&spans);
        let shown: Vec<_> =
            lanes.iter().flatten().map(|s| (s.start, s.end, s.earlier, s.later)).collect();
        assert_eq!(shown, [(0, 1, true, false), (2, 4, false, false), (4, 10, false, true)]);
        assert_eq!(lanes.len(), 1);
        assert!(Days::new(day("2026-01-01"), day("2026-01-10"), 0).lanes(&spans).is_empty());
    }

    #[test]
    fn spans_at_the_same_time_stand_on_lines_of_their_own() {
        let days = Days::new(day("2026-01-01"), day("2026-12-31"), 12);
        let spans = [span("2026-03-01", None), span("2026-01-01", Some("2026-06-30"))];
        let lanes = days.lanes(&spans);
        assert_eq!(lanes.len(), 2);
        assert!(lanes.iter().all(|lane| lane.len() == 1));
    }

    #[test]
    fn letters_go_on_after_the_last() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
    }
}
