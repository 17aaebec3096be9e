//! The log: events, segments, parts, directories. Append and read; nothing else exists.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

/// An event as stored: the exact signed text with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// `sha256:` and hex of the signed bytes.
    pub id: String,
    /// Key id of the signer.
    pub key: String,
    /// Signature in base64.
    pub sig: String,
    /// Subject as written in the body.
    pub subject: String,
    /// Hybrid time as written in the body.
    pub hlc: String,
    /// The signed text.
    pub body: String,
}

/// A segment as stored: its place in its log, and the envelope line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSegment {
    /// `sha256:` and hex of the signed bytes.
    pub id: String,
    /// Signing desk.
    pub key: String,
    /// Its incarnation.
    pub inc: String,
    /// Audience.
    pub aud: String,
    /// Place in the chain, from 1.
    pub seq: u64,
    /// Id of the link before.
    pub prev: Option<String>,
    /// The envelope as it travels.
    pub line: String,
}

/// The bytes of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPart {
    /// `sha256:` and hex of SHA-256(salt || bytes).
    pub hash: String,
    /// Confidentiality class, as its event says.
    pub class: u8,
    /// Salt.
    pub salt: Vec<u8>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

const EVENT_COLUMNS: &str = "id, key, sig, subject, hlc, body";
const SEGMENT_COLUMNS: &str = "id, key, inc, aud, seq, prev, line";

fn event(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredEvent> {
    Ok(StoredEvent {
        id: row.get(0)?,
        key: row.get(1)?,
        sig: row.get(2)?,
        subject: row.get(3)?,
        hlc: row.get(4)?,
        body: row.get(5)?,
    })
}

fn segment(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredSegment> {
    Ok(StoredSegment {
        id: row.get(0)?,
        key: row.get(1)?,
        inc: row.get(2)?,
        aud: row.get(3)?,
        seq: row.get::<_, i64>(4)?.unsigned_abs(),
        prev: row.get(5)?,
        line: row.get(6)?,
    })
}

impl Writing<'_> {
    /// Appends an event; `false` when it is already here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn append(&mut self, event: &StoredEvent) -> Result<bool, StoreError> {
        let sql =
            "INSERT INTO event (id, key, sig, subject, hlc, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (id) DO NOTHING";
        let values = params![event.id, event.key, event.sig, event.subject, event.hlc, event.body];
        Ok(self.transaction.prepare_cached(sql)?.execute(values)? == 1)
    }

    /// The events of one subject, in order of arrival.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events(&self, subject: &str) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = ?1 ORDER BY arrival");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map([subject], event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Visits every event in order of arrival.
    ///
    /// # Errors
    /// Those of `visit`, and of the store.
    pub fn each_event<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(StoredEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event ORDER BY arrival");
        let mut statement = self.transaction.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            visit(event(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }

    /// One event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event(&self, id: &str) -> Result<Option<StoredEvent>, StoreError> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE id = ?1");
        Ok(self.transaction.prepare_cached(&sql)?.query_row([id], event).optional()?)
    }

    /// A signer's latest event before a place in the order of arrival (or of all), with its place.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn latest_before(
        &self,
        key: &str,
        before: Option<i64>,
    ) -> Result<Option<(i64, StoredEvent)>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS}, arrival FROM event WHERE key = ?1 AND (?2 IS NULL OR arrival < ?2)
             ORDER BY arrival DESC LIMIT 1"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(6)?, event(row)?));
        Ok(statement.query_row(params![key, before], row).optional()?)
    }

    /// Whether an event is in any segment: from then on it may have left this desk.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_sealed(&self, event: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM sealed WHERE event = ?1";
        let count: i64 =
            self.transaction.prepare_cached(sql)?.query_row([event], |row| row.get(0))?;
        Ok(count > 0)
    }

    /// Every subject that has events.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn subjects(&self) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.transaction.prepare("SELECT DISTINCT subject FROM event ORDER BY subject")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every event of one signer, in order of arrival.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events_by(&self, key: &str) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event e WHERE e.key = ?1 ORDER BY arrival");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map([key], event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The keys whose logs for a single desk hold an event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn told_to_a_desk_by(&self, event: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT g.key FROM sealed s JOIN segment g ON g.id = s.segment
                   WHERE s.event = ?1 AND g.aud NOT LIKE 'role:%'";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([event], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Bytes of the lines of one signer's segments, with their ids.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn segment_sizes(&self, key: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let sql = "SELECT id, length(line) FROM segment WHERE key = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([key], |row| {
            Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(usize::MAX)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Appends a segment with the events it holds; `false` when it is already here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn append_segment(
        &mut self,
        segment: &StoredSegment,
        events: &[String],
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO segment (id, key, inc, aud, seq, prev, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (id) DO NOTHING";
        let seq = i64::try_from(segment.seq).unwrap_or(i64::MAX);
        let StoredSegment { id, key, inc, aud, prev, line, .. } = segment;
        let new = self
            .transaction
            .prepare_cached(sql)?
            .execute(params![id, key, inc, aud, seq, prev, line])?
            == 1;
        let sql = "INSERT INTO sealed (event, segment) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        for event in events {
            self.transaction.prepare_cached(sql)?.execute([event, id])?;
        }
        Ok(new)
    }

    /// Every segment without its line's content being looked at, ordered by log and place.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn segments(&self) -> Result<Vec<StoredSegment>, StoreError> {
        let sql = format!("SELECT {SEGMENT_COLUMNS} FROM segment ORDER BY key, inc, aud, seq, id");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map([], segment)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where logs part: the links of the first number that two of them bear, log by log.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn first_rivals(&self) -> Result<Vec<StoredSegment>, StoreError> {
        let sql = format!(
            "WITH twice AS (SELECT key, inc, aud, seq FROM segment
                            GROUP BY key, inc, aud, seq HAVING count(*) > 1),
                  first AS (SELECT key, inc, aud, min(seq) AS seq FROM twice GROUP BY key, inc, aud)
             SELECT {SEGMENT_COLUMNS} FROM segment JOIN first USING (key, inc, aud, seq)
             ORDER BY key, inc, aud, id"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map([], segment)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Visits the place of every segment in its log, without its line: what the transfer rule works on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_link(
        &self,
        mut visit: impl FnMut([String; 3], u64, String, Option<String>),
    ) -> Result<(), StoreError> {
        let sql = "SELECT key, inc, aud, seq, id, prev FROM segment";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(3)?.unsigned_abs();
            visit([row.get(0)?, row.get(1)?, row.get(2)?], seq, row.get(4)?, row.get(5)?);
        }
        Ok(())
    }

    /// The envelope line of a segment.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn segment_line(&self, id: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT line FROM segment WHERE id = ?1";
        Ok(self.transaction.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
    }

    /// The links of one log as (place, id).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn links(&self, key: &str, inc: &str, aud: &str) -> Result<Vec<(u64, String)>, StoreError> {
        let sql =
            "SELECT seq, id FROM segment WHERE key = ?1 AND inc = ?2 AND aud = ?3 ORDER BY seq";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([key, inc, aud], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The highest link of each log of one desk in one incarnation: audience, number and id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn own_tips(&self, key: &str, inc: &str) -> Result<Vec<(String, u64, String)>, StoreError> {
        let sql = "SELECT aud, max(seq), id FROM segment WHERE key = ?1 AND inc = ?2 GROUP BY aud";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([key, inc], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs(), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The highest link of a log.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_segment(
        &self,
        key: &str,
        inc: &str,
        aud: &str,
    ) -> Result<Option<StoredSegment>, StoreError> {
        let sql = format!(
            "SELECT {SEGMENT_COLUMNS} FROM segment WHERE key = ?1 AND inc = ?2 AND aud = ?3
             ORDER BY seq DESC, id LIMIT 1"
        );
        Ok(self.transaction.prepare_cached(&sql)?.query_row([key, inc, aud], segment).optional()?)
    }

    /// The segments that hold an event: log (key, incarnation, audience), number and id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn places_of(&self, event: &str) -> Result<Vec<([String; 3], u64, String)>, StoreError> {
        let sql = "SELECT g.key, g.inc, g.aud, g.seq, g.id FROM sealed s
                   JOIN segment g ON g.id = s.segment WHERE s.event = ?1 ORDER BY g.seq, g.id";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([event], |row| {
            let log = [row.get(0)?, row.get(1)?, row.get(2)?];
            Ok((log, row.get::<_, i64>(3)?.unsigned_abs(), row.get(4)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of the events in a segment.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sealed_in(&self, segment: &str) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT event FROM sealed WHERE segment = ?1")?;
        let rows = statement.query_map([segment], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Events that no segment of a desk for an audience holds, whatever the incarnation, in order of arrival; `only_key`
    /// limits them to one signer.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unsealed(
        &self,
        key: &str,
        aud: &str,
        only_key: Option<&str>,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM event e WHERE (?3 IS NULL OR e.key = ?3) AND NOT EXISTS (
                 SELECT 1 FROM sealed s JOIN segment g ON g.id = s.segment
                 WHERE s.event = e.id AND g.key = ?1 AND g.aud = ?2)
             ORDER BY arrival"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map(params![key, aud, only_key], event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps the bytes of a part.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_part(&mut self, part: &StoredPart) -> Result<(), StoreError> {
        let sql = "INSERT INTO part (hash, class, salt, bytes) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO NOTHING";
        self.transaction
            .prepare_cached(sql)?
            .execute(params![part.hash, part.class, part.salt, part.bytes])?;
        let sql = "DELETE FROM wanted_part WHERE hash = ?1";
        self.transaction.prepare_cached(sql)?.execute([&part.hash])?;
        Ok(())
    }

    /// Drops the bytes of a part; the event that names it stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_part(&mut self, hash: &str) -> Result<(), StoreError> {
        self.transaction.prepare_cached("DELETE FROM part WHERE hash = ?1")?.execute([hash])?;
        Ok(())
    }

    /// The bytes of a part, if they are here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn part(&self, hash: &str) -> Result<Option<StoredPart>, StoreError> {
        let sql = "SELECT hash, class, salt, bytes FROM part WHERE hash = ?1";
        let part = |row: &rusqlite::Row<'_>| {
            Ok(StoredPart {
                hash: row.get(0)?,
                class: row.get(1)?,
                salt: row.get(2)?,
                bytes: row.get(3)?,
            })
        };
        Ok(self.transaction.prepare_cached(sql)?.query_row([hash], part).optional()?)
    }

    /// Remembers that an event refers to a part whose bytes are not here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn want_part(&mut self, hash: &str, class: u8) -> Result<(), StoreError> {
        let sql = "INSERT INTO wanted_part (hash, class) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute(params![hash, class])?;
        Ok(())
    }

    /// Parts whose bytes have not come, with their classes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn wanted_parts(&self) -> Result<Vec<(String, u8)>, StoreError> {
        let mut statement =
            self.transaction.prepare("SELECT hash, class FROM wanted_part ORDER BY hash")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every part held, for the audit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_parts(&self) -> Result<Vec<StoredPart>, StoreError> {
        let mut statement =
            self.transaction.prepare("SELECT hash, class, salt, bytes FROM part ORDER BY hash")?;
        let part = |row: &rusqlite::Row<'_>| {
            Ok(StoredPart {
                hash: row.get(0)?,
                class: row.get(1)?,
                salt: row.get(2)?,
                bytes: row.get(3)?,
            })
        };
        let rows = statement.query_map([], part)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a directory's envelope.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_directory(&mut self, version: u64, id: &str, line: &str) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO directory (version, id, line) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        self.transaction.execute(sql, params![version, id, line])?;
        Ok(())
    }

    /// Version of the newest directory; 0 where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn directory_version(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(version), 0) FROM directory";
        let version: i64 = self.transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(version.unsigned_abs())
    }

    /// Every directory's envelope, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn directories(&self) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.transaction.prepare("SELECT line FROM directory ORDER BY version")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
