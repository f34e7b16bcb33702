//! Messages on their way, kept for the next start of the app.

use super::storage;
use crate::state::{Outbox, Outgoing};

const NAME: &str = "outbox";

/// What an earlier run of the app left.
pub fn restore() -> Outbox {
    let entries: Option<Vec<Outgoing>> =
        storage::read(NAME).and_then(|text| serde_json::from_str(&text).ok());
    Outbox::restore(entries.unwrap_or_default())
}

/// Keeps what is left.
pub fn keep(outbox: &Outbox) {
    if outbox.entries().is_empty() {
        storage::remove(NAME);
    } else if let Ok(text) = serde_json::to_string(outbox.entries()) {
        storage::write(NAME, &text);
    }
}
