//! Showing fairness (regulation art. 19): what the decisions of a period look like from outside, so that nobody has
//! to take the manager's word for it.
//!
//! Everything here is counted from decided and lapsed cases, one [`CaseFact`] each; the caller chooses the period,
//! and with it the facts. Statistics *ask for an explanation*, they never accuse (gap G9): no threshold of
//! favouritism is stated anywhere, and whether there was any is for the Coordination Committee.
//!
//! | module | the thought |
//! |---|---|
//! | [`exact`] | how probable a count of favours is by chance alone, without approximation |
//! | [`table`] | the branch table, the same for cases where judgement counted, and how the limits were kept |
//! | [`lasting`] | what a case adds, kept once time alone changes it no more |
//! | [`precedent`] | the nearest earlier cases, and which of them a decision departs from |

pub mod exact;
pub mod lasting;
pub mod precedent;
pub mod table;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::case::{Case, State, timing};
use super::lead::Lead;
use super::lead::class::classify;

/// By which of the means of art. 8 a case was decided, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// 协商: the parties settled between themselves.
    Settled,
    /// 建议: every party accepted the recommendation.
    Recommended,
    /// 行政强制: an order.
    Ordered,
    /// A ruling of headquarters or the Coordination Committee.
    Ruled,
}

impl How {
    /// The means that a row of the action table is.
    pub fn by(action: &str) -> Option<How> {
        match action {
            "settle" => Some(How::Settled),
            "agree" => Some(How::Recommended),
            "order" | "interim-order" => Some(How::Ordered),
            "ruling" => Some(How::Ruled),
            _ => None,
        }
    }

    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            How::Settled => "settled",
            How::Recommended => "recommended",
            How::Ordered => "ordered",
            How::Ruled => "ruled",
        }
    }
}

/// What is counted of one decided or lapsed case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseFact {
    /// `XT-…`.
    pub number: String,
    /// When it was decided; none where it lapsed.
    pub decided_at: Option<DateTime<Utc>>,
    /// 结案: the decision has run its course.
    pub closed: bool,
    /// Unit codes of the parties.
    pub parties: Vec<String>,
    /// Unit codes of those whom the decision lets bid; empty where none bids or headquarters takes it.
    pub favoured: Vec<String>,
    /// By which means.
    pub how: Option<How>,
    /// `K1` to `K11`, the criterion that decided; none where the parties settled without one.
    pub criterion: Option<String>,
    /// Working minutes from detection to decision.
    pub minutes: Option<i64>,
    /// Value of the tender in 分 (1/100 yuan), where it is known.
    pub value_fen: Option<i64>,
    /// Appeals filed against the decision, whoever filed them.
    pub appeals: u32,
    /// Of them, upheld.
    pub appeals_upheld: u32,
    /// 失效: the opportunity passed without a decision that held.
    pub lapsed: bool,
    /// The customer, by a name that is the same in every case of it.
    pub customer: Option<String>,
    /// Province of the works site, by GB/T 2260 code.
    pub province: Option<String>,
    /// Business class.
    pub class: Option<String>,
    /// The outcome's word: `sole`, `lead_support` ….
    pub outcome: Option<String>,
}

impl CaseFact {
    /// What a case adds to the statistics at an instant; nothing while it is open, where it ended without a decision, or where
    /// its parties are several legal persons, among whom nothing is allocated.
    pub fn of(
        case: &Case,
        lead: Option<&Lead>,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Option<CaseFact> {
        let state = case.state_at(now);
        let holds = matches!(
            state,
            State::Ordered | State::Settled | State::Effective | State::Closed | State::Superseded
        );
        let decision = case.decision.as_ref().filter(|_| holds);
        let lapsed = state == State::Lapsed;
        if case.is_cross_entity() || (decision.is_none() && !lapsed) {
            return None;
        }
        let text = |name: &str| decision.and_then(|d| d.args.get(name)).map(str::to_owned);
        let took = |at| {
            calendar.working_between(case.detected_at, at)
                - timing::suspended_until(case, at, calendar)
        };
        Some(CaseFact {
            decided_at: decision.map(|decision| decision.at),
            closed: state == State::Closed,
            favoured: decision.map(|d| d.args.list("lead_unit")).unwrap_or_default(),
            how: decision.and_then(|decision| How::by(decision.action)),
            criterion: text("criterion"),
            minutes: decision.map(|decision| took(decision.at)),
            lapsed,
            outcome: text("outcome"),
            ..CaseFact::about(case, lead)
        })
    }

    /// What is known of a case before it is decided: what precedents are sought by.
    pub fn about(case: &Case, lead: Option<&Lead>) -> CaseFact {
        let notice = lead.map(|lead| &lead.notice);
        CaseFact {
            number: case.number.clone(),
            parties: case.parties.iter().map(|party| party.unit.clone()).collect(),
            value_fen: notice.and_then(|notice| Some(notice.budget.value.as_ref()?.fen)),
            customer: notice.and_then(|notice| notice.customer.value.clone()),
            province: notice.and_then(|notice| notice.province.value.clone()),
            class: notice.and_then(|n| classify(n).value).map(|class| class.name().to_owned()),
            ..CaseFact::default()
        }
    }

    /// Whether a decision was taken and held.
    pub fn is_decided(&self) -> bool {
        self.decided_at.is_some() && !self.lapsed
    }

    /// The parties, each once.
    pub fn units(&self) -> BTreeSet<&str> {
        self.parties.iter().map(String::as_str).collect()
    }

    /// The parties whom the decision lets bid, each once. A unit that is no party was not preferred to anybody here.
    pub fn chosen(&self) -> BTreeSet<&str> {
        let units = self.units();
        self.favoured.iter().map(String::as_str).filter(|unit| units.contains(unit)).collect()
    }
}
