//! Across meetings: every action that is still open, those to be pressed for first, and the figures of a while.

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use crate::domain::meeting::follow_up::Tracked;
use crate::domain::meeting::review::{Review, Share};
use crate::domain::subject::Subject;
use crate::i18n::{Words, value};
use crate::t;

use super::fairness::Period;
use super::meeting::around;
use super::query::{Answer, Reading};

/// An action that is still open, with its meeting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenAction {
    /// `HY-…`.
    pub meeting: String,
    /// The action.
    #[serde(flatten)]
    pub task: Tracked,
    /// Its day has passed.
    pub overdue: bool,
    /// The chair has to press for it (督办).
    pub pressed: bool,
}

impl Period {
    /// A quarter as it is written, `2026Q4`; that of a day where nothing is.
    pub fn quarter(text: &str, today: NaiveDate) -> Option<Period> {
        let text = text.trim().to_ascii_uppercase();
        let (year, quarter) = match text.split_once('Q') {
            Some((year, quarter)) => {
                (year.trim_end_matches('-').parse().ok()?, quarter.parse().ok()?)
            }
            None if text.is_empty() => (today.year(), today.month0() / 3 + 1),
            None => return None,
        };
        let month = (1..=4).contains(&quarter).then(|| quarter * 3 - 2)?;
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let to = from.checked_add_months(Months::new(3))?.pred_opt()?;
        Some(Period { from: Some(from), to: Some(to) })
    }
}

/// All meetings, far back.
const ALL: u32 = u32::MAX;

/// Sorts before every instant.
const EVER: &str = "";

impl Reading<'_, '_> {
    /// All meetings that there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_meetings(&self) -> Answer<Vec<Subject>> {
        let all = self.tx.meetings(EVER, ALL)?;
        Ok(all.iter().filter_map(|subject| subject.parse().ok()).collect())
    }

    /// Actions of signed minutes that are still open: to be pressed for, overdue, then by their day; those without one last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_actions(&self) -> Answer<Vec<OpenAction>> {
        let mut found = Vec::new();
        for subject in self.all_meetings()? {
            let Some(around) = around(self.tx, self.context, subject)? else { continue };
            if around.meeting.signature().is_none() {
                continue;
            }
            let number = &around.meeting.planned.number;
            let open = around.tasks.into_iter().filter(|task| !task.stage.is_over());
            found.extend(open.map(|task| OpenAction {
                meeting: number.clone(),
                overdue: task.is_overdue(self.now),
                pressed: task.is_pressed(self.now),
                task,
            }));
        }
        let last = NaiveDate::MAX;
        found.sort_by_key(|action| {
            (!action.pressed, !action.overdue, action.task.until.unwrap_or(last))
        });
        Ok(found)
    }

    /// How the meetings of a while were held.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn review(&self, period: Period) -> Answer<Review> {
        let mut review = Review::default();
        for subject in self.all_meetings()? {
            let Some(around) = around(self.tx, self.context, subject)? else { continue };
            if period.holds(around.meeting.planned.start) {
                let calendar = self.context.calendar();
                review.take(&around.meeting, &around.records, &around.tasks, self.now, calendar);
            }
        }
        Ok(review)
    }
}

/// Open actions in words, a line each. `name` gives the name of a unit by its code.
pub fn told(actions: &[OpenAction], words: &Words, name: &dyn Fn(&str) -> String) -> Vec<String> {
    if actions.is_empty() {
        return vec![t!(words, "actions-none")];
    }
    let line = |action: &OpenAction| {
        let task = &action.task;
        let owner = task.task.owner.as_deref().map(name);
        let owner = owner.unwrap_or_else(|| t!(words, "layer-meeting-nobody"));
        let day = task.until.map(|day| t!(words, "layer-meeting-until", day = day.to_string()));
        let carried = (task.carried > 0)
            .then(|| t!(words, "layer-meeting-carried", n = task.carried.to_string()));
        let parts = [
            action.pressed.then(|| t!(words, "layer-meeting-pressed")),
            action.overdue.then(|| t!(words, "layer-meeting-overdue")),
            Some(owner),
            Some(day.unwrap_or_else(|| t!(words, "layer-meeting-no-day"))),
            Some(value::stage(words, task.stage)),
            carried,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} [{}] {} · {}", action.meeting, task.number, task.task.what, parts.join(" · "))
    };
    actions.iter().map(line).collect()
}

/// The figures in words, a line each.
pub fn figures(review: &Review, words: &Words) -> Vec<String> {
    let share = |label: String, share: Share| {
        let (kept, of) = (share.kept.to_string(), share.of.to_string());
        match share.percent() {
            Some(percent) => {
                let percent = percent.to_string();
                let label = label.as_str();
                t!(words, "review-share", label = label, percent = percent, kept = kept, of = of)
            }
            None => t!(words, "review-nothing", label = label),
        }
    };
    let (held, cancelled) = (review.held.to_string(), review.cancelled.to_string());
    vec![
        t!(words, "review-held", held = held, cancelled = cancelled),
        share(t!(words, "review-notices"), review.notices),
        share(t!(words, "review-punctual"), review.punctual),
        share(t!(words, "review-agenda"), review.agenda),
        share(t!(words, "review-signed"), review.signed),
        share(t!(words, "review-actions"), review.actions),
    ]
}
