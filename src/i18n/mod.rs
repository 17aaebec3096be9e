//! Words: every sentence a person reads comes from the two catalogues in `assets/i18n`, Chinese first.
//!
//! A key written in the code goes through [`t!`], which checks it when compiling; a key that comes from a table row (a
//! command, an action, an unmet precondition) goes through [`Words::say`], and a test holds both catalogues complete for
//! every row. Isolating marks are off: they would break column widths.

pub mod value;

use std::sync::{Arc, PoisonError, RwLock};

use i18n_embed::LanguageLoader;
use i18n_embed::fluent::{FluentLanguageLoader, fluent_language_loader};
use rust_embed::RustEmbed;

use crate::domain::rulebook::Rulebook;
use crate::domain::why::Why;

#[derive(RustEmbed)]
#[folder = "assets/i18n"]
struct Catalogues;

/// The two languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language tag or locale (`zh_CN.UTF-8`, `en`); anything that is not English is Chinese.
    pub fn parse(tag: &str) -> Lang {
        if tag.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
    }

    /// The language of the environment: `LC_ALL`, then `LANG`; Chinese where neither speaks (or says `C`).
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Lang {
        ["LC_ALL", "LANG"]
            .into_iter()
            .find_map(|name| get(name).filter(|value| !value.is_empty()))
            .map_or(Lang::Zh, |tag| Lang::parse(&tag))
    }

    /// The tag of the catalogue's folder.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// One language's catalogue. Cheap to clone.
#[derive(Clone)]
pub struct Words {
    lang: Lang,
    loader: Arc<FluentLanguageLoader>,
    /// The rules it cites. All clones share the shelf: what is adopted by one is cited by all.
    book: Arc<RwLock<Arc<Rulebook>>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.lang.tag())
    }
}

/// A sentence whose key is checked when compiling: `t!(words, "queue-empty")`, `t!(words, "count", n = 3)`.
#[macro_export]
macro_rules! t {
    ($words:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($words.loader(), $key $(, $name = $value)*)
    };
}

impl Words {
    /// The catalogue of a language.
    pub fn new(lang: Lang) -> Words {
        let loader = fluent_language_loader!();
        // A catalogue that fails to load leaves the keys themselves on the screen; a test holds that it never does.
        if let Ok(tag) = lang.tag().parse() {
            let _ = loader.load_languages(&Catalogues, &[tag]);
        }
        loader.set_use_isolating(false);
        let book = Arc::new(RwLock::new(Arc::new(Rulebook::bundled().clone())));
        Words { lang, loader: Arc::new(loader), book }
    }

    /// The catalogue of another language, citing the same rules.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> Words {
        Words { book: Arc::clone(&self.book), ..Words::new(lang) }
    }

    /// Cites a rulebook from now on, in every clone.
    pub fn adopt(&self, book: &Arc<Rulebook>) {
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(book);
    }

    /// The rulebook that is cited.
    pub fn book(&self) -> Arc<Rulebook> {
        Arc::clone(&self.book.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Which language this is.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// For [`t!`].
    pub fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }

    /// The current language's tag as loaded.
    pub fn current(&self) -> String {
        self.loader.current_language().to_string()
    }

    /// Whether this catalogue (not the fallback) has the key. For tests and optional help texts.
    pub fn has(&self, key: &str) -> bool {
        self.loader.has(key)
    }

    /// A sentence by a key that a table row names.
    pub fn say(&self, key: &str) -> String {
        self.loader.get(key)
    }

    /// A sentence with named values.
    pub fn say_with(&self, key: &str, args: &[(String, String)]) -> String {
        let args: std::collections::HashMap<String, String> = args.iter().cloned().collect();
        self.loader.get_args(key, args)
    }

    /// Why something is refused, with its article: `须先协商（市场协调制度第8条）`.
    pub fn why(&self, why: &Why) -> String {
        let sentence = self.answer(&format!("why-{}", why.key), &why.args);
        let book = self.book();
        match why.rule.as_deref().and_then(|id| book.get(id)) {
            Some(rule) => {
                let article = rule.cite(self.lang == Lang::Zh);
                crate::t!(self, "cited", sentence = sentence, article = article)
            }
            None => sentence,
        }
    }

    /// Several refusals in one line.
    pub fn whys(&self, whys: &[Why]) -> String {
        let separator = if self.lang == Lang::Zh { "；" } else { "; " };
        whys.iter().map(|why| self.why(why)).collect::<Vec<_>>().join(separator)
    }

    /// A region's name: 华东.
    fn region(&self, code: &str) -> String {
        let region = code
            .parse::<crate::domain::territory::RegionCode>()
            .ok()
            .and_then(|code| code.region());
        let name = |region: &crate::domain::territory::Region| match self.lang {
            Lang::Zh => region.name.clone(),
            Lang::En => region.en.clone(),
        };
        region.map_or_else(|| code.to_owned(), name)
    }

    /// A region's short name: 华东, or East China.
    pub fn region_name(&self, region: crate::domain::territory::RegionCode) -> String {
        self.region(region.as_str())
    }

    /// States with commas, as words: `已受理、协商中`.
    fn states(&self, names: &str) -> String {
        self.each("state-", names)
    }

    /// Names with commas, each as the word of its family.
    fn each(&self, family: &str, names: &str) -> String {
        let comma = crate::t!(self, "comma");
        names
            .split(',')
            .map(|name| self.say(&format!("{family}{name}")))
            .collect::<Vec<_>>()
            .join(&comma)
    }

    /// A sentence whose values may be words of ours (a state, an action, an argument's name): those are translated first.
    pub fn answer(&self, key: &str, args: &[(String, String)]) -> String {
        self.say_with(key, &self.readable(args))
    }

    fn readable(&self, args: &[(String, String)]) -> Vec<(String, String)> {
        let translate = |(name, value): &(String, String)| {
            let key = match name.as_str() {
                "states" => return (name.clone(), self.states(value)),
                "state" => format!("state-{value}"),
                "argument" => format!("arg-{value}"),
                "notice_field" => format!("field-name-{value}"),
                "actions" => return (name.clone(), self.each("action-", value)),
                "outcome" | "relation" | "letter" | "tie" => format!("choice-{value}"),
                "action" => format!("action-{value}"),
                "step" | "to" => format!("step-{value}"),
                "signs" => return (name.clone(), self.each("sign-", value)),
                "steps" => return (name.clone(), self.each("step-", value)),
                "arguments" => return (name.clone(), self.each("arg-", value)),
                "ground" => format!("choice-{value}"),
                "sign" => format!("sign-{value}"),
                "basis" => format!("basis-{value}"),
                "track" => format!("ui-track-{value}"),
                "compared" => format!("compared-{value}"),
                // An event kind is an action of the table, or has a word of its own.
                "kind" => match (value.strip_prefix("conflict."), value.strip_prefix("claim.")) {
                    (Some(action), _) => format!("action-{action}"),
                    (_, Some(row)) if self.has(&format!("action-claim-{row}")) => {
                        format!("action-claim-{row}")
                    }
                    _ if self.has(&format!("action-{}", value.replace('.', "-"))) => {
                        format!("action-{}", value.replace('.', "-"))
                    }
                    _ => format!("event-{}", value.replace('.', "-")),
                },
                "region" => return (name.clone(), self.region(value)),
                "division" => return (name.clone(), value::place(self, value)),
                "fact" => return (name.clone(), value::fact(self, value)),
                "facts" => {
                    let facts = value.split(',').map(|fact| value::fact(self, fact));
                    return (name.clone(), value::listed(self, &facts.collect::<Vec<_>>()));
                }
                "class" => format!("class-{value}"),
                "classes" => return (name.clone(), self.each("class-", value)),
                "post" => format!("post-{value}"),
                "department" => format!("choice-{value}"),
                "item" => format!("item-{value}"),
                // The undivided whole is lot `0` in data and a word to a person.
                "lot" if value == "0" => "whole-lot".to_owned(),
                "lot" => return (name.clone(), crate::t!(self, "lot-named", lot = value.clone())),
                _ => return (name.clone(), value.clone()),
            };
            let word = if self.has(&key) { self.say(&key) } else { value.clone() };
            (name.clone(), word)
        };
        args.iter().map(translate).collect()
    }
}
