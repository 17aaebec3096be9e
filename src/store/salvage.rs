//! What can still be read of a damaged store. Truth and what only this desk holds is copied row by row, in the order of arrival, and
//! whatever cannot be read is stepped over; what is derived is not copied at all.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement, params_from_iter};

use super::{Store, StoreError};

/// Tables that are not derived, what others are judged by first.
const TABLES: [&str; 16] = [
    "meta",
    "directory",
    "segment",
    "event",
    "purge_order",
    "purged",
    "part",
    "wanted_part",
    "peer_status",
    "held",
    "draft",
    "note",
    "phrase",
    "watch_word",
    "rulebase",
    "taken",
];

/// A wider hole than so many rows is the end of a table.
const WIDEST: i64 = 1 << 40;

/// Rows in memory at a time: one may be some megabytes.
const AT_ONCE: usize = 32;

/// Rows before a hole's end that are read backwards.
const BACKWARDS: usize = 256;

/// A row of a damaged store: its table, and its values by name.
pub struct Row<'a> {
    /// The table.
    pub table: &'static str,
    names: &'a [String],
    values: &'a [Value],
}

impl Row<'_> {
    /// A text; empty where there is none of that name.
    pub fn text(&self, name: &str) -> &str {
        match self.value(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Bytes; none where there are none of that name.
    pub fn bytes(&self, name: &str) -> &[u8] {
        match self.value(name) {
            Some(Value::Blob(bytes)) => bytes,
            _ => &[],
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.value(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let at = self.names.iter().position(|known| known == name)?;
        self.values.get(at)
    }
}

/// What came of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salvaged {
    /// Its name.
    pub table: &'static str,
    /// Rows that were kept.
    pub rows: usize,
    /// Every row could be read, and was what was written.
    pub whole: bool,
}

/// Says of a row whether it is what was written. Rows of a table come in the order of their arrival.
pub type Judge<'a> = dyn FnMut(&Row<'_>) -> bool + 'a;

impl Store {
    /// Copies what can be read of a damaged store into this new one, as far as it is sound.
    ///
    /// # Errors
    /// Where this store cannot be written, or of the other not even the list of its tables can be read.
    pub fn salvage(
        &mut self,
        from: &Path,
        judge: &mut Judge<'_>,
    ) -> Result<Vec<Salvaged>, StoreError> {
        let damaged = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // A page that is not what it should be is an error, and not a crash.
        damaged.pragma_update(None, "cell_size_check", "ON")?;
        damaged.pragma_update(None, "mmap_size", 0)?;
        let transaction = self.connection.transaction()?;
        let mut salvaged = Vec::new();
        for table in TABLES {
            salvaged.push(Copying::of(&damaged, &transaction, table, judge)?.done()?);
        }
        transaction.commit()?;
        Ok(salvaged)
    }
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// A table being copied.
struct Copying<'a, 'j> {
    from: &'a Connection,
    insert: Option<Statement<'a>>,
    names: Vec<String>,
    judge: &'a mut Judge<'j>,
    salvaged: Salvaged,
}

/// What stands in a row: its place, and its values; none where a value cannot be read.
type Read = (i64, Option<Vec<Value>>);

impl<'a, 'j> Copying<'a, 'j> {
    fn of(
        from: &'a Connection,
        to: &'a Connection,
        table: &'static str,
        judge: &'a mut Judge<'j>,
    ) -> Result<Copying<'a, 'j>, StoreError> {
        let known = columns(to, table)?;
        // An older store has fewer.
        let there = columns(from, table)?.into_iter();
        let names: Vec<String> = there.filter(|name| known.contains(name)).collect();
        let insert = match names.len() {
            0 => None,
            count => {
                let marks = vec!["?"; count].join(", ");
                let columns = names.join(", ");
                let sql = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})");
                Some(to.prepare(&sql)?)
            }
        };
        let salvaged = Salvaged { table, rows: 0, whole: true };
        Ok(Copying { from, insert, names, judge, salvaged })
    }

    fn done(mut self) -> Result<Salvaged, StoreError> {
        if self.insert.is_none() {
            return Ok(self.salvaged);
        }
        let table = self.salvaged.table;
        if self.from.prepare(&format!("SELECT rowid FROM {table}")).is_ok() {
            self.by_arrival();
        } else {
            self.by_key();
        }
        Ok(self.salvaged)
    }

    fn keep(&mut self, values: Option<Vec<Value>>) {
        let Some(values) = values else {
            self.salvaged.whole = false;
            return;
        };
        let row = Row { table: self.salvaged.table, names: &self.names, values: &values };
        if !(self.judge)(&row) {
            self.salvaged.whole = false;
            return;
        }
        // A value that is of no kind the table takes was written by the damage.
        match self.insert.as_mut().map(|insert| insert.execute(params_from_iter(&values))) {
            Some(Ok(new)) => self.salvaged.rows += new,
            _ => self.salvaged.whole = false,
        }
    }

    /// Reads rows until the end or until one cannot be read, which is `false`.
    fn read(&self, sql: &str, bounds: &[i64], mut take: impl FnMut(Read)) -> bool {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.from.prepare(sql)?;
            let mut rows = statement.query(params_from_iter(bounds))?;
            while let Some(row) = rows.next()? {
                let place = row.get(0)?;
                let values = (1..=self.names.len()).map(|at| row.get::<_, Value>(at));
                take((place, values.collect::<Result<_, _>>().ok()));
            }
            Ok(())
        };
        read().is_ok()
    }

    fn by_arrival(&mut self) {
        let (table, columns) = (self.salvaged.table, self.names.join(", "));
        let rows = format!("SELECT rowid, {columns} FROM {table} NOT INDEXED");
        let mut last = i64::MIN;
        loop {
            let mut found: Vec<Read> = Vec::new();
            let sql = format!("{rows} WHERE rowid > ?1 ORDER BY rowid LIMIT {AT_ONCE}");
            let well = self.read(&sql, &[last], |row| found.push(row));
            let before = last;
            for (place, values) in found {
                // A page that stands in another's place has rows of before: they are not gone through for ever.
                last = last.max(place);
                self.keep(values);
            }
            let progress = last > before;
            let well = well && (progress || self.is_end(&rows, last));
            match (well, progress) {
                (true, true) => {}
                (true, false) => return,
                (false, _) => {
                    self.salvaged.whole = false;
                    let Some(landed) = self.step_over(&rows, last) else { return };
                    last = landed;
                }
            }
        }
    }

    /// Whether nothing comes after a place.
    fn is_end(&self, rows: &str, last: i64) -> bool {
        let mut more = false;
        let sql = format!("{rows} WHERE rowid > ?1 ORDER BY rowid LIMIT 1");
        self.read(&sql, &[last], |_| more = true) && !more
    }

    /// Finds the next row that can be read after one that cannot; those between are read backwards. Gives the place up to
    /// which everything was tried.
    fn step_over(&mut self, rows: &str, last: i64) -> Option<i64> {
        let mut gap = 1;
        let landed = loop {
            if gap > WIDEST {
                break None;
            }
            let mut next = None;
            let sql = format!("{rows} WHERE rowid >= ?1 ORDER BY rowid LIMIT 1");
            let from = if last == i64::MIN { gap } else { last.saturating_add(gap) };
            let read = self.read(&sql, &[from], |(place, _)| next = Some(place));
            if read && next.is_none_or(|next| next > last) {
                break next;
            }
            gap *= 2;
        };
        let mut between: Vec<Read> = Vec::new();
        let sql = format!(
            "{rows} WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT {BACKWARDS}"
        );
        let until = landed.unwrap_or(i64::MAX);
        self.read(&sql, &[last, until], |row| between.push(row));
        for (_, values) in between.into_iter().rev() {
            self.keep(values);
        }
        landed
    }

    /// Tables that are kept by their key are small: from both ends towards the damage.
    fn by_key(&mut self) {
        let (table, columns) = (self.salvaged.table, self.names.join(", "));
        let key = self.names[0].clone();
        for order in ["ASC", "DESC"] {
            let mut found: Vec<Read> = Vec::new();
            let sql = format!("SELECT 0, {columns} FROM {table} ORDER BY {key} {order}");
            let well = self.read(&sql, &[], |row| found.push(row));
            found.into_iter().for_each(|(_, values)| self.keep(values));
            if well {
                return;
            }
            self.salvaged.whole = false;
        }
    }
}
