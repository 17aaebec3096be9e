//! Drafts: what is being typed. Not events: they change with every burst of keys and belong to nobody else.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Keeps a draft. `base` is the event of the version on which it was begun; that of a draft which is kept already stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_draft(
        &mut self,
        subject: &str,
        text: &str,
        now: &str,
        base: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO draft (subject, text, kept, base) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (subject) DO UPDATE SET text = ?2, kept = ?3";
        self.transaction.prepare_cached(sql)?.execute(params![subject, text, now, base])?;
        Ok(())
    }

    /// The event of the version on which the draft of a subject was begun; empty where there was none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn draft_base(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT base FROM draft WHERE subject = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([subject], |row| row.get(0)).optional()?)
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
