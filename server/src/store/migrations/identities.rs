//! Sign-in identities become documents of their own. Before, each person had one, in two fields of theirs.

use super::step::{Migration, Rewrite, rewrite};
use crate::store::{Collection, Document, Engine, StoreError, Write};
use async_trait::async_trait;
use serde_json::Value;

static USERS: Collection = Collection { name: "users", append_only: false, indexes: &[] };
static IDENTITIES: Collection = Collection { name: "identities", append_only: false, indexes: &[] };

/// See the module.
pub(super) struct IdentitiesApart;

#[async_trait]
impl Migration for IdentitiesApart {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.ensure(&[&USERS, &IDENTITIES]).await?;
        // First, since it wants the fields of everybody.
        engine.forget_index(USERS.name, "provider_id").await?;
        rewrite(engine, &USERS, self).await
    }
}

#[async_trait]
impl Rewrite for IdentitiesApart {
    async fn writes(&self, _: &dyn Engine, mut person: Document) -> Result<Vec<Write>, StoreError> {
        let (provider, subject) = (person.remove("provider"), person.remove("provider_id"));
        let (Some(Value::String(provider)), Some(Value::String(subject))) = (provider, subject) else {
            return Ok(Vec::new());
        };
        let identity = Document::from_iter([
            ("_id".to_owned(), format!("{provider}-{subject}").into()),
            ("provider".to_owned(), provider.into()),
            ("subject".to_owned(), subject.into()),
            ("user".to_owned(), person.get("_id").cloned().unwrap_or_default()),
            ("created_at".to_owned(), person.get("created_at").cloned().unwrap_or_default()),
        ]);
        Ok(vec![Write::Insert(&IDENTITIES, identity), Write::Replace(&USERS, person)])
    }
}
