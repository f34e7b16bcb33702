//! Documents to BSON and back. Everything has one form on each side, except the time of a TTL index: text in
//! a document, a date in MongoDB, which expires nothing else.

use crate::store::{Collection, Document, StoreError};
use mongodb::bson::{self, Bson, DateTime, RawDocument, RawDocumentBuf, raw::RawBsonRef};
use serde_json::{Map, Number, Value};

/// A checked document as MongoDB stores it.
pub(super) fn to_bson(collection: &Collection, document: Document) -> Result<bson::Document, StoreError> {
    document
        .into_iter()
        .map(|(field, value)| key_to_bson(collection, &field, &value).map(|value| (field, value)))
        .collect()
}

/// The value of a top-level field, in a document or in a query.
pub(super) fn key_to_bson(collection: &Collection, field: &str, value: &Value) -> Result<Bson, StoreError> {
    match value {
        Value::String(time) if is_time(collection, field) => match DateTime::parse_rfc3339_str(time) {
            Ok(time) => Ok(Bson::DateTime(time)),
            Err(_) => Err(StoreError::Internal(format!("{}.{field} is not a time: {time}", collection.name))),
        },
        other => Ok(value_to_bson(other)),
    }
}

fn value_to_bson(value: &Value) -> Bson {
    match value {
        Value::Null => Bson::Null,
        Value::Bool(flag) => Bson::Boolean(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Bson::Int64(integer),
            None => Bson::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Bson::String(text.clone()),
        Value::Array(values) => Bson::Array(values.iter().map(value_to_bson).collect()),
        Value::Object(fields) => Bson::Document(
            fields.iter().map(|(field, value)| (field.clone(), value_to_bson(value))).collect(),
        ),
    }
}

/// The document as it was inserted.
pub(super) fn from_bson(raw: &RawDocumentBuf) -> Result<Document, StoreError> {
    fields(raw)
}

fn fields(raw: &RawDocument) -> Result<Map<String, Value>, StoreError> {
    raw.iter()
        .map(|element| {
            let (field, value) = element.map_err(unreadable)?;
            Ok((field.to_string(), value_from_bson(value)?))
        })
        .collect()
}

fn value_from_bson(value: RawBsonRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        RawBsonRef::Null => Value::Null,
        RawBsonRef::Boolean(flag) => Value::Bool(flag),
        RawBsonRef::Int32(integer) => Value::Number(integer.into()),
        RawBsonRef::Int64(integer) => Value::Number(integer.into()),
        RawBsonRef::Double(float) => Number::from_f64(float).map_or(Value::Null, Value::Number),
        RawBsonRef::String(text) => Value::String(text.to_owned()),
        RawBsonRef::DateTime(time) => Value::String(rfc3339(time)?),
        RawBsonRef::Document(inner) => Value::Object(fields(inner)?),
        RawBsonRef::Array(values) => Value::Array(
            values
                .into_iter()
                .map(|value| value.map_err(unreadable).and_then(value_from_bson))
                .collect::<Result<_, _>>()?,
        ),
        other => return Err(unreadable(format!("unexpected {:?}", other.element_type()))),
    })
}

/// The driver leaves out milliseconds that are zero; ours are always three digits.
fn rfc3339(time: DateTime) -> Result<String, StoreError> {
    let text = time.try_to_rfc3339_string().map_err(unreadable)?;
    let (seconds, fraction) =
        text.trim_end_matches('Z').split_once('.').unwrap_or((text.trim_end_matches('Z'), ""));
    Ok(format!("{seconds}.{fraction:0<3}Z"))
}

fn is_time(collection: &Collection, field: &str) -> bool {
    collection.indexes.iter().any(|index| index.ttl && index.keys.contains(&field))
}

fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Internal(format!("a stored document cannot be read: {error}"))
}
