//! One table of commands feeds everything: keys, footer, help, palette, and the tests that hold it complete.
//!
//! A row names an id (its words are `cmd-<id>` in both catalogues), the scopes it lives in, its keys (at least one of which
//! is no letter, because letters die while an input method is on), whether it is possible now (if not, [`Why`]), and what
//! it does to the model. A disabled command stays visible and says why.

mod awaiting;
mod case;
mod claims;
mod conflicts;
mod divergence;
mod editor;
mod files;
mod form;
mod general;
pub mod intake;
mod leads;
mod list;
mod minutes;
mod page;
mod palette;
mod phrase;
mod publish;
mod roll;
mod survey;
pub mod territory;
mod triage;

use crate::domain::why::Why;
use crate::model::effect::Effect;
use crate::model::key::Key;
use crate::model::layer::Layer;
use crate::model::{Model, Pane};

pub use general::focus;
pub use palette::{Offer, matches as palette_matches};

/// Where a command lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere, even in layers.
    Always,
    /// The main screen, whichever pane has the focus.
    Main,
    /// Pane 1.
    Territory,
    /// Pane 2.
    Conflicts,
    /// Pane 3.
    Leads,
    /// Pane 4.
    Minutes,
    /// The case screen.
    Case,
    /// A lead in full.
    Lead,
    /// A pasted text.
    Intake,
    /// A field of it that is being corrected.
    IntakeEdit,
    /// What a verdict on several leads would do.
    Preview,
    /// A claim in full.
    Claim,
    /// Protections that run out.
    Protections,
    /// A province in full.
    Place,
    /// The regional digest.
    Survey,
    /// What awaits headquarters.
    Awaiting,
    /// The branch tables.
    Fairness,
    /// A letter as its page.
    Page,
    /// Appeals and remedies.
    Files,
    /// What desks decided without knowing of each other.
    Divergences,
    /// An appeal, a remedy, a relation or a meeting.
    File,
    /// The roll of a meeting.
    Roll,
    /// Two texts of the same minutes.
    Compare,
    /// Phrases for the minutes.
    Phrases,
    /// Help.
    Help,
    /// The minutes editor.
    Editor,
    /// A form.
    Form,
    /// The palette.
    Palette,
    /// The search line.
    Search,
}

/// One row of the table.
pub struct Command {
    /// Id, and the catalogue key after `cmd-`.
    pub id: &'static str,
    /// Where it lives.
    pub scopes: &'static [Scope],
    /// Its keys, the best known first.
    pub keys: &'static [&'static str],
    /// Whether it is offered in the footer of its scope.
    pub footer: bool,
    /// Possible now, or why not.
    pub enabled: fn(&Model) -> Result<(), Why>,
    /// What it does.
    pub run: fn(&mut Model) -> Vec<Effect>,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Command({})", self.id)
    }
}

/// Always possible.
fn always(_: &Model) -> Result<(), Why> {
    Ok(())
}

/// A row with no condition, not in the footer.
const fn row(
    id: &'static str,
    scopes: &'static [Scope],
    keys: &'static [&'static str],
    run: fn(&mut Model) -> Vec<Effect>,
) -> Command {
    Command { id, scopes, keys, footer: false, enabled: always, run }
}

impl Command {
    const fn in_footer(self) -> Command {
        Command { footer: true, ..self }
    }

    const fn when(self, enabled: fn(&Model) -> Result<(), Why>) -> Command {
        Command { enabled, ..self }
    }

    /// The keys as written in the table.
    pub fn key_list(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().filter_map(|text| text.parse().ok())
    }
}

const TABLES: &[&[Command]] = &[
    conflicts::ROWS,
    case::ROWS,
    leads::ROWS,
    intake::ROWS,
    triage::ROWS,
    claims::ROWS,
    territory::ROWS,
    survey::ROWS,
    awaiting::ROWS,
    publish::ROWS,
    minutes::ROWS,
    roll::ROWS,
    editor::ROWS,
    phrase::ROWS,
    form::ROWS,
    files::ROWS,
    divergence::ROWS,
    page::ROWS,
    palette::ROWS,
    list::ROWS,
    general::ROWS,
];

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Command> {
    TABLES.iter().flat_map(|rows| rows.iter())
}

/// The row of that id.
pub fn find(id: &str) -> Option<&'static Command> {
    all().find(|command| command.id == id)
}

/// The scopes that have the keys now, the nearest first.
pub fn scopes(model: &Model) -> Vec<Scope> {
    scopes_at(model, model.top())
}

/// The scopes that have the keys where `layer` is the topmost.
fn scopes_at(model: &Model, layer: Option<&Layer>) -> Vec<Scope> {
    let nearest = match layer {
        Some(Layer::Help { .. }) => Scope::Help,
        Some(Layer::Palette { .. }) => Scope::Palette,
        Some(Layer::Search { .. }) => Scope::Search,
        Some(Layer::Form(_)) => Scope::Form,
        Some(Layer::Case(_)) => Scope::Case,
        Some(Layer::Lead { .. }) => Scope::Lead,
        Some(Layer::Intake(intake)) if intake.editing.is_some() => Scope::IntakeEdit,
        Some(Layer::Intake(_)) => Scope::Intake,
        Some(Layer::Preview { .. }) => Scope::Preview,
        Some(Layer::Claim(_)) => Scope::Claim,
        Some(Layer::Protections { .. }) => Scope::Protections,
        Some(Layer::Place(_)) => Scope::Place,
        Some(Layer::Survey { .. }) => Scope::Survey,
        Some(Layer::Awaiting { .. }) => Scope::Awaiting,
        Some(Layer::Fairness { .. }) => Scope::Fairness,
        Some(Layer::Page(_)) => Scope::Page,
        Some(Layer::Files { .. }) => Scope::Files,
        Some(Layer::Divergences(_)) => Scope::Divergences,
        Some(Layer::File(_)) => Scope::File,
        Some(Layer::Roll(_)) => Scope::Roll,
        Some(Layer::Compare(_)) => Scope::Compare,
        Some(Layer::Phrases(_)) => Scope::Phrases,
        Some(Layer::Editor(_)) => Scope::Editor,
        None => {
            let pane = match model.focus {
                Pane::Territory => Scope::Territory,
                Pane::Conflicts => Scope::Conflicts,
                Pane::Leads => Scope::Leads,
                Pane::Minutes => Scope::Minutes,
            };
            return vec![pane, Scope::Main, Scope::Always];
        }
    };
    vec![nearest, Scope::Always]
}

/// Whether typed characters are text here, so that only other keys are commands.
pub fn takes_text(model: &Model) -> bool {
    match model.top() {
        Some(Layer::Intake(intake)) => intake.editing.is_some(),
        layer => matches!(
            layer,
            Some(
                Layer::Palette { .. }
                    | Layer::Search { .. }
                    | Layer::Form(_)
                    | Layer::Phrases(_)
                    | Layer::Editor(_)
            )
        ),
    }
}

/// The command a key means here.
pub fn lookup(model: &Model, key: Key) -> Option<&'static Command> {
    scopes(model).into_iter().find_map(|scope| {
        all().find(|c| c.scopes.contains(&scope) && c.key_list().any(|known| known == key))
    })
}

/// The commands of the scopes that have the keys now, the nearest scope first.
pub fn here(model: &Model) -> Vec<&'static Command> {
    living_in(&scopes(model))
}

/// The commands of where one was before the topmost layer opened: what help and palette are about.
pub fn below_top(model: &Model) -> Vec<&'static Command> {
    let below = model.layers.len().checked_sub(2).and_then(|i| model.layers.get(i));
    living_in(&scopes_at(model, below))
}

fn living_in(scopes: &[Scope]) -> Vec<&'static Command> {
    scopes.iter().flat_map(|scope| all().filter(|c| c.scopes.contains(scope))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};
    use std::collections::HashSet;

    const PANES: [Scope; 4] = [Scope::Territory, Scope::Conflicts, Scope::Leads, Scope::Minutes];

    #[test]
    fn every_command_has_a_key_that_is_no_letter() {
        for command in all() {
            assert_eq!(
                command.key_list().count(),
                command.keys.len(),
                "{command:?} names a key that is none"
            );
            assert!(
                command.key_list().any(|key| !key.is_letter()),
                "{command:?} dies under an input method"
            );
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let layers = [
            Scope::Case,
            Scope::Lead,
            Scope::Intake,
            Scope::IntakeEdit,
            Scope::Preview,
            Scope::Claim,
            Scope::Protections,
            Scope::Place,
            Scope::Survey,
            Scope::Awaiting,
            Scope::Fairness,
            Scope::Page,
            Scope::Files,
            Scope::Divergences,
            Scope::File,
            Scope::Roll,
            Scope::Compare,
            Scope::Phrases,
            Scope::Help,
            Scope::Editor,
            Scope::Form,
            Scope::Palette,
            Scope::Search,
        ];
        let panes = PANES.map(|pane| vec![pane, Scope::Main, Scope::Always]);
        for place in panes.into_iter().chain(layers.map(|layer| vec![layer, Scope::Always])) {
            let mut seen = HashSet::new();
            for command in all().filter(|c| c.scopes.iter().any(|scope| place.contains(scope))) {
                for key in command.keys {
                    assert!(seen.insert(*key), "{key} means two things in {place:?}: {command:?}");
                }
            }
        }
    }

    #[test]
    fn every_command_has_its_words_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::new(lang);
            for command in all() {
                assert!(
                    words.has(&format!("cmd-{}", command.id)),
                    "{} lacks cmd-{}",
                    lang.tag(),
                    command.id
                );
            }
        }
    }
}
