//! What SQLite's errors mean to the domain.

use super::sql;
use crate::store::{Collection, StoreError};
use rusqlite::ErrorCode;

/// An error of an operation that cannot violate a constraint.
pub(super) fn failure(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Internal(error.to_string()),
    }
}

/// An error of a write: a constraint becomes a conflict on the declared index.
pub(super) fn write_failure(collection: &Collection, error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(code, Some(message))
            if code.code == ErrorCode::ConstraintViolation =>
        {
            conflict(collection, message)
        }
        _ => failure(error),
    }
}

/// SQLite says `UNIQUE constraint failed: index 'messages_channel_seq'` of an index on expressions, and
/// `UNIQUE constraint failed: messages.id` of the primary key.
fn conflict(collection: &Collection, message: &str) -> StoreError {
    let sql_name = message.split('\'').nth(1);
    let index = sql_name.and_then(|name| sql::declared_name(collection, name)).unwrap_or("_id");
    StoreError::Conflict { collection: collection.name.to_owned(), index: index.to_owned() }
}
