//! The organisation with time: who answers for what, since when, by whose decision (arts. 17, 18, 25).
//!
//! Headquarters records it, fact by fact, each resting on a board resolution and holding from a day on; a desk proposes
//! ([`proposal`](super::proposal)) and never writes it. [`Company`] is all of it as this desk knows it, and answers for any day.
//! What nobody recorded is the assumed default of [`unit`](super::unit), [`territory`](super::territory) and
//! [`customer`](super::customer), with its 假定 badge until headquarters confirms it.
//!
//! | module | the thought |
//! |---|---|
//! | [`fact`] | the facts as they are signed |
//! | [`span`] | one thing's facts, and which of them holds on a day |
//! | [`company`] | all of them, looked up by code |
//! | [`territory`] | which region a place belongs to on a day |
//! | [`owner`] | the as-of query: region, manager, unit, key account manager, resolution; overlaps and holes |
//! | [`tree`] | customers as a family |
//! | [`publish`] | what keeps a fact from being published |
//! | [`standard`] | rulebook and calendars that are published whole |

pub mod company;
pub mod fact;
pub mod owner;
pub mod publish;
pub mod span;
pub mod standard;
pub mod territory;
pub mod tree;

#[cfg(test)]
mod tests;

pub use company::Company;
pub use fact::{
    AreaRecorded, AreaRight, Confirmed, CustomerLevel, CustomerRecorded, DivisionAssigned,
    EntityRecorded, KeyAccountRecorded, OrganisationFact, PostKind, PostRecorded, Published,
    ResolutionKind, ResolutionRecorded, ResolutionStatus, Seat, TargetSet, UnitRecorded,
};
pub use span::{Decided, Spell, Timeline};
pub use standard::{CalendarPublished, RulesPublished, Standards};
pub use territory::{Territory, Works};
