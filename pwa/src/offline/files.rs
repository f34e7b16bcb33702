//! Files that are to go with messages, kept until they have gone: what they are, and their bytes as the browser holds them.
//! In a database of its own, so that what the first view reads is not opened for it; the worker writes there too, what other
//! apps share. Where the browser forbids all storage they are remembered as long as the app is open.

use super::database::{Trouble, open_other, transaction};
use crate::browser::js;
use crate::net::frames;
use crate::sorted::Map;
use crate::state::attaching::Held;
use idb::{Query, Transaction, TransactionResult};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

const NAME: &str = "hubbub-files";
const VERSION: u32 = 1;
/// What they are.
const ABOUT: &str = "about";
/// What is in them.
const BYTES: &str = "bytes";
/// What another app of the device shared and nobody has sent on yet; the worker puts it there.
const SHARED: &str = "shared";
/// The one record of that.
const NOW: &str = "now";

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    /// What was chosen since the app was started; and what has been read.
    static HERE: RefCell<Map<String, JsValue>> = const { RefCell::new(Map::new()) };
}

/// Opens the database. Another tab that signs out may take it away.
async fn open() -> Option<()> {
    if OPEN.with_borrow(Option::is_some) {
        return Some(());
    }
    let database = open_other(NAME, VERSION, &[ABOUT, BYTES, SHARED], || OPEN.set(None)).await?;
    OPEN.set(Some(database));
    Some(())
}

async fn begin(mode: &str) -> Option<IdbTransaction> {
    open().await;
    let database = OPEN.with_borrow(Clone::clone)?;
    let names: Array = [ABOUT, BYTES, SHARED].into_iter().map(JsValue::from_str).collect();
    transaction(&database, &names, mode, "strict").ok()
}

/// All that are kept, in the order of their keys.
pub async fn read() -> Option<Vec<Held>> {
    let transaction = Transaction::from(begin("readonly").await?);
    let values = transaction.object_store(ABOUT).ok()?.get_all(None, None).ok()?.await.ok()?;
    Some(values.iter().filter_map(|value| frames::decode(&Uint8Array::new(value).to_vec())).collect())
}

/// The bytes of one, as a `Blob`. They stay where the browser has them.
pub async fn bytes(key: &str) -> Option<JsValue> {
    if let Some(here) = HERE.with_borrow(|here| here.get(key).cloned()) {
        return Some(here);
    }
    let transaction = Transaction::from(begin("readonly").await?);
    let found = transaction.object_store(BYTES).ok()?.get(Query::Key(key.into())).ok()?.await.ok()??;
    HERE.with_borrow_mut(|here| here.insert(key.to_owned(), found.clone()));
    Some(found)
}

/// Keeps what it is; and its bytes, if they are new.
pub async fn keep(held: &Held, bytes: Option<&JsValue>) -> Result<(), Trouble> {
    if let Some(bytes) = bytes {
        HERE.with_borrow_mut(|here| here.insert(held.key.clone(), bytes.clone()));
    }
    let about = frames::encode(held).ok_or(Trouble::Failed)?;
    write(|transaction| {
        let key = JsValue::from_str(&held.key);
        let about: JsValue = Uint8Array::from(about.as_slice()).into();
        transaction.object_store(ABOUT).ok()?.put(&about, Some(&key)).ok()?;
        if let Some(bytes) = bytes {
            transaction.object_store(BYTES).ok()?.put(bytes, Some(&key)).ok()?;
        }
        Some(())
    })
    .await
}

/// They have gone, or nobody wants them.
pub async fn remove(keys: &[String]) {
    for key in keys {
        HERE.with_borrow_mut(|here| drop(here.remove(key)));
    }
    let _ = write(|transaction| {
        for store in [ABOUT, BYTES] {
            let store = transaction.object_store(store).ok()?;
            for key in keys {
                store.delete(Query::Key(key.as_str().into())).ok()?;
            }
        }
        Some(())
    })
    .await;
}

/// What another app shared: files, and words. It is taken: the next start does not find it.
pub async fn take_shared() -> Option<(Vec<JsValue>, String)> {
    let transaction = Transaction::from(begin("readwrite").await?);
    let store = transaction.object_store(SHARED).ok()?;
    let found = store.get(Query::Key(NOW.into())).ok()?.await.ok()??;
    store.delete(Query::Key(NOW.into())).ok()?.await.ok()?;
    Some((js::list(&js::get(&found, "files")), js::text(&found, "text").unwrap_or_default()))
}

/// Nothing of anybody is here any more.
pub fn forget() {
    HERE.take();
}

async fn write(change: impl FnOnce(&Transaction) -> Option<()>) -> Result<(), Trouble> {
    let raw = begin("readwrite").await.ok_or(Trouble::Closed)?;
    let transaction = Transaction::from(raw.clone());
    change(&transaction).ok_or(Trouble::Failed)?;
    let committing = transaction.commit().map_err(|_| Trouble::Failed)?;
    match committing.await {
        Ok(TransactionResult::Committed) => Ok(()),
        _ if js::text(&js::get(&raw, "error"), "name").as_deref() == Some("QuotaExceededError") => {
            Err(Trouble::Full)
        }
        _ => Err(Trouble::Failed),
    }
}
