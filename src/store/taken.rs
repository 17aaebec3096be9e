//! Files of a channel that were taken in already, by their content.

use super::{StoreError, Writing};

impl Writing<'_> {
    /// Whether a file of that content was taken in.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn was_taken(&self, hash: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM taken WHERE hash = ?1)";
        Ok(self.transaction.prepare_cached(sql)?.query_row([hash], |row| row.get(0))?)
    }

    /// Whether a file was taken in whose content's hash begins so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn was_taken_as(&self, beginning: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM taken WHERE hash >= ?1 AND hash < ?1 || 'g')";
        Ok(self.transaction.prepare_cached(sql)?.query_row([beginning], |row| row.get(0))?)
    }

    /// Remembers that a file of that content was taken in.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_taken(&mut self, hash: &str, at: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO taken (hash, at) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute([hash, at])?;
        Ok(())
    }
}
