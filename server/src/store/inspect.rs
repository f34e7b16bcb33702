//! What lies in a store, as it lies there, for those who check it. Nothing is written, no lock is taken, and what does not
//! read as what it should be is told and not refused.

use super::{Document, Query, StoreError};
use async_trait::async_trait;
use std::sync::Arc;

/// What an engine lets be looked at.
#[async_trait]
pub(super) trait Inspect: Send + Sync + 'static {
    /// The documents of a range of one index.
    async fn look(&self, query: Query) -> Result<Vec<Document>, StoreError>;
}

/// A cheap handle to a store that is only looked at.
#[derive(Clone)]
pub struct Inspector(Arc<dyn Inspect>);

impl Inspector {
    /// Looks through an engine.
    pub(super) fn new(engine: impl Inspect) -> Self {
        Self(Arc::new(engine))
    }

    /// The documents of a range, as they are stored.
    pub async fn look(&self, query: Query) -> Result<Vec<Document>, StoreError> {
        self.0.look(query).await
    }
}

impl std::fmt::Debug for Inspector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inspector")
    }
}
