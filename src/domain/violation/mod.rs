//! The report of a violation (违规报告): what a unit did against a rule, put before the committee with the facts.
//!
//! A person reports it; daqu states the rule and the fact and names nobody by itself: a unit, and at most the post concerned.
//! The committee finds, and headquarters records what it found; what follows is a [remedy](super::remedy) of its own, with its
//! own telling and hearing. Complaints of favour and of leaks are not taken here: the manager's desk is no place for what may
//! be about the manager. Who informed stays with region and headquarters.
//!
//! A finding may have to name what the collusion lint looks for, as where a qualification was lent. So the lint's record goes
//! with the text as it does everywhere, and refuses nothing.

pub mod action;
pub mod condition;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use action::ViolationAction;
pub use state::ViolationState;

use super::calendar::local;
use super::event::{Fact, Recorded};
use super::fold::History;
use super::opening;
use super::procedure::{self, Argument, Kind, optional, private, required};
use super::relief::{self, Act, Course, Entry, Opened};
use super::strict::Texts;
use super::subject::Subject;
use super::territory::RegionCode;
use super::why::Why;

/// The kinds of violation that are taken here, each with the rule it is measured by.
pub const RULES: [(&str, &str); 5] = [
    ("private_dealing", "SCXT-24b"),
    ("order_breach", "SCXT-8"),
    ("false_data", "SCXT-7"),
    ("late_notice", "HYT-1"),
    ("unregistered_trip", "SCXT-24a"),
];

/// The kinds of [`RULES`], as forms offer them.
pub const VIOLATIONS: &[&str] = &[RULES[0].0, RULES[1].0, RULES[2].0, RULES[3].0, RULES[4].0];

/// What is entered of a violation.
pub const OPENING: &[Argument] = &[
    required("violation", Kind::Choice(VIOLATIONS), "SCXT-7"),
    required("unit", Kind::Unit, "SCXT-7"),
    optional("office", Kind::Text),
    required("facts", Kind::Text, "SCXT-7"),
    optional("occurred", Kind::Day),
    optional("about", Kind::About),
    private(optional("informant", Kind::Text)),
];

/// A person reported a violation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reported {
    /// `WG-…`.
    pub number: String,
    /// What was entered, by the names of [`OPENING`]; nothing that is private.
    pub args: Texts,
    /// The region of the desk; headquarters where it names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

impl Reported {
    /// What kind it is: a word of [`VIOLATIONS`].
    pub fn violation(&self) -> &str {
        self.args.get("violation").unwrap_or_default()
    }

    /// Unit code of the unit concerned.
    pub fn unit(&self) -> &str {
        self.args.get("unit").unwrap_or_default()
    }

    /// The case, trip or meeting that shows it.
    pub fn about(&self) -> Vec<Subject> {
        procedure::about(&self.args, "about")
    }

    /// Id of the rule it is measured by.
    pub fn rule(&self) -> Option<&'static str> {
        rule_of(self.violation())
    }
}

/// Id of the rule that a kind of violation is measured by; none for a kind that is not taken here.
pub fn rule_of(violation: &str) -> Option<&'static str> {
    RULES.iter().find(|(kind, _)| *kind == violation).map(|(_, rule)| *rule)
}

/// Takes the report of a violation in.
///
/// # Errors
/// Everything that is missing, does not fit, or is still to happen.
pub fn open(
    number: String,
    owner: Option<RegionCode>,
    args: &Texts,
    now: DateTime<Utc>,
) -> Result<Reported, Vec<Why>> {
    let mut unmet = opening::unfit(OPENING, args);
    if procedure::day(args, "occurred").is_some_and(|day| day > local(now).date()) {
        unmet.push(Why::rule("in-the-future", "SCXT-7").with("argument", "occurred"));
    }
    if unmet.is_empty() {
        Ok(Reported { number, args: args.clone(), owner, at: now })
    } else {
        Err(unmet)
    }
}

/// A reported violation as it stands.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Its identity.
    pub subject: Subject,
    /// What was reported.
    pub reported: Reported,
    /// The state that stands.
    pub state: ViolationState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(ViolationState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Violation {
    /// Folds a violation.
    pub fn fold(events: &[Recorded]) -> Option<Violation> {
        let history = History::new(events);
        let (event, reported) = relief::first(&history, None, |event| match &event.fact {
            Fact::ViolationReported(reported) if reported.rule().is_some() => {
                Some((reported, reported.owner))
            }
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "report",
            at: reported.at,
            owner: reported.owner,
            state: ViolationState::Reported,
        };
        let Course { state, contested, timeline } =
            relief::course(&history, &opened, performed, |_, _| true);
        let (subject, reported) = (event.subject, reported.clone());
        Some(Violation { subject, reported, state, contested, timeline })
    }

    /// Entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        relief::entries(&self.timeline, action)
    }

    /// What the committee found, once it did.
    pub fn finding(&self) -> Option<&Entry> {
        relief::decision(&self.timeline, &[action::uphold::ROW.id, action::dismiss::ROW.id])
    }
}

fn performed(event: &Recorded) -> Option<(&'static ViolationAction, &Act)> {
    match &event.fact {
        Fact::ViolationActed(row, act) => Some((row, act)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
