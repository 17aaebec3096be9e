//! The local store: one SQLite file that holds the signed facts, and tables derived from them for the lists.
//!
//! Facts are appended and never changed; triggers of the schema refuse anything else. Derived tables are written in the same
//! transaction as the facts they derive from, and rebuilding them from nothing gives the same rows; only what likeness
//! proposes is compared afterwards. Drafts, watch words, remembered headings and peers' statuses are no facts of the log.
//! Only this layer names SQLite; what the desk sees is [`Writing`], a transaction with the words of the domain.
//!
//! | module | the thought |
//! |---|---|
//! | [`lots`] | lots in which units stand |
//! | [`log`] | the facts: events, segments, parts, directories |
//! | [`projection`] | derived rows of claims, cases, meetings and the organisation; human numbers |
//! | [`leads`], [`triage`], [`search`] | derived rows of leads: in order, judged, found |
//! | [`likeness`] | links between leads, proposals, what is still to be compared |
//! | [`exchange`] | peers' statuses, held lines, the outbox |
//! | [`draft`] | what is being typed |
//! | [`note`] | what the person wrote for himself |
//! | [`phrase`] | phrases for minutes that the person keeps |
//! | [`purged`] | parts that are ordered away |
//! | [`salvage`] | what can be read of a damaged store |
//! | [`ruling`] | what headquarters said last of a subject |
//! | [`taken`] | files of a channel that were taken in |
//! | [`rulebase`] | rulebases by their hash |
//! | [`relief`] | derived rows of appeals and remedies |

pub mod draft;
pub mod exchange;
pub mod leads;
pub mod likeness;
pub mod log;
pub mod lots;
pub mod note;
pub mod phrase;
pub mod projection;
pub mod purged;
pub mod relief;
pub mod rulebase;
pub mod ruling;
pub mod salvage;
pub mod search;
pub mod taken;
pub mod triage;

use std::path::{Path, PathBuf};

use crate::cut;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

const APPLICATION_ID: i32 = 0x6461_7175; // "daqu"

/// Pages that one transaction may keep in memory.
const WRITER_CACHE_KIB: i32 = 96 * 1024;

/// A transaction that changed more rows gives its memory back.
const MANY_CHANGES: u64 = 5_000;

/// How often the lock is asked for, and how long between, before the store counts as in use.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(30);

const SCHEMA: &[M<'_>] = &[
    M::up(include_str!("../../assets/sql/001.sql")),
    M::up(include_str!("../../assets/sql/002.sql")),
    M::up(include_str!("../../assets/sql/003.sql")),
    M::up(include_str!("../../assets/sql/004.sql")),
    M::up(include_str!("../../assets/sql/005.sql")),
    M::up(include_str!("../../assets/sql/006.sql")),
    M::up(include_str!("../../assets/sql/007.sql")),
    M::up(include_str!("../../assets/sql/008.sql")),
    M::up(include_str!("../../assets/sql/009.sql")),
    M::up(include_str!("../../assets/sql/010.sql")),
    M::up(include_str!("../../assets/sql/011.sql")),
    M::up(include_str!("../../assets/sql/012.sql")),
    M::up(include_str!("../../assets/sql/013.sql")),
    M::up(include_str!("../../assets/sql/014.sql")),
    M::up(include_str!("../../assets/sql/015.sql")),
    M::up(include_str!("../../assets/sql/016.sql")),
    M::up(include_str!("../../assets/sql/017.sql")),
    M::up(include_str!("../../assets/sql/018.sql")),
    M::up(include_str!("../../assets/sql/019.sql")),
];

/// The store failed; nothing of the act in hand was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("the store could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Written by a newer daqu, or not by daqu at all.
    #[error("the store at {path} was not made by this or an older version of daqu: {detail}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What SQLite or the migration says.
        detail: String,
    },
    /// Another process has it open.
    #[error("the store at {0} is already open in another daqu")]
    Busy(PathBuf),
    /// The lock file cannot be made.
    #[error("the folder {path} cannot be written: {detail}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// What should be written is larger than the format allows.
    #[error("it does not fit into one record ({0}); nothing was kept")]
    TooLarge(String),
    /// Something else stood in the way.
    #[error("{0}; nothing was kept")]
    Failed(String),
    /// A stored value is not what was written there.
    #[error("the store is damaged: {0}")]
    Damaged(String),
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Held for as long as the store is open for writing: one process per store.
    _lock: Option<std::fs::File>,
}

/// A transaction: everything in it happens, or nothing does.
#[derive(Debug)]
pub struct Writing<'a> {
    transaction: Transaction<'a>,
}

impl Store {
    /// Opens or makes the store for writing; one process at a time.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another daqu has it open, [`StoreError::Foreign`] for a file of a newer version,
    /// [`StoreError::Damaged`] where the program did not end in order and the file is not whole.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let lock = lock(path)?;
        make_private(path)?;
        let unclean = has_journal(path);
        let mut connection = Connection::open(path)?;
        configure(&connection)?;
        if unclean {
            check_quickly(&connection)?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // A large intake touches every page of the indices over ids again and again. The pages go when it is over.
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        let foreign = |detail: String| StoreError::Foreign { path: path.to_owned(), detail };
        let application: i32 =
            connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != APPLICATION_ID && (application != 0 || tables > 0) {
            return Err(foreign("it is another program's database".to_owned()));
        }
        Migrations::from_slice(SCHEMA)
            .to_latest(&mut connection)
            .map_err(|error| foreign(error.to_string()))?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        Ok(Store { connection, _lock: Some(lock) })
    }

    /// Opens an existing store for reading beside its writer.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read.
    pub fn open_for_reading(path: &Path) -> Result<Store, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        configure(&connection)?;
        Ok(Store { connection, _lock: None })
    }

    /// Runs `act` in one transaction; an error leaves nothing behind.
    ///
    /// # Errors
    /// Those of `act`, and of the store.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let behaviour = TransactionBehavior::Immediate;
        let (done, changes) = {
            let transaction =
                self.connection.transaction_with_behavior(behaviour).map_err(StoreError::from)?;
            let before = transaction.total_changes();
            let mut writing = Writing { transaction };
            let done = act(&mut writing)?;
            let changes = writing.transaction.total_changes() - before;
            cut::may_fall();
            writing.transaction.commit().map_err(StoreError::from)?;
            cut::may_fall();
            (done, changes)
        };
        if changes > MANY_CHANGES {
            self.connection.execute_batch("PRAGMA shrink_memory").map_err(StoreError::from)?;
        }
        Ok(done)
    }

    /// Lets go of what was erased: the journal, which may still hold it, is emptied.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn empty_journal(&self) -> Result<(), StoreError> {
        // Whoever reads just now keeps it; the next time empties it.
        let emptied = |_: &rusqlite::Row<'_>| Ok(());
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], emptied)?)
    }

    /// Whether something of a store that nobody has open stands in its journal alone.
    pub fn is_in_journal(path: &Path) -> bool {
        has_journal(path)
    }

    /// A consistent look at the store while others may write.
    ///
    /// # Errors
    /// Those of `look`, and of the store.
    pub fn read<T, E: From<StoreError>>(
        &mut self,
        look: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction().map_err(StoreError::from)?;
        let mut reading = Writing { transaction };
        look(&mut reading)
    }

    /// Writes the store as it is now into a new file, and reads that back. The live file is never copied.
    ///
    /// # Errors
    /// Where it cannot be written, or does not read back whole; nothing is left then.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Failed(format!("{} is there already", path.display())));
        }
        let copied = || -> Result<(), StoreError> {
            self.connection.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
            match Store::open_for_reading(path)?.check()?.pop() {
                Some(fault) => Err(StoreError::Damaged(fault)),
                None => Ok(()),
            }
        };
        copied().inspect_err(|_| {
            // Half a copy is worse than none; the error at hand is the one to tell.
            let _ = std::fs::remove_file(path);
        })
    }

    /// Whether SQLite finds the file whole.
    ///
    /// # Errors
    /// When it cannot even be asked.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let found: Vec<String> = rows.collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}

impl StoreError {
    /// Whether the file itself is not what was written: then [`Store::salvage`] keeps what can be read.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            StoreError::Damaged(_) => true,
            StoreError::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
            }
            _ => false,
        }
    }
}

impl Writing<'_> {
    /// A setting of this store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        use rusqlite::OptionalExtension;
        let found =
            self.transaction
                .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// The settings whose names begin with `prefix`, without it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn metas(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT substr(key, length(?1) + 1), value FROM meta
                   WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Sets a setting of this store.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.transaction.prepare_cached(sql)?.execute([key, value])?;
        Ok(())
    }
}

/// Whoever closes a store in order leaves no journal beside it.
fn has_journal(path: &Path) -> bool {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    std::fs::metadata(journal).is_ok_and(|about| about.len() > 0)
}

fn check_quickly(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged(found)) }
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    for (pragma, value) in
        [("foreign_keys", "ON"), ("trusted_schema", "OFF"), ("cell_size_check", "ON")]
    {
        connection.pragma_update(None, pragma, value)?;
    }
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.set_prepared_statement_cache_capacity(96);
    Ok(())
}

/// A new store is its owner's alone to read; the journals beside it take its mode. On Windows the folder's rights hold.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Folder { path: path.to_owned(), detail: error.to_string() }),
    }
}

/// Holds a store for one process, until what is given is dropped.
///
/// # Errors
/// [`StoreError::Busy`] while another has it.
pub fn lock(path: &Path) -> Result<std::fs::File, StoreError> {
    let lock_path = path.with_extension("lock");
    let folder = |error: std::io::Error| StoreError::Folder {
        path: path.parent().unwrap_or(path).to_owned(),
        detail: error.to_string(),
    };
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(folder)?;
    for left in (0..LOCK_TRIES).rev() {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // A process that is just ending, or was just started by one that held the lock, lets go in a moment.
            Err(std::fs::TryLockError::WouldBlock) if left > 0 => std::thread::sleep(LOCK_PAUSE),
            Err(std::fs::TryLockError::WouldBlock) => break,
            Err(std::fs::TryLockError::Error(error)) => return Err(folder(error)),
        }
    }
    Err(StoreError::Busy(path.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_second_process_finds_the_store_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daqu.db");
        let first = Store::open(&path).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Busy(_))));
        drop(first);
        Store::open(&path).unwrap();
    }

    #[test]
    fn the_store_itself_refuses_to_change_or_delete_a_fact() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("daqu.db")).unwrap();
        let insert = "INSERT INTO event (id, key, sig, subject, hlc, body) VALUES ('a', 'k', 's', 'x', 't', 'b')";
        store.connection.execute(insert, []).unwrap();
        for change in ["UPDATE event SET body = 'c'", "DELETE FROM event"] {
            let refusal = store.connection.execute(change, []).unwrap_err().to_string();
            assert!(refusal.contains("never"), "{refusal}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_store_in_an_open_folder_is_its_owners_alone_to_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daqu.db");
        let _store = Store::open(&path).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
    }

    #[test]
    fn power_loss_is_provided_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("daqu.db")).unwrap();
        let ask = |pragma: &str| -> String {
            let value = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            format!("{:?}", store.connection.pragma_query_value(None, pragma, value).unwrap())
        };
        assert!(ask("journal_mode").contains("wal"));
        assert!(ask("synchronous").contains('2'), "synchronous must be FULL");
    }

    #[test]
    fn another_programs_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daqu.db");
        Connection::open(&path).unwrap().execute("CREATE TABLE theirs (x)", []).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Foreign { .. })));
    }
}
