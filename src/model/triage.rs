//! The inbox on the screen: which leads a verdict is for, marks, and what a filled form asks of the desk.

use chrono::{DateTime, Utc};

use crate::desk::command::{Command, PassTo, Screening};
use crate::desk::service::Request;
use crate::desk::triage::MAX_BATCH;
use crate::domain::calendar::{Calendar, local};
use crate::domain::lead::Verdict;
use crate::domain::strict::Texts;
use crate::domain::when::read_day;
use crate::domain::why::Why;

use super::Model;
use super::layer::Layer;

/// A verdict as a form was filled.
///
/// # Errors
/// What cannot be read.
pub fn screening(
    numbers: &[String],
    verdict: Verdict,
    texts: &Texts,
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Screening, Vec<Why>> {
    let get = |name: &str| texts.get(name).map(str::to_owned);
    let until = match texts.get("until") {
        None => None,
        Some(text) => Some(
            read_day(text, local(now).date(), calendar)
                .ok_or_else(|| vec![Why::plain("day-unread").with("day", text)])?,
        ),
    };
    let to = match texts.get("pass_to") {
        None => None,
        Some(word) => {
            let why = || vec![Why::plain("pass-to-unknown").with("word", word)];
            Some(PassTo::parse(word).ok_or_else(why)?)
        }
    };
    let (reason, of) = (get("reason"), get("duplicate_of"));
    Ok(Screening { numbers: numbers.to_vec(), verdict, reason, until, of, to })
}

/// One lead is judged at once, for undo takes it back; several are shown first.
pub fn request(screening: Screening) -> Request {
    if screening.numbers.len() == 1 {
        Request::Perform(Command::Screen(screening))
    } else {
        Request::Preview(screening)
    }
}

/// A watch word as its form was filled; weight 0 drops it.
///
/// # Errors
/// A weight that is no number.
pub fn watch(texts: &Texts) -> Result<Command, Why> {
    let text = texts.get("weight").unwrap_or_default();
    let weight: i32 = text.parse().map_err(|_| {
        Why::plain("argument-misfit").with("argument", "weight").with("expected", "10")
    })?;
    let word = texts.get("word").unwrap_or_default().to_owned();
    Ok(Command::Watch { word, weight: Some(weight).filter(|weight| *weight != 0) })
}

impl Model {
    /// The leads that a verdict is for: the one in full, else those marked, else the selected one.
    pub fn judged_leads(&self) -> Vec<String> {
        match self.top() {
            Some(Layer::Lead { detail, .. }) => vec![detail.row.number.clone()],
            _ if !self.marks.is_empty() => self.marks.clone(),
            _ => self.selected_lead().map(|row| row.number.clone()).into_iter().collect(),
        }
    }

    /// Marks a lead, or takes its mark away; `false` when no more may be marked.
    pub fn turn_mark(&mut self, number: &str) -> bool {
        if let Some(place) = self.marks.iter().position(|marked| marked == number) {
            self.marks.remove(place);
            return true;
        }
        let room = self.marks.len() < MAX_BATCH;
        if room {
            self.marks.push(number.to_owned());
        }
        room
    }

    /// Marks every lead of a list as far as there is room; where all were marked already, takes all marks away.
    pub fn mark_all(&mut self, numbers: Vec<String>) {
        if numbers.iter().all(|number| self.marks.contains(number)) {
            self.marks.clear();
            return;
        }
        for number in numbers {
            if self.marks.len() < MAX_BATCH && !self.marks.contains(&number) {
                self.marks.push(number);
            }
        }
    }
}
