//! What a step of the migration is, and how one goes through a collection.

use crate::store::backoff::pause;
use crate::store::{Collection, Document, Engine, Query, StoreError, Write};
use async_trait::async_trait;
use serde_json::Value;
use std::ops::Bound;

/// One step forward. Two nodes that start together may both run it, so running it twice must do no harm.
#[async_trait]
pub trait Migration: Send + Sync {
    /// Changes what an older program stored. Collections of this step must be declared by the step itself.
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError>;
}

/// A step that makes others of the documents of a collection.
#[async_trait]
pub(super) trait Rewrite: Sync {
    /// What becomes of a document, with everything that has to be written with it. Nothing for one that is as it shall be.
    async fn writes(&self, engine: &dyn Engine, document: Document) -> Result<Vec<Write>, StoreError>;
}

/// Documents that are read and written together.
const PIECE: usize = 100;
/// How often a piece is read again because somebody else changed it meanwhile.
const ATTEMPTS: u32 = 32;

/// Goes through a collection in the order of ids. A piece is written whole or not at all; where another node was faster, it
/// is read again.
pub(super) async fn rewrite(
    engine: &dyn Engine,
    collection: &'static Collection,
    step: &dyn Rewrite,
) -> Result<(), StoreError> {
    let (mut after, mut attempt) = (Bound::Unbounded, 1);
    loop {
        let query = Query::on(collection, "_id").range((after.clone(), Bound::Unbounded)).limit(PIECE);
        let piece = engine.find(query).await?;
        let Some(last) = piece.last().and_then(|document| document.get("_id")).cloned() else {
            return Ok(());
        };
        match write(engine, step, piece).await {
            Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) if attempt < ATTEMPTS => {
                pause(attempt).await;
                attempt += 1;
            }
            outcome => {
                outcome?;
                (after, attempt) = (Bound::<Value>::Excluded(last), 1);
            }
        }
    }
}

async fn write(engine: &dyn Engine, step: &dyn Rewrite, piece: Vec<Document>) -> Result<(), StoreError> {
    let mut writes = Vec::new();
    for document in piece {
        writes.extend(step.writes(engine, document).await?);
    }
    if writes.is_empty() { Ok(()) } else { engine.batch(writes).await }
}
