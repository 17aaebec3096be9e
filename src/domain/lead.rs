//! Leads (线索): a tender as its publisher put it, what was made of it in the inbox, and what folds from both.
//!
//! [`notice`] is the publisher's side: fields with what is known of each. The rest is ours: verdicts.

pub mod life;
mod notice;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Authority, Fact, Recorded};
use super::fold::History;
use super::subject::Subject;
use super::territory::region_of;

pub use life::{LotLife, Progressed, Step};
pub use notice::{
    Amount, Field, FieldState, Lot, Notice, NumberScheme, Numbers, Source, Stage, WHOLE_LOT,
};

/// A notice came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Captured {
    /// `XS-…`.
    pub number: String,
    /// As read.
    pub notice: Notice,
}

/// The same notice came again with other words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Revised {
    /// As read now.
    pub notice: Notice,
}

/// The inbox verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Worth pursuing.
    Accept,
    /// Not ours.
    Irrelevant,
    /// Look again later.
    Defer,
}

/// A lead was screened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Screened {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; asked for `irrelevant` and `defer`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// A lead as it stands.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Its identity.
    pub subject: Subject,
    /// The earliest number given to it.
    pub number: String,
    /// The notice that stands.
    pub notice: Notice,
    /// How many other versions stand beside it, written by desks that did not know of each other.
    pub other_versions: usize,
    /// When it came in.
    pub captured_at: DateTime<Utc>,
    /// The verdict that stands, and its reason.
    pub verdict: Option<(Verdict, Option<String>)>,
    /// How far each unit is with each lot.
    pub lives: Vec<LotLife>,
}

impl Lead {
    /// Folds a lead from its events; `None` while no notice is among them. The inbox verdict is each seat's own: what one
    /// region puts away is still new to another.
    pub fn fold(events: &[Recorded], seat: Authority) -> Option<Lead> {
        let history = History::new(events);
        let (first, number) = history
            .effective()
            .filter_map(|e| match &e.fact {
                Fact::LeadCaptured(captured) => Some((e, captured.number.clone())),
                _ => None,
            })
            .min_by(|(a, _), (b, _)| (a.hlc, &a.id).cmp(&(b.hlc, &b.id)))?;
        let notice = history.register(|e| match &e.fact {
            Fact::LeadCaptured(captured) => Some(&captured.notice),
            Fact::LeadRevised(revised) => Some(&revised.notice),
            _ => None,
        })?;
        let verdict = history.register(|e| match &e.fact {
            Fact::LeadScreened(screened) if e.authority == seat => {
                Some((screened.verdict, screened.reason.clone()))
            }
            _ => None,
        });
        let works = notice.shown.province.value.as_deref().and_then(region_of);
        let other_versions = notice.others.iter().filter(|other| **other != notice.shown).count();
        Some(Lead {
            subject: first.subject,
            number,
            notice: notice.shown.clone(),
            other_versions,
            captured_at: first.hlc.wall(),
            verdict: verdict.map(|v| v.shown),
            lives: life::lives(&history, works),
        })
    }

    /// The round the case id is made of: what the title names, else the first.
    pub fn round(&self) -> u32 {
        self.notice.round.value.unwrap_or(1)
    }

    /// Whether the tender has a lot of this number.
    pub fn has_lot(&self, lot: &str) -> bool {
        self.notice.lots.iter().any(|known| known.id == lot)
    }
}

/// Whether two lots are the same ground: the undivided whole meets every lot.
pub fn lots_meet(one: &str, other: &str) -> bool {
    one == other || one == WHOLE_LOT || other == WHOLE_LOT
}
