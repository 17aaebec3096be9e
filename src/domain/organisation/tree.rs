//! Customers as a family: group, province companies, city companies; under the names they go by, and by whom they were succeeded.
//!
//! The groups come with the program ([`customer`]); headquarters records what stands below them, what is new, and what it knows
//! better. A recorded node goes before a bundled one of the same code.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::company::Company;
use super::fact::{CustomerLevel, CustomerRecorded};
use crate::domain::customer::{self, Customer};

/// A customer in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Code.
    pub code: String,
    /// Usual Chinese name.
    pub name: String,
    /// English name, where there is one.
    pub en: Option<String>,
    /// Which storey.
    pub level: CustomerLevel,
    /// Code of the node above.
    pub parent: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Codes of those whose business went over to it.
    pub successor_of: Vec<String>,
    /// Where it is.
    pub division: Option<String>,
    /// It is a key account of headquarters.
    pub key: bool,
    /// It is a customer of its own on the day.
    pub stands: bool,
    /// How deep it stands, from 0.
    pub depth: usize,
}

impl Node {
    fn recorded(fact: &CustomerRecorded) -> Node {
        Node {
            code: fact.code.clone(),
            name: fact.name.clone(),
            en: fact.en.clone(),
            level: fact.level,
            parent: fact.parent.clone(),
            aliases: fact.aliases.clone(),
            successor_of: fact.successor_of.clone(),
            division: fact.division.clone(),
            key: fact.key,
            stands: true,
            depth: 0,
        }
    }

    fn bundled(known: &'static Customer, day: NaiveDate) -> Node {
        use chrono::Datelike;
        Node {
            code: known.code.clone(),
            name: known.name.clone(),
            en: Some(known.en.clone()),
            level: CustomerLevel::Group,
            parent: None,
            aliases: known.aliases.iter().filter(|name| **name != known.name).cloned().collect(),
            successor_of: known.successor_of.clone(),
            division: None,
            key: known.posts().next().is_some(),
            stands: known.valid_to.is_none_or(|year| day.year() <= i32::from(year)),
            depth: 0,
        }
    }

    /// Whether a whole text names it.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = text.trim();
        let names = [&self.code, &self.name].into_iter().chain(&self.en).chain(&self.aliases);
        names.into_iter().any(|name| name.eq_ignore_ascii_case(wanted))
    }
}

impl Company {
    /// Every customer on a day, each family from its head down; a node whose parent is nowhere is a head.
    pub fn customer_tree(&self, day: NaiveDate) -> Vec<Node> {
        let recorded: Vec<Node> = self.customers(day).map(Node::recorded).collect();
        let known: BTreeSet<&str> = recorded.iter().map(|node| node.code.as_str()).collect();
        let bundled = customer::customers().iter().filter(|one| !known.contains(one.code.as_str()));
        let mut nodes: Vec<Node> = bundled.map(|one| Node::bundled(one, day)).collect();
        nodes.extend(recorded);
        let codes: BTreeSet<String> = nodes.iter().map(|node| node.code.clone()).collect();
        let is_head = |node: &Node| node.parent.as_ref().is_none_or(|code| !codes.contains(code));
        let mut tree = Vec::with_capacity(nodes.len());
        let mut below: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
        for node in &nodes {
            if let Some(parent) = &node.parent {
                below.entry(parent).or_default().push(node);
            }
        }
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        let mut waiting: Vec<(usize, &Node)> =
            nodes.iter().rev().filter(|node| is_head(node)).map(|node| (0, node)).collect();
        while let Some((depth, node)) = waiting.pop() {
            if shown.insert(&node.code) {
                tree.push(Node { depth, ..node.clone() });
                let children = below.get(node.code.as_str()).into_iter().flatten().rev();
                waiting.extend(children.map(|child| (depth + 1, *child)));
            }
        }
        // A family that turns in a circle has no head and is still shown.
        tree.extend(nodes.iter().filter(|node| !shown.contains(node.code.as_str())).cloned());
        tree
    }

    /// The customer that a whole text names on a day.
    pub fn find_customer(&self, text: &str, day: NaiveDate) -> Option<Node> {
        let recorded = self.customers(day).map(Node::recorded).find(|node| node.is_called(text));
        recorded.or_else(|| customer::find_customer(text).map(|known| Node::bundled(known, day)))
    }

    /// The customer that a name as published means on a day: the one that goes by it, or the operator named in it.
    pub fn customer_named(&self, text: &str, day: NaiveDate) -> Option<String> {
        let called = self.find_customer(text, day).map(|node| node.code);
        called.or_else(|| customer::named(text).map(|known| known.code.clone()))
    }

    /// Whether two customers are one to who visits them: one stands above the other in its family, or carries its business today.
    /// A city company is its province's and its group's; its sister in the next city is not.
    pub fn is_one_customer(&self, one: &str, other: &str, day: NaiveDate) -> bool {
        let nodes = self.customer_tree(day);
        lineage(&nodes, one).contains(other) || lineage(&nodes, other).contains(one)
    }

    /// The code of the head of a customer's family on a day: itself where it has none.
    pub fn family_head(&self, code: &str, day: NaiveDate) -> String {
        let mut here = code.to_owned();
        let mut seen = BTreeSet::new();
        while seen.insert(here.clone()) {
            match self.customer(&here, day).and_then(|node| node.parent.clone()) {
                Some(parent) => here = parent,
                None => break,
            }
        }
        here
    }
}

/// The codes of a customer, of those above it, and of those to whom the business of any of them went over.
fn lineage<'a>(nodes: &'a [Node], code: &'a str) -> BTreeSet<&'a str> {
    let mut line = BTreeSet::from([code]);
    let mut open = vec![code];
    while let Some(here) = open.pop() {
        let own = nodes.iter().filter(|node| node.code == here);
        let above = own.filter_map(|node| node.parent.as_deref());
        let took_over = |node: &&Node| node.successor_of.iter().any(|code| code == here);
        let after = nodes.iter().filter(took_over).map(|node| node.code.as_str());
        open.extend(above.chain(after).filter(|code| line.insert(code)));
    }
    line
}
