//! Why something is refused: data, so that the screen, the command line and the tests say the same sentence.

use serde::{Deserialize, Serialize};

/// One unmet precondition. `key` names a sentence in the word catalogues (`why-<key>`), `args` fill its blanks, and `rule`
/// is the id of the article behind it in the [rulebook](super::rulebook), if a rule and not plain circumstance refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Catalogue key without its `why-` prefix.
    pub key: String,
    /// Rule id such as `SCXT-8`, or `None` when no article is involved.
    pub rule: Option<String>,
    /// Named values for the sentence.
    pub args: Vec<(String, String)>,
}

impl Why {
    /// A refusal by circumstance.
    pub fn plain(key: &str) -> Why {
        Why { key: key.to_owned(), rule: None, args: Vec::new() }
    }

    /// A refusal by a rule of the rulebook.
    pub fn rule(key: &str, rule: &str) -> Why {
        Why { rule: Some(rule.to_owned()), ..Why::plain(key) }
    }

    /// Adds a named value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Why {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}
