//! What a file would publish, read and looked over before anybody signs it: facts of the organisation, a rulebook, or the working days
//! of a year. The command line prints it, the screen shows it as a page that is signed from there.

use std::collections::BTreeMap;

use crate::domain::calendar::local;
use crate::domain::organisation::publish;
use crate::domain::organisation::standard::{self, Whole};
use crate::domain::why::Why;
use crate::i18n::{Words, value};
use crate::interchange::letter::escape;
use crate::interchange::organisation::{Fault, read};
use crate::t;

use super::Desk;
use super::command::{Command, Refusal};
use super::organisation::Published;

/// A publication that nothing refuses, not yet signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// What signs it.
    pub command: Command,
    /// What it says, one thing a line.
    pub facts: Vec<String>,
    /// What its author should look at twice.
    pub doubts: Vec<String>,
}

impl Publication {
    /// As lines to read: how many facts, which, and what to look at twice.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let head = t!(words, "cli-publish-would", n = self.facts.len());
        let facts = self.facts.iter().map(|fact| format!("  · {fact}"));
        let doubts = self.doubts.iter().map(|doubt| format!("! {doubt}"));
        [head].into_iter().chain(facts).chain(doubts).collect()
    }

    /// As a page, in Markdown.
    pub fn page(&self, words: &Words) -> String {
        let head = t!(words, "cli-publish-would", n = self.facts.len());
        let facts: String = self.facts.iter().map(|fact| format!("- {}\n", escape(fact))).collect();
        let doubts: String =
            self.doubts.iter().map(|doubt| format!("- ! {}\n", escape(doubt))).collect();
        format!("# {head}\n\n{facts}\n{doubts}")
    }
}

/// How many doubts of one kind are told one by one.
const MOST: usize = 8;

/// Doubts in words; a thousand of one kind are told by the first of them and their number.
pub fn told(doubts: &[Why], words: &Words) -> Vec<String> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for doubt in doubts {
        let known = kinds.entry(&doubt.key).or_default();
        *known += 1;
        if *known <= MOST {
            lines.push(words.why(doubt));
        }
    }
    let more: usize = kinds.values().map(|known| known.saturating_sub(MOST)).sum();
    if more > 0 {
        lines.push(t!(words, "cli-publish-more", n = more));
    }
    lines
}

impl Desk {
    /// Reads what headquarters wrote down to publish. A rulebook may name the resolution behind it.
    ///
    /// # Errors
    /// Why nothing of it can be published, place by place; or the store's.
    pub fn read_publication(
        &mut self,
        bytes: &[u8],
        resolution: &str,
        words: &Words,
    ) -> Result<Publication, Refusal> {
        let Ok(written) = std::str::from_utf8(bytes) else {
            return Err(Refusal::because(Why::plain("publish-not-text")));
        };
        if let Some(whole) = standard::whole(written) {
            let (text, resolution) = (written.to_owned(), resolution.to_owned());
            let published = match whole {
                Whole::Rules => Published::Rules { text, resolution },
                Whole::Calendar => Published::Calendar { text },
            };
            let name = published.name().map_err(Refusal::because)?;
            let label = match whole {
                Whole::Rules => t!(words, "cli-publish-rules", name = name),
                Whole::Calendar => t!(words, "cli-publish-calendar", name = name),
            };
            let command = Command::Publish(published);
            return Ok(Publication { command, facts: vec![label], doubts: Vec::new() });
        }
        let today = local(self.now()).date();
        let company = self.company()?;
        let facts = read(written, &company, today).map_err(|fault| match fault {
            Fault::Text(detail) => {
                Refusal::because(Why::plain("publish-unread-text").with("detail", detail))
            }
            Fault::Rows(whys) => Refusal::Refused(whys),
        })?;
        let foreseen = self.foresee(&facts)?;
        if !foreseen.refusals.is_empty() {
            return Err(Refusal::Refused(foreseen.refusals));
        }
        let label = |fact| value::fact(words, &publish::label(fact));
        let facts = foreseen.news.iter().map(label).collect();
        let doubts = told(&foreseen.doubts, words);
        Ok(Publication { command: Command::Record(foreseen.news), facts, doubts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_thousand_doubts_of_one_kind_are_told_by_a_few_and_their_number() {
        let words = Words::new(Lang::Zh);
        let many = |key: &str, n: usize| vec![Why::plain(key); n];
        let doubts = [many("publish-nothing", 1_000), many("publish-not-text", 1)].concat();
        let lines = told(&doubts, &words);
        assert_eq!(lines.len(), MOST + 2);
        assert!(lines[MOST + 1].contains("992"), "{lines:?}");
        assert_eq!(told(&doubts[..MOST], &words).len(), MOST);
    }
}
