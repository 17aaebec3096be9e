//! The questions that a manager answers before a proposal leaves his desk: arts. 14 to 17 as a list, by the kind of change.
//!
//! Each is put so that "yes" speaks for the proposal. The sentence of an item is `item-<id>` in the catalogues, its short word
//! in forms `choice-<id>`.

use super::Change;
use super::action::check;
use crate::domain::relief::{self, Entry};

/// One question of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The word in data.
    pub id: &'static str,
    /// The kinds of change that it is asked of.
    pub changes: &'static [Change],
    /// The article that asks it.
    pub rule: &'static str,
    /// The text of the proposal that it is asked about, where it is about one alone: once that is another, what was found
    /// says nothing any more.
    pub about: Option<&'static str>,
}

const fn item(id: &'static str, changes: &'static [Change], rule: &'static str) -> Item {
    Item { id, changes, rule, about: None }
}

/// Asked about whoever is to hold the post.
const fn of_candidate(id: &'static str, rule: &'static str) -> Item {
    Item { about: Some("candidate"), ..item(id, &[Change::Appoint], rule) }
}

const SMALLER: &[Change] = &[Change::Shrink, Change::Shut];

/// The list, in the order of the articles.
pub const ITEMS: &[Item] = &[
    item("pros_cons_weighed", &Change::ALL, "SCXT-14"),
    item("survey", &[Change::SetUp], "SCXT-15"),
    item("profit", &[Change::SetUp], "SCXT-15"),
    item("not_a_whim", &[Change::SetUp], "SCXT-15"),
    item("in_steps", &[Change::SetUp], "SCXT-15"),
    item("head", &[Change::SetUp], "SCXT-15"),
    item("no_face_saving", SMALLER, "SCXT-16"),
    item("internal_reason", SMALLER, "SCXT-16"),
    item("external_reason", SMALLER, "SCXT-16"),
    item("assets", SMALLER, "SCXT-16"),
    item("one_region", &[Change::MoveArea], "SCXT-18"),
    item("handover", &[Change::MoveArea], "SCXT-17"),
    of_candidate("qualified", "SCXT-17"),
    of_candidate("no_bond", "G12"),
];

/// The words of [`ITEMS`], as forms offer them.
pub const ITEM_IDS: &[&str] = &[
    "pros_cons_weighed",
    "survey",
    "profit",
    "not_a_whim",
    "in_steps",
    "head",
    "no_face_saving",
    "internal_reason",
    "external_reason",
    "assets",
    "one_region",
    "handover",
    "qualified",
    "no_bond",
];

/// The items that are asked of a change.
pub fn of(change: Change) -> impl Iterator<Item = &'static Item> {
    ITEMS.iter().filter(move |item| item.changes.contains(&change))
}

/// The item of that id.
pub fn find(id: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.id == id)
}

/// The answer to a question of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not: a doubt that the proposal carries with it.
    No,
    /// Nobody could find out: a doubt too.
    Unclear,
}

/// The words of the answers, as forms offer them.
pub const ANSWERS: &[&str] = &["yes", "no", "unclear"];

impl Holds {
    /// The answer of that word.
    pub fn parse(word: &str) -> Option<Holds> {
        match word {
            "yes" => Some(Holds::Yes),
            "no" => Some(Holds::No),
            "unclear" => Some(Holds::Unclear),
            _ => None,
        }
    }
}

/// What was found on an item.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The item.
    pub item: &'static Item,
    /// Whether it holds.
    pub holds: Holds,
    /// What was found, in words; `None` where its text is not at this desk.
    pub text: Option<&'a str>,
    /// Where that is recorded.
    pub entry: &'a Entry,
}

/// The finding that an entry records, where it reads as one.
fn read(entry: &Entry) -> Option<Finding<'_>> {
    let item = entry.args.get("check_item").and_then(find)?;
    let holds = entry.args.get("holds").and_then(Holds::parse)?;
    let found = || Finding { item, holds, text: entry.args.get("finding"), entry };
    entry.says("finding").then(found)
}

/// What was found on the items of a change, in the order of the list; of each the last that has effect.
pub fn findings(change: Change, timeline: &[Entry]) -> Vec<Finding<'_>> {
    let found: Vec<Finding<'_>> =
        relief::entries(timeline, check::ROW.id).filter_map(read).collect();
    let last = |item: &Item| found.iter().rfind(|finding| finding.item.id == item.id).copied();
    of(change).filter_map(last).collect()
}
