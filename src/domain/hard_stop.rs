//! The hard stop of a lead: the instant after which a decision about it comes too late.
//!
//! It is the earliest of the tender's own times: the end of document sale, of registration, the
//! prequalification deadline, and the bid deadline minus the working days that a bid takes to
//! prepare. Branches that settle after it have either missed the documents or spoilt each other's
//! bids.
//!
//! Notices often leave times out. What they do state is used as it stands, and **nothing is guessed
//! beside it**: a notice that gives a deadline but no sale window may sell no documents at all, and
//! an invented sale end would bury the stated time and call live conflicts missed. Only a notice
//! that states no time whatever is estimated from its publishing date with the usual windows of its
//! method, and [`HardStop::estimated`] then tells the screen to show 估. An estimate may rank a
//! conflict and colour it; it is no fact on which anything lapses.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, WORKDAY_MINUTES};

/// The kind of procedure, as far as its usual windows differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// 招标.
    OpenTender,
    /// 询比, 比选.
    Comparison,
    /// 采购公告.
    Purchase,
    /// The notice does not say. The earliest result that any method would give is taken, and marked
    /// as an estimate.
    #[default]
    Unknown,
}

/// The usual windows of a method: conservative guesses, at or below the medians measured on public
/// operator notices of 2025-26; all assumed defaults (假定).
struct Habit {
    method: MethodKind,
    /// Calendar days from publishing to the end of document sale.
    sale_days: i64,
    /// Calendar days from publishing to the bid deadline.
    bid_days: i64,
    /// Working days that a bid takes to prepare.
    prep_days: i64,
}

static HABITS: [Habit; 3] = [
    Habit { method: MethodKind::OpenTender, sale_days: 5, bid_days: 21, prep_days: 5 },
    Habit { method: MethodKind::Comparison, sale_days: 3, bid_days: 7, prep_days: 2 },
    Habit { method: MethodKind::Purchase, sale_days: 3, bid_days: 8, prep_days: 2 },
];

/// The habits to reckon with: the method's own, or every one when the method is unknown.
fn habits(method: MethodKind) -> impl Iterator<Item = &'static Habit> {
    HABITS.iter().filter(move |habit| method == MethodKind::Unknown || habit.method == method)
}

/// The times of a tender (one round of one notice). `None` is a time that the notice does not
/// state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenderTimes {
    /// When the notice was published.
    pub published: Option<DateTime<Utc>>,
    /// 售卖期: end of document sale.
    pub sale_end: Option<DateTime<Utc>>,
    /// End of registration.
    pub registration_end: Option<DateTime<Utc>>,
    /// Deadline for prequalification documents.
    pub prequal_deadline: Option<DateTime<Utc>>,
    /// 应答截止: the bid deadline.
    pub bid_deadline: Option<DateTime<Utc>>,
    /// The kind of procedure.
    pub method: MethodKind,
}

/// What a hard stop rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The stated end of document sale.
    SaleEnd,
    /// The stated end of registration.
    RegistrationEnd,
    /// The stated prequalification deadline.
    PrequalDeadline,
    /// The stated bid deadline minus preparation.
    BidDeadlinePrep,
    /// The publishing date plus the usual sale window.
    EstimatedSale,
    /// The publishing date plus the usual bid window, minus preparation.
    EstimatedBid,
}

/// The instant after which a decision comes too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HardStop {
    /// The instant.
    pub at: DateTime<Utc>,
    /// Whether something behind it was guessed: the times, or the method that the preparation
    /// depends on. Shown as 估.
    pub estimated: bool,
    /// Which time decided.
    pub basis: Basis,
}

/// The hard stop of a tender: the earliest of its stated times, or an estimate when it states none.
/// `None` when the publishing date is unknown as well.
pub fn hard_stop(times: &TenderTimes, calendar: &Calendar) -> Option<HardStop> {
    stated(times, calendar).or_else(|| estimate(times, calendar))
}

fn stated(times: &TenderTimes, calendar: &Calendar) -> Option<HardStop> {
    let plain = [
        (times.sale_end, Basis::SaleEnd),
        (times.registration_end, Basis::RegistrationEnd),
        (times.prequal_deadline, Basis::PrequalDeadline),
    ];
    let plain = plain.into_iter().filter_map(|(at, basis)| {
        let at = at?;
        Some(HardStop { at, estimated: false, basis })
    });
    let estimated = times.method == MethodKind::Unknown;
    let bid = times.bid_deadline.and_then(|deadline| {
        let at = habits(times.method).map(|habit| prepared(deadline, habit, calendar)).min()?;
        Some(HardStop { at, estimated, basis: Basis::BidDeadlinePrep })
    });
    // Of equal instants the first is kept: a stated time before a reckoned one.
    plain.chain(bid).min_by_key(|stop| stop.at)
}

fn estimate(times: &TenderTimes, calendar: &Calendar) -> Option<HardStop> {
    let published = times.published?;
    let guesses = habits(times.method).flat_map(|habit| {
        let bid = prepared(days_after(published, habit.bid_days), habit, calendar);
        [
            (days_after(published, habit.sale_days), Basis::EstimatedSale),
            // Around long holidays the preparation alone reaches back before the notice.
            (bid.max(published), Basis::EstimatedBid),
        ]
    });
    let (at, basis) = guesses.min_by_key(|(at, _)| *at)?;
    Some(HardStop { at, estimated: true, basis })
}

/// The last instant to begin preparing a bid for `deadline`.
fn prepared(deadline: DateTime<Utc>, habit: &Habit, calendar: &Calendar) -> DateTime<Utc> {
    calendar.sub_working(deadline, habit.prep_days * WORKDAY_MINUTES)
}

fn days_after(start: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    start.checked_add_signed(TimeDelta::days(days)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::calendar::from_local;
    use super::*;
    use chrono::NaiveDateTime;

    fn at(text: &str) -> DateTime<Utc> {
        from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn stop(times: &TenderTimes) -> Option<HardStop> {
        hard_stop(times, Calendar::bundled())
    }

    fn exactly(text: &str, basis: Basis) -> Option<HardStop> {
        Some(HardStop { at: at(text), estimated: false, basis })
    }

    fn about(text: &str, basis: Basis) -> Option<HardStop> {
        Some(HardStop { at: at(text), estimated: true, basis })
    }

    #[test]
    fn the_earliest_stated_time_decides() {
        let mut times = TenderTimes {
            sale_end: Some(at("2026-11-20 17:00")),
            bid_deadline: Some(at("2026-12-04 09:30")),
            method: MethodKind::OpenTender,
            ..TenderTimes::default()
        };
        assert_eq!(stop(&times), exactly("2026-11-20 17:00", Basis::SaleEnd));
        times.registration_end = Some(at("2026-11-18 12:00"));
        assert_eq!(stop(&times), exactly("2026-11-18 12:00", Basis::RegistrationEnd));
        times.prequal_deadline = Some(at("2026-11-17 12:00"));
        assert_eq!(stop(&times), exactly("2026-11-17 12:00", Basis::PrequalDeadline));
    }

    #[test]
    fn preparation_is_counted_in_working_days_across_national_day() {
        let mut times = TenderTimes {
            bid_deadline: Some(at("2026-10-12 09:30")),
            method: MethodKind::Comparison,
            ..TenderTimes::default()
        };
        // Two working days: Saturday 10 October is a make-up day.
        assert_eq!(stop(&times), exactly("2026-10-09 09:30", Basis::BidDeadlinePrep));
        times.method = MethodKind::OpenTender;
        assert_eq!(stop(&times), exactly("2026-09-29 09:30", Basis::BidDeadlinePrep));
    }

    #[test]
    fn a_stated_time_keeps_estimates_out() {
        let times = TenderTimes {
            published: Some(at("2026-11-02 09:00")),
            bid_deadline: Some(at("2026-11-30 09:30")),
            method: MethodKind::OpenTender,
            ..TenderTimes::default()
        };
        assert_eq!(stop(&times), exactly("2026-11-23 09:30", Basis::BidDeadlinePrep));
    }

    #[test]
    fn a_notice_without_times_is_estimated_from_its_publishing_date() {
        let published = Some(at("2026-11-02 09:00"));
        let of = |method| stop(&TenderTimes { published, method, ..TenderTimes::default() });
        let open_tender = about("2026-11-07 09:00", Basis::EstimatedSale);
        assert_eq!(of(MethodKind::OpenTender), open_tender);
        let others = about("2026-11-05 09:00", Basis::EstimatedSale);
        for method in [MethodKind::Comparison, MethodKind::Purchase, MethodKind::Unknown] {
            assert_eq!(of(method), others);
        }
    }

    #[test]
    fn an_estimate_never_lies_before_the_notice() {
        let times = TenderTimes {
            published: Some(at("2026-09-30 16:00")),
            method: MethodKind::Comparison,
            ..TenderTimes::default()
        };
        assert_eq!(stop(&times), about("2026-09-30 16:00", Basis::EstimatedBid));
    }

    #[test]
    fn an_unknown_method_takes_the_longest_preparation_and_says_it_is_a_guess() {
        let mut times =
            TenderTimes { bid_deadline: Some(at("2026-11-30 09:30")), ..TenderTimes::default() };
        assert_eq!(stop(&times), about("2026-11-23 09:30", Basis::BidDeadlinePrep));
        times.sale_end = Some(at("2026-11-20 17:00"));
        assert_eq!(stop(&times), exactly("2026-11-20 17:00", Basis::SaleEnd));
    }

    #[test]
    fn nothing_known_gives_no_hard_stop_and_extreme_times_do_no_harm() {
        assert_eq!(stop(&TenderTimes::default()), None);
        let last = Some(DateTime::<Utc>::MAX_UTC);
        let first = Some(DateTime::<Utc>::MIN_UTC);
        let published = stop(&TenderTimes { published: last, ..TenderTimes::default() });
        assert!(published.is_some_and(|stop| stop.at <= DateTime::<Utc>::MAX_UTC));
        let bid = stop(&TenderTimes { bid_deadline: first, ..TenderTimes::default() });
        assert_eq!(bid.map(|stop| stop.at), first);
    }

    #[test]
    fn the_words_of_the_stored_form_are_snake_case() {
        let stop = exactly("2026-10-09 09:30", Basis::BidDeadlinePrep);
        let text = serde_json::to_string(&stop).unwrap();
        let stored =
            r#"{"at":"2026-10-09T01:30:00Z","estimated":false,"basis":"bid_deadline_prep"}"#;
        assert_eq!(text, stored);
        assert_eq!(serde_json::to_string(&MethodKind::OpenTender).unwrap(), r#""open_tender""#);
    }
}
