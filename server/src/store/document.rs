//! Checks and completes documents on their way into an engine, so that both engines store the same and refuse
//! the same. The rules are at [`Document`].

use super::{Collection, Document, Index, StoreError, Write, query::is_scalar};
use serde_json::Value;

/// A [`Write`] whose document keeps the rules and has the version it will be stored with.
pub(super) enum Prepared {
    Insert { collection: &'static Collection, id: String, document: Document },
    Replace { collection: &'static Collection, id: String, read: u64, document: Document },
    Delete { collection: &'static Collection, id: String, version: Option<u64> },
}

/// Prepares each write; the first bad one fails all.
pub(super) fn prepare_all(writes: Vec<Write>) -> Result<Vec<Prepared>, StoreError> {
    writes.into_iter().map(prepare).collect()
}

pub(super) fn prepare(write: Write) -> Result<Prepared, StoreError> {
    match write {
        Write::Insert(collection, document) => prepare_insert(collection, document),
        Write::Replace(collection, document) => {
            may_change(collection)?;
            prepare_replace(collection, document)
        }
        Write::Delete(collection, id, version) => {
            may_change(collection)?;
            Ok(Prepared::Delete { collection, id, version })
        }
    }
}

/// Refuses to change what is only ever added to.
pub(super) fn may_change(collection: &Collection) -> Result<(), StoreError> {
    if collection.append_only {
        return Err(StoreError::Internal(format!(
            "{} is append-only: nothing of it is changed",
            collection.name
        )));
    }
    Ok(())
}

fn prepare_insert(collection: &'static Collection, mut document: Document) -> Result<Prepared, StoreError> {
    document.insert("version".into(), 1.into());
    let id = complete(collection, &mut document)?;
    Ok(Prepared::Insert { collection, id, document })
}

fn prepare_replace(collection: &'static Collection, mut document: Document) -> Result<Prepared, StoreError> {
    let Some(read) = document.get("version").and_then(Value::as_u64) else {
        return Err(StoreError::Internal(format!("a replacement in {} has no version", collection.name)));
    };
    document.insert("version".into(), read.saturating_add(1).into());
    let id = complete(collection, &mut document)?;
    Ok(Prepared::Replace { collection, id, read, document })
}

/// Strips nulls, checks the rules, and returns the id.
fn complete(collection: &'static Collection, document: &mut Document) -> Result<String, StoreError> {
    document.retain(|_, value| !value.is_null());
    let Some(id) = document.get("_id").and_then(Value::as_str).map(str::to_owned) else {
        return Err(StoreError::Internal(format!("a document of {} has no text _id", collection.name)));
    };
    check(collection, document)
        .map_err(|why| StoreError::Internal(format!("{}/{id} {why}", collection.name)))?;
    Ok(id)
}

fn check(collection: &'static Collection, document: &Document) -> Result<(), String> {
    if !document.values().all(has_storable_numbers) {
        return Err("has an integer above i64::MAX".into());
    }
    collection.indexes.iter().try_for_each(|index| check_keys(index, document))
}

fn check_keys(index: &Index, document: &Document) -> Result<(), String> {
    for key in index.keys {
        match document.get(*key) {
            None if index.unique && covers(index, document) => {
                return Err(format!("lacks {key} of the unique index {}", index.name));
            }
            Some(Value::String(time)) if index.ttl && is_time(time) => {}
            Some(value) if index.ttl => return Err(format!("has {value} as the time {key}")),
            Some(value) if !is_scalar(value) => return Err(format!("cannot index its {key}")),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the document is in the index.
fn covers(index: &Index, document: &Document) -> bool {
    index.partial.is_none_or(|field| document.contains_key(field))
}

fn has_storable_numbers(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_i64() || number.is_f64(),
        Value::Array(values) => values.iter().all(has_storable_numbers),
        Value::Object(fields) => fields.values().all(has_storable_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// `2026-01-31T09:00:00.000Z`: the one form in which times sort as text.
fn is_time(text: &str) -> bool {
    let form = b"dddd-dd-ddTdd:dd:dd.dddZ";
    let fits = |(byte, form): (u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == *form };
    text.len() == form.len() && text.bytes().zip(form).all(fits)
}
