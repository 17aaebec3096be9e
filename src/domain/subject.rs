//! Identities: what an event is about, written `<kind>:<uuid>`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::ports::Entropy;

/// The kinds of subject, named by the glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// 线索: a tender as published.
    Lead,
    /// 报备: a branch's first report of a lead.
    Claim,
    /// 市场冲突: a case between branches.
    Conflict,
    /// 申诉 of a party against a decision.
    Appeal,
    /// 救济: reward, penalty, compensation.
    Remedy,
    /// 回避关系 of a manager to a unit.
    Relation,
    /// 会议 with its minutes.
    Meeting,
    /// 单位: branch, office, department.
    Unit,
    /// 管辖: who answers for a division.
    Area,
    /// 大客户岗位 of art. 25.
    KeyAccount,
    /// 董事会决议 (art. 17).
    Resolution,
    /// 行政区划, as assigned to a region.
    Division,
    /// 法人 that units bid as.
    Entity,
    /// 岗位: manager, deputy, head of an office.
    Post,
    /// 客户, a node of its family's tree.
    Customer,
    /// 假定: a default that headquarters confirms.
    Assumption,
    /// 指标 of a unit in a month.
    Target,
    /// 外出活动 (art. 24).
    Trip,
    /// 信息上报 (art. 27).
    Report,
    /// 违规报告.
    Violation,
    /// 变更提案 (arts. 14 to 17).
    Proposal,
    /// 区域综述 (art. 31).
    Survey,
    /// 规则库.
    Rulebase,
    /// 工作日历 of a year.
    Calendar,
}

const NAMES: [(SubjectKind, &str); 24] = [
    (SubjectKind::Lead, "lead"),
    (SubjectKind::Claim, "claim"),
    (SubjectKind::Conflict, "conflict"),
    (SubjectKind::Appeal, "appeal"),
    (SubjectKind::Remedy, "remedy"),
    (SubjectKind::Relation, "relation"),
    (SubjectKind::Meeting, "meeting"),
    (SubjectKind::Unit, "unit"),
    (SubjectKind::Area, "area"),
    (SubjectKind::KeyAccount, "kam"),
    (SubjectKind::Resolution, "resolution"),
    (SubjectKind::Division, "division"),
    (SubjectKind::Entity, "entity"),
    (SubjectKind::Post, "post"),
    (SubjectKind::Customer, "customer"),
    (SubjectKind::Assumption, "assumption"),
    (SubjectKind::Target, "target"),
    (SubjectKind::Trip, "trip"),
    (SubjectKind::Report, "report"),
    (SubjectKind::Violation, "violation"),
    (SubjectKind::Proposal, "proposal"),
    (SubjectKind::Survey, "survey"),
    (SubjectKind::Rulebase, "rulebase"),
    (SubjectKind::Calendar, "calendar"),
];

impl SubjectKind {
    /// The word before the colon.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Whether headquarters records it of the organisation, for every desk alike.
    pub fn is_of_the_organisation(self) -> bool {
        use SubjectKind::{
            Area, Assumption, Calendar, Customer, Division, Entity, KeyAccount, Post, Resolution,
            Rulebase, Target, Unit,
        };
        matches!(
            self,
            Unit | Area
                | KeyAccount
                | Resolution
                | Division
                | Entity
                | Post
                | Customer
                | Assumption
                | Target
                | Rulebase
                | Calendar
        )
    }

    fn parse(text: &str) -> Option<SubjectKind> {
        NAMES.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }
}

/// The identity of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What kind of thing.
    pub kind: SubjectKind,
    /// Which one: UUIDv7 for things made here, UUIDv8 for things derived from their content.
    pub uuid: Uuid,
}

impl Subject {
    /// A new subject: UUIDv7 of the given instant.
    pub fn new(kind: SubjectKind, now: DateTime<Utc>, entropy: &mut dyn Entropy) -> Subject {
        let mut random = [0u8; 10];
        entropy.fill(&mut random);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let uuid = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        Subject { kind, uuid }
    }

    /// A subject that every desk derives alike from the same words (UUIDv8 of their SHA-256): a conflict from lead, lot and
    /// round; a lead from its publisher's own identifier.
    pub fn derived(kind: SubjectKind, words: &[&str]) -> Subject {
        let mut hash = Sha256::new();
        hash.update(kind.name());
        for word in words {
            hash.update([0]);
            hash.update(word);
        }
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        Subject { kind, uuid: uuid::Builder::from_custom_bytes(bytes).into_uuid() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.uuid)
    }
}

/// The text is not a subject this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a known subject: {0}")]
pub struct UnknownSubject(pub String);

impl FromStr for Subject {
    type Err = UnknownSubject;

    fn from_str(text: &str) -> Result<Subject, UnknownSubject> {
        let unknown = || UnknownSubject(text.chars().take(80).collect());
        let (kind, uuid) = text.split_once(':').ok_or_else(unknown)?;
        let kind = SubjectKind::parse(kind).ok_or_else(unknown)?;
        let uuid = Uuid::parse_str(uuid).map_err(|_| unknown())?;
        Ok(Subject { kind, uuid })
    }
}

impl serde::Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Subject, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn two_desks_derive_the_same_case_from_lead_lot_and_round() {
        let here = Subject::derived(SubjectKind::Conflict, &["lead:x", "1", "1"]);
        let there = Subject::derived(SubjectKind::Conflict, &["lead:x", "1", "1"]);
        assert_eq!(here, there);
        assert_ne!(here, Subject::derived(SubjectKind::Conflict, &["lead:x", "11", ""]));
        assert_eq!(here.to_string().parse::<Subject>().unwrap(), here);
    }
}
