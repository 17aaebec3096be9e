//! What became of the actions of signed minutes: open, begun, done, put off, dropped, and which of them the chair has to press
//! (督办).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::Meeting;
use crate::domain::calendar::local;
use crate::domain::minutes::{Record, Said, Task};
use crate::domain::procedure::moment;

/// An action that was put off, or was overdue, so often is pressed for.
pub const PRESSED_FROM: usize = 2;

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 待办.
    Open,
    /// 办理中.
    Doing,
    /// 已办.
    Done,
    /// 不办.
    Dropped,
}

impl Stage {
    /// Whether nothing remains to be done.
    pub fn is_over(self) -> bool {
        matches!(self, Stage::Done | Stage::Dropped)
    }
}

/// An action with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tracked {
    /// Its number among the actions of the minutes, from 1.
    pub number: usize,
    /// Its line in the minutes, from 0.
    pub line: usize,
    /// What it is known by: who, what, and the how manieth of that.
    #[serde(skip)]
    pub key: String,
    /// What was said.
    #[serde(flatten)]
    pub task: Task,
    /// Where it stands.
    pub stage: Stage,
    /// The day that holds now: the one it was put off to last.
    pub until: Option<NaiveDate>,
    /// How often it was put off.
    pub carried: usize,
    /// By what it was shown that it is done.
    pub proof: Option<String>,
    /// When that was recorded.
    pub done_at: Option<DateTime<Utc>>,
}

impl Tracked {
    /// Whether its day has passed and it is not done.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        !self.stage.is_over() && self.until.is_some_and(|day| day < local(now).date())
    }

    /// Whether it was done by its day; nothing while it is not due, is dropped, or has no day.
    pub fn was_on_time(&self, now: DateTime<Utc>) -> Option<bool> {
        let day = self.until?;
        match (self.stage, self.done_at) {
            (Stage::Done, Some(at)) => Some(local(at).date() <= day),
            // It was done when the line was written.
            (Stage::Done, None) => Some(true),
            (Stage::Dropped, _) => None,
            (Stage::Open | Stage::Doing, _) => (day < local(now).date()).then_some(false),
        }
    }

    /// Whether the chair has to press for it: put off or overdue [`PRESSED_FROM`] times in all.
    pub fn is_pressed(&self, now: DateTime<Utc>) -> bool {
        !self.stage.is_over() && self.carried + usize::from(self.is_overdue(now)) >= PRESSED_FROM
    }
}

/// The actions of minutes with what became of them since. What was recorded of an action is bound to its owner and words, so
/// that an amendment that puts another one before it changes nothing, and the same asked of two is two.
pub fn follow_up(meeting: &Meeting, records: &[Record]) -> Vec<Tracked> {
    let tasks = records.iter().filter_map(|record| match &record.said {
        Said::Action(task) => Some((record.line, task)),
        _ => None,
    });
    let mut found: Vec<Tracked> = Vec::new();
    for (at, (line, task)) in tasks.enumerate() {
        let same = |one: &&Tracked| (&one.task.owner, &one.task.what) == (&task.owner, &task.what);
        let nth = found.iter().filter(same).count();
        let owner = task.owner.as_deref().unwrap_or_default();
        let key = match nth {
            0 => format!("{owner}：{}", task.what),
            nth => format!("{owner}：{} #{}", task.what, nth + 1),
        };
        found.push(tracked(meeting, at + 1, line, task, key));
    }
    found
}

fn tracked(meeting: &Meeting, number: usize, line: usize, task: &Task, key: String) -> Tracked {
    let mut tracked = Tracked {
        number,
        line,
        key,
        stage: if task.done { Stage::Done } else { Stage::Open },
        until: task.due,
        carried: 0,
        proof: None,
        done_at: None,
        task: task.clone(),
    };
    for entry in meeting.entries("progress") {
        if entry.args.get(BOUND) != Some(tracked.key.as_str()) {
            continue;
        }
        match entry.args.get("stage") {
            Some("doing") => tracked.stage = Stage::Doing,
            Some("done") => {
                tracked.stage = Stage::Done;
                tracked.proof = entry.args.get("proof").map(str::to_owned);
                tracked.done_at = Some(entry.at);
            }
            Some("dropped") => tracked.stage = Stage::Dropped,
            Some("carried") => {
                tracked.carried += 1;
                tracked.until = moment(&entry.args, "due").map(|due| local(due).date());
            }
            _ => {}
        }
    }
    tracked
}

/// The argument that binds what was recorded to its action; the desk fills it in.
pub const BOUND: &str = "action";
