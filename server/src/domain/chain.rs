//! Chains of records: each has the hash of the one before it, so that a record which was changed, taken out, put in or
//! put elsewhere shows. Where each chain ends is written down beside it, so that a cut-off end shows too
//! ([`verify`] says what does not).
//!
//! (RFC 9162 calls such logs append-only; these are plain chains, not trees: one is read as a whole or from its end.)

mod verify;

pub use verify::{Fault, Found, Sound, verify};

use crate::store::{Collection, Document, Entity, FIRST_VERSION, Query, Store, StoreError, Write};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use hubbub_shared::HubId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The index that every collection of chained records has: one chain for each hub, in the order of `number`, from 1
/// without gaps. It is unique, so two who write the same chain get in each other's way instead of making two chains.
pub const BY_NUMBER: &str = "hub_number";

/// What a record's `hash` must be, if this is the hash of the one before; empty before the first one.
pub fn hash_after(record: &impl Serialize, before: &str) -> String {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => hash_of(fields, before),
        // Records are structs; nothing else has this hash.
        _ => String::new(),
    }
}

/// The same of the fields as they are stored. The version of the document and the hash itself are no part of it.
fn hash_of(mut fields: Document, before: &str) -> String {
    fields.insert("hash".to_owned(), "".into());
    fields.insert("version".to_owned(), FIRST_VERSION.into());
    let text = sorted(Value::Object(fields)).to_string();
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(b"\n");
    hash.update(text.as_bytes());
    BASE64_STANDARD_NO_PAD.encode(hash.finalize())
}

/// The same with the keys of all maps in order, so that the bytes are the same whoever reads the record back.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        plain => plain,
    }
}

/// A record as the next one, or somebody who compares, needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Which record of the chain it is.
    pub number: u64,
    /// The hash of that record.
    pub hash: String,
}

/// Where a chain ends. Written with each record, in the same batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadDoc {
    /// The collection and the hub: `<collection>-<hub>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The number of the last record.
    pub number: u64,
    /// The hash of the last record.
    pub hash: String,
}

/// The ends of all chains.
pub static CHAIN_HEADS: Collection = Collection { name: "chain_heads", append_only: false, indexes: &[] };

impl Entity for HeadDoc {
    const COLLECTION: &'static Collection = &CHAIN_HEADS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// The id of the head of a chain.
fn head_id(records: &Collection, hub: HubId) -> String {
    format!("{}-{hub}", records.name)
}

/// A record of a chain.
pub trait Chained: Entity {
    /// What the next record follows.
    fn end(&self) -> End;
}

/// Where a chain goes on.
pub struct Tip {
    /// What the next record follows. `None`: it is the first one.
    pub end: Option<End>,
    head: Option<HeadDoc>,
    /// Somebody had a hand in it: where the chain really ended stays written down, so that [`verify`] tells.
    is_touched: bool,
}

/// Where a hub's chain of these records goes on. A chain that somebody touched goes on too, and shows it.
pub async fn tip<T: Chained>(store: &Store, hub: HubId) -> Result<Tip, StoreError> {
    let last = Query::on(T::COLLECTION, BY_NUMBER).equals(hub).descending();
    let last = store.find_one::<T>(last).await?.map(|last| last.end());
    // Second, so that another process which writes meanwhile makes it the later one.
    let head: Option<HeadDoc> = store.get(head_id(T::COLLECTION, hub)).await?;
    let number = |end: &Option<End>| end.as_ref().map_or(0, |end| end.number);
    let ended = head.as_ref().map(|head| End { number: head.number, hash: head.hash.clone() });
    let is_touched = number(&last) > number(&ended);
    Ok(Tip { end: if is_touched { last } else { ended }, head, is_touched })
}

impl Tip {
    /// The writes of records that follow it, one after another. They are refused if somebody else wrote meanwhile.
    pub fn writes<T: Chained>(self, hub: HubId, records: &[T]) -> Result<Vec<Write>, StoreError> {
        let mut writes = records.iter().map(Write::insert).collect::<Result<Vec<_>, _>>()?;
        if let Some(last) = records.last().filter(|_| !self.is_touched) {
            let End { number, hash } = last.end();
            writes.push(match self.head {
                Some(head) => Write::replace(&HeadDoc { number, hash, ..head })?,
                None => {
                    let id = head_id(T::COLLECTION, hub);
                    Write::insert(&HeadDoc { id, version: FIRST_VERSION, number, hash })?
                }
            });
        }
        Ok(writes)
    }
}

/// Forgets where a chain ended that is gone.
pub async fn forget_head(store: &Store, records: &Collection, hub: HubId) -> Result<(), StoreError> {
    store.delete::<HeadDoc>(head_id(records, hub)).await.map(drop)
}
