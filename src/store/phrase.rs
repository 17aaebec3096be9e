//! Phrases for minutes that the person at this desk keeps. Not events, and not derived, as [notes](super::note) are.

use rusqlite::params;

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Keeps a phrase; one that is kept already becomes the latest.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_phrase(&mut self, text: &str, now: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO phrase (text, kept) VALUES (?1, ?2) ON CONFLICT (text) DO UPDATE SET kept = ?2";
        self.transaction.prepare_cached(sql)?.execute(params![text, now])?;
        Ok(())
    }

    /// Drops a phrase; `false` where there is none of that text.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_phrase(&mut self, text: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM phrase WHERE text = ?1";
        Ok(self.transaction.prepare_cached(sql)?.execute([text])? > 0)
    }

    /// All kept phrases, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn phrases(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT text FROM phrase ORDER BY kept DESC, text";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
