//! Values as a person reads them: words of choices, names of units and places, local time, articles in full.

use chrono::{DateTime, Utc};

use crate::domain::case::action;
use crate::domain::procedure::Kind;
use crate::domain::rulebook::Rulebook;
use crate::domain::territory::RegionCode;
use crate::i18n::{Lang, Words};
use crate::model::Model;
use crate::ui::format;

/// The word of a choice, or the choice itself where no catalogue knows it.
pub fn choice(words: &Words, word: &str) -> String {
    let keys = [format!("choice-{word}"), format!("state-{word}")];
    match keys.iter().find(|key| words.has(key)) {
        Some(key) => words.say(key),
        None => word.to_owned(),
    }
}

/// The label of an argument or field, or its name where no catalogue knows it.
pub fn label(words: &Words, name: &str) -> String {
    let key = format!("arg-{name}");
    if words.has(&key) { words.say(&key) } else { name.to_owned() }
}

/// A region's name by its code, or the code as given.
pub fn region(words: &Words, code: &str) -> String {
    match code.parse::<RegionCode>() {
        Ok(region) => format::region_name(words, region),
        Err(_) => code.to_owned(),
    }
}

/// Several lots in one line.
pub fn lots(words: &Words, lots: &[String]) -> String {
    let names: Vec<String> = lots.iter().map(|lot| format::lot(words, lot)).collect();
    format::listed(words, &names)
}

/// The citation of a rule, or its id where the rulebook has none of it.
pub fn rule(words: &Words, id: &str) -> String {
    let found = Rulebook::bundled().get(id);
    found.map_or_else(|| id.to_owned(), |rule| rule.cite(words.lang() == Lang::Zh))
}

/// What was entered under an argument of an action.
pub fn argument(model: &Model, action: &str, name: &str, text: &str) -> String {
    let words = &model.words;
    let arguments = action::find(action).map(|action| action.arguments).unwrap_or_default();
    let several = |show: &dyn Fn(&str) -> String| {
        let parts = text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
        let names: Vec<String> = parts.map(show).collect();
        format::listed(words, &names)
    };
    match arguments.iter().find(|argument| argument.name == name).map(|argument| argument.kind) {
        Some(Kind::Choice(_)) => choice(words, text),
        Some(Kind::Units | Kind::Parties) => several(&|code| format::unit_name(model, code)),
        Some(Kind::Rules) => several(&|id| rule(words, id)),
        Some(Kind::Region) => region(words, text),
        Some(Kind::Moment) => match text.parse::<DateTime<Utc>>() {
            Ok(at) => format::moment(words, model.now, at),
            Err(_) => text.to_owned(),
        },
        Some(Kind::Shares) => several(&|share| match share.split_once([':', '：']) {
            Some((code, share)) => format!("{} {share}‰", format::unit_name(model, code)),
            None => share.to_owned(),
        }),
        Some(Kind::Text | Kind::Case | Kind::Entry | Kind::Entries | Kind::File) | None => {
            text.to_owned()
        }
    }
}
