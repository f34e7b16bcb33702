//! What was changed about roles and permissions and not saved yet, so that leaving the page loses nothing. Kept with what
//! it was made from: whatever somebody else changes meanwhile stays theirs.

use super::storage;
use crate::net::frames;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// An edit, and what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// As it was.
    pub before: T,
    /// As it shall be.
    pub after: T,
}

/// What is kept under a name.
pub fn read<T: DeserializeOwned>(name: &str) -> Option<Edit<T>> {
    frames::decode(&storage::bytes_of(&storage::read(&full(name))?))
}

/// Whether something is kept under a name.
pub fn has(name: &str) -> bool {
    storage::read(&full(name)).is_some()
}

/// Keeps an edit.
pub fn keep<T: Serialize>(name: &str, edit: &Edit<T>) {
    if let Some(bytes) = frames::encode(edit) {
        storage::write(&full(name), &storage::text_of(bytes));
    }
}

/// It is saved, or not wanted.
pub fn forget(name: &str) {
    storage::remove(&full(name));
}

fn full(name: &str) -> String {
    format!("edit.{name}")
}
