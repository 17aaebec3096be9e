//! How long each step of a conflict may take, and the last moment to act.
//!
//! The regulation gives no time limits for its three means (gap G7). The table here is planned
//! backward from the tender's own clock: document sales are open for 3 to 4 days, so most live
//! conflicts run on the express track. Limits are in working minutes ([`Calendar`]); a working day
//! is 8 hours.
//!
//! Every number of this module is an assumed default until headquarters confirms it (gap G7).
//!
//! What matters on the screen is not age but the *last responsible moment*: the hard stop minus the
//! working time that the rest of the procedure needs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, WORKDAY_MINUTES};

/// From this slack on (working minutes) there is time for the standard track: 5 working days.
pub const STANDARD_FROM: i64 = 5 * WORKDAY_MINUTES;

/// From this slack on (working minutes) there is time for the express track: 2 working days.
pub const EXPRESS_FROM: i64 = 2 * WORKDAY_MINUTES;

const HOUR: i64 = 60;

/// Working minutes by which the last moment of a provincial trunk line is earlier: art. 5 makes it the focus, and gap G20 gives it
/// weight and a tighter limit instead of an automatic win. Half a working day, assumed.
pub const TRUNK_MARGIN: i64 = 4 * HOUR;

/// How fast a conflict is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// 5 working days or more before the hard stop; the steps take 34 hours.
    Standard,
    /// 2 to 5 working days; the steps take 13 hours.
    Express,
    /// Under 2 working days: no time to consult, an interim order that lapses unless confirmed.
    Urgent,
}

impl Track {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Track::Standard => "standard",
            Track::Express => "express",
            Track::Urgent => "urgent",
        }
    }

    /// The track for a conflict with so much working time (minutes) between its detection and its
    /// hard stop.
    pub fn for_slack(working_minutes: i64) -> Track {
        if working_minutes >= STANDARD_FROM {
            Track::Standard
        } else if working_minutes >= EXPRESS_FROM {
            Track::Express
        } else {
            Track::Urgent
        }
    }
}

/// A step that has a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 受理 or 不予受理.
    Accept,
    /// The parties state their case; silence is recorded.
    StateCase,
    /// 协商 ends, settled or not.
    Consult,
    /// 建议 is issued.
    Recommend,
    /// The parties answer the recommendation; silence is a refusal.
    Reply,
    /// 指令; on the urgent track the interim order.
    Order,
    /// 送达 to every party.
    Service,
    /// An interim order is confirmed, or lapses. Runs after the order has taken effect.
    ConfirmInterim,
}

impl Step {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Step::Accept => "accept",
            Step::StateCase => "state_case",
            Step::Consult => "consult",
            Step::Recommend => "recommend",
            Step::Reply => "reply",
            Step::Order => "order",
            Step::Service => "service",
            Step::ConfirmInterim => "confirm_interim",
        }
    }
}

/// The limits of one step in working minutes, one field a track. `None`: the track has no such
/// step. `Some(0)`: at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Which step.
    pub step: Step,
    /// On the standard track.
    pub standard: Option<i64>,
    /// On the express track.
    pub express: Option<i64>,
    /// On the urgent track.
    pub urgent: Option<i64>,
}

const fn row(
    step: Step,
    standard: Option<i64>,
    express: Option<i64>,
    urgent: Option<i64>,
) -> Limits {
    Limits { step, standard, express, urgent }
}

/// The table of limits, in the order of the procedure.
pub static LIMITS: [Limits; 8] = [
    row(Step::Accept, Some(4 * HOUR), Some(2 * HOUR), Some(30)),
    row(Step::StateCase, Some(8 * HOUR), Some(3 * HOUR), Some(HOUR)),
    row(Step::Consult, Some(8 * HOUR), Some(3 * HOUR), None),
    row(Step::Recommend, Some(4 * HOUR), Some(2 * HOUR), None),
    row(Step::Reply, Some(4 * HOUR), Some(HOUR), None),
    row(Step::Order, Some(4 * HOUR), Some(HOUR), Some(2 * HOUR)),
    row(Step::Service, Some(2 * HOUR), Some(HOUR), Some(0)),
    row(Step::ConfirmInterim, None, None, Some(8 * HOUR)),
];

/// The limit of `step` on `track` in working minutes; `None` where the track has no such step.
pub fn limit(step: Step, track: Track) -> Option<i64> {
    let limits = LIMITS.iter().find(|limits| limits.step == step)?;
    match track {
        Track::Standard => limits.standard,
        Track::Express => limits.express,
        Track::Urgent => limits.urgent,
    }
}

/// How far a conflict has come, as far as the remaining time depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 待受理: nothing has been done.
    Detected,
    /// 已受理: the parties are to state their case.
    Accepted,
    /// 协商中: the cases are stated, or their absence is recorded.
    Consulting,
    /// 已建议: the parties are to answer.
    Recommended,
    /// 已下令 or 已和解: decided, to be served.
    Ordered,
    /// In effect, or closed in any other way.
    Done,
}

impl Stage {
    /// The steps still ahead before a decision takes effect. [`Step::ConfirmInterim`] is never
    /// among them: it has its own 8 hours after an interim order and does not compete with the hard
    /// stop.
    pub fn steps_ahead(self) -> &'static [Step] {
        const ALL: &[Step] = &[
            Step::Accept,
            Step::StateCase,
            Step::Consult,
            Step::Recommend,
            Step::Reply,
            Step::Order,
            Step::Service,
        ];
        let done = match self {
            Stage::Detected => 0,
            Stage::Accepted => 1,
            Stage::Consulting => 2,
            Stage::Recommended => 4,
            Stage::Ordered => 6,
            Stage::Done => 7,
        };
        ALL.get(done..).unwrap_or_default()
    }
}

/// Working minutes that the steps after `stage` may take on `track` before the decision is in
/// effect.
pub fn remaining(stage: Stage, track: Track) -> i64 {
    stage.steps_ahead().iter().filter_map(|step| limit(*step, track)).sum()
}

/// Working minutes that the steps after `step` may take on `track` before the decision is in effect.
pub fn remaining_after(step: Step, track: Track) -> i64 {
    let ahead = Stage::Detected.steps_ahead().iter().filter(|ahead| **ahead > step);
    ahead.filter_map(|step| limit(*step, track)).sum()
}

/// Whether the rest of the procedure on `track` still fits between `now` and the hard stop. A
/// conflict that is done always fits; after the hard stop nothing else does.
pub fn fits(
    now: DateTime<Utc>,
    hard_stop: DateTime<Utc>,
    stage: Stage,
    track: Track,
    calendar: &Calendar,
) -> bool {
    let in_time = now <= hard_stop;
    let enough = || calendar.working_between(now, hard_stop) >= remaining(stage, track);
    stage == Stage::Done || (in_time && enough())
}

/// Whether consultation and recommendation can still be gone through, at least at express speed.
/// While they can, an order without them is refused: art. 8 puts compulsion last. The express track
/// is the measure even for a conflict that began on the standard track, because hurrying is milder
/// than ordering.
pub fn normal_track_fits(
    now: DateTime<Utc>,
    hard_stop: DateTime<Utc>,
    stage: Stage,
    calendar: &Calendar,
) -> bool {
    fits(now, hard_stop, stage, Track::Express, calendar)
}

/// The latest instant at which the rest of the procedure can begin and still end by the hard stop.
pub fn last_responsible_moment(
    hard_stop: DateTime<Utc>,
    stage: Stage,
    track: Track,
    calendar: &Calendar,
) -> DateTime<Utc> {
    calendar.sub_working(hard_stop, remaining(stage, track))
}

/// The track of a conflict detected at `detected_at`.
pub fn choose_track(
    detected_at: DateTime<Utc>,
    hard_stop: DateTime<Utc>,
    calendar: &Calendar,
) -> Track {
    Track::for_slack(calendar.working_between(detected_at, hard_stop))
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

    #[test]
    fn the_steps_add_up_to_the_hours_of_the_table() {
        assert_eq!(remaining(Stage::Detected, Track::Standard), 34 * HOUR);
        assert_eq!(remaining(Stage::Detected, Track::Express), 13 * HOUR);
        assert_eq!(remaining(Stage::Detected, Track::Urgent), 3 * HOUR + 30);
        assert_eq!(remaining(Stage::Consulting, Track::Standard), 22 * HOUR);
        assert_eq!(remaining(Stage::Recommended, Track::Express), 3 * HOUR);
        assert_eq!(remaining(Stage::Ordered, Track::Standard), 2 * HOUR);
        let urgent = [Stage::Consulting, Stage::Recommended];
        assert!(urgent.iter().all(|stage| remaining(*stage, Track::Urgent) == 2 * HOUR));
    }

    #[test]
    fn every_stage_leaves_no_more_than_the_one_before_and_each_step_has_one_row() {
        let stages = [
            Stage::Detected,
            Stage::Accepted,
            Stage::Consulting,
            Stage::Recommended,
            Stage::Ordered,
            Stage::Done,
        ];
        for track in [Track::Standard, Track::Express, Track::Urgent] {
            let left: Vec<i64> = stages.iter().map(|stage| remaining(*stage, track)).collect();
            assert!(left.is_sorted_by(|a, b| a >= b), "{left:?}");
            assert_eq!(left.last(), Some(&0));
        }
        assert!(LIMITS.iter().map(|limits| limits.step).is_sorted_by(|a, b| a < b));
        assert_eq!(limit(Step::Consult, Track::Urgent), None);
        assert_eq!(limit(Step::ConfirmInterim, Track::Urgent), Some(8 * HOUR));
        assert_eq!(limit(Step::ConfirmInterim, Track::Standard), None);
    }

    #[test]
    fn the_track_follows_from_the_working_days_left() {
        assert_eq!(Track::for_slack(40 * HOUR), Track::Standard);
        assert_eq!(Track::for_slack(40 * HOUR - 1), Track::Express);
        assert_eq!(Track::for_slack(16 * HOUR), Track::Express);
        assert_eq!(Track::for_slack(16 * HOUR - 1), Track::Urgent);
        assert_eq!(Track::for_slack(i64::MIN), Track::Urgent);
    }

    #[test]
    fn a_week_of_holidays_is_no_time() {
        let calendar = Calendar::bundled();
        let (detected, stop) = (at("2026-09-30 08:30"), at("2026-10-09 17:30"));
        // Ten days on the wall calendar, three working days: 30 September, 8 and 9 October.
        assert_eq!(choose_track(detected, stop, calendar), Track::Express);
        // Make-up Saturday 10 October is worked: with Monday it makes five.
        assert_eq!(choose_track(detected, at("2026-10-12 17:30"), calendar), Track::Standard);
        let moment = last_responsible_moment(stop, Stage::Detected, Track::Express, calendar);
        assert_eq!(moment, at("2026-10-08 11:30"));
        let done = last_responsible_moment(stop, Stage::Done, Track::Express, calendar);
        assert_eq!(done, stop);
    }

    #[test]
    fn the_last_responsible_moment_is_the_last_that_fits() {
        let calendar = Calendar::bundled();
        let stop = at("2026-10-13 10:00");
        let minute = chrono::TimeDelta::minutes(1);
        for track in [Track::Standard, Track::Express] {
            for stage in [Stage::Detected, Stage::Accepted, Stage::Consulting, Stage::Recommended] {
                let moment = last_responsible_moment(stop, stage, track, calendar);
                assert!(fits(moment, stop, stage, track, calendar));
                assert!(!fits(moment + minute, stop, stage, track, calendar));
            }
        }
    }

    #[test]
    fn an_urgent_order_has_to_wait_while_consultation_still_fits() {
        let calendar = Calendar::bundled();
        let stop = at("2026-10-13 17:30");
        assert!(normal_track_fits(at("2026-10-12 11:30"), stop, Stage::Detected, calendar));
        assert!(!normal_track_fits(at("2026-10-12 11:31"), stop, Stage::Detected, calendar));
        assert!(normal_track_fits(at("2026-10-13 14:30"), stop, Stage::Recommended, calendar));
        let late = at("2026-10-13 17:31");
        assert!(!fits(late, stop, Stage::Ordered, Track::Urgent, calendar));
        assert!(fits(late, stop, Stage::Done, Track::Standard, calendar));
    }
}
