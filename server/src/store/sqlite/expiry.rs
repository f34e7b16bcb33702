//! Deletes documents whose time has come, as MongoDB's TTL indexes do by themselves.

use super::{errors::failure, sql::Range};
use crate::store::{Collection, Index, Query, StoreError};
use rusqlite::{Connection, params_from_iter};
use std::sync::{Arc, Mutex, PoisonError};

/// Deleted in one transaction at most, so that a sweep delays nobody for long.
const SOME: usize = 1000;

/// The TTL indexes of the collections in use.
#[derive(Clone, Default)]
pub(super) struct Expiry(Arc<Mutex<Vec<(&'static Collection, &'static Index)>>>);

impl Expiry {
    /// From now on, sweeps this collection too.
    pub(super) fn watch(&self, collection: &'static Collection) {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watched.retain(|(known, _)| known.name != collection.name);
        watched.extend(collection.indexes.iter().filter(|index| index.ttl).map(|index| (collection, index)));
    }

    /// Deletes some of what has expired by the clock of this machine; `true` when there may be more.
    pub(super) fn sweep_some(&self, connection: &Connection) -> bool {
        let deleted = now(connection).and_then(|now| self.sweep(connection, &now, SOME));
        deleted.unwrap_or_else(|error| {
            tracing::warn!(%error, "deleting expired documents");
            0
        }) >= SOME as u64
    }

    /// Deletes at most `limit` documents per index that have expired by then.
    pub(super) fn sweep(&self, connection: &Connection, now: &str, limit: usize) -> Result<u64, StoreError> {
        let watched = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut most = 0;
        for (collection, index) in watched {
            let expired = Query::on(collection, index.name).range(..=now).limit(limit);
            most = most.max(delete(connection, &expired)?);
        }
        Ok(most)
    }
}

/// Deletes a range and says how many documents that were.
pub(super) fn delete(connection: &Connection, query: &Query) -> Result<u64, StoreError> {
    let range = Range::of(query)?;
    let mut statement = connection.prepare_cached(&range.delete()).map_err(failure)?;
    let deleted = statement.execute(params_from_iter(range.values)).map_err(failure)?;
    Ok(deleted as u64)
}

fn now(connection: &Connection) -> Result<String, StoreError> {
    let sql = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    connection.query_row(sql, [], |row| row.get(0)).map_err(failure)
}
