//! Search in leads: Chinese of any length by overlapping pairs of characters, letters by overlapping pairs of full pinyin
//! and of initials, so that `jsyd` finds 江苏移动 without reading every row.

use rusqlite::params;

use super::{StoreError, Writing};
use crate::text::bigram;
use crate::text::normal::fold;
use crate::text::pinyin::Pinyin;

/// Overlapping pairs of a letter run: `jsyd` becomes `js sy yd`.
fn pairs(letters: &str) -> String {
    let runs = letters.split(|c: char| !c.is_ascii_alphanumeric());
    let mut out = Vec::new();
    for run in runs.filter(|run| !run.is_empty()) {
        let chars: Vec<char> = run.chars().collect();
        if chars.len() == 1 {
            out.push(run.to_owned());
        }
        out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    out.join(" ")
}

/// An FTS5 expression for what a person typed; `None` when nothing in it can be searched.
pub fn expression(query: &str) -> Option<String> {
    let folded = fold(query);
    let letters = folded.len() >= 2 && folded.chars().all(|c| c.is_ascii_alphabetic());
    let words = bigram::query(query).map(|words| format!("words : ({words})"));
    if !letters {
        return words;
    }
    let phrase = pairs(&folded);
    let sound = format!("pinyin : \"{phrase}\" OR initials : \"{phrase}\"");
    Some(words.map_or_else(|| sound.clone(), |words| format!("{words} OR {sound}")))
}

impl Writing<'_> {
    /// Indexes a lead's text under its row id, in place of what was indexed before.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn index_lead(&mut self, id: i64, text: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM lead_search WHERE rowid = ?1")?
            .execute([id])?;
        let pinyin = Pinyin::shared();
        let sql =
            "INSERT INTO lead_search (rowid, words, pinyin, initials) VALUES (?1, ?2, ?3, ?4)";
        let (full, initials) = (pairs(&pinyin.full(text)), pairs(&pinyin.initials(text)));
        self.transaction.prepare_cached(sql)?.execute(params![
            id,
            bigram::terms(text),
            full,
            initials
        ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_searched_by_pairs_and_quotes_cannot_break_out() {
        assert_eq!(pairs("jsyd"), "js sy yd");
        assert!(expression("jsyd").is_some_and(|e| e.contains("initials : \"js sy yd\"")));
        assert!(expression("\"").is_none_or(|e| !e.contains("\"\"\"")));
    }
}
