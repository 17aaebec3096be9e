//! Facts: one immutable event is one JSON text, signed by its author's desk over exactly these bytes.
//!
//! [`Body`] is the text as it is signed; [`Fact`] what this version understands of its `data`; [`Recorded`] a stored event
//! together with what the directory says of its author. A kind or a body that this version does not understand becomes
//! [`Fact::Unknown`]: stored, chained and relayed, shown as 未知类型, never dropped and never applied.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::appeal::{self, action::AppealAction};
use super::case::{self, action::Action};
use super::claim::action::ClaimAction;
use super::hlc::Hlc;
use super::meeting::action::MeetingAction;
use super::organisation::Published;
use super::proposal::{self, action::ProposalAction};
use super::relation::{self, action::RelationAction};
use super::relief;
use super::remedy::{self, action::RemedyAction};
use super::report::{self, action::ReportAction};
use super::subject::{Subject, SubjectKind};
use super::territory::RegionCode;
use super::trip::{self, action::TripAction};
use super::violation::{self, action::ViolationAction};
use super::{claim, lead, meeting, organisation, survey};

/// The format version inside every body.
pub const VERSION: u32 = 1;

/// At most this many heads are named in `base`.
pub const MAX_BASE: usize = 64;

/// The event text as signed. Field order is the order on the wire.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Body {
    /// [`VERSION`].
    pub v: u32,
    /// Organisation id; empty for what was written before enrolment.
    pub org: String,
    /// Key id of the desk that writes. The id of an event covers its text, so this is what keeps another desk from signing
    /// a copy and passing for the author. Empty in texts older than the field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub desk: String,
    /// `<subject kind>.<verb>`.
    pub kind: String,
    /// `<kind>:<uuid>`.
    pub subject: String,
    /// Ids of the subject's heads that the author had seen.
    pub base: Vec<String>,
    /// [`Hlc`] as text.
    pub hlc: String,
    /// The person named as acting; the desk's key attests it.
    pub actor: String,
    /// The post the person acts in.
    pub office: String,
    /// The fact itself.
    pub data: Box<RawValue>,
    /// Detachable parts: bytes that travel beside the event and can be withheld or purged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartRef>,
}

/// What an event says of a part: enough to check the bytes when they come, nothing of what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRef {
    /// What the part is to its event: `text`, `scan`.
    pub name: String,
    /// Confidentiality class 1 to 5.
    pub class: u8,
    /// Bytes.
    pub size: u64,
    /// `sha256:` and the hex of SHA-256(salt || bytes).
    pub hash: String,
}

/// Who wrote an event, by the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A revoked key, beyond what headquarters held of it when it decided, and not adopted since: kept and shown, without effect.
    Revoked,
    /// A key that no directory names (or not yet).
    Unknown,
    /// A region's desk.
    Region(RegionCode),
    /// A headquarters desk.
    Headquarters,
}

impl Authority {
    /// The region whose desk it is.
    pub fn region(self) -> Option<RegionCode> {
        match self {
            Authority::Region(region) => Some(region),
            _ => None,
        }
    }

    /// Whose transition is shown while a case is contested: the higher rank's.
    pub fn rank(self) -> u8 {
        match self {
            Authority::Revoked | Authority::Unknown => 0,
            Authority::Region(_) => 1,
            Authority::Headquarters => 2,
        }
    }
}

/// Who may write a kind of event with effect; anything else is kept and marked 越权待核.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// Any enrolled desk.
    Anyone,
    /// Headquarters alone.
    Headquarters,
}

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident($data:ty) = $kind:literal, $subject:ident, $writer:ident;)*) => {
        /// What happened, as far as this version understands it.
        #[derive(Debug, Clone)]
        pub enum Fact {
            $($(#[$doc])* $variant($data),)*
            /// One row of the action table was performed on a case.
            Acted(&'static Action, case::Act),
            /// One row of the claim table was performed on a claim.
            ClaimActed(&'static ClaimAction, claim::ClaimAct),
            /// One row of the table of appeals was performed on an appeal.
            AppealActed(&'static AppealAction, relief::Act),
            /// One row of the table of remedies was performed on a remedy.
            RemedyActed(&'static RemedyAction, relief::Act),
            /// One row of the table of relations was performed on a relation.
            RelationActed(&'static RelationAction, relief::Act),
            /// One row of the table of meetings was performed on a meeting.
            MeetingActed(&'static MeetingAction, relief::Act),
            /// One row of the table of trips was performed on a trip.
            TripActed(&'static TripAction, relief::Act),
            /// One row of the table of reports was performed on a report.
            ReportActed(&'static ReportAction, relief::Act),
            /// One row of the table of violations was performed on one.
            ViolationActed(&'static ViolationAction, relief::Act),
            /// One row of the table of proposals was performed on a proposal.
            ProposalActed(&'static ProposalAction, relief::Act),
            /// The undo of an own, unsealed event on which nothing was built.
            Retracted(Retracted),
            /// Headquarters took an event up; one that was without effect has it again.
            Adopted(Ruled),
            /// Headquarters sent an event back, with the reason; it stays as it is.
            Returned(Ruled),
            /// Headquarters took an event's effect away.
            Voided(Ruled),
            /// Headquarters ordered the bytes of an event's parts to be erased, everywhere: their time is over, or a person asked
            /// for it. The event itself stays.
            Purged(Ruled),
            /// A kind this version does not know, or a body that does not fit its kind.
            Unknown {
                /// The kind as written.
                kind: String,
            },
        }

        /// The table of event kinds: name, subject, who may write it.
        pub const KINDS: &[(&str, SubjectKind, Writer)] =
            &[$(($kind, SubjectKind::$subject, Writer::$writer),)*];

        impl Fact {
            /// The kind as written in the body.
            pub fn kind(&self) -> String {
                match self {
                    $(Fact::$variant(_) => $kind.to_owned(),)*
                    Fact::Acted(action, _) => format!("conflict.{}", action.id),
                    Fact::ClaimActed(action, _) => format!("claim.{}", action.id),
                    Fact::AppealActed(action, _) => format!("appeal.{}", action.id),
                    Fact::RemedyActed(action, _) => format!("remedy.{}", action.id),
                    Fact::RelationActed(action, _) => format!("relation.{}", action.id),
                    Fact::MeetingActed(action, _) => format!("meeting.{}", action.id),
                    Fact::TripActed(action, _) => format!("trip.{}", action.id),
                    Fact::ReportActed(action, _) => format!("report.{}", action.id),
                    Fact::ViolationActed(action, _) => format!("violation.{}", action.id),
                    Fact::ProposalActed(action, _) => format!("proposal.{}", action.id),
                    Fact::Retracted(_) => "retract".to_owned(),
                    Fact::Adopted(_) => "ack.adopted".to_owned(),
                    Fact::Returned(_) => "ack.returned".to_owned(),
                    Fact::Voided(_) => "ack.voided".to_owned(),
                    Fact::Purged(_) => "ack.purged".to_owned(),
                    Fact::Unknown { kind } => kind.clone(),
                }
            }

            /// The `data` text of the body.
            pub fn data(&self) -> serde_json::Result<Box<RawValue>> {
                match self {
                    $(Fact::$variant(data) => serde_json::value::to_raw_value(data),)*
                    Fact::Acted(_, act) => serde_json::value::to_raw_value(act),
                    Fact::ClaimActed(_, act) => serde_json::value::to_raw_value(act),
                    Fact::AppealActed(_, act)
                    | Fact::RemedyActed(_, act)
                    | Fact::RelationActed(_, act)
                    | Fact::MeetingActed(_, act)
                    | Fact::TripActed(_, act)
                    | Fact::ReportActed(_, act)
                    | Fact::ViolationActed(_, act)
                    | Fact::ProposalActed(_, act) => serde_json::value::to_raw_value(act),
                    Fact::Retracted(data) => serde_json::value::to_raw_value(data),
                    Fact::Adopted(data)
                    | Fact::Returned(data)
                    | Fact::Voided(data)
                    | Fact::Purged(data) => serde_json::value::to_raw_value(data),
                    Fact::Unknown { .. } => serde_json::value::to_raw_value(&()),
                }
            }

            /// Reads `data` by its kind; what does not fit is [`Fact::Unknown`].
            pub fn read(kind: &str, data: &RawValue) -> Fact {
                let known = match kind {
                    $($kind => parse::<$data>(data).map(Fact::$variant),)*
                    "retract" => parse::<Retracted>(data).map(Fact::Retracted),
                    "ack.adopted" => parse::<Ruled>(data).map(Fact::Adopted),
                    "ack.returned" => parse::<Ruled>(data).map(Fact::Returned),
                    "ack.voided" => parse::<Ruled>(data).map(Fact::Voided),
                    "ack.purged" => parse::<Ruled>(data).map(Fact::Purged),
                    _ => acted(kind, data),
                };
                known.unwrap_or_else(|| Fact::Unknown { kind: kind.to_owned() })
            }
        }
    };
}

facts! {
    /// A notice came in for the first time.
    LeadCaptured(lead::Captured) = "lead.captured", Lead, Anyone;
    /// The publisher changed a notice that is already here.
    LeadRevised(lead::Revised) = "lead.revised", Lead, Anyone;
    /// The inbox verdict on a lead.
    LeadScreened(lead::Screened) = "lead.screened", Lead, Anyone;
    /// What a lead is to another one, by a person's word.
    LeadLinked(lead::link::Linked) = "lead.linked", Lead, Anyone;
    /// How far a unit is with a lot of a tender, or what became of the lot.
    LeadProgressed(lead::Progressed) = "lead.progressed", Lead, Anyone;
    /// A branch's first report of a lead was recorded.
    ClaimSubmitted(claim::Submitted) = "claim.submitted", Claim, Anyone;
    /// A claim was given up, as written before the claim table.
    ClaimReleased(claim::Released) = "claim.released", Claim, Anyone;
    /// Two live claims met on one lot.
    CaseDetected(case::Detected) = "conflict.detected", Conflict, Anyone;
    /// A party's appeal was recorded.
    AppealFiled(appeal::Filed) = "appeal.filed", Appeal, Anyone;
    /// A person proposed a remedy.
    RemedyProposed(remedy::Proposed) = "remedy.proposed", Remedy, Anyone;
    /// A manager declared what ties him to a unit; the particulars are a part.
    RelationDeclared(relation::Declared) = "relation.declared", Relation, Anyone;
    /// A trip was entered in the register; who travels is a part.
    TripFiled(trip::Filed) = "trip.filed", Trip, Anyone;
    /// Information was reported; who reported it is a part.
    ReportFiled(report::Filed) = "report.filed", Report, Anyone;
    /// A person reported a violation; who informed him is a part.
    ViolationReported(violation::Reported) = "violation.reported", Violation, Anyone;
    /// A manager drafted a change of the organisation.
    ProposalDrafted(proposal::Drafted) = "proposal.drafted", Proposal, Anyone;
    /// The digest of a region's month was issued; its text is a part.
    SurveyIssued(survey::Issued) = "survey.issued", Survey, Anyone;
    /// A meeting was planned or replanned.
    MeetingPlanned(meeting::Planned) = "meeting.planned", Meeting, Anyone;
    /// The notice sheet went out.
    MeetingNoticed(meeting::Noticed) = "meeting.noticed", Meeting, Anyone;
    /// A version of the minutes was saved; the text is a part.
    MinutesSaved(meeting::MinutesSaved) = "minutes.saved", Meeting, Anyone;
    /// A board resolution, on which the facts of the organisation rest.
    ResolutionRecorded(Published<organisation::ResolutionRecorded>) = "resolution.recorded", Resolution, Headquarters;
    /// A division was assigned to a region.
    DivisionAssigned(Published<organisation::DivisionAssigned>) = "division.assigned", Division, Headquarters;
    /// A legal person.
    EntityRecorded(Published<organisation::EntityRecorded>) = "entity.recorded", Entity, Headquarters;
    /// An appointment.
    PostRecorded(Published<organisation::PostRecorded>) = "post.recorded", Post, Headquarters;
    /// A customer, a node of its family's tree.
    CustomerRecorded(Published<organisation::CustomerRecorded>) = "customer.recorded", Customer, Headquarters;
    /// An assumed default was confirmed.
    AssumptionConfirmed(Published<organisation::Confirmed>) = "assumption.confirmed", Assumption, Headquarters;
    /// A rulebook was published; its text is a part.
    RulesPublished(organisation::RulesPublished) = "rules.published", Rulebase, Headquarters;
    /// The working days of a year were published; the paper is a part.
    CalendarPublished(organisation::CalendarPublished) = "calendar.published", Calendar, Headquarters;
    /// What a unit is to win in a month.
    TargetSet(Published<organisation::TargetSet>) = "target.set", Target, Headquarters;
    /// A unit of the company, by resolution.
    UnitRecorded(Published<organisation::UnitRecorded>) = "unit.recorded", Unit, Headquarters;
    /// Which unit answers for a division.
    AreaRecorded(Published<organisation::AreaRecorded>) = "area.recorded", Area, Headquarters;
    /// A key account post and its holder.
    KeyAccountRecorded(Published<organisation::KeyAccountRecorded>) = "kam.recorded", KeyAccount, Headquarters;
}

/// One row of a table was performed: the word before the dot names the table, the one after it the row.
fn acted(kind: &str, data: &RawValue) -> Option<Fact> {
    let (table, row) = kind.split_once('.')?;
    let act = || parse::<relief::Act>(data);
    match table {
        "conflict" => Some(Fact::Acted(case::action::find(row)?, parse(data)?)),
        "claim" => Some(Fact::ClaimActed(claim::action::find(row)?, parse(data)?)),
        "appeal" => Some(Fact::AppealActed(appeal::action::find(row)?, act()?)),
        "remedy" => Some(Fact::RemedyActed(remedy::action::find(row)?, act()?)),
        "relation" => Some(Fact::RelationActed(relation::action::find(row)?, act()?)),
        "meeting" => Some(Fact::MeetingActed(meeting::action::find(row)?, act()?)),
        "trip" => Some(Fact::TripActed(trip::action::find(row)?, act()?)),
        "report" => Some(Fact::ReportActed(report::action::find(row)?, act()?)),
        "violation" => Some(Fact::ViolationActed(violation::action::find(row)?, act()?)),
        "proposal" => Some(Fact::ProposalActed(proposal::action::find(row)?, act()?)),
        _ => None,
    }
}

/// Takes an own event back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Retracted {
    /// Id of the event taken back.
    pub event: String,
}

/// What headquarters says of an event of the same subject.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ruled {
    /// Id of the event.
    pub event: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

fn parse<T: DeserializeOwned>(data: &RawValue) -> Option<T> {
    serde_json::from_str(data.get()).ok()
}

impl Fact {
    /// Whether it is headquarters' word on another event.
    pub fn is_ruling(&self) -> bool {
        matches!(self, Fact::Adopted(_) | Fact::Returned(_) | Fact::Voided(_) | Fact::Purged(_))
    }

    /// Who may write this kind with effect.
    pub fn writer(&self) -> Writer {
        if self.is_ruling() {
            return Writer::Headquarters;
        }
        let kind = self.kind();
        KINDS.iter().find(|(name, ..)| *name == kind).map_or(Writer::Anyone, |(.., writer)| *writer)
    }
}

/// A stored event, understood as far as possible.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// `sha256:` and the hex of the signed bytes.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// Heads its author had seen.
    pub base: Vec<String>,
    /// Its author's hybrid time.
    pub hlc: Hlc,
    /// The person named.
    pub actor: String,
    /// The post named.
    pub office: String,
    /// Key id of the desk that signed.
    pub author: String,
    /// What the directory says of that desk.
    pub authority: Authority,
    /// What happened.
    pub fact: Fact,
    /// Parts it refers to.
    pub parts: Vec<PartRef>,
}

/// Why a body could not be taken as an event at all. (An unknown *kind* is no fault.)
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// Not JSON of the expected shape, a name twice, or trailing bytes.
    #[error("the event's text is not a well-formed body")]
    Malformed,
    /// `v` is not one this version reads.
    #[error("event format {0} is newer than this program")]
    Version(u32),
    /// More than [`MAX_BASE`] predecessors.
    #[error("the event names too many predecessors")]
    Base,
    /// The hybrid time cannot be read.
    #[error("the event's time cannot be read")]
    Time,
}

impl Body {
    /// Reads a signed text. The signature is somebody else's matter and comes first.
    pub fn read(text: &str) -> Result<(Body, Hlc), BodyFault> {
        let body: Body = serde_json::from_str(text).map_err(|_| BodyFault::Malformed)?;
        if body.v != VERSION {
            return Err(BodyFault::Version(body.v));
        }
        if body.base.len() > MAX_BASE {
            return Err(BodyFault::Base);
        }
        let hlc = body.hlc.parse().map_err(|_| BodyFault::Time)?;
        Ok((body, hlc))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const UNKNOWN: &str = r#"{"v":1,"org":"","kind":"lead.sung","subject":"lead:0","base":[],
        "hlc":"2026-11-23T03:01:00.000Z-0000","actor":"","office":"","data":{"x":1},"later":true}"#;

    #[test]
    fn an_unknown_kind_is_kept_and_not_applied() {
        let (body, _) = Body::read(UNKNOWN).unwrap();
        assert!(
            matches!(Fact::read(&body.kind, &body.data), Fact::Unknown { kind } if kind == "lead.sung")
        );
    }

    #[test]
    fn a_name_given_twice_is_refused() {
        let twice = UNKNOWN.replace(r#""org":"""#, r#""org":"","org":"x""#);
        assert_eq!(Body::read(&twice).unwrap_err(), BodyFault::Malformed);
    }

    #[test]
    fn headquarters_alone_records_units() {
        let writer = |kind: &str| KINDS.iter().find(|(name, ..)| *name == kind).map(|(.., w)| *w);
        assert_eq!(writer("unit.recorded"), Some(Writer::Headquarters));
        assert_eq!(writer("claim.submitted"), Some(Writer::Anyone));
    }
}
