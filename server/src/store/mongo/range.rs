//! An index range as a filter, an order and a hint. The hint makes a query that could not use its index an error
//! instead of a slow scan.

use super::convert::key_to_bson;
use crate::store::{Collection, Order, Query, StoreError};
use mongodb::{
    bson::{Bson, Document, doc},
    options::Hint,
};
use serde_json::Value;
use std::ops::Bound;

/// A range of one index, ready to be read, counted or deleted.
#[derive(Clone)]
pub(super) struct Range {
    pub(super) filter: Document,
    pub(super) sort: Document,
    pub(super) hint: Hint,
    /// At most so many documents. `None`: all of the range.
    pub(super) limit: Option<u32>,
}

impl Range {
    pub(super) fn of(query: &Query) -> Result<Self, StoreError> {
        let (index, ordered) = query.plan()?;
        let mut filter = Filter { collection: query.collection, terms: Document::new() };
        for (key, value) in index.keys.iter().zip(&query.equals) {
            filter.compare(key, "$eq", value)?;
        }
        if let Some(key) = ordered.first() {
            filter.bound(key, ["$gte", "$gt"], &query.range.0)?;
            filter.bound(key, ["$lte", "$lt"], &query.range.1)?;
        }
        if let Some(field) = index.partial {
            filter.add(field, "$exists", Bson::Boolean(true));
        }
        let direction = if query.order == Order::Descending { -1 } else { 1 };
        Ok(Self {
            filter: filter.terms,
            sort: ordered.iter().map(|key| ((*key).to_owned(), Bson::Int32(direction))).collect(),
            hint: if index.name == "_id" {
                Hint::Keys(doc! { "_id": 1 })
            } else {
                Hint::Name(index.name.to_owned())
            },
            limit: u32::try_from(query.limit).ok(),
        })
    }
}

struct Filter {
    collection: &'static Collection,
    terms: Document,
}

impl Filter {
    fn compare(&mut self, key: &str, operator: &str, value: &Value) -> Result<(), StoreError> {
        let value = key_to_bson(self.collection, key, value)?;
        self.add(key, operator, value);
        Ok(())
    }

    fn bound(
        &mut self,
        key: &str,
        [inclusive, exclusive]: [&str; 2],
        bound: &Bound<Value>,
    ) -> Result<(), StoreError> {
        match bound {
            Bound::Included(value) => self.compare(key, inclusive, value),
            Bound::Excluded(value) => self.compare(key, exclusive, value),
            Bound::Unbounded => Ok(()),
        }
    }

    /// Terms on one field stay together: `{ seq: { $gte: 1, $lt: 9 } }`.
    fn add(&mut self, field: &str, operator: &str, value: Bson) {
        match self.terms.get_document_mut(field) {
            Ok(terms) => drop(terms.insert(operator, value)),
            Err(_) => drop(self.terms.insert(field, doc! { operator: value })),
        }
    }
}
