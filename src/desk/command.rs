//! Everything that can be done to a desk, as data: the screen and the command line build the same values.

use chrono::{DateTime, Utc};

use crate::domain::claim::{Origin, Proof};
use crate::domain::lead::{Step, Verdict};
use crate::domain::meeting::MeetingKind;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;

use super::organisation::OrganisationFact;

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
    /// Screen a lead.
    Screen {
        /// `XS-…`.
        number: String,
        /// The verdict.
        verdict: Verdict,
        /// Why; asked for where the lead is put away.
        reason: Option<String>,
    },
    /// Perform a row of the action table.
    Act {
        /// `XT-…`.
        number: String,
        /// Action id.
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
    },
    /// Save the minutes as a version.
    SaveMinutes {
        /// `HY-…`.
        number: String,
        /// The text.
        text: String,
        /// It comes from the editor and takes the place of its draft; a text from elsewhere leaves the draft alone.
        ends_draft: bool,
    },
    /// Keep what is being typed; not an event. An empty text that was never saved clears the draft.
    KeepDraft {
        /// The meeting.
        meeting: Subject,
        /// The text as it stands.
        text: String,
    },
    /// Record units, areas and key account posts by board resolution; headquarters alone.
    Record(Vec<OrganisationFact>),
    /// Take the latest own, unsealed act back on which nothing was built.
    Undo,
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

/// A meeting to plan.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeeting {
    /// Kind.
    pub kind: MeetingKind,
    /// Title.
    pub title: String,
    /// Planned start.
    pub start: DateTime<Utc>,
    /// Where.
    pub place: Option<String>,
    /// Who presides.
    pub chair: Option<String>,
    /// Who writes.
    pub recorder: Option<String>,
    /// Who is invited.
    pub participants: Vec<String>,
    /// Numbers of cases.
    pub cases: Vec<String>,
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
