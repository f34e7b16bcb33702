//! What the threads do with a connection: one function per operation.

use super::{
    errors::{failure, write_failure},
    sql::{self, Range},
};
use crate::store::{Collection, Document, Index, Query, StoreError, Stored, document::Prepared};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

pub(super) fn get(connection: &Connection, table: &str, id: &str) -> Result<Option<Stored>, StoreError> {
    let sql = format!("SELECT json(doc) FROM {table} WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql).map_err(failure)?;
    statement.query_row([id], |row| row.get(0).map(Stored::Json)).optional().map_err(failure)
}

pub(super) fn find(connection: &Connection, query: &Query) -> Result<Vec<Stored>, StoreError> {
    let range = Range::of(query)?;
    let mut statement = connection.prepare_cached(&range.select()).map_err(failure)?;
    let rows = statement.query_map(params_from_iter(range.values), |row| row.get(0).map(Stored::Json));
    rows.and_then(Iterator::collect).map_err(failure)
}

pub(super) fn count(connection: &Connection, query: &Query) -> Result<u64, StoreError> {
    let range = Range::of(query)?;
    let mut statement = connection.prepare_cached(&range.count()).map_err(failure)?;
    let count = statement.query_row(params_from_iter(range.values), |row| row.get::<_, i64>(0));
    Ok(count.map_err(failure)?.unsigned_abs())
}

/// Reads a page of the file.
pub(super) fn ping(connection: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM sqlite_schema";
    connection.query_row(sql, [], |_| Ok(())).map_err(failure)
}

/// What the database takes in its file, free pages too.
pub(super) fn bytes(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    let bytes: i64 = connection.query_row(sql, [], |row| row.get(0)).map_err(failure)?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}

/// Carries out one write; for a delete, says whether there was something to delete.
pub(super) fn write(connection: &Connection, write: &Prepared) -> Result<bool, StoreError> {
    match write {
        Prepared::Insert { collection, id, document } => {
            let sql = format!("INSERT INTO {} (id, doc) VALUES (?1, jsonb(?2))", collection.name);
            run(connection, collection, &sql, params![id, text(document)?])
        }
        Prepared::Replace { collection, id, read, document } => {
            let sql = format!(
                "UPDATE {} SET doc = jsonb(?2) WHERE id = ?1 AND doc ->> '$.version' = ?3",
                collection.name
            );
            let found = run(connection, collection, &sql, params![id, text(document)?, signed(*read)])?;
            changed_unless(found, collection, id)
        }
        Prepared::Delete { collection, id, version: None } => {
            let sql = format!("DELETE FROM {} WHERE id = ?1", collection.name);
            run(connection, collection, &sql, params![id])
        }
        Prepared::Delete { collection, id, version: Some(version) } => {
            let sql = format!("DELETE FROM {} WHERE id = ?1 AND doc ->> '$.version' = ?2", collection.name);
            let found = run(connection, collection, &sql, params![id, signed(*version)])?;
            changed_unless(found, collection, id)
        }
    }
}

/// Creates the table and the indexes that are missing; an index whose declaration changed is built anew.
pub(super) fn ensure(connection: &Connection, collection: &Collection) -> Result<(), StoreError> {
    check_names(collection)?;
    connection.execute_batch(&sql::create_table(collection)).map_err(failure)?;
    collection.indexes.iter().try_for_each(|index| ensure_index(connection, collection, index))
}

/// Deletes an index that is no longer declared.
pub(super) fn forget_index(connection: &Connection, collection: &str, name: &str) -> Result<(), StoreError> {
    let name = sql::name_of(collection, name);
    connection.execute_batch(&format!("DROP INDEX IF EXISTS {name}")).map_err(failure)
}

fn ensure_index(connection: &Connection, collection: &Collection, index: &Index) -> Result<(), StoreError> {
    let name = sql::index_name(collection, index);
    let wanted = sql::create_index(collection, index);
    let existing = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
    let existing: Option<String> =
        connection.query_row(existing, [&name], |row| row.get(0)).optional().map_err(failure)?;
    if existing.as_ref() == Some(&wanted) {
        return Ok(());
    }
    connection.execute_batch(&format!("DROP INDEX IF EXISTS {name}")).map_err(failure)?;
    connection.execute_batch(&wanted).map_err(|error| write_failure(collection, error))
}

/// Names go into SQL as they are.
fn check_names(collection: &Collection) -> Result<(), StoreError> {
    let fields = collection.indexes.iter().flat_map(|index| index.keys.iter().chain(&index.partial));
    let names = fields.chain(collection.indexes.iter().map(|index| &index.name)).chain([&collection.name]);
    match names.copied().find(|name| !is_plain(name)) {
        Some(name) => Err(StoreError::Internal(format!("{name:?} is not a name: use a-z, 0-9 and _"))),
        None => Ok(()),
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn run(
    connection: &Connection,
    collection: &Collection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failure)?;
    let rows = statement.execute(values).map_err(|error| write_failure(collection, error))?;
    Ok(rows > 0)
}

/// Runs a statement without values.
pub(super) fn execute(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(drop).map_err(failure)
}

fn changed_unless(found: bool, collection: &Collection, id: &str) -> Result<bool, StoreError> {
    if found {
        return Ok(true);
    }
    Err(StoreError::Changed { collection: collection.name.to_owned(), id: id.to_owned() })
}

/// Stored versions are within `i64`, so one that is not matches nothing.
fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(-1)
}

fn text(document: &Document) -> Result<String, StoreError> {
    serde_json::to_string(document).map_err(|error| StoreError::Internal(error.to_string()))
}

/// How SQLite would find the documents of a query.
#[cfg(test)]
pub(super) fn explain(connection: &Connection, query: &Query) -> Result<String, StoreError> {
    let range = Range::of(query)?;
    let mut statement =
        connection.prepare(&format!("EXPLAIN QUERY PLAN {}", range.select())).map_err(failure)?;
    let steps = statement.query_map(params_from_iter(range.values), |row| row.get::<_, String>(3));
    let steps = steps.and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(failure)?;
    Ok(steps.join("; "))
}
