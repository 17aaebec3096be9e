//! Everything that can be done to a desk, as data: the screen and the command line build the same values.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::case::Trigger;
use crate::domain::claim::{Origin, Proof};
use crate::domain::lead::link::Relation;
use crate::domain::lead::{Step, Verdict};
use crate::domain::meeting::MeetingKind;
use crate::domain::organisation::OrganisationFact;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

use super::organisation::Published;
use super::relief::FileKind;

/// One act.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Record a claim on a lead.
    Claim(NewClaim),
    /// Perform a row of the claim table.
    ActOnClaim {
        /// `BB-…`.
        number: String,
        /// Row id.
        action: String,
        /// What was entered.
        args: Texts,
    },
    /// Record how far a unit is with a lot, or what became of the lot.
    Progress {
        /// `XS-…`.
        number: String,
        /// The lot.
        lot: String,
        /// Unit code; none where the step is of the lot itself.
        unit: Option<String>,
        /// The step.
        to: Step,
        /// Why, or what came of it.
        note: Option<String>,
    },
    /// Make a lead of a text: a page, a mail, a message.
    Paste(NewText),
    /// Screen one lead or several; all of it happens, or nothing.
    Screen(Screening),
    /// Keep a watch word of this desk, or drop it where no weight is given; not an event.
    Watch {
        /// The word.
        word: String,
        /// Points for a lead that says it.
        weight: Option<i32>,
    },
    /// Say what two leads are to each other.
    Link {
        /// `XS-…`.
        number: String,
        /// `XS-…`.
        other: String,
        /// What they are.
        relation: Relation,
        /// In the person's words.
        reason: Option<String>,
    },
    /// Open a case by hand.
    OpenCase(NewCase),
    /// Perform a row of the action table.
    Act {
        /// `XT-…`.
        number: String,
        /// Action id.
        action: String,
        /// What was entered.
        args: Texts,
    },
    /// Keep a personal note on a case, or drop it where nothing is said; not an event.
    Note {
        /// `XT-…`.
        number: String,
        /// The note.
        text: String,
    },
    /// Record a party's appeal.
    FileAppeal(NewAppeal),
    /// Propose a remedy.
    ProposeRemedy(NewRemedy),
    /// Declare what ties the desk's person to a unit.
    DeclareRelation(NewRelation),
    /// Open a file of a register.
    OpenFile {
        /// Which register.
        kind: FileKind,
        /// What was entered.
        args: Texts,
    },
    /// Perform a row of the table of a file.
    ActOnFile {
        /// `SS-…`, `JC-…`, `WC-…`.
        number: String,
        /// Row id.
        action: String,
        /// What was entered.
        args: Texts,
    },
    /// Plan a meeting.
    PlanMeeting(NewMeeting),
    /// Record that the notice sheet went out.
    NoticeMeeting {
        /// `HY-…`.
        number: String,
        /// By which way.
        channel: String,
        /// Who has a copy.
        cc: Vec<String>,
    },
    /// Save the minutes as a version.
    SaveMinutes {
        /// `HY-…`.
        number: String,
        /// The text.
        text: String,
        /// It comes from the editor and takes the place of its draft; a text from elsewhere leaves the draft alone.
        ends_draft: bool,
        /// Whoever saves has looked at the versions that were saved elsewhere meanwhile.
        seen_others: bool,
    },
    /// Keep what is being typed; not an event. An empty text that was never saved clears the draft.
    KeepDraft {
        /// The meeting.
        meeting: Subject,
        /// The text as it stands.
        text: String,
    },
    /// Keep a phrase for minutes; not an event.
    KeepPhrase(String),
    /// Drop a phrase of one's own.
    DropPhrase(String),
    /// Record facts of the organisation by board resolution; headquarters alone.
    Record(Vec<OrganisationFact>),
    /// Publish a rulebook or a year's working days, whole; headquarters alone.
    Publish(Published),
    /// Issue the regional digest of a month.
    IssueSurvey {
        /// A day of the month.
        day: NaiveDate,
        /// Its text.
        text: String,
    },
    /// Take the latest own, unsealed act back on which nothing was built.
    Undo,
}

/// A verdict on one lead or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// `XS-…`.
    pub numbers: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why; asked for where the facts do not say it.
    pub reason: Option<String>,
    /// The day on which deferred leads come back.
    pub until: Option<NaiveDate>,
    /// Number of the lead that duplicates repeat.
    pub of: Option<String>,
    /// To whom leads are passed on; the region of the works where nothing is said.
    pub to: Option<PassTo>,
}

/// To whom a lead is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassTo {
    /// Another region, by way of headquarters.
    Region(RegionCode),
    /// Headquarters itself.
    Headquarters,
    /// The key account manager of the lead's customer (art. 25).
    KeyAccount,
}

impl PassTo {
    /// Reads the word of a form or of the command line: a region, `HQ`, `KAM`.
    pub fn parse(text: &str) -> Option<PassTo> {
        match text.trim().to_ascii_uppercase().as_str() {
            "HQ" | "总部" => Some(PassTo::Headquarters),
            "KAM" | "大客户经理" => Some(PassTo::KeyAccount),
            _ => text.parse().ok().map(PassTo::Region),
        }
    }
}

impl Screening {
    /// A verdict on one lead with nothing but its reason.
    pub fn of_one(number: &str, verdict: Verdict, reason: Option<String>) -> Screening {
        let numbers = vec![number.to_owned()];
        Screening { numbers, verdict, reason, until: None, of: None, to: None }
    }
}

/// A claim to record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewClaim {
    /// Lead number `XS-…`.
    pub lead: String,
    /// Lots; empty means the undivided whole, lot `0`.
    pub lots: Vec<String>,
    /// Unit code.
    pub unit: String,
    /// On what it rests.
    pub basis: String,
    /// Who reported.
    pub claimant: Option<String>,
    /// Proofs of its time.
    pub proofs: Vec<Proof>,
    /// The customer, as a person confirmed it.
    pub customer: Option<String>,
    /// Where the works are, as a person confirmed it.
    pub site: Option<String>,
    /// What of the works the unit goes for.
    pub scope: Option<String>,
    /// Who was spoken with at the customer; kept apart from the event, with its class.
    pub contact: Option<String>,
    /// Whether the information was come by lawfully.
    pub origin: Option<Origin>,
    /// Only write it down.
    pub draft: bool,
}

/// A case to open.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// Lead number `XS-…`.
    pub lead: String,
    /// The lot; none means the undivided whole.
    pub lot: Option<String>,
    /// Unit codes.
    pub parties: Vec<String>,
    /// Who made it known.
    pub trigger: Trigger,
    /// What the conflict is, in a person's words.
    pub reasons: String,
}

/// A party's appeal.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAppeal {
    /// `XT-…`.
    pub case: String,
    /// Unit code of the party.
    pub party: String,
    /// What it asks for.
    pub request: String,
    /// Why.
    pub reasons: String,
    /// When it was handed over; now, where that is not said.
    pub filed_at: Option<DateTime<Utc>>,
}

/// A remedy to propose.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRemedy {
    /// `XT-…`, where it comes from a case.
    pub case: Option<String>,
    /// The measure's word.
    pub measure: String,
    /// Unit code.
    pub unit: Option<String>,
    /// The post it concerns.
    pub office: Option<String>,
    /// Rule id.
    pub rule: String,
    /// The facts.
    pub facts: String,
    /// The sum in fen.
    pub amount_fen: Option<i64>,
}

/// What ties the desk's person to a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRelation {
    /// The tie's word.
    pub tie: String,
    /// Unit code.
    pub unit: String,
    /// The particulars; they go to headquarters alone.
    pub text: String,
    /// When he left the unit, of a former one: `2024-06-30`.
    pub left_on: Option<String>,
}

/// A text to make a lead of.
#[derive(Debug, Clone, PartialEq)]
pub struct NewText {
    /// The text as it came.
    pub text: String,
    /// Fields by name, as a person corrected them.
    pub corrections: Vec<(String, String)>,
}

/// A meeting to plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewMeeting {
    /// Kind.
    pub kind: MeetingKind,
    /// Title.
    pub title: String,
    /// Planned start.
    pub start: DateTime<Utc>,
    /// Planned end.
    pub end: Option<DateTime<Utc>>,
    /// Where.
    pub place: Option<String>,
    /// What it is for: one of [`PURPOSES`](crate::domain::meeting::plan::PURPOSES).
    pub purpose: Option<String>,
    /// How people meet: one of [`MODES`](crate::domain::meeting::plan::MODES).
    pub mode: Option<String>,
    /// Who calls it.
    pub convener: Option<String>,
    /// Who presides.
    pub chair: Option<String>,
    /// Who writes.
    pub recorder: Option<String>,
    /// Who is invited.
    pub participants: Vec<String>,
    /// Numbers of cases.
    pub cases: Vec<String>,
    /// Number of the meeting before it: what is not said is as it was there, and its open actions are put on the agenda.
    pub follows: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Catalogue key without its `done-` prefix.
    pub key: &'static str,
    /// Named values for the sentence.
    pub args: Vec<(String, String)>,
    /// The subject that was made or changed.
    pub subject: Option<Subject>,
    /// Its human number.
    pub number: Option<String>,
    /// What the person should know besides: the same-lot guard's warning, a conflict that appeared.
    pub notices: Vec<Why>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Preconditions or rules refuse it; each says why.
    #[error("refused")]
    Refused(Vec<Why>),
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

impl Refusal {
    /// A refusal for one reason.
    pub fn because(why: Why) -> Refusal {
        Refusal::Refused(vec![why])
    }
}
