//! The facts of the organisation as headquarters signs them. Each is about one thing, named by a code; what was recorded of it
//! before stays, and [`span`](super::span) tells which of its facts holds on a day.
//!
//! Codes are those of the tables: GB/T 2260 for divisions, `F1` for units, `LE0` for legal persons, `CMCC` for customers. Names
//! stand in the body for holders of offices alone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::span::{Decided, decided};
use crate::domain::customer::CustomerKind;
use crate::domain::event::{Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::lead::class::BusinessClass;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::domain::unit::Unit;
use crate::domain::why::Why;

/// What a board resolution is about (art. 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionKind {
    /// 设置.
    SetUp,
    /// 改制.
    Restructure,
    /// 废止.
    Abolish,
    /// 区域.
    Area,
    /// 任免.
    Appointment,
    /// 其他: rules, targets, calendars.
    Other,
}

/// Where a resolution stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionStatus {
    /// 草案: nothing that rests on it holds yet.
    Draft,
    /// 通过.
    #[default]
    Passed,
    /// 撤销: what rests on it ends.
    Revoked,
}

/// A board resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionRecorded {
    /// Number: 董决〔2026〕5号.
    pub number: String,
    /// When the board passed it.
    pub date: NaiveDate,
    /// Title.
    pub title: String,
    /// What it is about.
    pub kind: ResolutionKind,
    /// Where it stands.
    #[serde(default)]
    pub status: ResolutionStatus,
    /// From which day a revoked one no longer carries anything; the day it was passed where that is not said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub revoked_on: Option<NaiveDate>,
    /// Which body passed it: 董事会.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub passed_by: Option<String>,
    /// `sha256:` and the hash of the signed paper.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// When headquarters signed it; known of the event, and no part of what is signed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<DateTime<Utc>>,
}

impl ResolutionRecorded {
    /// Whether a fact that begins on a day can rest on it: it is no revoked one whose time is over by then.
    pub fn carries(&self, day: NaiveDate) -> bool {
        self.status != ResolutionStatus::Revoked || day < self.revoked_on.unwrap_or(self.date)
    }
}

/// Who coordinates a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "SeatText", into = "SeatText")]
pub enum Seat {
    /// A region's manager.
    Region(RegionCode),
    /// Headquarters itself (总部直管).
    Headquarters,
}

#[derive(Serialize, Deserialize)]
enum SeatText {
    NE,
    EC,
    SC,
    SW,
    HQ,
}

impl From<SeatText> for Seat {
    fn from(text: SeatText) -> Seat {
        match text {
            SeatText::NE => Seat::Region(RegionCode::NE),
            SeatText::EC => Seat::Region(RegionCode::EC),
            SeatText::SC => Seat::Region(RegionCode::SC),
            SeatText::SW => Seat::Region(RegionCode::SW),
            SeatText::HQ => Seat::Headquarters,
        }
    }
}

impl From<Seat> for SeatText {
    fn from(seat: Seat) -> SeatText {
        match seat {
            Seat::Region(RegionCode::NE) => SeatText::NE,
            Seat::Region(RegionCode::EC) => SeatText::EC,
            Seat::Region(RegionCode::SC) => SeatText::SC,
            Seat::Region(RegionCode::SW) => SeatText::SW,
            Seat::Headquarters => SeatText::HQ,
        }
    }
}

impl Seat {
    /// The region; `None` where headquarters coordinates.
    pub fn region(self) -> Option<RegionCode> {
        match self {
            Seat::Region(region) => Some(region),
            Seat::Headquarters => None,
        }
    }

    /// The region's code, or `HQ`.
    pub fn code(self) -> &'static str {
        self.region().map_or("HQ", RegionCode::as_str)
    }

    /// Why nobody else may do it: it is for this region's manager, told by `key`, or for headquarters.
    pub fn reserves(self, key: &str, rule: &str) -> Why {
        match self {
            Seat::Region(region) => Why::rule(key, rule).with("region", region.as_str()),
            Seat::Headquarters => Why::rule("headquarters-decides", rule),
        }
    }
}

/// A division was assigned to a region, or to headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionAssigned {
    /// GB/T 2260 code; a city's goes before its province's.
    pub division: String,
    /// Name of a division that the bundled code book does not have.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// To whom.
    pub region: Seat,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
    /// When headquarters signed it; known of the event, and no part of what is signed. Whoever acted before could not know.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<DateTime<Utc>>,
}

/// A legal person that units bid as (gap G15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRecorded {
    /// Code: `LE0`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// 统一社会信用代码.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub credit_code: Option<String>,
    /// Legal persons of one control group count as one to the same-lot guard.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub control_group: Option<String>,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// A unit was set up, renamed or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecorded {
    /// The unit as it stands from `valid_from` on.
    pub unit: Unit,
    /// Number of the board resolution (art. 17).
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// How a unit stands to a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaRight {
    /// 主责.
    Home,
    /// 可进.
    Allowed,
    /// 禁入.
    Barred,
}

impl AreaRight {
    /// The word in data; the catalogue key is `ui-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            AreaRight::Home => "home",
            AreaRight::Allowed => "allowed",
            AreaRight::Barred => "barred",
        }
    }
}

/// Which unit answers for a division, for all business or for one class of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRecorded {
    /// Unit code.
    pub unit: String,
    /// GB/T 2260 code.
    pub division: String,
    /// The class of business; all where none is said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub class: Option<BusinessClass>,
    /// The right.
    pub right: AreaRight,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// A post that is no key account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// 大区经理, of a region.
    Rm,
    /// 副大区经理 of a region: stands in before the ring of gap G12.
    Deputy,
    /// 办事处主任, of a unit.
    OfficeHead,
    /// 记录员, of a region.
    Recorder,
}

impl PostKind {
    /// Every post.
    pub const ALL: [PostKind; 4] =
        [PostKind::Rm, PostKind::Deputy, PostKind::OfficeHead, PostKind::Recorder];

    /// The word in data; the catalogue key is `post-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            PostKind::Rm => "rm",
            PostKind::Deputy => "deputy",
            PostKind::OfficeHead => "office_head",
            PostKind::Recorder => "recorder",
        }
    }
}

/// An appointment to a post, or its being vacant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRecorded {
    /// Which post.
    pub post: PostKind,
    /// Of which region.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub region: Option<RegionCode>,
    /// Of which unit, by code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Which of several posts alike, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub seat: u8,
    /// Who holds it; nobody while it is vacant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<String>,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// A key account post and who holds it (art. 25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAccountRecorded {
    /// Customer code.
    pub customer: String,
    /// Which of the customer's posts, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub seat: u8,
    /// Office holder's name, if the post is filled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<String>,
    /// Whether a case about the customer must hear the holder; it must where nothing is said.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub consult: bool,
    /// Number of the board resolution.
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// Which storey of its family a customer stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerLevel {
    /// 集团.
    Group,
    /// 省公司.
    Province,
    /// 市公司.
    City,
}

/// A customer, a node of its family's tree (gap G24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRecorded {
    /// Code: `CMCC`, `CMCC-JS`.
    pub code: String,
    /// What it does.
    pub kind: CustomerKind,
    /// Which storey.
    pub level: CustomerLevel,
    /// Code of the node above.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<String>,
    /// Usual Chinese name.
    pub name: String,
    /// English name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub en: Option<String>,
    /// Other names it goes by.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub aliases: Vec<String>,
    /// Where it is, by GB/T 2260.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub division: Option<String>,
    /// Codes of those whose business went over to it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub successor_of: Vec<String>,
    /// Whether it is a key account of headquarters.
    #[serde(default)]
    pub key: bool,
    /// Number of the board resolution; not every customer rests on one.
    #[serde(default)]
    pub resolution: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<NaiveDate>,
}

/// Headquarters confirmed an assumed default, or took its confirmation back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Rule id of the gap: `G1`.
    pub gap: String,
    /// Whether it holds as it is.
    pub holds: bool,
    /// Number of the resolution, or in whose words.
    #[serde(default)]
    pub resolution: String,
}

/// What a unit is to win in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSet {
    /// Unit code.
    pub unit: String,
    /// `2026-11`.
    pub month: String,
    /// The sum in fen.
    pub amount_fen: i64,
    /// Number of the resolution.
    #[serde(default)]
    pub resolution: String,
}

decided!(
    DivisionAssigned,
    EntityRecorded,
    UnitRecorded,
    AreaRecorded,
    PostRecorded,
    KeyAccountRecorded,
    CustomerRecorded,
);

fn first() -> u8 {
    1
}

fn is_first(seat: &u8) -> bool {
    *seat == first()
}

fn yes() -> bool {
    true
}

fn is_yes(consult: &bool) -> bool {
    *consult
}

/// A fact as headquarters signs it: with what the facts of one publication share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published<T> {
    /// The fact.
    #[serde(flatten)]
    pub fact: T,
    /// Shared by the facts of one publication, so that undo takes all of them back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch: Option<String>,
}

macro_rules! organisation_facts {
    ($($(#[$doc:meta])* $name:ident($data:ty) => $fact:ident;)*) => {
        /// One fact of the organisation.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum OrganisationFact {
            $($(#[$doc])* $name($data),)*
        }

        impl OrganisationFact {
            /// As it is signed, with what it shares with the facts that are published with it.
            pub fn into_fact(self, batch: Option<String>) -> Fact {
                match self {
                    $(OrganisationFact::$name(fact) => Fact::$fact(Published { fact, batch }),)*
                }
            }

            /// What an event shares with the others of its publication.
            pub fn batch_of(fact: &Fact) -> Option<&str> {
                match fact {
                    $(Fact::$fact(data) => data.batch.as_deref(),)*
                    _ => None,
                }
            }

            /// What an event says of the organisation.
            pub fn of(fact: &Fact) -> Option<OrganisationFact> {
                match fact {
                    $(Fact::$fact(data) => Some(OrganisationFact::$name(data.fact.clone())),)*
                    _ => None,
                }
            }
        }
    };
}

organisation_facts! {
    /// A board resolution.
    Resolution(ResolutionRecorded) => ResolutionRecorded;
    /// A division was assigned.
    Division(DivisionAssigned) => DivisionAssigned;
    /// A legal person.
    Entity(EntityRecorded) => EntityRecorded;
    /// A unit was set up or changed.
    Unit(UnitRecorded) => UnitRecorded;
    /// How a unit stands to a division.
    Area(AreaRecorded) => AreaRecorded;
    /// An appointment.
    Post(PostRecorded) => PostRecorded;
    /// A key account post and its holder.
    KeyAccount(KeyAccountRecorded) => KeyAccountRecorded;
    /// A customer.
    Customer(CustomerRecorded) => CustomerRecorded;
    /// An assumed default was confirmed.
    Confirmed(Confirmed) => AssumptionConfirmed;
    /// A target.
    Target(TargetSet) => TargetSet;
}

impl OrganisationFact {
    /// What it is about. Identities follow from it, so that two desks of headquarters that record the same thing write on one
    /// subject, and a later resolution stands over the earlier one instead of beside it.
    pub fn subject(&self) -> Subject {
        let derived = Subject::derived;
        match self {
            OrganisationFact::Resolution(it) => derived(SubjectKind::Resolution, &[&it.number]),
            OrganisationFact::Division(it) => derived(SubjectKind::Division, &[&it.division]),
            OrganisationFact::Entity(it) => derived(SubjectKind::Entity, &[&it.code]),
            OrganisationFact::Unit(it) => derived(SubjectKind::Unit, &[&it.unit.code]),
            OrganisationFact::Area(it) => {
                let class = it.class.map_or("", BusinessClass::name);
                derived(SubjectKind::Area, &[&it.unit, &it.division, class])
            }
            OrganisationFact::Post(it) => {
                let region = it.region.map_or("", RegionCode::as_str);
                let unit = it.unit.as_deref().unwrap_or_default();
                let seat = it.seat.to_string();
                derived(SubjectKind::Post, &[it.post.name(), region, unit, &seat])
            }
            OrganisationFact::KeyAccount(it) => {
                derived(SubjectKind::KeyAccount, &[&it.customer, &it.seat.to_string()])
            }
            OrganisationFact::Customer(it) => derived(SubjectKind::Customer, &[&it.code]),
            OrganisationFact::Confirmed(it) => derived(SubjectKind::Assumption, &[&it.gap]),
            OrganisationFact::Target(it) => derived(SubjectKind::Target, &[&it.unit, &it.month]),
        }
    }

    /// Number of the resolution it rests on; empty for one that rests on none.
    pub fn resolution(&self) -> &str {
        match self {
            OrganisationFact::Resolution(it) => &it.number,
            OrganisationFact::Division(it) => &it.resolution,
            OrganisationFact::Entity(it) => &it.resolution,
            OrganisationFact::Unit(it) => &it.resolution,
            OrganisationFact::Area(it) => &it.resolution,
            OrganisationFact::Post(it) => &it.resolution,
            OrganisationFact::KeyAccount(it) => &it.resolution,
            OrganisationFact::Customer(it) => &it.resolution,
            OrganisationFact::Confirmed(it) => &it.resolution,
            OrganisationFact::Target(it) => &it.resolution,
        }
    }

    /// The same, with when headquarters signed it, where that matters.
    #[must_use]
    pub fn signed(mut self, at: DateTime<Utc>) -> OrganisationFact {
        match &mut self {
            OrganisationFact::Resolution(it) => it.signed = Some(at),
            OrganisationFact::Division(it) => it.signed = Some(at),
            _ => {}
        }
        self
    }

    /// Whether it says the same as another, whenever either was signed.
    pub fn is_same(&self, other: &OrganisationFact) -> bool {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        self.clone().signed(at) == other.clone().signed(at)
    }

    /// First and last day; `None` for what has none.
    pub fn days(&self) -> Option<(NaiveDate, Option<NaiveDate>)> {
        fn of(it: &dyn Decided) -> Option<(NaiveDate, Option<NaiveDate>)> {
            Some((it.from(), it.until()))
        }
        match self {
            OrganisationFact::Division(it) => of(it),
            OrganisationFact::Entity(it) => of(it),
            OrganisationFact::Unit(it) => of(it),
            OrganisationFact::Area(it) => of(it),
            OrganisationFact::Post(it) => of(it),
            OrganisationFact::KeyAccount(it) => of(it),
            OrganisationFact::Customer(it) => of(it),
            OrganisationFact::Resolution(_)
            | OrganisationFact::Confirmed(_)
            | OrganisationFact::Target(_) => None,
        }
    }
}

/// The facts about one thing, in causal order: of each two, the later was written in knowledge of the earlier, or stands after it
/// on every desk alike.
pub fn facts(events: &[Recorded]) -> Vec<OrganisationFact> {
    History::new(events)
        .effective()
        .filter_map(|event| Some(OrganisationFact::of(&event.fact)?.signed(event.hlc.wall())))
        // Nobody records a thing on another's subject.
        .filter(|fact| events.first().is_some_and(|event| event.subject == fact.subject()))
        .collect()
}
