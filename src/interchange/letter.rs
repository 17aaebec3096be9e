//! Letters of a case as Markdown, from one template for each kind and language.
//!
//! A template is plain text with a person's words in it, so that headquarters can change the wording without a programmer. It
//! knows nothing of events: it is given words. Every value is [escaped](escape) for Markdown on one line before it comes here,
//! and what is absent is left out with its label. A value that no `if` guards and that is absent is an error and never a blank.
//!
//! `letter.md` is the frame (draft mark, title, numbers, addressee, signature, date); a kind extends it with a `body`. What
//! several kinds say stands in `part/`: `matter` (the tender, lot and round, within a sentence), `parties`, `limits`, `grid`,
//! `rules` (with their gist), `basis` (in one paragraph), `decision`, `appeal`.
//!
//! | variable | what it holds |
//! |---|---|
//! | `doc` | `title`, `serial`, `recipient`, `recipient_name`, `class`, `date`, `draft` |
//! | `case` | `number`, `lead`, `title`, `project_no`, `customer`, `province`, `lot` (in words), `round` (a number), `trigger`, `reasons`, `detected_at`, `track`, `hard_stop`, `hard_stop_estimated`, `owner`, `state` |
//! | `parties` | of each `code`, `name`, `entity`, `claim` (number), `claimed_at`, `grade` (a letter), `basis` |
//! | `org` | `region`, `office` (who issues, in full), `manager` |
//! | `act` | the arguments of the act that the letter tells, by name, in words, and `at` |
//! | `rules` | of each `cite`, `title`, `gist`, `assumed` |
//! | `limits` | of each `step`, `due`, `done`, `verdict` |
//! | `statements` | of each `party`, `at`, `text`, `result`, `proof` |
//! | `evidence` | of each `n`, `kind`, `title`, `at`, `grade`, `origin`, `offered_by`, `hash`, `objection` |
//! | `grid` | `criteria` (names), `rows` of `party` and `cells` in the order of the criteria, `decided_by` |
//! | `timeline` | of each `n`, `at`, `action`, `who`, `gist` |
//! | `services` | of each `party`, `at`, `proof`, `channel` |
//! | `replies` | of each `party`, `at`, `answer`, `text` |

use std::sync::OnceLock;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde_json::Value;

/// Languages in which letters are written, by the folder of their templates.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

#[derive(RustEmbed)]
#[folder = "assets/templates"]
struct Templates;

/// A letter could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template of the letter does not fit ({0})")]
pub struct LetterFault(pub String);

/// The text of a letter in a language (`zh-CN`, `en`; the first where it is another).
///
/// # Errors
/// Where there is no such template, or it asks for what is absent.
pub fn render(id: &str, language: &str, context: &Value) -> Result<String, LetterFault> {
    let place = LANGUAGES.iter().position(|known| *known == language).unwrap_or(0);
    let environment = environments()?.get(place);
    let environment = environment.ok_or_else(|| LetterFault(language.to_owned()))?;
    let template = environment.get_template(&format!("{id}.md")).map_err(fault)?;
    template.render(context).map_err(fault)
}

fn fault(error: minijinja::Error) -> LetterFault {
    LetterFault(error.to_string())
}

/// The templates of each language, read once.
fn environments() -> Result<&'static [Environment<'static>], LetterFault> {
    static READ: OnceLock<Result<Vec<Environment<'static>>, LetterFault>> = OnceLock::new();
    let read =
        READ.get_or_init(|| LANGUAGES.iter().map(|language| environment(language)).collect());
    read.as_deref().map_err(Clone::clone)
}

fn environment(language: &str) -> Result<Environment<'static>, LetterFault> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    for path in Templates::iter() {
        let Some(name) = path.strip_prefix(language).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        let file = Templates::get(&path).map(|file| file.data.into_owned()).unwrap_or_default();
        let text = String::from_utf8(file).map_err(|error| LetterFault(error.to_string()))?;
        environment.add_template_owned(name.to_owned(), text).map_err(fault)?;
    }
    Ok(environment)
}

/// A text as it stands inside a line of Markdown: one line, and none of its characters is a mark.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::case::letter::LETTERS;
    use serde_json::json;

    fn bare() -> Value {
        json!({"doc": {"title": "题", "draft": false}, "case": {"number": "XT-1"}, "org": {},
               "act": {}, "grid": {}})
    }

    #[test]
    fn every_letter_is_written_in_both_languages_with_what_little_there_is() {
        for language in LANGUAGES {
            for letter in LETTERS {
                let page = render(letter.id, language, &bare()).unwrap();
                assert!(page.contains("XT-1"), "{}\n{page}", letter.id);
                for line in page.lines() {
                    let label = line.starts_with('-') && line.trim_end().ends_with(['：', ':']);
                    assert!(!label, "{}: a label without its value: {line}", letter.id);
                }
                assert!(!page.contains("none") && !page.contains("undefined"), "{page}");
            }
        }
    }

    #[test]
    fn a_draft_says_so_and_names_no_signer() {
        let mut context = bare();
        context["doc"]["draft"] = json!(true);
        context["act"]["signed_by"] = json!("林岚");
        let page = render("order", "zh-CN", &context).unwrap();
        assert!(page.starts_with("# 草稿，未签发") && !page.contains("林岚"), "{page}");
    }

    #[test]
    fn what_a_person_wrote_is_no_mark() {
        assert_eq!(escape("# 甲\n| 乙 |*丙*"), "\\# 甲 \\| 乙 \\|\\*丙\\*");
    }
}
