//! The intake: a pasted text, what was recognised of it, and the corrections of a person, until it is recorded as a lead.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::paste::{Understood, correct, prepared, understand};
use crate::domain::lead::{FieldState, Named};
use crate::domain::why::Why;

use super::line::Line;

/// How far what was pasted is on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IntakeDraft {
    /// What an earlier run kept has come.
    pub loaded: bool,
    /// When what is here is to be kept; `None` where nothing changed.
    pub due: Option<DateTime<Utc>>,
    /// Asked to disk, and not yet answered.
    pub keeping: bool,
}

/// An intake as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    raw: String,
    corrections: Vec<(String, String)>,
}

/// The intakes as a draft.
pub fn kept<'a>(intakes: impl Iterator<Item = &'a IntakeState>) -> String {
    let kept = |intake: &IntakeState| Kept {
        raw: intake.raw.clone(),
        corrections: intake.corrections.clone(),
    };
    let all: Vec<Kept> = intakes.filter(|intake| !intake.raw.is_empty()).map(kept).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

/// The intakes of a draft; what cannot be read of it is nothing.
pub fn restored(draft: &str, now: DateTime<Utc>) -> Vec<IntakeState> {
    let all: Vec<Kept> = serde_json::from_str(draft).unwrap_or_default();
    let restore = |kept: Kept| {
        let Kept { raw, corrections } = kept;
        let mut intake = IntakeState { raw, corrections, ..IntakeState::default() };
        intake.read(now);
        intake
    };
    all.into_iter().map(restore).collect()
}

/// Which part has the room where both do not fit beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeSide {
    /// The fields.
    Fields,
    /// The text.
    Text,
}

/// The intake as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct IntakeState {
    /// The text as it came; empty before anything was pasted.
    pub raw: String,
    /// What was understood of it; `None` where nothing was, or nothing is there.
    pub understood: Option<Understood>,
    /// Corrections of a person, by field.
    pub corrections: Vec<(String, String)>,
    /// Selected field.
    pub focus: usize,
    /// The words of the selected field while they are edited.
    pub editing: Option<Line>,
    /// Which part is seen where both have no room.
    pub side: IntakeSide,
    /// The number of the lead that it is already.
    pub here: Option<String>,
    /// Why it was not taken.
    pub refusals: Vec<Why>,
    /// Sent, and not yet answered.
    pub waiting: bool,
}

impl Default for IntakeState {
    fn default() -> IntakeState {
        IntakeState {
            raw: String::new(),
            understood: None,
            corrections: Vec::new(),
            focus: 0,
            editing: None,
            side: IntakeSide::Fields,
            here: None,
            refusals: Vec::new(),
            waiting: false,
        }
    }
}

impl IntakeState {
    /// Adds a pasted text to what is there (a long message comes in pieces) and reads the whole anew. A person's corrections
    /// stay.
    pub fn paste(&mut self, text: &str, now: DateTime<Utc>) {
        if !self.raw.is_empty() && !self.raw.ends_with('\n') {
            self.raw.push('\n');
        }
        self.raw.push_str(text);
        self.read(now);
    }

    fn read(&mut self, now: DateTime<Utc>) {
        self.refusals.clear();
        self.here = None;
        self.editing = None;
        match understand(&self.raw, &self.corrections, now) {
            Ok(understood) => self.understood = Some(understood),
            Err(whys) => {
                self.understood = None;
                self.refusals = whys;
            }
        }
        self.focus = self.focus.min(self.rows().len().saturating_sub(1));
    }

    /// The text as it is shown and kept.
    pub fn text(&self) -> String {
        match &self.understood {
            Some(understood) => understood.text.clone(),
            // What cannot be read is shown all the same, as far as a screen can hold it.
            None => prepared(&self.raw).unwrap_or_else(|_| {
                let head: String = self.raw.chars().take(4000).collect();
                crate::interchange::notice_text::cleaned(&head)
            }),
        }
    }

    /// The fields, those of which something is said first.
    pub fn rows(&self) -> Vec<Named<'_>> {
        let Some(understood) = &self.understood else { return Vec::new() };
        let (said, unsaid): (Vec<_>, Vec<_>) =
            understood.reading.notice.fields().into_iter().partition(Named::is_said);
        said.into_iter().chain(unsaid).collect()
    }

    /// Where the words of a field stand in the text.
    pub fn span(&self, row: &Named<'_>) -> Option<std::ops::Range<usize>> {
        let understood = self.understood.as_ref()?;
        if row.name == "title" {
            let corrected = self.corrections.iter().any(|(name, _)| name == "title");
            return Some(understood.reading.title.clone()).filter(|_| !corrected);
        }
        row.source.filter(|source| source.field == crate::interchange::notice_text::TEXT)?;
        row.span()
    }

    /// What was understood of a field that is left to a person.
    pub fn proposal(&self, name: &str) -> Option<&str> {
        let proposals = &self.understood.as_ref()?.reading.proposals;
        proposals.iter().find(|(field, _)| *field == name).map(|(_, text)| text.as_str())
    }

    /// How many fields are recognised, to be reviewed, not stated.
    pub fn counts(&self) -> (usize, usize, usize) {
        let rows = self.rows();
        let count = |state: FieldState| rows.iter().filter(|row| row.state == state).count();
        let review = count(FieldState::ToReview) + count(FieldState::AttachmentPending);
        (count(FieldState::Recognised), review, count(FieldState::NotStated))
    }

    /// Begins to correct the selected field with what a person would write: the proposal, else `shown`.
    pub fn edit(&mut self, shown: &str) {
        let rows = self.rows();
        let Some(row) = rows.get(self.focus) else { return };
        let words = self.proposal(row.name).unwrap_or(shown).to_owned();
        self.editing = Some(Line::new(&crate::text::clean_line(&words)));
        self.refusals.clear();
    }

    /// Takes the edited words as the field's value; they stay in the line where they do not fit.
    pub fn take(&mut self, now: DateTime<Utc>) {
        let Some(line) = &self.editing else { return };
        let words = line.text().to_owned();
        let Some(name) = self.rows().get(self.focus).map(|row| row.name) else { return };
        let Some(understood) = &mut self.understood else { return };
        match correct(understood, name, &words, now) {
            Ok(()) => {
                self.corrections.retain(|(field, _)| field != name);
                self.corrections.push((name.to_owned(), words));
                self.editing = None;
                self.refusals.clear();
                self.here = None;
                // The row may have moved among the others.
                let place = self.rows().iter().position(|row| row.name == name);
                self.focus = place.unwrap_or(self.focus);
            }
            Err(why) => self.refusals = vec![why],
        }
    }

    /// Moves to another field.
    pub fn step(&mut self, by: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.focus = self.focus.saturating_add_signed(by).min(last);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-23T01:12:00Z".parse().unwrap()
    }

    #[test]
    fn a_correction_stays_when_more_text_is_pasted() {
        let mut intake = IntakeState::default();
        intake.paste("江苏移动2026年传输线路施工询比，预算约320万（不含税）", now());
        let budget = intake.rows().iter().position(|row| row.name == "budget").unwrap();
        intake.focus = budget;
        intake.edit("");
        assert_eq!(intake.editing.as_ref().map(Line::text), Some("320.00万元（不含税）"));
        intake.take(now());
        assert_eq!((intake.editing.is_none(), intake.refusals.len()), (true, 0));
        intake.paste("开标时间：2026年12月10日9:30", now());
        let notice = &intake.understood.as_ref().unwrap().reading.notice;
        assert_eq!(notice.budget.value.map(|sum| sum.fen), Some(320_000_000));
        assert!(notice.opening.value.is_some());
    }

    #[test]
    fn words_that_do_not_fit_stay_in_the_line_and_a_text_without_a_notice_stays_too() {
        let mut intake = IntakeState::default();
        intake.paste("🙂🙂", now());
        assert!(intake.understood.is_none() && intake.refusals.len() == 1);
        assert_eq!(intake.text(), "🙂🙂");
        intake.paste("江苏移动2026年传输线路施工询比", now());
        intake.focus = intake.rows().iter().position(|row| row.name == "deadline").unwrap();
        intake.edit("尽快");
        intake.take(now());
        assert_eq!(intake.editing.as_ref().map(Line::text), Some("尽快"));
        assert_eq!(intake.refusals.len(), 1);
    }
}
