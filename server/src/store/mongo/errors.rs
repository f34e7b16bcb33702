//! What MongoDB's errors mean to the domain.

use crate::store::StoreError;
use mongodb::error::{
    Error, ErrorKind, RETRYABLE_WRITE_ERROR, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT,
    WriteFailure,
};

const DUPLICATE_KEY: i32 = 11000;
const INDEX_OPTIONS_CONFLICT: i32 = 85;
const INDEX_KEY_SPECS_CONFLICT: i32 = 86;

/// Server errors that pass by themselves or by an operator's hand.
const PASSING: &[i32] = &[
    6, 7, 89, 9001, // the network between servers
    91, 189, 10058, 10107, 11600, 11602, 13388, 13435,
    13436, // shutting down, or another primary is elected
    24, 46, 50, 112, 202, 251, 262, 365, // locks, time limits, transactions in each other's way
    64, 133, 134, // no majority answers
    317, 384, 14031, // connections used up, disk full
];

pub(super) fn failure(error: Error) -> StoreError {
    match duplicate_message(&error) {
        Some(message) => conflict(message),
        None if is_passing(&error) => StoreError::Unavailable(error.to_string()),
        None => StoreError::Internal(error.to_string()),
    }
}

/// Of `createIndexes`: an index of this name is there, but declared differently.
pub(super) fn is_index_difference(error: &Error) -> bool {
    matches!(code(error), Some(INDEX_OPTIONS_CONFLICT | INDEX_KEY_SPECS_CONFLICT))
}

/// Whether the command failed with this code.
pub(super) fn code(error: &Error) -> Option<i32> {
    match &*error.kind {
        ErrorKind::Command(command) => Some(command.code),
        ErrorKind::Write(WriteFailure::WriteError(write)) => Some(write.code),
        _ => None,
    }
}

fn duplicate_message(error: &Error) -> Option<&str> {
    match &*error.kind {
        ErrorKind::Command(command) if command.code == DUPLICATE_KEY => Some(&command.message),
        ErrorKind::Write(WriteFailure::WriteError(write)) if write.code == DUPLICATE_KEY => {
            Some(&write.message)
        }
        ErrorKind::InsertMany(many) => {
            let mut errors = many.write_errors.iter().flatten();
            errors.find(|write| write.code == DUPLICATE_KEY).map(|write| write.message.as_str())
        }
        _ => None,
    }
}

/// `E11000 duplicate key error collection: hubbub.messages index: channel_seq dup key: { … }`. The values come
/// last, so that nothing a user wrote is taken for a name.
fn conflict(message: &str) -> StoreError {
    let namespace = word_after(message, "collection: ");
    let index = word_after(message, "index: ");
    StoreError::Conflict {
        collection: namespace.split_once('.').map_or(namespace, |(_, collection)| collection).to_owned(),
        index: if index == "_id_" { "_id".to_owned() } else { index.to_owned() },
    }
}

fn word_after<'a>(message: &'a str, label: &str) -> &'a str {
    let rest = message.split_once(label).map_or("", |(_, rest)| rest);
    rest.split_whitespace().next().unwrap_or_default()
}

fn is_passing(error: &Error) -> bool {
    let labelled = [RETRYABLE_WRITE_ERROR, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT];
    labelled.iter().any(|label| error.contains_label(label))
        || match &*error.kind {
            ErrorKind::Io(_)
            | ErrorKind::ServerSelection { .. }
            | ErrorKind::ConnectionPoolCleared { .. }
            | ErrorKind::DnsResolve { .. }
            | ErrorKind::Shutdown
            | ErrorKind::Write(WriteFailure::WriteConcernError(_)) => true,
            ErrorKind::InsertMany(many) => many.write_errors.as_ref().is_none_or(Vec::is_empty),
            _ => code(error).is_some_and(|code| PASSING.contains(&code)),
        }
}
