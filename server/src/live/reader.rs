//! What somebody is who reads facts.

use crate::domain::facts::FactsDoc;
use crate::error::Result;
use crate::store::Store;
use async_trait::async_trait;

/// Somebody who wants to know what happened. Which facts it wants is asked in `live/readers.rs`: what nobody wants is not stored.
#[async_trait]
pub trait Reader: Send + Sync {
    /// Names its cursor. Never changes.
    fn name(&self) -> &'static str;

    /// Takes facts, oldest first, some perhaps once more.
    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()>;
}
