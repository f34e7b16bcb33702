//! MongoDB: being written.

use super::{Collection, Document, Engine, Query, StoreError, Write};
use async_trait::async_trait;

/// MongoDB through the official driver.
pub struct Mongo;

impl Mongo {
    /// Connects.
    pub async fn connect(_uri: &str) -> Result<Self, StoreError> {
        Err(StoreError::Setup("MongoDB is being written".into()))
    }
}

#[async_trait]
impl Engine for Mongo {
    fn name(&self) -> &'static str {
        "mongodb"
    }
    async fn ensure(&self, _: &[&'static Collection]) -> Result<(), StoreError> {
        Ok(())
    }
    async fn insert(&self, _: &'static Collection, _: Vec<Document>) -> Result<(), StoreError> {
        Ok(())
    }
    async fn get(&self, _: &'static Collection, _: &str) -> Result<Option<Document>, StoreError> {
        Ok(None)
    }
    async fn find(&self, _: Query) -> Result<Vec<Document>, StoreError> {
        Ok(Vec::new())
    }
    async fn count(&self, _: Query) -> Result<u64, StoreError> {
        Ok(0)
    }
    async fn replace(&self, _: &'static Collection, _: Document) -> Result<(), StoreError> {
        Ok(())
    }
    async fn delete(&self, _: &'static Collection, _: &str) -> Result<bool, StoreError> {
        Ok(false)
    }
    async fn delete_range(&self, _: Query) -> Result<u64, StoreError> {
        Ok(0)
    }
    async fn batch(&self, _: Vec<Write>) -> Result<(), StoreError> {
        Ok(())
    }
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
