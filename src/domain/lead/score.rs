//! How much a lead deserves to be looked at first: points that explain themselves.
//!
//! | reason | points | why |
//! |---|---|---|
//! | `own_region` | +20 | the works lie in the desk's own region (art. 18) |
//! | `trunk` | +15 | provincial trunk lines are the focus (art. 5); more weight, no automatic win (G20) |
//! | `other_business` | -20 | nothing a construction company does |
//! | `key_account` | +10 | the customer has a key account post (art. 25) |
//! | `budget` | +5 +10 +15 | budget, else cap, from 1, 3 and 10 million yuan |
//! | `over_stage` | -40 | candidates, award or cancellation: nothing to bid for |
//! | `missing` | -2 each | a field that a manager needs is not known |
//! | `watch` | the word's weight | a word of one's own list stands in title or customer |
//! | `time` | +5 +10 -50 | see [`Bands`] |
//!
//! All but `time` follow from the notice, the desk and its watch words, and are stored with the row. `time` follows from the
//! clock and is added on reading. Every number is an assumed default (假定) until headquarters confirms it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::calendar::Calendar;
use super::super::customer;
use super::super::sla::{EXPRESS_FROM, STANDARD_FROM};
use super::class::{BusinessClass, classify};
use super::gap::gaps;
use super::{Notice, Stage};
use crate::text::normal::fold;

/// The weight of a watch word unless its owner gives another.
pub const WATCH_WEIGHT: i32 = 10;

/// No watch word weighs more, either way.
pub const MAX_WEIGHT: i32 = 50;

const OWN_REGION: i32 = 20;
const TRUNK: i32 = 15;
const OTHER_BUSINESS: i32 = -20;
const KEY_ACCOUNT: i32 = 10;
const OVER_STAGE: i32 = -40;
const MISSING: i32 = -2;

/// Budgets in 分 from which on points are given, the largest first.
const BUDGETS: [(i64, i32); 3] = [(1_000_000_000, 15), (300_000_000, 10), (100_000_000, 5)];

/// One reason of a score. `key` names a sentence (`score-<key>`), `args` fill its blanks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which row of the table.
    pub key: String,
    /// Points, either way.
    pub points: i32,
    /// Named values for the sentence.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub args: Vec<(String, String)>,
}

impl Reason {
    fn new(key: &str, points: i32) -> Reason {
        Reason { key: key.to_owned(), points, args: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Reason {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

/// A word of a person's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchWord {
    /// The word.
    pub word: String,
    /// Points for a lead that says it.
    pub weight: i32,
}

/// The reasons that do not change with the clock, watch words last; `is_own` says that the works lie in the desk's own region.
pub fn lasting(notice: &Notice, is_own: bool, watch: &[WatchWord]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if is_own {
        reasons.push(Reason::new("own_region", OWN_REGION));
    }
    match classify(notice).value {
        Some(BusinessClass::Trunk) => reasons.push(Reason::new("trunk", TRUNK)),
        Some(BusinessClass::Other) => reasons.push(Reason::new("other_business", OTHER_BUSINESS)),
        _ => {}
    }
    let customer = notice.customer.value.as_deref().unwrap_or_default();
    if let Some(known) = customer::named(customer).filter(|known| known.posts().next().is_some()) {
        reasons
            .push(Reason::new("key_account", KEY_ACCOUNT).with("customer", known.short.as_str()));
    }
    if let Some(sum) = notice.budget.value.or(notice.cap.value)
        && let Some((_, points)) = BUDGETS.iter().find(|(from, _)| sum.fen >= *from)
    {
        reasons.push(Reason::new("budget", *points).with("fen", sum.fen.to_string()));
    }
    if let Some(Stage::Candidates | Stage::Award | Stage::Cancelled) = notice.stage.value {
        reasons.push(Reason::new("over_stage", OVER_STAGE));
    }
    let missing = i32::try_from(gaps(notice).len()).unwrap_or(0);
    if missing > 0 {
        reasons.push(Reason::new("missing", MISSING * missing).with("n", missing.to_string()));
    }
    reasons.extend(watched(&notice.title, customer, watch));
    reasons
}

/// The watch words that title or customer say, with their weights; each counts once. Width and case do not matter.
pub fn watched(title: &str, customer: &str, watch: &[WatchWord]) -> Vec<Reason> {
    if watch.is_empty() {
        return Vec::new();
    }
    let text = fold(&format!("{title}\n{customer}"));
    let said = watch.iter().filter(|entry| text.contains(&fold(&entry.word)));
    said.map(|entry| Reason::new("watch", entry.weight).with("word", entry.word.as_str())).collect()
}

/// The sum of the points.
pub fn total(reasons: &[Reason]) -> i32 {
    reasons.iter().fold(0, |sum, reason| sum.saturating_add(reason.points))
}

/// What the time left until the hard stop is worth now: instants that divide it, after the tracks of the limits (domain.md 3.3).
/// Most is given where there is just time for the express track: it can still be done, and not much later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// A stop up to here is over.
    pub now: DateTime<Utc>,
    /// Up to here less than 2 working days are left.
    pub express_from: DateTime<Utc>,
    /// Up to here less than 5 working days are left.
    pub standard_from: DateTime<Utc>,
}

impl Bands {
    /// Points of what is over.
    pub const OVER: i32 = -50;
    /// Points of less than 2 working days.
    pub const URGENT: i32 = 5;
    /// Points of 2 to 5 working days.
    pub const EXPRESS: i32 = 10;
    /// Points of 5 working days and more.
    pub const STANDARD: i32 = 5;

    /// The bands at an instant.
    pub fn at(now: DateTime<Utc>, calendar: &Calendar) -> Bands {
        Bands {
            now,
            express_from: calendar.add_working(now, EXPRESS_FROM),
            standard_from: calendar.add_working(now, STANDARD_FROM),
        }
    }

    /// The reason that a hard stop gives; nothing where none is known.
    pub fn reason(&self, stop: Option<DateTime<Utc>>) -> Option<Reason> {
        let stop = stop?;
        Some(match stop {
            _ if stop <= self.now => Reason::new("time_over", Bands::OVER),
            _ if stop <= self.express_from => Reason::new("time_urgent", Bands::URGENT),
            _ if stop <= self.standard_from => Reason::new("time_express", Bands::EXPRESS),
            _ => Reason::new("time_standard", Bands::STANDARD),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Amount, Field};
    use super::*;

    fn points(reasons: &[Reason]) -> Vec<(&str, i32)> {
        reasons.iter().map(|reason| (reason.key.as_str(), reason.points)).collect()
    }

    #[test]
    fn every_point_has_its_reason() {
        let mut notice = Notice::bare("x".into(), "甲至乙省级干线光缆工程".into());
        notice.province = Field::recognised("320000".into(), "江苏", "region");
        notice.customer = Field::recognised("中国移动".into(), "中国移动", "operator");
        notice.cap =
            Field::recognised(Amount { fen: 350_000_000, tax_included: None }, "350万元", "cap");
        let watch = [WatchWord { word: "甲至乙".into(), weight: 25 }];
        let reasons = lasting(&notice, true, &watch);
        assert_eq!(
            points(&reasons),
            [
                ("own_region", 20),
                ("trunk", 15),
                ("key_account", 10),
                ("budget", 10),
                ("missing", -6),
                ("watch", 25)
            ]
        );
        assert_eq!(total(&reasons), 74);
        let elsewhere = lasting(&notice, false, &[]);
        assert_eq!(points(&elsewhere)[0], ("trunk", 15), "another region's works give nothing");
    }

    #[test]
    fn a_word_counts_once_whatever_its_width_and_case() {
        let watch = [WatchWord { word: "5ｇ".into(), weight: 7 }];
        assert_eq!(total(&watched("5G基站5G配套", "", &watch)), 7);
        assert_eq!(total(&watched("基站", "", &watch)), 0);
    }

    #[test]
    fn time_is_counted_in_working_days_and_what_is_unknown_gives_nothing() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        // A Friday morning: two working days end on Tuesday.
        let bands = Bands::at(at("2026-11-20T01:00:00Z"), Calendar::bundled());
        let of = |text: &str| bands.reason(Some(at(text))).unwrap().key;
        assert_eq!(of("2026-11-20T01:00:00Z"), "time_over");
        assert_eq!(of("2026-11-23T09:00:00Z"), "time_urgent");
        assert_eq!(of("2026-11-24T09:00:00Z"), "time_express");
        assert_eq!(of("2026-12-01T09:00:00Z"), "time_standard");
        assert_eq!(bands.reason(None), None);
    }
}
