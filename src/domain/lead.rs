//! Leads (线索): a tender as its publisher put it, what was made of it in the inbox, and what folds from both.
//!
//! `notice` is the publisher's side: fields with what is known of each. The rest is ours: verdicts, what one lead is to
//! another ([`link`]), and what is read out of a notice to judge it by: [`class`], [`gap`], [`anchor`], [`score`].

pub mod anchor;
pub mod class;
mod field;
pub mod gap;
pub mod kept;
pub mod life;
pub mod link;
mod notice;
pub mod score;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::from_local;
use super::routing::Recipient;

use super::event::{Authority, Fact, Recorded};
use super::fold::History;
use super::organisation::{Territory, Works};
use super::subject::Subject;

pub use field::{Named, Value};
pub use life::{LotLife, Progressed, Step};
pub use notice::{
    Amount, Field, FieldState, Lot, Notice, NumberScheme, Numbers, Source, Stage, WHOLE_LOT,
};

/// Name of the part that holds the text a notice was read from; its spans point into it.
pub const SOURCE_PART: &str = "source";

/// Class of that part: the public notice, or a message that repeats it, inside the marketing system (art. 21).
pub const SOURCE_CLASS: u8 = 2;

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

/// The inbox verdict (domain.md 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Worth pursuing.
    Accept,
    /// The same tender as another lead. Nothing is merged: both stay, and claims on either count.
    Duplicate,
    /// Not ours.
    Irrelevant,
    /// Look again on a day.
    Defer,
    /// For another region, for headquarters, or for a key account manager.
    PassOn,
}

impl Verdict {
    /// All, in the order of the inbox's keys.
    pub const ALL: [Verdict; 5] =
        [Verdict::Accept, Verdict::Duplicate, Verdict::Irrelevant, Verdict::Defer, Verdict::PassOn];

    /// The word in data, on the command line and in catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Duplicate => "duplicate",
            Verdict::Irrelevant => "irrelevant",
            Verdict::Defer => "defer",
            Verdict::PassOn => "pass_on",
        }
    }

    /// The verdict of that word.
    pub fn parse(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// The lead that another one repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its identity.
    pub subject: Subject,
    /// Its number as the desk that judged knows it.
    pub number: String,
}

/// A lead was screened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screened {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; asked for where the lead goes away and the facts do not say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// The day on which a deferred lead comes back. One of before the field stays away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
    /// What a duplicate repeats.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub of: Option<Original>,
    /// To whom a lead is passed on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Recipient>,
    /// Shared by the facts of one act on several leads, so that undo takes all of them back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch: Option<String>,
}

impl Screened {
    /// A verdict with nothing but its reason.
    pub fn new(verdict: Verdict, reason: Option<String>) -> Screened {
        Screened { verdict, reason, until: None, of: None, to: None, batch: None }
    }

    /// The instant at which a deferred lead is in the inbox again: the first of its day in Shanghai.
    pub fn back_at(&self) -> Option<DateTime<Utc>> {
        let day = self.until.filter(|_| self.verdict == Verdict::Defer)?;
        Some(from_local(day.and_time(chrono::NaiveTime::MIN)))
    }
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
    /// Fields, the notice and the verdict, of which several values stand beside each other.
    pub kept_both: usize,
    /// When it came in.
    pub captured_at: DateTime<Utc>,
    /// The verdict that stands.
    pub verdict: Option<Screened>,
    /// Other seats' verdicts that pass it on: what headquarters and the region named must act on.
    pub passed_on: Vec<Screened>,
    /// How far each unit is with each lot.
    pub lives: Vec<LotLife>,
    /// The region of its works, day by day.
    pub works: Works,
}

impl Lead {
    /// Folds a lead from its events; `None` while no notice is among them. The inbox verdict is each seat's own: what one
    /// region puts away is still new to another. Whose business it is follows from where its works lie.
    pub fn fold(events: &[Recorded], seat: Authority, territory: &Territory) -> Option<Lead> {
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
            Fact::LeadScreened(screened) if e.authority == seat => Some(screened.clone()),
            _ => None,
        });
        let passed_on = history.live(|e| match &e.fact {
            Fact::LeadScreened(screened) if e.authority != seat => Some(screened),
            _ => None,
        });
        let passed_on = passed_on.into_iter().map(|(_, screened)| screened);
        let passed_on = passed_on.filter(|screened| screened.verdict == Verdict::PassOn);
        let works = notice.shown.works_site().map(|code| territory.works(code)).unwrap_or_default();
        let other_versions = notice.others.iter().filter(|other| **other != notice.shown).count();
        Some(Lead {
            subject: first.subject,
            number,
            notice: notice.shown.clone(),
            other_versions,
            kept_both: kept::kept_both(&history, seat).len(),
            captured_at: first.hlc.wall(),
            verdict: verdict.map(|v| v.shown),
            passed_on: passed_on.cloned().collect(),
            lives: life::lives(&history, &works),
            works,
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_verdict_of_before_still_reads_and_one_of_today_says_no_more_than_it_must() {
        let old: Screened =
            serde_json::from_str(r#"{"verdict":"defer","reason":"等附件"}"#).unwrap();
        assert_eq!(old, Screened::new(Verdict::Defer, Some("等附件".into())));
        assert_eq!(old.back_at(), None, "it was put away for good then");
        let plain = serde_json::to_string(&Screened::new(Verdict::Accept, None)).unwrap();
        assert_eq!(plain, r#"{"verdict":"accept"}"#);
        let region = super::super::territory::RegionCode::SC;
        let passed = Screened {
            to: Some(Recipient::Region { region }),
            ..Screened::new(Verdict::PassOn, None)
        };
        let text = serde_json::to_string(&passed).unwrap();
        assert_eq!(text, r#"{"verdict":"pass_on","to":{"to":"region","region":"SC"}}"#);
        assert_eq!(serde_json::from_str::<Screened>(&text).unwrap(), passed);
    }

    #[test]
    fn a_deferred_lead_is_back_when_its_day_begins_in_shanghai() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 1);
        let deferred = Screened { until: day, ..Screened::new(Verdict::Defer, None) };
        assert_eq!(deferred.back_at().unwrap().to_rfc3339(), "2026-11-30T16:00:00+00:00");
    }
}
