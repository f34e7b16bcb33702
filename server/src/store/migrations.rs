//! The migration version of a database, and the steps from older ones. Kept in the document `meta/schema`.

mod chain_heads;
mod found_by;
mod grant;
mod identities;
mod member_status;
mod step;

pub(crate) use grant::GrantToEveryone;
pub(crate) use step::Migration;

use super::{Collection, Document, Engine, Inspector, Query, StoreError};
use async_trait::async_trait;
use chain_heads::ChainHeads;
use found_by::FoundBy;
use hubbub_shared::Permissions;
use identities::IdentitiesApart;
use member_status::MemberStatus;
use serde_json::{Value, json};

/// Every step there is, oldest first. A database at migration `n` has seen the first `n` of them.
pub(crate) const ALL: &[&dyn Migration] = &[
    &ForgetIndex { collection: "messages", index: "channel_seq" },
    &IdentitiesApart,
    &MemberStatus,
    &ChainHeads,
    &FoundBy,
    &GrantToEveryone(OWN_CHOICE),
];

/// What people decide about themselves.
const OWN_CHOICE: Permissions = Permissions(Permissions::CHANGE_NICKNAME.0 | Permissions::CHOOSE_ROLES.0);

/// An index that no query uses any more.
struct ForgetIndex {
    collection: &'static str,
    index: &'static str,
}

#[async_trait]
impl Migration for ForgetIndex {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.forget_index(self.collection, self.index).await
    }
}

static META: Collection = Collection { name: "meta", append_only: false, indexes: &[] };
const SCHEMA: &str = "schema";

/// Stamps a fresh database with the number of `steps`, runs those that an older one has not seen, and refuses a
/// newer one as [`StoreError::TooNew`]. Nodes that start at the same time agree on the outcome.
pub(crate) async fn migrate(engine: &dyn Engine, steps: &[&dyn Migration]) -> Result<(), StoreError> {
    engine.ensure(&[&META]).await?;
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    loop {
        let Some(stamp) = engine.get(&META, SCHEMA).await? else {
            match engine.insert(&META, vec![fresh(known)]).await {
                Err(StoreError::Conflict { .. }) => continue,
                outcome => return outcome,
            }
        };
        let found = number(&stamp)?;
        if found > known {
            return Err(StoreError::TooNew { found, known });
        }
        let Some(step) = steps.get(found as usize) else { return Ok(()) };
        step.run(engine).await?;
        match engine.replace(&META, at(stamp, found + 1)).await {
            Ok(()) | Err(StoreError::Changed { .. }) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Refuses a store that this version has not been started with yet.
pub(super) async fn is_current(store: &Inspector) -> Result<(), StoreError> {
    let known = u32::try_from(ALL.len()).unwrap_or(u32::MAX);
    let stamp = store.look(Query::on(&META, "_id").equals(SCHEMA).limit(1)).await?.pop();
    let found = stamp.as_ref().map(number).transpose()?;
    match found {
        Some(found) if found == known => Ok(()),
        Some(found) if found > known => Err(StoreError::TooNew { found, known }),
        Some(_) => {
            Err(StoreError::Setup("this database is of an older hubbub: start this one with it first".into()))
        }
        None => Err(StoreError::Setup("there is no hubbub in this database".into())),
    }
}

fn fresh(known: u32) -> Document {
    at(Document::from_iter([("_id".to_owned(), json!(SCHEMA))]), known)
}

fn at(mut stamp: Document, migration: u32) -> Document {
    stamp.insert("migration".into(), migration.into());
    stamp
}

fn number(stamp: &Document) -> Result<u32, StoreError> {
    let number = stamp.get("migration").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| StoreError::Internal("meta/schema has no migration number".into()))
}
