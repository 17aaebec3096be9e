//! The rulebook: the articles themselves, so that a refusal, a recommendation and an order can cite
//! one.
//!
//! A rule is a gist in our own words, in both languages, with the place it stands at. Besides the
//! company's articles there are rules of outside law, and the defaults for the gaps of the
//! regulation (`G1` to `G27`), marked assumed until headquarters confirms them. A rule may always
//! be shown; whether a decision may rest on it alone is another question
//! ([`Rule::may_be_sole_basis`]). Headquarters can replace the whole book by a signed bundle
//! ([`Rulebook::parse`]).

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The same words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The words in Chinese, or else in English.
    pub fn pick(&self, lang_is_zh: bool) -> &str {
        if lang_is_zh { &self.zh } else { &self.en }
    }
}

/// What standing a rule has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In force.
    InForce,
    /// Text of a discussion draft.
    Draft,
    /// A heading without text.
    Blank,
    /// The text breaks off.
    Truncated,
    /// No longer in force.
    Repealed,
    /// A default for a gap, not confirmed by headquarters (假定).
    Assumed,
}

/// What a rule is to a regional manager's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The desk's core.
    Core,
    /// A natural extension of it.
    Extension,
    /// Outside a regional desk; citeable only.
    Outside,
    /// Outside law that binds.
    Law,
    /// Outside law that does not govern the matter and is taken as a model of procedure.
    Pattern,
    /// A default of this program for a gap.
    Default,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Id as it is cited in events: `SCXT-8`, `HY-3.4`, `TL-34`, `G12`.
    pub id: String,
    /// Id of the source: `SCXT`.
    pub source: String,
    /// Name of the source: 市场协调制度, "regulation".
    pub source_name: Words,
    /// Label of the article: 第8条, "art. 8"; empty for a source cited as a whole.
    pub article: Words,
    /// Title; for a gap, what is missing.
    pub title: Words,
    /// Gist in our own words; for a gap, the default.
    pub gist: Words,
    /// Standing.
    pub status: Status,
    /// What it is to the desk.
    pub scope: Scope,
}

impl Rule {
    /// The citation: 市场协调制度第8条, or "regulation art. 8".
    pub fn cite(&self, lang_is_zh: bool) -> String {
        let (source, article) = (self.source_name.pick(lang_is_zh), self.article.pick(lang_is_zh));
        let gap = if lang_is_zh || article.is_empty() { "" } else { " " };
        format!("{source}{gap}{article}")
    }

    /// Whether a decision may rest on this rule alone. Not on one that is blank, truncated or
    /// repealed, nor on a default nobody has confirmed or on a law that is only a
    /// model; all of these may be cited beside another.
    pub fn may_be_sole_basis(&self) -> bool {
        let standing = match self.status {
            Status::InForce | Status::Draft => true,
            Status::Blank | Status::Truncated | Status::Repealed | Status::Assumed => false,
        };
        standing && self.scope != Scope::Pattern
    }
}

/// A criterion by which a conflict is judged. Their order in the book is the order in which they rank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// `K1` to `K11`.
    pub id: String,
    /// What is asked.
    pub title: Words,
    /// Id of the rule behind it.
    pub rule: String,
    /// Cases may be judged by it.
    #[serde(default = "on")]
    pub on: bool,
    /// A finding against a party bars it from bidding, whatever else speaks for it.
    #[serde(default)]
    pub absolute: bool,
}

fn on() -> bool {
    true
}

/// What is wrong with the text of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    /// Not the TOML that is expected; the parser's own words.
    #[error("the rulebook cannot be read: {0}")]
    Text(String),
    /// Two rules, or two sources, bear one id.
    #[error("the rulebook has '{0}' twice")]
    Twice(String),
    /// A rule's id begins with no source of the book.
    #[error("the rulebook has no source for rule '{0}'")]
    NoSource(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    version: String,
    source: Vec<RawSource>,
    rule: Vec<RawRule>,
    #[serde(default)]
    criterion: Vec<Criterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    id: String,
    name: Words,
    article: Words,
    status: Status,
    scope: Scope,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    article: Option<Words>,
    status: Option<Status>,
    scope: Option<Scope>,
    title: Words,
    gist: Words,
}

/// What the labels of defaults end in while nobody confirmed them.
const ASSUMED: (&str, &str) = ("（假定）", " (assumed)");

/// A set of rules of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rulebook {
    version: String,
    rules: Vec<Rule>,
    by_id: HashMap<String, usize>,
    criteria: Vec<Criterion>,
    hash: String,
}

impl Rulebook {
    /// The rulebook inside the program.
    pub fn bundled() -> &'static Rulebook {
        static BOOK: OnceLock<Rulebook> = OnceLock::new();
        BOOK.get_or_init(|| Rulebook::parse(Rulebook::source_text()).unwrap_or_default())
    }

    /// The text of the bundled rulebook: what a decision's frozen hash is taken of.
    pub fn source_text() -> &'static str {
        include_str!("../../assets/rules/rulebase.toml")
    }

    /// Reads a rulebook.
    ///
    /// # Errors
    /// If the text is not such TOML, an id stands twice, or a rule belongs to no source of the
    /// book.
    pub fn parse(text: &str) -> Result<Rulebook, RulebookError> {
        let raw: RawBook =
            toml::from_str(text).map_err(|error| RulebookError::Text(error.to_string()))?;
        let mut sources = HashMap::new();
        for source in raw.source {
            if let Some(twice) = sources.insert(source.id.clone(), source) {
                return Err(RulebookError::Twice(twice.id));
            }
        }
        let hash = hash_of(text);
        let mut book = Rulebook { version: raw.version, hash, ..Rulebook::default() };
        for rule in raw.rule {
            let (prefix, number) = split_id(&rule.id);
            let Some(source) = sources.get(prefix) else {
                return Err(RulebookError::NoSource(rule.id));
            };
            let label = || Words {
                zh: source.article.zh.replace("{}", number),
                en: source.article.en.replace("{}", number),
            };
            let rule = Rule {
                source: source.id.clone(),
                source_name: source.name.clone(),
                article: rule.article.unwrap_or_else(label),
                status: rule.status.unwrap_or(source.status),
                scope: rule.scope.unwrap_or(source.scope),
                title: rule.title,
                gist: rule.gist,
                id: rule.id,
            };
            if book.by_id.insert(rule.id.clone(), book.rules.len()).is_some() {
                return Err(RulebookError::Twice(rule.id));
            }
            book.rules.push(rule);
        }
        for criterion in &raw.criterion {
            if raw.criterion.iter().filter(|other| other.id == criterion.id).count() > 1 {
                return Err(RulebookError::Twice(criterion.id.clone()));
            }
            if book.get(&criterion.rule).is_none() {
                return Err(RulebookError::NoSource(criterion.rule.clone()));
            }
        }
        book.criteria = raw.criterion;
        Ok(book)
    }

    /// The version as the book names it; which bytes they were, the hash of the text says.
    pub fn version(&self) -> String {
        self.version.clone()
    }

    /// SHA-256 of the text it was read from, in hexadecimal: what a decision freezes, so that a later book never rewrites it.
    pub fn hash(&self) -> String {
        self.hash.clone()
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).and_then(|&index| self.rules.get(index))
    }

    /// The criteria, in the order in which they rank.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The same book, in which defaults that headquarters confirmed are in force and say nothing of an assumption.
    #[must_use]
    pub fn confirmed(mut self, is_confirmed: impl Fn(&str) -> bool) -> Rulebook {
        for rule in &mut self.rules {
            if rule.status == Status::Assumed && is_confirmed(&rule.id) {
                rule.status = Status::InForce;
                rule.article.zh = rule.article.zh.replace(ASSUMED.0, "");
                rule.article.en = rule.article.en.replace(ASSUMED.1, "");
            }
        }
        self
    }

    /// All rules in the book's order: articles, meeting rules, outside law, gaps.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

/// SHA-256 of a text in hexadecimal.
pub fn hash_of(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Source and number of an id: `SCXT-8` is SCXT and 8, `G12` is G and 12.
fn split_id(id: &str) -> (&str, &str) {
    let end = id.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(id.len());
    let (source, number) = id.split_at(end);
    (source, number.strip_prefix('-').unwrap_or(number))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn rule(id: &str) -> &'static Rule {
        Rulebook::bundled().get(id).unwrap_or_else(|| panic!("no rule {id}"))
    }

    #[test]
    fn every_article_meeting_rule_law_and_gap_is_there() {
        Rulebook::parse(Rulebook::source_text()).expect("the bundled rulebook reads");
        for n in 1..=31 {
            assert_eq!(rule(&format!("SCXT-{n}")).article.zh, format!("第{n}条"));
        }
        for n in 1..=27 {
            let gap = rule(&format!("G{n}"));
            assert_eq!((gap.status, gap.scope), (Status::Assumed, Scope::Default), "{}", gap.id);
        }
        for number in ["1", "3.1", "3.2", "3.3", "3.4", "4", "5.1", "5.2", "6"] {
            rule(&format!("HY-{number}"));
        }
        for id in ["HYT-1", "HYT-2", "HYT-3", "TD-5", "JYFX-1", "SCXT-24a", "SCXT-24b"] {
            rule(id);
        }
        for n in [16, 21, 22, 26, 34, 35, 39, 40, 54, 60, 61] {
            assert_eq!(rule(&format!("TL-{n}")).scope, Scope::Law);
        }
        assert!(!Rulebook::bundled().version().is_empty());
    }

    #[test]
    fn every_rule_speaks_both_languages_and_leaves_no_blank_label() {
        for rule in Rulebook::bundled().rules() {
            for words in [&rule.source_name, &rule.title, &rule.gist] {
                assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{}", rule.id);
            }
            let label = format!("{}{}", rule.article.zh, rule.article.en);
            assert!(!label.contains('{'), "{}", rule.id);
        }
    }

    #[test]
    fn a_citation_reads_as_in_a_letter() {
        assert_eq!(rule("SCXT-8").cite(true), "市场协调制度第8条");
        assert_eq!(rule("SCXT-8").cite(false), "regulation art. 8");
        assert_eq!(rule("HY-3.4").cite(true), "营销中心会议管理制度第3.4条");
        assert_eq!(rule("TL-34").cite(true), "招标投标法实施条例第34条");
        assert_eq!(rule("G12").cite(false), "default G12 (assumed)");
        assert_eq!(rule("JYFX-1").cite(false), "business analysis rules");
    }

    #[test]
    fn blank_truncated_assumed_and_borrowed_rules_carry_no_decision_alone() {
        for id in ["SCXT-11", "SCXT-12", "SCXT-26", "SCXT-20", "SCXT-31", "HYT-3", "G18", "CF-45"] {
            assert!(!rule(id).may_be_sole_basis(), "{id}");
        }
        for id in ["SCXT-7", "SCXT-8", "HY-3.4", "TL-34"] {
            assert!(rule(id).may_be_sole_basis(), "{id}");
        }
        let repealed = Rule { status: Status::Repealed, ..rule("SCXT-8").clone() };
        assert!(!repealed.may_be_sole_basis());
    }

    #[test]
    fn a_faulty_book_is_refused_with_the_place() {
        let head = r#"
            version = "t"
            [[source]]
            id = "A"
            name = { zh = "甲", en = "A" }
            article = { zh = "第{}条", en = "art. {}" }
            status = "draft"
            scope = "core"
        "#;
        let rule = |id: &str| {
            let words = "{ zh = \"一\", en = \"one\" }";
            format!("[[rule]]\nid = \"{id}\"\ntitle = {words}\ngist = {words}\n")
        };
        let read = |rules: &str| Rulebook::parse(&format!("{head}\n{rules}"));
        assert_eq!(read(&rule("A-1")).unwrap().get("A-1").unwrap().article.en, "art. 1");
        let twice = rule("A-1") + &rule("A-1");
        assert_eq!(read(&twice), Err(RulebookError::Twice("A-1".into())));
        assert_eq!(read(&rule("B-1")), Err(RulebookError::NoSource("B-1".into())));
        assert!(matches!(Rulebook::parse("version ="), Err(RulebookError::Text(_))));
    }
}
