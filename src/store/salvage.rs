//! What can still be read of a damaged store. Truth and what only this desk holds is copied row by row, from both ends of a table
//! towards the damage; what is derived is not copied at all.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::{Store, StoreError};

/// Tables that are not derived, what others depend on first.
const TABLES: [&str; 15] = [
    "meta",
    "directory",
    "event",
    "segment",
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

/// A row that shows by its own content whether it is what was written.
pub enum Row<'a> {
    /// A line under the id of what it holds.
    Line {
        /// Id of the signed bytes.
        id: &'a str,
        /// The envelope.
        line: &'a str,
    },
    /// An event.
    Event {
        /// Id of its text.
        id: &'a str,
        /// Its text.
        body: &'a str,
    },
    /// A part.
    Part {
        /// Hash of both.
        hash: &'a str,
        /// Salt.
        salt: &'a [u8],
        /// Bytes.
        bytes: &'a [u8],
    },
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

impl Store {
    /// Copies what can be read of a damaged store into this new one. `is_sound` says of what shows it whether a row is what was
    /// written.
    ///
    /// # Errors
    /// Where this store cannot be written, or of the other not even the list of its tables can be read.
    pub fn salvage(
        &mut self,
        from: &Path,
        is_sound: &dyn Fn(&Row<'_>) -> bool,
    ) -> Result<Vec<Salvaged>, StoreError> {
        let damaged = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // A page that is not what it should be is an error, and not a crash.
        damaged.pragma_update(None, "cell_size_check", "ON")?;
        damaged.pragma_update(None, "mmap_size", 0)?;
        let transaction = self.connection.transaction()?;
        let mut salvaged = Vec::new();
        for table in TABLES {
            salvaged.push(copy(&damaged, &transaction, table, is_sound)?);
        }
        transaction.commit()?;
        Ok(salvaged)
    }
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn copy(
    from: &Connection,
    to: &Connection,
    table: &'static str,
    is_sound: &dyn Fn(&Row<'_>) -> bool,
) -> Result<Salvaged, StoreError> {
    let known = columns(to, table)?;
    // An older store has fewer.
    let there: Vec<String> =
        columns(from, table)?.into_iter().filter(|name| known.contains(name)).collect();
    let mut salvaged = Salvaged { table, rows: 0, whole: true };
    if there.is_empty() {
        return Ok(salvaged);
    }
    let names = there.join(", ");
    let marks = vec!["?"; there.len()].join(", ");
    let mut insert =
        to.prepare(&format!("INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"))?;
    let mut keep = |row: &rusqlite::Row<'_>| -> rusqlite::Result<()> {
        let values: Vec<Value> =
            (0..there.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        if !shown(table, &there, &values).is_none_or(|row| is_sound(&row)) {
            salvaged.whole = false;
            return Ok(());
        }
        // A value that is of no kind the table takes was written by the damage.
        match insert.execute(params_from_iter(&values)) {
            Ok(new) => salvaged.rows += new,
            Err(_) => salvaged.whole = false,
        }
        Ok(())
    };
    let key = &there[0];
    let mut whole = true;
    for order in ["ASC", "DESC"] {
        let read = |keep: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>| {
            let sql = format!("SELECT {names} FROM {table} ORDER BY {key} {order}");
            let mut statement = from.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                keep(row)?;
            }
            Ok::<(), rusqlite::Error>(())
        };
        match read(&mut keep) {
            Ok(()) => break,
            Err(_) => whole = false,
        }
    }
    salvaged.whole &= whole;
    Ok(salvaged)
}

/// A row as what shows whether it is what was written; `None` for those that cannot show it.
fn shown<'a>(table: &str, names: &[String], values: &'a [Value]) -> Option<Row<'a>> {
    let at = |name: &str| names.iter().position(|known| known == name).map(|at| &values[at]);
    let text = |name: &str| match at(name) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let blob = |name: &str| match at(name) {
        Some(Value::Blob(bytes)) => bytes.as_slice(),
        _ => &[],
    };
    match table {
        "directory" | "segment" => Some(Row::Line { id: text("id"), line: text("line") }),
        "event" => Some(Row::Event { id: text("id"), body: text("body") }),
        "part" => Some(Row::Part { hash: text("hash"), salt: blob("salt"), bytes: blob("bytes") }),
        _ => None,
    }
}
