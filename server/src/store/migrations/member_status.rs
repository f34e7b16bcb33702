//! How a member stands to the hub is said by one word. Before, `active` was there or not.

use super::step::{Migration, Rewrite, rewrite};
use crate::store::{Collection, Document, Engine, StoreError, Write};
use async_trait::async_trait;

static MEMBERS: Collection = Collection { name: "members", append_only: false, indexes: &[] };

/// See the module.
pub(super) struct MemberStatus;

#[async_trait]
impl Migration for MemberStatus {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.ensure(&[&MEMBERS]).await?;
        rewrite(engine, &MEMBERS, self).await?;
        engine.forget_index(MEMBERS.name, "hub_user").await?;
        engine.forget_index(MEMBERS.name, "user_hub").await
    }
}

#[async_trait]
impl Rewrite for MemberStatus {
    async fn writes(&self, _: &dyn Engine, mut member: Document) -> Result<Vec<Write>, StoreError> {
        if member.contains_key("status") {
            return Ok(Vec::new());
        }
        // Leaving was the only way to go.
        let status = if member.remove("active").is_some() { "active" } else { "left" };
        member.insert("status".to_owned(), status.into());
        Ok(vec![Write::Replace(&MEMBERS, member)])
    }
}
