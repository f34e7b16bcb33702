//! The SQL of the engine: tables, indexes, and index ranges.
//!
//! `INDEXED BY` makes a query that could not use its index an error instead of a slow scan.

use crate::store::{Collection, Index, Order, Query, StoreError};
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use std::ops::Bound;

pub(super) fn create_table(collection: &Collection) -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {} (id TEXT PRIMARY KEY NOT NULL, doc BLOB NOT NULL)",
        collection.name
    )
}

/// Without `IF NOT EXISTS`, so that the text is the one in `sqlite_schema` and a changed declaration shows.
pub(super) fn create_index(collection: &Collection, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let keys = index.keys.iter().map(|key| column(key)).collect::<Vec<_>>().join(", ");
    let partial = index.partial.map(|field| format!(" WHERE {}", present(field))).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({keys}){partial}", index_name(collection, index), collection.name)
}

pub(super) fn index_name(collection: &Collection, index: &Index) -> String {
    name_of(collection.name, index.name)
}

/// The SQL name of the index that is declared under this one.
pub(super) fn name_of(collection: &str, declared: &str) -> String {
    format!("{collection}_{declared}")
}

/// The declared name behind an SQL index name.
pub(super) fn declared_name<'a>(collection: &Collection, sql_name: &'a str) -> Option<&'a str> {
    sql_name.strip_prefix(collection.name)?.strip_prefix('_')
}

/// A range of one index, ready to be read, counted or deleted.
pub(super) struct Range {
    source: String,
    filter: String,
    order: String,
    table: &'static str,
    /// Bound in this order.
    pub(super) values: Vec<SqlValue>,
}

impl Range {
    pub(super) fn of(query: &Query) -> Result<Self, StoreError> {
        let (index, ordered) = query.plan()?;
        let mut filter = Filter::default();
        for (key, value) in index.keys.iter().zip(&query.equals) {
            filter.compare(key, "=", value);
        }
        if let Some(key) = ordered.first() {
            filter.bound(key, [">=", ">"], &query.range.0);
            filter.bound(key, ["<=", "<"], &query.range.1);
        }
        filter.terms.extend(index.partial.map(present));
        filter.values.push(SqlValue::Integer(i64::try_from(query.limit).unwrap_or(i64::MAX)));
        Ok(Self {
            source: source(query.collection, index),
            filter: filter.text(),
            order: order(ordered, query.order),
            table: query.collection.name,
            values: filter.values,
        })
    }

    pub(super) fn select(&self) -> String {
        let Self { source, filter, order, .. } = self;
        format!("SELECT json(doc) FROM {source}{filter}{order} LIMIT ?")
    }

    pub(super) fn count(&self) -> String {
        let Self { source, filter, .. } = self;
        format!("SELECT count(*) FROM (SELECT 1 FROM {source}{filter} LIMIT ?)")
    }

    pub(super) fn delete(&self) -> String {
        let Self { source, filter, table, .. } = self;
        format!("DELETE FROM {table} WHERE id IN (SELECT id FROM {source}{filter} LIMIT ?)")
    }
}

#[derive(Default)]
struct Filter {
    terms: Vec<String>,
    values: Vec<SqlValue>,
}

impl Filter {
    fn compare(&mut self, key: &str, operator: &str, value: &Value) {
        self.terms.push(format!("{} {operator} ?", column(key)));
        self.values.push(bind(value));
    }

    fn bound(&mut self, key: &str, [inclusive, exclusive]: [&str; 2], bound: &Bound<Value>) {
        match bound {
            Bound::Included(value) => self.compare(key, inclusive, value),
            Bound::Excluded(value) => self.compare(key, exclusive, value),
            Bound::Unbounded => {}
        }
    }

    fn text(&self) -> String {
        if self.terms.is_empty() { String::new() } else { format!(" WHERE {}", self.terms.join(" AND ")) }
    }
}

/// The primary key has its own column and needs no hint.
fn source(collection: &Collection, index: &Index) -> String {
    if index.name == "_id" {
        return collection.name.to_owned();
    }
    format!("{} INDEXED BY {}", collection.name, index_name(collection, index))
}

fn order(keys: &[&str], order: Order) -> String {
    if keys.is_empty() {
        return String::new();
    }
    let direction = if order == Order::Descending { " DESC" } else { "" };
    let keys: Vec<_> = keys.iter().map(|key| format!("{}{direction}", column(key))).collect();
    format!(" ORDER BY {}", keys.join(", "))
}

/// How a field is read; must be the same text in an index and in a query, or the index is not used.
fn column(field: &str) -> String {
    if field == "_id" { "id".to_owned() } else { format!("doc ->> '$.{field}'") }
}

fn present(field: &str) -> String {
    format!("{} IS NOT NULL", column(field))
}

/// `plan()` let through only what can be bound.
fn bind(value: &Value) -> SqlValue {
    match value {
        Value::Bool(flag) => SqlValue::Integer(i64::from(*flag)),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => SqlValue::Integer(integer),
            None => SqlValue::Real(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => SqlValue::Text(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => SqlValue::Null,
    }
}
