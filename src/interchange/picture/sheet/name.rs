//! Names of sheets as Excel takes them: short, without its signs, no two alike.

use std::collections::BTreeSet;

use crate::text::clean::clean_line;

/// The longest name, in the units by which spreadsheets count (UTF-16).
const MAX_NAME: usize = 31;

/// What a name may not have; the apostrophe only at its ends, but it is no loss.
const SIGNS: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];

/// The names that are taken, as Excel compares them.
#[derive(Debug)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// None but the one that Excel keeps for itself.
    pub fn new() -> Names {
        Names(BTreeSet::from(["history".to_owned()]))
    }

    /// A name for a title that no other sheet has.
    pub fn take(&mut self, title: &str) -> String {
        let plain = clean_line(title).replace(SIGNS, " ");
        let plain = match head(plain.trim(), MAX_NAME).trim_end() {
            "" => "-".to_owned(),
            name => name.to_owned(),
        };
        let mut name = plain.clone();
        let mut number = 1;
        while !self.0.insert(name.to_lowercase()) {
            number += 1;
            let end = format!(" ({number})");
            name = format!("{}{end}", head(&plain, MAX_NAME - end.len()));
        }
        name
    }
}

/// The head of a text of at most so many units of UTF-16.
pub(super) fn head(text: &str, max: usize) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= max
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_clean_and_its_own() {
        let mut names = Names::new();
        let long = "长".repeat(40);
        let long = long.as_str();
        let emoji = "📈".repeat(20);
        let emoji = emoji.as_str();
        let titles =
            ["a/b[c]:*?\\d", "'甲'", "", "  ", "Lead", "lead", "History", long, long, emoji];
        let taken: Vec<String> = titles.iter().map(|title| names.take(title)).collect();
        assert_eq!(taken[..4], ["a b c     d", "甲", "-", "- (2)"]);
        assert_eq!(taken[4..7], ["Lead", "lead (2)", "History (2)"]);
        for name in &taken {
            assert!(name.encode_utf16().count() <= MAX_NAME, "{name}");
            assert!(!name.is_empty() && !name.contains(SIGNS), "{name}");
        }
        let different: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), taken.len());
    }
}
