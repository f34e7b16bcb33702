//! Typed entities over the untyped engines. The domain holds a [`Store`]; it never sees a document.

use super::{Collection, Document, Engine, Query, StoreError, Stored, Write, backoff::pause};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// The version of an entity that is about to be inserted; write it into a new entity's `version` field.
pub const FIRST_VERSION: u64 = 1;

/// Documents that [`Store::delete_all`] deletes at once.
const PIECE: usize = 500;

/// How often [`Store::update`] tries again when somebody else changed the entity meanwhile.
const UPDATE_ATTEMPTS: u32 = 32;

/// A struct that is stored as one document of one collection. It carries the document's own fields itself:
/// `#[serde(rename = "_id")] id` and `version: u64`. `Option` fields that are `None` are not stored.
pub trait Entity: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Where entities of this kind live.
    const COLLECTION: &'static Collection;

    /// The `_id`, as it is stored.
    fn id(&self) -> String;
}

/// Is told about each finished operation: its name, how long it took, and whether the store worked. A conflict
/// or a changed version is an answer, so it counts as working.
pub type Observer = Box<dyn Fn(&'static str, Duration, bool) + Send + Sync>;

/// A cheap handle to the engine in use; clone it freely.
#[derive(Clone)]
pub struct Store {
    engine: Arc<dyn Engine>,
    observer: Arc<OnceLock<Observer>>,
}

impl Store {
    /// Wraps an engine whose collections exist (see [`Engine::ensure`]); [`super::open`] does all of it.
    pub(crate) fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine, observer: Arc::default() }
    }

    /// Sets who is told about each operation. Only the first call has an effect.
    pub fn observe(&self, observer: impl Fn(&'static str, Duration, bool) + Send + Sync + 'static) {
        // A second observer is ignored by contract.
        let _ = self.observer.set(Box::new(observer));
    }

    /// The untyped engine beneath.
    pub(super) fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// `sqlite` or `mongodb`.
    pub fn name(&self) -> &'static str {
        self.engine().name()
    }

    /// Answers quickly whether the database can be reached.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.observed("ping", self.engine().ping()).await
    }

    /// Bytes that the database takes, if the engine can tell.
    pub async fn bytes(&self) -> Option<u64> {
        self.observed("bytes", self.engine().bytes()).await.ok().flatten()
    }

    /// Creates collections and indexes that are missing.
    pub async fn ensure(&self, collections: &[&'static Collection]) -> Result<(), StoreError> {
        self.observed("ensure", self.engine().ensure(collections)).await
    }

    /// The entity with this id.
    pub async fn get<T: Entity>(&self, id: impl ToString) -> Result<Option<T>, StoreError> {
        let id = id.to_string();
        let found = self.observed("get", self.engine().read(T::COLLECTION, &id)).await?;
        found.map(entity).transpose()
    }

    /// The entities of a range.
    pub async fn find<T: Entity>(&self, query: Query) -> Result<Vec<T>, StoreError> {
        check_collection::<T>(&query)?;
        let found = self.observed("find", self.engine().read_range(query)).await?;
        found.into_iter().map(entity).collect()
    }

    /// The first entity of a range.
    pub async fn find_one<T: Entity>(&self, query: Query) -> Result<Option<T>, StoreError> {
        Ok(self.find(query.limit(1)).await?.pop())
    }

    /// How many documents a range holds; the query's limit caps the answer.
    pub async fn count(&self, query: Query) -> Result<u64, StoreError> {
        self.observed("count", self.engine().count(query)).await
    }

    /// Adds an entity. It is stored with [`FIRST_VERSION`], whatever its `version` says.
    pub async fn insert<T: Entity>(&self, entity: &T) -> Result<(), StoreError> {
        self.insert_all(std::slice::from_ref(entity)).await
    }

    /// Adds all of the entities or none.
    pub async fn insert_all<T: Entity>(&self, entities: &[T]) -> Result<(), StoreError> {
        let documents = entities.iter().map(to_document).collect::<Result<_, _>>()?;
        self.observed("insert", self.engine().insert(T::COLLECTION, documents)).await
    }

    /// Replaces the entity, which must not be of an append-only collection, if it is stored with the `version` that this one has; otherwise (also when it is
    /// gone) [`StoreError::Changed`]. Returns the entity as it is now stored: the same, one version on.
    pub async fn replace<T: Entity>(&self, entity: &T) -> Result<T, StoreError> {
        const { may_change::<T>() };
        let document = to_document(entity)?;
        let stored = from_document(next_version(document.clone()))?;
        self.observed("replace", self.engine().replace(T::COLLECTION, document)).await?;
        Ok(stored)
    }

    /// Deletes by id, at any version; `false` when there was none.
    pub async fn delete<T: Entity>(&self, id: impl ToString) -> Result<bool, StoreError> {
        const { may_change::<T>() };
        let id = id.to_string();
        self.observed("delete", self.engine().delete(T::COLLECTION, &id)).await
    }

    /// Deletes what `find` would return (ignoring order), and says how many.
    pub async fn delete_range(&self, query: Query) -> Result<u64, StoreError> {
        self.observed("delete_range", self.engine().delete_range(query)).await
    }

    /// Deletes all that a query is about, a piece at a time: however much it is, others get their turn in between.
    pub async fn delete_all(&self, query: Query) -> Result<(), StoreError> {
        let piece = query.limit(PIECE);
        while self.delete_range(piece.clone()).await? > 0 {}
        Ok(())
    }

    /// All of the writes, or none.
    pub async fn batch(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.observed("batch", self.engine().batch(writes)).await
    }

    /// Loads an entity, changes it and stores it; starts over when somebody else changed it meanwhile. So
    /// `change` may run several times and should only touch the entity. An error of `change` ends the update
    /// with nothing written. Returns the entity as stored, or `None` when there is none with this id.
    pub async fn update<T, E>(
        &self,
        id: impl ToString,
        mut change: impl FnMut(&mut T) -> Result<(), E>,
    ) -> Result<Option<T>, E>
    where
        T: Entity,
        E: From<StoreError>,
    {
        let id = id.to_string();
        let mut attempt = 1;
        loop {
            let Some(mut entity) = self.get::<T>(&id).await? else { return Ok(None) };
            change(&mut entity)?;
            match self.replace(&entity).await {
                Err(StoreError::Changed { .. }) if attempt < UPDATE_ATTEMPTS => pause(attempt).await,
                outcome => return Ok(Some(outcome?)),
            }
            attempt += 1;
        }
    }

    async fn observed<R>(
        &self,
        operation: &'static str,
        running: impl Future<Output = Result<R, StoreError>>,
    ) -> Result<R, StoreError> {
        let start = Instant::now();
        let outcome = running.await;
        if let Some(observer) = self.observer.get() {
            observer(operation, start.elapsed(), !matches!(&outcome, Err(error) if error.is_failure()));
        }
        outcome
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.name())
    }
}

impl StoreError {
    /// Whether the store itself did not work, as opposed to an answer the caller can act on.
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::Conflict { .. } | Self::Changed { .. })
    }

    /// Whether this is a conflict on the named index.
    pub fn is_conflict_on(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { index, .. } if index == name)
    }
}

/// Who was faster changed it, and that holds: no error.
pub fn unless_changed(outcome: Result<(), StoreError>) -> Result<(), StoreError> {
    match outcome {
        Err(error) if !error.is_failure() => Ok(()),
        outcome => outcome,
    }
}

impl Write {
    /// [`Write::Insert`] of an entity.
    pub fn insert<T: Entity>(entity: &T) -> Result<Self, StoreError> {
        Ok(Self::Insert(T::COLLECTION, to_document(entity)?))
    }

    /// [`Write::Replace`] of an entity that was read at the `version` it has.
    pub fn replace<T: Entity>(entity: &T) -> Result<Self, StoreError> {
        const { may_change::<T>() };
        Ok(Self::Replace(T::COLLECTION, to_document(entity)?))
    }

    /// [`Write::Delete`]; with a version, only if the stored one is still that, else the batch fails as
    /// [`StoreError::Changed`]. Without one, a document that is not there is no error.
    pub fn delete<T: Entity>(id: impl ToString, version: Option<u64>) -> Self {
        const { may_change::<T>() };
        Self::Delete(T::COLLECTION, id.to_string(), version)
    }
}

/// Does not compile for what is append-only, so nobody can write a call that would be refused.
const fn may_change<T: Entity>() {
    assert!(!T::COLLECTION.append_only, "entities of this collection are added and read, and nothing else");
}

/// The document that stores an entity.
fn to_document<T: Entity>(entity: &T) -> Result<Document, StoreError> {
    match serde_json::to_value(entity) {
        Ok(Value::Object(document)) => Ok(document),
        Ok(_) => Err(unfit::<T>(&entity.id(), "is not a struct")),
        Err(error) => Err(unfit::<T>(&entity.id(), error)),
    }
}

fn entity<T: Entity>(stored: Stored) -> Result<T, StoreError> {
    if let Stored::Json(text) = &stored
        && let Ok(entity) = serde_json::from_str(text)
    {
        return Ok(entity);
    }
    from_document(stored.fields()?)
}

fn from_document<T: Entity>(document: Document) -> Result<T, StoreError> {
    let id = document.get("_id").and_then(Value::as_str).unwrap_or_default().to_owned();
    serde_json::from_value(Value::Object(document)).map_err(|error| unfit::<T>(&id, error))
}

fn next_version(mut document: Document) -> Document {
    let version = document.get("version").and_then(Value::as_u64).unwrap_or_default();
    document.insert("version".into(), version.saturating_add(1).into());
    document
}

fn unfit<T: Entity>(id: &str, error: impl std::fmt::Display) -> StoreError {
    StoreError::Internal(format!("{}/{id} as a document: {error}", T::COLLECTION.name))
}

fn check_collection<T: Entity>(query: &Query) -> Result<(), StoreError> {
    if query.collection.name == T::COLLECTION.name {
        return Ok(());
    }
    let (asked, read) = (query.collection.name, T::COLLECTION.name);
    Err(StoreError::Internal(format!("a query on {asked} was read as {read}")))
}
