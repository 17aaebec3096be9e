//! Rulebases by the hash of their text: a decision names the one that was in force, and is read by it for ever.

use rusqlite::OptionalExtension;

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Keeps the text of a rulebase, once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_rulebase(&mut self, hash: &str, text: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO rulebase (hash, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute([hash, text])?;
        Ok(())
    }

    /// The text of a rulebase, if it was ever in force here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rulebase(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT text FROM rulebase WHERE hash = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
    }
}
