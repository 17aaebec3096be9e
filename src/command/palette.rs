//! The palette: every command of where one was, and every act of the table that lies open there, found by its name in either
//! language, its id, or pinyin.

use super::{Command, Scope, find, row};
use crate::desk::view::ActionRow;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::layer::Layer;
use crate::text::pinyin::Pinyin;

const HERE: &[Scope] = &[Scope::Palette];

/// Rows.
pub const ROWS: &[Command] = &[
    row("palette-run", HERE, &["enter"], run).in_footer(),
    row("palette-down", HERE, &["down", "ctrl-n", "tab"], |m| step(m, 1)),
    row("palette-up", HERE, &["up", "ctrl-p", "shift-tab"], |m| step(m, -1)),
];

/// What the palette offers.
#[derive(Debug, Clone)]
pub enum Offer {
    /// A command.
    Command(&'static Command),
    /// A row of the table of what lies open below.
    Act {
        /// Its place in that table.
        at: usize,
        /// Catalogue key of its name.
        name: String,
        /// Its id.
        id: &'static str,
        /// Why it is not possible now.
        unmet: Option<Why>,
    },
}

impl Offer {
    /// Catalogue key of its name.
    pub fn name(&self) -> String {
        match self {
            Offer::Command(command) => format!("cmd-{}", command.id),
            Offer::Act { name, .. } => name.clone(),
        }
    }

    /// Its id.
    pub fn id(&self) -> &'static str {
        match self {
            Offer::Command(command) => command.id,
            Offer::Act { id, .. } => id,
        }
    }

    /// Its keys.
    pub fn keys(&self) -> &'static [&'static str] {
        match self {
            Offer::Command(command) => command.keys,
            Offer::Act { .. } => &[],
        }
    }

    /// Why it is not possible, where one was.
    pub fn refused(&self, below: &Model) -> Option<Why> {
        match self {
            Offer::Command(command) => (command.enabled)(below).err(),
            Offer::Act { unmet, .. } => unmet.clone(),
        }
    }
}

/// What fits what was typed, in the order of the tables: commands that live where the palette was opened, then acts.
pub fn matches(model: &Model) -> Vec<Offer> {
    let Some(Layer::Palette { query, .. }) = model.top() else { return Vec::new() };
    let query = query.text().trim();
    let fits = |offer: &Offer| {
        let name = model.words.say(&offer.name());
        query.is_empty()
            || offer.id().contains(query)
            || Pinyin::shared().find(query, &name).is_some()
    };
    let commands: Vec<&'static Command> =
        super::below_top(model).into_iter().filter(|c| c.id != "palette").collect();
    // An act that has a command of its own stands there with its keys. One of the same id may be something else: a screen is
    // closed, and so is a case.
    let name = |id: &str| model.words.say(&format!("cmd-{id}"));
    let names: Vec<String> = commands.iter().map(|command| name(command.id)).collect();
    let acts = acts(model).into_iter().filter(|act| !names.contains(&model.words.say(&act.name())));
    commands.iter().map(|command| Offer::Command(command)).chain(acts).filter(fits).collect()
}

/// The rows of the table of what lies below the palette; what only follows by itself is none of them.
fn acts(model: &Model) -> Vec<Offer> {
    let below = model.layers.len().checked_sub(2).and_then(|place| model.layers.get(place));
    let Some((prefix, _, rows)) = below.and_then(table) else { return Vec::new() };
    let act = |(at, row): (usize, &ActionRow)| Offer::Act {
        at,
        name: format!("{prefix}{}", row.id),
        id: row.id,
        unmet: row.unmet.first().cloned(),
    };
    let by_hand = |(_, row): &(usize, &ActionRow)| row.unmet.iter().all(|why| why.key != BY_ITSELF);
    rows.iter().enumerate().filter(by_hand).map(act).collect()
}

/// Why a row is not performed that follows by itself.
const BY_ITSELF: &str = "by-itself";

/// The table of a layer: what the names of its rows begin with, the command that performs the selected one, and the rows.
fn table(layer: &Layer) -> Option<(&'static str, &'static str, &[ActionRow])> {
    match layer {
        Layer::Case(screen) => Some(("action-", "perform", &screen.detail.row.actions)),
        Layer::Claim(screen) => Some(("action-claim-", "perform-claim", &screen.detail.actions)),
        Layer::File(screen) => {
            Some((screen.detail.row.kind.prefix(), "perform-file", &screen.detail.actions))
        }
        _ => None,
    }
}

fn select(layer: &mut Layer, at: usize) {
    match layer {
        Layer::Case(screen) => screen.action = at,
        Layer::Claim(screen) => screen.action = at,
        Layer::File(screen) => screen.action = at,
        _ => {}
    }
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = matches(model).len().max(1);
    if let Some(Layer::Palette { selected, .. }) = model.layers.last_mut() {
        *selected = (*selected as isize + by).rem_euclid(count as isize) as usize;
    }
    Vec::new()
}

fn run(model: &mut Model) -> Vec<Effect> {
    let found = matches(model);
    let Some(Layer::Palette { selected, .. }) = model.layers.pop() else { return Vec::new() };
    match found.get(selected) {
        Some(Offer::Command(command)) => model.run(command.enabled, command.run),
        Some(Offer::Act { at, .. }) => {
            let Some(layer) = model.layers.last_mut() else { return Vec::new() };
            select(layer, *at);
            let perform = table(layer).and_then(|(_, perform, _)| find(perform));
            perform.map_or_else(Vec::new, |command| model.run(command.enabled, command.run))
        }
        None => Vec::new(),
    }
}
