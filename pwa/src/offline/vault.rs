//! Where this device keeps its keys and what was said in encrypted conversations: a database of its own, which only the part
//! of the app for those opens. Keys lie there as handles that cannot be exported; what holds secrets is sealed with one.

use super::database::{open_other, transaction};
use crate::browser::js;
use dm_core::{Slot, Stored, Table, Transaction as Step, Vault, VaultFailed, Versioned};
use idb::{KeyRange, Query, Transaction, TransactionResult};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

const NAME: &str = "hubbub-dms";
const VERSION: u32 = 1;
/// All records are in one store: a transaction is over all of them anyway.
const RECORDS: &str = "records";
/// The record of the version that was given last.
const LAST: &str = "version";
/// Fields of a record.
const SINCE: &str = "v";
const BYTES: &str = "b";
const KEY: &str = "k";

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// See the module.
pub struct Records;

fn failed(why: &str) -> VaultFailed {
    VaultFailed(why.to_owned())
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The bytes of such digits.
pub fn of_hex(digits: &str) -> Option<Vec<u8>> {
    let digit = |at: u8| char::from(at).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|two| Some(digit(*two.first()?)? << 4 | digit(*two.get(1)?)?)).collect()
}

/// Where a record is: text, so that those of a table lie together, in the order of their ids.
fn place(table: Table, id: &[u8]) -> String {
    format!("{table:?}/{}", hex(id))
}

fn id_of(place: &str, table: Table) -> Option<Vec<u8>> {
    of_hex(place.strip_prefix(&format!("{table:?}/"))?)
}

/// Who signs out takes it away.
async fn open() -> Option<IdbDatabase> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Some(open);
    }
    let database = open_other(NAME, VERSION, &[RECORDS], || OPEN.set(None)).await?;
    OPEN.set(Some(database.clone()));
    Some(database)
}

async fn begin(mode: &str) -> Result<IdbTransaction, VaultFailed> {
    let database = open().await.ok_or_else(|| failed("no database"))?;
    let names: Array = [JsValue::from_str(RECORDS)].into_iter().collect();
    transaction(&database, &names, mode, "strict").map_err(|_| failed("no transaction"))
}

fn version_of(record: &JsValue) -> u64 {
    js::number(record, SINCE) as u64
}

fn stored_of(record: &JsValue) -> Option<Versioned<JsValue>> {
    let key = js::get(record, KEY);
    let stored = if key.is_object() {
        Stored::Key(key)
    } else {
        let bytes = js::get(record, BYTES);
        if !bytes.is_object() {
            return None;
        }
        Stored::Bytes(Uint8Array::new(&bytes).to_vec())
    };
    Some(Versioned { version: version_of(record), stored })
}

fn record_of(version: u64, stored: Stored<JsValue>) -> JsValue {
    let held = match stored {
        Stored::Bytes(bytes) => (BYTES, Uint8Array::from(bytes.as_slice()).into()),
        Stored::Key(key) => (KEY, key),
    };
    js::object(&[(SINCE, JsValue::from_f64(version as f64)), held])
}

/// Asks for all at once, so that the transaction does not end in between.
async fn look(of: &Transaction, places: &[String]) -> Option<Vec<Option<JsValue>>> {
    let store = of.object_store(RECORDS).ok()?;
    let asked: Option<Vec<_>> =
        places.iter().map(|place| store.get(Query::Key(place.as_str().into())).ok()).collect();
    let mut found = Vec::new();
    for request in asked? {
        found.push(request.await.ok()?);
    }
    Some(found)
}

impl Vault for Records {
    type Key = JsValue;

    async fn read(&self, slot: &Slot) -> Result<Option<Versioned<JsValue>>, VaultFailed> {
        let transaction = Transaction::from(begin("readonly").await?);
        let found = look(&transaction, &[place(slot.table, &slot.id)]).await;
        let found = found.and_then(|mut found| found.pop()).ok_or_else(|| failed("not read"))?;
        Ok(found.as_ref().and_then(stored_of))
    }

    async fn list(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultFailed> {
        let transaction = Transaction::from(begin("readonly").await?);
        let from = place(table, prefix);
        // After all digits.
        let to = format!("{from}g");
        let range = KeyRange::bound(&from.into(), &to.into(), None, None);
        let keys = async {
            let store = transaction.object_store(RECORDS).ok()?;
            store.get_all_keys(Some(Query::KeyRange(range.ok()?)), None).ok()?.await.ok()
        };
        let keys = keys.await.ok_or_else(|| failed("not listed"))?;
        Ok(keys.iter().filter_map(|key| id_of(&key.as_string()?, table)).collect())
    }

    async fn commit(&self, step: Step<JsValue>) -> Result<bool, VaultFailed> {
        let writes = !step.writes.is_empty();
        if !writes && step.checks.is_empty() {
            return Ok(true);
        }
        let raw = begin(if writes { "readwrite" } else { "readonly" }).await?;
        let transaction = Transaction::from(raw.clone());
        let mut places: Vec<String> =
            step.checks.iter().map(|check| place(check.slot.table, &check.slot.id)).collect();
        places.push(LAST.to_owned());
        let mut found = look(&transaction, &places).await.ok_or_else(|| failed("not read"))?;
        let last = found.pop().flatten().and_then(|last| last.as_f64()).unwrap_or_default() as u64;
        let versions = found.iter().map(|found| found.as_ref().map(version_of));
        if !step.checks.iter().map(|check| check.version).eq(versions) {
            return Ok(false);
        }
        if !writes {
            return Ok(true);
        }
        put_all(&transaction, step, last).ok_or_else(|| failed("not taken"))?;
        let committing = transaction.commit().map_err(|_| failed("not written"))?;
        match committing.await {
            Ok(TransactionResult::Committed) => Ok(true),
            _ => Err(VaultFailed(js::text(&js::get(&raw, "error"), "name").unwrap_or_default())),
        }
    }
}

fn put_all(transaction: &Transaction, step: Step<JsValue>, last: u64) -> Option<()> {
    let store = transaction.object_store(RECORDS).ok()?;
    let version = last + 1;
    for write in step.writes {
        let place = JsValue::from(place(write.slot.table, &write.slot.id));
        match write.stored {
            Some(stored) => drop(store.put(&record_of(version, stored), Some(&place)).ok()?),
            None => drop(store.delete(Query::Key(place)).ok()?),
        }
    }
    store.put(&JsValue::from_f64(version as f64), Some(&LAST.into())).ok()?;
    Some(())
}
