//! A tender's life, told per lot from the first claim on: who was assigned, who bought the documents, who bid, who won.
//!
//! Before a unit is assigned, buys the documents or submits, the [same-lot guard](crate::domain::case::guard) runs: two units
//! of one legal person in one lot spoil both bids.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::lots_meet;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::organisation::{Seat, Works};

/// A step of a lot's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 已指派: the manager named who pursues it.
    Assigned,
    /// 跟进: the unit goes for it.
    Pursuing,
    /// 放弃: the unit does not, or withdrew its bid.
    NoGo,
    /// 已购标书.
    DocsBought,
    /// 已递交.
    Submitted,
    /// 已开标.
    Opened,
    /// 中标候选.
    Candidate,
    /// 中标.
    Won,
    /// 未中标.
    Lost,
    /// 流标.
    Void,
    /// 终止.
    Cancelled,
    /// 重新招标: the next round is another notice.
    Retender,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Step; 12] = [
        Step::Assigned,
        Step::Pursuing,
        Step::NoGo,
        Step::DocsBought,
        Step::Submitted,
        Step::Opened,
        Step::Candidate,
        Step::Won,
        Step::Lost,
        Step::Void,
        Step::Cancelled,
        Step::Retender,
    ];

    /// The word in data and on the command line; the catalogue key is `step-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Step::Assigned => "assigned",
            Step::Pursuing => "pursuing",
            Step::NoGo => "no_go",
            Step::DocsBought => "docs_bought",
            Step::Submitted => "submitted",
            Step::Opened => "opened",
            Step::Candidate => "candidate",
            Step::Won => "won",
            Step::Lost => "lost",
            Step::Void => "void",
            Step::Cancelled => "cancelled",
            Step::Retender => "retender",
        }
    }

    /// The step of that name.
    pub fn parse(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// It is about the lot itself, whoever bids.
    pub fn is_of_the_lot(self) -> bool {
        matches!(self, Step::Void | Step::Cancelled | Step::Retender)
    }

    /// Nothing follows.
    pub fn is_over(self) -> bool {
        self >= Step::Won
    }

    /// The unit stands in the lot: assigned, and neither given up nor over.
    pub fn stands(self) -> bool {
        self != Step::NoGo && !self.is_over()
    }

    /// The steps from which it is reached; `None` stands for a lot in which the unit has taken no step.
    pub fn from(self) -> &'static [Option<Step>] {
        const A: Option<Step> = Some(Step::Assigned);
        const P: Option<Step> = Some(Step::Pursuing);
        const B: Option<Step> = Some(Step::DocsBought);
        const S: Option<Step> = Some(Step::Submitted);
        const O: Option<Step> = Some(Step::Opened);
        const C: Option<Step> = Some(Step::Candidate);
        match self {
            Step::Assigned => &[None, Some(Step::NoGo)],
            Step::Pursuing => &[A],
            // A bid can be withdrawn before the deadline (implementing regulation, art. 35).
            Step::NoGo => &[A, P, B, S],
            Step::DocsBought => &[A, P],
            // Some tenders sell no documents.
            Step::Submitted => &[P, B],
            Step::Opened => &[S],
            Step::Candidate => &[S, O],
            Step::Won | Step::Lost => &[S, O, C],
            Step::Void | Step::Cancelled | Step::Retender => {
                &[None, A, P, Some(Step::NoGo), B, S, O, C]
            }
        }
    }
}

/// A step was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progressed {
    /// The lot.
    pub lot: String,
    /// Unit code; left out where the step is of the lot itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// The step.
    pub to: Step,
    /// Why, or what came of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

/// How far a unit is with a lot, or what became of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotLife {
    /// The lot.
    pub lot: String,
    /// The unit; `None` for what became of the lot itself.
    pub unit: Option<String>,
    /// The step that stands.
    pub step: Step,
    /// What was noted with it.
    pub note: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Steps that desks recorded without knowing of each other; empty when they agree.
    pub contested: Vec<Step>,
}

/// The lives of a tender's lots. Steps are the business of the region of the works on the day they are written, and of
/// headquarters; where the province is unknown, of the desk that sees it.
pub fn lives(history: &History<'_>, works: &Works) -> Vec<LotLife> {
    let counts = |event: &Recorded| {
        let works = works.stood_at(event.hlc.wall());
        match event.authority {
            Authority::Headquarters => true,
            Authority::Region(region) => works.is_none_or(|works| works == Seat::Region(region)),
            Authority::Unknown | Authority::Revoked => works.is_none(),
        }
    };
    let of = |event: &Recorded| match &event.fact {
        Fact::LeadProgressed(step) if counts(event) => Some(step.clone()),
        _ => None,
    };
    let keys: BTreeSet<(String, Option<String>)> =
        history.effective().filter_map(of).map(|step| (step.lot, step.unit)).collect();
    let life = |(lot, unit): (String, Option<String>)| {
        let same = |step: &Progressed| step.lot == lot && step.unit == unit;
        let mut live = history.live(|event| of(event).filter(same));
        live.sort_by_key(|(event, _)| (event.authority.rank(), event.hlc, event.id.clone()));
        let mut contested: Vec<Step> = live.iter().map(|(_, step)| step.to).collect();
        contested.sort_unstable();
        contested.dedup();
        let (_, shown) = live.pop()?;
        let contested = if contested.len() > 1 { contested } else { Vec::new() };
        Some(LotLife { lot, unit, step: shown.to, note: shown.note, at: shown.at, contested })
    };
    keys.into_iter().filter_map(life).collect()
}

/// The step a unit stands at in a lot.
pub fn step_of(lives: &[LotLife], lot: &str, unit: &str) -> Option<Step> {
    let own = |life: &&LotLife| life.lot == lot && life.unit.as_deref() == Some(unit);
    lives.iter().find(own).map(|life| life.step)
}

/// What became of a lot, or of the whole that contains it.
pub fn end_of<'a>(lives: &'a [LotLife], lot: &str) -> Option<&'a LotLife> {
    lives.iter().find(|life| life.unit.is_none() && lots_meet(&life.lot, lot))
}
