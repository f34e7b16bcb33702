//! Where each audit log ends is written down beside it. Before, only the log itself said so.

use super::step::Migration;
use crate::store::{Collection, Document, Engine, Index, Query, StoreError};
use async_trait::async_trait;
use serde_json::Value;
use std::ops::Bound;

static AUDIT_LOG: Collection = Collection {
    name: "audit_log",
    append_only: false,
    indexes: &[Index {
        name: "hub_number",
        keys: &["hub", "number"],
        unique: true,
        partial: None,
        ttl: false,
    }],
};
static HEADS: Collection = Collection { name: "chain_heads", append_only: false, indexes: &[] };

/// See the module.
pub(super) struct ChainHeads;

#[async_trait]
impl Migration for ChainHeads {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.ensure(&[&AUDIT_LOG, &HEADS]).await?;
        let mut after = Bound::Unbounded;
        loop {
            let next = Query::on(&AUDIT_LOG, "hub_number").range((after, Bound::<Value>::Unbounded)).limit(1);
            let first = engine.find(next).await?.pop();
            let Some(hub) = first.and_then(|mut first| first.remove("hub")) else { return Ok(()) };
            write_down(engine, &hub).await?;
            after = Bound::Excluded(hub);
        }
    }
}

async fn write_down(engine: &dyn Engine, hub: &Value) -> Result<(), StoreError> {
    let last = Query::on(&AUDIT_LOG, "hub_number").equals(hub).descending().limit(1);
    let Some(mut last) = engine.find(last).await?.pop() else { return Ok(()) };
    let id = format!("{}-{}", AUDIT_LOG.name, hub.as_str().unwrap_or_default());
    let mut head = Document::from_iter([("_id".to_owned(), id.into())]);
    for field in ["number", "hash"] {
        head.extend(last.remove(field).map(|value| (field.to_owned(), value)));
    }
    match engine.insert(&HEADS, vec![head]).await {
        // Another node was faster.
        Err(StoreError::Conflict { .. }) => Ok(()),
        outcome => outcome,
    }
}
