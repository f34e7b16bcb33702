//! What is on its way, kept until the server has it.
//!
//! In the moment something leaves the composer it is written to `localStorage`, which is done when it returns. From
//! there it moves to the database, which survives more but answers later. It is in at least one of the two until the
//! server has it or the person gives it up. Several tabs read and write here; each record has one nonce.

use super::database::{self, RecordChange, Store};
use super::storage;
use crate::net::frames;
use crate::sorted::{Map, Set};
use crate::state::{Outbox, Outgoing};
use std::cell::RefCell;

/// Names in `localStorage` of what is not in the database yet.
const JOURNAL: &str = "outgoing.";

/// What this tab knows of the database.
#[derive(Default)]
struct Known {
    rows: Map<String, Outgoing>,
    /// Seen by the server, or given up: never to be read again, though their removal may still be under way.
    done: Set<String>,
    /// Goes up whenever this tab writes: what was being read meanwhile is out of date.
    writes: u64,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// What this tab and others have left to do.
pub async fn read() -> Vec<Outgoing> {
    loop {
        let writes = KNOWN.with_borrow(|known| known.writes);
        let rows = database::read_all(Store::Outbox).await.unwrap_or_default();
        if KNOWN.with_borrow(|known| known.writes) == writes {
            return learn(rows.iter().filter_map(|bytes| frames::decode(bytes)).collect());
        }
    }
}

fn learn(rows: Vec<Outgoing>) -> Vec<Outgoing> {
    KNOWN.with_borrow_mut(|known| {
        let done = &known.done;
        let rows = rows.into_iter().filter(|entry| !done.contains(&entry.nonce));
        known.rows.clear();
        known.rows.extend(rows.map(|entry| (entry.nonce.clone(), entry)));
        let journal = storage::names(JOURNAL).into_iter().filter_map(|nonce| journaled(&nonce));
        let journal = journal
            .filter(|entry| !known.done.contains(&entry.nonce) && !known.rows.contains_key(&entry.nonce));
        let journal: Vec<Outgoing> = journal.collect();
        known.rows.values().cloned().chain(journal).collect()
    })
}

fn journaled(nonce: &str) -> Option<Outgoing> {
    frames::decode(&storage::bytes_of(&storage::read(&format!("{JOURNAL}{nonce}"))?))
}

/// Keeps what is left, and forgets what is done. When this returns it is safe; `written` is called when the database
/// has it too, with whether it has.
pub fn keep(outbox: &Outbox, written: impl FnOnce(bool) + 'static) {
    let (changed, gone) = difference(outbox);
    if changed.is_empty() && gone.is_empty() {
        return;
    }
    changed.iter().for_each(journal);
    wasm_bindgen_futures::spawn_local(async move {
        let changes: Vec<RecordChange> =
            changed.iter().filter_map(put).chain(gone.iter().map(|nonce| remove(nonce))).collect();
        let result = database::write(&changes).await;
        KNOWN.with_borrow_mut(|known| known.writes += 1);
        match result {
            Ok(()) => changed.iter().for_each(|entry| leave_journal(&entry.nonce, entry)),
            // Tried again with the next change, or at the next start; until then the journal has it.
            Err(_) => KNOWN.with_borrow_mut(|known| {
                changed.iter().for_each(|entry| drop(known.rows.remove(&entry.nonce)));
            }),
        }
        written(result.is_ok());
    });
}

/// What is not in the database as it is now, and what is there and is done.
fn difference(outbox: &Outbox) -> (Vec<Outgoing>, Vec<String>) {
    KNOWN.with_borrow_mut(|known| {
        let entries: Vec<Outgoing> = outbox.entries().iter().map(Outgoing::kept).collect();
        let is_left = |nonce: &String| entries.iter().any(|entry| entry.nonce == *nonce);
        let gone: Vec<String> = known.rows.keys().filter(|nonce| !is_left(nonce)).cloned().collect();
        for nonce in &gone {
            known.rows.remove(nonce);
            known.done.insert(nonce.clone());
            storage::remove(&format!("{JOURNAL}{nonce}"));
        }
        let changed: Vec<Outgoing> =
            entries.into_iter().filter(|entry| known.rows.get(&entry.nonce) != Some(entry)).collect();
        known.rows.extend(changed.iter().map(|entry| (entry.nonce.clone(), entry.clone())));
        known.writes += 1;
        (changed, gone)
    })
}

fn journal(entry: &Outgoing) {
    if let Some(bytes) = frames::encode(entry) {
        storage::write(&format!("{JOURNAL}{}", entry.nonce), &storage::text_of(bytes));
    }
}

/// Unless it was changed again meanwhile.
fn leave_journal(nonce: &str, written: &Outgoing) {
    if journaled(nonce).as_ref() == Some(written) {
        storage::remove(&format!("{JOURNAL}{nonce}"));
    }
}

fn put(entry: &Outgoing) -> Option<RecordChange> {
    Some(RecordChange::Put(Store::Outbox, entry.nonce.clone(), frames::encode(entry)?))
}

fn remove(nonce: &str) -> RecordChange {
    RecordChange::Remove(Store::Outbox, nonce.to_owned())
}

/// The database was wiped: what is left is written again.
pub fn start_over() {
    KNOWN.with_borrow_mut(|known| {
        known.rows.clear();
        known.writes += 1;
    });
}
