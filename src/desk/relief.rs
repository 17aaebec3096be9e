//! Files as the desk answers them: one list, and a file of any kind in full. Their tables are different; what a person sees of them
//! is the same. [`TABLES`] has a row for each kind.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::appeal::{self, Appeal};
use crate::domain::case::Case;
use crate::domain::case::timing::Verdict;
use crate::domain::event::Fact;
use crate::domain::meeting;
use crate::domain::number::prefix;
use crate::domain::procedure::{Argument, Kind, Matter, Row};
use crate::domain::relation::{self, Relation, RelationState};
use crate::domain::relief::Entry;
use crate::domain::remedy::{self, Remedy};
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::i18n::value::{self, Names};
use crate::store::{StoreError, Writing};
use crate::t;

use super::command::{Done, Refusal};
use super::context::Context;
use super::history;
use super::impact::Impact;
use super::meeting::MeetingSheet;
use super::perform::case_act::Part;
use super::perform::relief::{on_appeal, on_relation, on_remedy, unknown};
use super::query::{Answer, Reading};
use super::register::{self, Kept, Proposals, Reports, Trips, Violations};
use super::session::Session;
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
    /// 外出活动.
    Trip,
    /// 信息上报.
    Report,
    /// 违规报告.
    Violation,
    /// 变更提案.
    Proposal,
}

/// A row of a table: its id, the rule behind it, what is entered.
pub type RowOf = (&'static str, &'static str, &'static [Argument]);

/// How a file of a kind is opened by itself, with nothing but what is entered.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// The verb on the command line, and the word in the catalogue.
    pub verb: &'static str,
    /// What is entered.
    pub arguments: &'static [Argument],
    pub(super) open: fn(&mut Session<'_, '_>, Texts, &str) -> Result<Done, Refusal>,
}

/// What a list needs of a file: what it is about, whether something remains to be done, its number.
pub(super) type Outline = (Option<Subject>, bool, String);

/// One kind of file: its words, its table, how it is read and moved.
pub struct FileTable {
    /// The kind.
    pub kind: FileKind,
    /// The word in data, on the command line and in catalogue keys.
    pub name: &'static str,
    /// What the catalogue keys of its rows begin with.
    pub prefix: &'static str,
    /// What its subjects are.
    pub subject: SubjectKind,
    /// The rows of its table.
    pub rows: fn() -> Vec<RowOf>,
    /// How it is opened; elsewhere, for those that follow from something else.
    pub opening: Option<Opening>,
    pub(super) read: fn(&Reading<'_, '_>, Subject) -> Answer<Option<FileDetail>>,
    pub(super) act: ActOnFile,
    pub(super) outline: fn(&Writing<'_>, &Context, Subject) -> Result<Option<Outline>, StoreError>,
}

/// Performs a row of a table; a meeting does it in its own way, with what follows from it.
pub(super) type ActOnFile =
    fn(&Session<'_, '_>, Subject, &str, Texts) -> Result<(Fact, Vec<Part>), Refusal>;

fn rows_of<M: Matter>(rows: &'static [&'static Row<M>]) -> Vec<RowOf> {
    rows.iter().map(|row| (row.id, row.rule, row.arguments)).collect()
}

const fn register<K: Kept>(
    name: &'static str,
    prefix: &'static str,
    verb: &'static str,
) -> FileTable {
    FileTable {
        kind: K::KIND,
        name,
        prefix,
        subject: K::SUBJECT,
        rows: || rows_of(K::rows()),
        opening: Some(Opening { verb, arguments: K::OPENING, open: register::open::<K> }),
        read: register::read::<K>,
        act: register::act::<K>,
        outline: register::outline::<K>,
    }
}

/// Every kind of file.
pub const TABLES: [FileTable; 8] = [
    FileTable {
        kind: FileKind::Appeal,
        name: "appeal",
        prefix: "action-appeal-",
        subject: SubjectKind::Appeal,
        rows: || rows_of(appeal::action::ACTIONS),
        opening: None,
        read: |reading, subject| reading.appeal(subject),
        act: on_appeal,
        outline: |tx, context, subject| {
            let outline = |appeal: Appeal| {
                let open = is_open(appeal.state.is_terminal(), &appeal.contested);
                (Some(appeal.filed.case), open, appeal.filed.number)
            };
            Ok(self::appeal(tx, context, subject)?.map(|(appeal, _)| outline(appeal)))
        },
    },
    FileTable {
        kind: FileKind::Remedy,
        name: "remedy",
        prefix: "action-remedy-",
        subject: SubjectKind::Remedy,
        rows: || rows_of(remedy::action::ACTIONS),
        opening: None,
        read: |reading, subject| reading.remedy(subject),
        act: on_remedy,
        outline: |tx, context, subject| {
            let outline = |remedy: Remedy| {
                let open = is_open(remedy.state.is_terminal(), &remedy.contested);
                (remedy.proposed.case, open, remedy.proposed.number)
            };
            Ok(self::remedy(tx, context, subject)?.map(|file| outline(file.remedy)))
        },
    },
    FileTable {
        kind: FileKind::Relation,
        name: "relation",
        prefix: "action-relation-",
        subject: SubjectKind::Relation,
        rows: || rows_of(relation::action::ACTIONS),
        opening: None,
        read: |reading, subject| reading.relation(subject),
        act: on_relation,
        outline: |tx, context, subject| {
            let outline = |relation: Relation| {
                let open = relation.state == RelationState::Standing;
                (None, open, relation.declared.number)
            };
            Ok(super::relation::relation(tx, context, subject)?.map(outline))
        },
    },
    FileTable {
        kind: FileKind::Meeting,
        name: "meeting",
        prefix: "action-meeting-",
        subject: SubjectKind::Meeting,
        rows: || rows_of(meeting::action::ACTIONS),
        opening: None,
        read: |reading, subject| reading.meeting_file(subject),
        act: |_, _, id, _| Err(unknown(FileKind::Meeting, id)),
        outline: |_, _, _| Ok(None),
    },
    register::<Trips>("trip", "action-trip-", "file"),
    register::<Reports>("report", "action-report-", "file"),
    register::<Violations>("violation", "action-violation-", "report"),
    register::<Proposals>("proposal", "action-proposal-", "draft"),
];

/// Kinds that are shown in one list.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name; the catalogue key is `group-<name>`.
    pub name: &'static str,
    /// The kinds.
    pub kinds: &'static [FileKind],
}

/// The files of a decision and of whoever decides.
pub const RELIEF: &[FileKind] = &[FileKind::Appeal, FileKind::Remedy, FileKind::Relation];

/// The lists, in the order in which they are stepped through.
pub static GROUPS: [Group; 5] = [
    Group { name: "relief", kinds: RELIEF },
    Group { name: "trip", kinds: &[FileKind::Trip] },
    Group { name: "report", kinds: &[FileKind::Report] },
    Group { name: "violation", kinds: &[FileKind::Violation] },
    Group { name: "proposal", kinds: &[FileKind::Proposal] },
];

impl FileKind {
    /// Its table.
    pub fn table(self) -> &'static FileTable {
        static ALL: [FileTable; 8] = TABLES;
        // Every kind has its row; the order of the table is the order of the kinds.
        &ALL[self as usize]
    }

    /// The word in data, on the command line and in catalogue keys.
    pub fn name(self) -> &'static str {
        self.table().name
    }

    /// What the catalogue keys of its rows begin with.
    pub fn prefix(self) -> &'static str {
        self.table().prefix
    }

    /// The arguments of a row of its table.
    pub fn arguments(self, row: &str) -> Option<&'static [Argument]> {
        let table = self.table();
        let opening = table.opening.filter(|opening| opening.verb == row);
        let mut rows = (table.rows)().into_iter();
        rows.find(|(id, ..)| *id == row)
            .map(|(.., arguments)| arguments)
            .or(opening.map(|opening| opening.arguments))
    }

    /// The kind of a subject, if it is a file that a table moves.
    pub fn of(subject: Subject) -> Option<FileKind> {
        TABLES.iter().find(|table| table.subject == subject.kind).map(|table| table.kind)
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
    /// What a reader should know besides: late, lacking, doubtful.
    pub notes: Vec<Why>,
    /// States that desks reached without knowing of each other, with their events; empty when they agree.
    pub contested: Vec<(&'static str, String)>,
    /// Of a meeting: who came, what its minutes say, what the check finds.
    pub meeting: Option<Box<MeetingSheet>>,
    /// Of a proposal: what it would touch on its day.
    pub impact: Option<Box<Impact>>,
    /// What it names by identity, as a person calls it: subjects by their numbers.
    pub numbers: BTreeMap<String, String>,
}

/// What is said of a file in one of our words, under no argument of a table.
const WORDS: [&str; 3] = ["aim", "mode", "channel"];

/// How a reader is told of units and instants.
pub struct Reader<'a> {
    /// His language.
    pub words: &'a Words,
    /// The name of a unit by its code.
    pub unit: &'a dyn Fn(&str) -> String,
    /// An instant in words.
    pub moment: &'a dyn Fn(DateTime<Utc>) -> String,
}

impl FileDetail {
    /// What was said when it was opened, label and text, in words: by the argument's kind where its table has one of that name.
    pub fn told(&self, reader: &Reader<'_>) -> Vec<(String, String)> {
        let opening = self.row.kind.table().opening.map(|opening| opening.arguments);
        let kind = |name: &str| {
            let arguments = opening.unwrap_or_default();
            arguments.iter().find(|argument| argument.name == name).map(|argument| argument.kind)
        };
        let one = |(name, text): &(&'static str, String)| {
            let told = match kind(name) {
                _ if WORDS.contains(name) => value::choice(reader.words, text),
                Some(kind) => self.value(kind, text, reader),
                None => text.clone(),
            };
            (value::label(reader.words, name), told)
        };
        self.said.iter().map(one).collect()
    }

    /// What was entered with an act, label and text, in words.
    pub fn entered(&self, entry: &Entry, reader: &Reader<'_>) -> Vec<(String, String)> {
        let arguments = self.row.kind.arguments(entry.action).unwrap_or_default();
        let one = |argument: &Argument| {
            let said = match entry.args.get(argument.name) {
                Some(text) => self.value(argument.kind, text, reader),
                // Its text was erased, or is not for this desk.
                None if entry.says(argument.name) => t!(reader.words, "layer-part-absent"),
                None => return None,
            };
            Some((value::label(reader.words, argument.name), said))
        };
        arguments.iter().filter_map(one).collect()
    }

    fn value(&self, kind: Kind, text: &str, reader: &Reader<'_>) -> String {
        let named = |identity: &str| {
            let place = self.place(identity).map(|place| place.to_string());
            let number = || self.numbers.get(identity).cloned();
            place.or_else(number).unwrap_or_else(|| identity.to_owned())
        };
        let names = Names { unit: reader.unit, moment: reader.moment, named: &named };
        value::argument(reader.words, kind, text, &names)
    }

    /// The place of an event in the timeline, from 1: by that headquarters names an entry.
    pub fn place(&self, event: &str) -> Option<usize> {
        self.timeline.iter().position(|entry| entry.event == event).map(|at| at + 1)
    }

    /// Identities of the subjects that it names.
    fn subjects(&self) -> Vec<Subject> {
        let kind = self.row.kind;
        let opening = kind.table().opening.map(|opening| opening.arguments).unwrap_or_default();
        let acts = self.timeline.iter().flat_map(|entry| {
            let arguments = kind.arguments(entry.action).unwrap_or_default().iter();
            arguments.filter_map(|argument| Some((argument, entry.args.get(argument.name)?)))
        });
        let said = self.said.iter().filter_map(|(name, text)| {
            Some((opening.iter().find(|argument| argument.name == *name)?, text.as_str()))
        });
        let about = said.chain(acts).filter(|(argument, _)| argument.kind == Kind::About);
        about.flat_map(|(_, text)| text.split(',')).filter_map(|one| one.parse().ok()).collect()
    }
}

impl FileLimit {
    /// The step, and how it is with its limit, in words.
    pub fn told(&self, reader: &Reader<'_>) -> (String, String) {
        let words = reader.words;
        let mut parts = vec![words.say(&format!("limit-verdict-{}", self.verdict.name()))];
        let at = |at: DateTime<Utc>| (reader.moment)(at);
        parts.extend(self.due.map(|due| t!(words, "layer-limit-due", at = at(due))));
        parts.extend(self.done.map(|done| t!(words, "layer-limit-done", at = at(done))));
        (words.say(&format!("limit-step-{}", self.step)), parts.join(" · "))
    }
}

/// Whether something remains to be done: what is contested is not over, wherever it provisionally stands.
pub(super) fn is_open<S>(is_terminal: bool, contested: &[(S, String)]) -> bool {
    !is_terminal || !contested.is_empty()
}

/// Rival states by their words.
pub(super) fn named<S: Copy>(
    contested: &[(S, String)],
    name: impl Fn(S) -> &'static str,
) -> Vec<(&'static str, String)> {
    contested.iter().map(|(state, event)| (name(*state), event.clone())).collect()
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
    /// Files of some kinds, open ones first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn files(&self, kinds: &[FileKind]) -> Answer<Vec<FileRow>> {
        let mut rows = Vec::new();
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        for subject in self.tx.files_of(&names)? {
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
        let Some(kind) = FileKind::of(subject) else { return Ok(None) };
        let mut detail = (kind.table().read)(self, subject)?;
        if let Some(detail) = detail.as_mut().filter(|_| kind != FileKind::Meeting) {
            reveal(self.tx, &mut detail.timeline)?;
        }
        if let Some(detail) = detail.as_mut() {
            for subject in detail.subjects() {
                let identity = subject.to_string();
                if let Some(number) = self.tx.number_of(&identity, prefix(subject.kind))? {
                    detail.numbers.insert(identity, number);
                }
            }
        }
        Ok(detail)
    }

    fn appeal(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some((appeal, case)) = appeal(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        let took_part = case.as_ref().map(appeal::filing::took_part).unwrap_or_default();
        let calendar = self.context.calendar();
        let situation = appeal::action::Situation {
            appeal: &appeal,
            authority: self.context.profile.authority(),
            now: self.now,
            took_part: &took_part,
            calendar,
            book: self.context.book(),
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
            open: is_open(appeal.state.is_terminal(), &appeal.contested),
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
            notes: Vec::new(),
            contested: named(&appeal.contested, |state| state.name()),
            timeline: appeal.timeline.clone(),
            meeting: None,
            impact: None,
            numbers: Default::default(),
        }))
    }

    fn remedy(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some(file) = remedy(self.tx, self.context, subject)? else { return Ok(None) };
        let RemedyFile { remedy, case, lot_value_fen } = file;
        let situation = remedy::action::Situation {
            remedy: &remedy,
            authority: self.context.profile.authority(),
            lot_value_fen,
            book: self.context.book(),
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
            open: is_open(remedy.state.is_terminal(), &remedy.contested),
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
            notes: Vec::new(),
            contested: named(&remedy.contested, |state| state.name()),
            timeline: remedy.timeline.clone(),
            meeting: None,
            impact: None,
            numbers: Default::default(),
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
