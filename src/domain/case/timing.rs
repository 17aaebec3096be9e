//! How the limits of a case are kept: for each step when it began, until when it may take, when it was done, and what to say
//! of it.
//!
//! Two limits hold for a step. *Forward*: so many working minutes after it began, by the table of the case's track
//! ([`sla::LIMITS`]). *Backward*: the last instant that leaves the steps after it their time before the hard stop. While a
//! case is suspended its limits stand still. As long as it is open everything here is computed when it is read; when it
//! ends, the manager's last act freezes it with the version of the calendar ([`Record`]), and a corrected calendar changes it
//! no more.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::find;
use super::{Case, Entry, RESTARTS, State};
use crate::domain::calendar::{Calendar, local};
use crate::domain::hard_stop::Basis;
use crate::domain::procedure::To;
use crate::domain::sla::{self, Step, Track, limit};
use crate::domain::why::Why;

/// What is to be said of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Done within its limit.
    Kept,
    /// Done after its limit.
    Late,
    /// Begun, and within its limit.
    Running,
    /// Begun, not done, and past its limit.
    Overdue,
    /// Still to come.
    Ahead,
    /// Not taken: its track has none, or the case went another way.
    Skipped,
}

impl Verdict {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Late => "late",
            Verdict::Running => "running",
            Verdict::Overdue => "overdue",
            Verdict::Ahead => "ahead",
            Verdict::Skipped => "skipped",
        }
    }

    fn is_missed(self) -> bool {
        matches!(self, Verdict::Late | Verdict::Overdue)
    }
}

/// A step with its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTime {
    /// Which.
    pub step: Step,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub began: Option<DateTime<Utc>>,
    /// Its limit, counted forward from where it began.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<DateTime<Utc>>,
    /// The last instant that leaves the steps after it their time before the hard stop.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub latest: Option<DateTime<Utc>>,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub done: Option<DateTime<Utc>>,
    /// What to say of it.
    pub verdict: Verdict,
}

/// The limits of a case at an instant, or as they were when it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The track.
    pub track: Track,
    /// Step by step.
    pub steps: Vec<StepTime>,
    /// Working minutes during which the case was suspended.
    #[serde(default)]
    pub suspended: i64,
    /// Version of the calendar that counted.
    pub calendar: String,
    /// Every day in it rests on a published calendar; otherwise 日历未更新.
    pub certain: bool,
}

impl Record {
    /// Whether the manager's own steps were missed twice: then the case is to go up to headquarters.
    pub fn calls_for_escalation(&self) -> bool {
        let own = self.steps.iter().filter(|time| is_managers(time.step));
        own.filter(|time| time.verdict.is_missed()).count() >= 2
    }

    /// The first step that is running or overdue.
    pub fn at_hand(&self) -> Option<&StepTime> {
        self.steps.iter().find(|t| matches!(t.verdict, Verdict::Running | Verdict::Overdue))
    }
}

/// Steps that wait for the manager; the others wait for the parties.
pub fn is_managers(step: Step) -> bool {
    !matches!(step, Step::StateCase | Step::Consult | Step::Reply)
}

/// The limits of a case: frozen ones where it has ended, otherwise as they are at an instant.
pub fn record(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Record {
    match &case.closing {
        Some(frozen) => frozen.clone(),
        None => reckon(case, now, calendar),
    }
}

/// The limits as the act that ends a case freezes them: what was still to come was not taken, what was past its limit was
/// missed, and a case that ends before it was accepted was answered now.
pub fn at_end(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Record {
    let mut record = reckon(case, now, calendar);
    for time in &mut record.steps {
        if time.step == Step::Accept && time.done.is_none() {
            time.done = Some(now);
            time.verdict = match time.verdict {
                Verdict::Overdue => Verdict::Late,
                _ => Verdict::Kept,
            };
        }
        time.verdict = match time.verdict {
            Verdict::Running | Verdict::Ahead => Verdict::Skipped,
            Verdict::Overdue => Verdict::Late,
            told => told,
        };
        time.latest = None;
    }
    record
}

fn reckon(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Record {
    let track = case.track(calendar);
    let pauses = pauses(&case.timeline, Some(now));
    let over = case.state_at(now).is_terminal() || case.state_at(now) == State::Effective;
    let mut steps: Vec<StepTime> = Vec::new();
    for row in &sla::LIMITS {
        let (began, done) = marks(case, row.step, track, now);
        let due = began.zip(limit(row.step, track)).map(|(began, minutes)| {
            let due = calendar.add_working(began, minutes);
            pauses.iter().fold(due, |due, (from, to)| put_off(due, began, *from, *to, calendar))
        });
        let due = match (row.step, case.decision.as_ref().and_then(|d| d.interim)) {
            (Step::ConfirmInterim, Some(interim)) => Some(interim.until),
            _ => due,
        };
        let verdict = match (began, due, done) {
            (Some(_), Some(due), Some(done)) if done <= due => Verdict::Kept,
            (Some(_), Some(_), Some(_)) => Verdict::Late,
            (Some(_), Some(due), None) if due < now => Verdict::Overdue,
            (Some(_), Some(_), None) if !over || row.step == Step::ConfirmInterim => {
                Verdict::Running
            }
            _ if over || !is_ahead(case, row.step, track) => Verdict::Skipped,
            _ => Verdict::Ahead,
        };
        let open = matches!(verdict, Verdict::Running | Verdict::Overdue | Verdict::Ahead);
        let latest = case.hard_stop.as_ref().filter(|_| open && row.step != Step::ConfirmInterim);
        let latest = latest.map(|stop| {
            let after = sla::remaining_after(row.step, track) + case.margin();
            calendar.sub_working(stop.at, after)
        });
        steps.push(StepTime { step: row.step, began, due, latest, done, verdict });
    }
    let last = case.hard_stop.as_ref().map_or(now, |stop| stop.at.max(now));
    Record {
        track,
        steps,
        suspended: pauses.iter().map(|(from, to)| calendar.working_between(*from, *to)).sum(),
        calendar: calendar.version(),
        certain: calendar.is_certain(local(case.detected_at).date(), local(last).date()),
    }
}

/// The limit that the table gives a step that begins now, and never later than the hard stop; none where no track of the parties'
/// has such a step.
pub fn limit_from(
    case: &Case,
    step: Step,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Option<DateTime<Utc>> {
    // A step that the urgent track leaves out may be taken all the same, where there turned out to be time for it.
    let minutes = limit(step, case.track(calendar)).or_else(|| limit(step, Track::Express))?;
    let due = calendar.add_working(now, minutes);
    let stop = case.hard_stop.filter(|stop| !stop.estimated && stop.at > now);
    Some(stop.map_or(due, |stop| due.min(stop.at)))
}

/// A limit that a suspension interrupts stands still meanwhile.
fn put_off(
    due: DateTime<Utc>,
    began: DateTime<Utc>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    calendar: &Calendar,
) -> DateTime<Utc> {
    let from = from.max(began);
    if from >= due || to <= from {
        return due;
    }
    calendar.add_working(due, calendar.working_between(from, to))
}

/// When the case was suspended: from the act that did it to the next that moved it on. What headquarters gives back to where it
/// was suspended stands still again. A suspension that lasts ends at the instant given, and is left out where there is none.
fn pauses(timeline: &[Entry], now: Option<DateTime<Utc>>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut pauses = Vec::new();
    let (mut since, mut waits_above): (Mark, bool) = (None, false);
    let moves =
        |entry: &&Entry| entry.counts && find(entry.action).is_some_and(|row| row.to != To::Same);
    for entry in timeline.iter().filter(moves) {
        let paused = since.take();
        pauses.extend(paused.map(|from| (from, entry.at.max(from))));
        match entry.action {
            "suspend" => since = Some(entry.at),
            "escalate" | "refer" => waits_above = paused.is_some(),
            "return" if waits_above => since = Some(entry.at),
            _ => {}
        }
    }
    pauses.extend(since.zip(now).map(|(from, now)| (from, now.max(from))));
    pauses
}

/// Working minutes for which a case was suspended up to an instant.
pub fn suspended_until(case: &Case, until: DateTime<Utc>, calendar: &Calendar) -> i64 {
    let pauses = pauses(&case.timeline, Some(until)).into_iter().filter(|(from, _)| *from < until);
    pauses.map(|(from, to)| calendar.working_between(from, to.min(until))).sum()
}

/// Puts off the limits that the parties were given by as long as the case was suspended since.
pub(super) fn put_limits_off(timeline: &mut [Entry], calendar: &Calendar) {
    let pauses = pauses(timeline, None);
    for entry in timeline {
        let began = entry.at;
        let later = |limit| {
            pauses.iter().fold(limit, |due, (from, to)| put_off(due, began, *from, *to, calendar))
        };
        entry.limit = entry.limit.map(later);
    }
}

/// Until when a party is to state its case: as it was told, or in short form after an interim order; none where no limit runs.
pub fn statement_limit(case: &Case, unit: &str, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let interim = case.decision.as_ref().filter(|decision| decision.interim.is_some());
    match interim {
        Some(order) => {
            let minutes = limit(Step::StateCase, Track::Urgent)?;
            Some(calendar.add_working(order.at, minutes))
        }
        None => case.consult_limit_of(unit),
    }
}

/// Whether a step may still come on this track, from where the case is.
fn is_ahead(case: &Case, step: Step, track: Track) -> bool {
    let state = if case.state.is_paused() { case.paused_from } else { Some(case.state) };
    let reached = match state {
        Some(State::Detected) => Step::Accept,
        Some(State::Accepted) => Step::StateCase,
        Some(State::Consulting) => Step::StateCase,
        Some(State::Recommended) => Step::Reply,
        Some(State::Ordered | State::Settled) => Step::Service,
        _ => return false,
    };
    // An interim order is confirmed or lapses; nothing else is.
    step != Step::ConfirmInterim && step >= reached && limit(step, track).is_some()
}

type Mark = Option<DateTime<Utc>>;

/// When a step began and when it was done, as the timeline tells.
fn marks(case: &Case, step: Step, track: Track, now: DateTime<Utc>) -> (Mark, Mark) {
    let last = |action: &str| case.current(action).map(|entry| entry.at).next_back();
    // The committee sends back what stays accepted.
    let restart = case.timeline.iter().rfind(|e| e.counts && RESTARTS.contains(&e.action));
    let sent_back = restart.filter(|entry| entry.action == "remand").map(|entry| entry.at);
    let first = |action: &str| case.current(action).map(|entry| entry.at).next();
    let accepted = last("accept").or(sent_back);
    let decided = case.decision.as_ref();
    let settled = last("settle");
    match step {
        Step::Accept => {
            let gone = ["reject", "refer", "merge", "transfer", "withdraw"];
            let gone = || gone.iter().filter_map(|action| last(action)).min();
            let began = restart.map(|entry| entry.at);
            (began.or(Some(case.detected_at)), accepted.or_else(gone))
        }
        Step::StateCase => (accepted, heard(case)),
        Step::Consult if track == Track::Urgent => (None, None),
        Step::Consult => {
            let began = heard(case);
            let failed = case.current("statement");
            let failed = failed.filter(|entry| entry.args.get("result") == Some("failed"));
            let failed = failed.map(|entry| entry.at).next_back();
            let limit = case.consult_limit().filter(|limit| *limit <= now);
            let ends = [failed, settled, last("recommend"), limit];
            (began, later(began, ends.into_iter().flatten().min()))
        }
        Step::Recommend if settled.is_some() => (None, None),
        Step::Recommend => {
            let (_, consulted) = marks(case, Step::Consult, track, now);
            (consulted, later(consulted, last("recommend")))
        }
        Step::Reply => {
            let began = last("recommend");
            let all: Option<Vec<DateTime<Utc>>> =
                case.parties.iter().map(|p| case.reply(&p.unit).map(|entry| entry.at)).collect();
            let replied = all.and_then(|times| times.into_iter().max());
            let refused = case.replies().1;
            let refused = refused.iter().filter_map(|unit| case.reply(unit).map(|e| e.at)).min();
            let silent = case.reply_limit().filter(|limit| *limit <= now);
            let ends = [replied, refused, silent, last("agree"), last("order")];
            (began, later(began, ends.into_iter().flatten().min()))
        }
        Step::Order if track == Track::Urgent => (accepted, first("interim-order")),
        Step::Order if last("agree").is_some() => (None, None),
        Step::Order => {
            let (_, replied) = marks(case, Step::Reply, track, now);
            (replied, later(replied, last("order")))
        }
        Step::Service => (decided.map(|decision| decision.at), served(case)),
        Step::ConfirmInterim => {
            let interim = decided.filter(|decision| decision.interim.is_some());
            (interim.map(|decision| decision.at), interim.and_then(|_| last("confirm")))
        }
    }
}

/// A step is not done before it began.
fn later(began: Mark, done: Mark) -> Mark {
    began.zip(done).map(|(began, done)| began.max(done))
}

/// When the last of the parties was heard, or its silence noted.
fn heard(case: &Case) -> Mark {
    first_of_each(case, |unit| {
        let mut statements = case.current("statement");
        statements.find(|entry| entry.args.list("party").contains(unit)).map(|entry| entry.at)
    })
}

/// When the decision was served on the last of the parties.
fn served(case: &Case) -> Mark {
    case.decision.as_ref()?;
    first_of_each(case, |unit| case.served_at(unit))
}

fn first_of_each(case: &Case, at: impl Fn(&String) -> Mark) -> Mark {
    let all: Option<Vec<DateTime<Utc>>> = case.parties.iter().map(|p| at(&p.unit)).collect();
    all.and_then(|times| times.into_iter().max())
}

/// Why a case stands where it stands in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rank {
    /// Working minutes until the last responsible moment; negative when it has passed, none where there is none.
    pub slack: Option<i64>,
    /// Working minutes that the rest of the procedure needs.
    pub needs: i64,
    /// Even at express speed the rest of the procedure no longer fits.
    pub hopeless: bool,
    /// In words.
    pub reasons: Vec<Why>,
}

/// Where a case stands in the queue at an instant, and why.
pub fn rank(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Rank {
    let track = case.track(calendar);
    let moment = case.last_moment(calendar);
    let slack = moment.map(|moment| calendar.working_between(now, moment));
    let needs = case.stage().map_or(0, |stage| sla::remaining(stage, track));
    let mut rank = Rank { slack, needs, hopeless: false, reasons: Vec::new() };
    let (Some(stop), Some(stage), Some(slack)) = (&case.hard_stop, case.stage(), slack) else {
        let key = if case.stage().is_none() { "queue-decided" } else { "queue-no-time" };
        rank.reasons.push(Why::plain(key));
        return rank;
    };
    let basis = match stop.basis {
        Basis::SaleEnd => "sale_end",
        Basis::RegistrationEnd => "registration_end",
        Basis::PrequalDeadline => "prequal_deadline",
        Basis::BidDeadlinePrep => "bid_deadline_prep",
        Basis::EstimatedSale => "estimated_sale",
        Basis::EstimatedBid => "estimated_bid",
    };
    let key = if slack < 0 { "queue-past" } else { "queue-slack" };
    rank.reasons.push(
        Why::rule(key, "G7")
            .with("slack", hours(slack.abs()))
            .with("stop", local(stop.at).format("%m-%d %H:%M").to_string())
            .with("basis", basis)
            .with("needs", hours(needs))
            .with("track", track.name()),
    );
    if case.trunk {
        rank.reasons.push(Why::rule("queue-trunk", "SCXT-5").with("margin", hours(case.margin())));
    }
    rank.hopeless = !sla::normal_track_fits(now, stop.at, stage, calendar);
    if rank.hopeless && now < stop.at && stage < sla::Stage::Ordered {
        rank.reasons.push(Why::rule("queue-urgent-only", "SCXT-8"));
    }
    if !calendar.is_certain(local(now).date(), local(stop.at).date()) {
        rank.reasons.push(Why::plain("queue-calendar"));
    }
    rank
}

/// Working minutes as hours with one digit after the point, where there is one.
fn hours(minutes: i64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
