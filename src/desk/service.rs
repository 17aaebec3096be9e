//! Requests and replies: the desk as one thread serves it, and as tests call it directly.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::case::ledger::Holder;
use crate::domain::meeting::review::Review;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;
use crate::i18n::{Lang, Words};
use crate::interchange::export;
use crate::interchange::table::mapping::Mapping;
use crate::store::{Store, StoreError};

use super::awaiting::Awaiting;
use super::command::{Command, Done, Refusal, Screening};
use super::context::Context;
use super::divergence::Divergence;
use super::exchange::ExchangeError;
use super::exchange::channel::Step;
use super::exchange::export::Packing;
use super::exchange::revocation::Ruling;
use super::exchange::watch::Watch;
use super::fairness::{Fairness, Period};
use super::home::Home;
use super::import::{compare, import, sync};
use super::likeness::Compared;
use super::meeting::About;
use super::meeting_review::OpenAction;
use super::phrase::Phrase;
use super::place::{Asked, PlaceDetail};
use super::query::Reading;
use super::relief::{FileDetail, FileKind, FileRow};
use super::survey::Survey;
use super::system::read_bounded;
use super::view::{
    Candidate, CaseDetail, ClaimDetail, Filter, LeadDetail, Overview, Preview, ProtectionRow,
};
use super::{Desk, DeskError, SharedClock};

/// What the screen asks of the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Everything on the main screen.
    Overview {
        /// What to show.
        filter: Filter,
        /// First lead of the window.
        leads_from: usize,
        /// How many leads at most.
        leads_count: usize,
    },
    /// A file that headquarters would publish, to be looked over; the resolution behind it, where it is a rulebook.
    Publication {
        /// The file.
        file: String,
        /// Number of the resolution.
        resolution: String,
    },
    /// A case in full.
    Case(String),
    /// A lead in full.
    Lead(String),
    /// Which lead a notice of this identity is already.
    LeadOf(String),
    /// Pasted texts that an earlier run kept.
    IntakeDraft,
    /// How many files wait in the channel of the last time.
    Waiting,
    /// A claim in full.
    Claim(String),
    /// Protections that run out within so many days.
    Protections(i64),
    /// A province in full, and who answers for one of its places on a day.
    Place(Asked),
    /// The regional digest of the month in which a day lies; today's, where none is said.
    Survey(Option<NaiveDate>),
    /// Write that digest into the folder of exports.
    WriteSurvey(NaiveDate),
    /// The text of that digest as it would be issued; refused where it may not be.
    SurveyDraft(NaiveDate),
    /// What awaits headquarters.
    Awaiting,
    /// The text of a digest that a region issued.
    SurveyText(String),
    /// Headquarters takes something up, or sends it back with a reason.
    Rule {
        /// Its number.
        number: String,
        /// Why it goes back; nothing where it is taken up.
        returned: Option<String>,
    },
    /// Files of some kinds.
    Files(&'static [FileKind]),
    /// What desks decided without knowing of each other.
    Divergences,
    /// An appeal or a remedy in full.
    File(String),
    /// Actions of signed minutes that are still open.
    OpenActions,
    /// How the meetings of a while were held.
    Review(Period),
    /// Whose copy a serial is, or a file that came to light.
    Trace(String),
    /// What the decisions of a period look like from outside.
    Fairness(Period),
    /// The page that an act on a case would print; refused where the act would be.
    Draft {
        /// `XT-…`.
        number: String,
        /// Row id.
        action: String,
        /// What is entered.
        args: Texts,
        /// In which language.
        lang: Lang,
    },
    /// The minutes of a meeting: the draft if there is one, else the latest version.
    Minutes(String),
    /// Phrases for minutes, with those that come with the program in a language.
    Phrases(Lang),
    /// Numbers of the leads that a filter shows, at most so many.
    LeadNumbers {
        /// What is shown.
        filter: Filter,
        /// How many at most.
        limit: usize,
    },
    /// Leads that this one may repeat.
    Candidates(String),
    /// What a verdict would do.
    Preview(Screening),
    /// Do something.
    Perform(Command),
    /// Take a file in: notices or a bundle.
    Import(String),
    /// Compare leads whose words are new with all others.
    Compare,
    /// Take a table in, whose headings a person explained.
    ImportMapped {
        /// The file.
        file: String,
        /// Which heading means what.
        mapping: Mapping,
    },
    /// Seal what is unsealed and write a bundle for headquarters into this folder.
    Export(String),
    /// Exchange through a folder: take in what waits, write what the others lack.
    Sync(String),
    /// Write the leads that a filter shows as a workbook into this folder.
    ExportLeads {
        /// What is shown.
        filter: Filter,
        /// Where to.
        folder: String,
    },
    /// Write the minutes of a meeting as Markdown into this folder.
    ExportMinutes {
        /// `HY-…`.
        number: String,
        /// Where to.
        folder: String,
    },
}

/// How far a long piece of work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A file comes in.
    Import {
        /// The file in hand.
        file: String,
        /// Per cent of it, 0 to 100.
        percent: u8,
        /// Rows read of it so far.
        rows: usize,
    },
    /// New leads are compared with all others.
    Compare(Compared),
    /// An exchange through a folder.
    Sync(Step),
}

/// The minutes to edit.
#[derive(Debug, Clone)]
pub struct MinutesText {
    /// The meeting.
    pub meeting: Subject,
    /// `HY-…`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The text: the draft, else the latest version, else empty.
    pub text: String,
    /// The latest saved version, 0 when there is none.
    pub version: u32,
    /// The text of the version that stands, where there is one and it is here.
    pub saved: Option<String>,
    /// The text is a draft that was not saved as a version.
    pub is_draft: bool,
    /// What it is checked against while it is written.
    pub about: Option<Arc<About>>,
    /// Versions that this text was not begun on: saved elsewhere meanwhile.
    pub others: Vec<OtherText>,
    /// The version that was signed before the last amendment.
    pub before: Option<OtherText>,
}

/// A version of the minutes beside the one that is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherText {
    /// Its number.
    pub version: u32,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// The text.
    pub text: String,
}

/// What the desk answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// To [`Request::Overview`], with the filter it was asked for.
    Overview(Filter, Box<Overview>),
    /// To [`Request::Case`].
    Case(Box<CaseDetail>),
    /// To [`Request::Lead`].
    Lead(Box<LeadDetail>),
    /// To [`Request::LeadOf`]: the identity asked for and the lead's number.
    LeadOf(String, Option<String>),
    /// To [`Request::IntakeDraft`].
    IntakeDraft(Option<String>),
    /// To [`Request::Waiting`].
    Waiting(usize),
    /// To [`Request::Claim`].
    Claim(Box<ClaimDetail>),
    /// To [`Request::Survey`].
    Survey(Box<Survey>),
    /// To [`Request::Publication`]: what it would sign, and that as Markdown.
    Publication(Box<Command>, String),
    /// To [`Request::SurveyDraft`]: the day asked about, and Markdown.
    SurveyDraft(NaiveDate, String),
    /// To [`Request::Awaiting`].
    Awaiting(Vec<Awaiting>),
    /// To [`Request::Place`].
    Place(Box<PlaceDetail>),
    /// To [`Request::Files`].
    Files(&'static [FileKind], Vec<FileRow>),
    /// To [`Request::Divergences`].
    Divergences(Vec<Divergence>),
    /// To [`Request::File`].
    File(Box<FileDetail>),
    /// To [`Request::Draft`]: Markdown.
    Page(String),
    /// To [`Request::OpenActions`].
    OpenActions(Vec<OpenAction>),
    /// To [`Request::Review`].
    Review(Review),
    /// To [`Request::Trace`].
    Holders(Vec<Holder>),
    /// To [`Request::Phrases`].
    Phrases(Vec<Phrase>),
    /// To [`Request::Fairness`].
    Fairness(Box<Fairness>),
    /// To [`Request::Protections`], with the days asked for.
    Protections(i64, Vec<ProtectionRow>),
    /// To [`Request::Minutes`].
    Minutes(Box<MinutesText>),
    /// To [`Request::LeadNumbers`], with how many there are in all.
    LeadNumbers(Filter, Vec<String>, usize),
    /// To [`Request::Candidates`], with the number asked about.
    Candidates(String, Vec<Candidate>),
    /// To [`Request::Preview`].
    Preview(Box<Preview>),
    /// An act was done.
    Done(Done),
    /// A long piece of work goes on: how far it is.
    Progress(Progress),
    /// To [`Request::Compare`]: so many leads were compared.
    Compared(usize),
    /// To [`Request::Import`]: a table whose headings a person must explain; nothing was taken in.
    HeadingsUnknown {
        /// The file.
        file: String,
        /// Its headings.
        headings: Vec<String>,
    },
    /// A draft is safe on disk.
    DraftKept(Subject),
    /// An act was refused; nothing changed.
    Refused(Vec<Why>),
    /// Something failed; the sentence says what was kept and what to do. Catalogue key without `fail-`, and its values.
    Failed {
        /// Key.
        key: String,
        /// Values.
        args: Vec<(String, String)>,
    },
}

/// The way back to whoever asked, while a long piece of work runs.
pub trait Line {
    /// Tells something before the answer.
    fn tell(&mut self, reply: Reply);

    /// The next request that came meanwhile and need not wait for the end of the work.
    fn meanwhile(&mut self) -> Option<Request>;

    /// Whether the work is still wanted.
    fn is_wanted(&self) -> bool;
}

/// A line on which nobody hears, asks or stops anything.
#[derive(Debug, Clone, Copy)]
pub struct Silence;

impl Line for Silence {
    fn tell(&mut self, _: Reply) {}

    fn meanwhile(&mut self) -> Option<Request> {
        None
    }

    fn is_wanted(&self) -> bool {
        true
    }
}

/// Something that answers requests: the desk itself, or its read-only twin.
pub trait Service: Send {
    /// Answers one request, and uses the line meanwhile if it takes long.
    fn work(&mut self, request: Request, line: &mut dyn Line) -> Reply;

    /// Answers one request.
    fn answer(&mut self, request: Request) -> Reply {
        self.work(request, &mut Silence)
    }
}

impl Request {
    /// Whether it may take so long that other requests are answered meanwhile.
    pub fn is_long(&self) -> bool {
        matches!(
            self,
            Request::Import(_) | Request::ImportMapped { .. } | Request::Compare | Request::Sync(_)
        )
    }
}

/// The desk behind the screen: everything that changes something goes through it.
pub struct DeskService {
    desk: Desk,
    words: Words,
    watch: Watch,
}

impl DeskService {
    /// Serves a desk; `words` are the language of what it writes.
    pub fn new(desk: Desk, words: Words) -> DeskService {
        DeskService { desk, words, watch: Watch::default() }
    }

    /// The desk.
    pub fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }
}

impl Service for DeskService {
    fn work(&mut self, request: Request, line: &mut dyn Line) -> Reply {
        let DeskService { desk, words, watch } = self;
        match request {
            Request::Waiting => {
                let waiting = desk.look(|tx, context, _| watch.waiting(tx, context));
                waiting.map_or_else(|error| failed("store", &error.to_string()), Reply::Waiting)
            }
            Request::Import(path) => import(desk, words, Path::new(path.trim()), None, line),
            Request::ImportMapped { file, mapping } => {
                import(desk, words, Path::new(file.trim()), Some(&mapping), line)
            }
            Request::Compare => compare(desk, words, line),
            Request::Sync(folder) => sync(desk, words, folder.trim(), line),
            request => respond(desk, words, request),
        }
    }
}

/// Answers what takes no long time.
pub(super) fn respond(desk: &mut Desk, words: &Words, request: Request) -> Reply {
    match request {
        Request::Perform(Command::KeepDraft { meeting, text }) => {
            match desk.perform(Command::KeepDraft { meeting, text }) {
                Ok(_) => Reply::DraftKept(meeting),
                Err(refusal) => refused(refusal),
            }
        }
        Request::Perform(command) => desk.perform(command).map_or_else(refused, Reply::Done),
        Request::Awaiting => desk.awaiting().map_or_else(refused, Reply::Awaiting),
        Request::Rule { number, returned } => rule(desk, &number, returned.as_deref()),
        Request::WriteSurvey(day) => write_survey(desk, day, words),
        Request::Publication { file, resolution } => {
            publication(desk, Path::new(file.trim()), resolution.trim(), words)
        }
        Request::SurveyDraft(day) => match desk.survey_draft(day, words) {
            Ok(text) => Reply::SurveyDraft(day, text),
            Err(refusal) => refused(refusal),
        },
        Request::Export(folder) => export(desk, &folder),
        Request::ExportLeads { filter, folder } => export_leads(desk, &filter, &folder),
        Request::ExportMinutes { number, folder } => {
            let folder = folder_or(&folder, || desk.home().exports());
            match desk.write_minutes(&number, &folder, words) {
                Ok(Some(path)) => done("minutes-written", &[("file", path.display().to_string())]),
                Ok(None) => Reply::Refused(vec![Why::rule("no-minutes", "HY-3.4")]),
                Err(error) => failed("export", &error.to_string()),
            }
        }
        question => desk
            .look(|tx, context, now| read(&Reading { tx, context, now }, question))
            .unwrap_or_else(|error: StoreError| failed("store", &error.to_string())),
    }
}

/// The read-only twin: it answers questions on a connection of its own, so that an import never holds up a frame.
pub struct ReaderService {
    store: Store,
    context: Context,
    clock: SharedClock,
    watch: Watch,
}

impl ReaderService {
    /// Opens the store of a home for reading.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open(home: &Home, clock: SharedClock) -> Result<ReaderService, DeskError> {
        let mut store = Store::open_for_reading(&home.store())?;
        let context = store.read(|tx| Context::load(tx))?;
        let context = context.ok_or_else(|| DeskError::NoDesk(home.folder().to_owned()))?;
        Ok(ReaderService { store, context, clock, watch: Watch::default() })
    }
}

impl Service for ReaderService {
    fn work(&mut self, request: Request, _: &mut dyn Line) -> Reply {
        let now = self.clock.now();
        let known = self.context.directory.as_ref().map_or(0, |directory| directory.version);
        let ReaderService { store, context, watch, .. } = self;
        let answer = store.read(|tx| -> Result<Reply, StoreError> {
            // The writer may have taken a directory in, which tells whose facts have which weight.
            if tx.directory_version()? != known
                && let Some(newer) = Context::load(tx)?
            {
                *context = newer;
            }
            context.refresh(tx)?;
            if request == Request::Waiting {
                return Ok(Reply::Waiting(watch.waiting(tx, context)?));
            }
            read(&Reading { tx, context, now }, request)
        });
        answer.unwrap_or_else(|error| failed("store", &error.to_string()))
    }
}

fn read(reading: &Reading<'_, '_>, request: Request) -> Result<Reply, StoreError> {
    Ok(match request {
        Request::Overview { filter, leads_from, leads_count } => {
            let overview = reading.overview(&filter, leads_from, leads_count)?;
            Reply::Overview(filter, Box::new(overview))
        }
        Request::Case(number) => match reading.case(&number)? {
            Some(detail) => Reply::Case(Box::new(detail)),
            None => Reply::Refused(vec![Why::plain("no-case").with("number", number)]),
        },
        Request::Lead(number) => match reading.lead(&number)? {
            Some(detail) => Reply::Lead(Box::new(detail)),
            None => Reply::Refused(vec![Why::plain("no-lead").with("number", number)]),
        },
        Request::LeadOf(identity) => {
            let number = reading.lead_of(&identity)?;
            Reply::LeadOf(identity, number)
        }
        Request::IntakeDraft => {
            Reply::IntakeDraft(reading.tx.draft(&super::paste::intake_subject().to_string())?)
        }
        Request::Claim(number) => match reading.claim(&number)? {
            Some(detail) => Reply::Claim(Box::new(detail)),
            None => Reply::Refused(vec![Why::plain("no-claim").with("number", number)]),
        },
        Request::Survey(day) => {
            Reply::Survey(Box::new(reading.survey(day.unwrap_or_else(|| reading.today()))?))
        }
        Request::SurveyText(number) => match reading.survey_text(&number)? {
            Some(text) => Reply::Page(text),
            None => Reply::Refused(vec![Why::plain("no-file-numbered").with("number", number)]),
        },
        Request::Place(asked) => match reading.place(&asked)? {
            Some(detail) => Reply::Place(Box::new(detail)),
            None => Reply::Refused(vec![Why::plain("no-place").with("place", asked.division)]),
        },
        Request::Files(kinds) => Reply::Files(kinds, reading.files(kinds)?),
        Request::Divergences => Reply::Divergences(reading.divergences()?),
        Request::File(number) => match reading.file_numbered(&number)? {
            Some(detail) => Reply::File(Box::new(detail)),
            None => Reply::Refused(vec![Why::plain("no-file-numbered").with("number", number)]),
        },
        Request::Draft { number, action, args, lang } => {
            match reading.draft(&number, &action, args, lang)? {
                Ok(text) => Reply::Page(text),
                Err(whys) => Reply::Refused(whys),
            }
        }
        Request::OpenActions => Reply::OpenActions(reading.open_actions()?),
        Request::Review(period) => Reply::Review(reading.review(period)?),
        Request::Trace(sought) => match super::trace::leaked(&sought) {
            Ok(leaked) => Reply::Holders(reading.holders(&leaked)?),
            Err(refusal) => refused(refusal),
        },
        Request::Fairness(period) => Reply::Fairness(Box::new(reading.fairness(period)?)),
        Request::Protections(days) => Reply::Protections(days, reading.protections(days)?),
        Request::Minutes(number) => {
            match super::minutes::open(reading.tx, reading.context, &number)? {
                Some(text) => Reply::Minutes(Box::new(text)),
                None => Reply::Refused(vec![Why::plain("no-meeting").with("number", number)]),
            }
        }
        Request::Phrases(lang) => Reply::Phrases(reading.phrases(lang)?),
        Request::LeadNumbers { filter, limit } => {
            let page = reading.leads(&filter, 0, limit)?;
            let numbers = page.rows.into_iter().map(|row| row.number).collect();
            Reply::LeadNumbers(filter, numbers, page.total)
        }
        Request::Candidates(number) => {
            let candidates = reading.candidates(&number)?;
            Reply::Candidates(number, candidates)
        }
        Request::Preview(screening) => Reply::Preview(Box::new(reading.preview(screening)?)),
        Request::Perform(_)
        | Request::Awaiting
        | Request::Publication { .. }
        | Request::Rule { .. }
        | Request::WriteSurvey(_)
        | Request::SurveyDraft(_)
        | Request::Waiting
        | Request::Import(_)
        | Request::Compare
        | Request::ImportMapped { .. }
        | Request::Export(_)
        | Request::Sync(_)
        | Request::ExportLeads { .. }
        | Request::ExportMinutes { .. } => failed("store", "asked of the reader"),
    })
}

fn stored(error: StoreError) -> Reply {
    failed("store", &error.to_string())
}

/// What a file would publish, as a page.
fn publication(desk: &mut Desk, file: &Path, resolution: &str, words: &Words) -> Reply {
    let bytes = match read_bounded(file) {
        Ok(bytes) => bytes,
        Err(error) => return failed("file", &format!("{}: {error}", file.display())),
    };
    match desk.read_publication(&bytes, resolution, words) {
        Ok(read) => {
            let page = read.page(words);
            Reply::Publication(Box::new(read.command), page)
        }
        Err(refusal) => refused(refusal),
    }
}

/// Headquarters' word on the latest that a region wrote of something.
fn rule(desk: &mut Desk, number: &str, returned: Option<&str>) -> Reply {
    let event = match desk.latest_event(number) {
        Ok(event) => event,
        Err(refusal) => return refused(refusal),
    };
    let ruling = if returned.is_some() { Ruling::Return } else { Ruling::Adopt };
    match desk.rule(&[event], ruling, returned) {
        Ok(_) if returned.is_some() => done("ruled-returned", &[("number", number.to_owned())]),
        Ok(_) => done("ruled-adopted", &[("number", number.to_owned())]),
        Err(ExchangeError::NotHeadquarters) => {
            Reply::Refused(vec![Why::rule("headquarters-decides", "SCXT-6")])
        }
        Err(error) => failed("store", &error.to_string()),
    }
}

fn write_survey(desk: &mut Desk, day: NaiveDate, words: &Words) -> Reply {
    let survey = match desk.survey(day) {
        Ok(survey) => survey,
        Err(error) => return stored(error),
    };
    let folder = desk.home().exports();
    match desk.write_survey(&survey, &folder, words) {
        Ok(written) => done("survey-written", &[("file", written.text.display().to_string())]),
        Err(error) => failed("export", &error.to_string()),
    }
}

fn export(desk: &mut Desk, folder: &str) -> Reply {
    let folder = folder_or(folder, || desk.home().exports());
    let file = folder.join(format!("{}.daqu", desk.now().format("%Y%m%dT%H%M%SZ")));
    match desk.export(None, &file, Packing::default()) {
        Ok(export) => {
            done("exported", &[("file", export.named()), ("events", export.events.to_string())])
        }
        Err(DeskError::Exchange(ExchangeError::NotEnrolled)) => {
            Reply::Refused(vec![Why::plain("not-enrolled")])
        }
        Err(DeskError::Exchange(ExchangeError::NoAddressee(_))) => {
            Reply::Refused(vec![Why::plain("no-addressee")])
        }
        Err(error) => failed("export", &error.to_string()),
    }
}

/// What the list shows as a workbook: what people open by hand. Other formats are the command line's.
fn export_leads(desk: &mut Desk, filter: &Filter, folder: &str) -> Reply {
    let Some(format) = export::FORMATS.iter().find(|format| format.id == "xlsx") else {
        return failed("export", "xlsx");
    };
    let default = desk.lead_export_file(format);
    let file = match folder {
        "" => default,
        folder => Path::new(folder).join(default.file_name().unwrap_or_default()),
    };
    match desk.export_leads(filter, format, &file) {
        Ok(written) => done(
            "leads-written",
            &[("file", written.file.display().to_string()), ("leads", written.leads.to_string())],
        ),
        Err(error) => failed("export", &error.to_string()),
    }
}

fn folder_or(folder: &str, default: impl FnOnce() -> PathBuf) -> PathBuf {
    if folder.is_empty() { default() } else { PathBuf::from(folder) }
}

pub(super) fn done(key: &'static str, args: &[(&str, String)]) -> Reply {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Reply::Done(Done { key, args, subject: None, number: None, notices: Vec::new() })
}

pub(super) fn failed(key: &str, detail: &str) -> Reply {
    Reply::Failed { key: key.to_owned(), args: vec![("detail".to_owned(), detail.to_owned())] }
}

fn refused(refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Refused(whys) => Reply::Refused(whys),
        Refusal::Store(error) => failed("store", &error.to_string()),
    }
}
