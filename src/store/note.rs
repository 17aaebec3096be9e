//! Personal notes (class 5): what the person at this desk writes for himself about a subject. Not events, so that nothing of them
//! can travel; and not derived, so that a rebuild leaves them alone.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Keeps the note of a subject in place of the one before; an empty text drops it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_note(&mut self, subject: &str, text: &str, now: &str) -> Result<(), StoreError> {
        if text.is_empty() {
            let sql = "DELETE FROM note WHERE subject = ?1";
            self.transaction.prepare_cached(sql)?.execute([subject])?;
            return Ok(());
        }
        let sql = "INSERT INTO note (subject, text, kept) VALUES (?1, ?2, ?3)
                   ON CONFLICT (subject) DO UPDATE SET text = ?2, kept = ?3";
        self.transaction.prepare_cached(sql)?.execute(params![subject, text, now])?;
        Ok(())
    }

    /// The note of a subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn note(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT text FROM note WHERE subject = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([subject], |row| row.get(0)).optional()?)
    }
}
