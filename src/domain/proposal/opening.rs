//! What a proposal is opened with: which change, to what, from when, and what speaks for it and against it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::opening::{self, unfit};
use crate::domain::procedure::{Argument, Kind, day, optional, private, required};
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

/// What is proposed (art. 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 设立 of a unit (art. 15).
    SetUp,
    /// 收缩 of a unit (art. 16).
    Shrink,
    /// 关闭 of a unit (art. 16).
    Shut,
    /// 调整区域: a division goes to another region or unit (art. 18).
    MoveArea,
    /// 任免: a post is filled.
    Appoint,
}

/// The words of [`Change::ALL`], as forms offer them.
pub const CHANGES: &[&str] = &["set_up", "shrink", "shut", "move_area", "appoint"];

/// The posts that a proposal may fill: regional manager, deputy, key account manager, head of an office, recorder.
pub const POSTS: &[&str] = &["rm", "deputy", "kam", "office_head", "recorder"];

impl Change {
    /// Every kind of change.
    pub const ALL: [Change; 5] =
        [Change::SetUp, Change::Shrink, Change::Shut, Change::MoveArea, Change::Appoint];

    /// The word in data and forms; the catalogue key is `choice-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Change::SetUp => "set_up",
            Change::Shrink => "shrink",
            Change::Shut => "shut",
            Change::MoveArea => "move_area",
            Change::Appoint => "appoint",
        }
    }

    /// The change of that name.
    pub fn parse(name: &str) -> Option<Change> {
        Change::ALL.into_iter().find(|change| change.name() == name)
    }

    /// What it cannot do without beside what every proposal states, and by which article.
    fn needed(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Change::SetUp => &[("name", "SCXT-13"), ("place", "SCXT-13")],
            Change::Shrink | Change::Shut => &[("unit", "SCXT-17")],
            Change::MoveArea => &[("place", "SCXT-17")],
            Change::Appoint => &[("post", "SCXT-17"), ("candidate", "SCXT-17")],
        }
    }

    /// A division goes to a unit or a region, and a post is one of a unit or a region.
    fn names_unit_or_region(self) -> bool {
        matches!(self, Change::MoveArea | Change::Appoint)
    }
}

/// What is entered to open a proposal. Which of the optional ones a kind of change needs, [`open`] and [`lacking`] say. Who is to
/// hold a post holds none yet: his name travels as a part, and can be erased.
pub const OPENING: &[Argument] = &[
    required("change", Kind::Choice(CHANGES), "SCXT-17"),
    required("title", Kind::Text, "SCXT-17"),
    optional("unit", Kind::Unit),
    optional("name", Kind::Text),
    optional("place", Kind::Place),
    optional("to_region", Kind::Region),
    optional("post", Kind::Choice(POSTS)),
    private(optional("candidate", Kind::Text)),
    required("effective", Kind::Day, "SCXT-17"),
    required("pro", Kind::Text, "SCXT-14"),
    required("con", Kind::Text, "SCXT-14"),
    optional("reasons", Kind::Text),
];

/// A manager drafted a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    /// `BG-…`.
    pub number: String,
    /// What was entered, by the names of [`OPENING`]; nothing that is private, but in what earlier versions wrote.
    pub args: Texts,
    /// The region whose manager drafts it; headquarters does where none is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock. Hybrid time only orders.
    pub at: DateTime<Utc>,
}

impl Drafted {
    /// The change proposed, if this version knows it.
    pub fn change(&self) -> Option<Change> {
        self.args.get("change").and_then(Change::parse)
    }

    /// The day from which the change was proposed at first.
    pub fn effective(&self) -> Option<NaiveDate> {
        day(&self.args, "effective")
    }
}

/// Opens a proposal with what stands in its body.
///
/// # Errors
/// Everything that is missing or does not fit; what is private and missing, [`lacking`] says.
pub fn open(
    number: String,
    owner: Option<RegionCode>,
    args: &Texts,
    now: DateTime<Utc>,
) -> Result<Drafted, Vec<Why>> {
    let mut unmet = unfit(OPENING, args);
    if let Some(change) = args.get("change").and_then(Change::parse) {
        unmet.extend(needs(change, args, false));
        unmet.extend(needs_either(change, args));
    }
    if unmet.is_empty() {
        Ok(Drafted { number, args: args.clone(), owner, at: now })
    } else {
        Err(unmet)
    }
}

/// What is missing of what is private, by everything that was entered.
pub fn lacking(args: &Texts) -> Vec<Why> {
    let change = args.get("change").and_then(Change::parse);
    let needed = change.into_iter().flat_map(|change| needs(change, args, true));
    opening::lacking(OPENING, args).into_iter().chain(needed).collect()
}

/// What a kind of change needs and was not given, of what is private or of the rest.
fn needs(change: Change, args: &Texts, private: bool) -> Vec<Why> {
    let is_private = |name: &str| OPENING.iter().any(|a| a.name == name && a.is_private());
    let needed = change.needed().iter().filter(|(name, _)| is_private(name) == private);
    let missing = needed.filter(|(name, _)| args.get(name).is_none());
    missing
        .map(|(name, rule)| Why::rule("argument-missing", rule).with("argument", *name))
        .collect()
}

/// A change that is one of a unit or a region names one of them.
fn needs_either(change: Change, args: &Texts) -> Option<Why> {
    let neither = args.get("unit").is_none() && args.get("to_region").is_none();
    let why = || Why::rule("proposal-needs-either", "SCXT-17").with("arguments", "unit,to_region");
    (change.names_unit_or_region() && neither).then(why)
}
