//! What exchange with headquarters needs beside the log: peers' statuses, held lines, the outbox.

use rusqlite::params;

use super::{StoreError, Writing};

/// A line that waits: for its predecessor, for a directory that knows its key, or for a newer daqu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLine {
    /// Content id of the envelope.
    pub id: String,
    /// Why it waits: `gap`, `key`, `kind`, `reader`.
    pub reason: String,
    /// The envelope.
    pub line: String,
}

/// How many own events are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxCount {
    /// Only here.
    pub local: usize,
    /// In a bundle, not acknowledged.
    pub exported: usize,
}

impl Writing<'_> {
    /// Remembers the status last received from an incarnation of a peer.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_status(
        &mut self,
        key: &str,
        inc: &str,
        received: &str,
        line: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO peer_status (key, inc, received, line) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (key, inc) DO UPDATE SET received = ?3, line = ?4, old = 0";
        self.transaction.execute(sql, [key, inc, received, line])?;
        Ok(())
    }

    /// A peer called an incarnation of its own old. What it said is served once more before it goes, for it may be alive: a
    /// clone calls the original old, and both speak by turns.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn call_old(&mut self, key: &str, inc: &str) -> Result<(), StoreError> {
        self.transaction
            .execute("UPDATE peer_status SET old = 1 WHERE key = ?1 AND inc = ?2", [key, inc])?;
        Ok(())
    }

    /// Forgets what the old incarnations of a peer said, once it was served; one that speaks again is heard again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_old_statuses(&mut self, key: &str) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM peer_status WHERE key = ?1 AND old = 1", [key])?;
        Ok(())
    }

    /// Statuses as (key, received, envelope line).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn statuses(&self) -> Result<Vec<(String, String, String)>, StoreError> {
        let mut statement = self
            .transaction
            .prepare("SELECT key, received, line FROM peer_status ORDER BY key, inc")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Holds a line.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn hold(&mut self, held: &HeldLine) -> Result<(), StoreError> {
        let sql = "INSERT INTO held (id, reason, line) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET reason = ?2";
        self.transaction.execute(sql, [&held.id, &held.reason, &held.line])?;
        Ok(())
    }

    /// Lets a held line go, because it was applied.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn release(&mut self, id: &str) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM held WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Lines that wait.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn held(&self) -> Result<Vec<HeldLine>, StoreError> {
        let mut statement =
            self.transaction.prepare("SELECT id, reason, line FROM held ORDER BY rowid")?;
        let line = |row: &rusqlite::Row<'_>| {
            Ok(HeldLine { id: row.get(0)?, reason: row.get(1)?, line: row.get(2)? })
        };
        let rows = statement.query_map([], line)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts an own event into the outbox (`exported` false: only here).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_outbox(
        &mut self,
        event: &str,
        subject: &str,
        exported: bool,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO outbox (event, subject, state) VALUES (?1, ?2, ?3)
                   ON CONFLICT (event) DO UPDATE SET state = ?3";
        self.transaction.prepare_cached(sql)?.execute(params![
            event,
            subject,
            i64::from(exported)
        ])?;
        Ok(())
    }

    /// Takes an acknowledged event out of the outbox; `false` when it was not there any more.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_outbox(&mut self, event: &str) -> Result<bool, StoreError> {
        Ok(self
            .transaction
            .prepare_cached("DELETE FROM outbox WHERE event = ?1")?
            .execute([event])?
            > 0)
    }

    /// The least state of a subject's own events: `None` when headquarters holds all of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox_of(&self, subject: &str) -> Result<Option<bool>, StoreError> {
        let sql = "SELECT min(state) FROM outbox WHERE subject = ?1";
        let least: Option<i64> =
            self.transaction.prepare_cached(sql)?.query_row([subject], |row| row.get(0))?;
        Ok(least.map(|state| state == 1))
    }

    /// The hybrid time of the oldest own event that is in no bundle.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn oldest_unsaid(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT min(e.hlc) FROM outbox o JOIN event e ON e.id = o.event
                   WHERE o.state = 0 AND e.key = ?1";
        Ok(self.transaction.prepare_cached(sql)?.query_row([key], |row| row.get(0))?)
    }

    /// How many own events are where.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox_count(&self) -> Result<OutboxCount, StoreError> {
        // Counted by triggers: there may be a hundred thousand.
        let sql = "SELECT events FROM outbox_count WHERE state = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let local: i64 = statement.query_row([0], |row| row.get(0))?;
        let exported: i64 = statement.query_row([1], |row| row.get(0))?;
        let size = |n: i64| usize::try_from(n).unwrap_or(0);
        Ok(OutboxCount { local: size(local), exported: size(exported) })
    }
}
