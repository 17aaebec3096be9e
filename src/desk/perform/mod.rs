//! Performing commands: each file knows one kind of act, checks with `domain`, and records the facts. Detection and undo go
//! across subjects and are called by the others or by a person.

mod case;
pub(super) mod case_act;
mod claim;
mod copy;
mod detect;
mod distribution;
mod invitation;
mod lead;
mod letter;
mod link;
mod meeting;
mod note;
mod open;
mod paste;
mod progress;
mod relation;
pub(super) mod relief;
mod undo;
pub(super) mod visits;
mod watch;

pub use case::record_all_due;
pub use case_act::FILE_PART;
pub use detect::detect_all;

use crate::domain::calendar::local;
use crate::domain::case::Party;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;

use super::Desk;
use super::command::{Command, Done, Refusal};
use super::phrase;
use super::session::Session;

impl Desk {
    /// Performs a command: everything it does happens, or nothing.
    ///
    /// # Errors
    /// The unmet preconditions with their articles, or what the store says.
    pub fn perform(&mut self, command: Command) -> Result<Done, Refusal> {
        let calls_a_witness = !matches!(command, Command::KeepDraft { .. });
        if calls_a_witness {
            tracing::info!(kind = command.name(), "perform");
        }
        self.act(|session| match command {
            Command::Claim(claim) => claim::submit(session, claim),
            Command::ActOnClaim { number, action, args } => {
                claim::act(session, &number, &action, args)
            }
            Command::Progress { number, lot, unit, to, note } => {
                progress::progress(session, &number, &progress::Wanted { lot, unit, to, note })
            }
            Command::Paste(text) => paste::record(session, &text),
            Command::Screen(screening) => lead::screen(session, &screening),
            Command::Watch { word, weight } => lead::watch(session, &word, weight),
            Command::Link { number, other, relation, reason } => {
                link::link(session, &number, &other, relation, reason)
            }
            Command::OpenCase(new) => open::open(session, new),
            Command::Act { number, action, args } => case::act(session, &number, &action, args),
            Command::Note { number, text } => note::keep(session, &number, &text),
            Command::FileAppeal(new) => relief::file(session, new),
            Command::ProposeRemedy(new) => relief::propose(session, new),
            Command::DeclareRelation(new) => relation::declare(session, new),
            Command::OpenFile { kind, args } => relief::open(session, kind, args),
            Command::ActOnFile { number, action, args } => {
                relief::act(session, &number, &action, args)
            }
            Command::PlanMeeting(meeting) => meeting::plan(session, meeting),
            Command::NoticeMeeting { number, channel, cc } => {
                meeting::notice(session, &number, &channel, &cc)
            }
            Command::SaveMinutes { number, text, ends_draft, seen_others } => {
                meeting::save_minutes(session, &number, &text, ends_draft, seen_others)
            }
            Command::KeepPhrase(text) => phrase::keep(session, &text),
            Command::DropPhrase(text) => phrase::drop(session, &text),
            Command::KeepDraft { meeting, text } => meeting::keep_draft(session, meeting, &text),
            Command::Publish(text) => super::organisation::publish(session, text),
            Command::IssueSurvey { day, text } => super::survey::issue(session, day, &text),
            Command::Record(facts) => super::organisation::record(session, facts),
            Command::Undo => undo::undo(session),
        })
    }
}

impl Command {
    /// What kind of act it is, for the log: never what it says.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Claim(_) => "claim",
            Command::ActOnClaim { .. } => "act-on-claim",
            Command::Progress { .. } => "progress",
            Command::Paste(_) => "paste",
            Command::Screen(_) => "screen",
            Command::Watch { .. } => "watch",
            Command::Link { .. } => "link",
            Command::OpenCase(_) => "open-case",
            Command::Act { .. } => "act",
            Command::Note { .. } => "note",
            Command::FileAppeal(_) => "file-appeal",
            Command::ProposeRemedy(_) => "propose-remedy",
            Command::DeclareRelation(_) => "declare-relation",
            Command::OpenFile { .. } => "open-file",
            Command::ActOnFile { .. } => "act-on-file",
            Command::PlanMeeting(_) => "plan",
            Command::NoticeMeeting { .. } => "notice",
            Command::SaveMinutes { .. } => "minutes",
            Command::KeepDraft { .. } => "draft",
            Command::KeepPhrase(_) => "keep-phrase",
            Command::DropPhrase(_) => "drop-phrase",
            Command::Record(_) => "record",
            Command::Publish(_) => "publish",
            Command::IssueSurvey { .. } => "issue-survey",
            Command::Undo => "undo",
        }
    }
}

impl Done {
    /// Something was done to a subject with a number.
    pub fn to(key: &'static str, subject: Subject, number: &str) -> Done {
        Done {
            key,
            args: vec![("number".to_owned(), number.to_owned())],
            subject: Some(subject),
            number: Some(number.to_owned()),
            notices: Vec::new(),
        }
    }
}

/// The subject of a kind that a number names.
fn numbered(
    session: &Session<'_, '_>,
    number: &str,
    kind: SubjectKind,
) -> Result<Subject, Refusal> {
    let number = number.trim();
    let subject = session.tx.numbered(number)?.and_then(|text| text.parse::<Subject>().ok());
    subject.filter(|subject| subject.kind == kind).ok_or_else(|| {
        let key = match kind {
            SubjectKind::Lead => "no-lead",
            SubjectKind::Claim => "no-claim",
            SubjectKind::Conflict => "no-case",
            _ => "no-meeting",
        };
        Refusal::because(Why::plain(key).with("number", number))
    })
}

/// Parties as the same-lot guard takes them: legal persons of one control group may no more bid on one lot than one person twice
/// (implementing regulation of the bidding law, art. 34).
pub(super) fn bidders(session: &Session<'_, '_>, parties: &[Party]) -> Vec<Party> {
    let day = local(session.now).date();
    let company = &session.context.company;
    let bidder = |party: &Party| {
        let legal_entity = company.bids_as(&party.legal_entity, day);
        Party { legal_entity, ..party.clone() }
    };
    parties.iter().map(bidder).collect()
}

/// A number that was given, of something that was taken back since: nothing of it has effect any more.
pub(super) fn taken_back() -> Refusal {
    Refusal::because(Why::plain("taken-back"))
}
