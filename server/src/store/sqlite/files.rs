//! The files of the engine: the directory, the lock that keeps other processes out, the connections.

use crate::private_files;
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// Distinct statements are few: a handful per index.
const CACHED_STATEMENTS: usize = 512;
const ADVICE: &str = "set HUBBUB_DATA to a directory that this user may write";

/// Creates the directory if absent and takes the lock beside the database: the actors of one process assume
/// that nobody else writes. The system frees the lock when the process ends, however it ends.
pub(super) fn lock(database: &Path) -> Result<File, StoreError> {
    let directory = directory(database);
    private_files::create_directory(directory).map_err(|error| {
        StoreError::Setup(format!("cannot create {}: {}: {ADVICE}", directory.display(), error.kind()))
    })?;
    let path = database.with_extension("lock");
    let mut file = open_private(&path).map_err(|error| cannot_write(directory, &error.kind()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(in_use(directory, &mut file)),
        Err(TryLockError::Error(error)) => return Err(cannot_write(directory, &error.kind())),
    }
    sign(&mut file).map_err(|error| cannot_write(directory, &error.kind()))?;
    Ok(file)
}

/// The connection of the writing thread.
pub(super) fn open_writer(database: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    // SQLite gives its other files the mode of this one.
    open_private(database).map_err(|error| cannot_write(directory(database), &error.kind()))?;
    let connection = open(database, flags).and_then(|connection| {
        // Readers go on while the writer writes; nothing acknowledged is lost when the power fails.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Ok(connection)
    });
    connection.map_err(|error| cannot_write(directory(database), &error))
}

/// A connection of a reading thread.
pub(super) fn open_reader(database: &Path) -> Result<Connection, StoreError> {
    open(database, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| cannot_write(directory(database), &error))
}

fn open(database: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(database, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Somebody may look with the sqlite3 shell.
    connection.busy_timeout(Duration::from_secs(5))?;
    prepare_once(&connection)?;
    Ok(connection)
}

/// Statements are kept, and planned without a look at bound values: else SQLite plans them anew for each value, which
/// costs more than the read (`SQLITE_DBCONFIG_ENABLE_QPSG` in SQLite's C interface).
fn prepare_once(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn open_private(path: &Path) -> std::io::Result<File> {
    private_files::options().create(true).truncate(false).open(path)
}

fn directory(database: &Path) -> &Path {
    match database.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn in_use(directory: &Path, file: &mut File) -> StoreError {
    let mut process = String::new();
    // Only to be helpful: an unreadable lock file is as locked as any other.
    let _ = file.read_to_string(&mut process);
    let process = process.trim();
    let directory = directory.display();
    StoreError::Setup(format!(
        "{directory} is in use by another hubbub (process {process}): stop it first, or set HUBBUB_DATA to another directory"
    ))
}

fn cannot_write(directory: &Path, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Setup(format!("cannot write to {}: {why}: {ADVICE}", directory.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_statement_is_not_planned_anew_for_each_value() {
        let connection = Connection::open_in_memory().unwrap();
        prepare_once(&connection).unwrap();
        let table = "CREATE TABLE marks (id TEXT PRIMARY KEY NOT NULL, doc BLOB NOT NULL);
            CREATE INDEX by_user ON marks (doc ->> '$.user', doc ->> '$.seq') WHERE doc ->> '$.user' IS NOT NULL;";
        connection.execute_batch(table).unwrap();
        let find = "SELECT json(doc) FROM marks INDEXED BY by_user
            WHERE doc ->> '$.user' = ? AND doc ->> '$.seq' > ? AND doc ->> '$.user' IS NOT NULL LIMIT ?";
        let mut statement = connection.prepare(find).unwrap();
        for user in 0..5 {
            assert!(!statement.exists((user.to_string(), user, 10)).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
