//! What was entered under an argument, as this screen says it: units by their names here, instants as seen from now.

use chrono::{DateTime, Utc};

use crate::domain::case::action;
use crate::i18n::Words;
use crate::i18n::value::{self, Names};
pub use crate::i18n::value::{choice, label, region, rule};
use crate::model::Model;
use crate::ui::format;

/// Several lots in one line.
pub fn lots(words: &Words, lots: &[String]) -> String {
    let names: Vec<String> = lots.iter().map(|lot| format::lot(words, lot)).collect();
    format::listed(words, &names)
}

/// What was entered under an argument of an action.
pub fn argument(model: &Model, action: &str, name: &str, text: &str) -> String {
    let arguments = action::find(action).map(|action| action.arguments).unwrap_or_default();
    let Some(argument) = arguments.iter().find(|argument| argument.name == name) else {
        return text.to_owned();
    };
    let unit = |code: &str| format::unit_name(model, code);
    let moment = |at: DateTime<Utc>| format::moment(&model.words, model.now, at);
    let names = Names { unit: &unit, moment: &moment, named: &value::as_signed };
    value::argument(&model.words, argument.kind, text, &names)
}
