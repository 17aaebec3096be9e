//! Phrases for minutes: those that come with the program, and those that the person at this desk keeps. `…` stands where
//! something is to be said.

use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::text::clean_line;

use super::command::{Done, Refusal};
use super::instant;
use super::query::{Answer, Reading};
use super::session::Session;

/// The longest phrase, in characters.
const MOST_CHARS: usize = 200;

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its words.
    pub text: String,
    /// The person keeps it; else it comes with the program.
    pub own: bool,
}

/// The phrases that come with the program, in the order of a meeting.
fn bundled(lang: Lang) -> impl Iterator<Item = &'static str> {
    let text = match lang {
        Lang::Zh => include_str!("../../assets/phrases/zh-CN.txt"),
        Lang::En => include_str!("../../assets/phrases/en.txt"),
    };
    text.lines().filter(|line| !line.trim().is_empty())
}

impl Reading<'_, '_> {
    /// All phrases: the person's own first, the latest of them at the top.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn phrases(&self, lang: Lang) -> Answer<Vec<Phrase>> {
        let own = self.tx.phrases()?;
        let others = bundled(lang).filter(|text| !own.iter().any(|known| known == text));
        let others: Vec<&str> = others.collect();
        let phrase = |text: String, own: bool| Phrase { text, own };
        let mut phrases: Vec<Phrase> = own.into_iter().map(|text| phrase(text, true)).collect();
        phrases.extend(others.into_iter().map(|text| phrase(text.to_owned(), false)));
        Ok(phrases)
    }
}

fn done(key: &'static str, text: &str) -> Done {
    let args = vec![("text".to_owned(), text.to_owned())];
    Done { key, args, subject: None, number: None, notices: Vec::new() }
}

/// Keeps a phrase.
///
/// # Errors
/// Where it says nothing, or too much for a phrase.
pub fn keep(session: &mut Session<'_, '_>, text: &str) -> Result<Done, Refusal> {
    let text = clean_line(text);
    if text.is_empty() {
        return Err(Refusal::because(Why::plain("phrase-empty")));
    }
    if text.chars().count() > MOST_CHARS {
        let why = Why::plain("phrase-too-long").with("most", MOST_CHARS.to_string());
        return Err(Refusal::because(why));
    }
    session.tx.keep_phrase(&text, &instant(session.now))?;
    Ok(done("phrase-kept", &text))
}

/// Drops a phrase of the person's own.
///
/// # Errors
/// Where there is none of that text.
pub fn drop(session: &mut Session<'_, '_>, text: &str) -> Result<Done, Refusal> {
    if session.tx.drop_phrase(text)? {
        Ok(done("phrase-dropped", text))
    } else {
        Err(Refusal::because(Why::plain("no-such-phrase")))
    }
}
