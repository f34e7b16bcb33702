//! IndexedDB: one database that holds what the app shows before it is connected, and what it has not sent yet.
//!
//! Values are the bytes of the wire. A new version of what is kept throws the cache away and keeps the outbox: the
//! cache comes back by itself, words do not.

use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, Transaction, TransactionResult,
};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransaction};

const NAME: &str = "hubbub";
/// Goes up when the cache of an older app could be misread.
const VERSION: u32 = 1;

/// Where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Hubs and channels, what is read, which channels were visited.
    About,
    /// The newest messages of visited channels.
    Channels,
    /// What is on its way.
    Outbox,
}

impl Store {
    const ALL: [Self; 3] = [Self::About, Self::Channels, Self::Outbox];

    fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Channels => "channels",
            Self::Outbox => "outbox",
        }
    }

    /// Whether it can be had again from the server.
    fn is_cache(self) -> bool {
        self != Self::Outbox
    }
}

/// A change of one record or of a whole store; several are written together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordChange {
    /// Writes a record.
    Put(Store, String, Vec<u8>),
    /// Removes a record.
    Remove(Store, String),
    /// Removes all records.
    Clear(Store),
}

impl RecordChange {
    fn store(&self) -> Store {
        match self {
            Self::Put(store, ..) | Self::Remove(store, _) | Self::Clear(store) => *store,
        }
    }
}

/// Why something was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no database: forbidden, or taken away.
    Closed,
    /// The browser gives no more room.
    Full,
    /// Something else, this time.
    Failed,
}

/// How the database went away while the app runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// A newer version of the app in another tab needs it otherwise.
    Outdated,
    /// Somebody cleared it.
    Wiped,
}

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    static ENDED: Cell<Option<Ended>> = const { Cell::new(None) };
}

/// Whether it went away since this was asked last.
pub fn take_end() -> Option<Ended> {
    ENDED.take()
}

/// Whether there is one.
pub fn is_open() -> bool {
    OPEN.with_borrow(Option::is_some)
}

/// Opens the database, and makes its stores where they are missing.
pub async fn open() -> Result<(), Trouble> {
    let mut database = connect().await.map_err(|_| Trouble::Closed)?;
    database.on_close(|_| ended(Ended::Wiped));
    database.on_version_change(|event| {
        let database = event.target().and_then(|target| target.dyn_into::<IdbDatabase>().ok());
        database.iter().for_each(IdbDatabase::close);
        ended(Ended::Outdated);
    });
    database.forget_callbacks();
    OPEN.set(Some(database.into()));
    Ok(())
}

/// Opens another database of the app, which is only there with these stores. Another tab that signs out may take it away:
/// then it is `ended`.
pub async fn open_other(
    name: &str,
    version: u32,
    stores: &'static [&'static str],
    ended: fn(),
) -> Option<IdbDatabase> {
    let mut request = Factory::new().ok()?.open(name, Some(version)).ok()?;
    request.on_upgrade_needed(move |event| {
        if let Ok(database) = event.database() {
            for store in stores {
                drop(database.create_object_store(store, ObjectStoreParams::new()));
            }
        }
    });
    let mut database = request.await.ok()?;
    database.on_version_change(move |event| {
        let database = event.target().and_then(|target| target.dyn_into::<IdbDatabase>().ok());
        database.iter().for_each(IdbDatabase::close);
        ended();
    });
    database.on_close(move |_| ended());
    database.forget_callbacks();
    Some(database.into())
}

fn ended(how: Ended) {
    OPEN.set(None);
    ENDED.set(Some(how));
}

/// A database of a newer app is used as it is: what cannot be read there is left alone. One that lacks a store has
/// nothing in it and is made anew.
async fn connect() -> Result<Database, Error> {
    let factory = Factory::new()?;
    let database = open_or_make(&factory).await?;
    if Store::ALL.iter().all(|store| database.store_names().iter().any(|name| name == store.name())) {
        return Ok(database);
    }
    database.close();
    factory.delete(NAME)?.await?;
    open_or_make(&factory).await
}

async fn open_or_make(factory: &Factory) -> Result<Database, Error> {
    let mut request = factory.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _ = prepare(&database);
        }
    });
    match request.await {
        Ok(database) => Ok(database),
        Err(_) => factory.open(NAME, None)?.await,
    }
}

fn prepare(database: &Database) -> Result<(), Error> {
    let existing = database.store_names();
    for store in Store::ALL {
        let exists = existing.iter().any(|name| name == store.name());
        if exists && store.is_cache() {
            database.delete_object_store(store.name())?;
        }
        if !exists || store.is_cache() {
            database.create_object_store(store.name(), ObjectStoreParams::new())?;
        }
    }
    Ok(())
}

/// The bytes of one record. `None`: there is none, or the database cannot be read.
pub async fn read(store: Store, key: &str) -> Option<Vec<u8>> {
    let transaction = begin("readonly", "default").ok()?;
    let request = Transaction::from(transaction).object_store(store.name()).ok()?;
    let value = request.get(Query::Key(key.into())).ok()?.await.ok()??;
    Some(Uint8Array::new(&value).to_vec())
}

/// All records, in no particular order. `None`: they cannot be read.
pub async fn read_all(store: Store) -> Option<Vec<Vec<u8>>> {
    let transaction = begin("readonly", "default").ok()?;
    let request = Transaction::from(transaction).object_store(store.name()).ok()?;
    let values = request.get_all(None, None).ok()?.await.ok()?;
    Some(values.iter().map(|value| Uint8Array::new(value).to_vec()).collect())
}

/// Writes all changes or none. Words of the person are written only when the browser says that they are on the disk; the
/// cache, which is written often, when they would survive the app.
pub async fn write(changes: &[RecordChange]) -> Result<(), Trouble> {
    let is_cache = changes.iter().all(|change| change.store().is_cache());
    let raw = begin("readwrite", if is_cache { "relaxed" } else { "strict" })?;
    let transaction = Transaction::from(raw.clone());
    for change in changes {
        apply(&transaction, change).map_err(|_| Trouble::Failed)?;
    }
    // By itself it would wait for an answer to each change first, and the app may be gone by then.
    let committing = transaction.commit().map_err(|_| Trouble::Failed)?;
    match committing.await {
        Ok(TransactionResult::Committed) => Ok(()),
        _ if raw.error().is_some_and(|error| error.name() == "QuotaExceededError") => Err(Trouble::Full),
        _ => Err(Trouble::Failed),
    }
}

fn apply(transaction: &Transaction, change: &RecordChange) -> Result<(), Error> {
    match change {
        RecordChange::Put(store, key, bytes) => {
            let value = Uint8Array::from(bytes.as_slice());
            transaction.object_store(store.name())?.put(&value, Some(&key.into())).map(drop)
        }
        RecordChange::Remove(store, key) => {
            transaction.object_store(store.name())?.delete(Query::Key(key.into())).map(drop)
        }
        RecordChange::Clear(store) => transaction.object_store(store.name())?.clear().map(drop),
    }
}

/// Removes the databases of what only some open: files that are to be sent, and all of encrypted messages.
/// Not waited for: another tab may have them open for a moment.
pub fn forget_others() {
    for name in ["hubbub-files", "hubbub-dms"] {
        if let Some(gone) = Factory::new().ok().and_then(|factory| factory.delete(name).ok()) {
            wasm_bindgen_futures::spawn_local(async { drop(gone.await) });
        }
    }
}

/// Not by way of `idb`, which cannot ask for durability: what counts as kept must survive a dying battery.
fn begin(mode: &str, durability: &str) -> Result<IdbTransaction, Trouble> {
    let database = OPEN.with_borrow(Clone::clone).ok_or(Trouble::Closed)?;
    let names: Array = Store::ALL.iter().map(|store| JsValue::from_str(store.name())).collect();
    transaction(&database, &names, mode, durability).map_err(|_| Trouble::Failed)
}

/// Begins to read or write some stores of a database.
pub(super) fn transaction(
    database: &IdbDatabase,
    names: &Array,
    mode: &str,
    durability: &str,
) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &durability.into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    begin.call3(database, names, &mode.into(), &options)?.dyn_into()
}
