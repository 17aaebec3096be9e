//! Parts whose bytes headquarters ordered to be erased.

use rusqlite::params;

use super::{StoreError, Writing};

/// An order as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeOrder {
    /// Its event.
    pub event: String,
    /// The subject.
    pub subject: String,
    /// When it came here, RFC 3339.
    pub since: String,
}

impl Writing<'_> {
    /// Remembers when an order came.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_purge_order(&mut self, order: &PurgeOrder) -> Result<(), StoreError> {
        let sql = "INSERT INTO purge_order (event, subject, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let PurgeOrder { event, subject, since } = order;
        self.transaction.prepare_cached(sql)?.execute([event, subject, since])?;
        Ok(())
    }

    /// The orders that are to be looked after, those of one subject beside each other.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn purge_orders(&self) -> Result<Vec<PurgeOrder>, StoreError> {
        let sql =
            "SELECT event, subject, since FROM purge_order WHERE done = 0 ORDER BY subject, event";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let order = |row: &rusqlite::Row<'_>| {
            Ok(PurgeOrder { event: row.get(0)?, subject: row.get(1)?, since: row.get(2)? })
        };
        Ok(statement.query_map([], order)?.collect::<Result<_, _>>()?)
    }

    /// Marks an order as carried out.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn end_purge_order(&mut self, event: &str) -> Result<(), StoreError> {
        let sql = "UPDATE purge_order SET done = 1 WHERE event = ?1";
        self.transaction.prepare_cached(sql)?.execute([event])?;
        Ok(())
    }

    /// Parts that are ordered away, and whether their bytes are erased.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn purged(&self) -> Result<Vec<(String, bool)>, StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT hash, erased FROM purged ORDER BY hash")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a part is ordered away.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_purged(&self, hash: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM purged WHERE hash = ?1)";
        Ok(self.transaction.prepare_cached(sql)?.query_row([hash], |row| row.get(0))?)
    }

    /// Orders a part away: its bytes stay for now.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn hide_part(&mut self, hash: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO purged (hash, erased) VALUES (?1, 0) ON CONFLICT DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute([hash])?;
        let sql = "DELETE FROM wanted_part WHERE hash = ?1";
        self.transaction.prepare_cached(sql)?.execute([hash])?;
        Ok(())
    }

    /// An order that no longer holds: the part is as it was, and asked for where its bytes are not here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn show_part(&mut self, hash: &str, class: u8) -> Result<(), StoreError> {
        let sql = "DELETE FROM purged WHERE hash = ?1 AND erased = 0";
        let held = self.part(hash)?.is_some();
        if self.transaction.prepare_cached(sql)?.execute([hash])? == 1 && !held {
            self.want_part(hash, class)?;
        }
        Ok(())
    }

    /// Erases the bytes of a part for good: they are overwritten.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn erase_part(&mut self, hash: &str) -> Result<(), StoreError> {
        self.transaction.pragma_update(None, "secure_delete", true)?;
        self.drop_part(hash)?;
        let sql = "UPDATE purged SET erased = 1 WHERE hash = ?1";
        self.transaction.prepare_cached(sql)?.execute(params![hash])?;
        Ok(())
    }

    /// Events whose text names a hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events_naming(&self, hash: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM event WHERE instr(body, ?1) > 0";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([hash], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
