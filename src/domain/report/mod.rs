//! The report of information (信息上报): what marketing staff learn, tenders above all, told in time to whom it concerns (arts.
//! 27 to 30).
//!
//! The role of who reports decides the department that is told (art. 29). What a report becomes, a lead or a line of the digest
//! (art. 31), is credited to the unit and the role it came from. Who reported it and the whole of what he told travel as parts;
//! the body says in one line what it is about. What may be done next is the table in [`action`]; whether it came in time,
//! [`timing`]; who is credited with what, [`credit`].

pub mod action;
pub mod condition;
pub mod credit;
mod state;
pub mod timing;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use action::{ReportAction, put_to_use, route};
pub use state::ReportState;

use super::claim::Origin;
use super::event::{Fact, Recorded};
use super::fold::History;
use super::opening;
use super::procedure::{Argument, Kind, moment, optional, private, required};
use super::relief::{self, Act, Course, Entry, Opened};
use super::routing::Table;
use super::strict::Texts;
use super::subject::Subject;
use super::territory::RegionCode;
use super::why::Why;

/// What a report may be about (art. 28): policy, operators' investment plans, tenders, vendors, rivals, other.
pub const TOPICS: &[&str] = &["policy", "investment", TENDER, "vendor", "rival", "other"];

/// The topic that art. 27 puts above all.
pub const TENDER: &str = "tender";

/// Where a report may come from (arts. 27 and 30): the front line, clippings, the press, the trade, own figures, the web.
pub const SOURCES: &[&str] =
    &["frontline", "clipping", "publication", "trade", "internal", "web_portal"];

/// The roles of the routing table (art. 29).
pub const ROLES: &[&str] = &[
    "regional_manager",
    "key_account_manager",
    "sales",
    "clerk",
    "after_sales",
    "research",
    "inspection",
    "public_relations",
    "promotion",
];

/// The departments of the routing table (art. 29).
pub const DEPARTMENTS: &[&str] = &["market", "sales_management", "pr"];

/// What is entered of a report.
pub const OPENING: &[Argument] = &[
    required("topic", Kind::Choice(TOPICS), "SCXT-28"),
    required("source", Kind::Choice(SOURCES), "SCXT-30"),
    required("origin", Kind::Choice(&["lawful", "unclear"]), "SCXT-7"),
    required("role", Kind::Choice(ROLES), "SCXT-29"),
    optional("unit", Kind::Unit),
    optional("place", Kind::Place),
    optional("customer", Kind::Customer),
    optional("rival", Kind::Text),
    required("gist", Kind::Text, "SCXT-27"),
    private(optional("text", Kind::Text)),
    private(required("reporter", Kind::Text, "SCXT-27")),
    required("reliability", Kind::Choice(&["A", "B", "C"]), "SCXT-27"),
    optional("occurred", Kind::Moment),
    required("learned", Kind::Moment, "SCXT-27"),
];

/// Information was reported.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filed {
    /// `XX-…`.
    pub number: String,
    /// What was entered, by the names of [`OPENING`]; nothing that is private.
    pub args: Texts,
    /// The region of the desk; headquarters where it names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

impl Filed {
    /// What it is about: a word of [`TOPICS`].
    pub fn topic(&self) -> &str {
        self.args.get("topic").unwrap_or_default()
    }

    /// The role of who reported it: a word of [`ROLES`].
    pub fn role(&self) -> &str {
        self.args.get("role").unwrap_or_default()
    }

    /// Unit code of the unit it came from, where one is named.
    pub fn unit(&self) -> Option<&str> {
        self.args.get("unit")
    }

    /// Whether it was come by lawfully, as a person states.
    pub fn origin(&self) -> Option<Origin> {
        self.args.get("origin").and_then(Origin::parse)
    }

    /// When it was learned.
    pub fn learned_at(&self) -> Option<DateTime<Utc>> {
        moment(&self.args, "learned")
    }
}

/// Takes a report in.
///
/// # Errors
/// Everything that is missing, does not fit, or was learned in the future. An origin that is not clear is no reason to refuse it.
pub fn open(
    number: String,
    owner: Option<RegionCode>,
    args: &Texts,
    now: DateTime<Utc>,
) -> Result<Filed, Vec<Why>> {
    let mut unmet = opening::unfit(OPENING, args);
    unmet.extend(opening::has_passed(args, "learned", now, "SCXT-27").err());
    if unmet.is_empty() {
        Ok(Filed { number, args: args.clone(), owner, at: now })
    } else {
        Err(unmet)
    }
}

/// The department that is told of what a role reports (art. 29), by the table that comes with the program.
pub fn department_of(role: &str) -> Option<&'static str> {
    let row = Table::bundled().roles().iter().find(|row| row.id == role)?;
    Some(row.department.as_str())
}

/// A report as it stands.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its identity.
    pub subject: Subject,
    /// What was reported.
    pub filed: Filed,
    /// The state that stands.
    pub state: ReportState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(ReportState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Report {
    /// Folds a report.
    pub fn fold(events: &[Recorded]) -> Option<Report> {
        let history = History::new(events);
        let (event, filed) = relief::first(&history, None, |event| match &event.fact {
            Fact::ReportFiled(filed) => Some((filed, filed.owner)),
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "file",
            at: filed.at,
            owner: filed.owner,
            state: ReportState::New,
        };
        let Course { state, contested, timeline } =
            relief::course(&history, &opened, performed, |row, act| holds(filed, row, act));
        Some(Report { subject: event.subject, filed: filed.clone(), state, contested, timeline })
    }

    /// Entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        relief::entries(&self.timeline, action)
    }

    /// The department that it went to last; where none was chosen, that of the reporter's role. None before it was routed.
    pub fn department(&self) -> Option<&str> {
        let routed = self.entries(route::ROW.id).next_back()?;
        routed.args.get("department").or_else(|| department_of(self.filed.role()))
    }

    /// It was put to use, whatever became of it later.
    pub fn is_used(&self) -> bool {
        self.entries(put_to_use::ROW.id).next().is_some()
    }

    /// It led to a lead.
    pub fn led_to_a_lead(&self) -> bool {
        self.entries(put_to_use::ROW.id).any(|entry| entry.args.get("how") == Some("lead"))
    }
}

fn performed(event: &Recorded) -> Option<(&'static ReportAction, &Act)> {
    match &event.fact {
        Fact::ReportActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// Whether a row may bring its state by what was entered: nothing is used whose origin is not clear, nor for a lead that is not
/// named.
fn holds(filed: &Filed, row: &ReportAction, act: &Act) -> bool {
    let lawful = || condition::lawful(filed).is_ok();
    row.id != put_to_use::ROW.id || (lawful() && condition::lead_is_named(&act.args).is_ok())
}

#[cfg(test)]
mod tests;
