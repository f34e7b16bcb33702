//! What somebody is who reads facts.

use crate::domain::facts::{Fact, FactsDoc};
use crate::error::Result;
use crate::store::Store;
use async_trait::async_trait;

/// Somebody who wants to know what happened.
#[async_trait]
pub trait Reader: Send + Sync {
    /// Names its cursor. Never changes.
    fn name(&self) -> &'static str;

    /// Whether it would do anything with a fact. What nobody wants is not stored.
    fn wants(&self, fact: &Fact) -> bool;

    /// Takes facts, oldest first, some perhaps once more.
    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()>;
}
