//! Builds a [`Query`] that reads as a phrase:
//! `Query::on(&MESSAGES, "channel_seq").equals(channel).range(a..b).descending().limit(50)`.

use super::{Collection, Index, Order, Query, StoreError};
use serde::Serialize;
use serde_json::Value;
use std::ops::{Bound, RangeBounds};

/// Every collection can be ranged by its primary key, too.
static BY_ID: Index = Index { name: "_id", keys: &["_id"], unique: true, partial: None, ttl: false };

impl Query {
    /// The whole of an index in ascending order. `"_id"` is the primary key.
    pub fn on(collection: &'static Collection, index: &'static str) -> Self {
        Self {
            collection,
            index,
            equals: Vec::new(),
            range: (Bound::Unbounded, Bound::Unbounded),
            order: Order::Ascending,
            limit: usize::MAX,
        }
    }

    /// The next key of the index has this value. Say it once per key, in the order of the keys.
    #[must_use]
    pub fn equals(mut self, value: impl Serialize) -> Self {
        self.equals.push(to_value(value));
        self
    }

    /// The key after the equal ones lies in this range: `a..b`, `a..=b`, `a..`, or two [`Bound`]s.
    #[must_use]
    pub fn range<T: Serialize>(mut self, bounds: impl RangeBounds<T>) -> Self {
        self.range = (bounds.start_bound().map(to_value), bounds.end_bound().map(to_value));
        self
    }

    /// Greatest key first.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.order = Order::Descending;
        self
    }

    /// At most this many documents.
    #[must_use]
    pub fn limit(mut self, documents: usize) -> Self {
        self.limit = documents;
        self
    }

    /// The declared index and the keys after the equal ones, or what is wrong with the query.
    pub(super) fn plan(&self) -> Result<(&'static Index, &'static [&'static str]), StoreError> {
        let index = self.find_index()?;
        let Some(ordered) = index.keys.get(self.equals.len()..) else {
            return Err(self.refuse("has more values than the index has keys"));
        };
        if ordered.is_empty() && self.is_bounded() {
            return Err(self.refuse("ranges over a key that the index does not have"));
        }
        if !self.values().all(is_scalar) {
            return Err(self.refuse("has a value that is not a string, a number or a boolean"));
        }
        Ok((index, ordered))
    }

    fn find_index(&self) -> Result<&'static Index, StoreError> {
        if self.index == BY_ID.name {
            return Ok(&BY_ID);
        }
        let declared = self.collection.indexes.iter().find(|index| index.name == self.index);
        declared.ok_or_else(|| self.refuse("names an index that is not declared"))
    }

    fn is_bounded(&self) -> bool {
        !matches!(self.range, (Bound::Unbounded, Bound::Unbounded))
    }

    fn values(&self) -> impl Iterator<Item = &Value> {
        let (lower, upper) = (bound_value(&self.range.0), bound_value(&self.range.1));
        self.equals.iter().chain(lower).chain(upper)
    }

    fn refuse(&self, why: &str) -> StoreError {
        StoreError::Internal(format!("a query on {}.{} {why}", self.collection.name, self.index))
    }
}

/// What cannot be written as JSON becomes null, which no engine accepts in a query.
fn to_value(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn bound_value(bound: &Bound<Value>) -> Option<&Value> {
    match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
        Bound::Unbounded => None,
    }
}

/// Whether both engines can index and compare the value: integers within `i64`, strings without NUL.
pub(super) fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Number(number) => number.is_i64() || number.is_f64(),
        Value::String(text) => !text.contains('\0'),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}
