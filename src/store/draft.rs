//! Drafts: what is being typed. Not events: they change with every burst of keys and belong to nobody else.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Keeps a draft.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_draft(&mut self, subject: &str, text: &str, now: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO draft (subject, text, kept) VALUES (?1, ?2, ?3)
                   ON CONFLICT (subject) DO UPDATE SET text = ?2, kept = ?3";
        self.transaction.prepare_cached(sql)?.execute(params![subject, text, now])?;
        Ok(())
    }

    /// The draft of a subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn draft(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT text FROM draft WHERE subject = ?1";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row([subject], |row| row.get(0))
            .optional()?)
    }

    /// Drops a draft whose text became a version.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_draft(&mut self, subject: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM draft WHERE subject = ?1")?
            .execute([subject])?;
        Ok(())
    }
}
