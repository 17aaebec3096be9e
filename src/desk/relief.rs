//! Appeals and remedies as the desk answers them: one list, and a file of either kind in full. Their tables are different; what a
//! person sees of them is the same.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::appeal::{self, Appeal};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::case::timing::Verdict;
use crate::domain::meeting;
use crate::domain::procedure::Argument;
use crate::domain::relation;
use crate::domain::relief::Entry;
use crate::domain::remedy::{self, Remedy};
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::{StoreError, Writing};

use super::context::Context;
use super::history;
use super::meeting::MeetingSheet;
use super::query::{Answer, Reading};
use super::view::{ActionRow, Delivery};

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// 申诉.
    Appeal,
    /// 救济: reward, penalty, compensation.
    Remedy,
    /// 回避关系 of a manager to a unit.
    Relation,
    /// 会议: no file of relief, but one that a table moves in the same way.
    Meeting,
}

impl FileKind {
    /// The word in data, on the command line and in catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Appeal => "appeal",
            FileKind::Remedy => "remedy",
            FileKind::Relation => "relation",
            FileKind::Meeting => "meeting",
        }
    }

    /// What the catalogue keys of its rows begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            FileKind::Appeal => "action-appeal-",
            FileKind::Remedy => "action-remedy-",
            FileKind::Relation => "action-relation-",
            FileKind::Meeting => "action-meeting-",
        }
    }

    /// The arguments of a row of its table.
    pub fn arguments(self, row: &str) -> Option<&'static [Argument]> {
        match self {
            FileKind::Appeal => appeal::action::find(row).map(|row| row.arguments),
            FileKind::Remedy => remedy::action::find(row).map(|row| row.arguments),
            FileKind::Relation => relation::action::find(row).map(|row| row.arguments),
            FileKind::Meeting => meeting::action::find(row).map(|row| row.arguments),
        }
    }

    /// The kind of a subject, if it is a file that a table moves.
    pub fn of(subject: Subject) -> Option<FileKind> {
        match subject.kind {
            SubjectKind::Appeal => Some(FileKind::Appeal),
            SubjectKind::Remedy => Some(FileKind::Remedy),
            SubjectKind::Relation => Some(FileKind::Relation),
            SubjectKind::Meeting => Some(FileKind::Meeting),
            _ => None,
        }
    }
}

/// A file in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileRow {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// Which kind.
    pub kind: FileKind,
    /// `SS-…` or `JC-…`.
    pub number: String,
    /// Number of the case it comes from.
    pub case: Option<String>,
    /// Unit code, or the post it concerns.
    pub concerns: String,
    /// The state's word.
    pub state: &'static str,
    /// Something remains to be done.
    pub open: bool,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The measure proposed, or the tie declared.
    pub measure: Option<&'static str>,
    /// How far it has travelled.
    pub delivery: Delivery,
}

/// A step of a file that has a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileLimit {
    /// The step's word.
    pub step: &'static str,
    /// Until when.
    pub due: Option<DateTime<Utc>>,
    /// When it was done.
    pub done: Option<DateTime<Utc>>,
    /// What to say of it.
    pub verdict: Verdict,
}

/// A file in full.
#[derive(Debug, Clone)]
pub struct FileDetail {
    /// The row of the list.
    pub row: FileRow,
    /// What was said when it was opened: argument names with their texts.
    pub said: Vec<(&'static str, String)>,
    /// What happened.
    pub timeline: Vec<Entry>,
    /// Limits.
    pub limits: Vec<FileLimit>,
    /// Every row of its table as it stands now.
    pub actions: Vec<ActionRow>,
    /// Of a meeting: who came, what its minutes say, what the check finds.
    pub meeting: Option<Box<MeetingSheet>>,
}

/// An appeal with its case, where this desk holds it.
///
/// # Errors
/// When the store cannot be read.
pub fn appeal(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<(Appeal, Option<Case>)>, StoreError> {
    let events = history::of(tx, context, subject)?;
    let Some(alone) = Appeal::fold(&events, None) else { return Ok(None) };
    let case = history::case(tx, context, alone.filed.case)?.map(|(case, _)| case);
    let appeal = Appeal::fold(&events, case.as_ref().and_then(|case| case.owner));
    Ok(appeal.map(|appeal| (appeal, case)))
}

/// A remedy with what stands around it.
pub struct RemedyFile {
    /// The remedy.
    pub remedy: Remedy,
    /// Its case, where it has one that this desk holds.
    pub case: Option<Case>,
    /// The value of its lot in fen, where it is known.
    pub lot_value_fen: Option<i64>,
}

/// A remedy as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn remedy(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<RemedyFile>, StoreError> {
    let events = history::of(tx, context, subject)?;
    let Some(alone) = Remedy::fold(&events, None) else { return Ok(None) };
    let (case, lead) = match alone.proposed.case {
        Some(case) => history::case(tx, context, case)?.unzip(),
        None => (None, None),
    };
    let value = lead.flatten().and_then(|lead| lead.notice.budget.value);
    let lot_value_fen = value.map(|amount| amount.fen);
    let remedy = Remedy::fold(&events, case.as_ref().and_then(|case| case.owner));
    Ok(remedy.map(|remedy| RemedyFile { remedy, case, lot_value_fen }))
}

/// Puts what was kept out of the events back to where it was entered, as far as its bytes are here.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn reveal(tx: &Writing<'_>, timeline: &mut [Entry]) -> Result<(), StoreError> {
    for entry in timeline {
        for part in &entry.parts {
            if let Some(text) = history::text_of(tx, part)? {
                entry.args.0.insert(part.name.clone(), text);
            }
        }
    }
    Ok(())
}

impl Reading<'_, '_> {
    /// Appeals and remedies, open ones first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn files(&self) -> Answer<Vec<FileRow>> {
        let mut rows = Vec::new();
        for subject in self.tx.relief(None)? {
            let Ok(subject) = subject.parse() else { continue };
            rows.extend(self.file(subject)?.map(|detail| detail.row));
        }
        Ok(rows)
    }

    /// A file in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn file_numbered(&self, number: &str) -> Answer<Option<FileDetail>> {
        match self.numbered(number)? {
            Some(subject) => self.file(subject),
            None => Ok(None),
        }
    }

    pub(super) fn file(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let mut detail = match FileKind::of(subject) {
            Some(FileKind::Appeal) => self.appeal(subject)?,
            Some(FileKind::Remedy) => self.remedy(subject)?,
            Some(FileKind::Relation) => self.relation(subject)?,
            Some(FileKind::Meeting) => return self.meeting_file(subject),
            None => None,
        };
        if let Some(detail) = &mut detail {
            reveal(self.tx, &mut detail.timeline)?;
        }
        Ok(detail)
    }

    fn appeal(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some((appeal, case)) = appeal(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        let took_part = case.as_ref().map(appeal::filing::took_part).unwrap_or_default();
        let calendar = Calendar::bundled();
        let situation = appeal::action::Situation {
            appeal: &appeal,
            authority: self.context.profile.authority(),
            now: self.now,
            took_part: &took_part,
            calendar,
            book: Rulebook::bundled(),
        };
        let actions = appeal::action::ACTIONS.iter().map(|row| ActionRow {
            id: row.id,
            unmet: row.unmet(&situation),
            arguments: row.arguments,
        });
        let filed = &appeal.filed;
        let limits = appeal.limits(self.now, calendar).into_iter().map(|limit| FileLimit {
            step: limit.step.name(),
            due: limit.due,
            done: limit.done,
            verdict: limit.verdict,
        });
        let row = FileRow {
            subject,
            kind: FileKind::Appeal,
            number: filed.number.clone(),
            case: Some(filed.case_number.clone()),
            concerns: filed.party.clone(),
            state: appeal.state.name(),
            open: !appeal.state.is_terminal(),
            opened_at: filed.at,
            measure: None,
            delivery: self.delivery(&subject.to_string())?,
        };
        let said = vec![("request", filed.request.clone()), ("reasons", filed.reasons.clone())];
        Ok(Some(FileDetail {
            row,
            said,
            limits: limits.collect(),
            actions: actions.collect(),
            timeline: appeal.timeline.clone(),
            meeting: None,
        }))
    }

    fn remedy(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some(file) = remedy(self.tx, self.context, subject)? else { return Ok(None) };
        let RemedyFile { remedy, case, lot_value_fen } = file;
        let situation = remedy::action::Situation {
            remedy: &remedy,
            authority: self.context.profile.authority(),
            lot_value_fen,
            book: Rulebook::bundled(),
        };
        let actions = remedy::action::ACTIONS.iter().map(|row| ActionRow {
            id: row.id,
            unmet: row.unmet(&situation),
            arguments: row.arguments,
        });
        let proposed = &remedy.proposed;
        let concerns = proposed.person_office.clone().or(proposed.unit.clone());
        let row = FileRow {
            subject,
            kind: FileKind::Remedy,
            number: proposed.number.clone(),
            case: case.map(|case| case.number),
            concerns: concerns.unwrap_or_default(),
            state: remedy.state.name(),
            open: !remedy.state.is_terminal(),
            opened_at: proposed.at,
            measure: Some(proposed.kind.name()),
            delivery: self.delivery(&subject.to_string())?,
        };
        let mut said = vec![("facts", proposed.facts.clone()), ("rules", proposed.rule.clone())];
        let yuan = |fen: i64| format!("{}.{:02}元", fen / 100, fen % 100);
        said.extend(proposed.amount_fen.map(|fen| ("amount", yuan(fen))));
        Ok(Some(FileDetail {
            row,
            said,
            limits: Vec::new(),
            actions: actions.collect(),
            timeline: remedy.timeline.clone(),
            meeting: None,
        }))
    }

    /// Appeals against the decisions of a case, and how many of them changed something.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn appeals_of(&self, case: Subject) -> Answer<(u32, u32)> {
        let (mut filed, mut changed) = (0, 0);
        for subject in self.tx.relief(Some(&case.to_string()))? {
            let Ok(subject) = subject.parse::<Subject>() else { continue };
            if subject.kind != SubjectKind::Appeal {
                continue;
            }
            if let Some((appeal, _)) = appeal(self.tx, self.context, subject)? {
                filed += 1;
                let outcome = appeal.decision().map(|entry| entry.action);
                changed += u32::from(matches!(outcome, Some("modify" | "annul" | "remand")));
            }
        }
        Ok((filed, changed))
    }
}
