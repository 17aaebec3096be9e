//! Registers: matters that are opened with a list of arguments and moved by the rows of a table, and nothing else. Trips, reports,
//! violations and proposals of change are kept so.
//!
//! What one kind has of its own is its file here ([`Kept`]); reading, opening and acting are written once. To add a register: its
//! table in `domain`, a file here, a row in [`TABLES`](super::relief::TABLES), its words.

pub mod entered;
mod proposal;
mod report;
mod trip;
mod violation;

use chrono::{DateTime, Utc};

use crate::domain::calendar::Calendar;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::opening;
use crate::domain::procedure::{Argument, Matter, Row};
use crate::domain::relief::{self, Act, Entry, File};
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;
use crate::store::{StoreError, Writing};

use super::command::{Done, Refusal};
use super::context::Context;
use super::history;
use super::impact::Impact;
use super::perform::case_act::{Part, kept_apart};
use super::perform::relief::{refuse, unknown, written};
use super::perform::{taken_back, visits};
use super::query::{Answer, Reading};
use super::relief::{FileDetail, FileKind, FileLimit, FileRow, Outline, named, reveal};
use super::session::Session;
use super::view::ActionRow;

pub use proposal::Proposals;
pub use report::Reports;
pub use trip::Trips;
pub use violation::Violations;

/// What everything is judged by.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Who acts.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
    /// Working time.
    pub calendar: &'a Calendar,
    /// The rules in force.
    pub book: &'a Rulebook,
}

impl<'a> By<'a> {
    fn at(context: &'a Context, now: DateTime<Utc>) -> By<'a> {
        let authority = context.profile.authority();
        By { authority, now, calendar: context.calendar(), book: context.book() }
    }
}

/// What a file says of itself.
pub struct Told {
    /// Its number.
    pub number: String,
    /// What was entered, as it stands.
    pub said: Texts,
    /// Something remains to be done.
    pub open: bool,
    /// When it was opened.
    pub at: DateTime<Utc>,
    /// Unit code, or what else it is about in a word.
    pub concerns: String,
    /// A word of its kind: the topic, the change.
    pub sort: Option<&'static str>,
    /// Limits.
    pub limits: Vec<FileLimit>,
    /// What a reader should know besides: late, lacking, doubtful.
    pub notes: Vec<Why>,
}

/// One kind of register.
pub trait Kept {
    /// The matter.
    type Matter: File + 'static;
    /// Its kind.
    const KIND: FileKind;
    /// What its subjects are.
    const SUBJECT: SubjectKind;
    /// What is entered to open one.
    const OPENING: &'static [Argument];

    /// From its events.
    fn fold(events: &[Recorded]) -> Option<Self::Matter>;
    /// Its table.
    fn rows() -> &'static [&'static Row<Self::Matter>];
    /// What its preconditions look at.
    fn situation<'a>(
        matter: &'a Self::Matter,
        by: &By<'a>,
    ) -> <Self::Matter as Matter>::Situation<'a>;
    /// A row as it is signed.
    fn fact(row: &'static Row<Self::Matter>, act: Act) -> Fact;
    /// The fact that opens one.
    fn opened(
        number: String,
        owner: Option<RegionCode>,
        args: &Texts,
        now: DateTime<Utc>,
    ) -> Result<Fact, Vec<Why>>;
    /// What is missing of what is private, by everything that was entered.
    fn lacking(args: &Texts) -> Vec<Why> {
        opening::lacking(Self::OPENING, args)
    }
    /// What happened; what was kept out of the events is put back into it.
    fn timeline(matter: &mut Self::Matter) -> &mut Vec<Entry>;
    /// What it would touch, of a proposal.
    fn impact(_: &Self::Matter, _: &Reading<'_, '_>) -> Answer<Option<Impact>> {
        Ok(None)
    }
    /// What it says of itself.
    fn told(matter: &Self::Matter, by: &By<'_>) -> Told;
}

/// As it stands.
pub(super) fn load<K: Kept>(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<K::Matter>, StoreError> {
    Ok(K::fold(&history::of(tx, context, subject)?))
}

/// What a list needs of it.
pub(super) fn outline<K: Kept>(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Outline>, StoreError> {
    // Neither its number nor whether it is open follows from the clock.
    let by = By::at(context, DateTime::<Utc>::UNIX_EPOCH);
    let told = load::<K>(tx, context, subject)?.map(|matter| K::told(&matter, &by));
    Ok(told.map(|told| (None, told.open, told.number)))
}

/// A file in full.
pub(super) fn read<K: Kept>(
    reading: &Reading<'_, '_>,
    subject: Subject,
) -> Answer<Option<FileDetail>> {
    let Some(mut matter) = load::<K>(reading.tx, reading.context, subject)? else {
        return Ok(None);
    };
    reveal(reading.tx, K::timeline(&mut matter))?;
    let by = By::at(reading.context, reading.now);
    let actions = {
        let situation = K::situation(&matter, &by);
        let action = |row: &&'static Row<K::Matter>| ActionRow {
            id: row.id,
            unmet: relief::unmet(row, &matter, by.authority, &situation),
            arguments: row.arguments,
        };
        K::rows().iter().map(action).collect()
    };
    let mut told = K::told(&matter, &by);
    let impact = K::impact(&matter, reading)?.map(Box::new);
    let contested = named(matter.contested(), K::Matter::name);
    let timeline = std::mem::take(K::timeline(&mut matter));
    // What is private was entered with the first entry, or with the last that says it anew.
    for argument in K::OPENING.iter().filter(|argument| argument.is_private()) {
        let counted = timeline.iter().filter(|entry| entry.counts);
        let last = counted.rev().find(|entry| entry.says(argument.name));
        if let Some(text) = last.and_then(|entry| entry.args.get(argument.name)) {
            told.said.0.insert(argument.name.to_owned(), text.to_owned());
        }
    }
    let row = FileRow {
        subject,
        kind: K::KIND,
        number: told.number,
        case: None,
        concerns: told.concerns,
        state: K::Matter::name(matter.state()),
        open: told.open,
        opened_at: told.at,
        measure: told.sort,
        delivery: reading.delivery(&subject.to_string())?,
    };
    let entered = K::OPENING
        .iter()
        .filter_map(|argument| Some((argument.name, told.said.get(argument.name)?.to_owned())));
    Ok(Some(FileDetail {
        row,
        said: entered.collect(),
        limits: told.limits,
        actions,
        notes: told.notes,
        contested,
        timeline,
        meeting: None,
        impact,
        numbers: Default::default(),
    }))
}

/// Performs a row of its table, or says everything that is unmet.
pub(super) fn act<K: Kept>(
    session: &Session<'_, '_>,
    subject: Subject,
    id: &str,
    args: Texts,
) -> Result<(Fact, Vec<Part>), Refusal> {
    let mut matter = load::<K>(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let row = K::rows().iter().find(|row| row.id == id).copied();
    let row = row.ok_or_else(|| unknown(K::KIND, id))?;
    let by = By::at(session.context, session.now);
    let args = entered::signed(session, row.arguments, K::timeline(&mut matter), args)?;
    let situation = K::situation(&matter, &by);
    let mut unmet = relief::unmet(row, &matter, by.authority, &situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
    }
    refuse(unmet)?;
    let (act, parts) = written(session, row.arguments, args);
    Ok((K::fact(row, act), parts))
}

/// Opens one.
pub(super) fn open<K: Kept>(
    session: &mut Session<'_, '_>,
    args: Texts,
    verb: &str,
) -> Result<Done, Refusal> {
    let mut args = entered::signed(session, K::OPENING, &[], args)?;
    let mut unmet = K::lacking(&args);
    // Signs of collusion go with an act; what only opens a file is read by whoever acts on it.
    let (parts, _) = kept_apart(K::OPENING, 0, &mut args);
    let owner = session.context.profile.region();
    match K::opened(String::new(), owner, &args, session.now) {
        Ok(_) => refuse(unmet)?,
        Err(whys) => {
            unmet.splice(0..0, whys);
            return Err(Refusal::Refused(unmet));
        }
    }
    let subject = session.new_subject(K::SUBJECT);
    let number = session.next_number(K::SUBJECT, subject)?;
    let fact = K::opened(number.clone(), owner, &args, session.now).map_err(Refusal::Refused)?;
    let parts = parts.iter().map(|(name, class, bytes)| (name.as_str(), *class, bytes.clone()));
    session.record_with(subject, &fact, parts.collect())?;
    let mut done = Done::to("opened", subject, &number);
    done.args.push(("action".to_owned(), format!("{}-{verb}", K::KIND.name())));
    done.notices.extend(after(session, subject)?);
    Ok(done)
}

/// What follows in other files: a visit to a customer by a unit that a decision kept from him is written into that case.
pub(super) fn after(
    session: &mut Session<'_, '_>,
    subject: Subject,
) -> Result<Vec<Why>, StoreError> {
    match subject.kind {
        SubjectKind::Trip => visits::follow(session, subject),
        _ => Ok(Vec::new()),
    }
}
