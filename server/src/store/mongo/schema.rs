//! Creates what is missing: collections (a transaction cannot always) and indexes.

use super::errors::{code, is_index_difference};
use crate::store::{Collection, Index};
use mongodb::{
    Database, IndexModel,
    bson::{self, Bson, doc},
    error::Result,
    options::IndexOptions,
};
use std::time::Duration;

const NAMESPACE_NOT_FOUND: i32 = 26;
const INDEX_NOT_FOUND: i32 = 27;
const NAMESPACE_EXISTS: i32 = 48;

/// Creates the collection and its indexes. The inner error says what the operator has to do.
pub(super) async fn ensure(
    database: Database,
    collection: &'static Collection,
) -> Result<std::result::Result<(), String>> {
    match database.create_collection(collection.name).await {
        Err(error) if code(&error) != Some(NAMESPACE_EXISTS) => return Err(error),
        _ => {}
    }
    let models: Vec<_> = collection.indexes.iter().map(model).collect();
    if models.is_empty() {
        return Ok(Ok(()));
    }
    match database.collection::<bson::Document>(collection.name).create_indexes(models).await {
        Err(error) if is_index_difference(&error) => Ok(Err(format!(
            "an index of the MongoDB collection {} differs from what this version of Hubbub needs: drop it, and \
             Hubbub creates it anew ({error})",
            collection.name
        ))),
        outcome => outcome.map(|_| Ok(())),
    }
}

/// Deletes an index that is no longer declared.
pub(super) async fn forget_index(
    database: Database,
    collection: &'static str,
    name: &'static str,
) -> Result<()> {
    match database.collection::<bson::Document>(collection).drop_index(name).await {
        Err(error) if !matches!(code(&error), Some(INDEX_NOT_FOUND | NAMESPACE_NOT_FOUND)) => Err(error),
        _ => Ok(()),
    }
}

fn model(index: &Index) -> IndexModel {
    let keys: bson::Document = index.keys.iter().map(|key| ((*key).to_owned(), Bson::Int32(1))).collect();
    let mut options = IndexOptions::builder().name(index.name.to_owned()).build();
    options.unique = index.unique.then_some(true);
    options.partial_filter_expression = index.partial.map(|field| doc! { field: { "$exists": true } });
    // Zero seconds after the time in the field.
    options.expire_after = index.ttl.then_some(Duration::ZERO);
    IndexModel::builder().keys(keys).options(options).build()
}
