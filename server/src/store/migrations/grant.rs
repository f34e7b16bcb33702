//! A permission that everyone gets in the hubs there are, because everyone gets it in new ones from now on.

use super::step::{Migration, Rewrite, rewrite};
use crate::store::{Collection, Document, Engine, StoreError, Write};
use async_trait::async_trait;
use hubbub_shared::Permissions;
use serde_json::Value;

static HUBS: Collection = Collection { name: "hubs", append_only: false, indexes: &[] };
static ROLES: Collection = Collection { name: "roles", append_only: false, indexes: &[] };

/// Adds permissions to the role *everyone* of every hub. What owners took from it before stays taken; overwrites stay as
/// they are. Nobody did it, so it is no fact.
///
/// A second node that starts in the same moment may run it once more, after an owner has taken the permission away. They
/// have to take it away again.
pub struct GrantToEveryone(pub Permissions);

#[async_trait]
impl Migration for GrantToEveryone {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.ensure(&[&HUBS, &ROLES]).await?;
        rewrite(engine, &HUBS, self).await
    }
}

#[async_trait]
impl Rewrite for GrantToEveryone {
    /// The hub is replaced too: its version goes up with every change of its structure.
    async fn writes(&self, engine: &dyn Engine, hub: Document) -> Result<Vec<Write>, StoreError> {
        // The role has the id of its hub.
        let id = hub.get("_id").and_then(Value::as_str).unwrap_or_default();
        let Some(mut everyone) = engine.get(&ROLES, id).await? else { return Ok(Vec::new()) };
        let held = permissions_of(&everyone)?;
        if held.contains(self.0) {
            return Ok(Vec::new());
        }
        everyone.insert("permissions".to_owned(), (held | self.0).0.to_string().into());
        Ok(vec![Write::Replace(&HUBS, hub), Write::Replace(&ROLES, everyone)])
    }
}

fn permissions_of(role: &Document) -> Result<Permissions, StoreError> {
    let stored = role.get("permissions").cloned().unwrap_or_default();
    serde_json::from_value(stored)
        .map_err(|error| StoreError::Internal(format!("permissions of a role: {error}")))
}
