//! The handover pack: what a manager who leaves owes to the one who comes. Open cases, protections that run, what was promised in
//! minutes, minutes that nobody signed yet with their drafts, and how far the desk is with headquarters: one signed line for the
//! file, and a text to go through together.
//!
//! The log itself comes to the new desk by relay; a draft is no event, so here is the only way for it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::calendar::{local, to_the_minute};
use crate::domain::meeting::MeetingState;
use crate::domain::meeting::follow_up::{Stage, Tracked};
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;
use crate::i18n::{Words, value};
use crate::interchange::letter::{escape, render};
use crate::store::StoreError;
use crate::sync::HANDOVER;
use crate::sync::document::{self, DocumentFault};

use super::exports::whose;
use super::meeting::around;
use super::query::{Answer, Reading};
use super::relief::{FileRow, RELIEF};
use super::system::write_whole;
use super::view::{CaseRow, Filter};
use super::{Desk, DeskError};

/// Everything that is handed over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handover {
    /// Format version.
    pub v: u32,
    /// Organisation id; empty before enrolment.
    pub org: String,
    /// The region.
    pub region: Option<RegionCode>,
    /// Name of the desk.
    pub desk: String,
    /// Who hands over.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// When.
    pub issued: DateTime<Utc>,
    /// Open cases, the most pressing first.
    pub cases: Vec<CaseRow>,
    /// Protections that run, the nearest end first.
    pub protections: Vec<Running>,
    /// Actions of minutes that are not done.
    pub promises: Vec<Promise>,
    /// Meetings whose minutes are not signed.
    pub minutes: Vec<Unsigned>,
    /// Appeals, remedies and declarations that are open.
    pub files: Vec<FileRow>,
    /// Leads without a verdict.
    pub inbox: usize,
    /// How far the desk is with headquarters.
    pub exchange: Exchange,
}

/// A protection that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Number of the claim.
    pub claim: String,
    /// Title of the tender.
    pub title: String,
    /// Unit code.
    pub unit: String,
    /// Its first end.
    pub until: DateTime<Utc>,
}

/// An action of minutes that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Number of the meeting.
    pub meeting: String,
    /// Its place among the actions of the minutes, from 1.
    pub number: usize,
    /// Who is to do it.
    pub owner: Option<String>,
    /// What.
    pub what: String,
    /// By which day.
    pub until: Option<NaiveDate>,
    /// Where it stands.
    pub stage: Stage,
    /// Its day has passed.
    pub overdue: bool,
}

/// A meeting whose minutes are not signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsigned {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// Number of the meeting.
    pub meeting: String,
    /// Its title.
    pub title: String,
    /// When it began.
    pub start: DateTime<Utc>,
    /// The state's word.
    pub state: &'static str,
    /// Number of the latest version; 0 where there is none.
    pub version: u32,
    /// What was typed since, as it stands.
    pub draft: Option<String>,
}

/// How far the desk is with headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// Version of the directory.
    pub directory: Option<u64>,
    /// The organisation's thirty digits.
    pub organisation: Option<String>,
    /// The desk's thirty digits.
    pub key: String,
    /// Events that are only here.
    pub local: usize,
    /// Events in a bundle that headquarters has not acknowledged.
    pub exported: usize,
    /// When headquarters was heard last.
    pub heard: Option<DateTime<Utc>>,
}

/// The two files of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The signed line.
    pub signed: PathBuf,
    /// The text.
    pub text: PathBuf,
}

/// No protection runs as long.
const ALL_DAYS: i64 = 36_500;

impl Reading<'_, '_> {
    fn handover(&self, to: &str, key: String) -> Answer<Handover> {
        let profile = &self.context.profile;
        let summary = self.tx.outbox_count()?;
        let mut handover = Handover {
            v: 1,
            org: self.context.org().to_owned(),
            region: profile.region(),
            desk: profile.name.clone(),
            from: profile.actor.clone(),
            to: to.to_owned(),
            issued: self.now,
            cases: self.cases(&Filter::default(), false)?,
            protections: self.running()?,
            promises: Vec::new(),
            minutes: Vec::new(),
            files: self.files(RELIEF)?.into_iter().filter(|file| file.open).collect(),
            inbox: self.tx.count_unscreened()?,
            exchange: Exchange {
                directory: self.context.directory.as_ref().map(|directory| directory.version),
                organisation: self.context.directory.as_ref().map(|d| d.org_fingerprint()),
                key,
                local: summary.local,
                exported: summary.exported,
                heard: self.headquarters_heard()?.map(|(received, _)| received),
            },
        };
        self.meetings_of(&mut handover)?;
        Ok(handover)
    }

    fn running(&self) -> Answer<Vec<Running>> {
        let running = self.protections(ALL_DAYS)?.into_iter().map(|row| Running {
            claim: row.claim.number,
            title: row.title,
            unit: row.claim.unit,
            until: row.until,
        });
        Ok(running.collect())
    }

    fn meetings_of(&self, handover: &mut Handover) -> Answer<()> {
        for subject in self.tx.meetings("", u32::MAX)? {
            let draft = self.tx.draft(&subject)?;
            let Ok(subject) = subject.parse() else { continue };
            let Some(around) = around(self.tx, self.context, subject)? else { continue };
            let (meeting, state) = (&around.meeting, around.meeting.state());
            let number = &meeting.planned.number;
            let open = around.tasks.iter().filter(|task| !task.stage.is_over());
            handover.promises.extend(open.map(|task| self.promise(number, task)));
            let waits = matches!(
                state,
                MeetingState::Held | MeetingState::Minuted | MeetingState::Reviewed
            );
            if waits || draft.is_some() {
                handover.minutes.push(Unsigned {
                    subject,
                    meeting: number.clone(),
                    title: meeting.planned.title.clone(),
                    start: meeting.planned.start,
                    state: state.name(),
                    version: meeting.latest().map_or(0, |version| version.version),
                    draft,
                });
            }
        }
        handover.promises.sort_by(|a, b| {
            let key =
                |p: &Promise| (p.until.unwrap_or(NaiveDate::MAX), p.meeting.clone(), p.number);
            key(a).cmp(&key(b))
        });
        Ok(())
    }

    fn promise(&self, meeting: &str, task: &Tracked) -> Promise {
        Promise {
            meeting: meeting.to_owned(),
            number: task.number,
            owner: task.task.owner.clone(),
            what: task.task.what.clone(),
            until: task.until,
            stage: task.stage,
            overdue: task.is_overdue(self.now),
        }
    }
}

impl Desk {
    /// Everything that is handed over to somebody, as it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn handover(&mut self, to: &str) -> Result<Handover, StoreError> {
        let key = self.fingerprint();
        self.look(|tx, context, now| Reading { tx, context, now }.handover(to, key))
    }

    /// Writes the pack into a folder: the signed line, and the text in a language.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write_handover(
        &self,
        handover: &Handover,
        folder: &Path,
        words: &Words,
    ) -> Result<Pack, DeskError> {
        let day = local(handover.issued).format("%Y%m%d");
        let name = format!("handover-{day}-{}", whose(&handover.to));
        let pack = Pack {
            signed: folder.join(format!("{name}.json")),
            text: folder.join(format!("{name}.md")),
        };
        let unfit = |detail: String| DeskError::File { path: pack.text.clone(), detail };
        let data = serde_json::to_string(handover).map_err(|error| unfit(error.to_string()))?;
        let page = page(handover, words).map_err(|fault| unfit(fault.to_string()))?;
        let line = document::sign(HANDOVER, data, &self.secrets.key) + "\n";
        write_whole(&pack.signed, line.as_bytes())?;
        write_whole(&pack.text, page.as_bytes())?;
        Ok(pack)
    }

    /// Checks a signed pack by the directory of this desk; gives its text and the name of the desk that signed it.
    ///
    /// # Errors
    /// Why it is none, or that this desk has no directory yet.
    pub fn check_handover(&self, line: &[u8]) -> Result<(String, String), DocumentFault> {
        self.check_document(HANDOVER, line)
    }
}

/// The text of a pack, as Markdown.
fn page(
    handover: &Handover,
    words: &Words,
) -> Result<String, crate::interchange::letter::LetterFault> {
    let moment = |at: Option<DateTime<Utc>>| at.map(to_the_minute);
    let case = |row: &CaseRow| {
        json!({
            "number": row.number, "title": escape(&row.title), "lot": value::lot(words, &row.lot),
            "state": words.say(&format!("state-{}", row.state.name())),
            "parties": row.parties.join(" × "), "moment": moment(row.last_moment),
            "estimated": row.hard_stop.as_ref().is_some_and(|stop| stop.estimated),
        })
    };
    let running = |row: &Running| {
        json!({
            "claim": row.claim, "unit": row.unit, "title": escape(&row.title),
            "until": to_the_minute(row.until),
        })
    };
    let promise = |row: &Promise| {
        json!({
            "meeting": row.meeting, "number": row.number, "what": escape(&row.what),
            "owner": row.owner.as_deref().map(escape), "until": row.until.map(|day| day.to_string()),
            "stage": value::stage(words, row.stage), "overdue": row.overdue,
        })
    };
    let minutes = |row: &Unsigned| {
        json!({
            "meeting": row.meeting, "title": escape(&row.title), "start": to_the_minute(row.start),
            "state": words.say(&format!("state-meeting-{}", row.state)), "version": row.version,
            // As it was typed: indented, so that none of its marks counts.
            "draft": row.draft.as_ref().map(|text| text.lines().collect::<Vec<_>>()),
        })
    };
    let file = |row: &FileRow| {
        json!({
            "number": row.number, "case": row.case, "concerns": escape(&row.concerns),
            "state": words.say(&format!("state-{}-{}", row.kind.name(), row.state)),
        })
    };
    let exchange = &handover.exchange;
    let region = handover.region.map(|code| value::region(words, &code.to_string()));
    let context = json!({
        "region": region, "desk": escape(&handover.desk), "from": escape(&handover.from),
        "to": escape(&handover.to), "issued": to_the_minute(handover.issued),
        "cases": handover.cases.iter().map(case).collect::<Vec<Value>>(),
        "protections": handover.protections.iter().map(running).collect::<Vec<Value>>(),
        "promises": handover.promises.iter().map(promise).collect::<Vec<Value>>(),
        "minutes": handover.minutes.iter().map(minutes).collect::<Vec<Value>>(),
        "files": handover.files.iter().map(file).collect::<Vec<Value>>(),
        "inbox": handover.inbox,
        "exchange": {
            "directory": exchange.directory, "organisation": exchange.organisation,
            "key": exchange.key, "local": exchange.local, "exported": exchange.exported,
            "heard": moment(exchange.heard),
        },
    });
    render("handover", words.lang().tag(), &context)
}
