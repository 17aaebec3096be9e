//! Derived rows of appeals and remedies.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

/// The row of an appeal or a remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReliefProjection {
    /// Its subject.
    pub subject: String,
    /// `appeal` or `remedy`.
    pub kind: String,
    /// The case it comes from; empty where it comes from none.
    pub about: String,
    /// Something remains to be done.
    pub open: bool,
    /// `SS-…` or `JC-…`.
    pub number: String,
}

impl Writing<'_> {
    /// Writes a row.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_relief(&mut self, row: &ReliefProjection) -> Result<(), StoreError> {
        let sql = "INSERT INTO relief_row (subject, kind, about, open, number) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (subject) DO UPDATE SET kind = ?2, about = ?3, open = ?4, number = ?5";
        let values = params![row.subject, row.kind, row.about, row.open, row.number];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Subjects of the files of one kind, by number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn relief_of(&self, kind: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM relief_row WHERE kind = ?1 ORDER BY number";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of a file in which nothing remains to be done.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn closed_file(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT number FROM relief_row WHERE subject = ?1 AND open = 0";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([subject], |row| row.get(0)).optional()?)
    }

    /// Subjects of the files of some kinds, open ones first, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn files_of(&self, kinds: &[&str]) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM relief_row WHERE instr(?1, ',' || kind || ',') > 0
                   ORDER BY open DESC, number DESC";
        let kinds = format!(",{},", kinds.join(","));
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([kinds], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Subjects of the files of all kinds in which something remains to be done, by number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_files(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM relief_row WHERE open = 1 ORDER BY number";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Subjects of appeals and remedies, open ones first; those of one case, where one is named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn relief(&self, about: Option<&str>) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM relief_row WHERE ?1 IS NULL OR about = ?1
                   ORDER BY open DESC, number";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([about], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
