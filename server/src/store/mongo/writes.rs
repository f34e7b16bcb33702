//! Writes, alone and as transactions.

use super::{connect::durable, convert::to_bson};
use crate::store::{StoreError, backoff::pause, document::Prepared};
use mongodb::{
    Client, ClientSession, Database,
    bson::{Document, doc},
    error::{Error, Result, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT},
    options::ReadConcern,
};
use std::time::{Duration, Instant};

/// After this long in the way of other transactions, the caller is told to try later.
const TRY_FOR: Duration = Duration::from_secs(8);

/// One command of a batch.
pub(super) enum Step {
    Insert { collection: &'static str, documents: Vec<Document> },
    Replace { collection: &'static str, id: String, filter: Document, document: Document },
    Delete { collection: &'static str, id: String, filter: Document, expected: bool },
}

impl Step {
    fn collection(&self) -> &'static str {
        match self {
            Self::Insert { collection, .. }
            | Self::Replace { collection, .. }
            | Self::Delete { collection, .. } => collection,
        }
    }
}

/// What a step that the server carried out means.
pub(super) enum Done {
    /// As wanted; for a delete, whether there was something to delete.
    Applied(bool),
    /// The document was no longer at the expected version.
    Changed { collection: &'static str, id: String },
}

impl Done {
    pub(super) fn into_result(self) -> std::result::Result<bool, StoreError> {
        match self {
            Self::Applied(found) => Ok(found),
            Self::Changed { collection, id } => {
                Err(StoreError::Changed { collection: collection.to_owned(), id })
            }
        }
    }
}

/// Neighbouring inserts into one collection become one command.
pub(super) fn steps(writes: Vec<Prepared>) -> std::result::Result<Vec<Step>, StoreError> {
    let mut steps = Vec::new();
    for write in writes {
        match (steps.last_mut(), step(write)?) {
            (
                Some(Step::Insert { collection, documents }),
                Step::Insert { collection: same, documents: more },
            ) if *collection == same => documents.extend(more),
            (_, step) => steps.push(step),
        }
    }
    Ok(steps)
}

fn step(write: Prepared) -> std::result::Result<Step, StoreError> {
    Ok(match write {
        Prepared::Insert { collection, document, .. } => {
            Step::Insert { collection: collection.name, documents: vec![to_bson(collection, document)?] }
        }
        Prepared::Replace { collection, id, read, document } => {
            let filter = at_version(&id, read);
            Step::Replace {
                collection: collection.name,
                id,
                filter,
                document: to_bson(collection, document)?,
            }
        }
        Prepared::Delete { collection, id, version: Some(version) } => {
            Step::Delete { collection: collection.name, filter: at_version(&id, version), id, expected: true }
        }
        Prepared::Delete { collection, id, version: None } => {
            Step::Delete { collection: collection.name, filter: doc! { "_id": &id }, id, expected: false }
        }
    })
}

/// Stored versions are within `i64`, so one that is not matches nothing.
fn at_version(id: &str, version: u64) -> Document {
    doc! { "_id": id, "version": i64::try_from(version).unwrap_or(-1) }
}

/// Carries out all of the steps or none. A single command is atomic by itself and is retried by the driver;
/// an insert of several documents is not.
pub(super) async fn apply(client: Client, database: Database, steps: Vec<Step>) -> Result<Done> {
    match steps.as_slice() {
        [] => Ok(Done::Applied(false)),
        [Step::Insert { collection, documents }] if documents.len() == 1 => {
            database.collection::<Document>(collection).insert_one(&documents[0]).await?;
            Ok(Done::Applied(true))
        }
        [step @ (Step::Replace { .. } | Step::Delete { .. })] => run(&database, step, None).await,
        several => in_transaction(&client, &database, several).await,
    }
}

async fn in_transaction(client: &Client, database: &Database, steps: &[Step]) -> Result<Done> {
    let mut session = client.start_session().await?;
    let start = Instant::now();
    let mut attempt = 1;
    loop {
        match try_transaction(&mut session, database, steps).await {
            Err(error) if error.contains_label(TRANSIENT_TRANSACTION_ERROR) && start.elapsed() < TRY_FOR => {
                pause(attempt).await;
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

async fn try_transaction(session: &mut ClientSession, database: &Database, steps: &[Step]) -> Result<Done> {
    session.start_transaction().read_concern(ReadConcern::majority()).write_concern(durable()).await?;
    match run_all(session, database, steps).await {
        Ok(Done::Applied(found)) => commit(session).await.map(|()| Done::Applied(found)),
        refused => {
            // The server gives up an unfinished transaction by itself if this does not reach it.
            let _ = session.abort_transaction().await;
            refused
        }
    }
}

async fn run_all(session: &mut ClientSession, database: &Database, steps: &[Step]) -> Result<Done> {
    for step in steps {
        if let changed @ Done::Changed { .. } = run(database, step, Some(session)).await? {
            return Ok(changed);
        }
    }
    Ok(Done::Applied(true))
}

/// Committing twice is harmless, so an unclear answer is asked for again.
async fn commit(session: &mut ClientSession) -> Result<()> {
    let start = Instant::now();
    let unclear = |error: &Error| error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT);
    let mut attempt = 1;
    loop {
        match session.commit_transaction().await {
            Err(error) if unclear(&error) && start.elapsed() < TRY_FOR => pause(attempt).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}

async fn run(database: &Database, step: &Step, session: Option<&mut ClientSession>) -> Result<Done> {
    let target = database.collection::<Document>(step.collection());
    match step {
        Step::Insert { documents, .. } => {
            let insert = target.insert_many(documents);
            match session {
                Some(session) => insert.session(session).await?,
                None => insert.await?,
            };
            Ok(Done::Applied(true))
        }
        Step::Replace { collection, id, filter, document } => {
            let replace = target.replace_one(filter.clone(), document);
            let outcome = match session {
                Some(session) => replace.session(session).await?,
                None => replace.await?,
            };
            Ok(changed_unless(outcome.matched_count > 0, collection, id))
        }
        Step::Delete { collection, id, filter, expected } => {
            let delete = target.delete_one(filter.clone());
            let outcome = match session {
                Some(session) => delete.session(session).await?,
                None => delete.await?,
            };
            let found = outcome.deleted_count > 0;
            Ok(if *expected { changed_unless(found, collection, id) } else { Done::Applied(found) })
        }
    }
}

fn changed_unless(found: bool, collection: &'static str, id: &str) -> Done {
    if found { Done::Applied(true) } else { Done::Changed { collection, id: id.to_owned() } }
}
