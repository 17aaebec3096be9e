//! What headquarters said last of a subject: a derived row, for the badges of lists.

use rusqlite::OptionalExtension;

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Writes what headquarters said last of a subject, or that it said nothing that stands.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_ruling(
        &mut self,
        subject: &str,
        ruling: Option<(&str, &str)>,
    ) -> Result<(), StoreError> {
        let Some((state, reason)) = ruling else {
            let sql = "DELETE FROM ruling WHERE subject = ?1";
            self.transaction.prepare_cached(sql)?.execute([subject])?;
            return Ok(());
        };
        let sql = "INSERT INTO ruling (subject, state, reason) VALUES (?1, ?2, ?3)
                   ON CONFLICT (subject) DO UPDATE SET state = ?2, reason = ?3";
        self.transaction.prepare_cached(sql)?.execute([subject, state, reason])?;
        Ok(())
    }

    /// What headquarters said last of a subject: state and reason.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ruling(&self, subject: &str) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT state, reason FROM ruling WHERE subject = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([subject], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Subjects in one of these states, each with its number and the reason.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ruled(&self, state: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT coalesce((SELECT min(number) FROM number n WHERE n.subject = r.subject), r.subject), r.reason
                   FROM ruling r WHERE state = ?1 ORDER BY 1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([state], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
